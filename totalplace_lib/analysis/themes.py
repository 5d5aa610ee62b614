"""Themes: which money serves which purpose, in two views that are never mixed.

Exclusive    every line is cut into parts, each part has one theme, and the parts add up to the line to the penny.
Overlapping  a part counts in its own theme and, in full or in part, in every other theme that it also serves; the
             themes then add up to more than the count, and no total is given.

Rules and parts are judgement and stand in config/themes/; shares are measured where a finer return or an English
figure is published (see analysis.measures).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.money import split_pence, to_pence, to_pounds
from totalplace_lib.count.rules import apply_rules
from totalplace_lib.errors import ConfigError, ImbalanceError

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
    Returns the lines' columns and theme, part, tag, also, share, basis. ConfigError for a line without a parcel.
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
    return lines.assign(**words, also=also, share=1.0, basis=WHOLE)


def _cut(lines: pd.DataFrame, parts: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """The lines of one parcel cut into its parts."""
    parts = parts.reset_index(drop=True)
    shares, basis = _shares(lines["catchment_code"], parts, measured)
    pence = split_pence(to_pence(lines["amount_gbp"]), shares)
    part, line = np.nonzero(pence.T)
    words = {name: parts[name].to_numpy()[part] for name in ("theme", "part", "tag")}
    return lines.iloc[line].assign(
        **words,
        also=parts["also"].fillna("").astype(str).to_numpy()[part],
        share=shares[line, part],
        basis=basis[line, part],
        amount_gbp=to_pounds(pence[line, part]),
    )


def _shares(
    catchments: pd.Series, parts: pd.DataFrame, measured: pd.DataFrame
) -> tuple[
    np.ndarray[tuple[int, int], np.dtype[np.float64]], np.ndarray[tuple[int, int], np.dtype[np.object_]]
]:
    """Share and basis of each part (columns) for each line (rows); what no measure gives goes to the rest."""
    shares = np.zeros((len(catchments), len(parts)))
    basis = np.full((len(catchments), len(parts)), WHOLE if len(parts) == 1 else REST, dtype=object)
    rest = parts.index[parts["measure"].isna()].to_list()
    for number in parts.index.difference(rest):
        shares[:, number], basis[:, number] = _look_up(
            str(parts.loc[number, "measure"]), catchments, measured
        )
    left = 1.0 - shares.sum(axis=1)
    if len(rest) > 1 or (not rest and np.abs(left).max(initial=0) > 1e-9) or (left < -1e-9).any():
        raise ConfigError(
            f"config/themes/parcels.csv: the shares of '{parts['parcel'].iloc[0]}' do not add up to one. "
            "One part without a measure takes the rest."
        )
    column = rest[0] if rest else int(shares.sum(axis=0).argmax())
    shares[:, column] += left
    return np.clip(shares, 0, 1), basis


def _look_up(measure: str, catchments: pd.Series, measured: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The share of each catchment, or that of England where the catchment has none of its own."""
    rows = measured[measured["measure"] == measure].set_index("catchment_code")
    if "" not in rows.index:
        raise ConfigError(
            f"config/themes/: the measure '{measure}' has no share for England (national_shares.csv)."
        )
    found = rows.reindex(catchments)
    share = found["share"].fillna(float(rows["share"].to_dict()[""]))
    return share, found["basis"].where(found["share"].notna(), str(rows.loc["", "basis"]))


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
