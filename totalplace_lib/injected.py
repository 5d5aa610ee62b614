"""What papermill put into a notebook, held against the notebook's own parameters cell.

Papermill itself only warns of a name that the notebook does not know, and the report of another place comes out. A
batch checks parameters before it runs (publish/catalogue.py); this is for papermill on its own: it is called when the
library is imported in a notebook.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence

from totalplace_lib.errors import Faults, UsageError, shown

FIRST_LINE = "# Parameters"
"""How papermill begins the cell that it puts in after the parameters cell."""
_WORDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    list: "a list",
    dict: "a dict",
}
_UNKNOWN = object()  # a value that is not a plain one: anything may stand in its place


def check(cells: Sequence[str]) -> None:
    """UsageError (Faults for several) where the last cell that papermill put in names what the one before does not
    declare, or gives a value of another type. cells: the code cells in the order in which they ran."""
    at = max((number for number, cell in enumerate(cells) if cell.lstrip().startswith(FIRST_LINE)), default=0)
    if at == 0:
        return
    declared = dict(_assigned(cells[at - 1]))
    faults = [fault for name, value in _assigned(cells[at]) for fault in _faults(name, value, declared)]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults("Wrong parameters", faults)


def _faults(name: str, value: object, declared: dict[str, object]) -> Iterator[UsageError]:
    if name not in declared:
        near = difflib.get_close_matches(name[:100], declared, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        yield UsageError(
            f"The notebook has no parameter '{shown(name)}'.{hint} It has: {', '.join(declared)}."
        )
    elif not _fits(value, declared[name]):
        wanted = _WORDS.get(type(declared[name]), type(declared[name]).__name__)
        yield UsageError(
            f"Parameter {name} must be {wanted}, such as {declared[name]!r}, not {shown(repr(value))}."
        )


def _fits(value: object, default: object) -> bool:
    if default is None or _UNKNOWN in (default, value):
        return True
    if isinstance(default, float) and isinstance(value, int):
        return not isinstance(value, bool)
    return type(value) is type(default)


def _assigned(source: str) -> Iterator[tuple[str, object]]:
    """Names and values that a cell sets at its top level; nothing of a cell that is not Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return
    for one in statements:
        targets = (
            one.targets
            if isinstance(one, ast.Assign)
            else [one.target]
            if isinstance(one, ast.AnnAssign)
            else []
        )
        for target in targets:
            value = one.value if isinstance(one, ast.Assign | ast.AnnAssign) else None
            yield from _pairs(target, value)


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, object]]:
    """place, year = "kent", "2008-09" sets two names."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for part, one in zip(target.elts, value.elts, strict=True):
            yield from _pairs(part, one)
    elif isinstance(target, ast.Name):
        try:
            yield target.id, ast.literal_eval(value) if value is not None else _UNKNOWN
        except ValueError:
            yield target.id, _UNKNOWN
