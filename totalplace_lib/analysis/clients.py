"""Per client: what one week in care or one looked-after child costs a place's councils, beside England."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.measures import nearest_year
from totalplace_lib.analysis.theme_shares import children_services
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Year
from totalplace_lib.national.money import money
from totalplace_lib.project import read_config, read_table

CARE = "Personal social services: expenditure and unit costs (PSS-EX1, NHS Information Centre)"
YEARS_APART = 2  # volumes of a year further away say nothing about the count's
GROSS = (
    "Local authority interactive tool (Department for Education): gross spending and children looked after"
)
CHILDREN = "Section 52 outturn and children looked after on 31 March 2010 (Department for Education)"


@dataclass(frozen=True)
class Clients:
    """clients.CLIENTS for one theme, the year of the volumes and their source; empty without volumes."""

    table: pd.DataFrame
    year: str
    source: str


_LOOKED_AFTER = ("TotalLACFinance", "LACnum")  # spending and children of the measures of recent years


def clients_of(count: Count, theme: str) -> Clients:
    """What a client costs in the place, in the year nearest to the count's that has volumes."""
    groups = read_config("themes/client_groups.csv")
    own = groups[groups["theme"] == theme]
    if theme == "looked-after":
        people = read_table("children_looked_after", measure="looked after at 31 March")
        measured = read_table("childrens_measures", code=_LOOKED_AFTER).dropna(subset="value")
        made = (_looked_after(count, people), _looked_after_gross(count, measured))
        return max(made, key=lambda found: len(found.table))
    held = read_table("adult_care_costs")
    year = nearest_year(str(count.year), list(held["year"].unique()))
    if own.empty or _too_far(count, year):
        return _nobody(count)
    rows = held[held["year"] == year].merge(
        own[["service", "client_group", "name"]], on=["service", "client_group"]
    )
    rows = rows.drop(columns="service").rename(columns={"name": "service"})
    return Clients(unit_costs(rows, _councils(count, year)), year, CARE)


def _nobody(count: Count) -> Clients:
    return Clients(pd.DataFrame(columns=CLIENTS), str(count.year), "")


def _too_far(count: Count, year: str) -> bool:
    return abs(int(year[:4]) - count.year.start) > YEARS_APART


def _looked_after_gross(count: Count, measured: pd.DataFrame) -> Clients:
    """Gross spending on looked-after children for each child looked after at the end of the year, from 2017-18."""
    spent, people = (measured[measured["code"] == code] for code in _LOOKED_AFTER)
    ends = people["period"].astype(int)
    people = people.assign(year=[str(Year(end - 1)) for end in ends])
    year = nearest_year(str(count.year), sorted({*spent["period"]} & {*people["year"]}))
    if _too_far(count, year):
        return _nobody(count)
    now = people[people["year"] == year].rename(columns={"value": "clients"})[["authority_code", "clients"]]
    paid = spent[spent["period"] == year].rename(columns={"value": "amount_gbp"})
    both = joined(paid, now, "Looked-after children, gross spending", "child looked after on 31 March")
    return Clients(unit_costs(both, _councils(count, year)), year, GROSS)


def _looked_after(count: Count, people: pd.DataFrame) -> Clients:
    """Net spending on looked-after children for each child looked after at the end of the year."""
    year = nearest_year(str(count.year), list(people["year"].unique()))
    if _too_far(count, year):
        return _nobody(count)
    spent = children_services(year)
    spent = spent[spent["line"] == "looked_after"].rename(columns={"catchment_code": "authority_code"})
    now = people[people["year"] == year].rename(columns={"children": "clients"})[
        ["authority_code", "clients"]
    ]
    both = joined(spent, now, "Looked-after children, net spending", "child looked after on 31 March")
    return Clients(unit_costs(both, _councils(count, year)), year, CHILDREN)


def _councils(count: Count, year: str) -> list[str]:
    """Authorities whose whole catchment lies in the place, on the boundaries of the year of the volumes."""
    catchments = money(Year.parse(year)).catchments
    inside = catchments.assign(is_in=catchments["area_code"].isin(count.place.areas))
    whole = inside.groupby("catchment_code")["is_in"].all()
    return [str(code) for code in whole[whole].index]


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
