"""England beside the Treasury, every year: reads the tables and hands them to count.evidence.treasury."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench.years import basis, years
from totalplace_lib.count.evidence import treasury
from totalplace_lib.count.money import to_pence, to_pounds
from totalplace_lib.model import COFOG, Year
from totalplace_lib.project import read_config, read_table
from totalplace_lib.workbench import sharing

ALLOWED = {"total": 0.005, "function": 0.02, "above_gbp": 10e9}
YEARLY = ["year", "treasury_gbp", "causes_gbp", "unexplained_gbp", "counted_gbp"]


def identifiable(year: str) -> pd.DataFrame:
    """The Treasury's identifiable spending in English regions, all sectors, in the edition that the year is from."""
    cra = read_table("cra", year=year, edition=basis(Year.parse(year)).central)
    return cra[cra["is_identifiable"] & cra["area_code"].str.startswith("E12")]


def causes(year: str) -> pd.DataFrame:
    """Why England in our count differs from the Treasury's figure, by function: treasury.CAUSE columns."""
    shared = sharing(year)
    whole = identifiable(year)
    local = whole[whole["sector"] == "LA"]
    ours = shared.lines[shared.lines["block"] == "council"]
    theirs = local.assign(amount_pence=to_pence(local["amount_gbp"]))
    parts = [
        treasury.reclassified(ours, theirs, read_config("controls/treasury_causes.csv")),
        _memo_lines(shared.memo[shared.memo["block"] == "central"]),
    ]
    return pd.concat(parts, ignore_index=True)


def _memo_lines(memo: pd.DataFrame) -> pd.DataFrame:
    """What stands outside our definition and in the Treasury's total. Transfers are no cause: the returns hold what is
    taken out of the Treasury's lines."""
    sums = memo.groupby(["rule", "rule_name", "function_code"])["amount_pence"].sum().reset_index()
    amounts = -to_pounds(sums["amount_pence"].to_numpy(dtype="int64"))
    return sums.rename(columns={"rule": "cause", "rule_name": "name"}).assign(amount_gbp=amounts)[
        treasury.CAUSE
    ]


def beside(year: str) -> pd.DataFrame:
    """One year by function (treasury.BESIDE), with the function's name."""
    lines = sharing(year).lines
    counted = lines.assign(amount_gbp=to_pounds(lines["amount_pence"].to_numpy(dtype="int64")))
    table = treasury.beside(identifiable(year), causes(year), counted)
    return table.assign(function=table["function_code"].map(COFOG))


def every_year() -> pd.DataFrame:
    """All countable years by function."""
    return pd.concat([beside(year).assign(year=year) for year in years()], ignore_index=True)
