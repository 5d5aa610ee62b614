"""Population of local authority areas by age band, in the two years that are held.

Publisher  ONS: mid-2013 (MYE2, as somebody else saved its sheet) and mid-2023 by single year of age.
Gives      `population_ages`, one row per area, mid-year and band: 0-4, 5-15, 16-17, 18, 19-21 (students at the end
           of their first to third year), 22-64, 65-84, 85+.
Basis      2013: areas of 2013, on the census of 2011; 2023: areas of 2023, on the census of 2021, before the revision
           of 2024 (ages are used as proportions). Bands add up to all ages, and areas to England.
Gaps       no ages by authority between the two, nor before mid-2013: none were to be had.
Not here   sexes and single years; years between the two, which national.key_series interpolates and names as such.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.population import AREA, ENGLAND, LATE
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import TextFile, read_csv

EARLY = "ons_mye2_2013"
BANDS = {
    "0-4": (0, 4),
    "5-15": (5, 15),
    "16-17": (16, 17),
    "18": (18, 18),
    "19-21": (19, 21),
    "22-64": (22, 64),
    "65-84": (65, 84),
    "85+": (85, 90),
}
"""Band -> first and last single year (90 stands for 90 and over)."""

YEARS = range(91)


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `population_ages`."""
    early = read_csv(raw / load_card(EARLY).file().path, ["CODE", "ALL AGES", *map(str, YEARS)])
    late = Workbook.open(raw / load_card(LATE).file().path).sheet("MYE2 - Persons")
    return {"population_ages": pd.concat([from_2013(early), from_2023(late)], ignore_index=True)}


def from_2013(file: TextFile) -> pd.DataFrame:
    """Bands of mid-2013; regions, counties, other nations and the notes below are left out."""
    english = file.frame["CODE"].str.match(f"{AREA}|^{ENGLAND}$")
    file = TextFile(file.name, file.frame[english].reset_index(drop=True)).unique(["CODE"])
    columns = {heading: file.numbers(heading)[0] for heading in ["ALL AGES", *map(str, YEARS)]}
    ages = pd.DataFrame(columns).set_axis(["whole", *YEARS], axis=1)
    return _bands(file.name, ages.assign(code=file.frame["CODE"], row=file.frame["row"]), 2013, EARLY)


def from_2023(sheet: Sheet) -> pd.DataFrame:
    """Bands of mid-2023."""
    table = sheet.table("Code", "Name", "Geography", "All ages")
    at = {
        int(heading.rstrip("+")): column
        for column, heading in enumerate(table.headings)
        if heading.rstrip("+").isdigit()
    }
    if sorted(at) != [*YEARS]:
        raise SourceError(f"{sheet}, row {table.heading_row}: single years 0 to 90 are not complete.")
    code, whole = table.column("Code"), table.column("All ages")
    rows = range(table.first_row, len(sheet.rows) + 1)
    records = [
        (table.text(row, code), row, *[table.number(row, each)[0] for each in (whole, *at.values())])
        for row in rows
        if table.text(row, code) == ENGLAND or pd.Series([table.text(row, code)]).str.match(AREA).iloc[0]
    ]
    return _bands(str(sheet), pd.DataFrame(records, columns=["code", "row", "whole", *at]), 2023, LATE)


def _bands(name: str, ages: pd.DataFrame, year: int, card: str) -> pd.DataFrame:
    """English areas by band; SourceError unless they add up to all ages and to England.

    ages  code, row, whole (all ages) and a column for each single year
    """
    england = ages.loc[ages["code"] == ENGLAND, "whole"].sum()
    areas = ages[ages["code"].str.match(AREA)]
    bands = pd.DataFrame(
        {band: areas[[*range(first, last + 1)]].sum(axis=1) for band, (first, last) in BANDS.items()}
    )
    wrong = areas[bands.sum(axis=1) != areas["whole"]]
    if len(wrong):
        first = wrong.iloc[0]
        raise SourceError(f"{name}, row {first['row']}: ages of {first['code']} do not add up to all ages.")
    if areas["whole"].sum() != england:
        raise SourceError(f"{name}: areas sum to {areas['whole'].sum():,.0f}, England is {england:,.0f}.")
    long = bands.assign(area_code=areas["code"]).melt(
        "area_code", var_name="age_band", value_name="population"
    )
    return shaped("population_ages", long.assign(year=year, source_id=card))


SOURCE = Source(cards=(EARLY, LATE), tables=("population_ages",), read=read)
