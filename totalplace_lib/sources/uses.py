"""Who uses a publication: the tables made from it, and the notebooks and reports that can read those tables.

Found by reading, not by running: datapackage.json says which tables come from which card; the imports of a notebook
lead to the modules it can reach, and in their text stand the tables they read (by name, or in the column "table" of
a table of config/). A notebook that reaches a module counts as a reader of all that the module reads.
"""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import totalplace_lib
from totalplace_lib import checksums
from totalplace_lib.errors import UsageError
from totalplace_lib.project import config_path, home, processed_path, read_config

PACKAGE = "totalplace_lib"


@dataclass(frozen=True)
class Use:
    """Tables made from a card, notebooks that read one of them, and reports made by those notebooks."""

    tables: tuple[str, ...]
    notebooks: tuple[str, ...]
    reports: tuple[str, ...]


def uses() -> dict[str, Use]:
    """Who uses each card, by card id; a card that is not here is used by no table."""
    by_card = tables_of_cards()
    readers = {path.name: tables_of_notebook(path) for path in sorted(home().glob("notebooks/*.ipynb"))}
    return {card: _use(set(tables), readers) for card, tables in by_card.items()}


def tables_of_cards() -> dict[str, list[str]]:
    """Card id -> processed tables made from it, as datapackage.json says; empty before a first build."""
    made: dict[str, list[str]] = {}
    if not processed_path(checksums.PACKAGE).is_file():
        return made
    for resource in checksums.read_package(processed_path())["resources"]:
        for card in resource.get("sources", []):
            made.setdefault(card, []).append(resource["name"])
    return made


def tables_of_notebook(path: Path) -> set[str]:
    """Processed tables that the code of a notebook can read. UsageError when its code cannot be understood."""
    tables: set[str] = set()
    seen: set[str] = set()
    todo = {module for cell in _code_cells(path) for module in _imports(cell)}
    while todo:
        module = todo.pop()
        seen.add(module)
        imports, read, lists = _module(module)
        tables |= read.union(*(_listed(name, home()) for name in lists))
        todo |= imports - seen
    return tables


def _code_cells(path: Path) -> Iterator[ast.AST]:
    """The code cells of a notebook; lines for the shell or the notebook itself (! and %) import nothing."""
    try:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                lines = "".join(cell["source"]).splitlines()
                yield ast.parse("\n".join("pass" if line.startswith(("!", "%")) else line for line in lines))
    except (SyntaxError, ValueError, KeyError) as fault:
        raise UsageError(
            f"notebooks/{path.name} cannot be read ({fault}). Open it and mend that cell."
        ) from fault


def _use(tables: set[str], readers: Mapping[str, set[str]]) -> Use:
    """Notebooks and reports that read one of the tables."""
    notebooks = [name for name, read in readers.items() if read & tables]
    reports: list[str] = []
    if config_path("reports.csv").is_file():
        rows = read_config("reports.csv")
        made_by = rows["notebook"].map(lambda path: Path(path).name)
        reports = [str(name) for name in rows[made_by.isin(notebooks)]["report"]]
    return Use(tuple(sorted(tables)), tuple(notebooks), tuple(reports))


@functools.cache
def _module(name: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What a module of the library imports from it, the tables it reads by name, the tables of config/ it names."""
    path = _path(name)
    if path is None:
        return frozenset(), frozenset(), frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    lazy = {f"{PACKAGE}.{word}" for word in words if name == PACKAGE}  # names that load when first used
    lists = frozenset(word for word in words if word.endswith(".csv"))
    return frozenset({*_imports(tree), *lazy}), frozenset(_tables(tree)), lists


def _path(module: str) -> Path | None:
    """The file of a module, None where the name is not one."""
    base = Path(totalplace_lib.__file__).parent.joinpath(*module.split(".")[1:])
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def _imports(tree: ast.AST) -> Iterator[str]:
    """Modules of the library that are imported anywhere in a text; "from a import b" may mean a module a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith(PACKAGE))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            if node.module != PACKAGE:
                yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _tables(tree: ast.AST) -> Iterator[str]:
    """The tables that read_table is called with by name."""
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if isinstance(node, ast.Call) and name == "read_table" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)


@functools.cache
def _listed(name: str, _project: Path) -> frozenset[str]:
    """The tables named in the column "table" of a table of config/; none where it has no such column."""
    if not config_path(name).is_file():
        return frozenset()
    frame = read_config(name)
    return frozenset(frame["table"].dropna().astype(str)) if "table" in frame else frozenset()
