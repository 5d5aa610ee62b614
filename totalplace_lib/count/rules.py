"""Rules that people write in config/: the first row whose patterns fit a line decides for it.

Patterns are shell-like (* stands for anything) and blind to case, so that a finance officer can read and edit them.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence

import pandas as pd

from totalplace_lib.errors import ConfigError


def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern.strip()), re.IGNORECASE)


def first_fit(lines: pd.DataFrame, rules: pd.DataFrame, on: Sequence[str]) -> pd.Series:
    """For each line the position of the first rule that fits on all the `on` columns; -1 where none does.

    An empty pattern fits anything. Distinct lines are matched once, so the cost is that of the distinct texts.
    """
    keys = lines[list(on)].astype("string").fillna("")
    distinct = keys.drop_duplicates()
    patterns = [
        [
            None
            if pd.isna(rule[column]) or str(rule[column]).strip() in ("", "*")
            else _matcher(str(rule[column]))
            for column in on
        ]
        for _, rule in rules.iterrows()
    ]
    found = [_first(tuple(map(str, row)), patterns) for row in distinct.itertuples(index=False)]
    lookup = dict(zip(distinct.itertuples(index=False, name=None), found, strict=True))
    return pd.Series(
        [lookup[row] for row in keys.itertuples(index=False, name=None)], index=lines.index, dtype="int64"
    )


def _first(texts: Sequence[str], patterns: Sequence[Sequence[re.Pattern[str] | None]]) -> int:
    for position, row in enumerate(patterns):
        if all(pattern is None or pattern.match(text) for pattern, text in zip(row, texts, strict=True)):
            return position
    return -1


def apply_rules(
    lines: pd.DataFrame, rules: pd.DataFrame, on: Sequence[str], give: Sequence[str], table: str
) -> pd.DataFrame:
    """The lines with the `give` columns of the first rule that fits; ConfigError names lines that none fits."""
    position = first_fit(lines, rules, on)
    homeless = lines[position < 0]
    if not homeless.empty:
        example = "; ".join(str(value) for value in homeless.iloc[0][list(on)])
        raise ConfigError(
            f"config/{table}: no row fits {len(homeless)} lines, the first is '{example}'. Add a row for it."
        )
    chosen = rules.iloc[position.to_numpy()].reset_index(drop=True)
    result = lines.copy()
    for column in give:
        result[column] = chosen[column].to_numpy()
    return result
