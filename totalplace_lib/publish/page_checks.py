"""The checks that a page passes before it is published, and the executed notebook before that.

check_page       structure and accessibility, no script, nothing remote, no broken number, size
check_notebook   no warning, error or widget in a cell that a reader sees
check_report     both, and that no code of the notebook is in the page
A page with faults is not published: demand() turns them into one error that names them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from nbformat import NotebookNode

from totalplace_lib.errors import Faults, TotalPlaceError
from totalplace_lib.publish import page_rules as rules
from totalplace_lib.publish import page_safety as safety
from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.notebook_cells import is_shown

LARGEST_PAGE = 1_500_000  # bytes

_EVERY_PAGE: tuple[rules.Rule, ...] = (
    safety.well_formed,
    rules.language,
    rules.title,
    rules.headings,
    rules.sections,
    rules.landmarks,
    rules.links,
    rules.identities,
    rules.figures,
    rules.tables,
    rules.tab_stops,
    safety.nothing_remote,
    safety.no_broken_numbers,
    safety.no_traceback,
    safety.colours,
)


class PageError(TotalPlaceError):
    """A page is not fit to be published: says which rule it breaks and where."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the rule it breaks and, in words, where."""

    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"


def check_page(html: str, scripted: bool = False) -> list[Fault]:
    """All faults of a page. scripted allows scripts inside the page (the index); a report has none."""
    page = parse(html)
    wanted = _EVERY_PAGE if scripted else (*_EVERY_PAGE, safety.no_script, safety.no_paths)
    faults = [Fault(rule.__name__.replace("_", " "), message) for rule in wanted for message in rule(page)]
    size = len(html.encode())
    if size > LARGEST_PAGE:
        faults.append(Fault("size", f"the page has {size:,} bytes; at most {LARGEST_PAGE:,} are wanted"))
    return faults


def check_notebook(executed: NotebookNode) -> list[Fault]:
    """Faults of the cells that a reader sees: warnings, errors, widgets that no page can show."""
    return [
        Fault("notebook", f"cell {cell.get('execution_count') or number}: {message}")
        for number, cell in enumerate(executed.cells, 1)
        if is_shown(cell)
        for output in cell.get("outputs", ())
        for message in _output_faults(output)
    ]


def _output_faults(output: NotebookNode) -> Iterator[str]:
    if output.output_type == "stream" and output.name == "stderr" and output.text.strip():
        first = output.text.strip().splitlines()[0]
        yield f"a warning was written, which readers must not need: {first[:200]}"
    if output.output_type == "error":
        yield f"{output.ename}: {output.evalue}"
    for kind in output.get("data", {}):
        if "widget" in kind or kind == "application/javascript":
            yield f"a report cannot show {kind}; explorers have notebooks of their own"


def check_report(executed: NotebookNode, html: str) -> list[Fault]:
    """All faults of a report: its notebook's, its page's, and any code that is shown."""
    return [*check_notebook(executed), *check_page(html), *_shown_code(executed, html)]


def _shown_code(executed: NotebookNode, html: str) -> Iterable[Fault]:
    """Lines of code long enough to be nothing else."""
    for number, cell in enumerate(executed.cells, 1):
        lines = [line.strip() for line in cell.source.splitlines()] if cell.cell_type == "code" else []
        if any(len(line) > 30 and (line in html or escape(line) in html) for line in lines):
            yield Fault("no code", f"the code of cell {number} is shown")


def demand(what: str, faults: Sequence[Fault]) -> None:
    """Raise Faults naming all of them, or do nothing when there is none."""
    if faults:
        raise Faults(f"{what} is not fit to be published", [PageError(str(fault)) for fault in faults])
