"""Per client: what one week in care or one looked-after child costs a place's councils, beside England."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.errors import ConfigError

CLIENTS = ["service", "unit", "councils", "activity", "gross_gbp", "unit_cost_gbp", "england_unit_cost_gbp"]


def unit_costs(returns: pd.DataFrame, authorities: list[str]) -> pd.DataFrame:
    """CLIENTS by service: spending over activity of the place's councils together, beside all councils of England.

    returns      authority_code, service, unit, gross_gbp, activity; a council with a gap in either is left out of both
    authorities  councils that lie wholly in the place; councils says how many of them gave both figures
    The average is weighted by activity (spending summed, activity summed), as in PSS-EX1.
    """
    known = returns[returns["gross_gbp"].notna() & (returns["activity"] > 0)]
    england = _sums(known)
    here = known[known["authority_code"].isin(authorities)]
    table = _sums(here).assign(councils=here.groupby(["service", "unit"])["authority_code"].nunique())
    table["england_unit_cost_gbp"] = england["unit_cost_gbp"].reindex(table.index)
    table = table.reset_index()[CLIENTS]
    return table.sort_values(["gross_gbp", "service"], ascending=[False, True], ignore_index=True)


def _sums(returns: pd.DataFrame) -> pd.DataFrame:
    sums = returns.groupby(["service", "unit"])[["gross_gbp", "activity"]].sum()
    return sums.assign(unit_cost_gbp=sums["gross_gbp"] / sums["activity"])


def joined(spent: pd.DataFrame, people: pd.DataFrame, service: str, unit: str) -> pd.DataFrame:
    """Spending and clients of two publications as one return, for unit_costs.

    spent   authority_code, amount_gbp (summed here);  people: authority_code, clients, one row each
    Raises ConfigError when the people of one authority stand in two rows.
    """
    if people["authority_code"].duplicated().any():
        raise ConfigError(
            f"{service}: an authority has two numbers of clients. Pick one measure and one year."
        )
    sums = spent.groupby("authority_code")["amount_gbp"].sum().rename("gross_gbp").reset_index()
    both = sums.merge(people.rename(columns={"clients": "activity"}), on="authority_code")
    return both.assign(service=service, unit=unit)
