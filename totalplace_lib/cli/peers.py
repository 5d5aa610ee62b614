"""totalplace peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse_if
from totalplace_lib.cli.output import AsCsv, AsExcel, AsJson, Table, check_one_format, give, records
from totalplace_lib.cli.shared_options import PLACE_HELP, YearOption, complete_place
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    from totalplace_lib.analysis.peers import Peers


@app.command("peers", short_help="Places like a place, and its services beside theirs.")
def peers_of(
    context: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PLACE", help=PLACE_HELP, autocompletion=complete_place)],
    year: YearOption = "2022-23",
    other: Annotated[
        list[str] | None,
        typer.Option(
            help="A place of your own list, as often as there are places.", autocompletion=complete_place
        ),
    ] = None,
    number: Annotated[int, typer.Option(min=1, max=50, help="How many are listed.")] = 10,
    across: Annotated[bool, typer.Option("--across", help="Look over the border of London as well.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    excel: AsExcel = None,
) -> None:
    """Which places are most like one in what drives spending and cannot be chosen, and what each service costs there,
    here, and would by the pattern of all England. CSV holds the services."""
    check_one_format(context)
    if other:
        refuse_if(context, "other", "your own list is taken as it is", "number", "across")
    with working(f"Looking for places like {place[:60]}"):
        from totalplace_lib.analysis.peers import peers

        found = peers(place, year, other or (), number, across)
    give(
        context, lambda: _as_record(found), found.services, lambda: _sheets(found), lambda: _in_words(found),
        title=f"Places like {found.place.name}", subtitle="£ for each resident", year=str(found.year),
        source="Councils' returns (MHCLG), schools grant and statistical neighbours (DfE), config/peers",
    )  # fmt: skip


def _sheets(found: Peers) -> list[Table]:
    beside = "Services beside the places like it and beside the pattern of all England"
    return [
        Table("near", "The places most like it, the nearest first", found.near),
        Table("alike", "What they are alike in, with weights", found.alike),
        Table("listed", "The Department for Education's neighbours for children's services", found.listed),
        Table("services", beside, found.services),
    ]


def _as_record(found: Peers) -> dict[str, object]:
    head = {"place": found.place.slug, "name": found.place.name, "year": str(found.year), "kind": found.kind}
    return {**head, "is_own_list": found.is_own, **{one.slug: records(one.frame) for one in _sheets(found)}}


def _in_words(found: Peers) -> str:
    also = {True: "  also on the department's list", False: ""}
    near = [
        f"  {row['name'][:44]:44} {row['distance']:5.2f}{also[bool(row['is_listed'])]}"
        for row in found.near.to_dict("records")
    ]
    services = [
        f"  {row['name'][:34]:34} {row['per_head_gbp']:8,.0f} {row['peers_gbp']:9,.0f} {row['region_gbp']:9,.0f} "
        f"{row['expected_gbp']:9,.0f}  ({row['low_gbp']:,.0f} to {row['high_gbp']:,.0f})"
        f"{'' if row['is_inside'] else '  outside'}{'  [wider]' if row['is_wider'] else ''}"
        for row in found.services.to_dict("records")
    ]
    return "\n".join(
        [
            f"Places like {found.place.name}, {found.year}: {found.kind}, distance in standard deviations "
            f"(half of all have one within {found.usual:.2f})",
            *near,
            "",
            f"£ for each resident{'':19} here  like it    region  expected  (nine in ten)",
            *services,
            "Expected: what the pattern of all others gives for these people and this geography; "
            "not what ought to be spent.",
            "[wider]: the figure of the county, force, fire authority or board that serves it.",
        ]
    )
