"""What is asked and what is shown, without widgets: a change in, words and pictures out."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from totalplace_lib.analysis import rekeying
from totalplace_lib.analysis.exploring import Answer, Asked, answer
from totalplace_lib.analysis.prices import in_words
from totalplace_lib.analysis.proposal import EXAMPLE
from totalplace_lib.errors import UsageError
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import key_names
from totalplace_lib.national.places import places
from totalplace_lib.national.years import check_year
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.explorer.export import File, files, report_of
from totalplace_lib.present.explorer.pictures import NAMES, picture
from totalplace_lib.present.html_table import html_table
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import money, pounds, share


@dataclass(frozen=True)
class Shown:
    """What a question shows: the result in words, the picture, what the changed keys do, seconds it took.

    report  the notebook that answers the question as a report, and its parameters
    """

    answer: Answer
    result: str
    picture: Exhibit | Note
    effects: str
    seconds: float
    report: tuple[str, Mapping[str, str]]

    @property
    def files(self) -> list[File]:
        """The files to take away."""
        return files(self.answer, self.picture, *self.report)


@dataclass
class Session:
    """One person's questions, one after the other. A question that is refused (UsageError) leaves the last one."""

    asked: Asked = field(default_factory=Asked)
    view: str = NAMES[0]
    beside: str = "england"
    into: str = EXAMPLE  # the file of new councils

    def show(self, **changes: Any) -> Shown:
        """Change what is asked (fields of Asked, view, beside) and answer. UsageError says what to do instead."""
        start = time.perf_counter()
        view, beside = changes.pop("view", self.view), changes.pop("beside", self.beside)
        if view not in NAMES:
            raise UsageError(f"No picture is called '{view}'. Pictures: {', '.join(NAMES)}.")
        asked = _with_keys_of_year(dataclasses.replace(self.asked, **changes))
        found = answer(asked)
        drawn = picture(view, found, beside, self.into)
        report = report_of(found, view, self.into)
        self.asked, self.view, self.beside = found.asked, view, beside
        seconds = time.perf_counter() - start
        return Shown(found, result_in_words(found), drawn, effects_html(found), seconds, report)

    def with_key(self, driver: str, key: str) -> Shown:
        """Share what `driver` drives by another key."""
        return self.show(keys=tuple({**dict(self.asked.keys), driver: key}.items()))

    def key_of(self, driver: str) -> str:
        """The key by which a driver's money is shared now."""
        own = rekeying.drivers(self.asked.year).set_index("driver")["key"]
        return dict(self.asked.keys).get(driver, str(own[driver]))


def _with_keys_of_year(asked: Asked) -> Asked:
    """The question without keys chosen for what another year's money is shared by."""
    if not asked.keys:
        return asked
    known = set(rekeying.drivers(str(check_year(asked.year)))["driver"])
    return dataclasses.replace(asked, keys=tuple(pair for pair in asked.keys if pair[0] in known))


def result_in_words(found: Answer) -> str:
    """The total, and how it moved: what a screen reader says after each change."""
    count, asked = found.count, found.asked
    said = [
        f"{count.place.name}, {asked.year}: {money(count.total_gbp)} ({in_words(asked.prices)}), "
        f"{pounds(count.per_head_gbp)} for each resident."
    ]
    if asked.keys:
        own = money(found.own_gbp)
        said.append(
            f"By the count's own keys it is {own}; the keys chosen {moved(found.own_gbp, found.keyed_gbp)}."
        )
    if asked.left_out:
        said.append(f"What is left out: {money(found.left_out_gbp)} of {money(found.keyed_gbp)}.")
    return " ".join(said)


def moved(before: float, after: float) -> str:
    """ "add £12.0 million (2%)", "take off £3.0 million (less than 1%)", "change nothing"."""
    gap = round(after - before, 2)
    if gap == 0:
        return "change nothing"
    part = f" ({share(abs(gap) / before)})" if before > 0 else ""
    return f"{'add' if gap > 0 else 'take off'} {money(abs(gap))}{part}"


def effects_html(found: Answer) -> str:
    """What each changed key does to the total, as a table; a sentence while no key is changed."""
    if found.effects.empty:
        return Note("All money is shared by the count's own keys.")._repr_html_()
    names = key_names()
    table = found.effects.assign(
        own_key=found.effects["own_key"].map(names), key=found.effects["key"].map(names)
    )
    columns = {
        "name": Column("What is shared"),
        "own_key": Column("The count's own key"),
        "key": Column("Key chosen"),
        "change_gbp": Column("Change of the total", "money"),
    }
    return html_table(table, columns, "What the chosen keys do to the total", "key-effects")


def place_names(year: str = "2008-09") -> dict[str, str]:
    """Every named place as it is offered: name (with its kind where two share a name) -> slug."""
    table = places(year)
    shared = table["name"].duplicated(keep=False)
    names = table["name"].where(~shared, table["name"] + " (" + table["kind"] + ")")
    return dict(sorted(zip(names, table["slug"], strict=True)))


def slug_of(text: str, names: Mapping[str, str], year: str) -> str:
    """The slug of what a person typed: an offered name in any case, a slug, or codes joined by +."""
    by_name = {name.casefold(): slug for name, slug in names.items()}
    word = text.strip()
    return by_name.get(word.casefold()) or find_place(word, year).slug
