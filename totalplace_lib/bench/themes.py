"""The themes of a place: reads rules, parcels and measured shares, and hands them to analysis.themes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import measures, themes
from totalplace_lib.count.rules import first_fit
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.workbench import check_year, england, whole_area_count, years

CHILDREN_YEARS = ("2008-09", "2009-10")


@dataclass(frozen=True)
class Themed:
    """A count by theme.

    parts    the exclusive view (analysis.themes.exclusive): parts add up to the count
    overlap  the overlapping view: a part stands under every theme it serves; never add themes up
    """

    count: Count
    parts: pd.DataFrame
    overlap: pd.DataFrame


def themes_table() -> pd.DataFrame:
    """All themes: theme, name, short_name, kind, description."""
    return read_config("themes.csv")


def find_theme(text: str) -> pd.Series:
    """One theme by its slug or name; UsageError that lists them for any other word."""
    table = themes_table()
    word = text.strip().casefold()
    hit = table[(table["theme"] == word) | (table["name"].str.casefold() == word)]
    if hit.empty:
        raise UsageError(f"There is no theme '{text}'. Themes: {', '.join(table['theme'])}.")
    return hit.iloc[0]


def themes_of_place(place: str) -> pd.DataFrame:
    """The themes that a pilot chose, as it called them and as ours: published_theme, theme, is_verified, note."""
    table = read_config("place_themes.csv")
    return table[table["place"] == place].reset_index(drop=True)


@remembered
def measured_shares(year: str) -> pd.DataFrame:
    """All measured shares of one year: measure, catchment_code, share, basis."""
    table = read_config("themes/measures.csv")
    england = measures.national(read_config("themes/national_shares.csv"), year)
    care = measures.of_return(
        _social_care(), table[table["return"] == "social_care"], year, "Social care outturn (RO3)"
    )
    children = measures.of_return(
        children_services(),
        table[table["return"] == "children"],
        year,
        "Children's services outturn (Section 52)",
    )
    inside = [
        measures.nested(children[children["measure"].isin(rows["measure"])], care, str(within))
        for within, rows in table.dropna(subset="within").groupby("within")
    ]
    return pd.concat([england, care, *inside], ignore_index=True)


def _social_care() -> pd.DataFrame:
    """Net current expenditure of RO3 by client group, without its total and memorandum lines."""
    lines = read_config("lines/ro3.csv")
    service = set(lines.loc[lines["kind"] == "service", "line"])
    columns = ["year", "authority_code", "line", "amount_gbp"]
    spent = read_table("council_social_care", columns, measure="net_current")
    return spent[spent["line"].isin(service)].rename(columns={"authority_code": "catchment_code"})


def children_services(*years: str) -> pd.DataFrame:
    """Net current expenditure on children's services: year, catchment_code, line (a group of lines), amount_gbp.

    From 2010-11 the return also holds children's centres and youth work, which are education in the summary return:
    that year is not used.
    """
    rules = read_config("themes/children_lines.csv")
    columns = ["year", "authority_code", "block", "line", "net_gbp", "role", "is_total"]
    spent = read_table("childrens_services", columns, year=years or CHILDREN_YEARS)
    spent = spent[(spent["role"] == "part") & ~spent["is_total"]]
    position = first_fit(spent, rules, ["block", "line"])
    spent, position = spent[position >= 0], position[position >= 0]
    group = rules["group"].iloc[position.to_numpy()].to_numpy()
    named = spent.assign(line=group).rename(
        columns={"authority_code": "catchment_code", "net_gbp": "amount_gbp"}
    )
    return named[["year", "catchment_code", "line", "amount_gbp"]]


def themed(count: Count) -> Themed:
    """A count cut by theme, in both views."""
    measured = measured_shares(str(count.year))
    parts = themes.exclusive(
        count.lines, read_config("themes/theme_lines.csv"), read_config("themes/parcels.csv"), measured
    )
    return Themed(count, parts, themes.overlapping(parts, measured))


def theme_years() -> tuple[str, ...]:
    """Years that can be counted by theme (config/themes/years.csv)."""
    known = set(read_config("themes/years.csv")["year"])
    return tuple(year for year in years() if year in known)


def check_theme_year(text: str) -> str:
    """A year that can be counted by theme; UsageError that lists them for any other."""
    year = str(check_year(text))
    if year not in theme_years():
        raise UsageError(f"{year} cannot be counted by theme. Years that can: {', '.join(theme_years())}.")
    return year


@remembered
def count_by_theme(place: str | Place, year: str = "2008-09") -> Themed:
    """The whole-area count of a place by theme; the same place and year are counted once in a session."""
    return themed(whole_area_count(place, check_theme_year(year)))


@remembered
def england_by_theme(year: str) -> Themed:
    """England by theme: every deep dive compares its place with it."""
    return themed(england(check_theme_year(year)))
