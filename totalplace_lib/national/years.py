"""Which years can be counted and from what: config/years.csv."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from totalplace_lib.asking import asked
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config, read_table, remembered


@dataclass(frozen=True)
class Basis:
    """What one year is counted from."""

    year: Year
    central: str  # edition of the Treasury's analysis
    services_only: bool  # councils: the service expenditure summary, no revenue outturn summary is held
    capital_by_council: bool  # False: the Treasury's figure for a region
    nhs: str  # trusts, groups, boards, later boards or none
    note: str


@remembered
def plan() -> dict[str, dict[str, str]]:
    """config/years.csv: the columns of each year, in order of the years."""
    rows = read_config("years.csv").fillna("").sort_values("year").to_dict("records")
    return {str(row["year"]): {str(name): str(text) for name, text in row.items()} for row in rows}


@asked
@remembered
def years() -> tuple[str, ...]:
    """Financial years that can be counted: those with councils' returns and the Treasury's analysis.

    >>> "2008-09" in years()
    True
    """
    return tuple(year for year, row in plan().items() if row["council_revenue"] != "none")


def check_year(text: str | Year) -> Year:
    """A countable year; UsageError with the reason and the nearest ones for any other."""
    year = Year.parse(text)
    if str(year) in years():
        return year
    close = difflib.get_close_matches(str(year), years(), n=3, cutoff=0.5) or list(years())
    why = f" {plan()[str(year)]['note']}." if str(year) in plan() else ""
    if str(year) > years()[-1]:
        why = (
            f" No outturn after {years()[-1]} is held, and a budget is never counted as if it were spent."
            f" {held_ahead(str(year))}"
        )
    raise UsageError(
        f"{year} cannot be counted.{why} Years that can: {', '.join(years())}. Nearest: {', '.join(close)}."
    )


AHEAD = {
    "health_allocations": "what health boards were allocated",
    "police_grants": "police grants",
    "council_budgets": "councils' budgets",
}
"""Tables that may hold figures of a year before it is spent."""


def held_ahead(year: str) -> str:
    """What is held of a year without outturn, and the newest budgets of councils, in words."""
    held = {table: set(read_table(table, ["year"])["year"]) for table in AHEAD}
    named = [words for table, words in AHEAD.items() if year in held[table]]
    of_year = f"Of {year} the tables hold {' and '.join(named)}." if named else f"Nothing of {year} is held."
    newest = max(held["council_budgets"])
    return (
        f"{of_year} 'totalplace budgets PLACE' shows councils' newest budgets, {newest} [p], beside outturn."
    )


def basis(year: Year) -> Basis:
    """What a countable year is counted from."""
    row = plan()[str(year)]
    return Basis(
        year,
        row["central"],
        row["council_revenue"] == "services",
        row["council_capital"] == "returns",
        row["nhs"],
        row["note"],
    )
