// What a reader has read, run and solved: kept in this browser alone, shown on the map.

const KEY = "downhill:progress";
const root = new URL("..", import.meta.url);
const KINDS = ["read", "run", "solved"];

/** { "one-variable/the-derivative": { read: ["foot"], run: ["3"], solved: ["exercise-1"] } } */
function progress() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY)) ?? {});
  } catch {
    return {}; // nothing kept, or not by us
  }
}

/** Throws unless this is progress, whoever wrote it. */
function checked(found) {
  const listed = (done) => KINDS.every((kind) => (done[kind] ?? []).every((id) => typeof id === "string"));
  if (typeof found !== "object" || Array.isArray(found) || !Object.values(found).every(listed)) throw new Error("this file holds no progress");
  return found;
}

function keep(all) {
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

function show() {
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
  const place = document.querySelector("[data-progress]");
  if (place?.hidden) offer(place);
}

function offer(place) {
  const status = place.querySelector("[role=status]");
  const deeds = {
    save: () => {
      const file = new Blob([JSON.stringify(progress(), null, 1)], { type: "application/json" });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "downhill-progress.json" });
      link.click();
      URL.revokeObjectURL(link.href);
      return "Saved.";
    },
    load: async () => {
      const file = await chosen();
      keep(checked(JSON.parse(await file.text())));
      show();
      return "Loaded.";
    },
    erase: () => {
      localStorage.removeItem(KEY);
      show();
      return "Erased.";
    },
  };
  for (const button of place.querySelectorAll("[data-do]"))
    button.addEventListener("click", async () => {
      try {
        status.textContent = await deeds[button.dataset.do]();
      } catch (error) {
        status.textContent = `Nothing has changed: ${error.message}.`;
      }
    });
  place.hidden = false;
}

function chosen() {
  return new Promise((resolve, reject) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "application/json" });
    input.addEventListener("change", () => resolve(input.files[0]));
    input.addEventListener("cancel", () => reject(new Error("no file was chosen")));
    input.click();
  });
}

document.addEventListener("downhill:ran", ({ detail }) => note("run", String(detail.block.number)));
document.addEventListener("downhill:solved", ({ detail }) => note("solved", String(detail.exercise)));
if (window.document$) window.document$.subscribe(show);
else show();
