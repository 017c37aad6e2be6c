// What a reader has read, run and solved: kept in this browser alone, shown on the map.

export const KEY = "downhill:progress";
const root = new URL("..", import.meta.url);
const KINDS = ["read", "run", "solved"];

/** { "one-variable/the-derivative": { read: ["foot"], run: ["3"], solved: ["exercise-1"] } } */
export function progress() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY)) ?? {});
  } catch {
    return {}; // nothing kept, or not by us
  }
}

/** Throws unless this is progress, whoever wrote it. */
export function checked(found) {
  const listed = (done) => KINDS.every((kind) => (done[kind] ?? []).every((id) => typeof id === "string"));
  if (typeof found !== "object" || Array.isArray(found) || !Object.values(found).every(listed)) throw new Error("this file holds no progress");
  return found;
}

export function keep(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {} // a browser that keeps nothing, by its reader's choice
}

function note(kind, id) {
  const page = location.pathname.replace(root.pathname, "").replace(/\/(index\.html)?$/, "");
  const all = progress();
  const done = (all[page] ??= {});
  if ((done[kind] ??= []).includes(id)) return;
  done[kind].push(id);
  keep(all);
}

// A chapter is read when its foot has been seen.
const foot = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) note("read", "foot");
});

export function show() {
  foot.disconnect();
  const end = document.querySelector(".take");
  if (end) foot.observe(end);
  const all = progress();
  for (const link of document.querySelectorAll("[data-chapter]")) {
    const done = all[link.dataset.chapter] ?? {};
    const state = done.read ? "read" : done.run || done.solved ? "begun" : "";
    link.dataset.state = state;
    link.setAttribute("aria-description", { read: "Read.", begun: "Begun.", "": "Not read yet." }[state]);
  }
  // What only one page has comes with that page: its buttons, and those of the copy to keep.
  const buttons = document.querySelector("[data-progress][hidden]");
  if (buttons) import("./progress/buttons.js").then(({ offer }) => offer(buttons));
  const copy = document.querySelector("[data-keep][hidden]");
  if (copy) import("./keep.js").then(({ offer }) => offer(copy));
}

document.addEventListener("downhill:ran", ({ detail }) => note("run", String(detail.block.number)));
document.addEventListener("downhill:solved", ({ detail }) => note("solved", String(detail.exercise)));
show();
document.addEventListener("downhill:page", show);
