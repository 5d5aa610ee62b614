"""All the money of England in one year: the tables of the year opened, classified, with what each body serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import pandas as pd

from totalplace_lib import frame_cache
from totalplace_lib.asking import asked
from totalplace_lib.count import geography, known
from totalplace_lib.count.citing import ORIGIN, cells, listed
from totalplace_lib.count.consolidate import above_control, offsets
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.year_money import DecidedMoney, Money, decide
from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Year
from totalplace_lib.national import key_series
from totalplace_lib.national.central import BOARDS, TRUSTS, central
from totalplace_lib.national.councils import councils
from totalplace_lib.national.notes import notes
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import basis
from totalplace_lib.project import read_config, read_table, remembered

EDUCATION, SIXTH_FORMS = "09", "sixth_forms"


@remembered
def sharing(year: Year) -> Sharing:
    """The money of one year, ready to count any place from it; from the cache where nothing that it follows from has
    changed (frame_cache)."""
    frames = frame_cache.kept(f"money-{year}", lambda: _frames(year))
    return Sharing(DecidedMoney(year, **frames))


def _frames(year: Year) -> dict[str, pd.DataFrame]:
    """The frames of DecidedMoney by name."""
    made = decide(_made(year))
    return {field.name: getattr(made, field.name) for field in fields(made) if field.name != "year"}


def money(year: Year) -> DecidedMoney:
    """All the money of England for one year, each line decided, with catchments, keys and what is known by place."""
    return sharing(year).money


def _made(year: Year) -> Money:
    areas = gazetteer(geography.vintage_for(year)).areas
    transfers = transfers_of(year)
    local = councils(year)
    facts = _known(year, areas)
    everything = pd.concat([central(year, facts), local.lines], ignore_index=True)
    texts = dict.fromkeys(everything.columns.drop(["amount_pence", "row"]), "str")
    everything = everything.astype({**texts, "row": "int32"})
    used = sorted(set(everything["key"].unique()) - {NEVER_SPREAD})
    bodies = [*local.lines["catchment_code"].unique(), *local.non_submitting["authority_code"]]
    homes = _catchments(bodies, areas, year)
    received = [local.received]
    if SIXTH_FORMS in set(transfers["received"]):
        received.append(_sixth_forms(everything, homes, areas))
    taken_off = offsets(pd.concat(received, ignore_index=True), everything, transfers)
    rules = definition_of(year)
    return Money(
        year,
        everything,
        taken_off,
        homes,
        keys_within(year, used),
        facts,
        transfers,
        notes(year, local.non_submitting),
        rules,
    )


def _sixth_forms(everything: pd.DataFrame, homes: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """What schools were given for their sixth forms: in the returns, and in the Treasury's lines for whoever paid it.
    Councils' education in the returns is that much above the Treasury's figure for the same councils, region by region.
    """
    schools = everything[(everything["function_code"] == EDUCATION) & (everything["economic"] == "current")]
    treasury = schools[(schools["block"] == "central") & (schools["sector"] == "LA")]
    regions = areas.set_index("area_code")["region_code"]
    return above_control(schools[schools["block"] == "council"], treasury, homes, regions, SIXTH_FORMS)


def definition_of(year: Year) -> pd.DataFrame:
    """The rules of config/definition.csv that are looked for in a year."""
    rules = read_config("definition.csv")
    begins, ends = rules["first_year"].fillna(""), rules["last_year"].fillna("9999")
    return rules[(begins <= str(year)) & (ends >= str(year))]


def transfers_of(year: Year) -> pd.DataFrame:
    """config/transfers.csv as it applies to a year (column needs)."""
    rules = read_config("transfers.csv")
    return rules[[_applies(str(needs), year) for needs in rules["needs"].fillna("")]]


def _applies(needs: str, year: Year) -> bool:
    """Whether all that a transfer needs holds in a year; several needs are joined by "; "."""
    return all(_holds(need, year) for need in needs.split("; "))


def _holds(need: str, year: Year) -> bool:
    if need == "capital returns":
        return basis(year).capital_by_council
    return not need.startswith("until ") or year <= Year.parse(need.removeprefix("until "))


def keys(year: Year, names: Sequence[str] = ()) -> pd.DataFrame:
    """The named keys of config/keys.csv as series, or all of them: key, area_code, value."""
    return key_series.series(year, names)


def keys_within(year: Year, names: Sequence[str]) -> pd.DataFrame:
    """Keys for sharing within a region. A key that leaves a whole region out (people outside London) says nothing
    about the region left out: what the Treasury puts there all the same is shared by people."""
    series = keys(year, names)
    areas = gazetteer(geography.vintage_for(year)).areas.set_index("area_code")["region_code"]
    within = series.groupby([series["key"], series["area_code"].map(areas)])["value"].transform("sum")
    is_empty = within == 0
    people = residents(year).set_index("area_code")["value"]
    series["value"] = series["value"].where(~is_empty, series["area_code"].map(people))
    return series


def residents(year: Year) -> pd.DataFrame:
    """Residents of each area at the mid-year inside the financial year: area_code, value."""
    return key_series.people(year).rename("value").rename_axis("area_code").reset_index()


def _catchments(authorities: list[str], areas: pd.DataFrame, year: Year) -> pd.DataFrame:
    bodies = [code for code in authorities if not code.startswith("E12000")]  # E12 alone is Dorset
    local = key_series.authority_areas(bodies, year, year)
    return pd.concat([geography.region_catchments(areas), local], ignore_index=True)


def _known(year: Year, areas: pd.DataFrame) -> pd.DataFrame:
    """What is known by place in one year: benefits of some councils, allocations of some health bodies."""
    found = [known.NOTHING, _benefits(year, areas)]
    people = residents(year)
    if basis(year).nhs == "trusts":
        allocations = read_table("nhs_allocations", year=str(year)).assign(sheet="")
        found.append(known.bodies_known(allocations, health_bodies(), areas, people, TRUSTS))
    if basis(year).nhs == "boards":
        boards = key_series.board_areas(year).rename(columns={"catchment_code": "body_code"})
        found.append(known.bodies_known(_allocations(year), boards, areas, people, BOARDS))
    return pd.concat([frame for frame in found if not frame.empty] or [known.NOTHING], ignore_index=True)


def _benefits(year: Year, areas: pd.DataFrame) -> pd.DataFrame:
    paid = read_table("council_revenue", year=str(year), line="council_tax_benefit")
    code = dict(zip(areas["authority_code"], areas["area_code"], strict=True))
    by_area = paid.assign(area_code=paid["authority_code"].map(code), cell=cells(paid)).groupby("area_code")
    by_councils = by_area.agg(amount_gbp=("amount_gbp", "sum"), cell=("cell", listed))
    benefits = read_table("benefits_by_place", year=str(year)).assign(sheet="")
    groups = read_config("lines/known.csv")
    return known.benefits_known(
        benefits, groups[groups["not_in"].fillna("") != str(year)], areas, by_councils
    )


def _allocations(year: Year) -> pd.DataFrame:
    """What each integrated care board was given in a year: body_code, amount_gbp, where the first figure stands and
    the further ones (services bought from family doctors, dentists and others)."""
    held = read_table("health_allocations", year=str(year), body_kind="icb")
    first = held.drop_duplicates("body_code")[["body_code", *ORIGIN]]
    others = (
        held.assign(cell=cells(held))[held["body_code"].duplicated()].groupby("body_code")["cell"].agg(listed)
    )
    found = held.groupby("body_code")["amount_gbp"].sum().reset_index().merge(first, on="body_code")
    return found.assign(further_cells=found["body_code"].map(others).fillna(""))


def health_bodies() -> pd.DataFrame:
    """Primary care trusts and the part of each area's people that they serve: body_code, area_code, weight."""
    bodies = read_table("nhs_bodies_areas")
    part = read_config("geography/body_shares.csv").astype({"weight": float})
    joined = bodies.merge(
        part[["body_code", "area_code", "weight"]], on=["body_code", "area_code"], how="left"
    )
    joined.loc[joined["is_whole"] & joined["weight"].isna(), "weight"] = 1.0
    if joined["weight"].isna().any():
        first = joined[joined["weight"].isna()].iloc[0]
        raise ConfigError(
            f"config/geography/body_shares.csv: no weight for {first['body_code']} in {first['area_code']}."
        )
    return joined[["body_code", "area_code", "weight"]]


@asked
def key_names() -> dict[str, str]:
    """Each key of config/keys.csv and its name in words.

    >>> "population" in key_names()
    True
    """
    table = read_config("keys.csv")
    return dict(zip(table["key"], table["name"], strict=True))
