"""Population of local authority areas by age band, recent years.

Publisher  ONS: mid-2020 by neighbourhood (LSOA) and mid-2023 by single year of age.
Gives      `population_ages`, one row per area, mid-year and band: 0-4, 5-15, 16-17, 18-64, 65-84, 85+;
           in 2023 18, 19-21 and 22-64 in place of 18-64 (students at the end of their first to third year).
Basis      2020: neighbourhoods added up to the districts of 2018 and of 2022; published before the 2021 census.
           2023: areas of 2023; bands must add up to all ages, and areas to England.
Gaps       no ages before 2020: there was no table by age for 2008 to be had.
Not here   sexes and single years.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.population import AREA, ENGLAND, LATE
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD, LOOKUPS, LOOKUP_2022 = "ons_lsoa_2020", "ons_lsoa", "ons_lsoa_icb_2022"
BANDS = {
    "0-4": (0, 4),
    "5-15": (5, 15),
    "16-17": (16, 17),
    "18-64": (18, 64),
    "65-84": (65, 84),
    "85+": (85, 90),
}
"""Band -> first and last single year (90 stands for 90 and over)."""

BANDS_2023 = {band: ends for band, ends in BANDS.items() if band != "18-64"} | {
    "18": (18, 18),
    "19-21": (19, 21),
    "22-64": (22, 64),
}

COLUMNS = ["area_code", "year", "age_band", "population", "source_id"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `population_ages`."""
    people = neighbourhoods(raw)
    old = read_csv(raw / "geography/lookup_lsoa11_ltla18.csv.gz", ["lsoa11_code", "ltla18_code"])
    new = read_csv(raw / load_card(LOOKUP_2022).file().path, ["lsoa11_code", "ltla22_code"])
    districts_2022 = add_up(people, new, "ltla22_code")
    districts_2018 = add_up(people, old, "ltla18_code")
    merged = districts_2018[~districts_2018["area_code"].isin(districts_2022["area_code"])]
    book = Workbook.open(raw / load_card(LATE).file().path)
    return {
        "population_ages": pd.concat([districts_2022, merged, from_mye2(book.sheet("MYE2 - Persons"))])[
            COLUMNS
        ]
    }


def neighbourhoods(raw: Path) -> TextFile:
    """Mid-2020 by neighbourhood, with one column per band; bands must sum to the total of each."""
    columns = {band: "age_" + band.replace("-", "_").replace("+", "_plus") for band in BANDS}
    file = read_csv(raw / load_card(CARD).file().path, ["lsoa11_code", "total", *columns.values()])
    file.unique(["lsoa11_code"])
    values = {band: file.numbers(column)[0] for band, column in columns.items()}
    frame = pd.DataFrame({"lsoa11_code": file.frame["lsoa11_code"], **values, "row": file.frame["row"]})
    wrong = frame[frame[list(BANDS)].sum(axis=1) != file.numbers("total")[0]]
    if len(wrong):
        raise SourceError(f"{file.name}, line {wrong['row'].iloc[0]}: age bands do not add up to the total.")
    return TextFile(file.name, frame)


def add_up(people: TextFile, lookup: TextFile, column: str) -> pd.DataFrame:
    """Neighbourhoods added up to districts; every neighbourhood must be in one."""
    lookup.unique(["lsoa11_code"])
    both = people.frame.merge(lookup.frame[["lsoa11_code", column]], on="lsoa11_code", how="left")
    lost = both[both[column].isna()]
    if len(lost):
        raise SourceError(
            f"{lookup.name}: no district for {lost['lsoa11_code'].iloc[0]} and {len(lost) - 1} more."
        )
    sums = both.groupby(column)[list(BANDS)].sum().rename_axis("area_code").reset_index()
    long = sums.melt("area_code", var_name="age_band", value_name="population")
    return long.assign(year=2020, source_id=CARD).astype({"year": "int32", "age_band": "str"})


def from_mye2(sheet: Sheet) -> pd.DataFrame:
    """Bands of mid-2023 from single years; they must add up to all ages and to England."""
    table = sheet.table("Code", "Name", "Geography", "All ages")
    code, whole = table.column("Code"), table.column("All ages")
    ages = {
        int(heading.rstrip("+")): at
        for at, heading in enumerate(table.headings)
        if heading.rstrip("+").isdigit()
    }
    if sorted(ages) != list(range(91)):
        raise SourceError(f"{sheet}, row {table.heading_row}: single years 0 to 90 are not complete.")
    records, england = [], 0.0
    for row in range(table.first_row, len(sheet.rows) + 1):
        name = table.text(row, code)
        england = table.number(row, whole)[0] if name == ENGLAND else england
        if not pd.Series([name]).str.match(AREA).iloc[0]:
            continue
        bands = {
            band: sum(table.number(row, ages[age])[0] for age in range(first, last + 1))
            for band, (first, last) in BANDS_2023.items()
        }
        if sum(bands.values()) != table.number(row, whole)[0]:
            raise SourceError(f"{sheet}, row {row}: ages of {name} do not add up to all ages.")
        records += [(name, 2023, band, people, LATE) for band, people in bands.items()]
    frame = pd.DataFrame(records, columns=COLUMNS).astype({"year": "int32"})
    if frame["population"].sum() != england:
        raise SourceError(
            f"{sheet}: areas sum to {frame['population'].sum():,.0f}, England is {england:,.0f}."
        )
    return frame


SOURCE = Source(cards=(CARD, LOOKUPS, LOOKUP_2022, LATE), tables=("population_ages",), read=read)
