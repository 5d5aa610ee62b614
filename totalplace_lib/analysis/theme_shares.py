"""Measured shares of the themes: reads the finer returns and England's figures and hands them to the arithmetic."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import measures
from totalplace_lib.count.rules import first_fit
from totalplace_lib.project import read_config, read_table, remembered

NET_YEARS = ("2008-09", "2009-10", "2010-11")
YOUNGER = ["physical_disability", "learning_disability", "mental_health"]
GROSS = {
    "TotalLACFinance": "looked_after",
    "SafeguardingFinance": "protection",
    "FamilySupportFinance": "family_support",
    "YouthJusticeFinance": "youth_justice",
    "SureStartFinance": "centres",
    "YoungPeopleFinance": "youth",
}


@remembered
def measured_shares(year: str) -> pd.DataFrame:
    """All measured shares of one year: measure, catchment_code, share, basis."""
    table = read_config("themes/measures.csv")
    england = measures.national(read_config("themes/national_shares.csv"), year)
    columns = ["year", "authority_code", "line", "amount_gbp"]
    spent = read_table("council_social_care", columns, measure="net_current")
    care = _social_care(read_config("lines/ro3.csv"), spent)
    returns = {
        "social_care": (care, "Social care outturn (RO3)"),
        "adult_care": (care[care["line"].isin(YOUNGER)], "Social care outturn (RO3)"),
        "children": _children(year),
    }
    found = {
        name: measures.of_return(money, table[table["return"] == name], year, title)
        for name, (money, title) in returns.items()
    }
    own = pd.concat([england, *found.values()], ignore_index=True)
    within = table.dropna(subset="within")
    inside = [
        measures.nested(own[own["measure"].isin(rows["measure"])], own, str(outer))
        for outer, rows in within.groupby("within")
    ]
    kept = own[~own["measure"].isin(within["measure"])]
    return pd.concat([kept, *inside], ignore_index=True)


def _social_care(lines: pd.DataFrame, spent: pd.DataFrame) -> pd.DataFrame:
    """Net current expenditure of RO3 by client group, without its total and memorandum lines."""
    service = set(lines.loc[lines["kind"] == "service", "line"])
    return spent[spent["line"].isin(service)].rename(columns={"authority_code": "catchment_code"})


def _children(year: str) -> tuple[pd.DataFrame, str]:
    """Spending on children's services in the year nearest to one year, and what it is called."""
    net, gross = children_services(*NET_YEARS), children_gross()
    held = pd.concat([net, gross], ignore_index=True)
    when = measures.nearest_year(year, list(held["year"].unique()))
    title = "Children's services outturn (Section 52)" if when in NET_YEARS else "Children's services, gross"
    return held[held["year"] == when], title


def children_lines(*years: str) -> pd.DataFrame:
    """Lines of the children's services outturn that are no totals: year, authority_code, block, line, net_gbp."""
    columns = ["year", "authority_code", "block", "line", "net_gbp", "role", "is_total"]
    spent = read_table("childrens_services", columns, year=years)
    return spent[(spent["role"] == "part") & ~spent["is_total"]]


def children_services(*years: str) -> pd.DataFrame:
    """Net current expenditure on children's services: year, catchment_code, line (a group of lines), amount_gbp.

    From 2010-11 the return also holds children's centres and youth work, which are education in the summary return
    until 2013-14: no row of children_lines.csv fits them, and they are left out.
    """
    rules = read_config("themes/children_lines.csv")
    spent = children_lines(*years)
    position = first_fit(spent, rules, ["block", "line"])
    spent, position = spent[position >= 0], position[position >= 0]
    group = rules["group"].iloc[position.to_numpy()].to_numpy()
    named = spent.assign(line=group).rename(
        columns={"authority_code": "catchment_code", "net_gbp": "amount_gbp"}
    )
    return named[["year", "catchment_code", "line", "amount_gbp"]]


def children_gross() -> pd.DataFrame:
    """Gross expenditure on children's services from 2016-17: year, catchment_code, line, amount_gbp.

    What is in the total and in none of the published parts stands as social_work.
    """
    whole = "C&YPExpenditure"
    columns = ["authority_code", "period", "code", "value"]
    held = read_table("childrens_measures", columns, code=(whole, *GROSS))
    table = held.pivot_table(index=["period", "authority_code"], columns="code", values="value").dropna(
        subset=whole
    )
    table["social_work"] = table[whole] - table[list(GROSS)].sum(axis=1, skipna=False)
    lines = table.drop(columns=whole).rename(columns=GROSS).melt(ignore_index=False, value_name="amount_gbp")
    named = lines.reset_index().rename(
        columns={"period": "year", "authority_code": "catchment_code", "code": "line"}
    )
    return named[["year", "catchment_code", "line", "amount_gbp"]]
