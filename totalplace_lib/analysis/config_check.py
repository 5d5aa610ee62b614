"""What `totalplace config check` finds in the rules of config/: those that never win, and what catch-alls hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from totalplace_lib.analysis.rule_tables import RuleTable
from totalplace_lib.count.rule_order import BEATEN, COVERED, NOTHING, WINS
from totalplace_lib.count.rules import first_fit
from totalplace_lib.count.unruled import SEGMENT, unruled
from totalplace_lib.project import config_path
from totalplace_lib.schema.config import reading

CENTRAL = "lines/central.csv"  # its last row takes what no rule names
KEPT = "kept"  # the column of a table in which a rule that never wins says why it stays
_SAYS = {
    COVERED: "can never win: its patterns are covered by {rows}",
    BEATEN: "never wins in any edition and year held: {rows} {takes} all {fits} kinds of lines that it fits",
    NOTHING: "matches no line of any edition and year held",
}


@dataclass(frozen=True)
class DeadRule:
    """A rule that never wins.

    row        line of the file;  rule: its patterns;  state: covered, beaten or nothing (count.rule_order)
    beaten_by  line and patterns of the rules above that take what it fits;  kept: why it stays, "" where it must go
    """

    table: str
    part: str
    row: int
    rule: str
    state: str
    fits: int
    beaten_by: tuple[tuple[int, str], ...]
    kept: str

    def __str__(self) -> str:
        named = [f"row {row} ({rule})" for row, rule in self.beaten_by[:3]]
        left = len(self.beaten_by) - len(named)
        rows = ", ".join([*named, f"{left} more"] if left else named)
        takes = "takes" if len(self.beaten_by) == 1 else "take"
        says = _SAYS[self.state].format(rows=rows, fits=self.fits, takes=takes)
        scope = f" ({self.part})" if self.part else ""
        return f"config/{self.table}, row {self.row}{scope}: {self.rule} {says}."


def dead_rules(tables: Sequence[RuleTable]) -> list[DeadRule]:
    """Every rule that never wins, in the order of the tables; those that are kept for a reason are among them."""
    return [rule for table in tables for rule in _dead(table)]


def _dead(table: RuleTable) -> list[DeadRule]:
    standing = table.standing()
    dead = standing[standing["state"] != WINS]
    if dead.empty:
        return []
    at = _rows_of(table.name)
    rules = table.rules[~table.rules.index.duplicated()]
    kept = rules[KEPT].fillna("") if KEPT in rules else pd.Series("", rules.index)
    return [
        DeadRule(
            table.name,
            table.part,
            at[row["position"]],
            _words(table, row["position"]),
            row["state"],
            row["fits"],
            tuple((at[one], _words(table, one)) for one in row["beaten_by"]),
            str(kept[row["position"]]),
        )
        for row in dead.to_dict("records")
    ]


def _rows_of(name: str) -> Sequence[int]:
    """The line of the file in which each row of a table stands."""
    return reading.read(f"config/{name}", config_path(name).read_bytes()).lines


def _words(table: RuleTable, position: int) -> str:
    """The patterns of a rule as they stand in the table."""
    row = table.rules[list(table.on)].fillna("").loc[[position]]
    return ",".join(str(cell) for cell in row.to_numpy()[0])


def left_to_catch_alls(tables: Sequence[RuleTable]) -> pd.DataFrame:
    """Money that only a catch-all holds: table, year, row, rule, amount_gbp, share; scopes are meant to have one."""
    parts = [_left(table) for table in tables if not table.part and "amount_gbp" in table.lines]
    return pd.concat(parts, ignore_index=True)


def _left(table: RuleTable) -> pd.DataFrame:
    found = table.left_to_catch_all()
    at = _rows_of(table.name)
    return found.assign(
        table=table.name,
        row=[at[position] for position in found["position"]],
        rule=found["position"].map({one: _words(table, one) for one in found["position"].unique()}),
    )[["table", "year", "row", "rule", "amount_gbp", "share"]]


def without_rule(tables: Sequence[RuleTable]) -> pd.DataFrame:
    """Segments of the Treasury's lines that only the last row of its table takes, largest first: year, department,
    segment, programme, amount_gbp, share (of the year), nearest (rule)."""
    found = [_without_rule(table) for table in tables if table.name == CENTRAL]
    return (
        pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["year", *SEGMENT, "nearest"])
    )


def _without_rule(table: RuleTable) -> pd.DataFrame:
    lines = table.lines[table.lines["is_counted"]]
    rest = lines[first_fit(lines, table.rules, table.on) == len(table.rules) - 1]
    totals = lines.groupby("year", observed=True)["amount_gbp"].sum()
    years = [
        unruled(rows, float(totals[year]), table.rules).assign(year=str(year))
        for year, rows in rest.groupby("year", observed=True)
    ]
    found = pd.concat(years, ignore_index=True) if years else pd.DataFrame(columns=["year", "share"])
    return found.round({"amount_gbp": 2}).sort_values("share", ascending=False, ignore_index=True)


def by_year(left: pd.DataFrame) -> pd.DataFrame:
    """The money of all catch-alls of a table by year: table, year, amount_gbp, share, largest (which holds most)."""
    grouped = left.groupby(["table", "year"], sort=False)
    sums = grouped[["amount_gbp", "share"]].sum().assign(largest=grouped["rule"].first())
    return sums.round({"amount_gbp": 2}).reset_index()


def as_record(
    tables: Sequence[RuleTable], dead: Sequence[DeadRule], left: pd.DataFrame, unnamed: pd.DataFrame
) -> dict[str, Any]:
    """The findings as plain data."""
    counts: dict[str, int] = {}
    for table in tables:
        counts[table.name] = counts.get(table.name, 0) + len(table.rules)
    return {
        "rules": counts,
        "never_win": [
            {
                "table": f"config/{rule.table}",
                "part": rule.part,
                "row": rule.row,
                "rule": rule.rule,
                "why": rule.state,
                "beaten_by": [{"row": row, "rule": words} for row, words in rule.beaten_by],
                "kept": rule.kept,
                "says": str(rule),
            }
            for rule in dead
        ],
        "only_a_catch_all": left.to_dict("records"),
        "without_rule": unnamed.to_dict("records"),
    }
