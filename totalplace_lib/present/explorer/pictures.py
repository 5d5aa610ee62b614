"""The pictures of the explorer: exhibits of the count, told what was asked so that no caption says too much."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd

from totalplace_lib.analysis.came_of_it import outcomes
from totalplace_lib.analysis.exploring import Answer, counted
from totalplace_lib.analysis.peers import peers as peers_of
from totalplace_lib.analysis.prices import CASH, in_words
from totalplace_lib.analysis.rekeying import drivers
from totalplace_lib.analysis.reorganisation import split
from totalplace_lib.analysis.revenue import revenue as revenue_of
from totalplace_lib.analysis.themes import find_theme
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Lens
from totalplace_lib.national.money import key_names
from totalplace_lib.present.charts import dot_comparison
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import join, pounds
from totalplace_lib.present.views import came_of_it, counting, peers, reorganisation, revenue
from totalplace_lib.project import remembered

Draw = Callable[[Count], Exhibit]

LENSES = {
    Lens.ALL: "All public spending for the place",
    Lens.LOCAL_BODIES: "Spending by bodies of the place",
    Lens.OUTSIDE_BODIES: "Spending by bodies from outside the place",
    Lens.OUTCOME: "Spending tied to a stated outcome",
}
BESIDE, LEDGER = "Beside another place", "From all money to the total"
PICTURES: dict[str, Draw] = {
    "Who spends it": counting.by_spender_group,
    "Body by body": counting.by_spender,
    "What it is spent on": counting.by_function,
    "Who decides": counting.by_control,
    "How it was placed": lambda count: counting.by_method(count, key_names()),
    LEDGER: counting.the_ledger,
}
# What a report of its own answers for the place and year: its notebook and one of its pictures.
REPORTS = {
    "Places like it": "peers",
    "What is raised here": "revenue",
    "What came of it": "outcomes",
    "New councils for a county": "reorganisation",
}
NAMES = (*PICTURES, BESIDE, *REPORTS)


def picture(name: str, answer: Answer, beside: str, into: str) -> Exhibit | Note:
    """The picture called `name` (NAMES) of an answer; a note where there is nothing to draw.

    beside  slug of the place to compare with, counted by the same keys and scope
    into    the file of new councils, see analysis.reorganisation.split
    """
    if name in REPORTS:
        place, year = answer.count.place.slug, answer.asked.year
        is_split = REPORTS[name] == "reorganisation"
        return _alone(
            _new_councils(place, year, into) if is_split else _of_report(REPORTS[name], place, year), answer
        )
    count = answer.count
    if count.lines.empty or count.total_gbp <= 0:
        return Note("No money is left to show: choose another theme or lens, or leave out less.")
    if name == LEDGER and answer.asked.prices != CASH:
        return Note("The steps to the total are kept in cash, in which they close to the penny: choose cash.")
    if name != BESIDE:
        return _said(PICTURES[name](count), answer)
    other = counted(dataclasses.replace(answer.asked, place=beside))
    if other.place.areas == count.place.areas:
        return Note("This is the same place: choose another one under 'Compare with'.")
    return _said(side_by_side(count, other), answer)


@remembered(most=16)
def _of_report(kind: str, place: str, year: str) -> Exhibit | Note:
    """A picture of a report of another kind; why there is none where the question cannot be asked of the place."""
    try:
        if kind == "peers":
            return peers.beside_peers(peers_of(place, year))
        if kind == "revenue":
            return revenue.by_tax(made := revenue_of(place, year), made.by("group"))
        return came_of_it.beside(came := outcomes(place, year), came.changes)
    except UsageError as refused:
        return Note(str(refused))


def _new_councils(place: str, year: str, into: str) -> Exhibit | Note:
    """What new councils would have; not remembered, for the file may be written anew."""
    try:
        return reorganisation.by_council((division := split(place, into, year)).by_council, division)
    except UsageError as refused:
        return Note(f"{refused} Name it in the first cell of the notebook (docs/how-to-split.md).")


def _alone(shown: Exhibit | Note, answer: Answer) -> Exhibit | Note:
    """A picture that prices, lens, theme, keys and scope do not change, which is said where any was chosen."""
    if isinstance(shown, Note) or not (changes_in_words(answer) or answer.asked.prices != CASH):
        return shown
    caption = shown.caption
    notes = (*caption.notes, "Prices, lens, theme, keys and what is left out do not change this picture.")
    return dataclasses.replace(shown, caption=dataclasses.replace(caption, notes=notes))


def _said(exhibit: Exhibit, answer: Answer) -> Exhibit:
    """The exhibit with the prices in its subtitle and what was changed in its notes."""
    caption = exhibit.caption
    subtitle = caption.subtitle.removesuffix(CASH) + in_words(answer.asked.prices)
    notes = (*caption.notes, *changes_in_words(answer))
    return dataclasses.replace(exhibit, caption=dataclasses.replace(caption, subtitle=subtitle, notes=notes))


def changes_in_words(answer: Answer) -> list[str]:
    """How the answer differs from the count as it is published, one sentence for each change."""
    asked, sentences = answer.asked, []
    if asked.lens != Lens.ALL:
        sentences.append(f"Lens: {_small(LENSES[Lens(asked.lens)])}.")
    if asked.theme:
        sentences.append(f"Theme: {find_theme(asked.theme)['name']}; every pound belongs to one theme.")
    if asked.keys:
        names = drivers(asked.year).set_index("driver")["name"].to_dict()
        chosen = [f"{_small(names[driver])} by {_small(key_names()[key])}" for driver, key in asked.keys]
        sentences.append(f"Keys chosen by hand, not the count's own: {join(chosen)}.")
    if asked.left_out:
        sentences.append(f"Left out: {join([value for _, value in asked.left_out])}.")
    return sentences


def side_by_side(count: Count, other: Count) -> Exhibit:
    """Spending per head by function, of a place and of another."""
    table = pd.DataFrame({"place": _heads(count), "beside": _heads(other)}).fillna(0.0)
    table = table.sort_values("place", ascending=False).rename_axis("function").reset_index()
    name, with_name = count.place.name, other.place.name
    gap = (table["place"] - table["beside"]).abs()
    row = table.loc[gap.sort_values(ascending=False).index].iloc[0]
    caption = Caption(
        "beside",
        f"The largest difference from {with_name} is in {_small(str(row['function']))}: "
        f"{pounds(row['place'])} against {pounds(row['beside'])} a head",
        f"Public spending per resident by function, {name} and {with_name}, {count.year}, current and capital, cash",
        counting.source_of(count),
        ("Money shared by population cannot differ between places of one region.",),
    )
    columns = {
        "function": Column("Function"),
        "place": Column(name, "per_head"),
        "beside": Column(with_name, "per_head"),
    }
    return dot_comparison(table, columns, caption, label="function", values=["place", "beside"])


def _heads(count: Count) -> pd.Series:
    return count.by("function").set_index("function")["amount_gbp"] / count.population


def _small(words: str) -> str:
    """Lower first letter, unless the word is a proper name or an abbreviation."""
    first = words.split(" ")[0]
    return words if first.isupper() or first in ("Jobcentre", "Treasury") else words[0].lower() + words[1:]
