/**
 * The Python blocks of a page, as they stand in it.
 *
 * @typedef {object} Block
 * @property {string} page      the page's path, as in location.pathname
 * @property {number} number    its place among the page's blocks, from 1
 * @property {HTMLElement} element  the block itself
 * @property {HTMLElement} code     the element that holds its text
 * @property {string} original  the code as published
 * @property {HTMLElement | null} published  the output as published
 * @property {string | null} raises  the exception that it is meant to raise
 */

/** @type {WeakMap<Element, Block>} */
const known = new WeakMap();

/** A code without the line ends that follow it. */
export const within = (/** @type {string} */ code) => code.replace(/\n+$/, "");

/**
 * The blocks of the page that is shown, in its order: tabs, notes and lists too. One inside
 * `[data-apart]` is not part of the page's session, and whoever put it there runs it.
 *
 * @returns {Block[]}
 */
export function blocksOf() {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = document.querySelectorAll(".language-python.highlight");
  const own = [...elements].filter((element) => !element.closest("[data-apart]"));
  return own.map((element, index) => {
    const before = known.get(element);
    if (before) return before;
    const code = /** @type {HTMLElement} */ (element.querySelector("pre > code"));
    const next = /** @type {HTMLElement | null} */ (element.nextElementSibling);
    /** @type {Block} */
    const block = {
      page: location.pathname,
      number: index + 1,
      element,
      code,
      original: within(code.textContent ?? ""),
      published: next?.matches(".language-output") ? next : null,
      raises: element.dataset.raises ?? null,
    };
    known.set(element, block);
    return block;
  });
}

/** The packages of `known` that a code imports. */
export function imports(/** @type {string} */ code, /** @type {string[]} */ known) {
  const named = [...code.matchAll(/^\s*(?:from|import)\s+(\w+)/gm)].map((match) => match[1]);
  return known.filter((name) => named.includes(name));
}

/** The MB of Python with these packages, and with what they need. */
export function weight(/** @type {Iterable<string>} */ packages, /** @type {Record<string, number>} */ sizes) {
  const found = new Set(["python", ...packages]);
  if (found.has("matplotlib")) found.add("numpy");
  return [...found].reduce((sum, name) => sum + sizes[name], 0);
}

/** What Python calls a block in a traceback. */
export const nameOf = (/** @type {Block} */ block) => `<block ${block.number}>`;
