"""Every upper-tier area at once: all money, and five services per head near the definition of the IFS (ifs.py)."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.whole_area_count import england
from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.money import keys, sharing
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config

UPPER_TIER = "upper-tier"
EVERY = {UPPER_TIER: "county", "area": "area", "region": "region"}
SERVICE_ON = ["spender_group", "spender", "line", "economic"]


def every(kind: str, year: str) -> pd.DataFrame:
    """Every place of a kind in one pass: code, name, region_name, population, amount_gbp, per_head_gbp.

    kind  upper-tier, area or region. The last row is what belongs to sites with an address and is in no place.
    Raises ImbalanceError unless the rows add to the count of England to the penny.
    """
    when = check_year(year)
    places = _members(kind, when)
    sums = money_by_area(sharing(when)).merge(places, on="area_code")
    found = sums.groupby("code")["amount_gbp"].sum().round(2)
    table = _people(places, when).assign(amount_gbp=lambda frame: frame["code"].map(found))
    table["per_head_gbp"] = table["amount_gbp"] / table["population"]
    left = _never_spread(year)
    _adds_up(table["amount_gbp"], left, england(year).total_gbp, f"{kind}, {year}")
    rest = {"code": "", "name": "Sites with an address of their own: in no area", "amount_gbp": left}
    return pd.concat([table, pd.DataFrame([rest])], ignore_index=True) if left else table


def _members(kind: str, year: Year) -> pd.DataFrame:
    """area_code with the code and name of the place of a kind that holds it, and region_name."""
    if kind not in EVERY:
        raise UsageError(f"Places of the kind '{kind}' cannot be counted at once. Kinds: {', '.join(EVERY)}.")
    areas = gazetteer(geography.vintage_for(year)).areas
    level = EVERY[kind]
    named = {f"{level}_code": "code", f"{level}_name": "name"}
    return areas[["area_code"]].assign(
        **{new: areas[old] for old, new in named.items()}, region_name=areas["region_name"]
    )


def _people(places: pd.DataFrame, year: Year) -> pd.DataFrame:
    """code, name, region_name, population of each place, by region and name."""
    people = keys(year, ["population"]).set_index("area_code")["value"]
    counted = places.assign(population=places["area_code"].map(people))
    sums = counted.groupby(["region_name", "name", "code"], as_index=False)["population"].sum()
    return pd.DataFrame(sums[["code", "name", "region_name", "population"]])


def _never_spread(year: str) -> float:
    """What is never spread below the region, GBP, straight from the lines."""
    held = sharing(Year.parse(year))
    money, lines = held.money, held.lines
    sizes = money.catchments.groupby("catchment_code").size()
    chosen = (lines["key"] == NEVER_SPREAD) & (lines["catchment_code"].map(sizes) > 1)
    return float(lines.loc[chosen, "amount_pence"].sum()) / 100


def _adds_up(amounts: pd.Series, left: float, whole: float, what: str) -> None:
    gap = round(float(amounts.sum()) + left - whole, 2)
    if abs(gap) >= 0.01:
        raise ImbalanceError(
            f"{what}: the places and what is in none of them differ from England by {gap:,.2f}."
        )


def services_per_head(year: str = "2022-23", kind: str = UPPER_TIER) -> pd.DataFrame:
    """Five services by place, GBP per head: code, name, region_name, population, one column per service.

    config/lines/services.csv says which lines make a service and how that differs from the IFS. England comes first.
    """
    when = check_year(year)
    places, rules = _members(kind, when), read_config("lines/services.csv")
    lines = money_by_area(sharing(when), SERVICE_ON)
    position = first_fit(lines, rules, SERVICE_ON)
    chosen = lines[position >= 0].assign(service=rules["service"].iloc[position[position >= 0]].to_numpy())
    amounts = chosen.merge(places, on="area_code").pivot_table(
        index="code", columns="service", values="amount_gbp", aggfunc="sum", fill_value=0.0
    )
    people = _people(places, when)
    whole = pd.DataFrame(
        [
            {
                "code": geography.ENGLAND,
                "name": "England",
                "region_name": "",
                "population": people["population"].sum(),
            }
        ]
    )
    amounts.loc[geography.ENGLAND] = amounts.sum()
    table = pd.concat([whole, people], ignore_index=True)
    for service in rules["service"].drop_duplicates():
        table[service] = table["code"].map(amounts[service]) / table["population"]
    return table
