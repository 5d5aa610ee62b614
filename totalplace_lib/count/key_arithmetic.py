"""How a key's series is made from what is published: age structures, scores, amounts of bodies, mixes, products.

All series are over areas of one vintage, as a Series by area_code. A mix adds keys as shares of their total, so that
its weights say how much of the money follows each; a product multiplies them, so that its result is again people.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
import pandas as pd

from totalplace_lib.schema.expressions import difference_terms, mix_terms, product_factors


def structure(bands: pd.DataFrame, chosen: list[str], people: pd.Series) -> pd.Series:
    """People of the chosen age bands: the area's share of them in the year of the bands x its people in another year.

    bands  area_code, age_band, population (all bands);  people  by area_code
    """
    table = bands.pivot_table(index="area_code", columns="age_band", values="population", aggfunc="sum")
    share = table[chosen].sum(axis=1) / table.sum(axis=1)
    return people * share.reindex(people.index)


def of_bodies(amounts: pd.DataFrame, catchments: pd.DataFrame, people: pd.Series) -> pd.Series:
    """Amounts of bodies on their areas, by people where a body has several; a negative sum of an area becomes nought.

    amounts  catchment_code, value;  catchments  catchment_code, area_code, weight
    """
    found = catchments.merge(
        amounts.groupby("catchment_code", as_index=False)["value"].sum(), on="catchment_code"
    )
    weight = found["weight"] * found["area_code"].map(people)
    share = weight / weight.groupby(found["catchment_code"]).transform("sum")
    by_area = (share * found["value"]).groupby(found["area_code"]).sum()
    return by_area.reindex(people.index, fill_value=0.0).clip(lower=0.0)


def mix(expression: str, series: Mapping[str, pd.Series]) -> pd.Series:
    """ "0.6 population + 0.4 pensioners": each key as a share of its total, times its weight; weights add to one."""
    parts = [weight * series[key] / series[key].sum() for key, weight in mix_terms(expression).items()]
    return functools.reduce(pd.Series.add, parts)


def product(expression: str, series: Mapping[str, pd.Series]) -> pd.Series:
    """ "pensioners * income_deprived / population", with ^ for powers."""
    factors = product_factors(expression)
    parts = [series[key] ** power for key, power in factors]
    return pd.Series(np.prod([part.to_numpy() for part in parts], axis=0), index=parts[0].index)


def brought_forward(values: pd.Series, changes: pd.DataFrame, codes: list[str]) -> pd.Series:
    """Values of older areas on newer ones: an area without a value is the sum of the areas merged or renamed into it.

    changes  old_code, new_code, is_whole;  codes  the areas wanted. An area that nothing leads to stays a gap (NaN).
    """
    held = values.to_dict()
    made_of: dict[str, list[str]] = {}
    if not held.keys() >= set(codes):
        whole = changes[changes["is_whole"]]
        for old, new in zip(whole["old_code"], whole["new_code"], strict=True):
            made_of.setdefault(new, []).append(old)

    def value(code: str) -> float:
        if code in held:
            return float(held[code])
        parts = [found for found in map(value, made_of.get(code, [])) if not np.isnan(found)]
        return sum(parts) if parts else np.nan

    return pd.Series([value(code) for code in codes], index=codes, dtype="float64")


def difference(expression: str, series: Mapping[str, pd.Series]) -> pd.Series:
    """ "2.1 a - 1.1 b": what is left of one key once another is taken off, as shares of England; never below nought.

    For money that goes where another body's does not (academies, where the council runs few schools).
    """
    (more, whole), (less, part) = ((weight, series[key]) for weight, key in difference_terms(expression))
    return (more * whole / whole.sum() - less * part / part.sum()).clip(lower=0.0)
