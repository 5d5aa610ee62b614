"""totalplace split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give, records
from totalplace_lib.cli.shared_options import FIRST_YEAR, YearOption, complete_place
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    from totalplace_lib.analysis.reorganisation import Division

_FRAMES = {
    "by_council": "Current services of each new council, with range",
    "by_service": "Each service of each new council, with range and key",
    "before_after": "All public money before and after",
    "passes": "From each council of today to each new one",
    "stays": "What other bodies spend in each new council's area",
    "debt": "What councils of today owe",
}


@app.command("split", short_help="Divide a county into new councils.")
def split(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="COUNTY",
            help="A county, or one joined by + with its unitary neighbours.",
            autocompletion=complete_place,
        ),
    ],
    into: Annotated[
        str, typer.Option("--into", metavar="FILE", help="The new councils (docs/how-to-split.md).")
    ],
    year: YearOption = FIRST_YEAR,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """What new councils would have of a county's money: its districts' as it is, its own by service, to the penny."""
    check_one_format(context)
    with working(f"Dividing {place[:60]}, {year}"):
        from totalplace_lib.analysis.reorganisation import split as divide

        division = divide(place, into, year)
    frames = {name: getattr(division, name) for name in _FRAMES}
    title = f"{division.proposal.name}: {division.proposal.place.name}, {division.year}"
    status = "illustration" if division.proposal.is_illustration else "proposal"
    head = {"title": title, "status": status, "total_gbp": division.total_gbp}
    give(
        context, lambda: head | {name: records(frame) for name, frame in frames.items()}, division.by_service,
        lambda: [Table(name, says, frames[name]) for name, says in _FRAMES.items() if len(frames[name])],
        lambda: _in_words(division, title), title=title, year=str(division.year),
        source=", ".join(sorted(set(division.lines["source_id"]))),
    )  # fmt: skip


def _in_words(division: Division, title: str) -> str:
    """The councils with their services and ranges, and the ledger."""
    status = "An illustration, not a proposal." if division.proposal.is_illustration else ""
    rows = [
        f"  {row['council'][:40]:40} {row['amount_gbp']:16,.0f}  {row['low_gbp']:14,.0f} to {row['high_gbp']:14,.0f}  "
        f"{row['grade']}  {row['per_head_gbp']:7,.0f} a head"
        for row in division.by_council.to_dict("records")
    ]
    ledger = [
        f"  {row['part']:52} {row['before_gbp']:20,.2f} {row['after_gbp']:20,.2f} {row['difference_gbp']:6,.2f}"
        for row in division.before_after.to_dict("records")
    ]
    heads = ("Current services, with the range of what is then spent", "Before, after and the difference")
    total = f"  {'In all':52} {division.total_gbp:20,.2f}  closes to the penny"
    return "\n".join([title, *([status] if status else []), heads[0], *rows, heads[1], *ledger, total])
