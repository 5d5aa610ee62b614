"""Local authority areas of England at each boundary vintage, and the changes between vintages.

Publisher  ONS: districts of 2013 with regions and former codes; districts and counties of 2012 and 2014. CLG: E-codes
           of councils (lookups arranged by Minton and Bailey). Changes: config/geography/changes.csv.
Gives      `areas`, one row per vintage (2009, 2013, 2019, 2020, 2021, 2023) and lower-tier or unitary area, with its
           county, region and council; `area_changes`, one row per old and new area, from the councils abolished in
           April 2009 (by E-code) to the recodes of April 2025.
Basis      vintage 2009 has the 326 areas since April 2009 under the codes they carry since 2013, so that a series
           can be followed (Gateshead E08000037, Northumberland E06000057); former_area_code has the earlier code.
           Later vintages are the changes applied in order, and proved against the ONS lists of 2019, 2021 and 2023,
           whose names they have.
Gaps       boundary moves of a few streets are not followed. Areas before April 2009 have no rows in `areas`.
Not here   police, fire and health areas: see area_membership and nhs_bodies_areas.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.textfiles import check_complete, check_unique, read_csv

CARD = "ons_areas"
CHANGES = "geography/changes.csv"
VINTAGES = (2009, 2013, 2019, 2020, 2021, 2023)
TYPES = {"E06": "unitary", "E07": "district", "E08": "metropolitan", "E09": "london"}
PROOFS = {
    2019: ("geography/lookup_ltla19_utla19.csv", "ltla19_code", "utla19_code"),
    2021: ("geography/lookup_ltla21_utla21.csv", "ltla21_code", "utla21_code"),
    2023: ("geography/lookup_ltla23_utla23.csv", "ltla23_code", "utla23_code"),
}
"""Vintage -> ONS list of lower-tier areas and the upper-tier area each lies in."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `areas` and `area_changes`; each vintage proved against the ONS list where there is one."""
    moves = changes(read_config(CHANGES))
    first = base(raw, moves)
    vintages = [first.assign(vintage=VINTAGES[0])]
    for earlier, later in itertools.pairwise(VINTAGES):
        grown = advance(vintages[-1], moves, earlier, later).assign(vintage=later)
        vintages.append(named(grown, raw / PROOFS[later][0], PROOFS[later][1]) if later in PROOFS else grown)
    areas = pd.concat(vintages, ignore_index=True)
    for vintage, (path, lower, upper) in PROOFS.items():
        prove(areas[areas["vintage"] == vintage], raw / path, lower, upper)
    return {"areas": shaped("areas", areas), "area_changes": moves}


def changes(table: pd.DataFrame) -> pd.DataFrame:
    """config/geography/changes.csv as the table `area_changes`. ConfigError when a whole area goes two ways."""
    table = table.assign(is_whole=(table["is_whole"] == "yes").astype(bool))
    whole = table[table["is_whole"]]
    twice = whole[whole.duplicated(["effective", "old_code"], keep=False)]
    if len(twice):
        raise ConfigError(
            f"config/{CHANGES}: {twice['old_code'].iloc[0]} goes whole to {' and to '.join(twice['new_code'])}. "
            "Write is_whole no for a split."
        )
    text = [column for column in table.columns if column != "is_whole"]
    return table.astype(dict.fromkeys(text, "str"))


def base(raw: Path, moves: pd.DataFrame) -> pd.DataFrame:
    """The 326 areas since April 2009, without vintage."""
    codes = read_csv(
        raw / "geography/ons_codes.csv", ["LAD13CD", "LAD13CDO", "LAD13NM", "RGN13CD", "RGN13NM"]
    )
    codes.unique(["LAD13CD"])
    councils = read_csv(raw / "geography/lookups_between_ons_and_ecodes.csv", ["ecode", "ons_code"]).frame
    by_area = councils[councils["ons_code"] != ""].set_index("ons_code")["ecode"]
    counties = read_csv(raw / "geography/ltla_2014_lookup.csv", ["ltlacd", "ctycd", "ctynm", "ctrycd"]).frame
    england = counties[counties["ctrycd"] == "E92000001"].set_index("ltlacd")
    check_complete(codes.name, codes.frame["LAD13CD"], england.index, "areas of 2013")
    check_complete(
        "lookups_between_ons_and_ecodes.csv", by_area.index, [*england.index, *_counties(england)], "areas"
    )
    frame = codes.frame.rename(
        columns={
            "LAD13CD": "area_code",
            "LAD13NM": "area_name",
            "LAD13CDO": "old_ons_code",
            "RGN13CD": "region_code",
            "RGN13NM": "region_name",
        }
    )
    county = frame["area_code"].map(england["ctycd"])
    frame["county_code"] = county.where(county.str.startswith("E10"), frame["area_code"])
    frame["county_name"] = (
        frame["area_code"].map(england["ctynm"]).where(county.str.startswith("E10"), frame["area_name"])
    )
    frame["authority_code"] = frame["area_code"].map(by_area)
    frame["county_authority_code"] = frame["county_code"].map(by_area)
    frame["area_type"] = frame["area_code"].str[:3].map(TYPES)
    recodes = moves[(moves["kind"] == "recode") & (moves["effective"] < "2014")].set_index("new_code")[
        "old_code"
    ]
    frame["former_area_code"] = frame["area_code"].map(recodes).fillna("")
    return frame.assign(source_id=CARD)


def _counties(england: pd.DataFrame) -> list[str]:
    """The county councils among the upper-tier codes."""
    return sorted({code for code in england["ctycd"] if code.startswith("E10")})


def advance(areas: pd.DataFrame, moves: pd.DataFrame, earlier: int, later: int) -> pd.DataFrame:
    """The areas of the next vintage: mergers after April of `earlier` up to April of `later` applied.

    A new area takes its region, and its county if it is a district, from the areas it replaces.
    """
    due = (moves["effective"] > f"{earlier}-04-01") & (moves["effective"] <= f"{later}-04-01")
    mergers = moves[due & (moves["kind"] == "merger") & moves["old_code"].isin(areas["area_code"])]
    if not len(mergers):
        return areas
    new = mergers.merge(areas, left_on="old_code", right_on="area_code", suffixes=("_council", ""))
    new = new.drop_duplicates("new_code").assign(
        area_code=lambda rows: rows["new_code"],
        area_name=lambda rows: rows["new_name"],
        area_type=lambda rows: rows["new_code"].str[:3].map(TYPES),
        authority_code=lambda rows: rows["new_authority_code"],
        old_ons_code="",
        former_area_code="",
    )
    single = new["area_type"] != "district"
    for column, own in (
        ("county_code", "area_code"),
        ("county_name", "area_name"),
        ("county_authority_code", "authority_code"),
    ):
        new[column] = new[column].mask(single, new[own])
    kept = areas[~areas["area_code"].isin(mergers["old_code"])]
    return pd.concat([kept, new[list(areas.columns)]], ignore_index=True)


def named(areas: pd.DataFrame, path: Path, lower: str) -> pd.DataFrame:
    """The areas of a vintage under the names of the ONS list: one may be renamed and keep its code (Shepway)."""
    listed = read_csv(path, [lower, name := lower.replace("code", "name")]).unique([lower]).frame
    names = areas["area_code"].map(listed.set_index(lower)[name]).fillna(areas["area_name"])
    single = areas["county_code"] == areas["area_code"]
    return areas.assign(area_name=names, county_name=areas["county_name"].mask(single, names))


def prove(areas: pd.DataFrame, path: Path, lower: str, upper: str) -> None:
    """SourceError unless one vintage has the areas of the ONS list, each in the same upper-tier area."""
    listed = read_csv(path, [lower, upper]).frame
    listed = listed[listed[lower].str.startswith("E")]
    ours = areas["area_code"] + " in " + areas["county_code"]
    check_complete(path.name, listed[lower] + " in " + listed[upper], ours, "areas and their counties")
    check_unique(path.name, areas, ["authority_code"])


SOURCE = Source(cards=(CARD,), tables=("areas", "area_changes"), read=read)
