"""Contracts of frameworks/: the outcomes that are asked of places today, indicators of them, and money for them."""

from __future__ import annotations

from totalplace_lib.schema.config import columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import In

OUTCOMES = Contract(
    "frameworks/outcomes.csv",
    "Priority outcomes",
    "The 16 priority outcomes of the Local Outcomes Framework (MHCLG, February 2026), names only.",
    (
        c.slug("outcome", "Short name, for other tables"),
        c.text("name", "Its name in the framework"),
        c.word("kind", "Priority outcome, or contextual", "priority", "contextual"),
    ),
    key=("outcome",),
    row_rules=(rows.distinct("name"),),
    example="housing-supply,Housing supply,priority",
)

BASES = ("people", "adults", "working age", "children", "sum")

INDICATORS = Contract(
    "frameworks/indicators.csv",
    "Indicators",
    "Official indicators of what comes of a place, each with a theme and the priority outcome that it speaks of. The "
    "match is ours.",
    (
        c.name("indicator", "Name of the indicator"),
        c.text("published", "What the publication calls it"),
        c.text("name", "What it is, in words"),
        c.text("unit", "Unit"),
        c.number("decimals", "Decimals that are kept", 0, 4, whole=True),
        c.word("base", "Who or what it is a rate of, where areas may be put together; sum: a number of things",
               *BASES, none="areas cannot be put together"),
        c.theme(),
        c.key("outcome", "Priority outcome (frameworks/outcomes.csv)", In("frameworks/outcomes.csv", "outcome")),
    ),
    key=("indicator",),
    row_rules=(rows.distinct("published"), rows.distinct("name")),
    example="smokers,Cigarette smokers,Adults who smoke,%,1,adults,health,health-and-wellbeing",
)  # fmt: skip

CONTRACTS = (OUTCOMES, INDICATORS)
