"""Formulas: right when they are right, refused with page and line when they are not."""

import re
import subprocess
import sys
from pathlib import Path

import markdown
import pytest

from downhill import maths
from downhill.maths import katex, roles
from downhill.maths.katex import Refused
from downhill.packages import ensure
from downhill.problem import ROOT, Problem

HEAD = "---\ndescription: A page.\n---\n"  # three lines, not given to Markdown
EXTENSIONS = [
    "admonition",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.superfences",
    "downhill.maths",
]


@pytest.fixture(autouse=True)
def renderer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> katex.Renderer:
    """A renderer with an empty cache."""
    fresh = katex.Renderer(cache=tmp_path / "cache")
    monkeypatch.setattr(katex._OWN, "renderer", fresh, raising=False)
    return fresh


def html(text: str, page: Path | None = None, placeholders: bool = False) -> str:
    options = {"page": str(page or ""), "placeholders": placeholders}
    done: str = markdown.markdown(
        text, extensions=EXTENSIONS, extension_configs={"downhill.maths": options}
    )
    return done


def refusal(text: str, folder: Path) -> str:
    """What is said about a page with this text under its front matter."""
    page = folder / "page.md"
    page.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        html(text, page)
    return str(caught.value).replace(page.as_posix(), "page.md")


def test_inline_formula() -> None:
    page = html("The slope is $2x$.")
    assert page.startswith('<p>The slope is <span class="maths"><span class="katex">')
    assert "<mrow><mn>2</mn><mi>x</mi></mrow>" in page  # MathML, for screen readers
    assert 'aria-hidden="true"' in page
    assert "$" not in page


def test_display_formula_takes_focus_and_has_a_name() -> None:
    page = html("$$\n\\frac{df}{dx} < 1\n$$")
    assert page.startswith(
        '<div aria-label="Formula" class="maths" role="group" tabindex="0">'
        '<span class="katex-display">'
    )
    assert "<mfrac>" in page
    assert "<mo>&lt;</mo>" in page


@pytest.mark.parametrize(
    "text",
    [
        "- a list\n\n    $$\n    x^2\n    $$",
        '??? note "The $x$"\n\n    It is $x^2$.',
        "| value $x$ | size $\\lvert x \\rvert$ |\n|---|---|\n| $1$ | $x^2$ |",
        "Text[^1].\n\n[^1]: With $x^2$.",
        "> $$\n> x^2\n> $$",
        "<div markdown>\n$x^2$\n</div>",
        "\\(x^2\\)",
    ],
)
def test_formulas_are_found_wherever_markdown_is(text: str) -> None:
    page = html(text)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page or "<mo" in page
    assert not re.search(r"\$|\\\(", page)


def test_code_and_the_escaped_sign_are_left_alone() -> None:
    page = html("`$x$` costs \\$5.\n\n```bash\necho $HOME \\frac $x$\n```")
    assert "<code>$x$</code> costs $5." in page
    assert "maths" not in page


@pytest.mark.parametrize(
    ("tex", "line", "message"),
    [
        ("\\slant x", 5, r"Undefined control sequence: \slant, at `\slant x`"),
        ("\\frac{1}{2", 5, "expected '}', at its end"),
        ("x − 1", 5, "'−' (U+2212) in a formula; write it as a command, at `− 1`"),
        ("\\begin{matriks} x \\end{matriks}", 5, "No such environment: matriks"),
        ("\\frac{1}", 5, "Unexpected end of input in a macro argument"),
        ("x_1_2", 5, "Double subscript"),
        ("\\href{a}{b}", 5, "\\href is not allowed"),
        ("\\newcommand{\\a}{b} \\a", 5, "a macro is defined by \\newcommand"),
    ],
)
def test_bad_latex_is_refused(
    tex: str, line: int, message: str, tmp_path: Path
) -> None:
    for text in (f"First.\n${tex}$ here", f"$$\n{tex}\n$$"):
        said = refusal(text, tmp_path)
        assert said.startswith(f"page.md:{line}: KaTeX refuses `{tex}`: ")
        assert message in said
        assert "remedy: " in said


def test_a_line_break_that_latex_would_drop_is_refused(tmp_path: Path) -> None:
    said = refusal("$$\na = b \\\\\nc = d\n$$", tmp_path)
    assert "does nothing in display mode" in said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("$x^{2}$ and\n\n- a\n- $x^{2$", 7),  # not the first that begins alike
        ("- a\n\n    $$\n    a +\n    \\bad\n    $$", 8),
        ('!!! note "A"\n\n    Text\n    and $\\bad$', 7),
        ("| a |\n|---|\n| $a$ |\n| $\\bad$ |", 7),
        ("> $$\n> a\n> + \\bad\n> $$", 6),
        ("$$\n\\begin{aligned}\na &= b \\\\\n  &= \\bad\n\\end{aligned}\n$$", 7),
        ("[^1]\n\n[^1]: See $\\bad$", 6),
    ],
)
def test_the_line_is_the_files(text: str, line: int, tmp_path: Path) -> None:
    assert refusal(text, tmp_path).startswith(f"page.md:{line}: ")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# The slope\n\n## Of $x^2$", 6, "formula `x^2` stands in a heading"),
        ("# The $x\n", 4, "`The $x` would be shown as it is"),
        ("One.\n\nA $x without end", 6, "`A $x without end` would be shown as it is"),
        ("$$\nx^2\n\nText.", 4, "`$$ x^2` would be shown as it is"),
        ("$$\nx^2\n\ny\n$$", 4, "this $ has no partner"),
        ("$a$\n\nText $$x$$ text", 6, "`Text $` would be shown as it is"),
        ("A $ x $ here", 4, "stands beside a space"),
        ("$a$\n\n| a |\n|---|\n| $|x|$ |", 8, "this $ has no partner"),
        ("Text\n\n<p>The $x$</p>", 6, "no formula is read here"),
        ("<p>The\n\\(x\\)</p>", 5, "no formula is read here"),
        ("It is \\frac{a}{b}.", 4, "It is \\frac{a}{b}.` would be shown as it is"),
        ("![The $h$](a.svg)", 4, "`$h$` would be shown as it is"),
        ("![The \\frac{a}{b}](a.svg)", 4, "no formula is read here"),
        ('A <span title="$x$">b</span>', 4, "no formula is read here"),
    ],
)
def test_tex_is_never_left_on_a_page(
    text: str, line: int, message: str, tmp_path: Path
) -> None:
    said = refusal(text, tmp_path)
    assert said.startswith(f"page.md:{line}: ")
    assert message in said


def test_without_a_page_the_formula_itself_is_named() -> None:
    with pytest.raises(Problem, match=r"^a page: KaTeX refuses `\\bad`"):
        html("$\\bad$")


def test_placeholders_filled_are_the_direct_rendering() -> None:
    text = "# A\n\nThe $a < b$ of $x$ here.\n\n$$\n\\frac{a}{b} < c\n$$\n\n- $x$\n- `$x$`\n"
    short = html(text, placeholders=True)
    assert "katex" not in short
    assert ">a &lt; b</span>" in short  # what the search index reads
    glyphs: set[str] = set()
    filled = maths.fill(short, glyphs)
    assert r'data-tex="\frac{a}{b} &lt; c"' in filled  # what a reader copies
    assert bare(filled).replace('"maths joined"', '"maths"') == html(text)
    assert "KaTeX_Math-Italic x" in glyphs


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Take $x$, then", '<span class="joined"><span class="maths">'),
        ("(as $x^2$)", '<span class="joined"><span class="maths">'),
        ("Take $x$ then", '<span class="maths joined">'),
        ("Take $x + x + x + x + x + x + x$, then", '<span class="maths"><'),
    ],
)
def test_a_short_formula_stays_on_its_line_with_its_comma(
    text: str, joined: str
) -> None:
    assert joined in bare(maths.fill(html(text, placeholders=True), set()))


def bare(filled: str) -> str:
    return re.sub(r' data-tex="[^"]*"', "", filled)


def test_a_second_process_needs_no_katex(
    renderer: katex.Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = renderer.render("x^2", True)
    monkeypatch.setitem(sys.modules, "quickjs", None)  # an import of it raises
    again = katex.Renderer(cache=tmp_path / "cache")
    assert again.render("x^2", True) == first
    with pytest.raises(ImportError):
        again.render("x^2", False)  # the same text inline is another formula


def test_another_version_renders_anew(renderer: katex.Renderer, tmp_path: Path) -> None:
    renderer.render("x^2")
    (tmp_path / "package-lock.json").write_bytes(
        (ROOT / "package-lock.json").read_bytes()
    )
    package = tmp_path / "node_modules" / "katex"
    (package / "dist").mkdir(parents=True)
    for name in ("dist/katex.min.js", "dist/katex.min.css"):
        (package / name).write_bytes((ensure() / "katex" / name).read_bytes())
    (package / "package.json").write_text('{"version": "9.9.9"}', encoding="utf-8")
    stamp = (ensure() / ".as-locked").read_bytes()
    (tmp_path / "node_modules" / ".as-locked").write_bytes(stamp)
    other = katex.Renderer(tmp_path, tmp_path / "cache")
    assert other.known == {}
    assert other.render("x^2").html == renderer.render("x^2").html


@pytest.mark.parametrize(
    ("tex", "glyphs"),
    [
        ("f(x)", "KaTeX_Main-Regular ()\nKaTeX_Math-Italic fx"),
        ("\\mathbf{x}", "KaTeX_Main-Bold x"),
        ("\\mathbb{R}", "KaTeX_AMS-Regular R"),
        ("\\text{if }", "KaTeX_Main-Regular fi\xa0"),
        ("\\boldsymbol{\\theta}", "KaTeX_Math-BoldItalic θ"),
        ("\\Bigl( \\Bigr)", "KaTeX_Size2-Regular ()"),
    ],
)
def test_glyphs_by_font(renderer: katex.Renderer, tex: str, glyphs: str) -> None:
    assert renderer.render(tex).glyphs == glyphs


def test_outside_mkdocs_in_five_lines() -> None:
    program = """
import sys, markdown
page = markdown.markdown("$$\\ne^{x}\\n$$", extensions=["downhill.maths"])
assert "<msup>" in page and "mkdocs" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=30)


def test_a_role_is_a_class_and_no_part_of_the_formula(renderer: katex.Renderer) -> None:
    html = renderer.render(r"\frac{\slope{2x}}{\inp{x}}", False).html
    assert "enclosing role-slope" in html
    assert "enclosing role-inp" in html
    assert 'style="color' not in html
    with pytest.raises(Refused):
        renderer.render(r"\htmlClass{mine}{x}", False)
    css = (ROOT / "theme/assets/stylesheets/type.css").read_text(encoding="utf-8")
    assert all(f".role-{role} {{" in css for role in roles.ROLES)


@pytest.mark.parametrize(
    ("tex", "looks"),
    [
        (r"\slope{f'(x)} = 2\inp{x}", "f'(x) = 2x"),
        (r"\slope{\frac{d}{dx} \out{x^{2}}} + 1", r"\frac{d}{dx} x^{2} + 1"),
        (r"\pathological{x} \slope x", r"\pathological{x} x"),
        (r"\out{\{a\}}", r"\{a\}"),
    ],
)
def test_a_formula_is_read_without_its_roles(tex: str, looks: str) -> None:
    assert roles.plain(tex) == looks
