"""What each edition of the Treasury's analysis said of one year, by department and segment, and how far it moved.

A segment is followed by its code, not by its name; a department by the number in the codes of its segments, so that
one that was renamed or merged between editions is not "gone" in one and "new" in the other. The 2010 edition has codes
of its own: its departments are found again by name, its segments are not. An edition in which a segment does not stand
is a gap, not nought.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.years import plan
from totalplace_lib.project import read_table


@dataclass(frozen=True)
class Revisions:
    """What the editions said of a year. table: analysis.revisions; in_use: the edition counted from, "" for none."""

    year: str
    in_use: str
    department: str
    table: pd.DataFrame

    @property
    def editions(self) -> list[str]:
        """The editions that hold the year, earliest first."""
        return [str(name) for name in self.table.columns if str(name).startswith("cra_")]


def revised(year: str, department: str = "") -> Revisions:
    """By department, or by segment of one department. UsageError for a year or department that no edition holds."""
    when = str(Year.parse(year))
    held = sorted(read_table("cra_editions", ["year"])["year"].unique())
    if when not in held:
        raise UsageError(f"No edition holds {when}. Years: {held[0]} to {held[-1]}.")
    said = read_table("cra_editions", year=when)
    in_use = plan().get(when, {}).get("central", "")
    if not department:
        return Revisions(when, in_use, "", by_department(said))
    table = by_segment(said)
    name = _department(department, sorted(table["department"].unique()), when)
    return Revisions(when, in_use, name, table[table["department"] == name].reset_index(drop=True))


def _department(text: str, names: list[str], year: str) -> str:
    word = text.strip().casefold()
    exact = [name for name in names if name.casefold() == word]
    found = exact or [name for name in names if word in name.casefold()]
    if len(found) == 1:
        return found[0]
    near = found or difflib.get_close_matches(text, names, n=5, cutoff=0.3) or names[:5]
    what = "Several departments have" if found else "No department has"
    raise UsageError(f"{what} '{text}' in their name in {year}: {'; '.join(near[:8])}.")


CODE = r"^(S\d{3})"
BY = ["department", "segment", "programme", "economic"]


def by_segment(said: pd.DataFrame) -> pd.DataFrame:
    """One row a segment and current or capital: BY, a column for each edition in GBP, change_gbp; the widest first.

    said    rows of cra_editions of one year;  change_gbp: last edition less the first, missing in one of them counts
            as nothing said there
    """
    named = said.assign(body=_bodies(said), segment=said["programme_code"])
    keys = ["body", "segment", "economic"]
    words = named.sort_values("edition").drop_duplicates(keys, keep="last").set_index(keys)["programme"]
    wide = _wide(named, keys)
    table = wide.join(words).reset_index().rename(columns={"body": "department"})
    return _ordered(table, BY, list(wide.columns))


def by_department(said: pd.DataFrame) -> pd.DataFrame:
    """The same by department: department, a column for each edition in GBP, change_gbp; the widest first."""
    wide = _wide(said.assign(department=_bodies(said)), ["department"])
    return _ordered(wide.reset_index(), ["department"], list(wide.columns))


def _wide(named: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    sums = named.groupby([*keys, "edition"])["amount_gbp"].sum().round(2)
    return sums.unstack("edition").sort_index(axis=1)


def _ordered(table: pd.DataFrame, words: list[str], editions: list[str]) -> pd.DataFrame:
    held = table[editions].fillna(0.0)
    table = table.assign(change_gbp=(held[editions[-1]] - held[editions[0]]).round(2))
    order = table["change_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order, [*words, *editions, "change_gbp"]].reset_index(drop=True)


def _bodies(said: pd.DataFrame) -> pd.Series:
    """The department of each row under the name that it has in the newest edition."""
    number = said["programme_code"].str.extract(CODE)[0]
    main = said.assign(number=number).dropna(subset="number")
    sums = main.groupby(["edition", "number", "department"])["amount_gbp"].apply(
        lambda part: part.abs().sum()
    )
    largest = sums.reset_index().sort_values(["edition", "amount_gbp"]).drop_duplicates("number", keep="last")
    today = largest.set_index("number")["department"]
    by_name = main.assign(today=number.map(today)).drop_duplicates("department", keep="last")
    same = by_name.set_index("department")["today"]
    return number.map(today).fillna(said["department"].map(same)).fillna(said["department"])
