"""totalplace peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.conflicts import refuse_if
from totalplace_lib.cli.output import (
    AsCsv,
    AsExcel,
    AsJson,
    Table,
    check_one_format,
    print_csv,
    records,
    to_json,
    write_excel,
)
from totalplace_lib.cli.words import PLACE_HELP, YearOption, complete_place
from totalplace_lib.cli.working import working

if TYPE_CHECKING:
    import pandas as pd

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
    if as_json:
        print(to_json(_as_record(found)))
    elif as_csv:
        print_csv(found.services)
    elif excel:
        sheets = [Table(slug, says, frame) for slug, says, frame in _tables(found)]
        title = f"Places like {found.place.name}"
        source = "Councils' returns (MHCLG), schools grant and statistical neighbours (DfE), config/peers"
        write_excel(
            excel, sheets, title=title, subtitle="£ for each resident", source=source, year=str(found.year)
        )
    else:
        print(_in_words(found))


def _tables(found: Peers) -> list[tuple[str, str, pd.DataFrame]]:
    return [
        ("near", "The places most like it, the nearest first", found.near),
        ("alike", "What they are alike in, with weights", found.alike),
        ("listed", "The Department for Education's neighbours for children's services", found.listed),
        (
            "services",
            "Services beside the places like it and beside the pattern of all England",
            found.services,
        ),
    ]


def _as_record(found: Peers) -> dict[str, object]:
    head = {"place": found.place.slug, "name": found.place.name, "year": str(found.year), "kind": found.kind}
    return {
        **head,
        "is_own_list": found.is_own,
        **{slug: records(frame) for slug, _, frame in _tables(found)},
    }


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
