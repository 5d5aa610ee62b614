"""Volumes and unit costs of a theme: reads the returns that count clients and hands them to analysis.clients."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import clients as analysis
from totalplace_lib.analysis.measures import nearest_year
from totalplace_lib.bench.themes import children_services
from totalplace_lib.count.whole_area import Count
from totalplace_lib.project import read_config, read_table
from totalplace_lib.workbench import money

CARE = "Personal social services: expenditure and unit costs (PSS-EX1, NHS Information Centre)"
CHILDREN = "Section 52 outturn and children looked after on 31 March 2010 (Department for Education)"


@dataclass(frozen=True)
class Clients:
    """analysis.clients.CLIENTS for one theme, the year of the volumes and their source; empty without volumes."""

    table: pd.DataFrame
    year: str
    source: str


def clients_of(count: Count, theme: str) -> Clients:
    """What a client costs in the place, in the year nearest to the count's that has volumes."""
    groups = read_config("themes/client_groups.csv")
    own = groups[groups["theme"] == theme]
    if theme == "looked-after":
        return _looked_after(count)
    if own.empty:
        return Clients(pd.DataFrame(columns=analysis.CLIENTS), str(count.year), "")
    held = read_table("adult_care_costs")
    year = nearest_year(str(count.year), list(held["year"].unique()))
    rows = held[held["year"] == year].merge(
        own[["service", "client_group", "name"]], on=["service", "client_group"]
    )
    rows = rows.drop(columns="service").rename(columns={"name": "service"})
    return Clients(analysis.unit_costs(rows, _councils(count, year)), year, CARE)


def _looked_after(count: Count) -> Clients:
    """Net spending on looked-after children for each child looked after at the end of the year."""
    people = read_table("children_looked_after", measure="looked after at 31 March")
    year = nearest_year(str(count.year), list(people["year"].unique()))
    spent = children_services(year)
    spent = spent[spent["line"] == "looked_after"].rename(columns={"catchment_code": "authority_code"})
    now = people[people["year"] == year].rename(columns={"children": "clients"})[
        ["authority_code", "clients"]
    ]
    both = analysis.joined(
        spent, now, "Looked-after children, net spending", "child looked after on 31 March"
    )
    return Clients(analysis.unit_costs(both, _councils(count, year)), year, CHILDREN)


def _councils(count: Count, year: str) -> list[str]:
    """Authorities whose whole catchment lies in the place, on the boundaries of the year of the volumes."""
    catchments = money(year).catchments
    inside = catchments.assign(is_in=catchments["area_code"].isin(count.place.areas))
    whole = inside.groupby("catchment_code")["is_in"].all()
    return [str(code) for code in whole[whole].index]
