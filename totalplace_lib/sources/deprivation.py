"""English indices of deprivation by local authority area.

Publisher  CLG / MHCLG: published authority summaries of 2010 and 2025; neighbourhood (LSOA) scores of 2007, 2010 and
           2015; average scores of 2004 to 2019 recast to the areas of 2021 by the British Red Cross.
Gives      `deprivation`, one row per area, index, domain and measure.
Basis      people: income deprived (claimants of means-tested benefits and their dependants, 2008 for the 2010
           index) and employment deprived, as published. mean score: published, or the plain mean over
           neighbourhoods, which have about equal population; "mean score (recast)" as recast by the compiler.
           IMD 2007 and 2010 neighbourhoods are of 2001, placed through their 2011 successors in districts of 2018.
Gaps       no people counts in 2007, 2015 and 2019. Scores of different indices are not on one scale; scores of the
           health and crime domains may be negative, so that they are no weights by themselves.
Not here   ranks and deciles.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cells import letter
from totalplace_lib.sources.sheets import Workbook
from totalplace_lib.sources.textfiles import check_complete, check_unique, read_csv

LAYOUT = "layouts/deprivation.csv"
CARDS = ("imd_2010_la", "imd_2025_la", "imd_lsoa", "imd_recast", "ons_areas", "ons_lsoa")
FOLDER = "deprivation/"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `deprivation`."""
    layout = read_config(LAYOUT)
    codes = read_csv(raw / "geography/ons_codes.csv", ["LAD13CD", "LAD13CDO"]).frame
    current = dict(zip(codes["LAD13CDO"], codes["LAD13CD"], strict=True))
    parts = [
        summaries_2010(Workbook.open(raw / FOLDER / "imd2010_la_summaries.xls"), layout, current),
        summaries_2025(raw / FOLDER / "imd2025_lad24.csv", layout),
        neighbourhoods(raw / FOLDER / "imd2010_england_lsoa01.csv.gz", "IMD 2010", layout, places_2001(raw)),
        neighbourhoods(raw / FOLDER / "imd2007_england_lsoa01.csv.gz", "IMD 2007", layout, places_2001(raw)),
        neighbourhoods(raw / FOLDER / "imd2015_england_lsoa11.csv.gz", "IMD 2015", layout, None),
        recast(raw / FOLDER / "imd_lad_summary_2004_2019.csv"),
    ]
    table = shaped("deprivation", pd.concat(parts, ignore_index=True))
    check_unique("deprivation", table, ["area_code", "index", "domain", "measure"])
    return {"deprivation": table}


def _lines(layout: pd.DataFrame, index: str, kind: str) -> pd.DataFrame:
    """The headings to read for one index from one kind of file."""
    return layout[(layout["index"] == index) & (layout["file"] == kind)]


def summaries_2010(book: Workbook, layout: pd.DataFrame, current: Mapping[str, str]) -> pd.DataFrame:
    """The published workbook of 2010; current maps old ONS codes to codes of today. All 326 areas must be there."""
    table = book.sheet("LA Summaries ID 2010").table("LA CODE", "LA NAME")
    at = table.column("LA CODE")
    rows = [row for row in range(table.first_row, len(table.sheet.rows) + 1) if table.text(row, at)]
    codes = [table.text(row, at) for row in rows]
    check_complete(str(table.sheet), codes, current, "areas")
    parts = []
    for line in _lines(layout, "IMD 2010", "authority").to_dict("records"):
        column = table.column(line["heading"], edit=f"config/{LAYOUT}")
        frame = pd.DataFrame({"area_code": [current[code] for code in codes], "row": rows})
        frame["value"] = [table.number(row, column)[0] for row in rows]
        parts.append(
            frame.assign(**_tags(line, "imd_2010_la"), sheet=table.sheet.name, column=letter(column))
        )
    return _without_gaps(str(table.sheet), pd.concat(parts, ignore_index=True))


def summaries_2025(path: Path, layout: pd.DataFrame) -> pd.DataFrame:
    """The published summaries of 2025 by area of 2024."""
    lines = _lines(layout, "IMD 2025", "authority").to_dict("records")
    file = read_csv(path, ["ltla24_code", *(line["heading"] for line in lines)]).unique(["ltla24_code"])
    parts = []
    for line in lines:
        frame = file.frame[["row"]].assign(
            area_code=file.frame["ltla24_code"], value=file.numbers(line["heading"], decimals=4)[0]
        )
        parts.append(frame.assign(**_tags(line, "imd_2025_la"), sheet="", column=line["heading"]))
    return _without_gaps(path.name, pd.concat(parts, ignore_index=True))


def neighbourhoods(path: Path, index: str, layout: pd.DataFrame, places: pd.DataFrame | None) -> pd.DataFrame:
    """Plain mean over the neighbourhoods of each area; places (lsoa01_code, area_code), else the file's lad13_code."""
    lines = _lines(layout, index, "neighbourhood").to_dict("records")
    code = "lsoa11_code" if places is None else "lsoa01_code"
    file = read_csv(path, [code, *(line["heading"] for line in lines)]).unique([code])
    frame = (
        file.frame.rename(columns={"lad13_code": "area_code"}) if places is None else file.frame.merge(places)
    )
    if len(frame) != len(file.frame):
        raise SourceError(
            f"{path.name}: {len(file.frame) - len(frame)} neighbourhoods are in no area of the lookup."
        )
    parts = []
    for line in lines:
        values = file.numbers(line["heading"], decimals=6)[0]
        by_code = dict(zip(file.frame[code], values, strict=True))
        means = frame[code].map(by_code).groupby(frame["area_code"]).mean().round(6)
        rows = frame.groupby("area_code")["row"].min()
        part = means.rename("value").to_frame().join(rows).reset_index()
        parts.append(part.assign(**_tags(line, "imd_lsoa"), sheet="", column=line["heading"]))
    return _without_gaps(path.name, pd.concat(parts, ignore_index=True))


def places_2001(raw: Path) -> pd.DataFrame:
    """Each neighbourhood of 2001 with the area of 2018 that holds most of its successors of 2011."""
    moved = read_csv(raw / "geography/lookup_lsoa01_lsoa11.csv.gz", ["lsoa01_code", "lsoa11_code"]).frame
    areas = read_csv(raw / "geography/lookup_lsoa11_ltla18.csv.gz", ["lsoa11_code", "ltla18_code"]).frame
    both = moved.merge(areas[["lsoa11_code", "ltla18_code"]], on="lsoa11_code")
    counts = both.groupby(["lsoa01_code", "ltla18_code"]).size().reset_index(name="count")
    counts = counts.sort_values(["lsoa01_code", "count", "ltla18_code"], ascending=[True, False, True])
    best = counts.drop_duplicates("lsoa01_code")[["lsoa01_code", "ltla18_code"]]
    return best.rename(columns={"ltla18_code": "area_code"})


def recast(path: Path) -> pd.DataFrame:
    """Average scores recast to the areas of 2021 by the compiler."""
    file = read_csv(path, ["lad_code", "Score", "imd"]).unique(["lad_code", "imd"])
    frame = file.frame[["row"]].assign(
        area_code=file.frame["lad_code"],
        value=file.numbers("Score", decimals=6)[0],
        index="IMD " + file.frame["imd"],
    )
    tags = {"domain": "overall", "measure": "mean score (recast)", "source_id": "imd_recast"}
    return _without_gaps(path.name, frame.assign(**tags, sheet="", column="Score"))


def _tags(line: Mapping[Hashable, str], source: str) -> dict[str, str]:
    """The words of one line of the layout."""
    return {"index": line["index"], "domain": line["domain"], "measure": line["measure"], "source_id": source}


def _without_gaps(file: str, frame: pd.DataFrame) -> pd.DataFrame:
    """SourceError when a value is missing: none of these publications has gaps."""
    gap = frame[frame["value"].isna()]
    if len(gap):
        first = gap.iloc[0]
        raise SourceError(
            f"{file}, row {first['row']}, column {first['column']}: no value for {first['area_code']}."
        )
    return frame


SOURCE = Source(cards=CARDS, tables=("deprivation",), read=read)
