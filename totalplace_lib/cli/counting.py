"""totalplace places, totalplace count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Lens

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.count.whole_area import Count

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
YearOption = Annotated[str, typer.Option("--year", "-y", help="Financial year, such as 2008-09.")]
LINE_FIELDS = [
    "payer", "spender", "programme", "function", "economic", "control", "amount_gbp", "low_gbp", "high_gbp", "grade",
    "method", "key", "source",
]  # fmt: skip


def to_json(value: Any) -> str:
    """JSON for people and scripts: indented, real characters, no NaN."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)


@app.command("places")
def list_places(
    year: YearOption = "2008-09",
    kind: Annotated[
        str, typer.Option(help="Only this kind: pilot, forerunner, county, area, region ...")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the places that can be counted by name."""
    from totalplace_lib import workbench

    table = workbench.places(year)
    if kind:
        table = table[table["kind"] == kind]
    if as_json:
        print(to_json(table.to_dict("records")))
        return
    for row in table.itertuples():
        print(f"{row.slug:45} {row.kind:12} {row.areas:4}  {row.name} ({row.region_name})")


@app.command("count")
def count(
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="PLACE...", help="Slug, england, region:NAME, or codes joined by +."),
    ] = None,
    year: YearOption = "2008-09",
    lens: Annotated[Lens, typer.Option(help="all, local-bodies, outside-bodies or outcome.")] = Lens.ALL,
    every: Annotated[
        str, typer.Option(help="Instead of PLACE: upper-tier, area or region, all of England in one pass.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Count all public money of one or more places: total, who spends it, on what, and the ledger."""
    from totalplace_lib import workbench

    if every:
        _count_every(every, year, as_json)
        return
    if not places:
        raise UsageError("No place was named. 'totalplace places' lists them; --every upper-tier counts all.")
    counts = [workbench.whole_area_count(place, year, lens) for place in places]
    if as_json:
        records = [count_record(each) for each in counts]
        print(to_json(records if len(records) > 1 else records[0]))
        return
    for each in counts:
        print(_summary(each))


def _count_every(kind: str, year: str, as_json: bool) -> None:
    """All places of a kind, checked against England; time and memory go to the error stream."""
    import resource
    import time

    from totalplace_lib.bench.services import every

    started = time.perf_counter()
    table = every(kind, year)
    if as_json:
        print(to_json(table.astype(object).where(table.notna(), None).to_dict("records")))
    else:
        for row in table.itertuples():
            per_head = f"{row.per_head_gbp:9,.0f} a head" if row.code else ""
            print(f"{row.name:50} {row.amount_gbp:18,.0f}  {per_head}".rstrip())
        print(f"{'England':50} {table['amount_gbp'].sum():18,.0f}  adds up to the penny")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    typer.echo(
        f"{len(table)} rows in {time.perf_counter() - started:.1f} s, {peak:,.0f} MB at most", err=True
    )


def count_record(count: Count) -> dict[str, Any]:
    """One count as plain data: place, year, totals, lines, ledger; low, high and grade for each line and in total."""
    from totalplace_lib.bench.ranges import ranged

    found = ranged(count)
    lines = found.lines.assign(source=_sources(found.lines))
    return {
        "place": count.place.slug,
        "name": count.place.name,
        "year": str(count.year),
        "lens": str(count.lens),
        "total_gbp": count.total_gbp,
        "low_gbp": found.low_gbp,
        "high_gbp": found.high_gbp,
        "grade": found.grade,
        "unallocated_gbp": count.unallocated_gbp,
        "population": count.population,
        "lines": lines[LINE_FIELDS].to_dict("records"),
        "ledger": count.ledger.to_dict("records"),
    }


def _sources(lines: pd.DataFrame) -> pd.Series:
    """Where each figure stands: card, sheet and cell."""
    sheet = lines["sheet"].astype("string").fillna("")
    cell = lines["column"].astype("string") + lines["row"].astype("string")
    return lines["source_id"].astype("string") + ", " + sheet + "!" + cell


def _summary(count: Count) -> str:
    """A count in a dozen lines of plain text."""
    title = f"{count.place.name}, {count.year}: £{count.total_gbp:,.0f}, £{count.per_head_gbp:,.0f} a head"
    groups = [
        f"  {row.spender_group:45} {row.amount_gbp:20,.0f}  {row.share:6.1%}"
        for row in count.by("spender_group").itertuples()
    ]
    steps = [f"  {row.step:45} {row.difference_gbp:20,.0f}" for row in count.ledger.itertuples()]
    left = f"  Not placed: £{count.unallocated_gbp:,.0f} of the catchments' money"
    return "\n".join([title, *groups, left, "Ledger", *steps, ""])
