"""What a function's result depends on, name by name, so that a cache knows when it is stale.

Each module of ours (below snippets/ and downhill/) is cut into its top-level statements. A
definition, an assignment or an import counts for those who refer to its name; any other
statement counts for everyone who uses the module. Comments and layout do not matter.
"""

import ast
import dis
import json
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from threading import Lock
from types import CodeType
from typing import Any, TypedDict

from downhill.figures import frames
from downhill.files import write_whole
from downhill.problem import ROOT

OURS = ("snippets", "downhill")
# How modules are read: what was read another way is read again.
_ONE_AT_A_TIME = Lock()  # Python 3.11 loses count when two threads parse
_FILES = (Path(__file__), Path(frames.__file__))
_WAY = sha256(b"".join(map(Path.read_bytes, _FILES))).hexdigest() + sys.version
ALL = "*"  # every name of a module
NONE = ""  # no name of it: only what always runs when it is imported


class Part(TypedDict):
    """What the statements under one name are, and what they refer to."""

    hashes: list[str]
    names: list[str]  # of the same module
    imports: list[tuple[str, str]]  # (module, name, ALL or NONE)
    strings: list[str]  # constants that may name a data file


class Module(TypedDict):
    """The analysis of one module; `figures` lists (function, line, frames or None)."""

    parts: dict[str, Part]  # under NONE what always counts
    figures: list[tuple[str, int, list[Any] | None]]


def versions() -> list[str]:
    """The packages that draw, each with its version."""
    found = []
    for name in ("numpy", "matplotlib", "fonttools"):
        # metadata.version() parses the whole README: 20 ms for each
        text = distribution(name).read_text("METADATA") or ""
        match = re.search(r"^Version: .+", text, re.M)
        found.append(f"{name} {match[0] if match else text}")
    return found


class Sources:
    """The modules and data files under one root, read once; analyses are kept in `cache`."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self._file = root, cache / "modules.json"
        try:
            self._known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {}
        self._seen: dict[str, Module] = {}
        self._modules: dict[str, Module | None] = {}
        self._steps: dict[tuple[str, str], tuple[list[str], list[tuple[str, str]]]] = {}
        self._data: dict[str, list[Path]] = {}
        self.files: list[Path] = []  # the modules below snippets/
        for path in sorted((root / "snippets").rglob("*.*")):
            if path.suffix == ".py":
                self.files.append(path)
            elif path.suffix != ".pyc" and path.is_file():
                self._data.setdefault(path.name, []).append(path)

    def module(self, name: str) -> Module | None:
        """The analysis of a module of ours; None for a namespace or what is not ours."""
        if name not in self._modules:
            self._modules[name] = None
            if name.split(".")[0] in OURS:
                stem = Path(*name.split("."))
                for base in (self.root, ROOT):
                    for path in (base / f"{stem}.py", base / stem / "__init__.py"):
                        if path.is_file() and self._modules[name] is None:
                            self._modules[name] = self._analysis(path, name)
        return self._modules[name]

    def _analysis(self, path: Path, name: str) -> Module:
        source = path.read_bytes()
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        key = sha256(f"{_WAY} {package}\0".encode() + source).hexdigest()
        if key not in self._seen:
            self._seen[key] = self._known.get(key) or analyse(source, package, path)
        return self._seen[key]

    def save(self) -> None:
        """Keep the analyses of the modules that were read, and no others."""
        if self._seen.keys() != self._known.keys():
            write_whole(self._file, json.dumps(self._seen))

    def key(self, module: str, name: str, without: Iterable[str] = ()) -> str:
        """A hash over everything that module.name depends on.

        Modules in `without` are not followed: for what the caller counts in any case.
        """
        found: set[str] = set()
        done: set[tuple[str, str]] = set()
        todo = [(module, name)]
        while todo:
            place = todo.pop()
            if place in done or place[0] in without:
                continue
            done.add(place)
            if place not in self._steps:
                self._steps[place] = self._step(*place)
            hashes, more = self._steps[place]
            found.update(hashes)
            todo.extend(more)
        return sha256("\n".join(sorted(found)).encode()).hexdigest()

    def _step(self, module: str, name: str) -> tuple[list[str], list[tuple[str, str]]]:
        """The hashes that stand under one name, and the places that they refer to."""
        parent = module.rpartition(".")[0]
        more = [(parent, NONE)] if parent else []
        content = self.module(module)
        parts = content["parts"] if content else {}
        if name and name != ALL and name not in parts:
            more.append((f"{module}.{name}", ALL))  # `from package import module`
        hashes: list[str] = []
        for key in parts if name == ALL else parts.keys() & {NONE, name}:
            part = parts[key]
            hashes += [f"{module} {key} {value}" for value in part["hashes"]]
            more += [(module, other) for other in part["names"]]
            more += [(other, what) for other, what in part["imports"]]
            for text in part["strings"]:
                for path in self._data.get(text.replace("\\", "/").split("/")[-1], []):
                    if path.as_posix().endswith(text.replace("\\", "/")):
                        shown = path.relative_to(self.root).as_posix()
                        hashes.append(
                            f"{shown} {sha256(path.read_bytes()).hexdigest()}"
                        )
        return hashes, more


def analyse(source: bytes, package: str, path: Path) -> Module:
    """Cut a module into its parts. Raises SyntaxError."""
    with _ONE_AT_A_TIME:
        tree = ast.parse(source, str(path))
    parts: dict[str, Part] = {NONE: _empty()}
    figures: list[tuple[str, int, list[Any] | None]] = []
    for statement in tree.body:
        names = list(_bound(statement))
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for name, target in _imports(statement, package):
                part = parts.setdefault(name, _empty())
                part["imports"].append(target)
                part["hashes"].append(" ".join(target))
                # What runs when that module is imported counts for all.
                parts[NONE]["imports"].append((target[0], NONE))
            continue
        if isinstance(statement, ast.FunctionDef):
            moves = frames.declared(statement, path)
            if _makes_figure(statement):
                fields = list(vars(moves).values()) if moves else None
                figures.append((statement.name, statement.lineno, fields))
        part = _part(statement, package)
        for name in names or [NONE]:
            into = parts.setdefault(name, _empty())
            into["hashes"] += part["hashes"]
            into["names"] += part["names"]
            into["imports"] += part["imports"]
            into["strings"] += part["strings"]
    for part in parts.values():
        part["names"] = [name for name in part["names"] if name in parts]
        part["imports"] = sorted(set(part["imports"]))
    return {"parts": parts, "figures": figures}


def _empty() -> Part:
    return {"hashes": [], "names": [], "imports": [], "strings": []}


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a plain definition or assignment binds; none for other statements."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Assign(targets=targets):
            for target in targets:
                inner = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from (x.id if isinstance(x, ast.Name) else NONE for x in inner)
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Expr(value=ast.Constant()):
            yield "__doc__"


def _part(statement: ast.stmt, package: str) -> Part:
    """One statement: its hash, the globals it reads, its own imports, its strings."""
    module = ast.Module([statement], [])
    part = _empty()
    part["hashes"] = [sha256(ast.dump(statement).encode()).hexdigest()[:20]]
    part["names"] = sorted(
        set(_globals(compile(module, "", "exec", dont_inherit=True)))
    )
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            part["imports"] += [target for _, target in _imports(node, package)]
        elif isinstance(node, ast.Constant) and _may_name_a_file(node.value):
            part["strings"].append(str(node.value))
    return part


def _may_name_a_file(value: object) -> bool:
    return isinstance(value, str) and "." in value and len(value) < 200


def _globals(code: CodeType) -> Iterator[str]:
    """The global names that some code reads, nested functions too."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _globals(constant)


def _imports(
    node: ast.Import | ast.ImportFrom, package: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """(name bound, (module, name in it or ALL)) for what an import takes from ours."""
    if isinstance(node, ast.Import):
        found: list[tuple[str, Any]] = [
            (alias.asname or alias.name.split(".")[0], (alias.name, ALL))
            for alias in node.names
        ]
    else:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        head = ".".join(above) if node.level else ""
        base = ".".join(filter(None, (head, node.module)))
        found = [
            (
                NONE if alias.name == ALL else alias.asname or alias.name,
                (base, alias.name),
            )
            for alias in node.names
        ]
    for name, target in found:
        if target[0].split(".")[0] in OURS:
            yield name, target


def _makes_figure(function: ast.FunctionDef) -> bool:
    """True for a public function without required arguments annotated -> Figure."""
    returns, given = function.returns, function.args
    shown = ast.unparse(returns).strip("'\"") if returns else ""
    required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    required += sum(default is None for default in given.kw_defaults)
    public = not function.name.startswith("_")
    return public and required == 0 and shown.split(".")[-1] == "Figure"
