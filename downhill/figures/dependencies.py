"""What a figure depends on: its module less the other figures, and what that imports."""

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from downhill.cache import digest
from downhill.problem import ROOT, Problem

OURS = ("snippets", "downhill")


class Sources:
    """The modules under one root, each parsed once; in a copy, downhill/ may be ours."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._trees: dict[Path, ast.Module] = {}

    @cached_property
    def files(self) -> list[Path]:
        """The modules below snippets/."""
        return sorted((self.root / "snippets").rglob("*.py"))

    @cached_property
    def data(self) -> str:
        """The hash of all else there: a figure may read any of it."""
        others = (self.root / "snippets").rglob("*.*")
        kinds = (".py", ".pyc")
        return digest(*sorted(p for p in others if p.suffix not in kinds))

    def tree(self, path: Path) -> ast.Module:
        """Return a module's syntax tree. Raises Problem."""
        if path not in self._trees:
            try:
                self._trees[path] = ast.parse(path.read_bytes(), str(path))
            except SyntaxError as error:
                what = f"is not Python: {error.msg}"
                raise Problem(path, error.lineno, what, "correct the line") from None
        return self._trees[path]

    def used(self, *paths: Path) -> set[Path]:
        """Return these modules, and those of ours that they import, and so on."""
        done: set[Path] = set()
        todo = set(paths)
        while todo:
            path = todo.pop()
            done.add(path)
            todo |= set(self._imported(path)) - done
        return done

    def _imported(self, path: Path) -> Iterator[Path]:
        base = self.root if path.is_relative_to(self.root) else ROOT
        for node in ast.walk(self.tree(path)):
            if isinstance(node, ast.Import):
                names = [[alias.name] for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                module = node.module or ""
                if node.level:
                    folder = path.parents[node.level - 1].relative_to(base)
                    module = ".".join([*folder.parts, *filter(None, [module])])
                names = [[f"{module}.{alias.name}", module] for alias in node.names]
            else:
                continue
            for choices in names:  # a module of this name, or a name in this module
                yield from list(filter(None, map(self._file, choices)))[:1]

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

    def figures(self, path: Path) -> dict[str, ast.FunctionDef]:
        """Return a module's figures: public functions that ask for nothing, -> Figure."""
        return {node.name: node for node in self.tree(path).body if _is_figure(node)}

    def key(self, path: Path, figure: str) -> str:
        """Return a hash over all of ours that a figure depends on.

        Another figure of the module does not count, unless something there names it.
        """
        lines = path.read_text("utf-8").splitlines()
        names = {n.id for n in ast.walk(self.tree(path)) if isinstance(n, ast.Name)}
        for name, node in reversed(self.figures(path).items()):
            if name not in names | {figure}:
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                del lines[first - 1 : node.end_lineno]
        return digest(*lines, self.data, *sorted(self.used(path) - {path}))


def _is_figure(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
        return False
    given = node.args
    required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    required += sum(default is None for default in given.kw_defaults)
    returns = ast.unparse(node.returns).strip("'\"") if node.returns else ""
    return required == 0 and returns.split(".")[-1] == "Figure"
