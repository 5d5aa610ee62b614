"""The themes of a place: reads rules, parcels and measured shares, and hands them to analysis.themes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import themes
from totalplace_lib.bench.theme_shares import measured_shares
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.model import Place
from totalplace_lib.project import read_config, remembered
from totalplace_lib.workbench import check_year, england, whole_area_count, years


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
    if not isinstance(text, str):
        raise UsageError(f"A theme is text, such as 'children', not {shown(repr(text))}.")
    table = themes_table()
    word = text.strip().casefold()
    hit = table[(table["theme"] == word) | (table["name"].str.casefold() == word)]
    if hit.empty:
        raise UsageError(f"There is no theme '{shown(text)}'. Themes: {', '.join(table['theme'])}.")
    return hit.iloc[0]


def themes_of_place(place: str) -> pd.DataFrame:
    """The themes that a pilot chose, as it called them and as ours: published_theme, theme, is_verified, note."""
    table = read_config("place_themes.csv")
    return table[table["place"] == place].reset_index(drop=True)


def themed(count: Count) -> Themed:
    """A count cut by theme, in both views."""
    year = str(count.year)
    measured, (rules, parcels) = measured_shares(year), theme_rules()
    parts = themes.exclusive(count.lines, rules, parcels, measured)
    return Themed(count, parts, themes.overlapping(parts, measured))


@remembered
def theme_rules() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which parcel each line belongs to, and the parts of each parcel."""
    return read_config("themes/theme_lines.csv"), read_config("themes/parcels.csv")


def theme_years() -> tuple[str, ...]:
    """Years that can be counted by theme (config/themes/years.csv)."""
    known = set(read_config("themes/years.csv")["year"])
    return tuple(year for year in years() if year in known)


def trend_years(year: str) -> tuple[str, ...]:
    """The years that a trend through one year shows: those of its run (config/themes/years.csv)."""
    run = read_config("themes/years.csv").set_index("year")["run"]
    return tuple(each for each in theme_years() if run[each] == run[year])


def check_theme_year(text: str) -> str:
    """A year that can be counted by theme; UsageError that lists them for any other."""
    year = str(check_year(text))
    if year not in theme_years():
        raise UsageError(f"{year} cannot be counted by theme. Years that can: {', '.join(theme_years())}.")
    return year


def check_theme_in(theme: pd.Series, year: str) -> None:
    """UsageError for a theme that no line of the year shows by itself."""
    last = theme["last"]
    if pd.notna(last) and year > str(last):
        raise UsageError(
            f"{theme['name']} cannot be told apart in {year}: after {last} its money is part of wider lines "
            "(config/themes/gaps.csv). Other themes hold it in full or in part: see the overlap report."
        )


def check_theme_told(text: str, theme: str = "") -> None:
    """UsageError for an unknown year or, where one is given, for a theme that is unknown or not told apart in it."""
    year = check_theme_year(text)
    if theme:
        check_theme_in(find_theme(theme), year)


@remembered
def count_by_theme(place: str | Place, year: str = "2008-09") -> Themed:
    """The whole-area count of a place by theme; the same place and year are counted once in a session."""
    return themed(whole_area_count(place, check_theme_year(year)))


@remembered
def england_by_theme(year: str) -> Themed:
    """England by theme: every deep dive compares its place with it."""
    return themed(england(check_theme_year(year)))
