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
    ["sin^-1(x)", "(sin(x))^-1"], ["x2", "a sign between x and 2"], ["x 2", "a sign before 2"], ["2 $ 3", "$ cannot be read"], ["foo", "foo has no meaning here"], ["sin", "missing at the end"], ["()", "missing before )"],
  ]) {
    assert.throws(() => read(text, ["x", "y"]), (error) => error instanceof Unreadable && error.message.includes(said), `${text}: ${said}`);
  }
  assert.throws(() => read("x"), /x has no meaning here. Write a number/);
});

test("a formula as our pages show it, as it is copied, and as Python", () => {
  const values = { x: 2, y: 3, z: 0.5, w1: 7, y_hat: 5, lr: 0.1 };
  const s = 1 / (1 + Math.exp(-0.5));
  for (const [text, expected] of [
    [String.raw`\frac{1}{4}`, 1 / 4], [String.raw`-\tfrac14`, -1 / 4], [String.raw`\frac{x}{2} - 2y`, -5], [String.raw`\frac{1}{2}x`, 1], [String.raw`\frac{\frac{1}{x}}{x^{2}}`, 1 / 8], [String.raw`\frac1x`, 1 / 2],
    ["x^{2}", 4], ["x⁴", 16], ["x⁻¹", 1 / 2], ["e⁻ˣ", Math.exp(-2)], ["x²y³", 108], ["x^{-2}", 1 / 4], ["2^{x+1}", 8], ["10^{-7}", 1e-7], ["5·10⁻⁷", 5e-7], [String.raw`2 \cdot 10^{-3}`, 2e-3],
    ["½", 1 / 2], ["-¼", -1 / 4], ["2½", 5 / 2], ["½x", 1], ["1⁄4", 1 / 4], ["3⋅x", 6], ["3∙x∗y", 18], [String.raw`3\cdot x`, 6], [String.raw`3\times x`, 6], ["3 × x ÷ y", 2], ["x − y", -1],
    ["np.exp(x)", Math.exp(2)], ["np.sqrt(x)*np.pi", Math.SQRT2 * Math.PI], ["math.log(x)", Math.LN2], ["X", 2], ["2XY", 12], ["EXP(X)", Math.exp(2)],
    [String.raw`\sqrt{x}`, Math.SQRT2], [String.raw`\sqrt2`, Math.SQRT2], ["sqrt2", Math.SQRT2], [String.raw`\sqrt[3]{x}`, Math.cbrt(2)], [String.raw`\ln x`, Math.LN2], [String.raw`\ln(x)`, Math.LN2], [String.raw`x\ln x`, 2 * Math.LN2], ["e^{2x}", Math.exp(4)], [String.raw`\mathrm{e}^{2x}`, Math.exp(4)], [String.raw`-2x\,e^{-x^2}`, -4 * Math.exp(-4)], [String.raw`\exp\left(-x^2\right)`, Math.exp(-4)],
    ["σ(z)", s], [String.raw`\sigma(z)`, s], [String.raw`\sigma(z)\,(1 - \sigma(z))`, s * (1 - s)], ["sigmoid(z)", s], [String.raw`\operatorname{sigmoid}(z)`, s], [String.raw`\frac{1}{1 + e^{-z}}`, s], [String.raw`\tanh z`, Math.tanh(0.5)],
    [String.raw`2\pi`, 2 * Math.PI], ["2πx", 4 * Math.PI], [String.raw`\pi x^2`, 4 * Math.PI], ["$2x$", 4], [String.raw`$$\frac{1}{x}$$`, 1 / 2], [String.raw`\(2x\)`, 4], ["|x - 5|", 3], ["2|x - 5|y", 18], [String.raw`2\lvert x - 5\rvert`, 6], [String.raw`\max(0, x - y)`, 0], ["max(0,x)", 2],
    ["w_1 x", 14], ["w_{1}x", 14], ["w₁x", 14], [String.raw`2(\hat y - y)x`, 8], [String.raw`2(\hat{y} - y)x`, 8], ["2(ŷ − y)x", 8], [String.raw`25\eta`, 2.5], ["25η", 2.5], ["25 eta", 2.5], ["25lr", 2.5],
    [String.raw`\sin^2 x + \cos^2 x`, 1], ["sin²(x)", Math.sin(2) ** 2], [String.raw`\sin x \cos x`, Math.sin(4) / 2], [String.raw`\log_2 x`, 1], ["log2(x)", 1], [String.raw`\log_{10}(x)`, Math.log10(2)], ["𝑥²", 4],
  ]) near(text, values, expected);
  near("θ", { theta: 4 }, 4);
  for (const text of [String.raw`\sigma(1 - \sigma)`, "σ(z)(1 - σ)", "σ - σ²"]) near(text, { z: 0.5 }, s * (1 - s));
  near("x - X", { x: 1, X: 3 }, -2);
});

test("names of JavaScript mean nothing", () => {
  for (const text of ["constructor", "toString(1)", "__proto__"]) assert.throws(() => read(text), Unreadable);
});
