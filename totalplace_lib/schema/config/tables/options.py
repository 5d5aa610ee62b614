"""Contract of an option: what a place could do differently, a text file each."""

from __future__ import annotations

from dataclasses import dataclass

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config.cell_rules import Fits, Form, Key, Number, Rule, Words, Year
from totalplace_lib.schema.config.contract import Column, FileContract
from totalplace_lib.schema.config.facts import Data, Facts, Given, In
from totalplace_lib.schema.config.option_rules import A_PERSON, A_YEAR, OF_THE_LINES, between
from totalplace_lib.schema.config.option_rules import WIDER as WIDER_BODIES
from totalplace_lib.schema.config.tables.appraisal import GRADES

BODIES_OF_OPTIONS = In("appraisal/bodies.csv", "body")
WIDER = Given(WIDER_BODIES, "who gains without being a public body")
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


OPTIONS = FileContract(
    "options",
    "Options",
    "One thing that a place could do differently: for whom, what it costs whom, what it brings whom, on what evidence.",
    _FIELDS,
    {"costs": _COST, "effects": _EFFECT, "published": _PUBLISHED},
    optional=("published",),
    between=between,
)
