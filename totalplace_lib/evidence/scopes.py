"""Scopes: which lines of a count a published figure covers. The words are in config/scopes/, read by anybody."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ConfigError

MATCH_ON = ["spender_group", "spender", "programme", "economic"]


@dataclass(frozen=True)
class Scope:
    """A cut of a count with a name; rules are rows of config/scopes/rules.csv, the first that fits decides."""

    slug: str
    name: str
    description: str
    rules: pd.DataFrame

    def covers(self, lines: pd.DataFrame) -> pd.Series:
        """Whether each line is inside the scope (bool, index of the lines)."""
        position = first_fit(lines, self.rules, MATCH_ON)
        counted = [*(self.rules["counted"] == "yes"), False]
        return pd.Series([counted[place] for place in position], index=lines.index, dtype="bool")

    def of(self, lines: pd.DataFrame) -> pd.DataFrame:
        """The lines inside the scope."""
        return lines[self.covers(lines)]


def scopes(named: pd.DataFrame, rules: pd.DataFrame) -> dict[str, Scope]:
    """All scopes by slug, from config/scopes/scopes.csv and rules.csv.

    Raises ConfigError for a scope without a rule, a rule without a scope, or a `counted` that is not yes or no.
    """
    stray = set(rules["scope"]) ^ set(named["scope"])
    if stray:
        raise ConfigError(
            f"config/scopes: {', '.join(sorted(stray))} stands in only one of scopes.csv, rules.csv."
        )
    wrong = rules[~rules["counted"].isin(["yes", "no"])]
    if not wrong.empty:
        raise ConfigError(
            f"config/scopes/rules.csv: '{wrong['counted'].iloc[0]}' under counted; write yes or no."
        )
    return {
        str(row.scope): Scope(
            str(row.scope),
            str(row.name),
            str(row.description),
            rules[rules["scope"] == row.scope].reset_index(drop=True),
        )
        for row in named.itertuples(index=False)
    }
