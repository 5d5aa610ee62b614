"""totalplace series."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give
from totalplace_lib.cli.shared_options import PLACE_HELP, complete_place, complete_year
from totalplace_lib.cli.working import working
from totalplace_lib.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.analysis.series import Series


class Measure(StrEnum):
    """A figure of a series."""

    CASH = "cash"
    REAL = "real"
    PER_HEAD = "per-head"
    REAL_PER_HEAD = "real-per-head"


_COLUMN = {
    Measure.CASH: "amount_gbp",
    Measure.REAL: "real_gbp",
    Measure.PER_HEAD: "per_head_gbp",
    Measure.REAL_PER_HEAD: "real_per_head_gbp",
}


@app.command("series", short_help="Spending of a place over the years.")
def series(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            help=f"{PLACE_HELP[:-10]} its areas, the same in all years.", autocompletion=complete_place
        ),
    ],
    first: Annotated[
        str,
        typer.Option(
            "--from",
            help="First financial year (default: the first countable).",
            autocompletion=complete_year,
        ),
    ] = "",
    last: Annotated[
        str,
        typer.Option(
            "--to", help="Last financial year (default: the last countable).", autocompletion=complete_year
        ),
    ] = "",
    base: Annotated[
        str, typer.Option(help="Year of the prices of real terms (default: the last year).")
    ] = "",
    by: Annotated[
        str, typer.Option(help="spender_group, function, control, economic, block or payer.")
    ] = "spender_group",
    group: Annotated[
        list[str] | None,
        typer.Option("--group", "-g", help="Only groups whose name holds this word; may be repeated."),
    ] = None,
    wide: Annotated[bool, typer.Option("--wide", help="One row for each group, a year per column.")] = False,
    measure: Annotated[
        Measure, typer.Option(help="With --wide: real (the default), cash, per-head or real-per-head.")
    ] = Measure.REAL,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """Public spending of a place over the years: cash, real terms, per head; breaks [b] with their causes, provisional
    years [p] and gaps [x] marked; what was paid for a few years only apart."""
    check_one_format(context)
    if not wide:
        refuse(context, "it says which figure --wide shows", "measure")
    if as_json:
        refuse(context, "JSON has every figure of every year", "wide")
    with working("Reading the tables") as now:
        from totalplace_lib.analysis import series as analysis

        made = _made(place, first, last, base, by, group or [], now.step)
    table = _wide(made.table, measure) if wide else made.table
    sheet = Table("series", f"{made.place}: public spending by {made.by}", table)
    give(
        context, lambda: analysis.as_record(made), table, lambda: [sheet],
        lambda: _wide_in_words(made, table, measure) if wide else _long_in_words(made),
        subtitle=_subtitle(made, measure if wide else None), source=", ".join(made.source_ids),
        year=str(made.table["year"].max()),
    )  # fmt: skip


def _made(
    place: str, first: str, last: str, base: str, by: str, groups: list[str], step: Callable[[str], None]
) -> Series:
    """The series of the groups asked for. UsageError with the groups there are where a word is in none."""
    import dataclasses

    from totalplace_lib.analysis.series import series as make

    made = make(place, first, last, base, by, lambda year: step(f"Counting {place[:60]}, {year}"))
    if not groups:
        return made
    names = made.table["group"].astype(str)
    chosen = names.eq("")
    for word in groups:
        holds = names.str.casefold().str.contains(word.strip().casefold(), regex=False)
        if not holds.any():
            there = "; ".join(names.drop_duplicates())
            raise UsageError(f"--group {word}: no group by {by} is called so. Groups: {there}.")
        chosen |= holds
    return dataclasses.replace(made, table=made.table[chosen].reset_index(drop=True))


def _wide(table: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """group and a column for each year, in the order of the series; a gap stays a gap."""
    groups = table["group"].drop_duplicates()
    wide = table.pivot_table(
        index="group", columns="year", values=_COLUMN[measure], aggfunc="first", dropna=False, observed=True
    )
    years = table["year"].drop_duplicates().sort_values()
    return wide.reindex(index=groups, columns=years).rename_axis(columns=None).reset_index()


def _subtitle(made: Series, measure: Measure | None) -> str:
    words = {
        Measure.CASH: "£ of the year",
        Measure.REAL: f"£ in {made.base} prices",
        Measure.PER_HEAD: "£ a head of the year",
        Measure.REAL_PER_HEAD: f"£ a head in {made.base} prices",
    }
    return words[measure] if measure else ", ".join(words.values())


def _long_in_words(made: Series) -> str:
    width = max(20, *(len(str(name)) for name in made.table["group"]))
    real = f"real, {made.base}"
    lines = [
        f"{made.place}: public spending by {made.by}, £ of the year, £ a head, and £ a head in {made.base} prices",
        f"{made.by:{width}} {'year':7} {'£':>18} {'£ a head':>12} {real:>14}  notes",
    ]
    for row in made.table.to_dict("records"):
        cash, head, real_head = (
            _figure(row[name]) for name in ("amount_gbp", "per_head_gbp", "real_per_head_gbp")
        )
        mark = f"[{row['marker']}] {row['note']}".rstrip() if row["marker"] else ""
        lines.append(
            f"{row['group']:{width}} {row['year']:7} {cash:>18} {head:>12} {real_head:>14}  {mark}".rstrip()
        )
    return "\n".join([*lines, *_about(made)])


def _about(made: Series) -> list[str]:
    """What was unlike other years without a break, a line for each year."""
    return [f"{year}: {note}." for year, note in made.notes]


def _wide_in_words(made: Series, table: pd.DataFrame, measure: Measure) -> str:
    years = [str(name) for name in table.columns if name != "group"]
    width = max(20, *(len(str(name)) for name in table["group"]))
    lines = [f"{made.place}: public spending by {made.by}, {_subtitle(made, measure)}"]
    lines.append(f"{made.by:{width}} " + " ".join(f"{year:>16}" for year in years))
    lines += [
        f"{row['group']:{width}} " + " ".join(f"{_figure(row[year]):>16}" for year in years)
        for row in table.to_dict("records")
    ]
    marked = made.table[made.table["marker"] != ""].drop_duplicates(["year", "marker", "note"])
    lines += [f"{row.year} [{row.marker}] {row.note}".rstrip() for row in marked.itertuples()]
    lines += _about(made)
    return "\n".join(lines)


def _figure(amount: float) -> str:
    return f"{amount:,.0f}" if amount == amount else "-"
