"""The four lenses of the Cumbria count: all money, that of local bodies, of outside bodies, that tied to an outcome."""

from __future__ import annotations

import dataclasses

import pandas as pd

from totalplace_lib.count.ledger import Ledger
from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.rules import first_fit
from totalplace_lib.count.whole_area import Count
from totalplace_lib.model import Control, Lens, StepKind

OUTCOME_ON = ["function_code", "spender_group", "spender", "programme"]
_LEFT_OUT = {
    Lens.LOCAL_BODIES: "Money spent by bodies from outside the place left out",
    Lens.OUTSIDE_BODIES: "Money spent by bodies of the place left out",
    Lens.OUTCOME: "Money tied to no stated outcome left out",
}


def is_local(lines: pd.DataFrame) -> pd.Series:
    """Whether a body of the place spends the line: a council or another local body, whoever pays."""
    return (lines["block"] == "council") | (lines["control"] == str(Control.OTHER_LOCAL_BODY))


def outcomes_of(lines: pd.DataFrame, outcomes: pd.DataFrame) -> pd.Series:
    """The stated outcome that each line supports; "" where it is tied to none (config/outcomes.csv)."""
    position = first_fit(lines, outcomes, OUTCOME_ON)
    names = [*outcomes["outcome"], ""]
    return pd.Series([names[place] for place in position], index=lines.index, dtype="str")


def through(count: Count, lens: Lens, outcomes: pd.DataFrame) -> Count:
    """The part of a count that a lens shows; the ledger gains a step for what it leaves out and still closes."""
    if lens is Lens.ALL:
        return count
    local = is_local(count.lines)
    kept = {Lens.LOCAL_BODIES: local, Lens.OUTSIDE_BODIES: ~local}.get(lens)
    if kept is None:
        kept = outcomes_of(count.lines, outcomes) != ""
    lines = count.lines[kept].reset_index(drop=True)
    left_out = int(to_pence(count.lines.loc[~kept, "amount_gbp"]).sum())
    ledger = Ledger.reopen(count.ledger)
    ledger.move(StepKind.LENS, -left_out, _LEFT_OUT[lens], str(lens))
    ledger.close(int(to_pence(lines["amount_gbp"]).sum()), count.place.name)
    return dataclasses.replace(count, lines=lines, lens=lens, ledger=ledger.frame())
