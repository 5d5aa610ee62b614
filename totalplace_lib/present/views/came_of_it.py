"""Exhibits of what came of it: indicators with their intervals beside the money that serves the same outcome."""

from __future__ import annotations

import dataclasses

import pandas as pd

from totalplace_lib.analysis.came_of_it import PRIORITY, TIED_TO_NONE, TODAY, TOGETHER, CameOfIt
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import small_multiples
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.exhibit_html import SHORT
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import fixed, join, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening

INDICATORS = "Explore local statistics (ONS), statutory homelessness (MHCLG)"
COUNT = "Total Place count"
OURS = {
    TODAY: "Outcomes: the 16 priority outcomes of the Local Outcomes Framework (MHCLG, 9 February 2026), which looks "
    "ahead; years before it are seen through it. Which indicator and which money goes with which outcome is ours.",
}
THEN_WORDS = (
    "Outcomes: the four blocks of the local area agreements of 2008, the framework of these years. Which indicator and "
    "which money goes with which block is ours."
)
NO_CAUSE = (
    "Money is not the cause of an outcome and an outcome is no result of money: they stand beside each other."
)
CREDITS = (
    "Years of money are not always like with like: tax credits for families passed into universal credit, which serves "
    "others too and is tied to no outcome."
)
MOST_PANELS = 12


def opening(made: CameOfIt) -> Opening:
    """How much is measured, what moved beyond its intervals, what money serves, and what nothing says."""
    changes, name = made.changes, made.place.name
    intervals = int(changes["last_low"].notna().sum())
    served, total, people = money_served(made)
    return Opening(
        f"{plural(len(changes), 'official indicator')} of {name} stand beside the money of all bodies, "
        f"{intervals or 'none'} of them with a confidence interval.",
        [_moved(changes), _money(made, served, total), _without(made)],
        [
            KeyFigure("Official indicators", f"{len(changes)}", f"of the whole place; framework: {made.framework}"),
            KeyFigure("With a confidence interval", f"{intervals}", "95%, as published"),
            KeyFigure("Money that serves an outcome", money(served), f"all bodies, {made.base}"),
            KeyFigure("For each resident", pounds(served / people), f"in {made.base}"),
        ],
    )  # fmt: skip


def money_served(made: CameOfIt) -> tuple[float, float, float]:
    """Money that serves an outcome and all money, GBP, and residents, in the last year."""
    last = made.money[made.money["year"] == made.base]
    served = last.loc[last["group"] != TIED_TO_NONE, "amount_gbp"].sum()
    return float(served), float(last["amount_gbp"].sum()), float(last["population"].iloc[0])


def _moved(changes: pd.DataFrame) -> Finding:
    """What moved beyond its intervals; of the rest no change is told."""
    moved = changes[changes["moved"] != ""]
    both = int((changes["first_low"].notna() & changes["last_low"].notna()).sum())
    rest = "Of the others no change is told: their intervals meet, none is published, or they are in cash."
    if not both:
        return Finding(
            "No change is told: no indicator here has intervals in two years.",
            "Where only a register is counted, no interval is published.",
        )
    if moved.empty:
        return Finding(f"No indicator moved beyond its intervals, of {both} that have them.", rest)
    said = "; ".join(_said(row) for _, row in moved.head(4).iterrows())
    more = f"; and {len(moved) - 4} more" if len(moved) > 4 else ""
    return Finding(
        f"{plural(len(moved), 'indicator')} moved beyond what {'its' if len(moved) == 1 else 'their'} intervals leave "
        "open.",
        f"{said}{more}. {rest}",
    )


def _said(row: pd.Series) -> str:
    """ "People in work, 16 to 64 (%): 57.7 in 2011-12, 65.9 in 2023-24"."""
    return (
        f"{row['name']} ({row['unit']}): {_number(row['first_value'])} in {row['first_year']}, "
        f"{_number(row['last_value'])} in {row['last_year']}"
    )


def _number(value: float) -> str:
    return fixed(value, 0 if abs(value) >= 1000 else 1)


def _money(made: CameOfIt, served: float, total: float) -> Finding:
    """How much of the money serves an outcome."""
    return Finding(
        f"{share(served / total)} of the money of {made.base} serves these outcomes, {share(1 - served / total)} none "
        "of them.",
        f"Pensions, most benefits and central services serve none by name. {NO_CAUSE}",
    )


def _without(made: CameOfIt) -> Finding:
    """Outcomes of which no indicator is held for the place."""
    known = set(made.indicators.loc[made.indicators["value"].notna(), "group"])
    lacking = [str(group) for group in made.groups["group"].drop_duplicates() if group not in known]
    number = made.groups["group"].nunique()
    if not lacking:
        return Finding(
            f"All {number} outcomes have an indicator here.",
            "How good each is as a measure is another question.",
        )
    return Finding(
        f"{len(lacking)} of {number} outcomes have no indicator here.",
        f"No figure by place is held of: {join(lacking)}.",
    )


def beside(made: CameOfIt, changes: pd.DataFrame, kind: str = PRIORITY) -> Exhibit | Note:
    """Outcomes of a kind with the money that serves each and its leading indicators (one each where they are many).

    changes  CameOfIt.changes
    """
    of_kind = made.groups[made.groups["kind"] == kind]
    if of_kind.empty:
        return Note(f"The {made.framework} have no {kind} outcomes.")
    first = str(made.money["year"].min())
    wide = made.money.pivot_table(index="group", columns="year", values="real_per_head_gbp")
    leads = changes[changes["leads"] == "yes"].drop(columns=["money_group"])
    table = of_kind.merge(leads, on="group")
    table = table.drop_duplicates("group") if len(table) > SHORT else table
    table = table.reset_index(drop=True)
    table = table.assign(
        first_gbp=table["money_group"].map(wide[first]),
        last_gbp=table["money_group"].map(wide[made.base]),
        shown=table["name"] + " (" + table["unit"] + ")",
        years=years_of(table),
        first_value=table["first_value"].where(table["first_year"] != table["last_year"]),
    )
    table["money_marker"] = table["first_gbp"].isna().map({True: str(Marker.NOT_IDENTIFIED), False: ""})
    if table.empty:
        return Absent("No leading indicator is held for the whole of the place in these years [x].")
    both = table.dropna(subset=["first_gbp", "last_value"])["group"].nunique()
    caption = Caption(
        f"beside-{kind}",
        f"{both} of {of_kind['group'].nunique()} {kind} outcomes have money and an indicator side by side",
        f"Money of all bodies for each resident in prices of {made.base}, and indicators, {made.place.name}",
        f"{COUNT}; {INDICATORS}",
        (
            OURS.get(made.framework, THEN_WORDS),
            NO_CAUSE,
            "[n]: no line of money says what serves the outcome.",
        ),
    )
    numbers = {
        "first_value": "First",
        "last_value": "Latest",
        "last_low": "Low",
        "last_high": "High",
        "england": "England",
    }
    columns = {
        "group": Column("Outcome"),
        "first_gbp": Column(f"Money {first}", "per_head", marker="money_marker"),
        "last_gbp": Column(f"Money {made.base}", "per_head", marker="money_marker"),
        "shown": Column("Indicator"),
        "years": Column("Years"),
        **{name: Column(heading, "number") for name, heading in numbers.items()},
    }
    return Exhibit(caption, table, columns, "Table of outcomes with money and indicators side by side.")


def years_of(table: pd.DataFrame) -> pd.Series:
    """ "2011-12 to 2023-24", or the only year."""
    return table["last_year"].where(
        table["first_year"] == table["last_year"], table["first_year"] + " to " + table["last_year"]
    )


def over_time(made: CameOfIt, whole: pd.DataFrame) -> Exhibit | Note:
    """The leading indicators over the years; every indicator in the downloads. whole: rows of the whole place."""
    leads = whole[(whole["leads"] == "yes") & whole["value"].notna()]
    leads = leads[leads.groupby("indicator")["year"].transform("nunique") > 1]
    if leads.empty:
        return Absent(f"No indicator is held for {made.place.name} for more than one of these years [x].")
    every = whole.assign(panel=whole["name"] + ", " + whole["unit"])
    table = _panels(leads)
    caption = Caption(
        "indicators",
        f"{plural(table['panel'].nunique(), 'indicator')} over the years, of {whole['indicator'].nunique()} in the "
        "downloads",
        f"Official indicators, each in its own unit, {made.place.name}",
        INDICATORS,
        (
            f"The year is the one that holds the middle of the period.{_together(whole)}",
            "A difference between years or from England is told only where intervals do not meet.",
        ),
    )
    columns = {
        "panel": Column("Indicator"),
        "year": Column("Year"),
        "value": Column("Figure", "number", marker="marker"),
        "low": Column("Low", "number"),
        "high": Column("High", "number"),
        "england": Column("England", "number"),
    }
    chart = small_multiples(table, columns, caption, panel="panel", period="year", value="value")
    return dataclasses.replace(chart, whole=every)


def _panels(leads: pd.DataFrame) -> pd.DataFrame:
    """A row for every leading indicator and year between the first and the last; a year without a figure is a gap."""
    named = leads.assign(panel=leads["name"] + ", " + leads["unit"])
    order = named["panel"].drop_duplicates().head(MOST_PANELS)
    years = sorted(named["year"].unique())
    index = pd.MultiIndex.from_product([order, years], names=["panel", "year"]).to_frame(index=False)
    table = index.merge(named[["panel", "year", "value", "low", "high", "england", "marker"]], how="left")
    return table.assign(marker=table["marker"].fillna(str(Marker.MISSING)))


def _together(whole: pd.DataFrame) -> str:
    """A sentence on the indicators that are put together; nothing where none is."""
    number = whole.loc[whole["how"] == TOGETHER, "indicator"].nunique()
    if not number:
        return ""
    return f" Rates of {plural(number, 'indicator')} are put together from areas by residents [e], without an interval."


def about_money(made: CameOfIt) -> tuple[str, ...]:
    """What a reader must know of the money over the years."""
    breaks = (
        "What is counted changes at breaks [b], and money that is shared out moves as what shares it: no change is "
        "told here; the series report tells what can be told."
    )
    return OURS.get(made.framework, THEN_WORDS), CREDITS, breaks
