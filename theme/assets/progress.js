// What a reader has read, run and solved: kept in this browser alone, shown on the map.

const KEY = "downhill:progress";
const root = new URL("..", import.meta.url);
const KINDS = ["read", "run", "solved"];

/** { "one-variable/the-derivative": { read: ["foot"], run: ["3"], solved: ["exercise-1"], of: 6 } } */
export function progress() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY)) ?? {});
  } catch {
    return {}; // nothing kept, or not by us
  }
}

/** Throws unless this is progress, whoever wrote it. */
export function checked(found) {
  const isObject = (it) => typeof it === "object" && it !== null && !Array.isArray(it);
  const isListed = (ids) => Array.isArray(ids) && ids.every((id) => typeof id === "string");
  const isDone = (done) => isObject(done) && KINDS.some((kind) => done[kind])
    && Object.entries(done).every(([kind, it]) => (kind === "of" ? Number.isInteger(it) : KINDS.includes(kind) && isListed(it)));
  if (!isObject(found) || !Object.values(found).every(isDone)) throw new Error("this is no progress");
  return found;
}

/** What either of two has done. */
export function merged(mine, theirs) {
  const both = structuredClone(mine);
  for (const [page, done] of Object.entries(theirs)) {
    const to = (both[page] ??= {});
    for (const kind of KINDS) if (done[kind]) to[kind] = [...new Set([...(to[kind] ?? []), ...done[kind]])];
    if (done.of) to.of ??= done.of;
  }
  return both;
}

export function keep(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {} // a browser that keeps nothing, by its reader's choice
}

const address = (url) => url.pathname.replace(root.pathname, "").replace(/\/(index\.html)?$/, "");
let exercises = 0; // of this page, that can be solved

function note(kind, id) {
  const all = progress();
  const done = (all[address(location)] ??= {});
  if (kind === "solved") done.of = exercises;
  if (!(done[kind] ??= []).includes(id)) done[kind].push(id);
  keep(all);
}

/** Whether an exercise of this page was solved, now or at another visit. */
export const isSolved = (exercise) => progress()[address(location)]?.solved?.includes(exercise);
export const asks = (many) => (exercises = many);

/** What was typed into a field of this page, or null. */
export function draft(id) {
  try {
    return localStorage.getItem(`downhill:answer:${location.pathname}:${id}`);
  } catch {
    return null;
  }
}

/** The answer that is kept for a field of this page; `said` takes its place. */
export function answer(id, said) {
  try {
    if (said) localStorage.setItem(`downhill:answer:${location.pathname}:${id}`, JSON.stringify(said));
    return JSON.parse(draft(id));
  } catch {
    return null;
  }
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
  for (const link of document.querySelectorAll(".md-nav--primary a:not([href*='#']), [data-chapter]")) {
    const done = all[link.dataset.chapter ?? address(link)] ?? {};
    const solved = (done.solved ?? []).filter((id) => id.startsWith("exercise-")).length;
    const said = solved ? [`${solved} of ${done.of} exercises solved.`] : [];
    if (link.dataset.chapter) {
      link.dataset.state = done.read ? "read" : done.run || done.solved ? "begun" : "";
      said.unshift({ read: "Read.", begun: "Begun.", "": "Not read yet." }[link.dataset.state]);
    }
    if (solved) link.dataset.solved = `${solved}/${done.of}`;
    else delete link.dataset.solved;
    link.setAttribute("aria-description", said.join(" "));
  }
  // What only one page has comes with that page: its buttons, and those of the copy to keep.
  const buttons = document.querySelector("[data-progress][hidden]");
  if (buttons) import("./progress/buttons.js").then(({ offer }) => offer(buttons));
  const copy = document.querySelector("[data-keep][hidden]");
  if (copy) import("./keep.js").then(({ offer }) => offer(copy));
}

document.addEventListener("downhill:ran", ({ detail }) => note("run", String(detail.block.number)));
document.addEventListener("downhill:solved", ({ detail }) => {
  note("solved", String(detail.exercise));
  show();
});
show();
document.addEventListener("downhill:page", show);
