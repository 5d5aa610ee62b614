"""What must hold between the values of an option: ranges in order, one value, lines named, nothing before its time.

A fault is (part of the file, its number, name of the value, what is wrong), as FileContract.between asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

A_PERSON, A_YEAR, OF_THE_LINES = "a person", "a year", "of the lines"
WIDER = ("Residents", "Employers")
Entry = Mapping[str, Any]
Said = Iterator[tuple[str, str]]
"""(name of the value, what is wrong with it)."""


def between(data: Entry) -> Iterator[tuple[str, int, str, str]]:
    """Every fault between the values of an option."""
    parts = {name: _entries(data, name) for name in ("costs", "effects", "published")}
    costs, effects = parts["costs"], parts["effects"]
    yield from _faults("", [data], _ranges)
    for name, entries in parts.items():
        yield from _faults(name, entries, _ranges)
    yield from _faults("costs", costs, _value)
    yield from _faults("effects", effects, _value)
    yield from _faults("effects", effects, _lines)
    yield from _before_a_cost(data, costs, effects)
    yield from _faults("costs", costs, lambda one: _years_of_cost(one, data.get("horizon")))
    yield from _faults("", [data], lambda one: _cohort(one, [*costs, *effects]))
    yield from _faults("", [data], _whole)


def _faults(part: str, entries: list[Entry], rule: Any) -> Iterator[tuple[str, int, str, str]]:
    for number, entry in enumerate(entries):
        yield from ((part, number, name, says) for name, says in rule(entry))


def _whole(data: Entry) -> Said:
    """Ramp and status of the file."""
    ramp = _ramp(data)
    if data.get("intake") == "once" and sum(ramp) > 1 + 1e-9:
        yield (
            "ramp",
            (
                f"{sum(ramp):g} of the people would start, more than there are: with once the shares add up to 1."
            ),
        )
    if not ramp:
        yield "ramp", "nobody would ever start: the list is empty."
    if data.get("status") == "illustrative" and data.get("grade") not in (None, "D"):
        yield "grade", "an illustrative option rests on our assumptions, and its grade is D."
    if data.get("status") == "published" and not data.get("published"):
        yield (
            "status",
            "a published option has a [[published]] figure to stand beside; else it is illustrative.",
        )


def _cohort(data: Entry, entries: list[Entry]) -> Said:
    """One of number and rate, and the place and year of what is said of a whole place."""
    if ("cohort" in data) == ("cohort_rate" in data):
        yield (
            "cohort",
            "one of cohort and cohort_rate says how many people there are, not both and not neither.",
        )
    if "cohort" in data or any(one.get("unit") == A_YEAR for one in entries):
        for name in ("cohort_place", "cohort_year"):
            if name not in data:
                yield name, "missing: a number of people, or an amount a year, is that of one place and year."


def _ranges(entry: Entry) -> Said:
    """A range has three numbers in their order."""
    for name, value in entry.items():
        if name in ("ramp", "themes", "barriers") or not isinstance(value, list) or not _numbers(value):
            continue
        if len(value) != 3 or not value[0] <= value[1] <= value[2]:
            yield name, f"{value} is no range: write low, most likely and high, in that order, or one number."


def _value(entry: Entry) -> Said:
    """One of amount, unit cost and lines, and prices where there is an amount."""
    given, unit = [name for name in ("gbp", "unit_cost") if name in entry], entry.get("unit")
    if unit == OF_THE_LINES and given:
        yield given[0], "the value is a share of the lines: leave this out."
    if unit == OF_THE_LINES and not entry.get("part"):
        yield "part", "a share of the lines needs the parts whose lines they are."
    if unit in (A_PERSON, A_YEAR) and len(given) != 1:
        yield "gbp", "one of gbp and unit_cost says what it is worth, not both and not neither."
    if "gbp" in entry and "prices" not in entry:
        yield "prices", "the price year is missing: of which year are these GBP?"
    if unit == A_YEAR and "unit_cost" in entry:
        yield "unit_cost", "a unit cost is for a person; an amount for the whole cohort is written as gbp."


def _lines(entry: Entry) -> Said:
    """A fiscal gain is money of lines; another has none."""
    is_fiscal = entry.get("kind") == "fiscal"
    for name in ("part", "lines_share", "lines_source"):
        if is_fiscal and name not in entry:
            yield (
                name,
                (
                    f"{name} is missing: a fiscal gain names the lines of the count that it saves, and what share of "
                    "them is the cohort's."
                ),
            )
        if not is_fiscal and name in entry:
            yield name, "only a fiscal gain is money of the count's lines."
    if is_fiscal and entry.get("body") in WIDER:
        yield (
            "body",
            "a fiscal gain is a public body's; what residents and employers gain is economic or social.",
        )
    if not is_fiscal and "body" in entry and entry["body"] not in WIDER:
        yield (
            "body",
            (f"an {entry.get('kind')} gain is not in a public budget: the body is Residents or Employers."),
        )
    if is_fiscal and entry.get("discount") == "health":
        yield (
            "discount",
            "the rate for health is for gains in people's health, not for money of the health service.",
        )


def _before_a_cost(
    data: Entry, costs: list[Entry], effects: list[Entry]
) -> Iterator[tuple[str, int, str, str]]:
    """No gain before a cost."""
    start = next((year for year, share in enumerate(_ramp(data), 1) if share > 0), 1)
    years = (start if one.get("unit") == A_PERSON else int(one.get("first", 1)) for one in costs)
    first = min(years, default=1)
    for number, effect in enumerate(effects):
        begins = start + int(effect.get("lag", 0))
        if begins < first:
            said = f"the gain begins in year {begins}, before the first cost in year {first}: "
            yield "effects", number, "lag", said + "nothing is gained before something is done."


def _years_of_cost(cost: Entry, horizon: object) -> Said:
    """The years of a cost are in their order and within the horizon."""
    first, last = cost.get("first", 1), cost.get("last", horizon)
    if isinstance(first, int) and isinstance(last, int) and last < first:
        yield "last", f"the last year ({last}) is before the first ({first})."
    if isinstance(horizon, int) and isinstance(last, int) and last > horizon:
        yield "last", f"year {last} is after the horizon of {horizon} years."


def _entries(data: Entry, name: str) -> list[Entry]:
    given = data.get(name)
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def _ramp(data: Entry) -> list[float]:
    return [one for one in data.get("ramp", []) if isinstance(one, int | float)]


def _numbers(values: Iterable[object]) -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)
