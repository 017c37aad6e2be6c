// What readers look for, and what comes first.

import assert from "node:assert/strict";
import { test } from "node:test";
import MiniSearch from "minisearch";
import { finder } from "../../theme/assets/search/find.js";

const long = "The order of differentiation does not matter (Clairaut, Schwarz). ".repeat(9);
const find = finder(MiniSearch, [
  { at: "gradient/", title: "The gradient", page: "The gradient", text: "It has a gradient, gradients and more gradient." },
  { at: "gradient/#definition", title: "Definition", page: "The gradient", text: "Its gradient is ∇f(x) = [∂f/∂x_1 ⋮ ∂f/∂x_n], with ŷ = w_1x." },
  { at: "chain/#sigmoid", title: "Links", page: "The chain rule", text: `The sigmoid σ(z) = 1/(1+e^−z) and e^x, x^2 and f′(x); np.linspace(0, 1) and central_difference(f, x). A sign. ${long}` },
  { at: "glossary/#term-gradient", title: "gradient", page: "Glossary", text: "the column of all partial derivatives", term: "gradient" },
  { at: "glossary/#term-descent", title: "gradient descent", page: "Glossary", text: "steps against the gradient", term: "gradient descent" },
  { at: "glossary/#symbol-gradient", title: "∇f", page: "Glossary", text: "the gradient", term: "∇f" },
]);
const first = (typed) => find(typed)[0]?.at;

test("a term comes first, also with a slip or as a plural", () => {
  for (const typed of ["gradient", "Gradients", "gradeint", "gradint", "gradientt", "grafient"]) assert.equal(first(typed), "glossary/#term-gradient", typed);
  for (const typed of ["∇", "∇f", "nabla", String.raw`\nabla f`]) assert.equal(first(typed), "glossary/#symbol-gradient", typed);
});

test("formulas by sign and by name, identifiers, words in brackets or quotes", () => {
  for (const typed of ["e^x", "e^{x}", "eˣ", "e**x", "e^-z", "x^2", "x²", "x^{2}", "σ", "sigma", String.raw`\sigma`, "f'(x)", "linspace", "np.linspace", "central_difference", "difference", "Clairaut", "(Clairaut)", '"Clairaut"', "Clairaut's", "clairuat"])
    assert.equal(first(typed), "chain/#sigmoid", typed);
  for (const typed of ["∂", "partial f", "∂f/∂x_1", String.raw`\frac{\partial f}{\partial x_1}`, "ŷ", String.raw`\hat{y}`, "w_1"])
    assert.ok(find(typed).some(({ at }) => at === "gradient/#definition"), typed);
});

test("nothing that is typed is a grammar", () => {
  for (const typed of ["", " ", "^", "title:x^", "+-~1", '"', "(", "\\"]) assert.ok(Array.isArray(find(typed)), typed);
  assert.deepEqual(find("xyzzy"), []);
  assert.equal(find("sigmund").length, 0, "two slips are another word");
});

test("an excerpt is short and shows what was sought", () => {
  const parts = find("Clairaut")[0].excerpt;
  assert.ok(parts.map(([text]) => text).join("").length < 160);
  assert.deepEqual(parts.find(([, sought]) => sought), ["Clairaut", true]);
});
