/**
 * Gives each Python block its buttons: the only script of this folder that comes with a page.
 * All else is imported when a reader first runs or edits a block.
 */

import { blocksOf, imports, weight } from "./blocks.js";

const LOADED = "downhill:python"; // kept once Python has been here: then it is in the cache

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
  const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=downhill-runtime]"));
  if (!blocks.length || !meta) return;
  const sizes = JSON.parse(meta.dataset.sizes ?? "{}");
  const whole = weight(imports(blocks.map(({ original }) => original).join("\n"), Object.keys(sizes)), sizes);
  const command = navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";
  const first = stored(() => localStorage.getItem(LOADED)) ? "" : `the first run loads ${Math.round(whole)} MB`;
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

/** Do what a button is for; where a script of it does not come, say so at the block. */
async function act(/** @type {string} */ what, /** @type {import("./blocks.js").Block} */ block) {
  try {
    if (what === "edit") return (await import("./editor.js")).toggle(block);
    if (what === "reset") return (await import("./editor.js")).reset(block);
    const [{ session }] = await Promise.all([import("./session.js"), import("./cell.js")]);
    if (what === "stop") session.stop();
    else session.runThrough(block);
  } catch {
    const said = block.element.querySelector(".run__said");
    if (said) said.textContent = "no network: press again";
  }
}

document.addEventListener("click", (event) => {
  /** @type {HTMLElement | null} */
  const button = event.target instanceof Element ? event.target.closest(".run > button") : null;
  const block = button && blockAt(event);
  if (block) act(button.dataset.do ?? "", block);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const block = blockAt(event);
  if (!block) return;
  event.preventDefault();
  act("run", block);
});

// With instant navigation a page comes without its scripts being run again.
setUp();
document.addEventListener("downhill:page", setUp);
