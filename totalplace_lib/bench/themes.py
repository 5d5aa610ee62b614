"""The themes of a place: reads rules, parcels and measured shares, and hands them to analysis.themes."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import measures, themes
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError
from totalplace_lib.project import read_config, read_table
from totalplace_lib.workbench import whole_area_count


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


@functools.cache
def measured_shares(year: str) -> pd.DataFrame:
    """All measured shares of one year: measure, catchment_code, share, basis."""
    table = read_config("themes/measures.csv")
    england = measures.national(read_config("themes/national_shares.csv"), year)
    care = measures.of_return(
        _social_care(), table[table["return"] == "social_care"], year, "Social care outturn (RO3)"
    )
    return pd.concat([england, care], ignore_index=True)


def _social_care() -> pd.DataFrame:
    """Net current expenditure of RO3 by client group, without its total and memorandum lines."""
    lines = read_config("lines/ro3.csv")
    service = set(lines.loc[lines["kind"] == "service", "line"])
    columns = ["year", "authority_code", "line", "amount_gbp"]
    spent = read_table("council_social_care", columns, measure="net_current")
    return spent[spent["line"].isin(service)].rename(columns={"authority_code": "catchment_code"})


def themed(count: Count) -> Themed:
    """A count cut by theme, in both views."""
    measured = measured_shares(str(count.year))
    parts = themes.exclusive(
        count.lines, read_config("themes/theme_lines.csv"), read_config("themes/parcels.csv"), measured
    )
    return Themed(count, parts, themes.overlapping(parts, measured))


@functools.cache
def count_by_theme(place: str, year: str = "2008-09") -> Themed:
    """The whole-area count of a place by theme; the same place and year are counted once in a session."""
    return themed(whole_area_count(place, year))
