"""The regional analysis: regions folded, nothing spent left out, controls proved, editions compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import country_regional as cra
from totalplace_lib.sources.sheets import Sheet

HEADINGS = [
    "Dept Code",
    "Dept Name",
    "COFOG level 1",
    "HMT Functional Classification",
    "Programme Object Group",
    "Programme Object Group Alias",
    "ID or non-ID",
    "CAP or CUR",
    "CG, LG or PC",
    "NUTS 1 region",
    "2008-09",
    "2010-11",
]
REGIONS = [
    "North East",
    "North West",
    "Yorkshire and the Humber",
    "East Midlands",
    "West Midlands",
    "East",
    "London",
    "South East",
    "South West",
]


def row(region: str, first: Any, second: Any, *, code: Any = "P1 S1", flag: str = "ID") -> list[Any]:
    function = ["7. Health", "7. Health"]
    return [
        "Dept033",
        "Health",
        *function,
        code,
        f"{code}  HOSPITALS",
        flag,
        "CUR",
        "CG",
        region,
        first,
        second,
    ]


def sheet(*rows: list[Any], headings: list[str] = HEADINGS) -> Sheet:
    return Sheet("made.xlsx", "Database", [headings, *rows])


def england(amount: float = 1.5) -> list[list[Any]]:
    return [row(f"ENGLAND_{region}", amount, "") for region in REGIONS]


def test_amounts_are_pounds_and_nothing_spent_is_no_row() -> None:
    table = cra.tidy(sheet(*england(), row("WALES", 0.0, 2)), "cra_2010", 1e6)
    assert len(table) == 10
    assert table["amount_gbp"].sum() == 9 * 1_500_000 + 2_000_000
    assert list(table[table["area_code"] == "W92000004"]["marker"]) == ["p"]


def test_provenance_is_the_cell_as_a_spreadsheet_shows_it() -> None:
    table = cra.tidy(sheet(*england()), "cra_2010", 1e6)
    assert table[["sheet", "column", "row"]].iloc[0].tolist() == ["Database", "K", 2]


def test_spellings_of_a_region_are_one_region() -> None:
    rows = [
        *england(),
        row("ENGLAND_Yorkshire and The Humber", 3, ""),
        row("Not Identifiable", 1, "", flag="non-ID"),
    ]
    table = cra.tidy(sheet(*rows), "cra_2010", 1e6)
    assert table[table["area_code"] == "E12000003"]["amount_gbp"].sum() == 4_500_000
    assert not table["is_identifiable"].all()


def test_the_programme_has_its_name_without_its_code() -> None:
    table = cra.tidy(sheet(*england()), "cra_2010", 1e6)
    assert table[["programme_code", "programme"]].iloc[0].tolist() == ["P1 S1", "HOSPITALS"]


def test_a_code_kept_as_a_number_is_text_without_decimals() -> None:
    rows = [*england(), row("WALES", 1, "", code=101.0)]
    table = cra.tidy(sheet(*rows), "cra_2010", 1e6)
    assert "101" in set(table["programme_code"])


def test_segment_codes_give_department_and_programme() -> None:
    headings = [
        "Department",
        "COFOG Level 0",
        "HMT Function",
        "HMT Subfunction",
        "CRA Segment",
        "CRA Segment Description",
        "ID/non-ID",
        "CAP or CUR",
        "CG, LG or PC",
        "NUTS Region",
        "2013-14",
    ]
    words = [
        "Cabinet Office",
        "7. Health",
        "7. Health",
        "7.A Medical",
        "CAB010-S010A1-UK-CUR",
        "S010A1-GOOD THINGS",
    ]
    rows = [[*words, "ID", "CUR", "LG", f"ENGLAND_{region}", 7.0] for region in REGIONS]
    table = cra.tidy(sheet(*rows, headings=headings), "cra_2014", 1e3)
    first = table.iloc[0]
    assert first[["department_code", "programme_code", "programme"]].tolist() == [
        "CAB010",
        "S010A1",
        "GOOD THINGS",
    ]
    assert first["sector"] == "LA"
    assert first["amount_gbp"] == 7_000


def test_a_renamed_heading_is_an_error_that_names_the_layout() -> None:
    renamed = ["Function" if heading == "COFOG level 1" else heading for heading in HEADINGS]
    with pytest.raises(
        SourceError, match=r"made.xlsx.*no heading like 'COFOG level 1'.*country_regional.csv"
    ):
        cra.tidy(sheet(*england(), headings=renamed), "cra_2010", 1e6)


def test_words_in_an_amount_are_an_error_with_the_row() -> None:
    rows = [*england(), row("WALES", "a lot", "")]
    with pytest.raises(Faults, match=r"row 11, column 'K': 'a lot' is not a number"):
        cra.tidy(sheet(*rows), "cra_2010", 1e6)


def test_an_unknown_region_is_an_error_with_the_row() -> None:
    with pytest.raises(SourceError, match=r"row 11, column 'area': unknown word 'ENGLAND_Wessex'"):
        cra.tidy(sheet(*england(), row("ENGLAND_Wessex", 1, "")), "cra_2010", 1e6)


def test_a_missing_region_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"no row for region E12000009"):
        cra.tidy(sheet(*england()[:-1]), "cra_2010", 1e6)


def test_headings_without_a_year_are_an_error() -> None:
    with pytest.raises(SourceError, match=r"no heading is a year"):
        cra.tidy(sheet(*england(), headings=[*HEADINGS[:-2], "2008-10", "total"]), "cra_2010", 1e6)


def control(amount: str, **words: str) -> pd.DataFrame:
    plain = {"year": "2008-09", "area_code": "E92000001", "area_name": "England", "function_code": "all"}
    amounts = {"sector": "all", "amount_gbp_million": amount, "within_gbp_million": "0.05"}
    return pd.DataFrame([plain | amounts | words])


def test_a_control_that_holds_is_silent_and_one_that_does_not_is_named() -> None:
    table = cra.tidy(sheet(*england()), "cra_2010", 1e6)
    cra.check_controls(table, control("13.5"))
    with pytest.raises(Faults, match=r"England, 2008-09, 07, all: database 13.5, control 14.0 GBP million"):
        cra.check_controls(table, control("14.0", function_code="07"))


def test_years_of_two_editions_are_compared() -> None:
    first = cra.tidy(sheet(*england(1.0)), "cra_2010", 1e6)
    second = first.assign(edition="cra_2014", amount_gbp=first["amount_gbp"] * 2)
    table = cra.overlaps(pd.concat([first, second, second.assign(edition="cra_2018", year="2013-14")]))
    assert table["difference_gbp"].sum() == 9_000_000
    assert set(table["year"]) == {"2008-09"}


def test_an_edition_in_another_unit_is_found_by_the_year_it_shares() -> None:
    first = cra.tidy(sheet(*england(1.0)), "cra_2010", 1e6)
    second = first.assign(edition="cra_2014", amount_gbp=first["amount_gbp"] * 1.05)
    third = second.assign(edition="cra_2018", year="2013-14")
    cra.check_units(cra.overlaps(pd.concat([first, second, third])))
    thousandth = second.assign(amount_gbp=second["amount_gbp"] / 1000)
    with pytest.raises(
        Faults, match=r"2008-09: cra_2010 gives [\d,]+ GBP, cra_2014 [\d,]+\. Is one of them in another"
    ):
        cra.check_units(cra.overlaps(pd.concat([first, thousandth, third])))


@pytest.mark.publications
def test_the_databases_give_the_published_controls(publications: Path) -> None:
    tables = cra.read(publications)
    known = tables["cra"].query("edition == 'cra_2010' and year == '2008-09' and is_identifiable")
    west_midlands = known[known["area_code"] == "E12000005"]["amount_gbp"].sum()
    assert round(west_midlands / 1e6) == 43_350
    assert set(tables["cra_overlaps"]["year"]) == {"2009-10", "2013-14"}


@pytest.mark.slow
@pytest.mark.publications
def test_every_region_and_year_agrees_with_an_independent_reading(publications: Path) -> None:
    """T. Forth's combined series takes 2004-05 to 2008-09 from the 2010 edition, then from 2014 and 2018."""
    other = pd.read_csv(publications / "cra/pesa_cra_combined_1999_2019.zip", dtype={"HMTSubfunction": "str"})
    other = other[other["Value"].notna() & other["Geography"].isin(REGIONS)]
    functions = other["HMTSubfunction"].isna()
    first = other[functions & other["FinancialYear"].between("2004-05", "2008-09")]
    rest = other[~functions & other["FinancialYear"].between("2009-10", "2017-18")]
    theirs = pd.concat([first, rest]).groupby(["FinancialYear", "Geography"])["Value"].sum()
    ours = cra.read(publications)["cra"].query("is_identifiable and area_code.str.startswith('E12')")
    newest = ours.groupby("year")["edition"].transform("max")
    names = dict(zip([f"E1200000{number}" for number in range(1, 10)], REGIONS, strict=True))
    ours = ours[ours["edition"] == newest].assign(region=lambda rows: rows["area_code"].map(names))
    found = ours.groupby(["year", "region"])["amount_gbp"].sum()
    assert len(found) == 9 * 14
    assert ((found - theirs.rename_axis(found.index.names)).abs() < 1_000).all()
