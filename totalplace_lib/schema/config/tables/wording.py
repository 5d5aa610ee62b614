"""Contracts of the gate on sentences: what the money must be like, and every sentence with what it asks of it."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Given

LIMITS = ("measured_share", "least_gap", "rank_span")
# fmt: off
CONDITIONS = ("closes", "enough", "largest", "apart", "ranked", "moved", "named", "stated", "published", "assumed",
              "tested", "alike", "judged", "instead")

CARRYING = Contract(
    "evidence/carrying.csv", "What carries a sentence",
    "What a sentence needs of the money behind it: the measured part, the least difference, how open a rank may be.",
    (c.word("name", "Name of the limit", *LIMITS),
     c.number("value", "Its value, a part of one", 0, 1),
     c.reason("why", "Why this value")),
    key=("name",), row_rules=(rows.all_values("name", Given(LIMITS, "the limits")),),
    example="measured_share,0.5,Below a half what is told is told more of keys than of the place")

SENTENCES = Contract(
    "sentences.csv", "Sentences",
    "Every sentence of a first screen and every headline of a chart, with the condition under which it may be said.",
    (c.text("report", "The report, or several with spaces between"),
     c.word("where", "Where it stands", "headline", "finding", "chart"),
     c.text("says", "The sentence; {} is what the figures fill in"),
     c.word("condition", "What it asks of the money (docs/sentences.md)", *CONDITIONS)),
    key=("report", "where", "says"), example="compare,chart,{} ranks {} of {} per head,ranked")

CONTRACTS = (CARRYING, SENTENCES)
