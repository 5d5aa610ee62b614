"""Whether a value read from JSON has the shape of a dataclass: its fields, of their types, and no others."""

from __future__ import annotations

import functools
import math
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

_WORDS = {str: "a text", int: "a whole number", float: "a number", Path: "a path", types.NoneType: "nothing"}
_LONGEST = 60


class ShapeError(ValueError):
    """What does not fit, and where in the value: "task.meta.place is 5, not a text"."""


def demand_shape(value: Any, shape: Any, where: str = "it") -> None:
    """Raise ShapeError unless the value is what JSON makes of the shape: a dataclass, or a type of its fields."""
    if is_dataclass(shape):
        _demand_fields(value, shape, where)
        return
    origin, inner = typing.get_origin(shape), typing.get_args(shape)
    if origin is Mapping:
        _demand(isinstance(value, dict), value, "an object", where)
        for key, one in value.items():
            demand_shape(one, inner[1], f"{where}.{str(key)[:_LONGEST]}")
    elif origin in (tuple, Sequence):
        _demand(isinstance(value, list), value, "a list", where)
        for number, one in enumerate(value, 1):
            demand_shape(one, inner[0], f"{where}, number {number}")
    elif shape is not Any:
        kinds = inner if isinstance(shape, types.UnionType) else (shape,)
        _demand(any(_is_one(value, kind) for kind in kinds), value, " or ".join(map(_word, kinds)), where)


def _demand_fields(value: Any, shape: Any, where: str) -> None:
    _demand(isinstance(value, dict), value, "an object", where)
    hints = _hints(shape)
    needed = {one.name for one in fields(shape) if one.default is MISSING and one.default_factory is MISSING}
    for fault, names in (("lacks", needed - value.keys()), ("has an unknown", value.keys() - hints.keys())):
        if names:
            raise ShapeError(f"{where} {fault} '{str(min(names))[:_LONGEST]}'")
    for name, one in value.items():
        demand_shape(one, hints[name], name if where == "it" else f"{where}.{name}")


@functools.cache
def _hints(shape: Any) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _is_one(value: Any, kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return isinstance(value, str) and value in {one.value for one in kind}
    if isinstance(value, bool):
        return kind is bool
    if kind is float:
        return isinstance(value, int | float) and math.isfinite(value)
    return isinstance(value, str if kind is Path else kind)


def _word(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(f"'{one.value}'" for one in kind)
    return _WORDS.get(kind, str(kind))


def _demand(is_so: bool, value: Any, wanted: str, where: str) -> None:
    if not is_so:
        found = repr(value)
        shown = found if len(found) <= _LONGEST else f"{found[:_LONGEST]}..."
        raise ShapeError(f"{where} is {shown}, not {wanted}")
