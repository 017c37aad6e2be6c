// The map: progress goes into a file, is joined by that of a file, and is erased; a goal lights its way.

import { checked, keep, merged, progress, show } from "../progress.js";

const ours = () => Object.entries(localStorage).filter(([key]) => /^downhill:(progress$|answer:)/.test(key));

export function offer(place) {
  const status = place.querySelector("[role=status]");
  const say = (...words) => status.replaceChildren(...words);
  const button = (text, deed) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "md-button", textContent: text });
    made.addEventListener("click", deed);
    return made;
  };
  const deeds = {
    save: () => {
      const file = new Blob([JSON.stringify(progress(), null, 1)], { type: "application/json" });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "downhill-progress.json" });
      link.click();
      URL.revokeObjectURL(link.href);
      say("Saved.");
    },
    load: async () => {
      const file = await chosen();
      if (!file) return say("Nothing has changed: no file was chosen.");
      try {
        const found = checked(JSON.parse(await file.text()));
        if (!Object.keys(found).length) throw new Error("it is empty");
        keep(merged(progress(), found));
        say("Loaded, and joined with what was here.");
      } catch {
        say("Nothing has changed: this file holds no progress that was saved here.");
      }
      show();
    },
    erase: () => {
      const kept = ours();
      if (!kept.length) return say("There is nothing to erase.");
      const yes = button("Yes, erase it", () => {
        for (const [key] of kept) localStorage.removeItem(key);
        show();
        say("Erased. ", undo);
        undo.focus();
      });
      const undo = button("Undo", () => {
        for (const [key, value] of kept) localStorage.setItem(key, value);
        show();
        say("It is back.");
      });
      say("Erase what you have read and solved, and your answers? ", yes, button("No", () => say("Nothing has changed.")));
      yes.focus();
    },
  };
  for (const each of place.querySelectorAll("[data-do]")) each.addEventListener("click", deeds[each.dataset.do]);
  place.hidden = false;
  light(document.querySelector(".goals"), document.querySelector(".map"));
}

// The way to the goal that is chosen.
function light(goals, map) {
  const select = goals.querySelector("select");
  select.addEventListener("change", () => {
    const path = select.selectedOptions[0].dataset.path?.split(" ") ?? [];
    map.classList.toggle("lit", path.length > 0);
    for (const link of map.querySelectorAll("a")) link.classList.toggle("way", path.includes(link.dataset.chapter));
    goals.querySelector("output").textContent = path.length ? `${path.length} chapters` : "";
  });
  goals.hidden = false;
}

function chosen() {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "application/json" });
    input.addEventListener("change", () => resolve(input.files[0]));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}
