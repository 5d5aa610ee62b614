"""The regional analysis: regions folded, nothing spent left out, controls proved, editions compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.project import read_table
from totalplace_lib.sources import country_regional as cra
from totalplace_lib.sources import cra_editions
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
OLD = cra.Edition("cra_2010", "Database", 1e6, "programme", ("2008-09",), "2010-11", "")
NEW = cra.Edition("cra_2014", "Database", 1e3, "department-segment", ("2013-14",), "", "2013-14")
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
    table = cra.tidy(sheet(*england(), row("WALES", 0.0, 2), row("SCOTLAND", 2, "")), OLD)
    assert len(table) == 10
    assert table["amount_gbp"].sum() == 9 * 1_500_000 + 2_000_000
    assert "W92000004" not in set(table["area_code"])
    assert set(table["year"]) == {"2008-09"}, "plans are left out"


def test_provenance_is_the_cell_as_a_spreadsheet_shows_it() -> None:
    table = cra.tidy(sheet(*england()), OLD)
    assert table[["sheet", "column", "row"]].iloc[0].tolist() == ["Database", "K", 2]


def test_spellings_of_a_region_are_one_region() -> None:
    rows = [
        *england(),
        row("ENGLAND_Yorkshire and The Humber", 3, ""),
        row("Not Identifiable", 1, "", flag="non-ID"),
    ]
    table = cra.tidy(sheet(*rows), OLD)
    assert table[table["area_code"] == "E12000003"]["amount_gbp"].sum() == 4_500_000
    assert not table["is_identifiable"].all()


def test_the_programme_has_its_name_without_its_code() -> None:
    table = cra.tidy(sheet(*england()), OLD)
    assert table[["programme_code", "programme"]].iloc[0].tolist() == ["P1 S1", "HOSPITALS"]


def test_a_code_kept_as_a_number_is_text_without_decimals() -> None:
    rows = [*england(), row("WALES", 1, "", code=101.0)]
    table = cra.tidy(sheet(*rows), OLD)
    assert "101" in set(table["programme_code"])


def test_segment_codes_give_department_and_programme() -> None:
    headings = [
        "Department",
        "COFOG Level 0",
        "HMT Function",
        "COFOG Level 1",
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
        "7.A Medical services",
        "7.A Medical",
        "CAB010-S010A1-UK-CUR",
        "S010A1-GOOD THINGS",
    ]
    rows = [[*words, "ID", "CUR", "LG", f"ENGLAND_{region}", 7.0] for region in REGIONS]
    table = cra.tidy(sheet(*rows, headings=headings), NEW)
    first = table.iloc[0]
    assert first[["department_code", "programme_code", "programme"]].tolist() == [
        "CAB010",
        "S010A1",
        "GOOD THINGS",
    ]
    assert first[["sector", "cofog_group", "organisation", "marker"]].tolist() == ["LA", "7.A", "", "p"]
    assert first["amount_gbp"] == 7_000


def test_a_renamed_heading_is_an_error_that_names_the_layout() -> None:
    renamed = ["Function" if heading == "COFOG level 1" else heading for heading in HEADINGS]
    with pytest.raises(
        SourceError, match=r"made.xlsx.*no heading like 'COFOG level 1'.*country_regional.csv"
    ):
        cra.tidy(sheet(*england(), headings=renamed), OLD)


def test_a_heading_that_moved_is_found_by_its_words_and_the_figures_keep_their_cells() -> None:
    """Columns in another order, and three lines of title above the headings."""
    rows = [*england(), row("WALES", 2, "")]
    moved = [["CRA 2010"], [], ["£ million"], HEADINGS[::-1], *(each[::-1] for each in rows)]
    plain, found = (cra.tidy(made, OLD) for made in (sheet(*rows), Sheet("made.xlsx", "Database", moved)))
    cells = ["column", "row"]
    pd.testing.assert_frame_equal(plain.drop(columns=cells), found.drop(columns=cells))
    assert set(found["column"]) == {"B"} and found["row"].min() == plain["row"].min() + 3


def test_words_in_an_amount_are_an_error_with_the_row() -> None:
    rows = [*england(), row("WALES", "a lot", "")]
    with pytest.raises(Faults, match=r"row 11, column 'K': 'a lot' is not a number"):
        cra.tidy(sheet(*rows), OLD)


def test_an_unknown_region_is_an_error_with_the_row() -> None:
    with pytest.raises(SourceError, match=r"row 11, column 'area': unknown word 'ENGLAND_Wessex'"):
        cra.tidy(sheet(*england(), row("ENGLAND_Wessex", 1, "")), OLD)


def test_a_missing_region_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"no row for region E12000009"):
        cra.tidy(sheet(*england()[:-1]), OLD)


def test_a_database_of_other_years_is_an_error_that_says_which() -> None:
    older = [*HEADINGS[:-2], "2006-07", "2007-08"]
    with pytest.raises(
        SourceError, match=r"the years are 2006-07, 2007-08, cra_2010 has 2008-09.*an older edition"
    ):
        cra.tidy(sheet(*england(), headings=older), OLD)


def test_an_unknown_sector_is_an_error_with_the_row_and_the_place_to_edit() -> None:
    odd = row("WALES", 1, "")
    odd[8] = "QUANGO"
    with pytest.raises(
        SourceError, match=r"row 11, column 'sector': unknown word 'QUANGO'.*regional_words.csv"
    ):
        cra.tidy(sheet(*england(), odd), OLD)


def test_headings_without_a_year_are_an_error() -> None:
    with pytest.raises(SourceError, match=r"no heading is a year"):
        cra.tidy(sheet(*england(), headings=[*HEADINGS[:-2], "2008-10", "total"]), OLD)


def control(amount: str, **words: str) -> pd.DataFrame:
    plain = {"edition": "cra_2010", "year": "2008-09", "area_code": "E92000001", "area_name": "England"}
    more = {"function_code": "all", "sector": "all", "within_gbp_million": "0.05"}
    return pd.DataFrame([plain | more | {"amount_gbp_million": amount} | words])


def test_a_control_that_holds_is_silent_and_one_that_does_not_is_named() -> None:
    table = cra.tidy(sheet(*england()), OLD)
    cra_editions.check_controls([table], control("13.5"), "controls")
    wrong = r"cra_2010, England, 2008-09, 07, all: database 13.5, control 14.0 GBP million"
    with pytest.raises(Faults, match=wrong):
        cra_editions.check_controls([table], control("14.0", function_code="07"), "controls")


def editions(*factors: float) -> list[pd.DataFrame]:
    first = cra.tidy(sheet(*england(1.0)), OLD)
    names = ("cra_2010", "cra_2013", "cra_2015")
    return [
        first.assign(edition=name, amount_gbp=first["amount_gbp"] * factor)
        for name, factor in zip(names, factors, strict=False)
    ]


def test_a_year_is_taken_from_the_newest_edition_and_all_are_kept_beside_it() -> None:
    both = editions(1.0, 2.0)
    used = cra_editions.newest(both)
    assert used.loc[used["edition"] == "cra_2013", "amount_gbp"].sum() == 18_000_000
    said = cra_editions.every_edition(both)
    assert said.set_index("edition")["amount_gbp"].to_dict() == {
        "cra_2010": 9_000_000,
        "cra_2013": 18_000_000,
    }


def test_an_edition_in_another_unit_is_found_by_the_year_it_shares() -> None:
    cra_editions.check_units(cra_editions.every_edition(editions(1.0, 1.05)), "layout")
    with pytest.raises(
        Faults, match=r"2008-09: cra_2010 gives [\d,]+ GBP, cra_2013 [\d,]+\. Is one of them in another"
    ):
        cra_editions.check_units(cra_editions.every_edition(editions(1.0, 0.001)), "layout")


def test_the_committed_tables_give_the_published_controls() -> None:
    """test_build proves that they are what the databases give, and reading them holds every control."""
    known = read_table("cra", edition="cra_2010", year="2008-09", is_identifiable=True)
    west_midlands = known[known["area_code"] == "E12000005"]["amount_gbp"].sum()
    assert round(west_midlands / 1e6) == 43_350
    said = read_table("cra_editions")
    assert said["edition"].nunique() == 13
    assert said[said["year"] == "2013-14"]["edition"].nunique() == 5


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
    read = {each.edition: each for each in cra.editions()}
    parts = [cra.database(publications, read[name]) for name in ("cra_2010", "cra_2014", "cra_2018")]
    ours = pd.concat(parts).query("is_identifiable and area_code.str.startswith('E12')")
    newest = ours.groupby("year")["edition"].transform("max")
    names = dict(zip([f"E1200000{number}" for number in range(1, 10)], REGIONS, strict=True))
    ours = ours[ours["edition"] == newest].assign(region=lambda rows: rows["area_code"].map(names))
    found = ours.groupby(["year", "region"])["amount_gbp"].sum()
    assert len(found) == 9 * 14
    assert ((found - theirs.rename_axis(found.index.names)).abs() < 1_000).all()
