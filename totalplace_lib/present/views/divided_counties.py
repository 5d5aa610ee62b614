"""Exhibits of how far dividing a county council by service is from what happened (evidence.divided, reorganised)."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence.divided import ALL
from totalplace_lib.evidence.log_odds import moved
from totalplace_lib.national.years import years
from totalplace_lib.present.charts import bars, grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import count

TOGETHER = "All current services together"
ENDS_OF_SHARE = {"low": Column("Low", "share"), "high": Column("High", "share")}


def tested(table: pd.DataFrame, names: pd.Series) -> Exhibit:
    """How far from the truth each service lies. table: evidence.divided.measured; names: services in words."""
    rows = table.rename_axis("service").reset_index()
    rows["name"] = rows["service"].map(names).fillna(TOGETHER)
    rows["low"], rows["high"] = (moved(1 / 3, sign * rows["half_width_after"]) for sign in (-1, 1))
    caption = Caption(
        "tested",
        "How far a council's figure lies from what it spent, by service",
        "Relative error that half of the councils are within, spending of counties without a county council shared "
        f"as if only their sum were known, {_spell()}",
        f"Revenue and capital outturn returns, {_spell()} (MHCLG); Total Place",
        (
            "Low and high are the ends of the range of a council that has a third of a sum.",
            "What new councils then spend lies further off: one may host a service for both, or book it "
            "elsewhere.",
        ),
    )
    columns = {
        "name": Column("Service"), "median_error": Column("Typical error", "share"),
        "councils": Column("Councils", "count"), "figures": Column("Figures", "count"),
        "inside": Column("Held, county left out", "share"),
        "low": Column("Low of a third", "share", 0), "high": Column("High of a third", "share", 0),
        "events": Column("Counties divided", "count"),
        "events_held": Column("Held, county left out: divided", "count"),
    }  # fmt: skip
    return bars(rows, columns, caption, label="name", value="median_error")


def sums_that_happened(table: pd.DataFrame) -> Exhibit:
    """The five counties: a council's part of all services by this method and as it was."""
    rows = _with_ends(table[table["service"] == ALL]).assign(
        who=lambda one: one["council"] + " (" + one["name"] + ")"
    )
    caption = Caption(
        "happened",
        f"In five counties that were divided the sum of a council was {_points(rows)} from what it then spent",
        "Part of the current services of the two new councils that one of them has, from the county's last year and in "
        "the first year of the new councils",
        f"Revenue and capital outturn returns, {_spell()} (MHCLG); Total Place",
        (_CUMBRIA,),
    )
    columns = {
        "who": Column("New council"), "before": Column("Last year before"), "share": Column("By this method", "share"),
        **ENDS_OF_SHARE, "truth": Column("As it then spent", "share"),
        "held": Column("Inside the range"),
    }  # fmt: skip
    return grouped_bars(rows, columns, caption, label="who", values=("share", "truth"))


def _with_ends(table: pd.DataFrame) -> pd.DataFrame:
    """Adds the ends of the range of a share; a share that is no part has none."""
    is_part = table["error"].notna()
    low, high = (moved(table["share"], sign * table["half_width"]) for sign in (-1, 1))
    return table.assign(
        low=pd.Series(low, table.index).where(is_part), high=pd.Series(high, table.index).where(is_part)
    )


_CUMBRIA = (
    "Cumbria's two councils have no return of the same year: Cumberland's is of 2023-24, Westmorland and Furness's of "
    "2024-25, brought back by what other councils spent in both years."
)


def _spell() -> str:
    """The years of the returns."""
    return f"{years()[0]} to {years()[-1]}"


def _points(rows: pd.DataFrame) -> str:
    low, high = ((rows["share"] - rows["truth"]).abs().agg(end) * 100 for end in ("min", "max"))
    return f"{low:.0f} to {high:.0f} percentage points"


def services_that_happened(table: pd.DataFrame, names: pd.Series) -> Exhibit:
    """Every service of the five counties, by this method and as it was."""
    rows = _with_ends(table).assign(service_name=table["service"].map(names).fillna(TOGETHER))
    known = rows[rows["held"] != ""]
    caption = Caption(
        "happened-by-service",
        f"{count((known['held'] == 'yes').sum())} of {count(len(known))} figures lay inside a range made without the "
        "county",
        "Part of a service of the two new councils that one of them has, by the county's last year and in their first",
        f"Revenue and capital outturn returns, {_spell()} (MHCLG); Total Place",
        ("The other council has the same error, so each service of a county is one figure.", _CUMBRIA),
    )
    columns = {
        "name": Column("County"), "council": Column("New council"), "service_name": Column("Service"),
        "share": Column("By this method", "share"), **ENDS_OF_SHARE,
        "truth": Column("As it then spent", "share"),
        "held": Column("Inside the range"),
    }  # fmt: skip
    return Exhibit(caption, rows, columns, alt="A table of every service of five counties that were divided.")
