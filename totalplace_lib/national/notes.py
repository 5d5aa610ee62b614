"""What a reader must know of a year or a body: steps of the ledger that move no money (Money.notes)."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.count.year_money import NOTE
from totalplace_lib.model import Year
from totalplace_lib.national.central import grant_from
from totalplace_lib.national.key_series import ages_between
from totalplace_lib.national.years import basis
from totalplace_lib.project import read_table

CAPITAL = (
    "Capital outturn by council is not held for this year: capital is the Treasury's figure for the councils of a "
    "region, by function, shared among its places [e]"
)
BOARDS = (
    "NHS: what integrated care boards were given (baselines of 2022-23), actual where a place is made of whole boards; "
    "within a board by people, age and illness [e]; the rest of health shared by the same"
)
GROUPS = (
    "NHS: the Treasury's figures for a region; hospital and community health shared by what clinical commissioning "
    "groups were given in the year (research reconstruction), within a group by people, age and illness [e]"
)
LATER_BOARDS = (
    "NHS: the Treasury's figure for a region, shared by what integrated care boards were given in 2022-23, within a "
    "board by people, age and illness [e]"
)


BY_AGE = "What is shared by age (children, young people, working age, pensioners, oldest, students)"
INTERPOLATED = (
    f"{BY_AGE}: each area's proportions of age at mid-{{year}} are interpolated between those of mid-{{before}} and "
    "mid-{after}, on the people of the year [e]"
)
NEAREST = (
    f"{BY_AGE}: each area's proportions of age at mid-{{before}}, {{which}} that are held, on the people of "
    "mid-{year} [e]"
)
HEALTH = {"boards": BOARDS, "later boards": LATER_BOARDS, "groups": GROUPS}


def notes(year: Year, non_submitting: pd.DataFrame) -> pd.DataFrame:
    """step, catchment_code ("" = everywhere), reason.

    non_submitting  authorities that made no return: authority_code, authority_name, is_filled, is_estimated, part
                    (what is missing in its returns, in words; "" for the whole return)
    """
    of_year = basis(year)
    rows = [] if of_year.capital_by_council else [("basis: council capital", "", CAPITAL)]
    rows += [("basis: health", "", HEALTH[of_year.nhs])] if of_year.nhs in HEALTH else []
    rows += [("basis: ages", "", ages(year))] if ages(year) else []
    rows += [_of_body(*row) for row in non_submitting[SILENT].itertuples(index=False, name=None)]
    rows += [("gap: academies", code, f"{name} {ACADEMIES}") for code, name in without_grant(year)]
    return pd.DataFrame(rows, columns=NOTE)


def ages(year: Year) -> str:
    """From which years the ages of a year are; "" where they are its own."""
    before, after, part = ages_between(year)
    if 0 < part < 1:
        return INTERPOLATED.format(year=year.start, before=before, after=after)
    which = "the first" if year.start < before else "the last"
    return "" if year.start == before else NEAREST.format(year=year.start, before=before, which=which)


def without_grant(year: Year) -> list[tuple[str, str]]:
    """Code and name of the authorities of a year that the schools grant does not list, in years that follow it."""
    if str(year) < grant_from():
        return []
    listed = set(read_table("schools_grant", ["authority_code"])["authority_code"])
    areas = read_table("areas", vintage=geography.vintage_for(year))
    areas = areas[areas["area_code"].str.startswith("E")].sort_values("area_code")
    schools = areas["county_authority_code"].mask(
        areas["county_authority_code"] == "", areas["authority_code"]
    )
    found = areas[~schools.isin(listed)]
    return [
        (str(code), str(name)) for code, name in zip(found["authority_code"], found["area_name"], strict=True)
    ]


ACADEMIES = (
    "is not listed in the schools grant, which shares the money of academies: what academies get here is not known, "
    "nothing of it is placed here, and it is shared over the other authorities of the region [x]."
)
SILENT = ["authority_code", "authority_name", "is_filled", "is_estimated", "part"]
FILLED = (
    "made no return for this year; its figures are those of a later publication (services as published, the rest of "
    "its published total [e])."
)
ESTIMATED = (
    "made no return for this year and no later publication has its figures: estimated from its own year before (or "
    "from the councils it was made of), each service moved as its class moved [e]."
)
MISSING = (
    "made no return for this year and no later publication has its figures [x]: its spending is missing here."
)


PART = "has no figure for this year, or nought between two years of much, which is a gap and no zero, of: "
GUESSED = "Estimated from its own year before, moved as its class moved [e]."
LEFT = "Missing here [x]."


def _of_body(code: str, name: str, is_filled: bool, is_estimated: bool, part: str) -> tuple[str, str, str]:
    if part:
        step, says = ("gap: estimated", GUESSED) if is_estimated else ("gap: missing", LEFT)
        return step, code, f"{name} {PART}{part}. {says}"
    if is_filled:
        return "no return: filled", code, f"{name} {FILLED}"
    if is_estimated:
        return "no return: estimated", code, f"{name} {ESTIMATED}"
    return "no return: missing", code, f"{name} {MISSING}"
