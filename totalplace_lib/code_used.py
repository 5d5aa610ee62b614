"""Which modules of the library a notebook or a module uses, found by reading import statements, not by importing.

The one place that says what code can be reached: what a report is made from (publish/cache.py), what a warm parent
imports (publish/warmth.py), which tables a notebook can read (sources/uses.py). What a report has read it notes itself
(project.noting_reads).

Follows imports at the top and inside functions, module names in text ("totalplace_lib.count.keys", as lazy imports
write them), and names of the library's front door (tp.series) to the module behind them. The files that lie beside a
used module in its package (style sheets, templates) count as used.
"""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import totalplace_lib
from totalplace_lib.kept import kept
from totalplace_lib.project import CARRIED

ROOT = Path(__file__).parent
PACKAGE = ROOT.name
_NOT_CODE = (
    "__pycache__",
    CARRIED.name,
)  # an installed package carries config and tables, which count as read


def code_cells(notebook: Path, strict: bool = False) -> Iterator[str]:
    """The notebook's Python, without IPython's own % and ! lines; a cell that is not Python uses nothing, or is a
    SyntaxError."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        lines = "".join(cell["source"]).splitlines()
        source = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)
        if cell["cell_type"] == "code" and (strict or _is_python(source)):
            yield source


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def modules_imported(source: str) -> set[str]:
    """All names that a Python source imports, of whatever package; some are modules, some stand in modules."""
    return {name for name in _named(source, "").imported if name and not name.startswith(".")}


def files_used(sources: Iterable[str]) -> set[Path]:
    """All files of the library that these Python sources use, directly and through one another."""
    found: set[str] = set()
    waiting = {module for source in sources for module in _modules_named(source, "")}
    while waiting:
        module = waiting.pop()
        found.add(module)
        waiting |= _modules_of(_file(module), module) - found
    return {_file(module) for module in found} | {
        data for module in found for data in _data_beside(_file(module).parent)
    }


def module_name(path: Path) -> str:
    """count/keys.py -> totalplace_lib.count.keys; a data file keeps its path."""
    relative = path.relative_to(ROOT.parent)
    if path.suffix != ".py":
        return relative.as_posix()
    parts = relative.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def _modules_of(path: Path, module: str) -> set[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return set(_modules_named(path.read_text(encoding="utf-8"), package))


def _modules_named(source: str, package: str) -> Iterator[str]:
    named = _named(source, package)
    for name in (*named.imported, *named.texts):
        yield from _with_parents(_behind(name))


class _Named(NamedTuple):
    """Names that a source imports, and its texts that may be names of the library's modules."""

    imported: list[str]
    texts: list[str]


def _named(source: str, package: str) -> _Named:
    return _Named(*kept("names in a source", f"{package}\n{source}", lambda: _read(source, package)))


def _read(source: str, package: str) -> _Named:
    nodes = list(ast.walk(ast.parse(source)))
    doors = {alias for node in nodes if isinstance(node, ast.Import) for alias in _front_doors(node)}
    used = {
        f"{PACKAGE}.{node.attr}"
        for node in nodes
        if isinstance(node, ast.Attribute) and _is_one(node.value, doors)
    }
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return _Named(
        sorted({name for node in nodes for name in _imported(node, package)} | used),
        sorted(text for text in texts if text.startswith(PACKAGE)),
    )


def _front_doors(node: ast.Import) -> Iterator[str]:
    """Names under which the library itself was imported."""
    yield from (alias.asname or alias.name for alias in node.names if alias.name == PACKAGE)


def _is_one(value: ast.expr, names: set[str]) -> bool:
    return isinstance(value, ast.Name) and value.id in names


def _imported(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            anchor = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            base = f"{anchor}.{base}".rstrip(".")
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def _behind(name: str) -> str:
    """totalplace_lib.series -> totalplace_lib.analysis.series:table, where the front door has it from."""
    home = totalplace_lib._HOMES.get(name.removeprefix(f"{PACKAGE}."))
    return f"{PACKAGE}.{home.partition(':')[0]}" if home else name


def _with_parents(name: str) -> Iterator[str]:
    """totalplace_lib.count.keys, totalplace_lib.count, totalplace_lib: those that are modules of the library."""
    while name == PACKAGE or name.startswith(PACKAGE + "."):
        if _file(name).is_file():
            yield name
        name = name.rpartition(".")[0]


@functools.cache
def _file(module: str) -> Path:
    path = ROOT.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@functools.cache
def _data_beside(folder: Path) -> frozenset[Path]:
    """Files of a package that are not Python, in folders that are not packages themselves too."""
    return frozenset(path for path in _walk(folder) if path.suffix not in (".py", ".pyc", ".typed"))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield path
        elif path.is_dir() and path.name not in _NOT_CODE and not (path / "__init__.py").is_file():
            yield from _walk(path)
