/** What is done to texts: pure functions, so that they are tested without a page. */

const lines = (/** @type {string} */ text) => text.trimEnd().split("\n").map((line) => line.trimEnd());

/** Are two outputs the same to a reader: but for blanks at the ends of lines and at the end? */
export const same = (/** @type {string} */ published, /** @type {string} */ printed) =>
  lines(published).join("\n") === lines(printed).join("\n");

/**
 * Which blocks have to run so that the one asked for is right: from the first that has not
 * run as it stands, to that one. Numbers count from 1.
 *
 * @param {string[]} codes  what the blocks say now
 * @param {(string | undefined)[]} ran  what each said when it last ran to its end
 * @param {number} asked
 */
export function plan(codes, ran, asked) {
  let first = 1;
  while (first < asked && ran[first - 1] === codes[first - 1]) first++;
  return Array.from({ length: asked - first + 1 }, (_, i) => first + i);
}

/** A short name for a text: 53 bits of a hash (cyrb53), in hexadecimal digits. */
export function hash(/** @type {string} */ text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
    b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16);
}

/**
 * What a key does in the editor: the part of the text to replace, by what, and what is
 * selected then. Null where the browser's own answer is right.
 *
 * @param {string} text
 * @param {number} start  the selection
 * @param {number} end
 * @param {"Tab" | "Shift+Tab" | "Enter"} key
 */
export function typed(text, start, end, key) {
  const line = text.lastIndexOf("\n", start - 1) + 1;
  if (key === "Enter") {
    const [blank] = text.slice(line, start).match(/^ */) ?? [""];
    const deeper = /:\s*$/.test(text.slice(line, start)) ? "    " : "";
    const put = `\n${blank}${deeper}`;
    return { from: start, to: end, put, start: start + put.length, end: start + put.length };
  }
  if (key === "Tab" && start === end) {
    const put = " ".repeat(4 - ((start - line) % 4));
    return { from: start, to: end, put, start: start + put.length, end: start + put.length };
  }
  const whole = text.slice(line, end);
  const put = key === "Tab" ? whole.replace(/^(?=.)/gm, "    ") : whole.replace(/^ {1,4}/gm, "");
  if (put === whole) return null;
  const first = put.split("\n")[0].length - whole.split("\n")[0].length;
  return { from: line, to: end, put, start: Math.max(line, start + first), end: end + put.length - whole.length };
}
