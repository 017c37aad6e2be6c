// What CSS cannot do for keyboards and screen readers; the page reads well without it.

// A box that scrolls takes the keyboard's focus, and only while there is something to scroll.
// Its content is watched, so a font that arrives is noticed and nothing out of view is measured.
const boxes = new Map();
const watch = new ResizeObserver((entries) => {
  const seen = entries.map(({ target }) => boxes.get(target));
  const scrolls = seen.map((box) => box.scrollWidth > box.clientWidth);
  seen.forEach((box, i) => (box.tabIndex = scrolls[i] ? 0 : -1));
});
for (const box of document.querySelectorAll(".maths[tabindex], .scroll, pre > code")) {
  const content = box.localName === "code" ? box : box.firstElementChild;
  boxes.set(content, box);
  watch.observe(content);
}

// Who comes back finds the place again: it is kept as a distance, so all above it is laid out.
const [{ type }] = performance.getEntriesByType("navigation");
if (type !== "navigate") document.documentElement.classList.add("whole");

// The menu of a narrow screen: its parts open by labels, which elsewhere are mere headings.
const narrow = matchMedia("(max-width: 76.234375em)");
const labels = document.querySelectorAll(".md-nav--primary label[for]:not([for=__drawer])");
const asButtons = () => labels.forEach((label) => (label.tabIndex = narrow.matches ? 0 : -1));
narrow.addEventListener("change", asButtons);
asButtons();

// Focus goes into the menu with the reader, and from part to part; the menu closes when it leaves.
const drawer = document.getElementById("__drawer");
const menu = document.querySelector(".md-nav--primary");
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const enter = () => [...menu.querySelectorAll("a, label[tabindex='0']")].find(seen)?.focus();
for (const toggle of [drawer, ...menu.querySelectorAll(".md-nav__toggle")])
  toggle.addEventListener("change", () => drawer.checked && narrow.matches && enter());
menu.addEventListener("focusout", ({ relatedTarget: next }) => {
  if (next && !menu.contains(next) && drawer.checked && narrow.matches) drawer.click();
});
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !drawer.checked) return;
  document.querySelector(".md-header__button[for=__drawer]").focus(); // which closes it
});

// The switch of the colors is two radio buttons, of which one is shown; Material gives it Enter.
document.querySelector("[data-md-component=palette]")?.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  event.currentTarget.querySelector("label:not([hidden])").click();
  event.currentTarget.querySelector(":checked").focus();
});

// The text is shown first. Then Material's script is fetched and run: few readers wait for it.
const material = document.querySelector("script[data-src]");
requestAnimationFrame(() => setTimeout(() => (material.src = material.dataset.src)));

// It makes a landmark of each copy button; a page of code would have dozens.
material.addEventListener("load", () => {
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.role = "none";
});
