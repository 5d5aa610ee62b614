"""One definition of spending in every year: what only some publications hold is set apart, not counted.

config/definition.csv says which lines stand outside the total, and why. They are not lost: a count shows them beside
its total as memo lines, shared over places by the same keys, so that a reader who wants them can add them.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.consolidate import MATCH_ON
from totalplace_lib.count.pence import to_pence
from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ConfigError

ON = [*MATCH_ON, "economic", "catchment_code"]
MEMO = ["rule", "rule_name", "reason"]


def set_apart(lines: pd.DataFrame, rules: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split lines into those inside the definition and those outside it.

    lines  what is left after transfers (count.lines.LINE)
    rules  rows of config/definition.csv that apply to the year: ON as patterns, MEMO, and amount_gbp: of one line only
           so much stands outside and the rest is counted (promised works booked with a transfer of homes)
    Returns (inside, outside): together the lines to the penny; outside has the MEMO columns. Raises ConfigError for
    a rule with an amount that does not fit one line, or fits a line that is smaller.
    """
    near = first_fit(lines, rules, MATCH_ON) >= 0  # few kinds of line; only these are matched body by body
    position = first_fit(lines[near], rules, ON).reindex(lines.index, fill_value=-1)
    out = position >= 0
    if not out.any():
        return lines.copy(), lines.iloc[:0].assign(**dict.fromkeys(MEMO, ""))
    chosen = rules.iloc[position[out].to_numpy()].set_index(lines.index[out])
    apart = lines[out].assign(**{name: chosen[name].astype("str") for name in MEMO})
    part = chosen["amount_gbp"].astype(float)
    kept = _in_part(apart, part[part.notna()])
    apart.loc[kept.index, "amount_pence"] -= kept["amount_pence"]
    return pd.concat([lines[~out], kept]).sort_index(kind="stable"), apart


def _in_part(apart: pd.DataFrame, amounts: pd.Series) -> pd.DataFrame:
    """What stays counted of lines of which only an amount stands outside."""
    some = apart.loc[amounts.index]
    for rule, rows in some.groupby("rule"):
        if len(rows) != 1:
            raise ConfigError(
                f"config/definition.csv, {rule}: the amount belongs to one line, but {len(rows)} lines fit. "
                "Name the body (catchment_code), the line and current or capital."
            )
    left = some["amount_pence"] - to_pence(amounts)
    if (left < 0).any():
        first = some.loc[left < 0].iloc[0]
        raise ConfigError(
            f"config/definition.csv, {first['rule']}: the line holds {first['amount_pence'] / 100:,.2f}, less than the "
            "amount that is to stand outside. Look at the publication again."
        )
    return some.assign(amount_pence=left).drop(columns=MEMO)
