"""The inputs that matter most: each at the low and the high end of its range, all others central."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from totalplace_lib.analysis.appraisal.cash_flows import Flows, central, flows
from totalplace_lib.analysis.appraisal.option import Option


def tornado(
    option: Option, measure: Callable[[Flows], np.ndarray[tuple[int], np.dtype[np.float64]]], most: int = 10
) -> pd.DataFrame:
    """The inputs that move a measure most: input, low_gbp, high_gbp (the measure at the ends of the input), swing_gbp.

    measure  from the flows of n draws to n values. An input without a range is left out.
    """
    uncertain = [(name, span) for name, span in option.inputs() if not span.is_certain]
    count = 2 * len(uncertain)
    inputs = {name: np.repeat(value, max(count, 1)) for name, value in central(option).items()}
    for place, (name, span) in enumerate(uncertain):
        inputs[name][2 * place : 2 * place + 2] = span.low, span.high
    if not uncertain:
        return pd.DataFrame(columns=["input", "low_gbp", "high_gbp", "swing_gbp"])
    ends = measure(flows(option, inputs)).reshape(-1, 2)
    words = option.words()
    table = pd.DataFrame(
        {"input": [words[name] for name, _ in uncertain], "low_gbp": ends[:, 0], "high_gbp": ends[:, 1]}
    ).round(2)
    table["swing_gbp"] = (table["high_gbp"] - table["low_gbp"]).abs().round(2)
    return table.sort_values("swing_gbp", ascending=False, kind="stable").head(most).reset_index(drop=True)
