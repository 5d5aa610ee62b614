"""Editions of the regional analysis beside each other: which is used for a year, what each said, whether they agree."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError

ENGLAND = "E92000001"
SEGMENT = [
    "edition", "year", "department", "organisation", "programme_code", "programme", "function_code", "economic",
    "sector",
]  # fmt: skip


COUNTED = ("cra_2010", "cra_2014", "cra_2018")
"""Editions that years are counted from for the time being, kept whole (config/years.csv)."""


def newest(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Each year's rows from the last edition that holds it. parts: one an edition, earliest first."""
    last = {year: number for number, part in enumerate(parts) for year in part["year"].unique()}
    chosen = [
        part[
            part["year"].isin([year for year, by in last.items() if by == number])
            | part["edition"].isin(COUNTED)
        ]
        for number, part in enumerate(parts)
    ]
    return pd.concat(chosen, ignore_index=True)


def every_edition(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """English identifiable spending by edition, year and segment: SEGMENT, amount_gbp."""
    table = pd.concat([_by_segment(part) for part in parts], ignore_index=True)
    table["amount_gbp"] = table["amount_gbp"].round(2)
    return table


def _by_segment(part: pd.DataFrame) -> pd.DataFrame:
    english = part[part["is_identifiable"] & part["area_code"].str.startswith("E12")]
    return english.groupby(SEGMENT)["amount_gbp"].sum().reset_index()


def check_controls(parts: Sequence[pd.DataFrame], controls: pd.DataFrame, where: str) -> None:
    """Faults unless identifiable spending equals each control within half its last digit; every year has one."""
    columns = ["edition", "year", "area_code", "function_code", "sector", "amount_gbp"]
    known = pd.concat([part[part["is_identifiable"]][columns] for part in parts], ignore_index=True)
    known = known[known["area_code"].str.startswith("E12")]
    sums = known.groupby(columns[:-1], as_index=False)["amount_gbp"].sum()
    faults: list[TotalPlaceError] = []
    for control in controls.to_dict("records"):
        rows = sums[(sums["edition"] == control["edition"]) & (sums["year"] == control["year"])]
        for column in ("area_code", "function_code", "sector"):
            rows = rows if control[column] in ("all", ENGLAND) else rows[rows[column] == control[column]]
        found, wanted = rows["amount_gbp"].sum() / 1e6, float(control["amount_gbp_million"])
        if abs(found - wanted) > float(control["within_gbp_million"]) + 1e-6:
            which = ", ".join(
                f"{control[part]}" for part in ("edition", "area_name", "year", "function_code", "sector")
            )
            faults.append(SourceError(f"{which}: database {found:,.1f}, control {wanted:,.1f} GBP million."))
    if faults:
        raise Faults(f"The regional analysis against {where}", faults)


def check_units(said: pd.DataFrame, where: str) -> None:
    """Faults where two editions give one year amounts of another size: one of them is in another unit.

    said   every_edition; definitions differ between editions by a few per cent, units by a thousand
    """
    sums = said.groupby(["year", "edition"])["amount_gbp"].sum().unstack(sort=False)
    faults: list[TotalPlaceError] = []
    for year, by_edition in sums.iterrows():
        held = by_edition.dropna()
        for (before, then), (after, now) in itertools.pairwise(held.items()):
            if not 0.5 < now / then < 2:
                faults.append(
                    SourceError(
                        f"{year}: {before} gives {then:,.0f} GBP, {after} {now:,.0f}. "
                        f"Is one of them in another unit ({where}, gbp_per_unit)?"
                    )
                )
    if faults:
        raise Faults("Editions of the regional analysis", faults)
