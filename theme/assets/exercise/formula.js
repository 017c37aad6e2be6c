// Reads what a person types as a formula: 2xy, 2*x*y, x^2 or x**2, sin(x), e^x, -1/4, √2, as
// Python: np.exp(x), or as our pages write it in LaTeX: \frac{1}{4}, \sqrt{x}, e^{-x^2}.

/** What cannot be read, said to the person who typed it. */
export class Unreadable extends Error {}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const FUNCTIONS = {
  sqrt: Math.sqrt, cbrt: Math.cbrt, exp: Math.exp, ln: Math.log, log: Math.log, log2: Math.log2, log10: Math.log10, abs: Math.abs,
  sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan, asin: Math.asin, acos: Math.acos, atan: Math.atan,
  max: Math.max, min: Math.min, relu: (z) => Math.max(0, z), sigmoid, sigma: sigmoid, frac: (above, below) => above / below,
};
const CONSTANTS = { e: Math.E, pi: Math.PI };
// α and so on by name; the learning rate is η in formulas and lr in code.
const GREEK = new Map("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho - sigma tau upsilon phi chi psi omega"
  .split(" ").map((name, i) => [String.fromCodePoint(0x3b1 + i), name])).set("lr", "eta").set("varepsilon", "epsilon");
// How the same is written elsewhere, in the order in which it is replaced by signs of the keyboard.
const SPELLINGS = [
  [/^\s*(?:\$\$?|\\\()(.*?)(?:\$\$?|\\\))\s*$/s, "$1"],
  [/ŷ|y\u0302/g, " y_hat "],
  [/(\d*)([¼-¾⅐-⅞])/g, (_, whole, part) => `(${whole || 0}+${part.normalize("NFKC")})`],
  [/[⁰¹²³⁴-⁹⁺⁻⁽⁾ⁿⁱʰʷˣʸᵃ-ᵇᵉᵗᶻ]+/gu, (raised) => `^(${raised.normalize("NFKC")})`],
  [/[^]*/, (text) => text.normalize("NFKC")],
  [/[\u200b-\u200f\u2060-\u2064\ufeff]/g, " "],
  [/[−–‐-—]/g, "-"], [/[·⋅∙•×∗⋆]|\\(?:cdot|times|ast)(?![a-z])/g, "*"], [/[÷∕⁄]|\\div(?![a-z])/g, "/"],
  [/√/g, " sqrt "], [/∛/g, " cbrt "], [/σ/g, " sigma"],
  [/\b(?:np|numpy|math|Math)\./g, " "],
  [/\\[,;:!> ]|\\(?:left|right|[bB]igg?[lr]?|q?quad|displaystyle|limits)(?![a-z])|°/g, " "],
  [/\\(?:mathrm|mathbf|mathit|operatorname|text|boldsymbol)\s*\{([^{}]*)\}/g, " $1 "],
  [/\\hat\s*(?:\{\s*(\w)\s*\}|(\w))/g, " $1$2_hat "],
  [/\\sqrt\s*\[\s*3\s*\]/g, " cbrt "],
  [/\\[dt]?frac\s*(\d)\s*(\d)/g, " frac($1)($2)"], [/\\[dt]?frac/g, " frac "],
  [/\\lvert/g, "abs("], [/\\rvert/g, ")"], [/\\vert/g, "|"],
  [/_\s*\{\s*(\w+)\s*\}/g, "_$1"],
  [/\\([A-Za-z]+)/g, " $1"],
  [/[[{]/g, "("], [/[\]}]/g, ")"],
];
const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-zα-ω_][A-Za-zα-ω_0-9]*)|(\*\*|[-+*/^()|,]))/y;

/** A formula in these variables, as a function of their values in that order. */
export function read(text, variables = []) {
  const tokens = cut(plain(text, variables), variables);
  let at = 0, bars = 0;
  const next = () => tokens[at] ?? { kind: "end", text: "" };
  const is = (...signs) => next().kind === "sign" && signs.includes(next().text);
  const take = () => tokens[at++];
  const begins = () => ["number", "variable", "constant", "function"].includes(next().kind) || is("(") || (is("|") && !bars);

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
    if (token.text === "|" && !bars++) {
      const inner = closed("|", token);
      bars--;
      return (v) => Math.abs(inner(v));
    }
    throw new Unreadable(token.kind === "end" ? "Something is missing at the end." : `Something is missing before ${token.text}.`);
  }
  function closed(end, opening) {
    const inner = sum();
    if (!is(end)) throw new Unreadable(next().text ? `${next().text} does not belong here.` : `A ${opening.text} is not closed.`);
    take();
    return inner;
  }
  function applied(name) {
    const raised = is("^", "**") && (take(), signed()); // sin^2(x) is the square of sin(x)
    if (raised && raised([]) < 0) throw new Unreadable(`Write the power behind, as in (${name}(x))^-1.`);
    const bare = !is("(");
    const inner = name === "frac" ? [one(), one()] : bare ? [power()] : (take(), listed());
    if (bare && name !== "frac" && begins() && next().kind !== "function") throw new Unreadable(`Set what ${name} is taken of in parentheses, as in ${name}(2x).`);
    const value = (v) => FUNCTIONS[name](...inner.map((each) => each(v)));
    return raised ? (v) => value(v) ** raised(v) : value;
  }
  function listed() {
    const found = [sum()];
    while (is(",")) found.push((take(), sum()));
    if (!is(")")) throw new Unreadable(next().text ? `${next().text} does not belong here.` : "A ( is not closed.");
    take();
    return found;
  }

  if (!tokens.length) throw new Unreadable("Type an answer first.");
  const whole = sum();
  if (at < tokens.length) throw new Unreadable(`${next().text} does not belong here.`);
  return (...values) => whole(values);
}

function plain(text, variables) {
  if (text.includes("=")) throw new Unreadable("Write only what stands on the right of the = sign.");
  if (/\d,\d/.test(text) && !/m(ax|in)/.test(text)) throw new Unreadable("Write numbers without a comma, and decimals with a point, as in 0.25.");
  const so = SPELLINGS.reduce((so, [found, instead]) => so.replace(found, instead), text).trim();
  const [name] = variables, alone = variables.length === 1 && /sigma\s*([^\w\s(^]|$)/.test(so);
  return alone ? so.replace(RegExp(`sigma(?!\\w|\\s*\\(${name}\\))`, "g"), ` sigma(${name})`) : so; // σ(1 - σ)
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
    if (rest && word[end - 1] === "_") continue;
    const token = known(word.slice(0, end), variables);
    if (token && (!rest || /^[A-Za-zα-ω]/.test(rest))) {
      try {
        return [token, ...names(rest, variables, whole)];
      } catch { /* perhaps a shorter one */ }
    } else if (token && /^\d+$/.test(rest)) {
      if (token.kind === "function") return [token, { kind: "number", text: rest, value: Number(rest) }];
      throw new Unreadable(`Write a sign between ${token.text} and ${rest}.`);
    }
  }
  const may = variables.length ? `Write a formula in ${variables.join(" and ")}.` : "Write a number, as in -1/4 or sqrt(2).";
  throw new Unreadable(`${whole} has no meaning here. ${may}`);
}

function known(name, variables) {
  const spelt = (other) => GREEK.get(other) ?? other.replaceAll("_", "");
  for (const same of [(other) => other, spelt, (other) => spelt(other).toLowerCase()]) {
    const text = same(name), index = variables.findIndex((other) => same(other) === text);
    if (index >= 0) return { kind: "variable", text: name, index };
    if (Object.hasOwn(FUNCTIONS, text)) return { kind: "function", text };
    if (Object.hasOwn(CONSTANTS, text)) return { kind: "constant", text };
  }
}
