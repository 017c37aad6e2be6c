// The map's buttons: progress goes into a file, comes from one, and is erased.

import { KEY, checked, keep, progress, show } from "../progress.js";

export function offer(place) {
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
