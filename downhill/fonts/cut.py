"""A font cut down to some characters, and what a font holds; both kept in .cache/fonts."""

from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from downhill.cache import digest, kept

TOOLS = ("fonttools", "brotli")
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

    key = digest(font, Path(__file__), wanted, features, *map(version, TOOLS))
    return kept(f"fonts/{font.stem}-{key}.woff2", cut)


def coverage(font: Path) -> frozenset[str]:
    """The characters that the font has."""

    def read() -> bytes:
        from fontTools.ttLib import TTFont

        with TTFont(font, lazy=True) as loaded:
            return "".join(map(chr, sorted(loaded.getBestCmap()))).encode()

    return frozenset(kept(f"fonts/{font.stem}-{digest(font)}.txt", read).decode())
