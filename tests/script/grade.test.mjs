// Right, nearly right and wrong answers, and what each is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { grade } from "../../theme/assets/exercise/grade.js";

const number = { expected: [-0.25, 0], wrong: [[0.5, 3], [-0.5, 5]], tolerance: 0.01 };
const at = [[0.7, 1.3], [1.9, 0.6], [1.1, 1.7]];
const formula = { variables: ["x", "y"], at, expected: at.map(([x, y]) => 2 * x * y), wrong: [at.map(([x]) => x * x)] };

test("a number is right to within its tolerance", () => {
  for (const text of ["-0.25", "-1/4", "-0.26", "-0.24", "−¼".replace("¼", "1/4")]) assert.deepEqual(grade(text, number), { right: true }, text);
  assert.deepEqual(grade("0.01", number, 1), { right: true });
  assert.equal(grade("-0.2611", number).right, false);
});

test("a wrong number gets its own hint, or what is right in it", () => {
  assert.deepEqual(grade("0.5", number), { right: false, wrong: 0 });
  assert.deepEqual(grade("-0.495", number), { right: false, wrong: 1 });
  assert.deepEqual(grade("5", number, 1), { right: false, wrong: 1 });
  for (const [text, said] of [["0.25", "The size is right"], ["-0.3", "Near: right to within 0.1, not yet to within 0.01"], ["-7", "sign is right. The size is too large"], ["-0.01", "too small"], ["7", "Not yet"], ["1/0", "no value"]])
    assert.ok(grade(text, number).message.includes(said), `${text}: ${grade(text, number).message}`);
});

test("exactly is exactly, up to rounding", () => {
  const exact = { expected: [22], wrong: [], tolerance: 0 };
  assert.equal(grade("22", exact).right, true);
  assert.equal(grade("22.001", exact).right, false);
  assert.equal(grade("66/3", exact).right, true);
});

test("a formula is right where it agrees at every point", () => {
  for (const text of ["2x*y", "2*x*y", "x*y*2", "2 x y", "x y + y x", "(x+y)^2 - x^2 - y^2"]) assert.deepEqual(grade(text, formula), { right: true }, text);
});

test("a wrong formula gets its hint, or a point where it differs", () => {
  assert.deepEqual(grade("x^2", formula), { right: false, wrong: 0 });
  for (const [text, said] of [["-2xy", "but the sign"], ["xy", "constant factor"], ["2xy + 3", "constant that is added"], ["2x + y", "At x = 0.7, y = 1.3 it gives 2.7, and 1.82 is right."], ["ln(x-1)", "no value at x = 0.7"], ["0", "Not yet"]])
    assert.ok(grade(text, formula).message.includes(said), `${text}: ${grade(text, formula).message}`);
});

test("what cannot be read is no wrong answer", () => {
  assert.equal(grade("2 +", number).unread, true);
  assert.equal(grade("z", formula).unread, true);
});
