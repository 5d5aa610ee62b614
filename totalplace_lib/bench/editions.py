"""What changed between two editions of a count: two places, two years, or files of `totalplace count --json`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.analysis import diff
from totalplace_lib.bench.series import other_publications
from totalplace_lib.count.names import written
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError
from totalplace_lib.project import read_config
from totalplace_lib.sources.editions import WORDS, Edition, read_edition
from totalplace_lib.workbench import share_out, whole_area_count, years


@dataclass(frozen=True)
class Changes:
    """Two editions and what changed between them. lines: analysis.diff.CHANGES.

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
        return bool((self.lines["change"] == diff.SAME).all())


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
    return Changes(before, after, diff.changes(before.lines, after.lines, read_config("bodies.csv")))


def since_year_before(count: Count) -> Changes | None:
    """What changed since the countable year before; None when there is none."""
    earlier = _year_before(str(count.year))
    if earlier is None:
        return None
    before = whole_area_count(count.place, earlier, count.lens)
    return replace(
        between(edition(before), edition(count)), note=other_publications(earlier, str(count.year))
    )


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
    different = changed.lines[changed.lines["change"] != diff.SAME]
    return {
        "before": {"name": changed.before.name, "total_gbp": changed.before.total_gbp},
        "after": {"name": changed.after.name, "total_gbp": changed.after.total_gbp},
        "difference_gbp": changed.difference_gbp,
        "summary": diff.by_change(changed.lines).to_dict("records"),
        "lines": different.to_dict("records"),
    }
