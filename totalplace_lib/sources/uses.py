"""Who uses a publication: the tables made from it, and the notebooks and reports that can read those tables.

Found by reading, not by running: datapackage.json says which tables come from which card; the imports of a notebook
lead to the modules it can reach, and in their text stand the tables they read (by name, or in the column "table" of
a table of config/). A notebook that reaches a module counts as a reader of all that the module reads.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from totalplace_lib import checksums, code_used
from totalplace_lib.errors import UsageError
from totalplace_lib.project import config_path, home, processed_path, read_config


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
    try:
        cells = list(code_used.code_cells(path, strict=True))
        files = code_used.files_used(cells)
    except (SyntaxError, ValueError, KeyError) as fault:
        raise UsageError(
            f"notebooks/{path.name} cannot be read ({fault}). Open it and mend that cell."
        ) from fault
    read = [_named(file) for file in files if file.suffix == ".py"]
    return {
        table for tables, lists in read for table in tables.union(*(_listed(name, home()) for name in lists))
    }


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
def _named(file: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The tables that a module of the library reads by name, and the tables of config/ that it names."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    words = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return frozenset(_tables(tree)), frozenset(word for word in words if word.endswith(".csv"))


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
