"""Statutory homelessness: rates as published, a marker where no return was made, each rate proved by its households."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_table
from totalplace_lib.sources import homelessness as source
from totalplace_lib.sources.sheets import Sheet

_, _, NUMBER, HOUSEHOLDS = source.SHEETS["temporary_accommodation"]
RATE = "Total number of households in TA per (000s)"


def sheet(*rows: tuple[object, ...]) -> Sheet:
    """A made-up sheet: code, name, households in temporary accommodation, all households (thousand), rate."""
    head = [["Table TA1"], ["", "", NUMBER, HOUSEHOLDS, RATE], ["", "", "", "", ""]]
    return Sheet("homeless.ods", "TA1_", [*head, *map(list, rows), ["", "..", "Missing or incomplete data"]])  # type: ignore[arg-type]


def tidied(*rows: tuple[object, ...]) -> list[list[object]]:
    found = source.tidy(sheet(*rows), "temporary_accommodation", RATE, 2)
    return found[["area_code", "value", "marker", "column", "row"]].astype(object).to_numpy().tolist()


def test_a_rate_is_read_as_published_with_its_cell() -> None:
    england, york = (
        ("E92000001", "ENGLAND", 101300, 23868.496, 4.24407),
        ("E06000014", "York", 66, 87.787, 0.75182),
    )
    assert tidied(england, ("-", "Rest of England", 1, 1, 1), york) == [
        ["E92000001", 4.24, "", "E", 4], ["E06000014", 0.75, "", "E", 6]
    ]  # fmt: skip


def test_an_authority_without_a_return_has_a_marker_and_no_nought() -> None:
    ((code, value, marker, *_),) = tidied(("E07000137", "East Lindsey", "..", 67.117, ".."))
    assert (code, value != value, marker) == ("E07000137", True, "x")
    assert tidied(("E07000137", "East Lindsey", 0, 67.117, 0))[0][1:3] == [0, ""]


@pytest.mark.parametrize("row", [(66, 87.787, 1.75), (660, 87.787, 0.75), ("..", 87.787, 0.75)])
def test_a_rate_that_is_not_its_households_is_refused(row: tuple[object, ...]) -> None:
    with pytest.raises(SourceError, match=r"E06000014 .*Are its cells shifted"):
        tidied(("E06000014", "York", *row))


def test_what_is_held_is_every_authority_of_the_time_and_those_without_a_return() -> None:
    held = read_table("homelessness")
    counts = held.groupby("indicator")["marker"].agg(["size", lambda markers: (markers == "x").sum()])
    assert counts.to_numpy().tolist() == [[310, 20]] * 3
    birmingham = held[held["area_code"] == "E08000025"].set_index("indicator")["value"]
    assert birmingham["temporary_accommodation"] == 9.83


def test_the_publication_gives_what_is_held(publications: Path) -> None:
    made = source.read(publications)["homelessness"]
    held = read_table("homelessness")
    key = ["indicator", "area_code"]
    both = [frame.set_index(key).sort_index()["value"] for frame in (made, held)]
    pd.testing.assert_series_equal(*both, check_dtype=False, check_index_type=False)
