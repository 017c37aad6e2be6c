"""What axe-core has to say against a page."""

from typing import Any

from playwright.sync_api import Page

from downhill.problem import ROOT
from tests.browser.visits import FRAMES

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# First the page answers what was done to it: a box that begins to scroll becomes a stop.
RUN = f"""(rules) => ({FRAMES})().then(() => axe.run({{
    resultTypes: ["violations"], selectors: false, preload: false, runOnly: rules ?? undefined,
  }})).then(({{violations}}) => violations.map(({{id, help, nodes}}) =>
    `${{id}}: ${{help}}: ${{nodes.map((node) => node.html).join(" ")}}`))"""
COLORS = ["color-contrast", "link-in-text-block"]  # the rules that a scheme can break
# Axe's time goes by the elements, and most are parts of formulas and of code. Those of one name and
# attributes that stand in elements of the same names and classes look alike, and one speaks for
# them: of the others the text stays. Signs and single letters speak only for their like, since
# axe asks for no contrast of them. Of a formula's picture, which is hidden from screen readers,
# it needs the text alone.
OPEN = """() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const places = new Set();
  for (const part of document.querySelectorAll(".katex-html, .katex-mathml *, pre > code span")) {
    const text = part.textContent;
    let place = [part.cloneNode().outerHTML, text.length > 1, /\\p{L}|\\p{N}/u.test(text)].join(" ");
    for (let at = part.parentElement; at; at = at.parentElement) place += ` ${at.localName}.${at.className}`;
    const known = places.has(place);
    places.add(place);
    if (part.matches(".katex-html")) known ? part.remove() : (part.textContent = text);
    else if (known) part.replaceWith(...part.childNodes);
  }
  document.documentElement.classList.add("whole");
}"""


def objections(page: Page, rules: list[str] | None = None) -> Any:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    return page.evaluate(RUN, rules)
