"""What a place's councils meant to spend: budgets by service [p] beside the outturn of the same councils.

A budget is a plan. It is never added to outturn, enters no count and no series; here it stands beside what was spent.
Councils that serve the place and other ground too are left out, and so are those without a budget or an outturn.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.asking import asked
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker, Year
from totalplace_lib.national import key_series
from totalplace_lib.national.council_revenue import revenue
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config, read_table

TOTAL = "total_service_expenditure"
GUARDED = ["police", "fire_rescue", "courts"]
"""Services of some councils that the budgets of 2024-25 hold in the total alone."""

REST, REST_NAME = "rest", "Police, fire and rescue, courts"
TOTAL_NAME = "All services"
AMOUNTS = ["line", "service", "budget_gbp", "outturn_gbp"]
COLUMNS = [*AMOUNTS, "difference_gbp", "marker", "outturn_marker"]


@dataclass(frozen=True)
class Budgets:
    """Budgets of one year beside outturn.

    table     by service (COLUMNS), the total last: net current expenditure, GBP; marker p, outturn_marker e where a
              council's outturn is estimated
    councils  authority_code, authority_name, budget_gbp, outturn_gbp (a gap where there is none), is_compared
    wider     names of councils that serve the place and other ground too, and are left out
    """

    place: str
    year: str
    outturn_year: str
    table: pd.DataFrame
    councils: pd.DataFrame
    wider: tuple[str, ...]
    source_ids: tuple[str, ...]

    @property
    def left_out(self) -> list[str]:
        """Names of the place's councils that have no budget or no outturn."""
        return [str(name) for name in self.councils.loc[~self.councils["is_compared"], "authority_name"]]


def budget_years() -> list[str]:
    """Years of which councils' budgets are held."""
    return sorted(read_table("council_budgets", ["year"])["year"].unique())


@asked
def budgets(place: str, year: str = "") -> Budgets:
    """Budgets of a place's councils (default: of the newest year held) beside the newest outturn not after it.

    Raises UsageError for a place that is not known, or a year of which no budgets are held.
    """
    held = budget_years()
    when = str(Year.parse(year)) if year else held[-1]
    if when not in held:
        raise UsageError(f"No budgets of councils are held for {when}. Years: {', '.join(held)}.")
    outturn_year = max(each for each in years() if each <= when)
    where = find_place(place, outturn_year)
    planned = read_table("council_budgets", year=when)
    inside, wider = serving(
        key_series.body_areas("council_budgets", Year.parse(when)), frozenset(where.areas)
    )
    spent = revenue(Year.parse(outturn_year))[0]
    names = planned.drop_duplicates("authority_code").set_index("authority_code")["authority_name"]
    of_place = planned[planned["authority_code"].isin(inside)]
    spent = spent[spent["authority_code"].isin(inside)]
    lines = read_config("lines/rs.csv")
    services = lines[lines["kind"] == "service"].set_index("line")["name"]
    table, councils = compared(of_place, spent, services)
    sources = {str(each) for frame in (of_place, spent) for each in frame["source_id"].dropna().unique()}
    return Budgets(
        where.name, when, outturn_year, table, councils, tuple(sorted(names[wider])), tuple(sorted(sources))
    )  # fmt: skip


def newest(place: str, last: str = "") -> Budgets | None:
    """The newest budgets not after a year (default: the newest held); None where none is held."""
    known = [year for year in budget_years() if not last or year <= str(Year.parse(last))]
    return budgets(place, known[-1]) if known else None


def serving(catchments: pd.DataFrame, areas: frozenset[str]) -> tuple[list[str], list[str]]:
    """Codes of the bodies that serve nothing but these areas, and of those that serve them and other ground too.

    catchments  catchment_code, area_code
    """
    is_in = catchments["area_code"].isin(areas)
    touched = set(catchments.loc[is_in, "catchment_code"])
    beyond = set(catchments.loc[~is_in, "catchment_code"])
    return sorted(touched - beyond), sorted(touched & beyond)


def compared(
    planned: pd.DataFrame, spent: pd.DataFrame, names: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table and the councils of Budgets. A council is compared where it has a budget and an outturn.

    planned  authority_code, authority_name, line, amount_gbp; with a line TOTAL
    spent    authority_code, line, amount_gbp, is_filled_in; names  services of the return in words, by line
    """
    services = spent[spent["line"].isin(names.index) & spent["amount_gbp"].notna()]
    councils = _councils(planned, services)
    both = councils.loc[councils["is_compared"], "authority_code"]
    services = services[services["authority_code"].isin(both)]
    budget = planned[planned["authority_code"].isin(both)].groupby("line")["amount_gbp"].sum(min_count=1)
    outturn = services.groupby("line")["amount_gbp"].sum()
    table = pd.concat(
        [named_services(budget, outturn, names), _rest(budget, outturn), _total(budget, outturn)]
    )
    guessed = set(services.loc[services["is_filled_in"].astype(bool), "line"])
    guessed |= {TOTAL} if guessed else set()
    guessed |= {REST} if guessed & set(GUARDED) else set()
    table = table.assign(
        difference_gbp=(table["budget_gbp"] - table["outturn_gbp"]).round(2),
        marker=str(Marker.PROVISIONAL),
        outturn_marker=[str(Marker.ESTIMATED) if line in guessed else "" for line in table["line"]],
    )
    return (table if len(both) else table.iloc[:0])[COLUMNS].reset_index(drop=True), councils


def _councils(planned: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """The councils of Budgets."""
    totals = planned[planned["line"] == TOTAL].set_index("authority_code")["amount_gbp"]
    spent = services.groupby("authority_code")["amount_gbp"].sum()
    councils = planned.drop_duplicates("authority_code")[["authority_code", "authority_name"]]
    of = councils["authority_code"]
    councils = councils.assign(budget_gbp=of.map(totals), outturn_gbp=of.map(spent))
    councils["is_compared"] = councils[["budget_gbp", "outturn_gbp"]].notna().all(axis=1)
    return councils.sort_values("authority_name", ignore_index=True)


def named_services(budget: pd.Series, outturn: pd.Series, names: pd.Series) -> pd.DataFrame:
    """The services that have a name in both, by line."""
    rows = [
        (line, name, budget.get(line), outturn.get(line))
        for line, name in names.items()
        if line not in GUARDED and (line in budget.index or line in outturn.index)
    ]
    return pd.DataFrame(rows, columns=AMOUNTS)


def _rest(budget: pd.Series, outturn: pd.Series) -> pd.DataFrame:
    """What the totals hold beyond the named services: nothing where no council of the place has such a service."""
    own = [line for line in budget.index if line not in (TOTAL, *GUARDED)]
    rest = [
        float(budget.get(TOTAL, 0.0) - budget[own].sum()),
        float(outturn[outturn.index.isin(GUARDED)].sum()),
    ]
    rows = [(REST, REST_NAME, *rest)] if any(abs(amount) >= 1 for amount in rest) else []
    return pd.DataFrame(rows, columns=AMOUNTS)


def _total(budget: pd.Series, outturn: pd.Series) -> pd.DataFrame:
    return pd.DataFrame([(TOTAL, TOTAL_NAME, budget.get(TOTAL), outturn.sum())], columns=AMOUNTS)


def as_record(made: Budgets) -> dict[str, object]:
    """Budgets as plain data; a gap is null."""
    frames = {"services": made.table, "councils": made.councils}
    rows = {
        name: frame.astype(object).where(frame.notna(), None).to_dict("records")
        for name, frame in frames.items()
    }
    return {
        "place": made.place,
        "year": made.year,
        "outturn_year": made.outturn_year,
        "what": "budgets [p]: plans, never part of a count",
        **rows,
        "wider": list(made.wider),
        "source_ids": list(made.source_ids),
    }
