"""Contracts of frameworks/: the outcomes that are asked of places today, indicators of them, and money for them."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import In

# fmt: off
OUTCOMES = Contract(
    "frameworks/outcomes.csv", "Priority outcomes",
    "The 16 priority outcomes of the Local Outcomes Framework (MHCLG, February 2026), names only.",
    (c.slug("outcome", "Short name, for other tables"),
     c.text("name", "Its name in the framework"),
     c.word("kind", "Priority outcome, or contextual", "priority", "contextual"),
     c.key("money", "The money that serves it (frameworks/money.csv)", In("frameworks/money.csv", "outcome"),
           none="no line says what serves it"),
     c.key("block", "The block of the area agreements of 2008 that is nearest (outcomes.csv)",
           In("outcomes.csv", "outcome"))),
    key=("outcome",), row_rules=(rows.distinct("name"),),
    example="transport,Transport and local infrastructure,priority,Transport,Economic development and environment")

BASES = ("people", "adults", "working age", "children", "sum")

INDICATORS = Contract(
    "frameworks/indicators.csv", "Indicators",
    "Official indicators of what comes of a place, each with a theme and the priority outcome that it speaks of. "
    "The match is ours.",
    (c.name("indicator", "Name of the indicator"),
     c.text("published", "What the publication calls it"),
     c.text("name", "What it is, in words"),
     c.text("unit", "Unit"),
     c.number("decimals", "Decimals that are kept", 0, 4, whole=True),
     c.word("base", "Who or what it is a rate of, where areas may be put together; sum: a number of things", *BASES,
            none="areas cannot be put together"),
     c.theme(),
     c.key("outcome", "Priority outcome (frameworks/outcomes.csv)", In("frameworks/outcomes.csv", "outcome")),
     c.yes_no("leads", "Whether it stands beside the money of its outcome")),
    key=("indicator",), row_rules=(rows.distinct("published"), rows.distinct("name")),
    example="smokers,Cigarette smokers,Adults who smoke,%,1,adults,health,health-and-wellbeing,no")

MONEY = Contract(
    "frameworks/money.csv", "Money of priority outcomes",
    "Which money serves which priority outcome of today. The first row that fits wins; ours, not the framework's.",
    (c.text("outcome", "Name of the money (column money of frameworks/outcomes.csv)"),
     c.function_code(also=("*",)),
     c.pattern("spender_group", "Group of bodies; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body that spends it; * stands for anything", *c.SPENDERS),
     c.pattern("programme", "Programme or service; * stands for anything", *c.PROGRAMMES)),
    key=("outcome", "function_code", "spender_group", "spender", "programme"), example="Environment,05,*,*,*")

CONTRACTS = (OUTCOMES, INDICATORS, MONEY)
