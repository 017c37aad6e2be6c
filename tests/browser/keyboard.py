"""What the keyboard reaches on a page, and what it misses."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

# What can be clicked here and now; a label is as good as what it belongs to.
CLICKABLE = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, label[for], [tabindex='0'], [onclick]")]
  .filter((element) => {
    const {left, right, width, height} = element.getBoundingClientRect();
    return element.checkVisibility({visibilityProperty: true, opacityProperty: true})
      && width > 1 && height > 1 && right > 0 && left < innerWidth
      && getComputedStyle(element).pointerEvents !== "none";
  })"""
# After a press of Tab: nothing at the end of the page, else what has the focus and if one sees it,
# in the text all of it.
FOCUSED = """async () => {
  const element = document.activeElement;
  if (element === document.body) return null;
  (window.reached ??= new Set()).add(element);
  const shown = element.matches(".md-option")
    ? element.parentElement.querySelector("label:not([hidden])") : element;
  const style = getComputedStyle(shown);
  const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
  const ring = element.matches(":focus-visible") && style.outlineStyle === "solid"
    && parseFloat(style.outlineWidth) >= 2;
  for (let tries = 0; ring && tries < 20; tries++) {
    const {left, top, right, bottom} = shown.getClientRects()[0];
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const there = document.elementFromPoint(x, y);
    const whole = !element.closest(".md-content") || top >= header && bottom <= innerHeight;
    if (whole && there && (shown.contains(there) || there.contains(shown))) return "";
    await new Promise((after) => setTimeout(after, 16));
  }
  return element.outerHTML.slice(0, 100);
}"""
MISSED = f"""() => ({CLICKABLE})()
  .filter((element) => !reached.has(element) && !reached.has(element.control))
  .filter(({{control}}) => control?.type !== "radio" || ![...document.getElementsByName(
    control.name)].some((other) => reached.has(other)))
  .map((element) => element.outerHTML.slice(0, 100))"""
# Each stop of the keyboard in turn, as the browser would choose them; what `tab_through` says,
# and how many it reached that this does not, or the other way round.
STOPS = f"""async () => {{
  const byKeys = window.reached, focused = {FOCUSED}, unseen = [];
  window.reached = new Set();
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {{
    if (element.tabIndex < 0 || element.disabled || !element.checkVisibility({{visibilityProperty: true}})) continue;
    if (element.type === "radio" && [...document.getElementsByName(element.name)].some((other) =>
      other !== element && (other.checked || reached.has(other)))) continue;
    element.focus({{focusVisible: true}});
    const said = document.activeElement === element ? await focused() : null;
    if (said !== "") unseen.push(said ?? `no focus: ${{element.outerHTML.slice(0, 100)}}`);
    const search = document.querySelector("#__search");  // it opens, and closes at a key
    if (search.checked) search.click();
  }}
  return [unseen, ({MISSED})(), [...reached.symmetricDifference(byKeys ?? reached)].map((one) => one.outerHTML.slice(0, 100))];
}}"""

FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""


@contextmanager
def undrawn(page: Page) -> Iterator[None]:
    """A page that answers as ever and is too pale to be drawn, which costs most of a key."""
    page.evaluate("() => { document.body.style.opacity = 0.0001 }")
    try:
        yield
    finally:
        page.evaluate("() => { document.body.style.opacity = '' }")


def tab_through(page: Page) -> tuple[list[str], list[str]]:
    """What has the focus without being seen to, and what can be clicked and is not reached."""
    unseen: list[str] = []
    for _ in range(1000):
        page.keyboard.down("Tab")  # held: to let go of it each time costs as much again
        focused = page.evaluate(FOCUSED)
        if focused is None:
            page.keyboard.up("Tab")
            return unseen, page.evaluate(MISSED)
        if focused:
            unseen.append(focused)
    raise AssertionError("the keyboard does not come to the end of the page")
