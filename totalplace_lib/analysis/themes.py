"""Themes: which money serves which purpose, in two views that are never mixed.

Exclusive    every line is cut into parts, each part has one theme, and the parts add up to the line to the penny.
Overlapping  a part counts in its own theme and, in full or in part, in every other theme that it also serves; the
             themes then add up to more than the count, and no total is given.

Rules and parts are judgement and stand in config/themes/; shares are measured where a finer return or an English
figure is published (see analysis.measures).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.analysis.theme_shares import measured_shares
from totalplace_lib.analysis.whole_area_count import england, is_returned, whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.pence import split_pence, to_pence, to_pounds
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ConfigError, ImbalanceError, UsageError, shown
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.years import check_year, years
from totalplace_lib.project import read_config, remembered


@dataclass(frozen=True)
class Themed:
    """A count by theme.

    parts    the exclusive view (analysis.exclusive): parts add up to the count
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
    parts = exclusive(count.lines, rules, parcels, measured)
    return Themed(count, parts, overlapping(parts, measured))


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


@asked
def themes(place: str | Place, year: str | Year = "2008-09", returns: str = "none") -> Themed:
    """The whole-area count of a place by theme.

    themes("kent", "2008-09").parts;  returns: as of whole_area_count

    Raises UsageError for an unknown place or year, and for a year whose lines cannot be told apart by theme.
    """
    when = check_year(year)
    return count_by_theme(in_year(place, when), str(when), returns)


def count_by_theme(place: str | Place, year: str = "2008-09", returns: str = "none") -> Themed:
    """The whole-area count of a place by theme; the same place and year are counted once in a session, but for one with
    returns: those may change."""
    if not is_returned(place, check_theme_year(year), returns):
        return _by_theme(place, year)
    return themed(whole_area_count(place, year, returns=returns))


@remembered
def _by_theme(place: str | Place, year: str) -> Themed:
    return themed(whole_area_count(place, check_theme_year(year)))


@remembered
def england_by_theme(year: str) -> Themed:
    """England by theme: every deep dive compares its place with it."""
    return themed(england(check_theme_year(year)))


ON = ["spender_group", "spender", "function_code", "economic", "programme"]
TAGS = ("prevention", "reaction", "enforcement", "administration", "universal")
WHOLE, REST = "whole line", "what is left of the line"


def exclusive(
    lines: pd.DataFrame, rules: pd.DataFrame, parcels: pd.DataFrame, measured: pd.DataFrame
) -> pd.DataFrame:
    """The lines cut into parts with one theme each; amount_gbp adds up to that of the lines to the penny.

    rules     config/themes/theme_lines.csv: patterns on ON, parcel
    parcels   config/themes/parcels.csv: parcel, part, theme, tag, measure, also
    measured  measure, catchment_code ("" = any), share, basis
    Returns the lines' columns and theme, part, tag, also, share, basis, is_national (England's share of the line: the
    part cannot differ from that of other places but as the line does). ConfigError for a line without a parcel.
    """
    tagged = apply_rules(lines, rules, ON, ["parcel"], "themes/theme_lines.csv")
    _check(parcels, tagged["parcel"])
    is_whole = ~parcels["parcel"].duplicated(keep=False) & parcels["measure"].isna()
    in_one = tagged["parcel"].isin(parcels.loc[is_whole, "parcel"])
    pieces = [
        _cut(group, parcels[parcels["parcel"] == parcel], measured)
        for parcel, group in tagged[~in_one].groupby("parcel", sort=True)
    ]
    parts = pd.concat([_uncut(tagged[in_one], parcels[is_whole]), *pieces], ignore_index=True)
    whole = parts.sort_values("parcel", kind="stable", ignore_index=True)
    if int(to_pence(whole["amount_gbp"]).sum()) != int(to_pence(lines["amount_gbp"]).sum()):
        raise ImbalanceError("Themes: the parts do not add up to the count.")
    return whole


def _check(parcels: pd.DataFrame, used: pd.Series) -> None:
    unknown = sorted(set(used) - set(parcels["parcel"]))
    wrong = sorted(set(parcels["tag"]) - set(TAGS))
    if unknown or wrong:
        raise ConfigError(
            f"config/themes/parcels.csv: no row for the parcels {unknown}, unknown tags {wrong}. Mend the table."
        )


def _uncut(lines: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Lines whose parcel is one part."""
    lines = lines[lines["amount_gbp"] != 0]
    own = parts.set_index("parcel").loc[lines["parcel"]]
    words = {name: own[name].to_numpy() for name in ("theme", "part", "tag")}
    also = own["also"].fillna("").astype(str).to_numpy()
    return lines.assign(**words, also=also, share=1.0, basis=WHOLE, is_national=False)


def _cut(lines: pd.DataFrame, parts: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """The lines of one parcel cut into its parts."""
    parts = parts.reset_index(drop=True)
    shares, basis, national = _shares(lines["catchment_code"], parts, measured)
    pence = split_pence(to_pence(lines["amount_gbp"]), shares)
    part, line = np.nonzero(pence.T)
    words = {name: parts[name].to_numpy()[part] for name in ("theme", "part", "tag")}
    return lines.iloc[line].assign(
        **words,
        also=parts["also"].fillna("").astype(str).to_numpy()[part],
        share=shares[line, part],
        basis=basis[line, part],
        is_national=national[line, part],
        amount_gbp=to_pounds(pence[line, part]),
    )


def _shares(
    catchments: pd.Series, parts: pd.DataFrame, measured: pd.DataFrame
) -> tuple[
    np.ndarray[tuple[int, int], np.dtype[np.float64]],
    np.ndarray[tuple[int, int], np.dtype[np.object_]],
    np.ndarray[tuple[int, int], np.dtype[np.bool_]],
]:
    """Share, basis and whether it is England's of each part (columns) for each line (rows); what no measure gives goes
    to the rest, which is England's too where England's shares take the greater part of the line."""
    shares = np.zeros((len(catchments), len(parts)))
    national = np.zeros(shares.shape, dtype=bool)
    basis = np.full((len(catchments), len(parts)), WHOLE if len(parts) == 1 else REST, dtype=object)
    rest = parts.index[parts["measure"].isna()].to_list()
    for number in parts.index.difference(rest):
        shares[:, number], basis[:, number], national[:, number] = _look_up(
            str(parts.loc[number, "measure"]), catchments, measured
        )
    left = 1.0 - shares.sum(axis=1)
    if len(rest) > 1 or (not rest and np.abs(left).max(initial=0) > 1e-9) or (left < -1e-9).any():
        raise ConfigError(
            f"config/themes/parcels.csv: the shares of '{parts['parcel'].iloc[0]}' do not add up to one. "
            "One part without a measure takes the rest."
        )
    column = rest[0] if rest else int(shares.sum(axis=0).argmax())
    if rest:
        national[:, column] = (shares * national).sum(axis=1) > left
    shares[:, column] += left
    return np.clip(shares, 0, 1), basis, national


def _look_up(
    measure: str, catchments: pd.Series, measured: pd.DataFrame
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The share of each catchment, or that of England where the catchment has none of its own; its basis; which."""
    rows = measured[measured["measure"] == measure].set_index("catchment_code")
    if "" not in rows.index:
        raise ConfigError(
            f"config/themes/: the measure '{measure}' has no share for England (national_shares.csv)."
        )
    found = rows.reindex(catchments)
    share = found["share"].fillna(float(rows["share"].to_dict()[""]))
    is_national = found["share"].isna()
    return share, found["basis"].mask(is_national, str(rows.loc["", "basis"])), is_national


def overlapping(parts: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """Every theme that each part of the exclusive view serves: is_own says whether it is the part's own theme.

    A further theme takes the part in full (theme=1) or a measured share of it (theme=measure); share_of_part says
    which. Amounts of different themes overlap: never add them up.
    """
    own = parts.assign(is_own=True, share_of_part=1.0)
    further = [
        _further(group, str(also), measured)
        for also, group in parts[parts["also"] != ""].groupby("also", sort=True)
    ]
    return pd.concat([own, *further], ignore_index=True).drop(columns="also")


def _further(parts: pd.DataFrame, also: str, measured: pd.DataFrame) -> pd.DataFrame:
    england = measured[measured["catchment_code"] == ""].set_index("measure")["share"]
    copies = []
    for word in also.split():
        theme, _, size = word.partition("=")
        if size not in england.index and size != "1":
            raise ConfigError(f"config/themes/parcels.csv: '{word}' is neither theme=1 nor theme=measure.")
        share = 1.0 if size == "1" else float(england[size])
        amount = (parts["amount_gbp"] * share).round(2)
        copies.append(parts.assign(theme=theme, is_own=False, share_of_part=share, amount_gbp=amount))
    return pd.concat(copies, ignore_index=True)


def totals(parts: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """The exclusive view by theme: theme, name, kind, amount_gbp, share; in the order of the themes' table."""
    sums = parts.groupby("theme")["amount_gbp"].sum().round(2)
    unknown = sorted(set(sums.index) - set(themes["theme"]))
    if unknown:
        raise ConfigError(f"config/themes.csv: no row for the themes {unknown}.")
    table = themes[["theme", "name", "kind"]].assign(
        amount_gbp=[float(sums.get(theme, 0.0)) for theme in themes["theme"]]
    )
    return table.assign(share=table["amount_gbp"] / table["amount_gbp"].sum())
