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
OPEN = """() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  document.documentElement.classList.add("whole");
}"""


def objections(page: Page, rules: list[str] | None = None) -> Any:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    return page.evaluate(RUN, rules)
