"""The four lenses of a count: all money, bodies of the place, bodies from outside, the outcomes that were stated."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.outcomes import NONE
from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.carried import stated
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import why
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import share
from totalplace_lib.present.views.counting import MONEY, source_of, subtitle


def outcomes(table: pd.DataFrame, count: Count, are_stated: bool) -> Exhibit | Note:
    """Spending by stated outcome; a year without a framework says so.

    table  analysis.outcomes.alignment
    """
    if not are_stated:
        return Note(why(stated(False)))
    untied = float(table.loc[table["outcome"] == NONE, "share"].sum())
    caption = Caption(
        "outcomes",
        f"{share(1 - untied)} of the money can be tied to a stated outcome, {share(untied)} to none",
        subtitle(count, "Public spending by block of the local area agreement"),
        f"{source_of(count)}; outcomes: Communities and Local Government, Local Area Agreements 2007",
        (
            "A line is tied by its service and body, which is generous: no publication ties a pound to a result.",
        ),
    )
    return bars(table, {"outcome": Column("Outcome"), **MONEY}, caption, label="outcome", value="amount_gbp")
