// What people type as a formula, and what they are told when it cannot be read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { read, Unreadable } from "../../theme/assets/exercise/formula.js";

const at = (text, values = {}) => read(text, Object.keys(values))(...Object.values(values));
const near = (text, values, expected) => assert.ok(Math.abs(at(text, values) - expected) < 1e-12, `${text} is ${at(text, values)}`);

test("one product is written in many ways", () => {
  for (const text of ["2x*y", "2*x*y", "x*y*2", "2 x y", "2xy", "2x y", "2(x)(y)", "y(2x)", "2·x·y", "2×x×y", "x y*2", "(2x)y", "2XY".toLowerCase()])
    assert.equal(at(text, { x: 3, y: 5 }), 30, text);
});

test("powers bind before signs and products, from the right", () => {
  for (const [text, expected] of [["x^2", 9], ["x**2", 9], ["x²", 9], ["-x^2", -9], ["(-x)^2", 9], ["2x^2", 18], ["2^x^2", 512], ["x^-2", 1 / 9], ["2^-x", 1 / 8], ["-2^2", -4], ["x³/3", 9]])
    assert.equal(at(text, { x: 3 }), expected, text);
});

test("functions, constants, absolute values", () => {
  near("sin(x)", { x: 2 }, Math.sin(2));
  near("sin x", { x: 2 }, Math.sin(2));
  near("2 sin(x) cos(x)", { x: 2 }, Math.sin(4));
  near("xsin(x)", { x: 2 }, 2 * Math.sin(2));
  near("e^x", { x: 2 }, Math.exp(2));
  near("e^-x", { x: 2 }, Math.exp(-2));
  near("2e^(-x^2)", { x: 2 }, 2 * Math.exp(-4));
  near("exp(-x)", { x: 2 }, Math.exp(-2));
  near("-2x e^(-x^2)", { x: 1 }, -2 / Math.E);
  near("ln(x)", { x: 2 }, Math.LN2);
  near("ln x + log(x)", { x: 2 }, 2 * Math.LN2);
  near("sqrt(x)", { x: 2 }, Math.SQRT2);
  near("√2", {}, Math.SQRT2);
  near("√(x+2)", { x: 2 }, 2);
  near("2pi", {}, 2 * Math.PI);
  near("π/2", {}, Math.PI / 2);
  near("|x - 5|", { x: 2 }, 3);
  near("1/(1+e^(-z))", { z: 0 }, 0.5);
});

test("numbers", () => {
  for (const [text, expected] of [["-0.25", -0.25], ["-1/4", -0.25], ["−1/4", -0.25], [".5", 0.5], ["5.", 5], ["1e-3", 1e-3], ["2.5E2", 250], ["2e", 2 * Math.E], ["--2", 2], ["+3", 3], ["3 - -2", 5], ["8/4/2", 1], ["2-3-4", -5], ["14^(1/2)", 14 ** 0.5]])
    assert.equal(at(text), expected, text);
});

test("names of several letters win over products of one", () => {
  assert.equal(at("w1*x", { w1: 2, x: 3, w: 7 }), 6);
  assert.equal(at("y_hat - y", { y: 1, y_hat: 5 }), 4);
  assert.equal(at("2(y_hat-y)x", { y: 1, y_hat: 5, x: 3 }), 24);
  assert.equal(at("Sin(x)", { x: 0 }), 0);
  assert.equal(at("20η", { η: 2 }), 40);
});

test("what cannot be read is said", () => {
  for (const [text, said] of [
    ["", "Type an answer first"], ["  ", "Type an answer first"], ["2 +", "missing at the end"], ["* 2", "missing before *"],
    ["(2 + x", "A ( is not closed"], ["2)", ") does not belong here"], ["|x", "A | is not closed"], ["f(x)", "f has no meaning here. Write a formula in x and y."],
    ["y = 2x", "right of the = sign"], ["0,25", "with a point"], ["1/2x", "two ways"], ["1/xy", "two ways"], ["sin 2x", "in parentheses"],
    ["sin^2(x)", "(sin(x))^2"], ["x2", "a sign between x and 2"], ["x 2", "a sign before 2"], ["2 $ 3", "$ cannot be read"], ["foo", "foo has no meaning here"], ["sin", "missing at the end"], ["()", "missing before )"],
  ]) {
    assert.throws(() => read(text, ["x", "y"]), (error) => error instanceof Unreadable && error.message.includes(said), `${text}: ${said}`);
  }
  assert.throws(() => read("x"), /x has no meaning here. Write a number/);
});

test("names of JavaScript mean nothing", () => {
  for (const text of ["constructor", "toString(1)", "__proto__"]) assert.throws(() => read(text), Unreadable);
});
