"""A draft memorandum of understanding on one option: parties, purpose, what is asked of others, measures, terms."""

from __future__ import annotations

from totalplace_lib.analysis import option_results as results
from totalplace_lib.analysis.barriers import LIFTS
from totalplace_lib.analysis.options import Case
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import count, money, plural
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, small
from totalplace_lib.present.views.option_words import in_short_of, pool_words


def opening(case: Case) -> Opening:
    """What the draft is about, and whether it can be signed locally."""
    row = results.compared([case]).iloc[0]
    beyond = case.barriers[case.barriers["lift"] != LIFTS[0]]
    return Opening(
        f"Draft memorandum: {small(case.name)}, {case.place.name}, at a cost of {money(float(row['cost_gbp']))}.",
        [
            Finding("The case.", capital(in_short_of(case, named=False))),
            Finding("Could no party be worse off?", capital(pool_words(case))),
            Finding(
                "It can be begun by agreement of the parties alone."
                if beyond.empty
                else f"{plural(len(beyond), 'barrier needs', 'barriers need')} others to act: clause 5.",
                "Illustrative: the figures are our assumptions and must be replaced before anybody signs."
                if case.is_illustrative
                else "The figures rest on what a pilot published and must be replaced by the parties' own.",
            ),
        ],
        [
            KeyFigure("Parties", count(len(case.pockets)), "bodies that invest or gain"),
            KeyFigure("Cost", money(float(row["cost_gbp"])), f"present value, {case.year} prices"),
            KeyFigure("Evidence", str(row["grade"]), str(row["status"])),
        ],
    )


def parties(case: Case) -> Note:
    """Everybody who invests or gains, with room for the name of the body here."""
    table = case.pockets.sort_values("invests_gbp", ascending=False, kind="stable")
    rows = table[["body", "invests_gbp", "cash_gbp", "capacity_gbp"]].itertuples(index=False, name=None)
    points = tuple(
        f"{body}: [name of the body in {case.place.name}], which invests {money(float(invests))} and gains "
        f"{money(float(cash))} in cash and {money(float(capacity))} in capacity."
        for body, invests, cash, capacity in rows
    )
    return Note("This memorandum is between:", points)


def purpose(case: Case) -> Note:
    """What is to be done, for whom, beside what happens otherwise."""
    return Note(
        f"{case.data['change']}",
        (
            f"For: {small(str(case.data['people']))}; about {count(case.people)} people here.",
            f"Without it: {case.data['usual']}",
            f"From [date], for {plural(case.appraised.option.years, 'year')}.",
        ),
    )


def asked_of_others(case: Case) -> Note:
    """The barriers, and whom the parties would write to."""
    if case.barriers.empty:
        return Note("Nothing is asked of others: no barrier of the register stands before this option.")
    points = tuple(
        f"{row.name}: {row.lift}. "
        + ("The parties agree it between them: " if row.lift == LIFTS[0] else "The parties ask ")
        + f"{row.ask}."
        for row in case.barriers.itertuples()
    )
    return Note("What stands in the way, and who can take it away:", points)


def measured(case: Case) -> Note:
    """What the parties would count, from the effects of the option."""
    points = tuple(
        f"{one.name}: counted each quarter by [{one.body}], beside [a place or group without the option]."
        for one in case.appraised.option.effects
    )
    return Note("The parties count, from the day before it begins:", points)


def terms(case: Case) -> Note:
    """Governance, in the fewest words, with what the figures say about it."""
    return Note(
        "The parties agree that:",
        (
            "A named person of [lead body] answers for the work; a board of the parties meets each quarter.",
            f"The pool is shared as clause 3 says. {capital(pool_words(case))}",
            "Capacity that is released counts as a gain only when it is closed or used for an agreed purpose.",
            "Each party may leave with [six] months' notice and pays what it owes to that day.",
            "Figures are corrected each year by what was counted; where the saving stays below the low figure for two "
            "years, the parties decide whether to stop.",
        ),
    )
