/** Edits a block in its place: the browser's own field for text, in the shape of the code. */

import { codeOf, keep } from "./edits.js";
import { within } from "./blocks.js";
import { typed } from "./text.js";

/** @typedef {import("./blocks.js").Block} Block */

/** The published code with its colors, for a reset. @type {WeakMap<Block, Node[]>} */
const colored = new WeakMap();

const fieldOf = (/** @type {Block} */ block) => block.element.querySelector("textarea");
const buttonOf = (/** @type {Block} */ block, /** @type {string} */ name) =>
  /** @type {HTMLButtonElement | null} */ (block.element.querySelector(`.run [data-do=${name}]`));

/** Show the reader's version of a block, if there is one. */
export function restore(/** @type {Block} */ block) {
  const code = codeOf(block);
  const edited = code !== block.original;
  if (!colored.has(block)) colored.set(block, [...block.code.childNodes]);
  if (edited) block.code.replaceChildren(code);
  else block.code.replaceChildren(...(colored.get(block) ?? []));
  block.element.classList.toggle("run--edited", edited);
  const reset = buttonOf(block, "reset");
  if (reset) reset.hidden = !edited;
}

/** Open the editor, or close it and show the code. */
export function toggle(/** @type {Block} */ block) {
  if (fieldOf(block)) return close(block);
  restore(block);
  const field = document.createElement("textarea");
  field.className = "run__field";
  field.spellcheck = false;
  field.autocapitalize = "off";
  field.autocomplete = "off";
  field.wrap = "off";
  field.value = codeOf(block);
  field.ariaLabel = `Code of block ${block.number}. Tab indents, Escape leaves.`;
  const grow = () => (field.rows = field.value.split("\n").length);
  grow();
  field.addEventListener("input", () => {
    grow();
    change(block, field.value);
  });
  field.addEventListener("keydown", (event) => press(event, field, () => close(block)));
  block.code.hidden = true;
  block.element.classList.add("run--edits");
  block.code.after(field);
  const edit = buttonOf(block, "edit");
  if (edit) {
    edit.textContent = "Close";
    edit.title = "Close the editor (Escape); what you wrote is kept";
    edit.setAttribute("aria-label", `Close the editor of block ${block.number}`);
  }
  field.focus({ preventScroll: true });
  field.setSelectionRange(0, 0);
}

function change(/** @type {Block} */ block, /** @type {string} */ text) {
  keep(block, within(text));
  block.code.textContent = text; // which is not seen, and copied
  const edited = codeOf(block) !== block.original;
  block.element.classList.toggle("run--edited", edited);
  const reset = buttonOf(block, "reset");
  if (reset) reset.hidden = !edited;
}

function close(/** @type {Block} */ block) {
  fieldOf(block)?.remove();
  block.element.classList.remove("run--edits");
  block.code.hidden = false;
  restore(block);
  const edit = buttonOf(block, "edit");
  if (!edit) return;
  edit.textContent = "Edit";
  edit.title = "Edit this block in place";
  edit.setAttribute("aria-label", `Edit block ${block.number}`);
  edit.focus({ preventScroll: true });
  edit.scrollIntoView({ block: "nearest" });
}

/** Throw the reader's version away. */
export function reset(/** @type {Block} */ block) {
  keep(block, null);
  const field = fieldOf(block);
  if (field) {
    field.value = block.original;
    field.setSelectionRange(0, 0);
    field.scrollLeft = 0;
    field.rows = block.original.split("\n").length;
  }
  restore(block);
  (field ?? buttonOf(block, "edit"))?.focus({ preventScroll: true });
}

/**
 * What a key does in a field of code: Tab indents, Enter keeps the indentation, Escape leaves.
 *
 * @param {KeyboardEvent} event @param {HTMLTextAreaElement} field @param {() => void} leave
 */
export function press(event, field, leave) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    event.stopPropagation(); // the menu and the search close by it too
    return leave();
  }
  const key = event.key === "Tab" && event.shiftKey ? "Shift+Tab" : event.key;
  if (key !== "Tab" && key !== "Shift+Tab" && (key !== "Enter" || event.shiftKey)) return;
  event.preventDefault();
  const edit = typed(field.value, field.selectionStart, field.selectionEnd, key);
  if (!edit) return;
  field.setSelectionRange(edit.from, edit.to);
  // Old, and the only way that the browser can undo.
  if (!document.execCommand("insertText", false, edit.put)) {
    field.setRangeText(edit.put);
    field.dispatchEvent(new Event("input"));
  }
  field.setSelectionRange(edit.start, edit.end);
}
