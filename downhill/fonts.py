"""Type: the site's own fonts, each cut down to the characters that the site uses.

`characters` is called for each page, `publish` once at the end: it writes the fonts, and
the style sheets that name them, into the built site. A cut font is kept in .cache/fonts
under its source and its characters, so an unchanged site cuts nothing."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import unescape
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from string import ascii_letters, digits
from typing import NamedTuple

from downhill.cache import digest, kept
from downhill.packages import ensure
from downhill.problem import ROOT, Problem

# In every font of a kind whether a page has them or not, so that an edit seldom changes a file.
# Signs such as # and { belong to code: running text gets one when a page shows it there.
ALWAYS = {
    "text": frozenset(ascii_letters + digits + " \xa0!'(),-.:;?’“”–—…¶"),
    "code": frozenset(map(chr, range(32, 127))) | set("\xa0’“”–—…×−·′°é²©"),
}
UNSEEN = frozenset("\n\t\r\ufeff\u200b\u200d\ufe0e\xad↩")  # ↩: the theme draws an icon
PARTS = ("latin", "latin-ext", "greek")  # the files of a font, by what they hold
SYMBOLS = "katex/dist/fonts/KaTeX_Main-Regular.woff2"  # for ≈ or → in running text
INLINE_BELOW = 1500  # bytes: a smaller font rides in the style sheet, without a request

NOT_SHOWN = re.compile(r"(?s)<(head|script|style|svg|template)\b.*?</\1>|<!--.*?-->")
FORMULA = re.compile(r'<(span|div) class="maths" data-name=[^<]*</\1>')  # yet TeX
CODE = re.compile(r"(?s)<(pre|code|kbd|samp)\b.*?</\1>")
TAG = re.compile(r"<[^>]*>")
SHOWN = re.compile(r' aria-description="([^"]*)"')  # by a style sheet, below a term

# ("text" or "code", character): the first page that shows it.
Seen = dict[tuple[str, str], Path | str]


class Face(NamedTuple):
    """One font of the page.

    Its mean letter is this wide in English text; it rises and falls so far; all in ems.
    """

    kind: str
    family: str
    style: str
    weight: int
    features: tuple[str, ...]
    width: float
    rise: float
    fall: float

    def file(self, part: str) -> str:
        """Return the file below node_modules that holds this part of its characters."""
        package = self.family.lower().replace(" ", "-")
        name = f"{package}-{part}-{self.weight}-{self.style}.woff2"
        return f"@fontsource/{package}/files/{name}"


FACES = (
    Face("text", "Source Serif 4", "normal", 400, ("kern",), 0.4756, 1.036, 0.335),
    Face("text", "Source Serif 4", "italic", 400, (), 0.4348, 1.036, 0.335),
    Face("text", "Source Serif 4", "normal", 600, (), 0.482, 1.036, 0.335),
    Face("code", "Source Code Pro", "normal", 400, (), 0.6, 0.984, 0.273),
)
# What stands in until a font is there, stretched to its measures so that no line moves:
# installed fonts, and the mean width of their letters in English text, in ems.
STAND_INS: dict[str, dict[str, tuple[float, ...]]] = {
    "Source Serif 4": {
        "Georgia": (0.4458, 0.4546, 0.5186),
        "Times New Roman": (0.3997, 0.4013, 0.4253),
        "Liberation Serif": (0.3997, 0.4013, 0.4253),
        "Noto Serif": (0.4784, 0.4643, 0.5074),
    },
    "Source Code Pro": {
        "Menlo": (0.602,),
        "Consolas": (0.5498,),
        "Courier New": (0.6,),
        "Liberation Mono": (0.6,),
        "Roboto Mono": (0.6,),
    },
}
STYLES = {("normal", 400): "", ("italic", 400): " Italic", ("normal", 600): " Bold"}


def characters(html: str, page: Path | str, seen: Seen) -> None:
    """Note the unusual characters of a finished page, its formulas not yet filled in."""
    html = FORMULA.sub("x", NOT_SHOWN.sub(" ", html))
    code = " ".join(match[0] for match in CODE.finditer(html))
    text = CODE.sub(" ", html) + " ".join(SHOWN.findall(html))
    for kind, part in (("text", text), ("code", code)):
        for character in set(unescape(TAG.sub("", part))) - ALWAYS[kind] - UNSEEN:
            seen.setdefault((kind, character), page)


def publish(
    site: Path, seen: Seen, glyphs: Iterable[str], root: Path = ROOT
) -> dict[str, bytes]:
    """Write assets/fonts/ and assets/stylesheets/{fonts,katex}.css; returns the files.

    `glyphs` is what `downhill.maths.fill` gathered. Raises Problem for a character that
    no font has, with the page and the line where it stands.
    """
    modules = ensure(root)
    files: dict[str, bytes] = {}
    rules = [rule for face in FACES for rule in _face(face, seen, modules, files)]
    rules += [rule for face in FACES for rule in _stand_ins(face)]
    rules.append(":root{" + ";".join(map(_stack, STAND_INS)) + "}")
    files["stylesheets/fonts.css"] = "\n".join(rules).encode()
    files["stylesheets/katex.css"] = _katex(glyphs, modules, files).encode()
    licences = sorted(modules.glob("@fontsource/*/LICENSE"))
    licences.append(modules / "katex" / "LICENSE")
    files["fonts/licences.txt"] = b"\n".join(file.read_bytes() for file in licences)
    for name, data in files.items():
        file = site / "assets" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return files


def _face(
    face: Face, seen: Seen, modules: Path, files: dict[str, bytes]
) -> Iterator[str]:
    """Yield the rules for one font; a character that its first file lacks comes from others."""
    wanted = ALWAYS[face.kind] | {
        character for kind, character in seen if kind == face.kind
    }
    sources = [face.file(part) for part in PARTS]
    sources += [SYMBOLS] if face.kind == "text" else []
    for source in sources:
        held = wanted & coverage(modules / source)
        if not held:
            continue
        name, features, more = Path(source).name, face.features, ""
        if source != sources[0]:
            more = ";unicode-range:" + ",".join(f"U+{ord(c):X}" for c in sorted(held))
        if source == SYMBOLS:
            name, features, more = "symbols.woff2", (), more + ";size-adjust:110%"
        files[f"fonts/{name}"] = subset(modules / source, held, features)
        yield (
            f'@font-face{{font-family:"{face.family}";font-style:{face.style};'
            f"font-weight:{face.weight};font-display:swap;"
            f'src:url(../fonts/{name}) format("woff2"){more}}}'
        )
        wanted = wanted - held
    for character in sorted(wanted - ALWAYS[face.kind]):
        page = seen[face.kind, character]
        what = f"{character!r} (U+{ord(character):04X}) is in no {face.kind} font"
        remedy = "write it as a formula or in words; another font would show through"
        raise Problem(page, _line(page, character), what, remedy)


def _line(page: Path | str, character: str) -> int | None:
    file = Path(page)
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return text[: text.index(character)].count("\n") + 1 if character in text else None


def _stand_ins(face: Face) -> Iterator[str]:
    style = (face.style, face.weight)
    for name, widths in STAND_INS[face.family].items():
        by = face.width / widths[list(STYLES).index(style)]
        yield (
            f'@font-face{{font-family:"{face.family} as {name}";'
            f"font-style:{face.style};font-weight:{face.weight};"
            f'src:local("{name}{STYLES[style]}");size-adjust:{by:.1%};'
            f"ascent-override:{face.rise / by:.1%};"
            f"descent-override:{face.fall / by:.1%};line-gap-override:0%}}"
        )


def _stack(family: str) -> str:
    """Return Material's variable for this kind of type: the font, then what stands in."""
    kind, last = ("code", "monospace") if "Code" in family else ("text", "serif")
    names = [family, *(f"{family} as {name}" for name in STAND_INS[family])]
    return f"--md-{kind}-font:" + ",".join(f'"{name}"' for name in names) + f",{last}"


def _katex(glyphs: Iterable[str], modules: Path, files: dict[str, bytes]) -> str:
    """Return KaTeX's style sheet with the fonts, cut, that the site's formulas need."""
    used: dict[str, set[str]] = {}
    for line in {line for each in glyphs for line in each.split("\n") if line}:
        name, _, characters = line.partition(" ")
        used.setdefault(name, set()).update(characters)
    folder = modules / "katex" / "dist"

    def rule(match: re.Match[str]) -> str:
        name = re.findall(r"fonts/([\w-]+)\.woff2", match[0])[0]
        if name not in used:
            return ""
        font = folder / "fonts" / f"{name}.woff2"
        cut = subset(font, frozenset(used[name]), ())
        if len(cut) < INLINE_BELOW:
            url = f"data:font/woff2;base64,{b64encode(cut).decode()}"
        else:
            url = f"../fonts/{name}.woff2"
            files[f"fonts/{name}.woff2"] = cut
        return re.sub(r"src:[^}]*", f'src:url({url}) format("woff2")', match[0])

    css = (folder / "katex.min.css").read_text(encoding="utf-8")
    return re.sub(r"@font-face\{[^}]*\}", rule, css)


TOOLS = ("fonttools", "brotli")
UNUSED_TABLES = ["BASE", "GDEF", "STAT", "gasp", "prep"]  # of hints, marks and axes


def subset(font: Path, characters: frozenset[str], features: tuple[str, ...]) -> bytes:
    """Return the font as woff2 with these characters only, those of them that it has."""
    wanted = "".join(sorted(characters))

    def cut() -> bytes:
        from fontTools import subset as tool

        options = tool.Options(
            flavor="woff2",
            hinting=False,
            layout_features=list(features),
            name_IDs=[],
            notdef_outline=False,
            glyph_names=False,
            drop_tables=[*tool.Options().drop_tables, *UNUSED_TABLES],
        )
        target = BytesIO()
        with tool.load_font(str(font), options) as loaded:
            cutter = tool.Subsetter(options)
            cutter.populate(text=wanted)
            cutter.subset(loaded)
            tool.save_font(loaded, target, options)
        return target.getvalue()

    key = digest(font, Path(__file__), wanted, features, *map(version, TOOLS))
    return kept(f"fonts/{font.stem}-{key}.woff2", cut)


def coverage(font: Path) -> frozenset[str]:
    """Return the characters that the font has."""

    def read() -> bytes:
        from fontTools.ttLib import TTFont

        with TTFont(font, lazy=True) as loaded:
            return "".join(map(chr, sorted(loaded.getBestCmap()))).encode()

    return frozenset(kept(f"fonts/{font.stem}-{digest(font)}.txt", read).decode())
