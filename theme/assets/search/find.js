// Finds sections by their words, by names of code, and by formulas as they are typed or named;
// forgives a slip. A term's own entry comes first.

const LETTERS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho - sigma tau upsilon phi chi psi omega".split(" ");
const NAMES = new Map([...LETTERS.map((name, i) => [String.fromCodePoint(0x3b1 + i), name]),
  ["∇", "nabla"], ["∂", "partial"], ["∑", "sum"], ["∫", "int"], ["√", "sqrt"], ["∞", "infty"]]);
// A sign, a letter with primes, a word or an identifier; each of these with its power.
const TOKEN = /(?:[∇∂∑∫√∞]|(?<![\p{L}\p{N}])\p{L}['′]+|[\p{L}\p{N}\p{M}_]+)(?:\^[-−]?[\p{L}\p{N}]+)?/gu;

/** What is typed, in the spelling of the index: x², x**2, x^{2} and \nabla too. */
function spelt(query) {
  return query
    .replace(/[⁰¹²³⁴-⁹⁻ⁿˣ]+/g, (raised) => `^${raised.normalize("NFKC")}`)
    .replace(/['’]s\b/g, " ")
    .replace(/\*\*/g, "^")
    .replace(/\^\s*\{\s*([^{}\s]+)\s*\}/g, "^$1")
    .replace(/\\hat\s*\{?\s*(\w)\s*\}?/g, "$1\u0302")
    .replace(/\\(?:[dt]?frac|left|right|cdot|math\w+|text|operatorname|quad)(?![a-z])|\\[^a-z]/gi, " ")
    .normalize("NFC");
}

function words(text) {
  return [...text.matchAll(TOKEN)].map(([word]) => word);
}

// A word as it is compared: small, without the s of a plural; with the name of a sign, and parts.
function forms(word) {
  const small = word.toLowerCase().replace("−", "-").replaceAll("′", "'");
  const plain = /^\p{L}{3,}[^s\P{L}]s$/u.test(small) ? small.slice(0, -1) : small;
  const parts = plain.includes("_") ? plain.split("_").filter(Boolean) : [];
  return NAMES.has(plain) ? [plain, NAMES.get(plain)] : [plain, ...parts];
}

// Whether one slip makes the one of the other: a letter more, less or other, or two that change places.
function slip(one, other) {
  let begin = 0, end = 0;
  while (begin < one.length && one[begin] === other[begin]) begin++;
  while (end < Math.min(one.length, other.length) - begin && one.at(-1 - end) === other.at(-1 - end)) end++;
  const [a, b] = [one, other].map((word) => word.slice(begin, word.length - end));
  return (a.length < 2 && b.length < 2) || (a.length === 2 && b === a[1] + a[0]);
}

/** A function that takes what was typed and gives the sections found, each with an excerpt. */
export function finder(MiniSearch, sections) {
  const known = new Set();
  const engine = new MiniSearch({
    idField: "at", fields: ["term", "title", "text"], storeFields: ["at", "title", "page", "text"],
    tokenize: words,
    processTerm: (word) => forms(word).map((form) => known.add(form) && form),
    searchOptions: { boost: { term: 20, title: 4 }, prefix: (word) => word.length > 2, processTerm: (word) => forms(word)[0] },
  });
  engine.addAll(sections);
  const near = (word) => (word.length > 3 ? [...known].filter((other) => slip(word, other)) : []);
  const ways = [["AND", () => []], ["AND", near], ["OR", near]];
  return (typed) => {
    const sought = words(spelt(typed)).map((word) => forms(word)[0]);
    for (const [combineWith, also] of sought.length ? ways : []) {
      const queries = sought.map((word) => ({ combineWith: "OR", queries: [word, ...also(word)] }));
      const found = engine.search({ combineWith, queries });
      if (found.length) return found.slice(0, 20).map((each) => ({ ...each, excerpt: excerpt(each.text, new Set(each.terms)) }));
    }
    return [];
  };
}

// The first place that was found, in a few words: [text, is it what was sought].
function excerpt(text, terms) {
  const hits = [...text.matchAll(TOKEN)].filter(([word]) => forms(word).some((form) => terms.has(form)));
  const from = Math.max(0, (hits[0]?.index ?? 0) - 40), begin = from && text.indexOf(" ", from) + 1;
  const end = text.length > begin + 140 ? text.lastIndexOf(" ", begin + 140) : text.length;
  const parts = [[begin ? "… " : "", false]];
  let at = begin;
  for (const { 0: word, index } of hits) {
    if (index < begin || index + word.length > end) continue;
    parts.push([text.slice(at, index), false], [word, true]);
    at = index + word.length;
  }
  return [...parts, [text.slice(at, end), false], [end < text.length ? " …" : "", false]].filter(([part]) => part);
}
