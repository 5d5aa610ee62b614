"""The flows of a place: reads who financed its authorities and hands it to analysis.flows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import flows as analysis
from totalplace_lib.analysis.funding import funding_shares
from totalplace_lib.count.whole_area import Count
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.workbench import transfers_of, whole_area_count


@dataclass(frozen=True)
class Flows:
    """The paths of one count (analysis.flows.STAGES, amount_gbp, share, marker) and what was set aside."""

    count: Count
    paths: pd.DataFrame
    set_aside: pd.DataFrame


def flows(place: str, year: str = "2008-09") -> Flows:
    """Where the money of a place comes from, through whom it passes, to what end.

    Raises UsageError for an unknown place or year, ImbalanceError when a stage does not add up.
    """
    return flows_of(whole_area_count(place, year))


def flows_of(count: Count) -> Flows:
    """The flows of a count that has been made."""
    sources = read_config("funding.csv")
    paths = analysis.flows(count.lines, funding(str(count.year)), sources, read_config("outcomes.csv"))
    return Flows(count, paths, analysis.set_aside(count.removed, transfers_of(count.year)))


@remembered
def funding(year: str) -> pd.DataFrame:
    """The part of each authority's money that each funder paid in one year: authority_code, economic, funder, share."""
    columns = ["authority_code", "line", "amount_gbp"]
    revenue = read_table("council_revenue", columns, year=year)
    capital = read_table("council_capital", columns, year=year, measure="financing")
    return funding_shares(revenue, capital, read_config("funding.csv"))
