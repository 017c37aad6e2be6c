// What CSS cannot do for keyboards and screen readers; the page reads well without it.

// A box that scrolls takes the keyboard's focus, and only while there is something to scroll.
// Its content is watched, so a font that arrives is noticed and nothing out of view is measured.
const boxes = new Map();
const watch = new ResizeObserver((entries) => {
  const seen = entries.map(({ target }) => boxes.get(target));
  const scrolls = seen.map((box) => box.scrollWidth > box.clientWidth);
  seen.forEach((box, i) => (box.tabIndex = scrolls[i] ? 0 : -1));
});
const watchBoxes = () => {
  watch.disconnect();
  boxes.clear();
  for (const box of document.querySelectorAll(".maths[tabindex], .scroll, pre > code")) {
    const content = box.localName === "code" ? box : box.firstElementChild;
    boxes.set(content, box);
    watch.observe(content);
  }
};

// A long page is laid out a little at a time, once it has loaded; whole at the first click,
// for a place in it, or for who comes back: the browser finds the place again by its distance
// from the top.
const parts = [...document.querySelectorAll(".md-content__inner > *")].reverse();
const layOut = () => {
  for (const end = performance.now() + 8; parts.length && performance.now() < end; ) {
    const part = parts.pop();
    part.style.contentVisibility = "visible";
    part.offsetHeight; // laid out here and now: 8 ms, for a slow phone takes four times as long
  }
  if (parts.length) requestIdleCallback(layOut);
};
const layOutAll = () => document.documentElement.classList.add("whole");
const [{ type }] = performance.getEntriesByType("navigation");
if (location.hash || type !== "navigate") layOutAll();
else if (self.requestIdleCallback) addEventListener("load", () => requestIdleCallback(layOut));
// Not when a finger comes down: what it is about to tap may not move.
for (const act of ["click", "keydown", "hashchange"]) addEventListener(act, layOutAll, { once: true, capture: true });

// The menu of a narrow screen: its parts open by labels, which elsewhere are mere headings.
const narrow = matchMedia("(max-width: 76.234375em)");
const asButtons = () => {
  for (const label of document.querySelectorAll(".md-nav--primary label[for]:not([for=__drawer])"))
    label.tabIndex = narrow.matches ? 0 : -1;
};
narrow.addEventListener("change", asButtons);

// Focus goes into the menu with the reader, and from part to part; the menu closes when it leaves.
const drawer = document.getElementById("__drawer");
const seen = (element) => element.checkVisibility({ visibilityProperty: true });
const enter = () => [...document.querySelectorAll(".md-nav--primary :is(a, label[tabindex='0'])")].find(seen)?.focus();
document.addEventListener("change", ({ target }) => {
  if (target.matches("#__drawer, .md-nav--primary .md-nav__toggle") && drawer.checked && narrow.matches) enter();
});
document.addEventListener("focusout", ({ target, relatedTarget: next }) => {
  const menu = target.closest(".md-nav--primary");
  if (menu && next && !menu.contains(next) && drawer.checked && narrow.matches) drawer.click();
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

// The meaning of a term that is pointed at or has the focus: a box of its own above all others,
// beside the term and whole on any screen. It is not read aloud: the term has a description.
const meaning = Object.assign(document.createElement("div"), { className: "meaning", popover: "manual", ariaHidden: "true" });
let term = null;
const place = () => {
  if (!term?.isConnected) return hide();
  const lines = [...term.getClientRects()], { left, top } = lines[0], { bottom } = lines.at(-1);
  const { width, height } = meaning.getBoundingClientRect(), edge = 8;
  meaning.style.left = `${Math.max(edge, Math.min(left, document.documentElement.clientWidth - width - edge))}px`;
  meaning.style.top = `${bottom + height + edge < innerHeight ? bottom : top - height}px`;
};
const show = (event) => {
  const found = event.pointerType !== "touch" && event.target.closest("a.term");
  if (!found) return;
  term = found;
  meaning.textContent = term.getAttribute("aria-description");
  document.body.append(meaning);
  meaning.showPopover();
  place();
};
const hide = () => {
  term = null;
  meaning.remove();
};
addEventListener("focusin", show);
addEventListener("pointerover", show);
addEventListener("focusout", hide);
addEventListener("pointerout", ({ target, relatedTarget: to }) => {
  if (term && (term.contains(target) || target === meaning) && !term.contains(to) && to !== meaning) hide();
});
addEventListener("scroll", () => term && place(), { capture: true, passive: true });
addEventListener("keydown", ({ key }) => key === "Escape" && hide());

// A finger cannot point: its first tap on a term shows the meaning, the second follows the link.
let told;
addEventListener("click", (event) => {
  const tapped = event.pointerType === "touch" && event.target.closest("a.term");
  if (tapped && tapped !== told) {
    event.preventDefault();
    event.stopPropagation(); // Material's navigation
    tapped.focus();
  }
  told = tapped;
}, true);

// A formula is copied as its LaTeX, once: it stands on the page as HTML and as MathML.
const formulaAt = (node) => (node.nodeType === 1 ? node : node.parentElement).closest(".katex");
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed || !document.querySelector(".md-content")?.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0).cloneRange();
  const first = formulaAt(range.startContainer), last = formulaAt(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const box = document.createElement("div");
  box.append(range.cloneContents());
  const formulas = [...box.querySelectorAll(".katex")];
  if (!formulas.length) return;
  for (const formula of formulas) {
    const holder = formula.closest("[data-tex]") ?? range.commonAncestorContainer.closest("[data-tex]");
    const tex = holder?.dataset.tex ?? formula.querySelector("math").textContent;
    formula.replaceWith(formula.querySelector("[display]") ? `$$${tex}$$` : `$${tex}$`);
  }
  for (const other of box.querySelectorAll(".headerlink, .term__name, .run, .md-code__nav")) other.remove();
  const place = document.querySelector(".md-content__inner");
  place.append(box); // its lines break as they are laid out
  event.clipboardData.setData("text/plain", box.innerText.trim());
  event.clipboardData.setData("text/html", box.innerHTML);
  event.preventDefault();
  box.remove();
});

// Material makes a landmark of each copy button; a page of code would have dozens.
const lessLandmarks = () => {
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.role = "none";
};

// The pages that instant navigation brings; the first is there already.
let pages = 0;
document$.subscribe(() => {
  requestAnimationFrame(lessLandmarks);
  if (pages++) document.dispatchEvent(new Event("downhill:page"));
});

// A page that comes by instant navigation is a new one in the old frame: focus begins at its title.
// Its scroll too: Material may give it that of the old one, if a reader clicks while it still moves.
let back = false;
addEventListener("popstate", () => (back = true));
const attend = () => {
  watchBoxes();
  asButtons();
};
attend();
document.addEventListener("downhill:page", () => {
  attend();
  if (!back && !location.hash) scrollTo(0, 0);
  back = false;
  const title = document.querySelector("h1");
  if (location.hash || !title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
});
