"""Errors of what is estimated for councils, measured on their own returns as if unknown.

estimates  current spending of a council without a return: its year before, each service moved as its class moved,
           the council itself left out of the class (count.council_fills)
capital    capital of an upper-tier area from 2017-18 on: the region's capital by service, shared by the last returns
           and people (config/lines/treasury_capital.csv), tried with the returns of BASE on the years after

Errors are those of an area's or council's whole sum, which is what a range of a total needs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count import council_fills
from totalplace_lib.count.geography import in_force
from totalplace_lib.evidence import calibration
from totalplace_lib.evidence.grades import grade
from totalplace_lib.evidence.log_odds import error, root_mean_square
from totalplace_lib.evidence.tournament import POPULATION
from totalplace_lib.model import Year
from totalplace_lib.national import key_series
from totalplace_lib.national.council_revenue import leaves, moving_lines
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.schema.expressions import filters, mix_terms

ESTIMATE, CAPITAL = "council_estimate", "council_capital"
NAMES = {ESTIMATE: "Councils without a return", CAPITAL: "Capital of councils"}
BASE = ("2009-10", "2010-11")
SIDES = ["actual", "guessed"]
LEAST_GBP = 1e6  # below it a sum is a handful of projects, and its share no measure of the key


@remembered
def tested() -> pd.DataFrame:
    """All figures: driver, year, place, region_code (or class of council), error (log odds, or log of a ratio)."""
    return pd.concat([_estimates(), _capital()], ignore_index=True)


@remembered
def families() -> pd.DataFrame:
    """By family: multiplier (the half-width), inside (each region or class judged by the others), figures, places."""
    rows = tested().assign(score=tested()["error"].abs(), family=tested()["driver"], test=tested()["driver"])
    return calibration.by_family(rows, _coverage()).set_index("family")


def coverage() -> pd.DataFrame:
    """inside and figures by family, in words."""
    return families()[["inside", "figures"]].rename(index=NAMES)


def made(is_as_said: pd.Series) -> pd.DataFrame:
    """Rows of config/made/measured.csv. is_as_said: by driver, whether its range holds as much as it says."""
    found, rows = families(), tested()
    half = found["multiplier"].round(3)
    thresholds = read_config("evidence/grades.csv")
    years = rows.groupby("driver")["year"].agg(["min", "max"])
    words = {
        ESTIMATE: "revenue returns of councils, {min} to {max}, as if not made",
        CAPITAL: "capital returns of upper-tier areas, {min} to {max}, as if unknown",
    }
    return pd.DataFrame(
        {
            "driver": found.index,
            "regional_error": [_typical(rows, name) for name in found.index],
            "half_width": half.to_numpy(),
            "grade": grade(half, is_as_said[found.index], thresholds).to_numpy(),
            "figures_below": found["figures"].to_numpy(),
            "evidence": [words[str(name)].format(**years.loc[name]) for name in found.index],
        }
    )


def _typical(rows: pd.DataFrame, driver: str) -> float:
    return round(root_mean_square(rows.loc[rows["driver"] == driver, "error"].to_numpy()), 3)


def _coverage() -> float:
    return float(read_config("evidence/ranges.csv").set_index("name")["value"]["coverage"])


def _estimates() -> pd.DataFrame:
    """Every council with returns in a year and the year before: its whole sum as it would be estimated."""
    columns = ["year", "authority_code", "authority_class", "line", "amount_gbp"]
    counted, moving = leaves("rs")["line"], moving_lines()
    returns = read_table("council_revenue", columns)
    returns = returns[returns["line"].isin(counted) & returns["amount_gbp"].notna()]
    by_year = {str(year): rows for year, rows in returns.groupby("year")}
    before = {year: str(Year(Year.parse(year).start - 1)) for year in by_year}
    parts = [
        _as_if_silent(by_year[before[year]], rows, moving).assign(year=year)
        for year, rows in by_year.items()
        if before[year] in by_year
    ]
    return pd.concat(parts)


def _as_if_silent(before: pd.DataFrame, now: pd.DataFrame, moving: pd.Series) -> pd.DataFrame:
    """driver, place, region_code (the class) and error of one year's councils, each moved by the rest of its class."""
    by, sides = ["authority_code", "line"], ["amount_gbp", "amount_gbp_before"]
    both = now.merge(before[[*by, "amount_gbp"]], on=by, suffixes=("", "_before"))
    both = both[both["line"].isin(moving)]
    own = both.set_index(by)[sides]
    of_class = both.groupby(["authority_class", "line"])[sides].transform("sum")
    rest = of_class.set_axis(own.index) - own
    moved = (rest["amount_gbp"] / rest["amount_gbp_before"]).where((rest > 0).all(axis="columns"), 1.0)
    factor = moved.clip(1 / council_fills.FASTEST, council_fills.FASTEST)
    last = before.set_index(by)["amount_gbp"]
    guessed = (last * factor.reindex(last.index).fillna(1.0)).groupby(level=0).sum()
    sums = now.groupby("authority_code").agg(
        actual=("amount_gbp", "sum"), region_code=("authority_class", "first")
    )
    table = sums.assign(guessed=guessed).dropna()
    table = table[(table[["actual", "guessed"]] > LEAST_GBP).all(axis="columns")]
    named = table.assign(error=np.log(table["actual"] / table["guessed"]), driver=ESTIMATE)
    return named.rename_axis("place").reset_index()[["driver", "place", "region_code", "error"]]


def _capital() -> pd.DataFrame:
    """Every upper-tier area in the years after BASE: its whole capital, each service of its region shared by key."""
    keys, held = key_series.definitions(), _by_upper_area()
    used = set(read_config("lines/treasury_capital.csv")["key"])
    mixes = keys[keys.index.isin(used) & (keys["made"] == "mix")]
    parts = []
    for expression in mixes["value"]:
        weights = mix_terms(str(expression))
        [last] = set(weights) - {POPULATION}
        lines = filters(str(keys.loc[last, "filter"]))["line"]
        rows = held[held["line"].isin([lines] if isinstance(lines, str) else lines)]
        parts.append(shared_by_last(rows, weights[last]))
    every = pd.concat(parts).groupby(["year", "region_code", "place"])[SIDES].sum().reset_index()
    whole = every.groupby(["year", "region_code"])[SIDES].transform("sum")
    kept = every[(every[SIDES] > LEAST_GBP).all(axis="columns")]
    share = kept[SIDES] / whole.loc[kept.index]
    named = kept.assign(error=error(share["guessed"], share["actual"]), driver=CAPITAL)
    return named[["driver", "year", "place", "region_code", "error"]]


def shared_by_last(rows: pd.DataFrame, weight: float) -> pd.DataFrame:
    """year, region_code, place, actual, guessed of one service: each region's capital of a year after BASE, shared by
    the capital of BASE with this weight and people with the rest.

    rows  year, region_code, place, amount_gbp, people
    """
    base = rows[rows["year"].isin(BASE)].groupby("place")["amount_gbp"].sum()
    people = rows.groupby("place")["people"].first()
    value = (
        weight * base.reindex(people.index).fillna(0.0) / base.sum() + (1 - weight) * people / people.sum()
    )
    by = ["year", "region_code", "place"]
    later = rows[~rows["year"].isin(BASE)].groupby(by)["amount_gbp"].sum().rename("actual").reset_index()
    key = later["place"].map(value)
    of_region = [later["year"], later["region_code"]]
    part = key / key.groupby(of_region).transform("sum")
    return later.assign(guessed=part * later["actual"].groupby(of_region).transform("sum"))


def _by_upper_area() -> pd.DataFrame:
    """Capital of bodies that lie in one upper-tier area: year, line, place, region_code, amount_gbp, people."""
    first = Year.parse(BASE[0])
    areas = read_table("areas", vintage=in_force(first)).set_index("area_code")
    people = key_series.people(first).groupby(areas["county_code"]).sum()
    region = areas.groupby("county_code")["region_code"].first()
    capital = read_table(
        "council_capital", ["year", "authority_code", "line", "amount_gbp"], measure="expenditure"
    )
    capital = capital[(capital["year"] >= BASE[0]) & capital["amount_gbp"].notna()]
    parts = []
    for year, rows in capital.groupby("year"):
        homes = key_series.authority_areas(rows["authority_code"].unique(), Year.parse(str(year)), first)
        upper = homes.assign(place=homes["area_code"].map(areas["county_code"])).groupby("catchment_code")[
            "place"
        ]
        home = upper.first()[upper.nunique() == 1]
        parts.append(rows.assign(place=rows["authority_code"].map(home)).dropna(subset=["place"]))
    by = ["year", "line", "place"]
    found = pd.concat(parts, ignore_index=True).groupby(by)["amount_gbp"].sum().reset_index()
    return found.assign(region_code=found["place"].map(region), people=found["place"].map(people))
