"""An option's file made into an option for one place: cohort by key, prices of one year, money of the place's lines.

The file says how many people there are in one place and year; another place has more or fewer in proportion to a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from totalplace_lib.analysis.appraisal.cash_flows import central, gained
from totalplace_lib.analysis.appraisal.draws import Span
from totalplace_lib.analysis.appraisal.option import FISCAL, Cost, Effect, Option, starts
from totalplace_lib.count.rules import first_fit

Entry = Mapping[str, Any]
A_PERSON, OF_THE_LINES = "a person", "of the lines"
LINES = ["effect", "body", "part", "lines_gbp", "most_gbp", "saves_gbp", "is_over"]


@dataclass(frozen=True)
class Setting:
    """What a place and year give an option.

    scale     people here over the people in the place of the file, by key; 1 where the file names none
    people    what the key counts here
    parts     the count's money by theme: spender_group, part, amount_gbp
    groups    body -> its groups of spenders;  costs: code -> (GBP, price year) of published unit costs
    factor    (price year) -> what a pound of it is in the prices of this case
    added, taken   grade -> share added to a cost, taken off a gain; {} corrects nothing
    """

    scale: float
    people: float
    parts: pd.DataFrame
    groups: Mapping[str, tuple[str, ...]]
    costs: Mapping[str, tuple[float, str]]
    factor: Callable[[str], float]
    added: Mapping[str, float]
    taken: Mapping[str, float]

    def lines_gbp(self, body: str, parts: str) -> float:
        """The money of the lines of one body that go to some parts (| between them); all bodies' where it is ""."""
        chosen = self.parts
        if body:
            chosen = chosen[chosen["spender_group"].isin(self.groups[body])]
        rules = pd.DataFrame({"part": parts.split("|")})
        return round(float(chosen.loc[first_fit(chosen, rules, ["part"]) >= 0, "amount_gbp"].sum()), 2)


def placed(slug: str, data: Entry, setting: Setting) -> Option:
    """The option of a file in one place and one year's prices."""
    shape = str(data.get("shape", "triangular"))
    horizon = int(data["horizon"])
    return Option(
        slug,
        cohort(data, setting, shape),
        starts(tuple(float(one) for one in data["ramp"]), str(data["intake"]), horizon),
        tuple(_cost(one, str(data["grade"]), horizon, shape, setting) for one in data["costs"]),
        tuple(_effect(one, str(data["grade"]), shape, setting) for one in data["effects"]),
    )


def cohort(data: Entry, setting: Setting, shape: str) -> Span:
    """The people it is for here: the file's number in proportion to its key, or its rate of what the key counts."""
    if "cohort" in data:
        return Span.of(data["cohort"], shape).times(setting.scale)
    return Span.of(data["cohort_rate"], shape).times(setting.people)


def _cost(entry: Entry, grade: str, horizon: int, shape: str, setting: Setting) -> Cost:
    each_person = entry["unit"] == A_PERSON
    amount = _value(entry, shape, setting)
    if entry["unit"] == OF_THE_LINES:
        share = Span.of(entry.get("units", 1.0), shape)
        amount = share.times(setting.lines_gbp("", str(entry["part"])))
    elif "unit_cost" in entry:
        amount = Span.of(entry.get("units", 1.0), shape).times(amount.central)
    return Cost(
        str(entry["what"]),
        str(entry["body"]),
        amount,
        each_person,
        int(entry.get("first", 1)) - 1,
        int(entry.get("last", horizon)) - 1,
        setting.added.get(str(entry.get("grade", grade)), 0.0),
    )


def _effect(entry: Entry, grade: str, shape: str, setting: Setting) -> Effect:
    def span(name: str, otherwise: float) -> Span:
        return Span.of(entry.get(name, otherwise), shape)

    value = _value(entry, shape, setting)
    if entry["unit"] == OF_THE_LINES:
        value = Span.of(
            setting.lines_gbp(str(entry["body"]), str(entry["part"])) * _middle(entry["lines_share"])
        )
    return Effect(
        str(entry["what"]),
        str(entry["body"]),
        str(entry["kind"]),
        value,
        entry["unit"] == A_PERSON,
        span("impact", 0.0),
        span("units", 1.0),
        span("deadweight", 0.0),
        span("attribution", 1.0),
        span("drop_off", 0.0),
        span("cashable", 1.0),
        int(entry.get("lag", 0)),
        int(entry.get("lasts", 1)),
        setting.taken.get(str(entry.get("grade", grade)), 0.0),
        entry.get("discount") == "health",
    )


def _middle(given: Any) -> float:
    return Span.of(given).central


def _value(entry: Entry, shape: str, setting: Setting) -> Span:
    """The amount of an entry in the case's prices; an amount of the whole cohort grows with the place."""
    if "unit_cost" in entry:
        amount, year = setting.costs[str(entry["unit_cost"])]
        return Span.of(amount * setting.factor(year))
    if "gbp" not in entry:
        return Span.of(0.0)
    whole = 1.0 if entry["unit"] == A_PERSON else setting.scale
    return Span.of(entry["gbp"], shape).times(setting.factor(str(entry["prices"])) * whole)


def against_lines(data: Entry, option: Option, setting: Setting) -> pd.DataFrame:
    """Each fiscal gain beside the lines it would save, LINES: most_gbp is the cohort's share of them, saves_gbp the
    largest gain of a year before optimism bias is taken off, is_over whether that is more than there is."""
    whole = central(option)
    rows = []
    for number, (entry, effect) in enumerate(zip(data["effects"], option.effects, strict=True)):
        if effect.kind != FISCAL:
            continue
        held = setting.lines_gbp(effect.body, str(entry["part"]))
        most = round(held * _middle(entry["lines_share"]), 2)
        saves = float(gained(option, number, whole).max() / (1 - effect.optimism))
        rows.append(
            (effect.name, effect.body, str(entry["part"]), held, most, round(saves, 2), saves > most + 1)
        )
    return pd.DataFrame(rows, columns=LINES)
