"""Rules that people write in config/: the first row whose patterns fit a line decides for it.

Patterns are shell-like (* stands for anything) and blind to case, so that a finance officer can read and edit them.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable, Sequence

import pandas as pd

from totalplace_lib.errors import ConfigError


def first_fit(lines: pd.DataFrame, rules: pd.DataFrame, on: Sequence[str]) -> pd.Series:
    """For each line the position of the first rule that fits on all the `on` columns; -1 where none does.

    An empty pattern fits anything. Distinct texts are matched once in a session, so that is what the cost follows.
    """
    wanted = list(on)
    decide = _decision(tuple(rules[wanted].astype("string").fillna("").itertuples(index=False, name=None)))
    keys = lines[wanted].astype("string").fillna("")
    found = [decide(row) for row in keys.itertuples(index=False, name=None)]
    return pd.Series(found, index=lines.index, dtype="int64")


@functools.cache
def _decision(rules: tuple[tuple[str, ...], ...]) -> Callable[[tuple[str, ...]], int]:
    """From the texts of a line to the position of the first rule that fits, remembered."""
    patterns = [[_matcher(pattern.strip()) for pattern in rule] for rule in rules]

    @functools.cache
    def decide(texts: tuple[str, ...]) -> int:
        for position, row in enumerate(patterns):
            if all(fits is None or fits.match(text) for fits, text in zip(row, texts, strict=True)):
                return position
        return -1

    return decide


def _matcher(pattern: str) -> re.Pattern[str] | None:
    return None if pattern in ("", "*") else re.compile(fnmatch.translate(pattern), re.IGNORECASE)


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
