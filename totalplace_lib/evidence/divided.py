"""How wrong it is to divide a county council's money by service among the councils that take its place.

Counties without a county council, wholly of unitary or metropolitan councils: what these spent on a service is shared
among them by key, as if only the sum were known. That chooses the keys and makes the ranges. The counties whose council
was divided have no part in it: they judge keys and ranges that never saw them (evidence.reorganised).

Errors are log odds of a council's share. Judgement: config/evidence/divided.csv.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.count.rules import first_fit
from totalplace_lib.evidence import calibration, coverage
from totalplace_lib.evidence.log_odds import error, root_mean_square
from totalplace_lib.model import Economic, Year
from totalplace_lib.national import key_series
from totalplace_lib.national.council_revenue import leaves, revenue
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config, read_table, remembered

ALL = "all"
"""All current services together, each by its key: what the range of a total needs."""
TESTED, PEOPLE, WHOLE = "yes", "people", "whole"
UNITARY = ("unitary", "metropolitan")
SPENT = ["year", "authority_code", "service", "amount_gbp"]


@remembered
def services() -> pd.DataFrame:
    """config/evidence/divided.csv by service, in its order."""
    return read_config("evidence/divided.csv").fillna("").set_index("service", drop=False)


def service_of(lines: pd.DataFrame) -> pd.Series:
    """The service by which each line is divided.

    lines  line (of a return), economic
    """
    table = services()
    rules = table.assign(line=table["lines"].str.split()).explode("line")
    place = first_fit(lines, rules, ["line", "economic"])
    return pd.Series(rules["service"].to_numpy()[place], index=lines.index)


@remembered
def spent(year: str) -> pd.DataFrame:
    """What each council returned for a service in a year: SPENT. Services that cannot be tested are left out; so is
    whatever was estimated for a council without a return."""
    returned = revenue(Year.parse(year))[0]
    current = returned[~returned["is_filled_in"] & returned["line"].isin(leaves("rs")["line"])]
    capital = read_table(
        "council_capital", ["authority_code", "line", "amount_gbp"], year=year, measure="expenditure"
    )
    capital = capital[capital["line"].isin(leaves("cor4")["line"])]
    both = pd.concat(
        [
            current.assign(economic=str(Economic.CURRENT)),
            capital.assign(economic=str(Economic.CAPITAL)),
        ],
        ignore_index=True,
    )
    both["service"] = service_of(both)
    kept = both[both["service"].map(services()["tested"]) == TESTED]
    sums = kept.groupby(["authority_code", "service"])["amount_gbp"].sum(min_count=1)
    return sums.reset_index().assign(year=year)[SPENT]


@remembered
def keys_by_area(year: str) -> pd.DataFrame:
    """Every key that competes, in a year: areas x keys."""
    names = sorted({key for keys in services()["keys"] for key in keys.split()})
    series = key_series.series(Year.parse(year), names)
    return series.pivot(index="area_code", columns="key", values="value")


def ground(codes: Iterable[str], year: str) -> pd.DataFrame:
    """The areas of councils in a year with every key there: catchment_code, area_code, the keys (of the part that a
    council holds of the area)."""
    when = Year.parse(year)
    homes = key_series.authority_areas(codes, when, when)
    keys = keys_by_area(year).reindex(homes["area_code"]).mul(homes["weight"].to_numpy(), axis=0)
    return homes[["catchment_code", "area_code"]].join(keys.reset_index(drop=True))


def whole_counties(year: str) -> pd.Series:
    """The county number (E42) of each council of the counties without a county council, by authority_code; without the
    counties that were divided."""
    areas = read_table("areas", vintage=geography.in_force(Year.parse(year)))
    county = areas["authority_code"].str[:3].set_axis(areas["authority_code"])
    unitary = areas["area_type"].isin(UNITARY).groupby(county.to_numpy()).agg(["all", "size"])
    whole = unitary.index[unitary["all"] & (unitary["size"] > 1)]
    return county[county.isin(whole) & ~county.isin(_of_divided())]


@remembered
def _of_divided() -> frozenset[str]:
    """County numbers of the county councils that were divided."""
    new = read_table("area_changes", ["new_authority_code"], kind="split")["new_authority_code"]
    return frozenset(new.str[:3])


@remembered
def as_if_unknown() -> pd.DataFrame:
    """Every figure of the first test under every key that competes: year, county, authority_code, service, key,
    amount_gbp, share (by key), truth."""
    return pd.concat([_year_as_if_unknown(year) for year in years()], ignore_index=True)


def _year_as_if_unknown(year: str) -> pd.DataFrame:
    county = whole_counties(year)
    table = spent(year).assign(county=lambda frame: frame["authority_code"].map(county)).dropna()
    by = ["county", "service"]
    size = county.value_counts()
    kept = table.groupby(by)["amount_gbp"].transform("min") > 0
    kept &= table.groupby(by)["amount_gbp"].transform("size") == table["county"].map(size)
    table = table[kept].assign(key=lambda frame: frame["service"].map(services()["keys"].str.split()))
    long = table.explode("key", ignore_index=True)
    held = ground(county.index, year).drop(columns="area_code").groupby("catchment_code").sum()
    values = held.rename_axis("authority_code").reset_index().melt("authority_code", var_name="key")
    long = long.merge(values, on=["authority_code", "key"])
    groups = long.groupby([*by, "key"])
    return long.assign(
        share=long["value"] / groups["value"].transform("sum"),
        truth=long["amount_gbp"] / groups["amount_gbp"].transform("sum"),
    ).drop(columns="value")


@remembered
def league() -> pd.DataFrame:
    """Each service's keys: service, key, figures, counties, typical_error (log odds; every county weighs the same), the
    best first."""
    rows = as_if_unknown().assign(error=lambda frame: error(frame["share"], frame["truth"]))
    by_county = rows.groupby(["service", "key", "county"], sort=False)["error"].agg(
        [root_mean_square, "size"]
    )
    table = by_county.groupby(["service", "key"], sort=False).agg(
        figures=("size", "sum"), counties=("size", "size"), typical_error=("root_mean_square", "mean")
    )
    order = {service: number for number, service in enumerate(services().index)}
    return table.reset_index().sort_values(
        ["service", "typical_error"], key=lambda one: one.map(order) if one.name == "service" else one,
        kind="stable", ignore_index=True,
    )  # fmt: skip


def drift() -> pd.DataFrame:
    """Where config uses another key than the best: driver (the service), configured, chosen."""
    best = league().drop_duplicates("service").set_index("service")["key"]
    used = services().loc[best.index, "key"]
    other = best[best != used]
    return pd.DataFrame({"driver": other.index, "configured": used[other.index], "chosen": other})


@remembered
def figures() -> pd.DataFrame:
    """Figures of the first test under the keys in use, and under the service ALL every council's current services
    together: service, year, county, authority_code, amount_gbp, share, truth, error."""
    rows = as_if_unknown()
    rows = rows[rows["key"] == rows["service"].map(services()["key"])]
    current = rows[rows["service"].map(services()["economic"]) == str(Economic.CURRENT)]
    by = ["year", "county", "authority_code"]
    whole = current["amount_gbp"] / current["truth"]
    together = current.assign(guess=current["share"] * whole).groupby(by)[["guess", "amount_gbp"]].sum()
    sums = together["amount_gbp"].groupby(["year", "county"]).transform("sum")
    every = together.assign(service=ALL, share=together["guess"] / sums, truth=together["amount_gbp"] / sums)
    both = pd.concat([rows, every.reset_index()], ignore_index=True)
    return both.assign(error=error(both["share"], both["truth"])).drop(columns=["key", "guess"])


@remembered
def ranges() -> pd.DataFrame:
    """By service: half_width (log odds), inside (each county by the bound of the others), figures, places."""
    scored = figures().assign(
        score=figures()["error"].abs(), family=figures()["service"], test=figures()["service"],
        region_code=figures()["county"], place=figures()["authority_code"],
    )  # fmt: skip
    found = calibration.by_family(scored, coverage.setting("coverage"))
    return found.rename(columns={"multiplier": "half_width"}).set_index("family")


@remembered
def measured() -> pd.DataFrame:
    """config/made/divided.csv as it was written, by service."""
    counts = dict.fromkeys(("figures", "councils", "counties", "events", "events_held"), "int64")
    parts = dict.fromkeys(("median_error", "half_width", "inside", "half_width_after"), "float64")
    return read_config("made/divided.csv").fillna("").astype({**counts, **parts}).set_index("service")
