"""Contracts of what all options are appraised with: bodies, discount rates, optimism bias, what could be pooled."""

from __future__ import annotations

from totalplace_lib.schema.config import columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Given, In

GRADES = ("A", "B", "C", "D")
WHEN = ("by agreement", "guidance", "law")

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
