"""Primary care trusts (2006 to 2013): what they were given or spent, and which areas they served.

Publisher  Department of Health allocations, recovered by B. Goodair for a research paper; net operating costs 2010-11
           of 14 city trusts from a written answer of 12 December 2011; table of trusts and councils by L. Castro.
Gives      `nhs_allocations`, one row per trust, year and basis, GBP (published in GBP thousand);
           `nhs_bodies_areas`, one row per trust and district of 2009.
Basis      allocations are research reconstructions: the compiler had spread them over later groups, and only whole
           trusts were kept. 2008-09 is the opening baseline of the 2009-11 round, not the sum announced. Net
           operating costs are audited and hold lead-commissioner items, so they exceed allocations.
Gaps       62 of 151 trusts and one pair (South Birmingham with Heart of Birmingham, body 5M1+5MX). The rounds break
           the series at 2006-07, 2008-09 and 2011-12: marker [b]. Trusts are those of 2010: Hertfordshire had two.
Not here   integrated care boards and commissioning groups: see health_allocations.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError, SourceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources import areas as area_lists
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.textfiles import TextFile, check_complete, read_csv

PAIRS = "geography/pct_areas.csv"
ALLOCATIONS, COSTS, MEMBERS = "nhs_pct_allocations", "nhs_pct_operating_costs", "nhs_pct_areas"
BREAKS = ("2006-07", "2008-09", "2011-12")
RESEARCH, AUDITED = "research reconstruction", "audited written answer"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `nhs_allocations` and `nhs_bodies_areas`."""
    allocations = read_csv(
        raw / "health/pct_allocations_unchanged_pcts_2003_2013.csv",
        ["pct_nhs", "pct_name", "financial_year", "allocation_gbp_thousand", "basis", "quality"],
    )
    costs = read_csv(
        raw / "health/pct_net_operating_costs_2010_11_cities.csv",
        ["pct_nhs", "pct_name", "net_operating_cost_gbp_thousand", "financial_year"],
    )
    members = read_csv(
        raw / "geography/pct_to_local_authority_2009.csv", ["pct_nhs", "pct_name", "local_authority_2009"]
    )
    districts = area_lists.base(raw, area_lists.changes(read_config(area_lists.CHANGES)))
    money = shaped("nhs_allocations", pd.concat([_allocations(allocations), _costs(costs)]))
    bodies = bodies_areas(members, read_config(PAIRS), districts)
    unknown = set(money["body_code"]) - set(bodies["body_code"])
    if unknown:
        raise SourceError(f"{allocations.name}: no area is known for {', '.join(sorted(unknown))}.")
    return {"nhs_allocations": money.astype({"row": "int32"}), "nhs_bodies_areas": bodies}


def _allocations(file: TextFile) -> pd.DataFrame:
    """Reconstructed allocations."""
    file.unique(["pct_nhs", "financial_year"]).years("financial_year")
    frame = _money(file, "allocation_gbp_thousand", ALLOCATIONS, RESEARCH)
    breaks = frame["year"].isin(BREAKS)
    return frame.assign(
        basis=file.frame["basis"],
        note=file.frame["quality"],
        marker=frame["marker"].mask(breaks & (frame["marker"] == ""), str(Marker.BREAK)),
    )


def _costs(file: TextFile) -> pd.DataFrame:
    """Audited net operating costs."""
    file.unique(["pct_nhs", "financial_year"]).years("financial_year")
    frame = _money(file, "net_operating_cost_gbp_thousand", COSTS, AUDITED)
    return frame.assign(basis="net operating cost 2010-11", note="")


def _money(file: TextFile, column: str, source: str, quality: str) -> pd.DataFrame:
    """The columns both files have."""
    amounts, markers = file.numbers(column, unit=1e3)
    names = {"pct_nhs": "body_code", "pct_name": "body_name", "financial_year": "year"}
    frame = file.frame.rename(columns=names)[[*names.values(), "row"]]
    return frame.assign(amount_gbp=amounts, marker=markers, quality=quality, source_id=source, column=column)


def bodies_areas(members: TextFile, named: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Trusts and their districts: those of config/geography/pct_areas.csv, else the councils of the published table.

    districts   one vintage: area_code, area_name, county_name. SourceError when a district has no trust.
    """
    listed = members.frame.rename(columns={"pct_nhs": "body_code", "pct_name": "body_name"})
    names = listed.drop_duplicates("body_code").set_index("body_code")["body_name"]
    rest = listed[~listed["body_code"].isin(named["body_code"])]
    parts = [_by_council(members.name, rest, districts), _by_district(named, names, districts)]
    table = pd.concat(parts, ignore_index=True).assign(source_id=MEMBERS)
    check_complete(members.name, table["area_code"], districts["area_code"], "areas with a trust")
    single = ~table["body_code"].str.contains("+", regex=False)
    table["is_shared"] = table["area_code"].map(table[single].groupby("area_code").size()) > 1
    _check_shares(table[single])
    return shaped("nhs_bodies_areas", table)


def _by_council(file: str, listed: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Trusts that serve whole councils: a district, or all districts of a county."""
    places = [districts.assign(place=districts[name]) for name in ("area_name", "county_name")]
    lower = pd.concat(places).drop_duplicates(["place", "area_code"])[["place", "area_code", "area_name"]]
    unknown = sorted(set(listed["local_authority_2009"]) - set(lower["place"]))
    if unknown:
        raise SourceError(f"{file}: no area of 2009 is called {', '.join(unknown)}.")
    placed = listed.merge(lower, left_on="local_authority_2009", right_on="place")
    return placed.assign(is_whole=True, note="")


def _by_district(named: pd.DataFrame, names: pd.Series[str], districts: pd.DataFrame) -> pd.DataFrame:
    """Trusts that share a county or a city, by district; a body of two codes takes both names."""
    pairs = named.merge(districts[["area_code", "area_name"]], on="area_name", how="left")
    unknown = pairs[pairs["area_code"].isna()]["area_name"]
    if len(unknown):
        raise ConfigError(f"config/{PAIRS}: no area of 2009 is called {unknown.iloc[0]}.")
    both = [" and ".join(names[part] for part in code.split("+")) for code in pairs["body_code"]]
    return pairs.assign(body_name=both, is_whole=pairs["is_whole"] == "yes", note=pairs["note"].fillna(""))


def _check_shares(table: pd.DataFrame) -> None:
    """ConfigError when an area is whole in one trust and yet served by another."""
    wrong = table[table["is_whole"] & table["is_shared"]]
    if len(wrong):
        first = wrong.iloc[0]
        raise ConfigError(
            f"config/{PAIRS}: {first['area_name']} is whole in {first['body_name']} and stands under another trust too."
        )


SOURCE = Source(
    cards=(ALLOCATIONS, COSTS, MEMBERS, area_lists.CARD),
    tables=("nhs_allocations", "nhs_bodies_areas"),
    read=read,
)
