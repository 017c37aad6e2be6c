"""A font cut down to some characters, and what a font holds; both kept in .cache/fonts."""

from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from downhill.files import write_whole
from downhill.problem import CACHE

FOLDER = CACHE / "fonts"
UNUSED_TABLES = ["BASE", "GDEF", "STAT", "gasp", "prep"]  # of hints, marks and axes


def subset(font: Path, characters: frozenset[str], features: tuple[str, ...]) -> bytes:
    """The font as woff2 with these characters only, those of them that it has."""
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

    return _kept(font, f"{wanted}|{features}|{_TOOLS}", ".woff2", cut)


def coverage(font: Path) -> frozenset[str]:
    """The characters that the font has."""

    def read() -> bytes:
        from fontTools.ttLib import TTFont

        with TTFont(font, lazy=True) as loaded:
            return "".join(map(chr, sorted(loaded.getBestCmap()))).encode()

    return frozenset(_kept(font, "coverage", ".txt", read).decode())


_TOOLS = f"fonttools {version('fonttools')}, brotli {version('brotli')}"


def _kept(font: Path, what: str, suffix: str, make: Callable[[], bytes]) -> bytes:
    """What `make` made of this font, this time or before."""
    name = sha256(font.read_bytes() + Path(__file__).read_bytes() + what.encode())
    file = FOLDER / f"{font.stem}-{name.hexdigest()[:24]}{suffix}"
    if file.is_file():
        return file.read_bytes()
    data = make()
    write_whole(file, data)
    return data
