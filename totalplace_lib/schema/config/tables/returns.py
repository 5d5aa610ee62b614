"""Contracts of local returns: whom a name stands for, which line a service is, and the worked examples."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config.cell_rules import Number
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import In

# fmt: off
BODIES = Contract(
    "returns/bodies.csv", "Bodies in returns", "Whom a name in a return stands for, where a person has decided it.",
    (c.text("said", "The name as the return has it"),
     c.text("body", "The body: a spender of the count, or the name by which it speaks for a scope"),
     c.key("scope", "Lines for which it speaks, where they are more than one spender's",
           In("scopes/scopes.csv", "scope"), empty="the lines of the spender"),
     c.reason()),
    key=("said",), example="Brum Police,West Midlands Police Authority,,A nickname", may_be_bare=True)

SERVICES = Contract(
    "returns/services.csv", "Services in returns",
    "Which line of the count a service named in a return is, where a person has decided it.",
    (c.text("body", "The body as in the count; * for any"),
     c.text("said", "The service as the return has it"),
     c.text("service", "The line of the count, or All services"),
     c.reason()),
    key=("body", "said"), example="*,Everything,All services,One figure for the whole body", may_be_bare=True)


def _example(name: str, title: str, purpose: str) -> Contract:
    """A worked example: returns as a CSV file, as 'totalplace returns add' reads it."""
    return Contract(
        f"examples/{name}.csv",
        title,
        purpose,
        (
            c.text("Place", "The place"),
            c.year("Year", "The financial year"),
            c.text("Body", "The body, as it calls itself"),
            c.text("Filled in by", "Who filled in the return"),
            c.word("Status", "Who may see it", "published", "unpublished", "confidential"),
            c.word("Amounts are in", "The unit", "pounds", "thousands of pounds"),
            c.text("Source", "Where it was published, or that it is made up"),
            c.text("Service", "The line of the count, or All services"),
            c.word("Current or capital", "Which of the two", "current", "capital", "both"),
            c.text(
                "Gross spending",
                "What was spent",
                Number(-1e12, 1e12),
                empty="a row for an amount between bodies",
            ),
            c.text(
                "Fees, charges and other income",
                "Income that is no public body's",
                Number(0, 1e12),
                empty="none",
            ),
            c.word(
                "Confidence",
                "How well it is known",
                "audited accounts",
                "ledger",
                "estimate",
                empty="not said",
            ),
            c.text("Plus or minus (%)", "By how much it may be out", Number(0, 100), empty="not said"),
            c.word(
                "Paid to or received from",
                "Which way",
                "paid to",
                "received from",
                empty="a row for a figure",
            ),
            c.text("Other body", "The other body", empty="a row for a figure"),
            c.text("Amount", "What was paid or received", Number(0, 1e12), empty="a row for a figure"),
            c.note("Notes", "What must be known of it"),
        ),
        key=("Body", "Service", "Current or capital", "Paid to or received from", "Other body"),
        example="one more row, with the same place and year",
    )


BIRMINGHAM = _example(
    "birmingham_2008_09", "Worked example: Birmingham 2008-09",
    "The published figures of the nine bodies of Birmingham's Total Place pilot, as returns.")
MADE_UP = _example(
    "made_up_2024_25", "Worked example: a mayoral authority 2024-25, made up",
    "Returns of a mayoral strategic authority with made-up figures, to try the path with.")

CONTRACTS = (BODIES, SERVICES, BIRMINGHAM, MADE_UP)
