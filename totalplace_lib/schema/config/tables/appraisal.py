"""Contracts of what options are appraised with: bodies, rates, optimism bias, pooling, buildings, pilots' findings."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Fits
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Data, Given, In

GRADES = ("A", "B", "C", "D")
WHEN = ("by agreement", "guidance", "law")
CASES = ("least", "central", "most")

# fmt: off
BODIES = Contract(
    "appraisal/bodies.csv", "Bodies of options",
    "Who can invest and gain in an option, and which lines of a count are theirs.",
    (c.text("body", "The body, as options name it"),
     c.pattern("spender_group", "Groups of spenders whose lines are its own", *c.SPENDER_GROUPS, between="|"),
     c.yes_no("is_local", "Whether it can sign for itself in the place")),
    key=("body",), example="Police,Police,yes")

DISCOUNT = Contract(
    "appraisal/discount.csv", "Discount rates",
    "What a year's delay costs: rates by the number of years from the start, cumulative.",
    (c.word("schedule", "standard: all money; health: gains in health", "standard", "health"),
     c.number("first", "The first year, from 0, to which the rate applies", 0, 200, whole=True),
     c.number("rate", "The rate a year", 0, 0.2),
     c.source()),
    key=("schedule", "first"),
    row_rules=(rows.one_of_each(["schedule"], "first", "a first row from year 0", lambda cells: "0" in cells),),
    example="standard,31,0.03,The Green Book")

OPTIMISM = Contract(
    "appraisal/optimism.csv", "Optimism bias",
    "What is added to a cost and taken off a gain, by the grade of the evidence behind it.",
    (c.word("grade", "Grade of the evidence", *GRADES),
     c.number("cost", "Share added to a cost", 0, 1),
     c.number("gain", "Share taken off a gain", 0, 1),
     c.text("means", "What evidence of this grade is"),
     c.source()),
    key=("grade",), row_rules=(rows.all_values("grade", Given(GRADES, "the grades")),),
    example="D,0.4,0.4,An assumption,https://...")

POOLING = Contract(
    "appraisal/pooling.csv", "What could be pooled",
    "When money could be pooled, by rung of the ladder of control and by barriers that stop pooling as such.",
    (c.word("kind", "What decides: a rung of the ladder, or a barrier", "control", "barrier"),
     c.key("name", "The rung or barrier", Given(c.CONTROLS, "the ladder of control"), In("barriers.csv", "barrier")),
     c.word("when", "When it could be pooled", *WHEN),
     c.reason("why", "Why it is so")),
    key=("kind", "name"),
    row_rules=(rows.each("name", "a rung of the ladder where kind is control, and a barrier where it is barrier",
                         lambda row, facts: (row["name"] in c.CONTROLS) == (row["kind"] == "control")),
               rows.all_values("name", Given(c.CONTROLS, "the ladder of control"))),
    example="barrier,many-grants,guidance,Conditions must be lifted")

_SHARES = {"added": "External works, fees and furniture, a share of the building's cost",
           "bias": "Added for optimism bias, a share of it",
           "running_low": "A year's running cost, a share of the building's cost, at the least",
           "running": "The same, central",
           "running_high": "The same, at the most"}

BUILDINGS = Contract(
    "appraisal/buildings.csv", "Buildings",
    "What capital could build for the same money: cost, size, running cost, and who bears them.",
    (c.name("building", "The building, as code names it"), c.text("name", "Its name"),
     c.text("holds", "How many people it serves, in words"),
     c.number("units", "How many there are in the row (100 homes)", 1, 1e5, whole=True),
     c.number("area_m2", "Floor of all of them, square metres", 1, 1e6),
     c.number("low_gbp_m2", "Cost of a square metre at the least, GBP", 1, 1e5),
     c.number("gbp_m2", "The same, central", 1, 1e5), c.number("high_gbp_m2", "The same, at the most", 1, 1e5),
     c.year("prices", "The year of these prices"), *(c.number(name, says, 0, 1) for name, says in _SHARES.items()),
     c.number("life", "Years that it is used", 1, 120, whole=True), c.text("built_by", "Who pays for building it"),
     c.text("run_by", "Who pays for running it"), c.text("cost_source", "Where the cost comes from"),
     c.text("area_source", "Where the size comes from"), c.text("added_source", "Where the additions come from"),
     c.text("bias_source", "Where the optimism bias comes from"),
     c.text("running_source", "Where the running cost comes from")),
    key=("building",),
    row_rules=(rows.increasing("low_gbp_m2", "gbp_m2"),
               rows.increasing("gbp_m2", "high_gbp_m2"),
               rows.increasing("running_low", "running"),
               rows.increasing("running", "running_high")),
    example="school,Primary school,420 pupils,1,1800,2500,2640,2780,2024-25,0.38,0.24,0.02,0.04,0.06,60,Council,School,"
            "BCIS,BCIS,BCIS,https://...,ours: ...")

LOCATION = Contract(
    "appraisal/location.csv", "Building costs by region",
    "What building costs in a region beside the country as a whole.",
    (c.key("region_name", "The region", Data("areas", "region_name")),
     c.number("factor", "Its cost over that of the country", 0.5, 2),
     c.source()),
    key=("region_name",), row_rules=(rows.all_values("region_name", Data("areas", "region_name")),),
    example="North East,0.89,BCIS")

LOANS = Contract(
    "appraisal/loans.csv", "Loans", "Over how many years a loan for a building is repaid.",
    (c.word("case", "How much could be borrowed with it", *CASES),
     c.number("years", "Years of repayment", 1, 120, whole=True),
     c.source()),
    key=("case",), row_rules=(rows.all_values("case", Given(CASES, "the cases")),), example="central,40,ours: ...")

FINDINGS = Contract(
    "published/findings.csv", "Findings of pilots",
    "What pilots found about a theme, multiplied by the money or people of a place where that can be done.",
    (c.slug("finding", "The finding, as code names it"),
     c.key("place", "The pilot (places.csv)", c.SLUGS),
     c.keys("themes", "Themes whose deep dives show it, with spaces between them", c.THEMES),
     c.text("what", "The finding in a sentence"),
     c.word("measure", "share: of lines; amount: in proportion to a key; said: not multiplied", "share", "amount",
            "said"),
     c.number("value", "The share, or GBP", 0, 1e13, empty="not multiplied"),
     c.year("year", "The year that an amount is of, and its prices", empty="a share, or not multiplied"),
     c.key("key", "The key of an amount (keys.csv)", c.KEYS, empty="a share, or not multiplied"),
     c.key("body", "Whose lines a share is of", In("appraisal/bodies.csv", "body"), empty="no share"),
     c.text("part", "Parts of the themes that a share is of, | between them",
            Fits((In("themes/parcels.csv", "part"),), "|"), empty="no share"),
     c.text("here_is", "What our figure is, or why there is none"),
     c.source()),
    key=("finding",),
    row_rules=(rows.needed("value", "measure", "share", "amount"),
               rows.needed("part", "measure", "share"),
               rows.needed("body", "measure", "share"),
               rows.needed("key", "measure", "amount"),
               rows.needed("year", "measure", "amount")),
    example="kent-estate,kent,assets,One plan would save £40 million,amount,40000000,2008-09,population,,,By "
            "residents,https://...")

SHARING = Contract(
    "published/sharing.csv", "Shared services",
    "Functions that several bodies of a place each run, and what sharing saved where it was published.",
    (c.slug("function", "The function, as code names it"),
     c.text("name", "Its name"),
     c.text("part", "Parts of the themes that it is, | between them", Fits((In("themes/parcels.csv", "part"),), "|")),
     c.number("share", "What sharing saved, a share of its cost", 0, 1, empty="nobody published it for these lines"),
     c.text("says", "What was published, or why there is no share"),
     c.source()),
    key=("function",),
    example="central,Councils' central services,Councils' central services,,Each council's own,Revenue outturn (RS)")

CONTRACTS = (BODIES, DISCOUNT, OPTIMISM, POOLING, BUILDINGS, LOCATION, LOANS, FINDINGS, SHARING)
