"""What a saving would be: a share of the money in pounds, for each resident and as council tax.

Entitlements set by law cannot be saved locally: they are shown apart and never in the sum that can be.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.model import Control, Year
from totalplace_lib.project import read_table


def saving(lines: pd.DataFrame, rate: float, population: float, council_tax_gbp: float) -> pd.DataFrame:
    """control, amount_gbp, saving_gbp, per_head_gbp, council_tax_share, is_local; one row per rung that has money.

    rate  0.02 is two per cent;  council_tax_gbp: what residents of the place pay, for council_tax_share;
    NaN where no publication gives it, and the share is then NaN too
    Raises ValueError for a rate that is not between 0 and 1 or without residents or council tax.
    """
    if not 0 < rate <= 1 or population <= 0 or council_tax_gbp <= 0:
        raise ValueError("A saving needs a rate between 0 and 1, residents and council tax.")
    sums = lines.groupby("control")["amount_gbp"].sum().round(2)
    rungs = [str(rung) for rung in Control if str(rung) in sums.index]
    table = pd.DataFrame({"control": rungs, "amount_gbp": [float(sums[rung]) for rung in rungs]})
    table["saving_gbp"] = (table["amount_gbp"] * rate).round(2)
    table["per_head_gbp"] = table["saving_gbp"] / population
    table["council_tax_share"] = table["saving_gbp"] / council_tax_gbp
    return table.assign(is_local=table["control"] != str(Control.NATIONAL_ENTITLEMENT))


def council_tax(
    requirements: pd.DataFrame, catchments: pd.DataFrame, people: pd.DataFrame, areas: tuple[str, ...]
) -> float:
    """The council tax that residents of some areas pay, GBP: each authority's requirement, by its residents there.

    requirements  catchment_code, amount_gbp (council tax requirement of every authority, precepting ones too)
    catchments    catchment_code, area_code, weight;  people: area_code, value
    NaN where none is held of the year, or that of one of the authorities is missing: a gap is no zero.
    """
    if requirements.empty:
        return float("nan")
    joined = catchments.merge(people[["area_code", "value"]], on="area_code")
    joined["value"] = joined["value"] * joined["weight"]
    whole = joined.groupby("catchment_code")["value"].sum()
    here = joined[joined["area_code"].isin(areas)].groupby("catchment_code")["value"].sum()
    share = (here / whole.reindex(here.index)).rename("share")
    paid = requirements.merge(share, left_on="catchment_code", right_index=True)
    return round(float((paid["amount_gbp"] * paid["share"]).sum(skipna=False)), 2)


def tax_table(year: Year) -> tuple[str, dict[str, str]]:
    """The table that holds the council tax of a year, and which of its rows: as set by every authority where such a
    publication is held, else from the returns."""
    if read_table("council_tax", ["year"], year=str(year)).empty:
        return "council_revenue", {"line": "council_tax_requirement"}
    return "council_tax", {}
