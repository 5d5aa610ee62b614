"""Rules that people write in config/: the first row whose patterns fit a line decides for it.

In a pattern * stands for anything; upper and lower case are the same, so that a finance officer can read and edit it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from totalplace_lib.errors import ConfigError
from totalplace_lib.schema.patterns import Pieces, fits, pieces

_BETWEEN = "\x1f"  # a character that no publication uses, to join the texts of a line


def _pattern(value: Any) -> Pieces:
    return pieces("" if pd.isna(value) else str(value))


def first_fit(lines: pd.DataFrame, rules: pd.DataFrame, on: Sequence[str]) -> pd.Series:
    """For each line the position of the first rule that fits on all the `on` columns; -1 where none does.

    An empty pattern fits anything. Distinct texts are matched once in a session, so the cost is that of new texts.
    """
    kind, distinct = _kinds(lines, on)
    decide = _decision(tuple(tuple(map(_pattern, row)) for row in rules[list(on)].itertuples(index=False)))
    found = np.array([decide(each) for each in distinct], dtype=np.int64)
    return pd.Series(found[kind] if len(found) else [], index=lines.index, dtype="int64")


def _kinds(lines: pd.DataFrame, on: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """A number for each line by its texts in the `on` columns, and the texts of each number, joined, in lower case.

    Columns are numbered one by one and the numbers combined, which costs a tenth of joining the texts of every line.
    """
    kind = np.zeros(len(lines), dtype=np.int64)
    for column in on:
        code, words = pd.factorize(lines[column], use_na_sentinel=False)
        kind = pd.factorize(kind * max(len(words), 1) + code)[0]
    _, first = np.unique(kind, return_index=True)
    texts = lines[list(on)].iloc[first].astype("string").fillna("").to_numpy(dtype=object)
    return kind, [_BETWEEN.join(row).lower() for row in texts]


@functools.cache
def _decision(patterns: tuple[tuple[Pieces, ...], ...]) -> Callable[[str], int]:
    """From the joined texts of a line to the position of the first rule that fits, remembered."""
    demands = [
        (position, [(column, one) for column, one in enumerate(row) if one is not None])
        for position, row in enumerate(patterns)
    ]

    @functools.cache
    def near(text: str) -> list[tuple[int, list[tuple[int, tuple[str, ...]]]]]:
        """The rules that fit a text in the first column, few of many: the lines of one department meet no other's."""
        return [demands[at] for at, (one, *_) in enumerate(patterns) if one is None or fits(text, one)]

    @functools.cache
    def first(joined: str) -> int:
        texts = joined.split(_BETWEEN)
        for position, demanded in near(texts[0]):
            for column, pattern in demanded:
                if not fits(texts[column], pattern):
                    break
            else:
                return position
        return -1

    return first


def apply_rules(
    lines: pd.DataFrame, rules: pd.DataFrame, on: Sequence[str], give: Sequence[str], table: str
) -> pd.DataFrame:
    """The lines with the `give` columns of the first rule that fits; ConfigError names lines that none fits."""
    position = first_fit(lines, rules, on)
    unmatched = lines[position < 0]
    if not unmatched.empty:
        example = "; ".join(str(value) for value in unmatched.iloc[0][list(on)])
        raise ConfigError(
            f"config/{table}: no row fits {len(unmatched)} lines, the first is '{example}'. Add a row for it."
        )
    chosen = rules.iloc[position.to_numpy()].reset_index(drop=True)
    result = lines.copy()
    for column in give:
        result[column] = chosen[column].to_numpy()
    return result
