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
# If one sees that it has the focus, in the text all of it.
SEEN = """(element) => {
  const shown = element.matches(".md-option")
    ? element.parentElement.querySelector("label:not([hidden])") : element;
  const style = getComputedStyle(shown);
  const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
  const ring = element.matches(":focus-visible") && style.outlineStyle === "solid"
    && parseFloat(style.outlineWidth) >= 2;
  const {left, top, right, bottom} = shown.getClientRects()[0];
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const there = document.elementFromPoint(x, y);
  const whole = !element.closest(".md-content") || top >= header && bottom <= innerHeight;
  return ring && whole && there && (shown.contains(there) || there.contains(shown));
}"""
# Nothing when no element has the focus, else what has it and is not seen to, at last.
FOCUSED = f"""async () => {{
  const element = document.activeElement, seen = {SEEN};
  if (element === document.body) return null;
  (window.reached ??= new Set()).add(element);
  for (let tries = 0; tries < 20; tries++) {{
    if (seen(element)) return "";
    await new Promise((after) => setTimeout(after, 16));
  }}
  return element.outerHTML.slice(0, 100);
}}"""
# Looks, at each press of Tab, at what the last one gave the focus to, up to the end of the page.
WATCH = f"""() => {{
  const seen = {SEEN};
  window.reached = new Set();
  window.doubtful = [];
  window.watching = new AbortController();
  addEventListener("keydown", (event) => {{
    const element = document.activeElement;
    if (element === document.body) window.ended = reached.size > 0;
    else if (reached.add(element) && !seen(element)) doubtful.push(element);
    if (window.ended) event.preventDefault();
  }}, {{capture: true, signal: watching.signal}});
}}"""
# What was not seen then is given more time.
DOUBTFUL = f"""async () => {{
  watching.abort();
  window.ended = false;
  const unseen = [];
  for (const element of doubtful) {{
    element.focus({{focusVisible: true}});
    const said = await ({FOCUSED})();
    if (said) unseen.push(said);
  }}
  return unseen;
}}"""
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
    page.evaluate(WATCH)
    for _ in range(40):
        for _ in range(25):  # held: to let go of it each time costs as much again
            page.keyboard.down("Tab")
        if page.evaluate("() => window.ended"):
            page.keyboard.up("Tab")
            missed = page.evaluate(MISSED)
            return page.evaluate(DOUBTFUL), missed
    raise AssertionError("the keyboard does not come to the end of the page")
