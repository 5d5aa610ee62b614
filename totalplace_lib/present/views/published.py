"""Figures that a pilot published about its themes, beside ours, with the difference and why."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.checks import COLUMNS
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import money, plural, share

_WORDS = {"gbp": money, "share": share}


def published_beside_ours(checks: pd.DataFrame, place: str, about: str = "this theme") -> Exhibit | Note:
    """A table of published figures beside ours; a sentence where the pilot published none about it."""
    if checks.empty:
        return Absent(
            f"{place} is not known to have published how much money goes to {about}. What pilots found about savings "
            "stands with the barriers and the options."
        )
    table = checks[COLUMNS].copy()
    for column in ("published", "ours"):
        table[column] = [
            _WORDS[str(unit)](float(value))
            for unit, value in zip(checks["unit"], checks[column], strict=True)
        ]
    near = int((checks["difference"].abs() <= 0.1).sum())
    caption = Caption(
        "published",
        f"{plural(len(table), 'published figure')} beside ours: {near or 'none'} within 10%",
        f"What was published about {place} and what this count gives for the nearest money",
        "As named in each row; ours: Total Place count by theme",
    )
    columns = {
        "what": Column("What was published"),
        "published": Column("Published"),
        "ours": Column("Ours"),
        "difference": Column("Ours above (+) or below (−)", "share"),
        "ours_is": Column("What ours is"),
        "why": Column("Why they differ"),
        "source": Column("Source of the published figure"),
    }
    return Exhibit(
        caption, table, columns, alt="A table of published figures beside ours, with the reason for each gap."
    )
