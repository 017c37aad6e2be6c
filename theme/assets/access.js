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

// A long page is laid out a little at a time; whole at the first touch, for a place in it, or for
// who comes back: the browser finds the place again by its distance from the top.
const parts = [...document.querySelectorAll(".md-content__inner > *")].reverse();
const layOut = (idle) => {
  while (parts.length && idle.timeRemaining() > 10) {
    const part = parts.pop();
    part.style.contentVisibility = "visible";
    part.offsetHeight; // laid out here and now, in the time that is left
  }
  if (parts.length) requestIdleCallback(layOut);
};
const layOutAll = () => document.documentElement.classList.add("whole");
const [{ type }] = performance.getEntriesByType("navigation");
if (location.hash || type !== "navigate") layOutAll();
else if (self.requestIdleCallback) requestIdleCallback(layOut);
for (const touch of ["pointerdown", "keydown", "hashchange"]) addEventListener(touch, layOutAll, { once: true });

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

// Material makes a landmark of each copy button; a page of code would have dozens.
addEventListener("load", () => {
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.role = "none";
});
