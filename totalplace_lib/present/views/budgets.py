"""The exhibit of councils' budgets: plans [p] beside the outturn of the same councils, never added to it."""

from __future__ import annotations

from totalplace_lib.analysis.budgets import TOTAL, Budgets
from totalplace_lib.present.charts import dot_comparison
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, plural
from totalplace_lib.present.sentences import capital
from totalplace_lib.present.views.publications import source_words

NEVER = "Budgets are plans [p], set before the year began. They are in no count, no total and no chart of this series."


def planned(made: Budgets | None) -> Exhibit | Note:
    """Budget and outturn by service; a sentence where none is held, or no council of the place has both."""
    if made is None:
        return Absent("No budgets of councils are held for these years [x].")
    if made.table.empty:
        return Absent(
            f"No council that serves {made.place} alone has a budget of {made.year} and an outturn: "
            f"{join([*made.left_out, *made.wider]) or 'none is held'} [x]."
        )
    total = made.table[made.table["line"] == TOTAL].iloc[0]
    caption = Caption(
        "budgets",
        _headline(made, total["budget_gbp"], total["outturn_gbp"], bool(total["outturn_marker"])),
        f"Net current expenditure of councils by service, {made.place}: budget {made.year} [p] and outturn "
        f"{made.outturn_year}, cash",
        capital(source_words(made.source_ids, "").removeprefix(" from ")),
        (NEVER, *_left_out(made)),
    )
    columns = {
        "service": Column("Service"),
        "budget_gbp": Column(f"Budget {made.year}", "money", marker="marker"),
        "outturn_gbp": Column(f"Outturn {made.outturn_year}", "money", marker="outturn_marker"),
        "difference_gbp": Column("Budget less outturn", "money"),
    }
    return dot_comparison(made.table, columns, caption, label="service", values=["budget_gbp", "outturn_gbp"])


def _headline(made: Budgets, planned_gbp: float, spent_gbp: float, is_estimated: bool) -> str:
    """What was planned and spent; an outturn that is estimated is no finding."""
    count = int(made.councils["is_compared"].sum())
    who = "the council" if count == 1 else f"the {plural(count, 'council')}"
    said = f"For {made.year} {who} of {made.place} planned {money(planned_gbp)}"
    if is_estimated:
        return f"{said}; what was spent is estimated in part"
    return f"{said}; in {made.outturn_year} {money(spent_gbp)} was spent on the same services"


def _left_out(made: Budgets) -> list[str]:
    """Who is not in the figures, and what they do not hold."""
    said = [f"Without a budget or an outturn [x], and left out of both: {join(made.left_out)}."] * bool(
        made.left_out
    )
    said += [f"Left out, for they serve other places too: {join(made.wider)}."] * bool(made.wider)
    return [
        *said,
        "Housing benefit, levies, capital, police and fire authorities and all other bodies are not in it.",
    ]
