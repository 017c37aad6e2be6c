import assert from "node:assert/strict";
import { test } from "node:test";

import { imports } from "../../theme/assets/run/blocks.js";
import { hash, plan, same, typed } from "../../theme/assets/run/text.js";

test("blanks at the ends of lines and at the end make no difference", () => {
  assert.ok(same("a\nb\n", "a \nb\n\n"));
  assert.ok(same("", "\n"));
  assert.ok(!same("a\nb", "a\n\nb"));
  assert.ok(!same(" a", "a"));
  assert.ok(!same("0.1000", "0.1001"));
});

test("what has not run above comes first", () => {
  assert.deepEqual(plan(["a", "b", "c"], [], 3), [1, 2, 3]);
  assert.deepEqual(plan(["a", "b", "c"], ["a", "b"], 3), [3]);
  assert.deepEqual(plan(["a", "b", "c"], ["a", "b", "c"], 2), [2], "asked for again");
});

test("a change above runs all that comes after it", () => {
  assert.deepEqual(plan(["a", "B", "c", "d"], ["a", "b", "c", "d"], 4), [2, 3, 4]);
  assert.deepEqual(plan(["a", "b", "c"], ["a", undefined, "c"], 3), [2, 3], "or what failed");
});

test("imports are found at any depth, and nowhere else", () => {
  const known = ["numpy", "matplotlib"];
  assert.deepEqual(imports("import numpy as np\n", known), ["numpy"]);
  assert.deepEqual(imports("def f():\n    from matplotlib.figure import Figure", known), ["matplotlib"]);
  assert.deepEqual(imports("x = 1 # import numpy\nimport numpyro", known), []);
});

test("a text has one short name, and another text another", () => {
  assert.equal(hash("x = 1"), hash("x = 1"));
  assert.match(hash("x = 1"), /^[0-9a-f]{8,14}$/);
  const names = Array.from({ length: 10000 }, (_, i) => hash(`x = ${i}`));
  assert.equal(new Set(names).size, 10000);
});

/** The text after a key; | marks the selection. */
function after(marked, key) {
  const start = marked.indexOf("|");
  const end = marked.lastIndexOf("|") - (start === marked.lastIndexOf("|") ? 0 : 1);
  const text = marked.replaceAll("|", "");
  const edit = typed(text, start, end, key);
  if (!edit) return marked;
  const now = text.slice(0, edit.from) + edit.put + text.slice(edit.to);
  const close = edit.start === edit.end ? "" : "|";
  return `${now.slice(0, edit.start)}|${now.slice(edit.start, edit.end)}${close}${now.slice(edit.end)}`;
}

test("Tab goes to the next stop of four", () => {
  assert.equal(after("|x", "Tab"), "    |x");
  assert.equal(after("a = |1", "Tab"), "a =     |1");
  assert.equal(after("a =| 1", "Tab"), "a = | 1");
});

test("Tab moves whole lines of a selection, and Shift+Tab moves them back", () => {
  assert.equal(after("|a\nb|\nc", "Tab"), "    |a\n    b|\nc");
  assert.equal(after("    |a\n    b|\nc", "Shift+Tab"), "|a\nb|\nc");
  assert.equal(after("  |a", "Shift+Tab"), "|a");
  assert.equal(after("|a", "Shift+Tab"), "|a");
});

test("a new line is as deep as the last, and deeper after a colon", () => {
  assert.equal(after("    a|", "Enter"), "    a\n    |");
  assert.equal(after("  for x in y:|", "Enter"), "  for x in y:\n      |");
  assert.equal(after("a|b", "Enter"), "a\n|b");
});
