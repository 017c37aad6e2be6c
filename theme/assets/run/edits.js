/** What a reader has changed: kept in this browser alone, by page and by the original's hash. */

import { blocksOf } from "./blocks.js";
import { hash } from "./text.js";

/** Two blocks of a page can say the same: the place among those that do is part of the key. */
function key(/** @type {import("./blocks.js").Block} */ block) {
  const twins = blocksOf().filter(({ original, number }) => original === block.original && number < block.number);
  return `downhill:edit:${block.page}:${hash(block.original)}${twins.length ? `:${twins.length}` : ""}`;
}

const now = new WeakMap(); // where the browser keeps nothing

/** The code of a block as it stands: the reader's, or as published. */
export function codeOf(/** @type {import("./blocks.js").Block} */ block) {
  if (!now.has(block)) {
    try {
      now.set(block, localStorage.getItem(key(block)));
    } catch {
      now.set(block, null);
    }
  }
  return now.get(block) ?? block.original;
}

/** Keep a reader's version; the original, or null, throws it away. */
export function keep(/** @type {import("./blocks.js").Block} */ block, /** @type {string | null} */ code) {
  const edit = code === null || code === block.original ? null : code;
  now.set(block, edit);
  try {
    if (edit === null) localStorage.removeItem(key(block));
    else localStorage.setItem(key(block), edit);
  } catch {
    // it lasts as long as the page
  }
  document.dispatchEvent(new CustomEvent("downhill:edited", { detail: { page: block.page, block } }));
}
