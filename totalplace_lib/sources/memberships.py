"""Which police force, fire authority and health board serve each area today.

Publisher  ONS Open Geography Portal (compiled by the British Red Cross): districts of 2024 to police force and
           fire authority; neighbourhoods of 2011 to integrated care board 2022 and to its sub-locations, which are the
           commissioning groups of before July 2022.
Gives      `area_membership`, one row per vintage, area, kind of body and body, with the share of the area's people.
Basis      vintage 2023 (areas of 2023 and 2024 are the same), and also 2021 for health boards. Shares are of the
           mid-2020 population by neighbourhood; they sum to one for each area and kind.
Gaps       health boards are those of July 2022; later boundary changes are not followed.
Not here   the bodies of 2008 to 2010: see config/geography and nhs_bodies_areas. Counties: see areas. Community
           safety partnerships: some areas have several.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.schema import shaped
from totalplace_lib.sources import areas as area_lists
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.textfiles import TextFile, check_complete, check_unique, read_csv

CARD = "ons_memberships_2024"
BOARDS, NEIGHBOURHOODS = "ons_lsoa_icb_2022", "ons_lsoa_2020"
BOARD, GROUP = ("icb22_code_h", "icb22_name"), ("sicbl22_code_h", "sicbl22_name")
KINDS = {
    "police": ("geography/lookup_ltla24_csp24_pfa24.csv", "pfa24_code", "pfa24_name"),
    "fire": ("geography/lookup_ltla24_fra24.csv", "fra24_code", "fra24_name"),
}


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `area_membership`; every area has each kind of body."""
    tables = area_lists.read(raw)
    areas, moves = tables["areas"], tables["area_changes"]
    parts = []
    for kind, (path, code, name) in KINDS.items():
        file = read_csv(raw / path, ["ltla24_code", code, name])
        parts.append(whole(file, code, name).assign(vintage=2023, kind=kind, source_id=CARD))
    lookup = read_csv(raw / load_card(BOARDS).file().path, ["lsoa11_code", "ltla22_code", *BOARD, *GROUP])
    residents = read_csv(raw / load_card(NEIGHBOURHOODS).file().path, ["lsoa11_code", "total"])
    successor = moves[moves["effective"] == "2023-04-01"].set_index("old_code")["new_code"].to_dict()
    for vintage, kind, names in ((2021, "icb", BOARD), (2023, "icb", BOARD), (2023, "sub_icb", GROUP)):
        people = bodies(lookup, residents, *names)
        if vintage == 2023:
            people["area_code"] = people["area_code"].replace(successor)
        parts.append(shares(people).assign(vintage=vintage, kind=kind, source_id=BOARDS))
    table = shaped("area_membership", pd.concat(parts, ignore_index=True))
    for vintage, kind in table[["vintage", "kind"]].drop_duplicates().itertuples(index=False):
        rows = table[(table["vintage"] == vintage) & (table["kind"] == kind)]
        wanted = areas[areas["vintage"] == vintage]["area_code"]
        check_complete(f"areas of {vintage} by {kind}", rows["area_code"], wanted, "areas")
    return {"area_membership": table}


def whole(file: TextFile, code: str, name: str) -> pd.DataFrame:
    """English areas that lie whole in one body."""
    rows = file.frame[file.frame["ltla24_code"].str.startswith("E")]
    rows = rows.drop_duplicates(["ltla24_code", code, name])
    check_unique(file.name, rows, ["ltla24_code"])
    rows = rows.rename(columns={"ltla24_code": "area_code", code: "body_code", name: "body_name"})
    if (rows["body_code"] == "").any():
        raise SourceError(
            f"{file.name}, line {rows[rows['body_code'] == '']['row'].iloc[0]}: an area without a body."
        )
    return rows[["area_code", "body_code", "body_name"]].assign(share=1.0)


def bodies(lookup: TextFile, people: TextFile, code: str, name: str) -> pd.DataFrame:
    """Residents by area and health body, from neighbourhoods; code and name are columns of the lookup."""
    lookup.unique(["lsoa11_code"])
    people.unique(["lsoa11_code"])
    residents = people.numbers("total")[0].set_axis(people.frame["lsoa11_code"])
    names = {"ltla22_code": "area_code", code: "body_code", name: "body_name"}
    frame = lookup.frame.rename(columns=names).assign(people=lookup.frame["lsoa11_code"].map(residents))
    lost = frame[frame["people"].isna()]
    if len(lost):
        raise SourceError(
            f"{people.name}: no population of {lost['lsoa11_code'].iloc[0]} and {len(lost) - 1} more."
        )
    return frame.groupby([*names.values()])["people"].sum().reset_index()


def shares(people: pd.DataFrame) -> pd.DataFrame:
    """Shares of each area's residents over bodies; they sum to one."""
    total = people.groupby(["area_code", "body_code", "body_name"])["people"].sum().reset_index()
    total["share"] = total["people"] / total.groupby("area_code")["people"].transform("sum")
    return total.drop(columns="people")


SOURCE = Source(cards=(CARD, BOARDS, NEIGHBOURHOODS, area_lists.CARD), tables=("area_membership",), read=read)
