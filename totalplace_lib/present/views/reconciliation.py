"""Our count beside what the place itself published: comparison, the difference by cause, plausibility, scopes."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.reconcile import PARTS
from totalplace_lib.present.charts import dot_comparison, waterfall
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Heading, Note
from totalplace_lib.present.numbers import is_missing, join, money, plural

LAST_OF_PROGRAMME = "2010-11"
SOURCE = "Figures published by or about the pilots; Total Place"
_NOTES = (
    "Scope: what the published figure leaves out or takes in, as far as its source says. Gross: borrowing costs and "
    "levies in a council's own accounts; its fees, charges and housing are in no table held and remain unexplained. "
    "Range: what the range of our shared figures can hold.",
)
_COLUMNS = {
    "item": Column("Published figure"),
    "published_gbp": Column("Published", "money", marker="published_marker"),
    "matching_gbp": Column("Ours, same scope", "money"),
    "ours_gbp": Column("Ours, first sight", "money"),
    "difference_gbp": Column("Published less ours", "money"),
    "scope_gbp": Column("Of which scope", "money"),
    "gross_gbp": Column("Gross against net", "money", marker="gross_marker"),
    "range_gbp": Column("Within our range", "money"),
    "unexplained_gbp": Column("Unexplained", "money"),
    "matching_scope": Column("Scope that matches"),
    "why": Column("Why this scope"),
}
_STEPS = {
    "scope_gbp": "Scope",
    "gross_gbp": "Gross against net",
    "range_gbp": "Within our range",
    "unexplained_gbp": "Unexplained",
}


def published_comparison(comparison: pd.DataFrame, place_name: str) -> Exhibit | Note:
    """Each published figure of a place beside ours under the scope that matches; a place that published none says so.

    comparison  analysis.reconciliation.comparison(place)
    """
    if comparison.empty:
        return Absent(f"No figure that {place_name} itself published has been found.")
    caption = Caption(
        "published-comparison",
        comparison_headline(comparison, place_name),
        f"Published figures and our count under the same scope, {place_name}, {_years(comparison)}",
        _sources(comparison),
    )
    table = comparison.assign(published_marker="")
    return dot_comparison(table, _COLUMNS, caption, label="item", values=["published_gbp", "matching_gbp"])


def heading(comparison: pd.DataFrame, count: Count) -> Heading | None:
    """The heading of the section; none for a place that was no pilot and published nothing, nor for years after the
    programme. The same holds for the two below."""
    if not _is_told(comparison, count):
        return None
    return Heading(
        "Beside what the pilot itself published",
        "The pilots counted by hand and seldom said what they left out. Each figure stands beside ours under the "
        "nearest scope.",
    )


def beside_published(comparison: pd.DataFrame, count: Count) -> Exhibit | Note | None:
    """published_comparison, for a place that published or could have."""
    return published_comparison(comparison, count.place.name) if _is_told(comparison, count) else None


def explained(comparison: pd.DataFrame, count: Count) -> Exhibit | Note | None:
    """why_they_differ, for a place that published."""
    if comparison.empty or not _is_told(comparison, count):
        return None
    shown = why_they_differ(comparison)
    if isinstance(shown, Note) or not float(comparison["unexplained_gbp"].iloc[0]) > 0:
        return shown
    notes = (*shown.caption.notes, *_candidates(count))
    return replace(shown, caption=replace(shown.caption, notes=notes))


def _candidates(count: Count) -> tuple[str, ...]:
    """What may be in the part that no cause explains: money of the region that has an address of its own."""
    sums = count.unallocated.groupby("spender")["amount_gbp"].sum().sort_values(ascending=False).head(3)
    if sums.empty or sums.iloc[0] <= 0:
        return ()
    named = join([f"{body} ({money(amount)})" for body, amount in sums[sums > 0].items()])
    return (
        f"Candidates: money of the region with an address of its own, which is in no place's count: {named}.",
    )


def _is_told(comparison: pd.DataFrame, count: Count) -> bool:
    in_time = str(count.year) <= LAST_OF_PROGRAMME
    return in_time and (not comparison.empty or count.place.kind in ("pilot", "forerunner"))


def comparison_headline(comparison: pd.DataFrame, place_name: str) -> str:
    """The first published figure against ours, in a sentence."""
    first = comparison.iloc[0]
    gap, size = (
        first["published_gbp"] - first["matching_gbp"],
        abs(first["published_gbp"] - first["matching_gbp"]),
    )
    if size < 0.01 * first["published_gbp"]:
        return f"Under the same scope our count agrees with the {money(first['published_gbp'])} published"
    side = "below" if gap > 0 else "above"
    return (
        f"{place_name} published {money(first['published_gbp'])}; "
        f"under the same scope our count is {money(first['matching_gbp'])}, {money(size)} {side}"
    )


def why_they_differ(comparison: pd.DataFrame, item: str = "") -> Exhibit | Note:
    """From our figure to one published figure (the first, or `item`), cause by cause; it adds up exactly."""
    if comparison.empty:
        return Absent("There is no published total to explain; the total above stands on its own.")
    chosen = comparison[comparison["item"] == item] if item else comparison
    row = chosen.iloc[0]
    steps = [
        (name, row[part]) for part, name in _STEPS.items() if not is_missing(row[part]) and row[part] != 0
    ]
    rows = [("Our count", row["ours_gbp"]), *steps, ("Published", row["published_gbp"])]
    table = pd.DataFrame(rows, columns=["step", "amount_gbp"])
    columns = {"step": Column("Step"), "amount_gbp": Column("Amount", "money")}
    largest = max(PARTS, key=lambda part: 0.0 if is_missing(row[part]) else abs(row[part]))
    caption = Caption(
        "why-they-differ",
        f"Of the difference from the published figure, the largest part is {_STEPS[largest].lower()}: "
        f"{money(abs(row[largest]))}",
        f"From our count to '{row['item']}', {row['place_name']}, {row['year']}",
        _sources(comparison),
        _NOTES,
    )
    return waterfall(table, columns, caption, label="step", change="amount_gbp")


def plausibility(checks: pd.DataFrame, place_name: str = "") -> Exhibit:
    """Published figures that can and cannot be right, for one place (as the pilots are named) or all.

    checks  analysis.reconciliation.plausible()
    """
    table = checks[checks["place_name"] == place_name] if place_name else checks
    table = table.assign(verdict=table["is_plausible"].map({True: "plausible", False: "check it"}))
    doubtful = table[~table["is_plausible"]]
    names = list(dict.fromkeys(doubtful["place_name"]))
    headline = (
        f"{plural(len(doubtful), 'check')} of {len(table)} {'points' if len(doubtful) == 1 else 'point'} to a "
        f"figure that needs a second look: {join(names)}"
        if len(doubtful)
        else f"All {plural(len(table), 'check')} find the published figures plausible"
    )
    columns = {
        "place_name": Column("Place"),
        "item": Column("Published figure"),
        "check": Column("Check"),
        "published": Column("Published", "number", 3),
        "expected": Column("Expected", "number", 3),
        "ratio": Column("Published / expected", "number", 2),
        "verdict": Column("Verdict"),
    }
    caption = Caption(
        "plausibility",
        headline,
        "Per head against the region (£), share of England against share of people, unit cost (£)",
        SOURCE,
    )
    return Exhibit(caption, table, columns, f"Table of checks. {headline}. The figures are in the table.")


def _sources(comparison: pd.DataFrame) -> str:
    """Each publication once: the rows of one place mostly stand in one."""
    return f"{SOURCE}; {'; '.join(sorted(set(comparison['source_title'])))}"


def _years(comparison: pd.DataFrame) -> str:
    return join(sorted(comparison["year"].astype(str).unique()))
