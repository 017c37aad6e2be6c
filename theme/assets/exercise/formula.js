// Reads what a person types as a formula: 2xy, 2*x*y, x^2 or x**2, sin(x), e^x, -1/4, √2.

/** What cannot be read, said to the person who typed it. */
export class Unreadable extends Error {}

const FUNCTIONS = {
  sqrt: Math.sqrt, exp: Math.exp, ln: Math.log, log: Math.log, abs: Math.abs,
  sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan,
};
const CONSTANTS = { e: Math.E, pi: Math.PI };
const SIGNS = { "−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "²": "^2", "³": "^3", "√": " sqrt ", "π": " pi ", "[": "(", "]": ")" };
const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-zα-ω_][A-Za-zα-ω_0-9]*)|(\*\*|[-+*/^()|]))/y;

/** A formula in these variables, as a function of their values in that order. */
export function read(text, variables = []) {
  const tokens = cut(plain(text), variables);
  let at = 0;
  const next = () => tokens[at] ?? { kind: "end", text: "" };
  const is = (...signs) => next().kind === "sign" && signs.includes(next().text);
  const take = () => tokens[at++];
  const begins = () => ["number", "variable", "constant", "function"].includes(next().kind) || is("(");

  function sum() {
    let left = product();
    while (is("+", "-")) {
      const [{ text: sign }, a, b] = [take(), left, product()];
      left = sign === "+" ? (v) => a(v) + b(v) : (v) => a(v) - b(v);
    }
    return left;
  }
  function product() {
    let left = signed(), below = "";
    while (is("*", "/") || begins()) {
      const silent = begins();
      if (silent && below) throw new Unreadable(`${below} can be read in two ways. Set the part below the line in parentheses, as in 1/(2x).`);
      if (silent && next().kind === "number") throw new Unreadable(`Write a sign before ${next().text}.`);
      const divides = !silent && take().text === "/";
      const [a, start] = [left, at];
      const b = silent ? power() : signed();
      below = divides ? `/${spell(start)}${next().text}` : silent ? below : "";
      left = divides ? (v) => a(v) / b(v) : (v) => a(v) * b(v);
    }
    return left;
  }
  const spell = (start) => tokens.slice(start, at).map((token) => token.text).join("");
  function signed() {
    if (!is("+", "-")) return power();
    const [{ text: sign }, a] = [take(), signed()];
    return sign === "-" ? (v) => -a(v) : a;
  }
  function power() {
    const base = one();
    if (!is("^", "**")) return base;
    take();
    const exponent = signed();
    return (v) => base(v) ** exponent(v);
  }
  function one() {
    const token = take() ?? next();
    if (token.kind === "number") return () => token.value;
    if (token.kind === "constant") return () => CONSTANTS[token.text];
    if (token.kind === "variable") return (v) => v[token.index];
    if (token.kind === "function") return applied(token.text);
    if (token.text === "(") return closed(")", token);
    if (token.text === "|") return ((inner) => (v) => Math.abs(inner(v)))(closed("|", token));
    throw new Unreadable(token.kind === "end" ? "Something is missing at the end." : `Something is missing before ${token.text}.`);
  }
  function closed(end, opening) {
    const inner = sum();
    if (!is(end)) throw new Unreadable(next().text ? `${next().text} does not belong here.` : `A ${opening.text} is not closed.`);
    take();
    return inner;
  }
  function applied(name) {
    if (is("^", "**")) throw new Unreadable(`Write the power behind, as in (${name}(x))^2.`);
    const bare = !is("(");
    const inner = bare ? power() : (take(), closed(")", { text: "(" }));
    if (bare && begins()) throw new Unreadable(`Set what ${name} is taken of in parentheses, as in ${name}(2x).`);
    return (v) => FUNCTIONS[name](inner(v));
  }

  if (!tokens.length) throw new Unreadable("Type an answer first.");
  const whole = sum();
  if (at < tokens.length) throw new Unreadable(`${next().text} does not belong here.`);
  return (...values) => whole(values);
}

function plain(text) {
  if (text.includes("=")) throw new Unreadable("Write only what stands on the right of the = sign.");
  if (/\d,\d/.test(text)) throw new Unreadable("Write decimals with a point, as in 0.25.");
  return [...text].map((sign) => SIGNS[sign] ?? sign).join("").trim();
}

function cut(text, variables) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Unreadable(`${text.slice(start).trim()[0]} cannot be read here.`);
    const [, number, name, sign] = found;
    if (number) tokens.push({ kind: "number", text: number, value: Number(number) });
    else if (sign) tokens.push({ kind: "sign", text: sign });
    else tokens.push(...names(name, variables));
  }
  return tokens;
}

// A word may be several names set side by side: xy, xsin. The longest comes first.
function names(word, variables, whole = word) {
  if (!word) return [];
  for (let end = word.length; end; end--) {
    const rest = word.slice(end);
    const token = known(word.slice(0, end), variables);
    if (token && (!rest || /^[A-Za-zα-ω]/.test(rest))) {
      try {
        return [token, ...names(rest, variables, whole)];
      } catch { /* perhaps a shorter one */ }
    } else if (token && /^\d+$/.test(rest)) {
      throw new Unreadable(`Write a sign between ${token.text} and ${rest}.`);
    }
  }
  const may = variables.length ? `Write a formula in ${variables.join(" and ")}.` : "Write a number, as in -1/4 or sqrt(2).";
  throw new Unreadable(`${whole} has no meaning here. ${may}`);
}

function known(name, variables) {
  const index = variables.indexOf(name);
  if (index >= 0) return { kind: "variable", text: name, index };
  for (const text of [name, name.toLowerCase()]) {
    if (Object.hasOwn(FUNCTIONS, text)) return { kind: "function", text };
    if (Object.hasOwn(CONSTANTS, text)) return { kind: "constant", text };
  }
}
