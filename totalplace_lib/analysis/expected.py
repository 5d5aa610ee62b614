"""What a place with these people and this geography would spend if money followed the pattern of all England.

For the services whose spending is published for every place (config/peers/services.csv): a ridge regression of GBP per
head on the variables of neighbours.drivers() over all councils, forces, fire authorities or boards that share no ground
with the place; how strongly it is held back is chosen by cross-validation, one left out. The range is what 90% of those
left out were missed by. It is no measure of what ought to be spent: it says what others like it do spend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from totalplace_lib.analysis.neighbours import FEW, drivers, variables
from totalplace_lib.count import geography
from totalplace_lib.count.every_area import money_by_area
from totalplace_lib.count.rules import first_fit
from totalplace_lib.model import Economic, Marker, Place, Year
from totalplace_lib.national import key_series
from totalplace_lib.national.money import sharing
from totalplace_lib.national.places import gazetteer
from totalplace_lib.project import read_config, read_table, remembered

Floats = npt.NDArray[np.float64]

RULED_ON = ["spender_group", "spender", "line", "economic"]
STRENGTHS = np.geomspace(0.3, 3000.0, 25)  # how strongly coefficients are held back: all that are tried
COVERS = 0.9  # the part of those left out that a range is to hold
FOLDS = 10
ESTIMATED = 0.05  # more of a unit's money estimated than this, and it is no evidence of a pattern
LEAST = 30  # units without which there is no pattern
SERVICE = ["service", "name", "published", "formula"]


def services(year: Year) -> pd.DataFrame:
    """The rules of config/peers/services.csv that hold in a year."""
    rules = read_config("peers/services.csv")
    begins, ends = rules["first_year"].fillna(""), rules["last_year"].fillna("9999")
    return rules[(begins <= str(year)) & (ends >= str(year))].reset_index(drop=True)


@remembered
def spent(year: Year) -> pd.DataFrame:
    """service, area_code, amount_gbp and estimated_gbp, the part of it that stands for a return that was not made."""
    rules = services(year)
    money = money_by_area(sharing(year), [*RULED_ON, "marker"])
    fits = first_fit(money, rules, RULED_ON)
    own = money[fits >= 0].assign(service=rules["service"].iloc[fits[fits >= 0]].to_numpy())
    own["estimated_gbp"] = own["amount_gbp"].where(own["marker"] == str(Marker.ESTIMATED), 0.0)
    return own.groupby(["service", "area_code"])[["amount_gbp", "estimated_gbp"]].sum().reset_index()


@remembered
def grounds(year: Year, published: str) -> pd.DataFrame:
    """unit, area_code, weight: the areas of each unit a service is published for; a board may hold part of one."""
    if published == "board":
        return key_series.board_areas(year).rename(columns={"catchment_code": "unit"})
    if published == "council":
        areas = gazetteer(geography.vintage_for(year)).areas
        return areas.rename(columns={"county_code": "unit"})[["unit", "area_code"]].assign(weight=1.0)
    line = {"force": "police", "fire": "fire_rescue"}[published]
    held = sharing(year)
    is_own = (held.lines["line"] == line) & (held.lines["economic"] == str(Economic.CURRENT))
    bodies = held.lines.loc[is_own, "catchment_code"].unique()
    ground = held.money.catchments[held.money.catchments["catchment_code"].isin(bodies)]
    wide = ground.groupby("catchment_code")["area_code"].transform("size")
    ground = ground.assign(wide=wide).sort_values("wide").drop_duplicates("area_code", keep="last")
    return ground.rename(columns={"catchment_code": "unit"})[["unit", "area_code"]].assign(weight=1.0)


@remembered
def units(year: Year, published: str) -> pd.DataFrame:
    """The variables of every unit of a kind, with population and london (its part in London): index unit."""
    return _described(grounds(year, published).rename(columns={"unit": "group"}), year)


def _described(members: pd.DataFrame, year: Year) -> pd.DataFrame:
    """Variables of groups of areas, with london: the part of their people who live there."""
    areas = gazetteer(geography.vintage_for(year)).areas
    inside = members["area_code"].isin(areas.loc[areas["region_name"] == "London", "area_code"])
    part = inside.groupby(members["group"]).mean()
    return variables(members, year).assign(london=lambda frame: part.reindex(frame.index))


@remembered
def per_head(year: Year, service: str, published: str) -> pd.DataFrame:
    """GBP for each resident of every unit, and the part that is estimated: index unit."""
    ground = grounds(year, published)
    own = spent(year).query("service == @service").set_index("area_code")[["amount_gbp", "estimated_gbp"]]
    sums = ground[["area_code"]].join(own, on="area_code").drop(columns="area_code").fillna(0.0)
    sums = sums.mul(ground["weight"], axis=0).groupby(ground["unit"]).sum()
    found = sums.div(units(year, published)["population"], axis=0).set_axis(
        ["per_head_gbp", "estimated_gbp"], axis=1
    )
    return found.reindex(units(year, published).index)


@dataclass(frozen=True)
class Pattern:
    """A ridge regression: middle and spread of the variables, a coefficient for each, and the errors of units left out
    one at a time (actual less expected, GBP per head)."""

    middle: Floats
    spread: Floats
    coefficients: Floats
    level: float
    strength: float
    errors: Floats

    def at(self, table: Floats) -> Floats:
        """What the pattern gives for rows of variables, GBP per head."""
        return np.asarray(self.level + (table - self.middle) / self.spread @ self.coefficients)

    @property
    def width(self) -> float:
        """What is taken off and added to an expected figure for its range, GBP per head: of those left out one at a
        time COVERS were missed by less, with the one more that a new unit stands for (a conformal range)."""
        number = len(self.errors)
        return float(np.quantile(abs(self.errors), min(1.0, np.ceil((number + 1) * COVERS) / number)))


def pattern(table: Floats, values: Floats) -> Pattern:
    """Fit values on the columns of the table; the strength is the one that misses those left out by the least.

    Of a ridge regression the error of each row left out follows from the fit to all: residual / (1 - leverage).
    """
    middle, spread = table.mean(axis=0), table.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    left, sizes, right = np.linalg.svd((table - middle) / spread, full_matrices=False)
    level, turned = float(values.mean()), left.T @ (values - values.mean())
    found = []
    for strength in STRENGTHS:
        kept = sizes**2 / (sizes**2 + strength)
        leverage = 1 / len(values) + (left**2) @ kept
        errors = (values - level - left @ (kept * turned)) / (1 - leverage)
        found.append((float(errors @ errors), float(strength), errors))
    _, strength, errors = min(found, key=lambda each: each[0])
    slopes = right.T @ (sizes / (sizes**2 + strength) * turned)
    return Pattern(middle, spread, slopes, level, strength, errors)


def evidence(year: Year, service: str, published: str, without: Iterable[str] = ()) -> pd.DataFrame:
    """The units from which a pattern is learned: variables, london and per_head_gbp. Left out: those named, those with
    few residents, and those whose figure stands for a return that was not made."""
    table = units(year, published).join(per_head(year, service, published))
    table = table.drop(index=[unit for unit in without if unit in table.index])
    known = table["estimated_gbp"].abs() <= ESTIMATED * table["per_head_gbp"].abs()
    return table[known & (table["population"] >= FEW)].sort_index()


def columns() -> list[str]:
    """The variables of a pattern: those of neighbours, and London, whose wages and bodies are its own."""
    return [*drivers().index, "london"]


def serving(place: Place, year: Year, published: str) -> pd.DataFrame:
    """The units that serve a place or a part of it, with all their areas: unit, area_code, weight."""
    ground = grounds(year, published)
    touched = ground.loc[ground["area_code"].isin(place.areas), "unit"].unique()
    return ground[ground["unit"].isin(touched)]


def actual(place: Place, year: Year, service: str, published: str) -> float:
    """What is spent on a service for each resident of the units that serve a place, GBP; a gap where more than
    ESTIMATED of it stands for a return that was not made."""
    own = serving(place, year, published)["unit"].unique()
    people = units(year, published)["population"].loc[own]
    spent_here, guessed = (
        per_head(year, service, published).loc[own].mul(people, axis=0).sum() / people.sum()
    ).tolist()
    return float(spent_here) if abs(guessed) <= ESTIMATED * abs(spent_here) else float("nan")


def expected(place: Place, year: Year) -> pd.DataFrame:
    """Services by what is spent and what the pattern of all others gives: service, name, published, formula, units,
    per_head_gbp, expected_gbp, low_gbp, high_gbp (GBP for each resident), is_inside, is_wider.

    A service whose return was not made here is left out.
    is_wider  the figure is published for more ground than the place (its county, its force, its board): it is theirs
    """
    kinds = services(year).drop_duplicates("service")
    rows = [
        _expected(place, year, str(row["service"]), str(row["published"])) for row in kinds.to_dict("records")
    ]
    found = pd.concat([kinds[SERVICE].reset_index(drop=True), pd.DataFrame(rows)], axis=1)
    shown = found.dropna(subset=["per_head_gbp"]).reset_index(drop=True)
    return shown.astype({"is_inside": "bool", "is_wider": "bool"})


def _expected(place: Place, year: Year, service: str, published: str) -> dict[str, object]:
    own = serving(place, year, published)
    learned, given = (
        evidence(year, service, published, own["unit"].unique()),
        actual(place, year, service, published),
    )
    if len(learned) < LEAST or np.isnan(given):
        return {"per_head_gbp": float("nan")}
    here = _described(own.groupby("area_code")["weight"].sum().reset_index().assign(group="place"), year)
    made = pattern(learned[columns()].to_numpy("float64"), learned["per_head_gbp"].to_numpy("float64"))
    value = float(made.at(here[columns()].to_numpy("float64"))[0])
    low, high = value - made.width, value + made.width
    return {
        "units": len(learned), "per_head_gbp": given, "expected_gbp": value, "low_gbp": low, "high_gbp": high,
        "is_inside": low <= given <= high, "is_wider": set(own["area_code"]) != set(place.areas),
    }  # fmt: skip


def covered(year: Year, service: str, published: str) -> dict[str, float]:
    """How good the pattern is on units that had no part in it, in FOLDS parts: units, mean error and the error of the
    mean of all, as parts of the mean; covered: the part of them inside the range that the others give."""
    learned = evidence(year, service, published)
    table, values = learned[columns()].to_numpy("float64"), learned["per_head_gbp"].to_numpy("float64")
    fold, inside, missed, plain = np.arange(len(values)) % FOLDS, [], [], []
    for number in range(FOLDS):
        test = fold == number
        made = pattern(table[~test], values[~test])
        errors = values[test] - made.at(table[test])
        inside += list(abs(errors) <= made.width)
        missed += list(abs(errors))
        plain += list(abs(values[test] - values[~test].mean()))
    size = abs(float(values.mean()))
    return {
        "units": len(values), "mean_gbp": size, "missed": float(np.mean(missed)) / size,
        "missed_by_mean": float(np.mean(plain)) / size, "covered": float(np.mean(inside)),
    }  # fmt: skip


def formula_shares(place: Place, year: Year) -> pd.DataFrame:
    """What formulas gave the councils that serve a place, for each resident, where it is held: formula, per_head_gbp.

    schools grant       before deductions for academies, 2019-20 to 2023-24
    settlement funding  of councils, for all their services: revenue support grant and the baseline of business rates,
                        2015-16 to 2020-21
    A council without a figure is no nought: the formula is then left out.
    """
    own = serving(place, year, "council")
    areas = gazetteer(place.vintage).areas
    schools = areas.loc[areas["area_code"].isin(own["area_code"]), "county_authority_code"]
    grant = read_table("schools_grant", year=str(year), block="total", measure="before")
    settled = read_table("core_spending_power", year=str(year), line="settlement_funding")
    people = float(units(year, "council")["population"].loc[own["unit"].unique()].sum())
    amounts = {
        "schools grant": _of_all(grant, "authority_code", set(schools)),
        "settlement funding": _of_all(settled, "area_code", {*own["area_code"], *own["unit"]}),
    }
    rows = [(name, amount / people) for name, amount in amounts.items() if amount is not None]
    return pd.DataFrame(rows, columns=["formula", "per_head_gbp"])


def _of_all(held: pd.DataFrame, column: str, codes: set[str]) -> float | None:
    """The sum over some bodies; None where one of them has no figure."""
    amounts = held[held[column].isin(codes)].dropna(subset=["amount_gbp"])
    return float(amounts["amount_gbp"].sum()) if set(amounts[column]) == codes else None
