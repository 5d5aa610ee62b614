"""Exhibits of the evidence on one place: range, grades, what makes the range wide, what other keys would have said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.evidence import regions
from totalplace_lib.evidence.ranges import Ranged
from totalplace_lib.present.charts import dot_comparison, range_plot
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, in_sentence, small

SOURCE = "Total Place count and its back-tests"
GRADES = {
    "A": "A: published for the place",
    "B": "B: within a fifth",
    "C": "C: within a half",
    "D": "D: wider, or no evidence",
}
RANGE = {
    "amount_gbp": Column("Central", "money"),
    "low_gbp": Column("Low", "money"),
    "high_gbp": Column("High", "money"),
    "grade": Column("Grade"),
}
NOTE = (
    "A range is meant to hold the truth nine times in ten; how often it did where the truth is known stands below.",
)

JUDGED = (
    "Low and high: the middle 90% of the mean when families of tests are drawn again.",
    "Lines of a family outside 85% to 95% have grade D. Between regions is no error of a place: a count takes "
    "the regions' money as published.",
)


def opening(found: Ranged, coverage: pd.DataFrame) -> Opening:
    """The range in a sentence, what is published, what is least sure."""
    count, whole = found.count, found.count.total_gbp
    below, above = whole - found.low_gbp, found.high_gbp - whole
    money_by_grade = found.lines.groupby("grade")["amount_gbp"].sum() / whole
    sure, unsure = (float(money_by_grade.get(grade, 0.0)) for grade in "AD")
    held = coverage.set_index("level")
    worst = str(held["name"]["places: worst"])
    return Opening(
        f"{count.place.name}'s count for {count.year} is {money(whole)}; "
        f"the error of sharing alone leaves it between {money(found.low_gbp)} and {money(found.high_gbp)}.",
        [
            Finding(
                f"{share(sure)} of the money is published for the place or its bodies.",
                "These figures have no range. All of it comes from the bodies' own returns or from departments.",
            ),
            Finding(
                f"{share(unsure)} of the money has weak evidence or none.",
                "It is shared by a measure that has been wrong by more than a half, or that nothing could test: "
                "read those lines as orders of magnitude.",
            ),
            Finding(
                f"Where the truth is known, ranges held it in {share(float(held['inside']['places']))} of cases.",
                f"They are meant to hold it in 90%. The worst family of tests, {in_sentence(worst)}, was held in "
                f"{share(float(held['inside']['places: worst']))}.",
            ),
        ],
        [
            KeyFigure("Low", money(found.low_gbp), f"{share(below / whole)} below"),
            KeyFigure("Central", money(whole), "the count"),
            KeyFigure("High", money(found.high_gbp), f"{share(above / whole)} above"),
            KeyFigure(
                "Outside the range",
                money(count.unallocated_gbp),
                "of the region has an address of its own, which may be here",
            ),
        ],
    )


def range_by_spender(found: Ranged) -> Exhibit:
    """Low, central and high of each group of spenders; for whole regions of each function."""
    by, name = ("function", "Function") if regions.level(found.count.place) else ("spender_group", "Spender")
    table = found.by(by).head(15)
    table["width_gbp"] = table["high_gbp"] - table["low_gbp"]
    widest = table.sort_values("width_gbp", ascending=False).iloc[0]
    headline = (
        f"The widest range is that of {in_sentence(widest[by])}: "
        f"{money(widest['low_gbp'])} to {money(widest['high_gbp'])}"
    )
    return range_plot(
        table,
        {by: Column(name), **RANGE},
        _caption(found, "range-by-group", headline, "Range by group"),
        label=by,
        low="low_gbp",
        central="amount_gbp",
        high="high_gbp",
        grade="grade",
    )


def other_keys(found: Ranged, others: pd.DataFrame, number: int = 12) -> Exhibit | Note:
    """What the next best-known keys would have said where it matters most. others: evidence.ranges.other_keys."""
    if others.empty:
        return Absent("No money of this place is shared by a measure that has another on its shortlist.")
    order = others["change_gbp"].abs().sort_values(ascending=False).index
    table = others.loc[order].drop_duplicates("driver").head(number)
    table = table.assign(label=table["name"].map(_in_words) + ", by " + table["key_name"].map(small))
    first = table.iloc[0]
    verb = "more" if first["change_gbp"] > 0 else "less"
    key, size = small(str(first["key_name"])), money(abs(first["change_gbp"]))
    headline = f"{_in_words(first['name'])}, shared by {key}, would be {size} {verb}"
    columns = {
        "label": Column("Programmes and the other measure"),
        "amount_gbp": Column("As counted", "money"),
        "other_gbp": Column("By the other measure", "money"),
        "change_gbp": Column("Change", "money"),
    }
    return dot_comparison(
        table,
        columns,
        _caption(
            found, "other-measures", headline, "Money by the measure in use and by another on the shortlist"
        ),
        label="label",
        values=["amount_gbp", "other_gbp"],
    )


def evidence_by_driver(found: Ranged, measured: pd.DataFrame, names: pd.Series) -> Exhibit:
    """What is known about the error of each driver that the place's money has.

    measured  config/made/measured.csv by driver; names  driver in words by driver
    """
    shared = found.lines[found.lines["grade"] != "A"]
    sums = shared.groupby("driver")["amount_gbp"].sum()
    table = measured.reindex(sums.index).assign(amount_gbp=sums, name=names.reindex(sums.index)).reset_index()
    table["name"] = table["name"].fillna(table["driver"]).map(_in_words)
    table["evidence"] = table["evidence"].fillna("no evidence")
    own = shared.groupby("driver")[["half_width", "grade"]].max()  # wider than measured in some regions
    table["grade"] = table["driver"].map(own["grade"])
    table["marker"] = table["half_width"].isna().map({True: "x", False: ""})
    table["half_width"] = table["driver"].map(own["half_width"]).where(table["marker"] == "")
    width = table["half_width"].astype(float)  # in log odds: for a small share, a part of the figure
    table = table.assign(too_low=np.exp(-width) - 1, too_high=np.exp(width) - 1)
    table = table.sort_values("amount_gbp", ascending=False, ignore_index=True)
    columns = {
        "name": Column("What drives the money"),
        "amount_gbp": Column("Shared money", "money"),
        "grade": Column("Grade"),
        "too_low": Column("Low end, beside the figure", "share", 0, marker="marker"),
        "too_high": Column("High end, beside the figure", "share", 0, marker="marker"),
        "evidence": Column("Evidence"),
    }
    better = int((table["grade"] != "D").sum())
    headline = f"Measures with a grade better than D share {better} of {plural(len(table), 'kind')} of money"
    caption = _caption(found, "evidence-by-driver", headline, "Shared money by driver with its evidence")
    return Exhibit(caption, table, columns, f"Table of drivers with grade and evidence. {headline}.")


def _in_words(name: str) -> str:
    """A driver that has no name of its own, as words: "Social care"."""
    return capital(str(name).replace("_", " "))


def _caption(found: Ranged, slug: str, headline: str, what: str) -> Caption:
    where = f"{found.count.place.name}, {found.count.year}"
    return Caption(slug, headline, f"{what}, {where}", SOURCE, NOTE)
