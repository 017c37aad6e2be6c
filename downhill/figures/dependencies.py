"""What a figure depends on: its module less the other figures, and what that imports."""

import ast
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from downhill.cache import digest
from downhill.problem import ROOT, Problem

OURS = ("snippets", "downhill")
WORD = re.compile(r"\w+")
IMPORT = re.compile(  # what else looks so does no harm
    r"^ *(?:from +([.\w]+) +import +(\([^)]*\)|.*)|import +(.*))", re.MULTILINE
)


class Sources:
    """The modules under one root; in a copy of the site, downhill/ may be ours."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._imports: dict[Path, set[Path]] = {}

    @cached_property
    def files(self) -> list[Path]:
        """Return the modules below snippets/."""
        return sorted((self.root / "snippets").rglob("*.py"))

    @cached_property
    def data(self) -> str:
        """Return the hash of all else there: a figure may read any of it."""
        others = (self.root / "snippets").rglob("*.*")
        kinds = (".py", ".pyc")
        return digest(*sorted(p for p in others if p.suffix not in kinds))

    def tree(self, path: Path) -> ast.Module:
        """Return a module's syntax tree. Raises Problem."""
        try:
            return _parsed(path.read_bytes())
        except SyntaxError as error:
            what = f"is not Python: {error.msg}"
            raise Problem(path, error.lineno, what, "correct the line") from None

    def used(self, path: Path) -> set[Path]:
        """Return a module, and those of ours that it imports, and so on."""
        done: set[Path] = set()
        todo = {path}
        while todo:
            path = todo.pop()
            done.add(path)
            if path not in self._imports:
                self._imports[path] = set(self._imported(path))
            todo |= self._imports[path] - done
        return done

    def _imported(self, path: Path) -> Iterator[Path]:
        base = self.root if path.is_relative_to(self.root) else ROOT
        for module, taken, plain in IMPORT.findall(path.read_text("utf-8")):
            bare = module.lstrip(".")
            if above := len(module) - len(bare):
                folder = path.parents[above - 1].relative_to(base)
                bare = ".".join([*folder.parts, *filter(None, [bare])])
            # A module of this name, or a name in this module.
            several = [[f"{bare}.{name}", bare] for name in WORD.findall(taken)]
            for names in several or [[name] for name in re.findall(r"[\w.]+", plain)]:
                yield from list(filter(None, map(self._file, names)))[:1]

    def _file(self, name: str) -> Path | None:
        parts = name.split(".")
        if parts[0] not in OURS:
            return None
        for base in (self.root, ROOT):
            stem = base.joinpath(*parts)
            for path in (stem.with_suffix(".py"), stem / "__init__.py"):
                if path.is_file():
                    return path
        return None

    def functions(self, path: Path) -> list[ast.FunctionDef]:
        """Return the functions of a module."""
        body = self.tree(path).body
        return [node for node in body if isinstance(node, ast.FunctionDef)]

    def keys(self, path: Path) -> dict[str, str]:
        """Return a hash for each figure of a module, over all of ours that it depends on.

        Another figure of the module does not count, unless something there names it.
        """
        text = path.read_text("utf-8")
        lines, own = text.splitlines(), {}
        for node in filter(is_figure, reversed(self.functions(path))):
            own[node.name] = [""]
            if len(re.findall(rf"\b{node.name}\b", text)) == 1:
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                own[node.name] = lines[first - 1 : node.end_lineno]
                del lines[first - 1 : node.end_lineno]
        rest = digest(*lines, self.data, *sorted(self.used(path) - {path}))
        return {name: digest(name, rest, *its) for name, its in own.items()}


@lru_cache(maxsize=256)  # an author's next build has most of it
def _parsed(source: bytes) -> ast.Module:
    return ast.parse(source)


def is_figure(node: ast.FunctionDef) -> bool:
    """Tell a figure: a public function that asks for nothing, -> Figure."""
    given = node.args
    required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    required += sum(default is None for default in given.kw_defaults)
    returns = ast.unparse(node.returns).strip("'\"") if node.returns else ""
    public = not node.name.startswith("_")
    return public and required == 0 and returns.split(".")[-1] == "Figure"
