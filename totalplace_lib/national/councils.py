"""The councils' block of one year: returns, later figures for councils that made none, capital, gaps."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.count import council_capital, council_fills, line_making
from totalplace_lib.count.capital_returns import MEASURES, capital_lines
from totalplace_lib.count.citing import ORIGIN
from totalplace_lib.count.pence import to_pence
from totalplace_lib.model import Economic, Year
from totalplace_lib.national.council_revenue import leaves, revenue
from totalplace_lib.national.years import basis
from totalplace_lib.project import read_config, read_table


@dataclass(frozen=True)
class Councils:
    """Lines of the council block; received: what receivers report as paid by other councils (for
    count.consolidate.offsets); non_submitting: authorities that made no return, is_filled where a later publication has
    their figures."""

    lines: pd.DataFrame
    received: pd.DataFrame
    non_submitting: pd.DataFrame


def councils(year: Year) -> Councils:
    """All money of councils and other local authorities in one year, from config/years.csv's sources."""
    returned, non_submitting = revenue(year)
    current = line_making.council_lines(
        returned, leaves("rs"), read_config("lines/councils.csv"), Economic.CURRENT
    )
    if not basis(year).capital_by_council:
        return Councils(pd.concat([current, _capital(year)], ignore_index=True), NOTHING, non_submitting)
    capital, received, unspent = _capital_returns(year)
    absent = pd.concat([non_submitting, unspent], ignore_index=True)
    return Councils(pd.concat([current, capital], ignore_index=True), received, absent)


CAPITAL = "capital spending"
FINANCING = "financing"  # the measure of council_capital that holds what others pay towards it
LONDON = "E5100"  # the Greater London Authority, whose grants London boroughs report
NOTHING = pd.DataFrame(
    {name: pd.Series(dtype="str") for name in ("received", "payer_code", "economic")}
    | {"amount_pence": pd.Series(dtype="int64")}
)


def _capital_returns(year: Year) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Lines of capital, what receivers report, and who made no return (as council_revenue.revenue tells it)."""
    capital, absent = capital_of(year)
    spent = capital_lines(capital, leaves("cor4"), read_config("lines/councils.csv"))
    financing = capital[(capital["measure"] == FINANCING) & capital["amount_gbp"].notna()]
    received = financing.assign(amount_pence=to_pence(financing["amount_gbp"]))
    columns = received.rename(columns={"line": "received"})[["received", "amount_pence", *ORIGIN]]
    return spent, columns.assign(payer_code=LONDON, economic=Economic.CAPITAL), absent


def capital_of(year: Year) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Councils' capital returns of a year, with estimates for those that made none; and who made none.

    An estimate is what was spent and received the year before, moved as the class moved [e].
    """
    capital = read_table("council_capital", year=str(year), measure=[*MEASURES, FINANCING])
    counted = leaves("cor4")["line"]
    missing = council_fills.non_submitting(capital, counted)
    before = read_table("council_capital", year=str(Year(year.start - 1)), measure=list(MEASURES))
    guessed = [
        council_fills.estimates(
            missing,
            capital[capital["measure"] == measure],
            before[before["measure"] == measure],
            counted,
            counted,
        ).assign(measure=measure)
        for measure in MEASURES
        if len(missing)
    ]
    codes = {code for rows in guessed for code in rows["authority_code"]}
    absent = missing.assign(is_filled=False, is_estimated=missing["authority_code"].isin(codes), part=CAPITAL)
    given = capital[~capital["authority_code"].isin(missing["authority_code"])]
    made = [rows.assign(is_filled_in=True) for rows in guessed]
    return pd.concat([given.assign(is_filled_in=False), *made], ignore_index=True), absent


def _capital(year: Year) -> pd.DataFrame:
    """Council capital of the regions from the Treasury, where no returns by authority are held."""
    rules = read_config("lines/treasury_capital.csv")
    cra = read_table("cra", year=str(year), edition=basis(year).central, sector="LA")
    chosen = cra[
        cra["area_code"].str.startswith("E12") & cra["is_identifiable"] & (cra["economic"] == "capital")
    ]
    pence = to_pence(chosen["amount_gbp"])
    return council_capital.capital_lines(chosen.assign(amount_pence=pence), rules)
