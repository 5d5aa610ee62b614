"""Contracts of what flows through a count: Line -> Counted, with Removed and Step beside them. Columns are told here.

Columns are plain data, so that the arithmetic can name them without loading pandera; contract() makes the check, which
tests hold against whole years and the toy country.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from totalplace_lib.model import Action, Control, Economic, Marker, Method, StepKind

if TYPE_CHECKING:
    import pandera.pandas as pa

ORIGIN = {
    "source_id": "Card of the publication, config/sources/<source_id>.toml",
    "sheet": 'Sheet of the workbook; "" for a CSV file',
    "row": "Row in the sheet or line in the file",
    "column": "Column letter in the sheet, or column name in a CSV file",
}
_WHAT = {
    "function_code": "COFOG level 1; eu and dup are no COFOG function",
    "function": "COFOG level 1 in words",
    "economic": "Current or capital",
}
LINE = {
    "block": "central (the Treasury's analysis) or council (councils' returns)",
    "payer": "Who pays: a department, or what a council's money comes from",
    "spender": "The body that spends, by its name of today",
    "spender_group": "Its kind of body",
    "programme": "What it is spent on, as published",
    **_WHAT,
    "control": "Rung of the ladder of local control",
    "driver": "What drives the money below its catchment (config/evidence/drivers.csv), or the group of a local body",
    "exceptional": 'Why it was paid for a few years only; "" ordinary',
    "key": "Key by which it is shared (config/keys.csv); none: never spread",
    "group": 'Control total of which part is known by place; "" none',
    "catchment_code": "The region, authority or body whose people the published amount serves",
    "department": "Department as published; councils: empty",
    "segment": "Code of the programme, or line of the return",
    "sector": "Spender's sector as published: CG, LA, PC, BOE or PSP",
    "line": "Line of the return; central: empty",
    "amount_pence": "Amount, whole pence; a gap is no line",
    "marker": "How to read the figure; a gap is no line",
    **ORIGIN,
}
"""One published amount, as a count takes it in."""

COUNTED = {
    **{name: LINE[name] for name in ("payer", "spender", "spender_group", "segment", "programme")},
    **_WHAT,
    **{name: LINE[name] for name in ("control", "block", "catchment_code")},
    "amount_gbp": "The place's part, GBP to the penny",
    "method": "How the line came to the place",
    **{name: LINE[name] for name in ("driver", "exceptional", "key", "marker")},
    **ORIGIN,
}
"""A line, or the part of it that reaches a place."""

CITED = {
    "catchment_gbp": "The amount of the line in its whole catchment, transfers taken out, GBP",
    "known_gbp": "What publications place of it in named areas: used as it is, never shared, GBP",
    "shared_gbp": "What the figure is a share of, GBP",
    "part": "The figure / shared_gbp; 1 where the whole catchment lies inside the place",
    "further_cells": "Cells beside the line's own that went into the figure",
}
"""What a counted line rests on (count.citing)."""

REMOVED = {
    "transfer": "The rule of config/transfers.csv",
    "action": "What the rule does",
    "spender": LINE["spender"],
    "programme": LINE["programme"],
    **_WHAT,
    "amount_gbp": "What was set aside, GBP; negative where more was received than paid",
    "here_gbp": "Of it, what the place's own bodies and shares held, GBP; missing: a wider body's, never shared",
    "reason": "Why, in words",
    **ORIGIN,
}
"""What was set aside as a transfer, so that no pound is counted twice."""

REPLACED = {
    "return_id": "The figure of a return: its delivery and the cell",
    "body": "The body that returned it",
    "service": "What it is spent on, as asked; All services where the body gave one figure",
    "which": "Current or capital; both where the body gave one figure",
    "state": "Whether it replaces an estimate, and if not, why",
    "returned_gbp": "The figure of the return, net, GBP",
    "published_gbp": "What of it is published for the place already, or returned in parts: kept as it is, GBP",
    "replaced_gbp": "What stands in place of the estimate: returned_gbp less published_gbp, GBP",
    "estimate_gbp": "The estimate that it replaces, GBP",
    "plus_minus": "How far the body says it may be out, part of the figure",
    "rest_before_gbp": "What was left of the control totals for other areas, GBP",
    "rest_after_gbp": "What is left of them now, GBP",
    "lines": "How many lines it replaces",
    "source_id": "local_return",
    "sheet": "The delivery: totalplace returns history names its file",
    "row": "Row in the file",
    "column": "Column in the file",
}
"""What a figure of a local return did to a count (count.returned)."""

STEP = {
    "step": "What the step is called",
    "kind": "What it does",
    "transfer": 'The rule of config/transfers.csv; "" for all other kinds',
    "in_gbp": "GBP before",
    "out_gbp": "GBP after",
    "difference_gbp": "GBP after less before",
    "reason": "Why, in words",
}
"""A step of the ledger."""

_TYPES = {
    "amount_pence": "int64",
    "row": "int32",
    "part": "float64",
    "plus_minus": "float64",
    "lines": "int64",
}
_WORDS: Mapping[str, type[StrEnum]] = {
    "action": Action, "control": Control, "economic": Economic, "kind": StepKind, "marker": Marker, "method": Method,
}  # fmt: skip


def contract(columns: Mapping[str, str], title: str) -> pa.DataFrameSchema:
    """Exactly these columns in this order, without gaps, words from their lists. Loads pandera."""
    import pandera.pandas as pa

    def column(name: str, description: str) -> pa.Column:
        kind = "float64" if name.endswith("_gbp") else _TYPES.get(name, "str")
        checks = [pa.Check.isin([str(word) for word in _WORDS[name]])] if name in _WORDS else []
        return pa.Column(kind, checks, nullable=name == "here_gbp", description=description)

    held = {name: column(name, description) for name, description in columns.items()}
    return pa.DataFrameSchema(held, strict=True, ordered=True, title=title)
