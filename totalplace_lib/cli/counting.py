"""totalplace places, totalplace count."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse_if
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give, records, to_json
from totalplace_lib.cli.shared_options import (
    FIRST_YEAR,
    PLACE_HELP,
    ReturnsOption,
    YearOption,
    complete_place,
    with_years,
)
from totalplace_lib.cli.working import working
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Lens

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.count.whole_area import Count

_EVERY = "all of England is counted in one pass with --every"


@app.command("places", short_help="List the places that can be counted.")
def list_places(
    year: YearOption = FIRST_YEAR,
    kind: Annotated[
        str, typer.Option(help="Only this kind: pilot, forerunner, county, area, region ...")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the places that can be counted by name."""
    from totalplace_lib.national import places as national_places

    table = national_places.places(year)
    kinds = sorted(table["kind"].unique())
    if kind and kind not in kinds:
        raise UsageError(f"There are no places of the kind '{kind}' in {year}. Kinds: {', '.join(kinds)}.")
    if kind:
        table = table[table["kind"] == kind]
    if as_json:
        print(to_json(table.to_dict("records")))
        return
    for row in table.itertuples():
        print(f"{row.slug:45} {row.kind:12} {row.areas:4}  {row.name} ({row.region_name})")


@app.command("count", short_help="Count all public money of places.")
def count(
    context: typer.Context,
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="PLACE...", help=PLACE_HELP, autocompletion=complete_place),
    ] = None,
    year: YearOption = FIRST_YEAR,
    lens: Annotated[Lens, typer.Option(help="all, local-bodies, outside-bodies or outcome.")] = Lens.ALL,
    returns: ReturnsOption = "none",
    every: Annotated[
        str, typer.Option(help="Instead of PLACE: upper-tier, area or region, all of England in one pass.")
    ] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """Count all public money of one or more places: total with its range, who spends it, and the ledger."""
    check_one_format(context)
    if every:
        refuse_if(context, "every", _EVERY, "places", "lens", "returns")
        _count_every(context, every, year)
        return
    if not places:
        raise UsageError("No place was named. 'totalplace places' lists them; --every upper-tier counts all.")
    counts = _counts(with_years(context, places, year), lens, returns)
    for note in dict.fromkeys(each.place.note for each in counts if each.place.note):
        typer.echo(f"Note: {note}", err=True)
    if as_json or as_csv or excel:
        _for_programs(context, counts)
        return
    from totalplace_lib.cli import counted

    for each in counts:
        print(counted.summary(each))
    print(counted.verified())


def _counts(wanted: list[tuple[str, str]], lens: Lens, returns: str) -> list[Count]:
    with working("Reading the tables", len(wanted)) as now:
        from totalplace_lib.analysis.whole_area_count import whole_area_count

        made = []
        for place, year in wanted:
            now.step(f"Counting {place[:60]}, {year}")
            made.append(whole_area_count(place, year, lens, returns))
        return made


_HEADLINES = {
    "totals": "Total, range, grade and residents of each place",
    "lines": "Every line with its range and where it was published",
    "ledger": "From all money of the catchments to the money of the place",
}


def _for_programs(context: typer.Context, counts: list[Count]) -> None:
    """JSON, a workbook with totals, lines and ledger, or the lines as CSV."""
    from totalplace_lib.cli import counted

    with working("Working out the ranges"):
        made = counted.records(counts)
        frames = counted.tables(made)
    named = " and ".join(dict.fromkeys(f"{each.place.name}, {each.year}" for each in counts))
    give(
        context, lambda: made, frames["lines"],
        lambda: [Table(slug, _HEADLINES[slug], frame) for slug, frame in frames.items()], str,
        title=f"Whole-area count: {named}", subtitle=f"Public spending, £: {named}",
        source=", ".join(sorted({one for each in counts for one in each.lines["source_id"].astype(str)})),
        year=max(str(each.year) for each in counts),
    )  # fmt: skip


def _count_every(context: typer.Context, kind: str, year: str) -> None:
    """All places of a kind, checked against England; time and memory go to the error stream."""
    from totalplace_lib.analysis.services import every

    started = time.perf_counter()
    with working(f"Counting every {kind}, {year}"):
        table = every(kind, year)
    sheet = Table("places", f"Public spending of every {kind}, {year}", table)
    give(
        context, lambda: {"every": kind, "year": year, "places": records(table)}, table, lambda: [sheet],
        lambda: _every_in_words(table), subtitle=f"Public spending, £, {year}",
        source="The publications of the year, see totalplace sources", year=year,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    typer.echo(f"{len(table)} rows in {seconds:.1f} s{_most_memory()}", err=True)


def _every_in_words(table: pd.DataFrame) -> str:
    rows = [
        f"{row.name:50} {row.amount_gbp:18,.0f}  {f'{row.per_head_gbp:9,.0f} a head' if row.code else ''}".rstrip()
        for row in table.itertuples()
    ]
    return "\n".join([*rows, f"{'England':50} {table['amount_gbp'].sum():18,.0f}  adds up to the penny"])


def _most_memory() -> str:
    """What the process has used at most; "" on Windows, which does not say."""
    try:
        import resource
    except ImportError:
        return ""
    return f", {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most"
