"""Mid-year population of local authority areas, all ages.

Publisher  ONS: MYEB3 (mid-2001 to mid-2013, areas of 2013), the mid-2023 estimates, sheet MYE4 (areas of 2023), and the
           revised series mid-2010 to mid-2024 (areas of 2023, as somebody else arranged it).
Gives      `population`, one row per area and mid-year: MYEB3 for 2001 to 2013, mid-2023 edition for 2014 to 2021, the
           revised series for 2022 to 2024 (England mid-2023: 242,147 more than first published).
Basis      usual residents. MYEB3 is rebased to the 2011 census, the later edition to the 2021 census: marker [b] on
           2014, the first year on the new basis. Figures used in 2009 itself were others (before the 2011 census).
Gaps       2014 to 2024 only for areas of 2023: none for districts merged in 2019 to 2023 (Allerdale, Corby, ...).
           For years to 2013 add the old districts (area_changes).
Proof      England as published; the revised series is the mid-2023 edition's in every area of mid-2014 to mid-2021.
Not here   ages: see population_ages.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import letter
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import TextFile, check_unique, read_csv

CONTROLS = "controls/population.csv"
EARLY, LATE, REVISED = "ons_myeb3", "ons_mye23", "ons_population_revised"
REVISED_FROM = 2022  # the first mid-year that the revised series has otherwise than the mid-2023 edition
AREA = r"^E0[6-9]\d{6}$"
ENGLAND = "E92000001"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `population`; England's sums are checked against config/controls and the England row."""
    early = from_myeb3(read_csv(raw / load_card(EARLY).file().path, ["lad2013_code", "country"]))
    late = from_mye4(Workbook.open(raw / load_card(LATE).file().path).sheet("MYE4"))
    late = late[late["year"] > early["year"].max()]
    late = late.assign(marker=late["marker"].mask(late["year"] == late["year"].min(), str(Marker.BREAK)))
    newest = from_revised(
        read_csv(raw / load_card(REVISED).file().path, ["code", "name", "year", "population"])
    )
    check_same(late, newest)
    parts = [early, late[late["year"] < REVISED_FROM], newest[newest["year"] >= REVISED_FROM]]
    table = shaped("population", pd.concat(parts, ignore_index=True))
    check_england(table, read_config(CONTROLS))
    return {"population": table}


def from_myeb3(file: TextFile) -> pd.DataFrame:
    """English areas of MYEB3 in long form."""
    file = TextFile(file.name, file.frame[file.frame["country"] == "E"].reset_index(drop=True))
    file.unique(["lad2013_code"])
    columns = [column for column in file.frame.columns if column.startswith("population_")]
    if not columns:
        raise SourceError(f"{file.name}, line 1: no heading like population_2008.")
    parts = [
        _part(
            file.frame["lad2013_code"], int(column[-4:]), file.numbers(column)[0], file.frame["row"], column
        )
        for column in columns
    ]
    return _checked(file.name, pd.concat(parts, ignore_index=True)).assign(source_id=EARLY, sheet="")


def from_mye4(sheet: Sheet) -> pd.DataFrame:
    """English areas of sheet MYE4 in long form; their sum must be the England row in every year."""
    table = sheet.table("Code", "Name", "Geography")
    code = table.column("Code")
    rows = range(table.first_row, len(sheet.rows) + 1)
    codes = pd.Series([table.text(row, code) for row in rows], index=rows, dtype="str")
    areas, parts = codes[codes.str.match(AREA)], []
    for column, heading in enumerate(table.headings):
        if heading.startswith("Mid-"):
            values = pd.Series([table.number(row, column)[0] for row in areas.index], dtype="float64")
            england = table.number(codes.index[codes == ENGLAND][0], column)[0]
            if values.sum() != england:
                raise SourceError(
                    f"{sheet}, {heading}: areas sum to {values.sum():,.0f}, England is {england:,.0f}."
                )
            row = pd.Series(areas.index)
            parts.append(_part(areas.reset_index(drop=True), int(heading[-4:]), values, row, letter(column)))
    return _checked(str(sheet), pd.concat(parts, ignore_index=True)).assign(source_id=LATE, sheet=sheet.name)


def from_revised(file: TextFile) -> pd.DataFrame:
    """English areas of the revised series in long form."""
    frame = file.frame[file.frame["code"].str.match(AREA)].reset_index(drop=True)
    file = TextFile(file.name, frame)
    made = _part(frame["code"], 0, file.numbers("population")[0], frame["row"], "population")
    years = pd.to_numeric(frame["year"], errors="coerce")
    if years.isna().any():
        first = frame[years.isna()].iloc[0]
        raise SourceError(f"{file.name}, row {first['row']}, column year: '{first['year']}' is no year.")
    made = made.assign(year=years.astype("int32"))
    return _checked(file.name, made).assign(source_id=REVISED, sheet="")


def check_same(late: pd.DataFrame, revised: pd.DataFrame) -> None:
    """SourceError where the revised series differs from the edition before in years that it did not revise."""
    both = late.merge(revised, on=["area_code", "year"], how="outer", suffixes=("", "_revised"))
    both = both[(both["year"] >= late["year"].min()) & (both["year"] < REVISED_FROM)]
    wrong = both[both["population"] != both["population_revised"]]
    if len(wrong):
        first = wrong.iloc[0]
        raise SourceError(
            f"{REVISED}: {first['area_code']} in mid-{first['year']} is {first['population_revised']}, "
            f"the mid-2023 edition has {first['population']}. Has the publisher revised earlier years too?"
        )


def _part(
    codes: pd.Series[str], year: int, values: pd.Series[float], rows: pd.Series[int], column: str
) -> pd.DataFrame:
    """One year."""
    frame = pd.DataFrame({"area_code": codes, "population": values, "row": rows})
    return frame.assign(year=year, column=column, marker="").astype(
        {"year": "int32", "row": "int32", "column": "str"}
    )


def _checked(file: str, frame: pd.DataFrame) -> pd.DataFrame:
    """SourceError when a population is missing, not positive or stands twice."""
    wrong = frame[~(frame["population"] > 0)]
    if len(wrong):
        first = wrong.iloc[0]
        raise SourceError(
            f"{file}, row {first['row']}, column {first['column']}: no population of {first['area_code']}."
        )
    check_unique(file, frame, ["area_code", "year"])
    return frame


def check_england(population: pd.DataFrame, controls: pd.DataFrame) -> None:
    """Faults unless the areas sum to England as published in each year of config/controls/population.csv."""
    faults: list[TotalPlaceError] = []
    for control in controls.to_dict("records"):
        found = population.loc[population["year"] == int(control["year"]), "population"].sum()
        if found != float(control["population"]):
            faults.append(
                SourceError(
                    f"mid-{control['year']}: areas sum to {found:,.0f}, England {control['population']}."
                )
            )
    if faults:
        raise Faults(f"Population against config/{CONTROLS}", faults)


SOURCE = Source(cards=(EARLY, LATE, REVISED), tables=("population",), read=read)
