"""Tables for other programs: JSON, CSV on the output, a workbook in a file."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli.conflicts import refuse, was_typed
from totalplace_lib.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.present.columns import Kind

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts (docs/how-to-script.md).")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
AsExcel = Annotated[
    Path | None,
    typer.Option("--excel", metavar="FILE", help="Write an accessible workbook, such as kent.xlsx."),
]
_KINDS: Mapping[str, Kind] = {"_gbp": "money", "share": "share", "population": "count", "lines": "count"}


@dataclass(frozen=True)
class Table:
    """One table of a workbook: a slug, a sentence that says what it shows, the frame."""

    slug: str
    headline: str
    frame: pd.DataFrame


def check_one_format(context: typer.Context) -> None:
    """UsageError where more than one of --json, --csv and --excel was asked for, or a file that is no workbook."""
    for chosen, others in (("as_json", ("as_csv", "excel")), ("as_csv", ("excel",))):
        if was_typed(context, chosen):
            refuse(
                context,
                f"--{chosen.removeprefix('as_')} was asked for as well, and one form is given",
                *others,
            )
    path = context.params.get("excel")
    if path is not None and path.suffix.lower() != ".xlsx":
        raise UsageError(f"--excel {path}: name a file that ends in .xlsx.")
    if path is not None and not path.absolute().parent.is_dir():
        raise UsageError(f"--excel {path}: there is no folder {path.absolute().parent}.")


def give(
    context: typer.Context,
    record: Callable[[], Any],
    main: pd.DataFrame,
    sheets: Callable[[], Sequence[Table]],
    words: Callable[[], str],
    *,
    source: str,
    year: str,
    subtitle: str = "",
    title: str = "",
) -> None:
    """An answer in the one form that was asked for: JSON, `main` as CSV, a workbook of the sheets, or words.

    title  of the workbook; where there is none, what its first sheet shows
    """
    if context.params.get("as_json"):
        print(to_json(record()))
    elif context.params.get("as_csv"):
        print_csv(main)
    elif path := context.params.get("excel"):
        tables = sheets()
        name = title or tables[0].headline
        write_excel(path, tables, title=name, subtitle=subtitle or name, source=source, year=year)
    else:
        print(words())


def to_json(value: Any) -> str:
    """JSON for people and scripts: indented, real characters, no NaN."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data; a gap is null."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def print_csv(frame: pd.DataFrame) -> None:
    """The table as CSV: text that a spreadsheet would take for a formula is made harmless, a gap is empty."""
    from totalplace_lib.present.data_package import csv_text

    print(csv_text(_record(Table("table", "Table", frame), "-", "-")).replace("\r\n", "\n"), end="")


def write_excel(
    path: Path, tables: Sequence[Table], *, title: str, subtitle: str, source: str, year: str
) -> None:
    """A workbook with a sheet for each table. UsageError where it cannot be written."""
    from totalplace_lib.model import Year
    from totalplace_lib.present.workbook import write_workbook

    last_day = datetime.date(Year.parse(year).start + 1, 3, 31)
    sheets = [_record(table, subtitle, source) for table in tables]
    about = [f"Written by the totalplace command. {subtitle}", f"Source: {source}"]
    try:
        write_workbook(path, sheets, title=title, about=about, dated=last_day)
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be written ({fault}). Is it open in Excel, or the folder read-only?"
        ) from fault
    print(f"{path} written: {', '.join(table.slug for table in tables)}")


def _record(table: Table, subtitle: str, source: str) -> Mapping[str, Any]:
    from totalplace_lib.present.columns import Column
    from totalplace_lib.present.exhibit import Caption, Exhibit, to_record

    columns = {
        str(name): Column(str(name), _kind(str(name), table.frame[name])) for name in table.frame.columns
    }
    caption = Caption(table.slug, table.headline, subtitle, source)
    return to_record(Exhibit(caption, table.frame, columns, table.headline))


def _kind(name: str, values: pd.Series) -> Kind:
    if values.dtype.kind not in "if":
        return "text"
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), "number")
