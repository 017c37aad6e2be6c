/**
 * Gives each Python block its buttons: the only script of this folder that comes with a page.
 * All else is imported when a reader first runs or edits a block.
 */

import { blocksOf, imports } from "./blocks.js";

const LOADED = "downhill:python"; // kept once Python has been here: then it is in the cache

/** What the first run will download, in MB: Python and the packages that the page imports. */
function weight(/** @type {import("./blocks.js").Block[]} */ blocks) {
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=downhill-runtime]"));
  const sizes = JSON.parse(meta.dataset.sizes ?? "{}");
  const code = blocks.map(({ original }) => original).join("\n");
  const found = ["python", ...imports(code, Object.keys(sizes))];
  if (found.includes("matplotlib") && !found.includes("numpy")) found.push("numpy");
  return Math.round(found.reduce((sum, name) => sum + sizes[name], 0));
}

const stored = (/** @type {() => any} */ read) => {
  try {
    return read();
  } catch {
    return null; // a browser that keeps nothing
  }
};

function button(/** @type {string} */ name, /** @type {number} */ number, /** @type {string} */ title) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = name;
  made.dataset.do = name.toLowerCase();
  made.title = title;
  made.setAttribute("aria-label", `${name} block ${number}`);
  return made;
}

function setUp() {
  const blocks = blocksOf();
  if (!blocks.length || !document.querySelector("meta[name=downhill-runtime]")) return;
  const command = navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";
  const first = stored(() => localStorage.getItem(LOADED)) ? "" : `the first run loads ${weight(blocks)} MB`;
  const more = first && `; ${first} of Python`;
  for (const { element, number } of blocks) {
    if (element.querySelector(".run")) continue;
    const bar = document.createElement("div");
    bar.className = "run";
    bar.role = "group";
    bar.ariaLabel = `Block ${number}`;
    const run = button("Run", number, `Run this block, and those above that have not run (${command}+Enter)${more}`);
    const edit = button("Edit", number, "Edit this block in place");
    const reset = button("Reset", number, "Back to the published code");
    reset.hidden = true;
    const said = document.createElement("span");
    said.className = "run__said";
    said.textContent = first;
    said.dataset.first = "";
    said.dataset.block = `block ${number}`;
    bar.append(run, edit, reset, said);
    element.append(bar);
  }
  const edits = `downhill:edit:${location.pathname}:`;
  if (stored(() => Object.keys(localStorage).some((key) => key.startsWith(edits)))) {
    import("./editor.js").then((editor) => blocks.forEach(editor.restore));
  }
}

/** The block that an event happened in. */
const blockAt = (/** @type {Event} */ event) => {
  const element = event.target instanceof Element && event.target.closest(".language-python.highlight");
  return element && blocksOf().find((block) => block.element === element);
};

document.addEventListener("click", async (event) => {
  /** @type {HTMLElement | null} */
  const does = event.target instanceof Element ? event.target.closest(".run > button") : null;
  const block = does && blockAt(event);
  if (!block) return;
  if (does.dataset.do === "run") (await import("./session.js")).session.runThrough(block);
  else if (does.dataset.do === "stop") (await import("./session.js")).session.stop();
  else if (does.dataset.do === "edit") (await import("./editor.js")).toggle(block);
  else (await import("./editor.js")).reset(block);
});

document.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const block = blockAt(event);
  if (!block) return;
  event.preventDefault();
  (await import("./session.js")).session.runThrough(block);
});

// With instant navigation a page comes without its scripts being run again.
setUp();
document.addEventListener("downhill:page", setUp);
