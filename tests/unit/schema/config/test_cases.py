"""What people and spreadsheets have done to config/, and what is right: cases 1 to 7, 19, 21 and 22.

Each is one of a kind: the fault names file, row, column, what stands there, what may stand there, the nearest, the cause.
"""

from __future__ import annotations

import pytest
from real_config import real_config

from totalplace_lib.schema.config import ConfigFault


def row_of(name: str, start: str) -> int:
    """The line of a table that begins so."""
    lines = real_config().text(name).splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("name", "old", "new", "column", "found", "nearest"),
    [
        ("transfers.csv", "residents,central,ENG_HRA", "residents,centrl,ENG_HRA", "block", "centrl", "central"),
        ("transfers.csv", "central,*,*,LA,", "central,*,*,L.A.,", "sector", "L.A.", "LA"),
        ("transfers.csv", "LA,,,set aside", "LA,,,set asside", "action", "set asside", "set aside"),
        ("transfers.csv", "taken off the Authority's transport capital,capital returns",
         "taken off the Authority's transport capital,capital retrns", "needs", "capital retrns", "capital returns"),
        ("transfers.csv", ",until 2010-11", ",until 2010-12", "needs", "until 2010-12", ""),
        ("years.csv", "2008-09,cra_2010", "2008-09,cra_1910", "central", "cra_1910", "cra_2019"),
        ("years.csv", "returns,returns,trusts,", "returns,returns,trsts,", "nhs", "trsts", "trusts"),
        ("years.csv", "2009-10,cra_2010", "banana,cra_2010", "year", "banana", ""),
        ("lines/central.csv", ",national entitlement,", ",national entitlment,", "control", "national entitlment",
         "national entitlement"),
        ("outcomes.csv", "people,07,", "people,O7,", "function_code", "O7", "07"),
        ("places.csv", "E4601,Birmingham", "E4601 E9999,Birmingham", "members", "E4601 E9999", ""),
        ("keys.csv", "line=cultural", "line=cutural", "filter", "line=cutural", ""),
        ("keys.csv", "0.5 population + 0.5 income_deprived", "0.5 population + 0.5 income_deprved", "value",
         "0.5 population + 0.5 income_deprved", ""),
        ("themes/parcels.csv", "welfare-skills=1,\"It pays", "welfare-skils=1,\"It pays", "also", "welfare-skils=1", ""),
        ("lines/rs.csv", ",09,yes,yes,", ",09,yse,yes,", "in_net_current", "yse", "yes"),
        ("published_checks.csv", "children|early-years", "children|early-yaers", "theme", "children|early-yaers", ""),
    ],
)  # fmt: skip
def test_a_word_that_is_not_known_is_named_with_the_nearest(
    name: str, old: str, new: str, column: str, found: str, nearest: str
) -> None:
    """Cases 1 to 4, 6, and the small languages in cells."""
    before = (real_config().text(name).split(old)[0] + "x").count("\n") + 1
    faults = [
        one
        for one in real_config().faults(name, real_config().changed(name, old, new))
        if one.column == column
    ]
    assert [(one.row, one.column, one.found) for one in faults] == [(before, column, found)]
    assert str(faults[0]).startswith(
        f"config/{name}, row {before}, column {column}: '{found}' stands there; expected: "
    )
    if nearest:
        assert faults[0].nearest == nearest
        assert f"Nearest: '{nearest}'." in str(faults[0])


def test_the_words_that_may_stand_there_are_said() -> None:
    fault = real_config().fault("transfers.csv", "central,*,*,LA,,,set aside", "central,*,*,LA,,,dorp")
    assert "expected: set aside | drop | offset | checked." in str(fault)


def test_a_key_twice_is_named_in_the_second_row() -> None:
    """Case 4."""
    text = real_config().text("keys.csv")
    row = next(line for line in text.splitlines() if line.startswith("pensioners,"))
    faults = real_config().faults("keys.csv", text + row + "\n")
    assert [str(one) for one in faults] == [
        f"config/keys.csv, row {len(text.splitlines()) + 1}, column key: key 'pensioners' stands in a row above already."
    ]


def test_a_nought_that_a_spreadsheet_took_away_is_named_as_the_cause() -> None:
    """Case 5: outcomes.csv opened and saved in LibreOffice."""
    text = real_config().text("outcomes.csv")
    for number in range(1, 10):
        text = text.replace(f",0{number},", f",{number},")
    faults = real_config().faults("outcomes.csv", text)
    assert {one.column for one in faults} == {"function_code"}
    told = {one.found: one.cause for one in faults}
    assert told["9"] == "A spreadsheet has probably taken the leading nought away: write '09'."
    assert len(told) > 5


def test_codes_of_a_place_are_held_against_the_gazetteer() -> None:
    """Case 6."""
    assert (
        "no council since April 2009 has the code 'E9999'"
        in places("mine,Mine,pilot,E4601 E9999,,,")[0].expected
    )
    assert "nearest: E4601 (Birmingham)" in places("mine,Mine,pilot,E460I,,,")[
        0
    ].expected or "no such code" in str(places("mine,Mine,pilot,E460I,,,")[0])
    gone = str(places("mine,Mine,pilot,E1331,,,")[0])
    assert "until 2009-04-01" in gone
    assert "County Durham (E1302)" in gone
    assert "Birmingham is written E4601 here" in str(places("mine,Mine,pilot,E08000025,,,")[0])
    assert "takes out what the codes before it do not hold" in str(
        places("mine,Mine,pilot,E22* -E4601,,,")[0]
    )
    assert "nothing is left" in str(places("mine,Mine,pilot,E4601 -E4601,,,")[0])
    assert "spaces between" in str(places('mine,Mine,pilot,"E4601,E4602",,,')[0])


def places(*rows: str) -> list[ConfigFault]:
    """The faults of places.csv with further rows."""
    return real_config().faults("places.csv", real_config().text("places.csv") + "\n".join(rows) + "\n")


def test_every_fault_of_a_place_is_told_at_once() -> None:
    """Case 7: unknown code, short row, empty members, # in a name, a slug twice, the slug of an existing area."""
    last = len(real_config().text("places.csv").splitlines())
    faults = places(
        "one,One,group,E9999,,,",
        "two,Two,group,E4601",
        "three,Three,group,,,,",
        "four,Number #4,group,E4602 E4603,,,",
        "kent,Kent again,group,E22* E2201,,,",
        "leeds,Other,group,E4701 E4704,,,",
        "coventry,My Coventry,group,E4602,,,",
    )
    told = sorted((one.row, one.column) for one in faults)
    assert told == [
        (last + 1, "members"),
        (last + 2, ""),
        (last + 3, "members"),
        (last + 4, "name"),
        (last + 5, "slug"),
        (last + 6, "slug"),
        (last + 7, "slug"),
    ]
    assert "3 cells too few" in str(next(one for one in faults if one.row == last + 2))


@pytest.mark.parametrize("slug", ["../evil", "Kent", "a b", "kent/", "-", "ü", "a--b", ""])
def test_a_slug_is_letters_digits_and_hyphens(slug: str) -> None:
    """Case 19: nothing that could lead out of the folder of reports."""
    assert {one.column for one in places(f"{slug},Mine,group,E4602 E4603,,,")} == {"slug"}


def test_a_year_that_a_spreadsheet_took_for_a_date_is_named() -> None:
    """Case 22."""
    for text in ("Sep-08", "2008-09-01", "01/09/2008"):
        fault = real_config().fault("lines/fills.csv", "2022-23,2021-22", f"2022-23,{text}")
        assert fault.cause == "A spreadsheet has probably made a date of the financial year: write '2008-09'."
    fault = real_config().fault("layouts/ro2.csv", "line,2008-09", "line,Sep-08")
    assert fault.found == "Sep-08"
    assert "write '2008-09'" in str(fault)
    assert (
        real_config().faults("years.csv", real_config().changed("years.csv", "2008-09,", "2008-09 ,")) == []
    )
