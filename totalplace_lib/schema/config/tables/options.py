"""Contracts of options: what a place could do differently, as a text file each, and what all are appraised with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from totalplace_lib.schema.config import columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.contract import Column, Contract, FileContract
from totalplace_lib.schema.config.facts import Data, Facts, Given, In
from totalplace_lib.schema.config.rules import Fits, Form, Key, Number, Rule, Words, Year

BODIES_OF_OPTIONS = In("appraisal/bodies.csv", "body")
GRADES = ("A", "B", "C", "D")
A_PERSON, A_YEAR, OF_THE_LINES = "a person", "a year", "of the lines"
WIDER = Given(("Residents", "Employers"), "who gains without being a public body")
WHEN = ("by agreement", "guidance", "law")
PUBLISHED = ("cost", "cash", "gain", "net", "net present value", "public ratio", "share of the lines")
_BIG = 1e12


@dataclass(frozen=True)
class Meant(Rule):
    """A rule whose fault is said in the words of an appraisal."""

    rule: Rule
    says: str

    @property
    def is_number(self) -> bool:  # type: ignore[override]
        """As its rule is."""
        return self.rule.is_number

    def accepts(self, text: str, facts: Facts | None = None) -> bool:
        """As the rule does."""
        return self.rule.accepts(text, facts)

    def expected(self, text: str, facts: Facts | None = None) -> str:
        """What may stand there."""
        return self.says


def _range(name: str, says: str, low: float, high: float, meant: str, *, empty: str | None = None) -> Column:
    """A number, or a list of low, most likely and high."""
    rules = (Meant(Number(low, high), meant),)
    return Column(name, says, rules, empty is not None, empty or "", many=True, or_one=True)


def _share(name: str, says: str, meant: str, *, empty: str | None = None) -> Column:
    return _range(name, says, 0, 1, f"a share from 0 to 1; {meant}", empty=empty)


_SOURCE = Form(
    r"(https?://|ours: |unit costs: |count: )\S.*",
    "an address that begins with https://, or 'ours: ' and why it is assumed; 'unit costs: ' and 'count: ' say that it "
    "comes from those tables",
)
_PRICES = Meant(Year(), "the financial year whose prices the amount is in, such as 2009-10")
_PART = Fits((In("themes/parcels.csv", "part"),), "|")
_UNIT_COST = Key((Data("unit_costs", "code"),))

BODIES = Contract(
    "appraisal/bodies.csv",
    "Bodies of options",
    "Who can invest and gain in an option, and which lines of a count are theirs.",
    (
        c.text("body", "The body, as options name it"),
        c.pattern(
            "spender_group", "Groups of spenders whose lines are its own", *c.SPENDER_GROUPS, between="|"
        ),
        c.yes_no("is_local", "Whether it can sign for itself in the place"),
    ),
    key=("body",),
    example="Police,Police,yes",
)

DISCOUNT = Contract(
    "appraisal/discount.csv",
    "Discount rates",
    "What a year's delay costs: rates by the number of years from the start, cumulative.",
    (
        c.word("schedule", "standard: all money; health: gains in health", "standard", "health"),
        c.number("first", "The first year, from 0, to which the rate applies", 0, 200, whole=True),
        c.number("rate", "The rate a year", 0, 0.2),
        c.source(),
    ),
    key=("schedule", "first"),
    row_rules=(
        rows.one_of_each(["schedule"], "first", "a first row from year 0", lambda cells: "0" in cells),
    ),
    example="standard,31,0.03,The Green Book",
)

OPTIMISM = Contract(
    "appraisal/optimism.csv",
    "Optimism bias",
    "What is added to a cost and taken off a gain, by the grade of the evidence behind it.",
    (
        c.word("grade", "Grade of the evidence", *GRADES),
        c.number("cost", "Share added to a cost", 0, 1),
        c.number("gain", "Share taken off a gain", 0, 1),
        c.text("means", "What evidence of this grade is"),
        c.source(),
    ),
    key=("grade",),
    row_rules=(rows.all_values("grade", Given(GRADES, "the grades")),),
    example="D,0.4,0.4,An assumption,https://...",
)

POOLING = Contract(
    "appraisal/pooling.csv",
    "What could be pooled",
    "When money could be pooled, by rung of the ladder of control and by barriers that stop pooling as such.",
    (
        c.word("kind", "What decides: a rung of the ladder, or a barrier", "control", "barrier"),
        c.key(
            "name",
            "The rung or barrier",
            Given(c.CONTROLS, "the ladder of control"),
            In("barriers.csv", "barrier"),
        ),
        c.word("when", "When it could be pooled", *WHEN),
        c.reason("why", "Why it is so"),
    ),
    key=("kind", "name"),
    row_rules=(
        rows.each(
            "name",
            "a rung of the ladder where kind is control, and a barrier where it is barrier",
            lambda row, facts: (row["name"] in c.CONTROLS) == (row["kind"] == "control"),
        ),
        rows.all_values("name", Given(c.CONTROLS, "the ladder of control")),
    ),
    example="barrier,many-grants,guidance,Conditions must be lifted",
)

CONTRACTS = (BODIES, DISCOUNT, OPTIMISM, POOLING)

_FIELDS = (
    c.text("name", "Name of the option"),
    Column("themes", "Themes whose deep dives end with it", (Key((c.THEMES,)),), many=True),
    c.word("status", "published: back-tested against what was published; illustrative: rests on our assumptions",
           "published", "illustrative"),
    c.word("grade", "Grade of the evidence as a whole: D where it rests on our assumptions", *GRADES),
    c.text("change", "What changes, in a sentence or two"),
    c.text("usual", "Business as usual beside it: what happens without it"),
    c.text("basis", "Where it comes from, and what is ours"),
    c.text("gap", "Why it differs from what was published", empty="it does not, or nothing was published"),
    c.text("people", "Whom it is for, in words"),
    _range("cohort", "How many people there are, in cohort_place in cohort_year", 0, 1e8,
           "a number of people of at least 0: a cohort cannot be negative", empty="a rate says it"),
    _share("cohort_rate", "How many there are of the people that the key counts", "0.05 means one in twenty",
           empty="a number says it"),
    c.word("intake", "every year: so many can start in each year; once: so many in all", "every year", "once"),
    Column("ramp", "Share of the cohort that starts in year 1, 2, ...; with every year the last goes on",
           (Meant(Number(0, 1), "a share from 0 to 1 of the people that starts in the year"),), many=True),
    c.text("cohort_place", "The place that the number and amounts a year are of, as commands name it", empty="a rate"),
    c.year("cohort_year", "The year that they are of", empty="a rate"),
    c.key("cohort_key", "The key by which other places have more or fewer (config/keys.csv)", c.KEYS),
    c.text("cohort_source", "Where the number comes from", _SOURCE),
    c.text("horizon", "Years that are counted, the first included",
           Meant(Number(1, 60, whole=True), "a number of years from 1 to 60")),
    Column("barriers", "Barriers that must be lifted (config/barriers.csv)",
           (Key((In("barriers.csv", "barrier"),)),), may_be_empty=True, empty="none", many=True),
    c.word("shape", "Shape of every range in the file", "triangular", "normal", "beta", "range", empty="triangular"),
    c.word("over", "Where it would save more than the cohort's share of the lines: refuse it, or flag it",
           "refuse", "flag", empty="refuse"),
)  # fmt: skip

_COST = (
    c.text("what", "What is paid for"),
    c.key("body", "Who pays", BODIES_OF_OPTIONS),
    c.word("unit", "a person: for each who starts; a year: for the whole cohort; of the lines: a share of the lines "
           "named by part", A_PERSON, A_YEAR, OF_THE_LINES),
    _range("gbp", "The amount, GBP", 0, _BIG, "an amount in GBP of at least 0", empty="a unit cost or a share"),
    c.text("prices", "The year of its prices", _PRICES, empty="that of the unit cost, or of the count"),
    c.text("unit_cost", "A published unit cost (table unit_costs)", _UNIT_COST, empty="an amount or a share"),
    _range("units", "How many unit costs for each person; with of the lines: the share of them", 0, 1e5,
           "a number of at least 0", empty="1"),
    c.text("part", "Parts of the count's themes, | between them", _PART, empty="no share of lines"),
    c.text("first", "First year that it is paid, from 1",
           Meant(Number(1, 60, whole=True), "a year of the option from 1"), empty="1"),
    c.text("last", "Last year that it is paid",
           Meant(Number(1, 60, whole=True), "a year of the option from 1"), empty="to the end"),
    c.word("grade", "Grade of its evidence", *GRADES, empty="that of the option"),
    c.text("source", "Where the amount comes from", _SOURCE),
)  # fmt: skip

_EFFECT = (
    c.text("what", "What there is less or more of"),
    c.key("body", "Who gains", BODIES_OF_OPTIONS, WIDER),
    c.word("kind", "fiscal: public budgets; economic: incomes and firms; social: people's lives", "fiscal", "economic",
           "social"),
    c.word("unit", "a person: value of a unit for each; a year: value of all that the cohort costs in a year; of the "
           "lines: the lines' own money is the value", A_PERSON, A_YEAR, OF_THE_LINES),
    _range("gbp", "Unit value, GBP", 0, _BIG, "an amount in GBP of at least 0", empty="a unit cost or the lines"),
    c.text("prices", "The year of its prices", _PRICES, empty="that of the unit cost, or of the count"),
    c.text("unit_cost", "A published unit cost (table unit_costs)", _UNIT_COST, empty="an amount or the lines"),
    c.text("source", "Where the value comes from", _SOURCE),
    _range("units", "How many units a person has in a year without the option", 0, 1e5, "a number of at least 0",
           empty="1"),
    _share("impact", "How much of it changes", "0.2 means that a fifth of it changes"),
    c.text("impact_source", "Where the impact comes from", _SOURCE),
    _share("deadweight", "What would have changed anyway", "0.2 means that a fifth would have changed anyway, and "
           "nothing can exceed 1", empty="0"),
    _share("attribution", "What is due to this option", "0.5 means that half is due to it", empty="1"),
    _share("drop_off", "What is lost from each year to the next", "0.1 means a tenth less each year", empty="0"),
    _share("cashable", "What leaves a budget; the rest is capacity released", "0 means that nothing is cashable",
           empty="1"),
    c.text("lag", "Years from a person's start to the first gain",
           Meant(Number(0, 60, whole=True), "a number of years of at least 0"), empty="0"),
    c.text("lasts", "Years that it lasts for a person",
           Meant(Number(1, 60, whole=True), "a number of years of at least 1"), empty="1"),
    c.text("part", "Parts of the count's themes whose lines it saves, | between them", _PART,
           empty="not fiscal: no line of the count"),
    _share("lines_share", "The cohort's share of those lines, at most", "0.15 means 15% of the lines' money",
           empty="not fiscal"),
    c.text("lines_source", "Where that share comes from", _SOURCE, empty="not fiscal"),
    c.word("discount", "health: a gain in health, at its own rate", "standard", "health", empty="standard"),
    c.word("grade", "Grade of its evidence", *GRADES, empty="that of the option"),
)  # fmt: skip

_PUBLISHED = (
    c.text("what", "The figure in words"),
    c.word("measure", "Which of our figures stands beside it", *PUBLISHED),
    c.text("by_year", "Year of the option, from 1, to the end of which it is counted",
           Meant(Number(1, 60, whole=True), "a year of the option from 1")),
    c.text("only_year", "yes: that year alone", Words(("yes",)), empty="all years to it"),
    _range("published", "The figure, or the lowest, middle and highest of several", 0, _BIG, "a figure of at least 0"),
    c.word("fit", "inputs: our inputs are as published; calibrated: an input was set by this figure; explained: the "
           "gap says why they differ", "inputs", "calibrated", "explained"),
    c.text("source", "Where it was published", Form(r"https?://\S.*", "an address that begins with https://")),
)  # fmt: skip


def _between(data: Mapping[str, Any]) -> Iterator[tuple[str, int, str, str]]:
    """What must hold between the values of an option."""
    costs, effects = _entries(data, "costs"), _entries(data, "effects")
    for part, entries in (
        ("", [data]),
        ("costs", costs),
        ("effects", effects),
        ("published", _entries(data, "published")),
    ):
        for number, entry in enumerate(entries):
            yield from ((part, number, name, says) for name, says in _ranges(entry))
    for part, entries in (("costs", costs), ("effects", effects)):
        for number, entry in enumerate(entries):
            yield from ((part, number, name, says) for name, says in _value(entry))
    for number, entry in enumerate(effects):
        yield from (("effects", number, name, says) for name, says in _lines(entry))
    yield from _in_time(data, costs, effects)
    yield from _cohort(data, [*costs, *effects])
    ramp = [one for one in data.get("ramp", []) if isinstance(one, int | float)]
    if data.get("intake") == "once" and sum(ramp) > 1 + 1e-9:
        yield (
            "",
            0,
            "ramp",
            f"{sum(ramp):g} of the people would start, more than there are: with once the shares add up to 1.",
        )
    if not ramp:
        yield "", 0, "ramp", "nobody would ever start: the list is empty."
    if data.get("status") == "illustrative" and data.get("grade") not in (None, "D"):
        yield "", 0, "grade", "an illustrative option rests on our assumptions, and its grade is D."
    if data.get("status") == "published" and not data.get("published"):
        yield (
            "",
            0,
            "status",
            "a published option has a [[published]] figure to stand beside; else it is illustrative.",
        )


def _cohort(data: Mapping[str, Any], entries: list[Mapping[str, Any]]) -> Iterator[tuple[str, int, str, str]]:
    """One of number and rate, and the place and year of what is said of a whole place."""
    if ("cohort" in data) == ("cohort_rate" in data):
        yield (
            "",
            0,
            "cohort",
            "one of cohort and cohort_rate says how many people there are, not both and not neither.",
        )
    of_a_place = "cohort" in data or any(one.get("unit") == A_YEAR for one in entries)
    for name in ("cohort_place", "cohort_year"):
        if of_a_place and name not in data:
            yield (
                "",
                0,
                name,
                "missing: a number of people, or an amount a year, is that of one place and year.",
            )


def _entries(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    given = data.get(name)
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def _ranges(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A range has three numbers in their order."""
    for name, value in entry.items():
        if name in ("ramp", "themes", "barriers") or not isinstance(value, list) or not _numbers(value):
            continue
        if len(value) != 3 or not value[0] <= value[1] <= value[2]:
            yield name, f"{value} is no range: write low, most likely and high, in that order, or one number."


def _numbers(values: Iterable[object]) -> bool:
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)


def _value(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """One of amount, unit cost and lines, and prices where there is an amount."""
    given = [name for name in ("gbp", "unit_cost") if name in entry]
    unit = entry.get("unit")
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


def _lines(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A fiscal gain is money of lines; another has none."""
    is_fiscal = entry.get("kind") == "fiscal"
    for name in ("part", "lines_share", "lines_source"):
        if is_fiscal and name not in entry:
            yield (
                name,
                f"{name} is missing: a fiscal gain names the lines of the count that it saves, and what share of "
                "them is the cohort's.",
            )
        if not is_fiscal and name in entry:
            yield name, "only a fiscal gain is money of the count's lines."
    if is_fiscal and entry.get("body") in WIDER.allowed:
        yield (
            "body",
            "a fiscal gain is a public body's; what residents and employers gain is economic or social.",
        )
    if not is_fiscal and "body" in entry and entry["body"] not in WIDER.allowed:
        yield (
            "body",
            f"an {entry.get('kind')} gain is not in a public budget: the body is Residents or Employers.",
        )
    if entry.get("discount") == "health" and is_fiscal:
        yield (
            "discount",
            "the rate for health is for gains in people's health, not for money of the health service.",
        )


def _in_time(
    data: Mapping[str, Any], costs: list[Mapping[str, Any]], effects: list[Mapping[str, Any]]
) -> Iterator[tuple[str, int, str, str]]:
    """No gain before a cost, nothing after the horizon."""
    horizon = data.get("horizon")
    ramp = [one for one in data.get("ramp", []) if isinstance(one, int | float)]
    first_start = next((year for year, share in enumerate(ramp, 1) if share > 0), 1)
    first_cost = min(
        (first_start if one.get("unit") == A_PERSON else int(one.get("first", 1)) for one in costs), default=1
    )
    for number, effect in enumerate(effects):
        begins = first_start + int(effect.get("lag", 0))
        if begins < first_cost:
            yield (
                "effects",
                number,
                "lag",
                (
                    f"the gain begins in year {begins}, before the first cost in year {first_cost}: nothing is gained "
                    "before something is done."
                ),
            )
    for number, cost in enumerate(costs):
        first, last = cost.get("first", 1), cost.get("last", horizon)
        if isinstance(first, int) and isinstance(last, int) and last < first:
            yield "costs", number, "last", f"the last year ({last}) is before the first ({first})."
        if isinstance(horizon, int) and isinstance(last, int) and last > horizon:
            yield "costs", number, "last", f"year {last} is after the horizon of {horizon} years."


OPTIONS = FileContract(
    "options",
    "Options",
    "One thing that a place could do differently: for whom, what it costs whom, what it brings whom, on what evidence.",
    _FIELDS,
    {"costs": _COST, "effects": _EFFECT, "published": _PUBLISHED},
    optional=("published",),
    between=_between,
)
