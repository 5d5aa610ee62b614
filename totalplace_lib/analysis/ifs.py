"""Five services for each resident, on the definition of the Institute for Fiscal Studies (IFS) as far as it can be made
here, beside the figures that it published for 2022-23 (config/published/ifs.csv; notebooks/services_per_head.ipynb)."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.services import services_per_head
from totalplace_lib.count import geography
from totalplace_lib.count import key_arithmetic as arithmetic
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national import key_series
from totalplace_lib.national.money import keys
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import read_config, read_table

YEAR = "2022-23"
OTHERS = ["public_health", "police", "local_government"]
PARTS = ["nhs", "schools", *OTHERS]
WITHIN = 0.02
RESERVES = ("reserves_earmarked", "reserves_unallocated")


def ours(year: str = YEAR) -> pd.DataFrame:
    """The five services as we count them, with regions: code, name, region_name, population, PARTS (GBP per head)."""
    return _with_regions(services_per_head(year))


def on_its_definition(year: str = YEAR) -> pd.DataFrame:
    """The same, nearer to funding as the IFS has it: the schools grant before deductions instead of what was spent on
    schools, and boards' allocations shared inside a board by what commissioning groups were given by formula in 2019-20
    instead of people, age and illness. Police, public health and councils stay what was spent.

    An area without a schools grant of its own (City of London, Isles of Scilly; Cumberland and Westmorland and Furness,
    whose grant was Cumbria's) has a gap.
    """
    when = Year.parse(year)
    table = services_per_head(year)
    areas = gazetteer(geography.vintage_for(when)).areas
    homes = areas.drop_duplicates("county_code").set_index("county_code")["county_authority_code"]
    grant = read_table("schools_grant", year=year, block="total", measure="before").set_index(
        "authority_code"
    )
    schools = table["code"].map(homes).map(grant["amount_gbp"])
    nhs = table["code"].map(by_groups(when).groupby(areas.set_index("area_code")["county_code"]).sum())
    is_england = table["code"] == geography.ENGLAND
    schools[is_england], nhs[is_england] = grant["amount_gbp"].sum(), nhs.sum()
    people = table["population"]
    return _with_regions(table.assign(schools=schools / people, nhs=nhs / people))


def by_groups(year: Year) -> pd.Series:
    """What boards were given, on areas, inside a board by what its groups were given in 2019-20; by area_code."""
    held = (
        read_table("health_allocations", year=str(year), body_kind="icb")
        .groupby("body_code")["amount_gbp"]
        .sum()
    )
    if held.empty:
        raise UsageError(
            f"The IFS's definition needs what health boards were given, which is not held for {year}. Use {YEAR}, the "
            "year of its figures."
        )
    amounts = held.rename("value").rename_axis("catchment_code").reset_index()
    within = keys(year, ["health_groups"]).set_index("area_code")["value"]
    return arithmetic.of_bodies(amounts, key_series.board_areas(year), within)


def _with_regions(table: pd.DataFrame) -> pd.DataFrame:
    """With a row for each region, weighted by people; areas with a gap are left out of it. Column total."""
    rows = [table.assign(total=table[PARTS].sum(axis=1, skipna=False))]
    for name, own in table[table["region_name"] != ""].groupby("region_name"):
        known = own.dropna(subset=PARTS)
        means = {
            part: float((known[part] * known["population"]).sum() / known["population"].sum())
            for part in PARTS
        }
        rows.append(pd.DataFrame([{"code": name, "name": name, "region_name": "", **means,
                                   "population": own["population"].sum(), "total": sum(means.values())}]))  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def beside(year: str = YEAR) -> pd.DataFrame:
    """Each published figure beside ours: name, service, per_head_gbp (IFS), counted_gbp (as we count), defined_gbp (on
    its definition), scaled_gbp (that, with each service of England brought to the IFS's level), differs (of the last).

    Levels: health service and schools as the IFS has them for England, what is left of its total for the other three.
    """
    published = read_config("published/ifs.csv").assign(
        per_head_gbp=lambda frame: frame["per_head_gbp"].astype(float)
    )
    counted, defined = (table.set_index("name") for table in (ours(year), on_its_definition(year)))
    scaled = defined.assign(
        **{part: defined[part] * level for part, level in levels(published, defined).items()}
    )
    scaled["total"] = scaled[PARTS].sum(axis=1, skipna=False)
    asked = list(zip(published["name"], published["service"], strict=True))
    tables = {"counted_gbp": counted, "defined_gbp": defined, "scaled_gbp": scaled}
    found = {
        name: [table[service].to_dict()[area] for area, service in asked] for name, table in tables.items()
    }
    table = published[["name", "service", "per_head_gbp", "how", "source"]].assign(**found)
    return table.assign(differs=table["scaled_gbp"] / table["per_head_gbp"] - 1)


def levels(published: pd.DataFrame, defined: pd.DataFrame) -> dict[str, float]:
    """By what each service of England is to be multiplied to be at the level of the IFS."""
    england = defined.loc[["England"]].iloc[0]
    known = published[published["name"] == "England"].set_index("service")["per_head_gbp"]
    parts = {part: float(known[part]) / float(england[part]) for part in ("nhs", "schools")}
    rest = float(known["total"]) - float(known["nhs"]) - float(known["schools"])
    return parts | dict.fromkeys(OTHERS, rest / _added(england))


def _added(row: pd.Series) -> float:
    """Police, public health and councils together."""
    return sum(float(row[part]) for part in OTHERS)


def from_reserves(year: str = YEAR) -> float:
    """What councils, police and fire authorities took out of their reserves in the year, GBP for each resident:
    spending that no funding of the year paid for."""
    taken = read_table("council_revenue", year=year, line=list(RESERVES))["amount_gbp"].sum()
    return -float(taken) / float(services_per_head(year)["population"].iloc[0])


def causes(year: str = YEAR) -> pd.DataFrame:
    """England on its definition beside the IFS, service by service: part, ifs_gbp, defined_gbp, why."""
    published, england = read_config("published/ifs.csv"), on_its_definition(year).iloc[0]
    known = published[published["name"] == "England"].set_index("service")["per_head_gbp"].astype(float)
    rest, drawn = _added(england), from_reserves(year)
    rows = [
        ("NHS", known["nhs"], england["nhs"],
         "Boards' baselines are published by board; what NHS England added to them during the year is not, and the "
         "IFS's figure appears to hold it"),
        ("Schools", known["schools"], england["schools"],
         "Schools grant, with early years, without pupil premium and sixth forms, which are not held by authority"),
        ("Police, public health and councils", known["total"] - known["nhs"] - known["schools"], rest,
         f"Spending, not funding: £{drawn:,.0f} a head came out of reserves in the year"),
        ("Together", known["total"], england["total"], "The sum of the three"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["part", "ifs_gbp", "defined_gbp", "why"])
