"""England in our count beside the Treasury's identifiable spending, function by function, the difference by cause.

counted = Treasury + causes + unexplained, to the penny in every function

Departments' money is the Treasury's own, so a difference there is a transfer that we take out or a memo line. Councils'
money is counted from their returns: the causes of config/controls/treasury_causes.csv say which services the Treasury
puts under another function, by what its sub-functions and the returns' lines hold. No amount is typed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from totalplace_lib.count.money import to_pounds
from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ImbalanceError

CAUSE = ["cause", "name", "function_code", "amount_gbp"]
BESIDE = ["function_code", "treasury_gbp", "causes_gbp", "unexplained_gbp", "counted_gbp"]


def reclassified(council: pd.DataFrame, treasury: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """What each rule moves from the function of the returns to that of the Treasury: CAUSE columns, GBP.

    council   England's lines from the returns: line, economic, amount_pence
    treasury  the Treasury's lines for councils in the same year: subfunction, economic, amount_pence
    rules     config/controls/treasury_causes.csv
    A positive amount: we hold more under the function than the Treasury does. Both sides of a move are rows.
    """
    rows = [row for rule in rules.to_dict("records") for row in _moves(rule, council, treasury)]
    moved = pd.DataFrame(rows, columns=[*CAUSE[:-1], "pence"])
    return moved.assign(amount_gbp=to_pounds(moved.pop("pence").to_numpy(dtype="int64")))


def _moves(
    rule: dict[Any, Any], council: pd.DataFrame, treasury: pd.DataFrame
) -> Iterator[tuple[str, str, str, int]]:
    """The rows of one rule; none where neither side holds anything."""
    theirs = _held(treasury, "subfunction", rule["treasury_subfunctions"], rule["economic"])
    ours = _held(council, "line", rule["returns_lines"], rule["economic"])
    pence = theirs - ours if rule["less"] == "returns" else ours - theirs
    if pence and (theirs or pd.isna(rule["treasury_subfunctions"])):
        yield rule["cause"], rule["name"], rule["from_function"], pence
        if not pd.isna(rule["to_function"]):
            yield rule["cause"], rule["name"], rule["to_function"], -pence


def _held(lines: pd.DataFrame, column: str, patterns: Any, economic: str) -> int:
    """Pence of the lines of one economic kind that fit one of several patterns divided by |."""
    if pd.isna(patterns):
        return 0
    rules = pd.DataFrame({column: str(patterns).split("|")})
    chosen = lines[lines["economic"] == economic]
    return int(chosen.loc[first_fit(chosen, rules, [column]) >= 0, "amount_pence"].sum())


def beside(treasury: pd.DataFrame, causes: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """BESIDE columns, one row per function, GBP.

    treasury, counted  function_code, amount_gbp;  causes  CAUSE columns
    Raises ImbalanceError when a cause names a function that neither side has.
    """
    parts = {
        name: frame.groupby("function_code")["amount_gbp"].sum()
        for name, frame in (("treasury_gbp", treasury), ("causes_gbp", causes), ("counted_gbp", counted))
    }
    table = pd.DataFrame(parts).fillna(0.0).round(2)
    stray = set(table.index) - set(parts["treasury_gbp"].index) - set(parts["counted_gbp"].index)
    if stray:
        raise ImbalanceError(
            f"A cause moves money to function {', '.join(sorted(map(str, stray)))}, which neither the count nor the "
            "Treasury has: look at config/controls/treasury_causes.csv."
        )
    rest = table["counted_gbp"] - table["treasury_gbp"] - table["causes_gbp"]
    return table.assign(unexplained_gbp=rest.round(2)).rename_axis("function_code").reset_index()[BESIDE]


def too_wide(table: pd.DataFrame, total: float, function: float, above_gbp: float) -> list[str]:
    """What of a year's table (beside) is left unexplained beyond what is allowed; an empty list where nothing is.

    total, function  the shares allowed of the year's total and of any function that is larger than above_gbp
    """
    whole = table[["treasury_gbp", "unexplained_gbp"]].sum()
    said = []
    if abs(whole["unexplained_gbp"]) > total * whole["treasury_gbp"]:
        said.append(f"total: {_gap(whole)}, {total:.1%} allowed")
    large = table[table["treasury_gbp"] > above_gbp]
    wide = large[large["unexplained_gbp"].abs() > function * large["treasury_gbp"]]
    said += [
        f"function {row['function_code']}: {_gap(row)}, {function:.1%} allowed" for _, row in wide.iterrows()
    ]
    return said


def _gap(row: pd.Series) -> str:
    gap, size = float(row["unexplained_gbp"]), float(row["treasury_gbp"])
    part = f" ({gap / size:+.1%})" if size else ""
    return f"{gap / 1e6:,.0f} of {size / 1e6:,.0f} million GBP unexplained{part}"
