"""What changed between two editions of a count: lines added, removed and changed; the changes are the difference.

A line is the same in both editions when payer, spender, programme, function, current or capital and rung of control
are the same; what was published in several figures is added up first. Payer and spender are bodies, whatever they
were called (config/bodies.csv); a programme is its code where it has one, whatever its name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.analysis.series import marks, other_publications
from totalplace_lib.analysis.whole_area_count import share_out, whole_area_count
from totalplace_lib.count.body_names import identity
from totalplace_lib.count.names import written
from totalplace_lib.count.pence import to_pence, to_pounds
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.model import Marker
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config
from totalplace_lib.sources.editions import WORDS, Edition, read_edition


@dataclass(frozen=True)
class Changes:
    """Two editions and what changed between them. lines: analysis.CHANGES.

    note  what makes the two less alike than they look, such as another publication; "" where nothing is known
    """

    before: Edition
    after: Edition
    lines: pd.DataFrame
    note: str = ""

    @property
    def difference_gbp(self) -> float:
        """Total of the second less total of the first, GBP."""
        return round(self.after.total_gbp - self.before.total_gbp, 2)

    @property
    def is_same(self) -> bool:
        """No line was added, removed or changed."""
        return bool((self.lines["change"] == SAME).all())


def what_changed(one: str, other: str, year: str = "2008-09") -> Changes:
    """The changes from `one` to `other`: each a PLACE, PLACE@YEAR or a JSON file.

    Raises UsageError for an unknown place, year or file, SourceError for a file that is no count.
    """
    return between(_edition(one, year), _edition(other, year))


def between(before: Edition, after: Edition) -> Changes:
    """The changes between two editions; UsageError when they look through different lenses."""
    if before.lens != after.lens:
        raise UsageError(
            f"{before.name} shows the lens '{before.lens}', {after.name} '{after.lens}': they cannot be compared. "
            "Count both through one lens."
        )
    return Changes(before, after, changes(before.lines, after.lines, read_config("bodies.csv")))


def since_year_before(count: Count) -> Changes | None:
    """What changed since the countable year before; None when there is none."""
    earlier = _year_before(str(count.year))
    if earlier is None:
        return None
    before = whole_area_count(count.place, earlier, count.lens)
    return replace(between(edition(before), edition(count)), note=unlike(earlier, str(count.year)))


def unlike(before: str, year: str) -> str:
    """What makes a year unlike the year before: another publication, or a break in a definition (series_marks.csv)."""
    held = marks([year])
    causes = held.loc[held["marker"] == str(Marker.BREAK), "note"].drop_duplicates()
    said = [
        other_publications(before, year),
        *(f"What is counted is not as in {before}. {cause}" for cause in causes),
    ]
    return ". ".join(filter(None, said))


def prepare(place: str, year: str) -> None:
    """Make now what the reports of a place share of the year before, so that a batch makes it once
    (config/reports.csv)."""
    earlier = _year_before(year)
    if earlier is not None:
        share_out(place, earlier)


def _year_before(year: str) -> str | None:
    return max((one for one in years() if one < year), default=None)


def edition(count: Count) -> Edition:
    """A count that has just been made, as an edition."""
    name = f"{count.place.name}, {count.year}"
    lines = count.lines[[*WORDS, "segment", "amount_gbp"]]
    sources = tuple(sorted(count.lines["source_id"].astype(str).unique()))
    return Edition(name, count.place.name, str(count.year), str(count.lens), lines, count.total_gbp, sources)


def _edition(text: str, year: str) -> Edition:
    if text.lower().endswith(".json"):
        return read_edition(Path(text))
    asked = written(text)
    return edition(whole_area_count(asked.place, str(asked.year or year)))


def as_record(changed: Changes) -> dict[str, Any]:
    """The changes as plain data; lines that stayed the same are left out."""
    different = changed.lines[changed.lines["change"] != SAME]
    return {
        "before": {"name": changed.before.name, "total_gbp": changed.before.total_gbp},
        "after": {"name": changed.after.name, "total_gbp": changed.after.total_gbp},
        "difference_gbp": changed.difference_gbp,
        "summary": by_change(changed.lines).to_dict("records"),
        "lines": different.to_dict("records"),
    }


KEY = ["payer", "spender", "programme", "function", "economic", "control"]
CODE = r"^S\d{3}"  # segments of the Treasury's editions from 2013 on
NO_BODIES = pd.DataFrame({"name": pd.Series(dtype="str"), "body": pd.Series(dtype="str")})
ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
CHANGES = [*KEY, "before_gbp", "after_gbp", "difference_gbp", "change"]


def changes(before: pd.DataFrame, after: pd.DataFrame, bodies: pd.DataFrame = NO_BODIES) -> pd.DataFrame:
    """CHANGES columns, the largest difference first, of two frames with KEY and amount_gbp (and segment, if any).

    bodies  config/bodies.csv. A programme with a code shows the name and the payer that it has in `after`.
    A line that is only in one edition has nothing in the other (it is not there: no gap). Raises ImbalanceError when
    the differences do not add up to the difference of the totals, to the penny.
    """
    sums = {
        name: _by_key(lines, bodies, _by_code(before, after, "payer"))
        for name, lines in (("before", before), ("after", after))
    }
    both = pd.concat(sums, axis=1)
    was, now = both["before"].notna(), both["after"].notna()
    pence = both.fillna(0).astype("int64")
    gap = pence["after"] - pence["before"]
    if gap.sum() != to_pence(after["amount_gbp"]).sum() - to_pence(before["amount_gbp"]).sum():
        raise ImbalanceError(
            "The changes between the editions do not add up to the difference of their totals."
        )
    change = pd.Series(SAME, index=gap.index).mask(gap != 0, CHANGED).mask(~was, ADDED).mask(~now, REMOVED)
    frame = pd.DataFrame(
        {
            "before_gbp": to_pounds(pence["before"].to_numpy()),
            "after_gbp": to_pounds(pence["after"].to_numpy()),
            "difference_gbp": to_pounds(gap.to_numpy()),
            "change": change,
        }
    ).reset_index()
    names = _by_code(before, after, "programme")
    frame["programme"] = frame["programme"].map(names).fillna(frame["programme"])
    order = frame["difference_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order, CHANGES].reset_index(drop=True)


def _segment(lines: pd.DataFrame) -> pd.Series:
    """The code of each line's programme; its name where it has no code."""
    name = lines["programme"].astype("string").fillna("").astype(str)
    if "segment" not in lines:
        return name
    code = lines["segment"].astype("string").fillna("").astype(str)
    return code.where(code.str.match(CODE), name)


def _by_code(before: pd.DataFrame, after: pd.DataFrame, word: str) -> dict[str, str]:
    """A word of each programme with a code, as it is in `after` where it is there."""
    both = pd.concat([before, after])
    code = pd.concat([_segment(before), _segment(after)])
    found = zip(code, both["programme"], both[word], strict=True)
    return {str(one): str(said) for one, name, said in found if one != name}


def _by_key(lines: pd.DataFrame, bodies: pd.DataFrame, payers: dict[str, str]) -> pd.Series:
    """Pence by KEY; an absent word is the empty text."""
    words = lines[KEY].astype("string").fillna("").astype(str)
    words = words.assign(programme=_segment(lines))
    words["payer"] = words["programme"].map(payers).fillna(words["payer"])
    for who in ("payer", "spender"):
        words[who] = identity(words[who], bodies)
    return words.assign(pence=to_pence(lines["amount_gbp"])).groupby(KEY, sort=True)["pence"].sum()


def by_change(changed: pd.DataFrame) -> pd.DataFrame:
    """How many lines were added, removed, changed or stayed: change, lines, difference_gbp; in that order."""
    grouped = changed.groupby("change")["difference_gbp"]
    table = pd.DataFrame({"lines": grouped.size(), "difference_gbp": grouped.sum().round(2)})
    table = table.reindex([ADDED, REMOVED, CHANGED, SAME]).fillna(0.0)
    return table.rename_axis("change").reset_index().astype({"lines": int})


def by_word(changed: pd.DataFrame, column: str, prices: float = 1.0) -> pd.DataFrame:
    """before_gbp, after_gbp, difference_gbp by one word of the key, the largest difference first.

    prices  what a pound of the first edition is in the money of the second (analysis.prices.factor)
    """
    sums = changed.groupby(column)[["before_gbp", "after_gbp"]].sum().reset_index()
    sums["before_gbp"] = (sums["before_gbp"] * prices).round(2)
    sums["difference_gbp"] = (sums["after_gbp"] - sums["before_gbp"]).round(2)
    order = sums["difference_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return sums.loc[order].reset_index(drop=True)
