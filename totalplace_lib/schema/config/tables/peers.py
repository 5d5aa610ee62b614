"""Contracts of peers/: what makes places alike, and the services that are set beside each other."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.contract import Contract

GROUPS = ("Age", "Deprivation", "Housing", "Land and size", "Work", "Migration")
GROUNDS = ("council", "force", "fire", "board")
FORMULAS = ("schools grant",)

# fmt: off
DRIVERS = Contract(
    "peers/drivers.csv", "What makes places alike",
    "Variables in which places are compared: what drives spending and cannot be chosen by who spends, with the "
    "weight of each.",
    (c.name("variable", "Name of the variable"),
     c.text("name", "What it is, in words"),
     c.word("group", "Group that it is shown under", *GROUPS),
     c.key("top", "Key (keys.csv) that is added up over the areas of a place", c.KEYS),
     c.key("bottom", "Key by which that is divided", c.KEYS, none="not divided"),
     c.word("scale", "As it is (share), or its logarithm (log)", "share", "log"),
     c.word("shown", "How it is shown: in per cent, as an index (England = 100), in people", "percent", "index",
            "people"),
     c.number("weight", "Per cent of the square of the distance", 0, 100),
     c.reason("why", "What it stands for, and what it does not know")),
    key=("variable",),
    example="pensioners,People aged 65 and over,Age,pensioners,population,share,percent,5,Adult social care")

SERVICES = Contract(
    "peers/services.csv", "Services set beside each other",
    "Services whose spending is published for every place, the ground for which it is, and the years. The first row "
    "that fits wins.",
    (c.name("service", "Name of the service"),
     c.text("name", "The service in words"),
     c.pattern("spender_group", "Group of bodies that spends it; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body that spends it; * stands for anything", *c.SPENDERS),
     c.pattern("line", "Line of the councils' returns; * for any", c.RS, c.COR4),
     c.economic(),
     c.word("published", "Ground for which it is published", *GROUNDS),
     c.year("first_year", "First year in which it is", empty="from the first year held"),
     c.year("last_year", "Last year in which it is", empty="until now"),
     c.word("formula", "What a formula gave for it, where that is held", *FORMULAS, none="not held"),
     c.note()),
    key=("spender_group", "spender", "line", "economic"),
    row_rules=(rows.same_throughout("service", "name"), rows.in_order("first_year", "last_year")),
    example="police,Police,Police,*,police,current,force,,,(none),")

CONTRACTS = (DRIVERS, SERVICES)
