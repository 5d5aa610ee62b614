"""The league table: every candidate of every driver, and every line and year under the key that was chosen.

Columns of a line's errors are GBP of misplaced money: population_gbp; chosen_gbp (choice made on everything);
before_gbp (choice made on the years before a given one); held_out_gbp (choice made without the region it is judged on),
with its standard error over regions.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from totalplace_lib.evidence.candidates import Array
from totalplace_lib.evidence.log_odds import error
from totalplace_lib.evidence.tournament import POPULATION, Arena, Candidate, Choice, label, leave_out

LINE = ["year", "driver", "department", "programme", "function_code", "economic"]
CAP = 3.0  # log odds: beyond a factor of twenty an error says no more than that the key is wrong


def of_drivers(arenas: Mapping[str, Arena]) -> pd.DataFrame:
    """Per driver and candidate: driver, key, label, error, is_chosen, rank.

    error  misplaced share of the money of all years, nothing left out
    """
    rows = []
    for driver, held in arenas.items():
        everything = held.everything()
        chosen = held.choose(*everything).candidate.key
        settled = [held.settle(candidate, *everything) for candidate in held.candidates]
        total = held.amounts.sum()
        rows += [
            (
                driver,
                each.candidate.key,
                label(each),
                held.errors(each, *everything).sum() / total,
                each.candidate.key == chosen,
            )
            for each in settled
        ]
    table = pd.DataFrame(rows, columns=["driver", "key", "label", "error", "is_chosen"])
    return table.assign(rank=table.groupby("driver")["error"].rank(method="first").astype(int))


def of_lines(
    truth: pd.DataFrame, arenas: Mapping[str, Arena], least_gbp: float, first_judged: str
) -> pd.DataFrame:
    """Every line of every year from least_gbp: LINE, amount_gbp, population_gbp, chosen_gbp, before_gbp, held_out_gbp,
    excess_gbp (held out less population) and its standard error standard_error_gbp.

    first_judged  before_gbp is by the choice made on the years before this one
    """
    parts = []
    for driver, held in arenas.items():
        table = line_table(truth[truth["driver"] == driver], held, least_gbp)
        if len(table):
            parts.append(_line_errors(table, held, first_judged))
    return pd.concat(parts, ignore_index=True)


def line_table(truth: pd.DataFrame, held: Arena, least_gbp: float) -> pd.DataFrame:
    """Lines x regions of one driver's truth, GBP; net receipts with the sign turned."""
    table = truth.pivot_table(
        index=LINE, columns="region_code", values="amount_gbp", aggfunc="sum", fill_value=0.0
    )
    table = table.reindex(columns=list(held.regions), fill_value=0.0)
    total = table.sum(axis=1)
    table = table.mul(np.sign(total), axis=0)
    return table[(total.abs() >= least_gbp) & table.index.get_level_values("year").isin(held.years)]


def _line_errors(table: pd.DataFrame, held: Arena, first_judged: str) -> pd.DataFrame:
    """Misplaced money of one driver's lines, shape lines x regions, summed."""
    amounts = table.to_numpy(dtype=float)
    total = amounts.sum(axis=1, keepdims=True)
    when = [held.years.index(year) for year in table.index.get_level_values("year")]

    def misplaced(shares: Array) -> Array:
        return np.asarray(np.abs(shares[when] * total - amounts) / 2)

    population = misplaced(held.shares[POPULATION])
    held_out = misplaced(without_region(held))
    excess = held_out - population
    return table.index.to_frame(index=False).assign(
        amount_gbp=total[:, 0],
        population_gbp=population.sum(axis=1),
        chosen_gbp=misplaced(held.predicted(held.choose(*held.everything()))).sum(axis=1),
        before_gbp=misplaced(held.predicted(chosen_before(held, first_judged))).sum(axis=1),
        held_out_gbp=held_out.sum(axis=1),
        excess_gbp=excess.sum(axis=1),
        standard_error_gbp=np.sqrt(len(held.regions)) * excess.std(axis=1, ddof=1),
    )


def chosen_before(held: Arena, first_judged: str) -> Choice:
    """The choice made on the years before first_judged alone; population where the driver has none of them."""
    years, regions = held.everything()
    earlier = np.array([year < first_judged for year in held.years])
    return held.choose(years & earlier, regions) if earlier.any() else Choice(Candidate(POPULATION))


def without_region(held: Arena) -> Array:
    """Shares, years x regions, where each region is predicted by the choice made without it."""
    shares = np.zeros_like(held.amounts)
    for _, region, choice in leave_out(held, "region"):
        shares[:, region] = held.predicted(choice)[:, region]
    return shares


def misplaced_by_fold(held: Arena, by: str) -> dict[str, float]:
    """Misplaced GBP by year of a driver's whole money when the region, the year or both are left out."""
    found = dict.fromkeys(held.years, 0.0)
    for years, regions, choice in leave_out(held, by):
        cell = np.ix_(years, regions)
        total = held.amounts[years].sum(axis=1, keepdims=True)
        apart = np.abs(held.predicted(choice)[cell] * total - held.amounts[cell]).sum(axis=1) / 2
        for year, gbp in zip(np.array(held.years)[years], apart, strict=True):
            found[str(year)] += float(gbp)
    return found


def regional_errors(table: pd.DataFrame, held: Arena) -> pd.DataFrame:
    """Errors in log odds of one driver's lines, region left out: year, region_code, error, amount_gbp (the line's).

    table  lines x regions with LINE as index. Errors are capped (CAP).
    """
    total = table.sum(axis=1)
    when = [held.years.index(year) for year in table.index.get_level_values("year")]
    truth = table.to_numpy(dtype=float) / total.to_numpy()[:, None]
    apart = np.clip(error(without_region(held)[when], truth), -CAP, CAP)
    years = np.repeat(table.index.get_level_values("year").to_numpy(), len(held.regions))
    return pd.DataFrame(
        {
            "year": years,
            "region_code": np.tile(np.array(held.regions), len(table)),
            "error": apart.reshape(-1),
            "amount_gbp": np.repeat(total.to_numpy(), len(held.regions)),
        }
    )
