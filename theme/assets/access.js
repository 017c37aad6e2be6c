// What CSS cannot do for keyboards and screen readers; the page reads well without it.

// A box that scrolls takes the keyboard's focus, and only while there is something to scroll.
const boxes = document.querySelectorAll(".maths[tabindex], .scroll, pre > code");
const look = (box) => (box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1);
const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target)));
boxes.forEach((box) => watch.observe(box));
document.fonts.addEventListener("loadingdone", () => boxes.forEach(look));

// Material makes a landmark of each copy button; a page of code would have dozens.
addEventListener("load", () => {
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.role = "none";
});
