// The search: what finds, and what can be found, are loaded when a reader turns to it.

const toggle = document.getElementById("__search");
const box = document.querySelector(".md-search");
const [input, list, status] = ["input", "ol", "[role=status]"].map((part) => box.querySelector(part));
const root = new URL("..", import.meta.url);
const NEW = (tag, options = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...inside);
  return element;
};

let finding = null;
async function load() {
  const [{ finder }, { default: MiniSearch }, index] = await Promise.all([
    import("./search/find.js"), import("./search/minisearch.js"), fetch(new URL("search/search_index.json", root)),
  ]);
  return finder(MiniSearch, await index.json());
}

const shown = ({ at, title, page, excerpt }) => {
  const heading = NEW("h1", { textContent: title });
  if (page !== title) heading.append(NEW("small", { textContent: page }));
  const text = NEW("p", {}, ...excerpt.map(([part, sought]) => (sought ? NEW("mark", { textContent: part }) : part)));
  const article = NEW("article", { className: "md-search-result__article md-typeset" }, heading, text);
  return NEW("li", { className: "md-search-result__item" }, NEW("a", { className: "md-search-result__link", href: new URL(at, root), tabIndex: -1 }, article));
};

async function look() {
  const typed = input.value.trim();
  const find = await (finding ??= load()).catch(() => (finding = null));
  if (typed !== input.value.trim()) return; // more has been typed
  const found = typed && find ? find(typed) : [];
  list.replaceChildren(...found.map(shown));
  status.textContent = !find ? "The search could not be loaded. Try again." : !typed ? "Type a word, a formula or a name in code"
    : found.length === 20 ? "The best 20" : `${found.length || "Nothing"} found`;
}

const open = (is) => toggle.checked === is || toggle.click();
toggle.addEventListener("change", () => (toggle.checked ? input : document.activeElement)[toggle.checked ? "focus" : "blur"]());
input.addEventListener("focus", () => {
  open(true);
  look();
});
input.addEventListener("input", look);
box.addEventListener("reset", () => requestAnimationFrame(() => {
  input.focus();
  look();
}));
box.addEventListener("submit", (event) => event.preventDefault());
list.addEventListener("click", () => open(false));

addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!toggle.checked) {
    if (!["f", "s", "/"].includes(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    input.focus();
    return;
  }
  const stops = [input, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
  if (key === "Escape" || key === "Tab") open(false);
  else if (key === "Enter" && at === 0) stops[1]?.click();
  else if (key === "ArrowDown" || key === "ArrowUp") stops.at((at + (key === "ArrowDown" ? 1 : -1)) % stops.length).focus();
  else return;
  if (key !== "Tab") event.preventDefault();
});
if (document.activeElement === input) look();
