"""Frames that belong to a frozen object: whoever asks gets a copy, which costs nothing until it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd


class _Frame:
    """A field that holds a frame and hands out copies; pandas copies on write."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, owned: Any, owner: type) -> pd.DataFrame:
        frame: pd.DataFrame = owned.__dict__[self.name]
        return frame.copy(deep=False)

    def __set__(self, owned: Any, frame: pd.DataFrame) -> None:
        owned.__dict__[self.name] = frame.copy(deep=False)


def hand_out_copies(owner: type, names: Sequence[str]) -> None:
    """Make these fields of a frozen dataclass frames that cannot be changed under it."""
    for name in names:
        setattr(owner, name, _Frame(name))
