"""Following areas through the changes of boundaries: exact where areas were merged or renamed whole, refused where not.

An area of one vintage is followed forward to the area that took it in, and backward to the areas that made it up. A
set of areas is exact at another vintage when its areas there hold the same ground: never part of an area.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.errors import UsageError


def onward(codes: Iterable[str], later: Iterable[str], changes: pd.DataFrame) -> pd.Series:
    """For each code of an older vintage the code that holds it at a later one; an area without one is left out.

    changes  area_changes: old_code, new_code, is_whole
    """
    whole = changes[changes["is_whole"]]
    step = dict(zip(whole["old_code"], whole["new_code"], strict=True))
    wanted = set(later)
    found = {code: _end(code, wanted, step) for code in codes}
    return pd.Series({old: new for old, new in found.items() if new}, dtype="str")


def _end(code: str, wanted: set[str], step: dict[str, str]) -> str:
    """Where a chain of changes (Taunton Deane, Somerset West and Taunton, Somerset) first meets a wanted code."""
    while code not in wanted:
        if code not in step:
            return ""
        code = step[code]
    return code


def follow(
    codes: Iterable[str], old: pd.DataFrame, new: pd.DataFrame, changes: pd.DataFrame, name: str
) -> tuple[str, ...]:
    """The areas of another vintage that hold exactly the same ground as `codes`.

    old, new  areas of the vintage of the codes and of the other one: area_code, area_name, vintage
    Raises UsageError with the reason where a part of an area would be needed, naming what is missing.
    """
    wanted = set(codes)
    if int(new["vintage"].iloc[0]) >= int(old["vintage"].iloc[0]):
        return _forward(wanted, old, new, changes, name)
    ahead = onward(new["area_code"], old["area_code"], changes)
    back = ahead[ahead.isin(wanted)]
    lost = sorted(wanted - set(back))
    if lost:
        raise UsageError(
            f"{name} cannot be followed back to the areas of {new['vintage'].iloc[0]}: no whole areas of that year "
            f"made up {_names(lost, old)}."
        )
    return tuple(sorted(str(code) for code in back.index))


def _forward(
    wanted: set[str], old: pd.DataFrame, new: pd.DataFrame, changes: pd.DataFrame, name: str
) -> tuple[str, ...]:
    ahead = onward(old["area_code"], new["area_code"], changes)
    when = int(new["vintage"].iloc[0])
    split = sorted(wanted - set(ahead.index))
    if split:
        raise UsageError(
            f"{name} cannot be followed to the areas of {when}: {_names(split, old)} was divided."
        )
    targets = set(ahead[list(wanted)])
    missing = sorted(code for code in ahead.index[ahead.isin(targets)] if code not in wanted)
    if missing:
        took = sorted({str(ahead[code]) for code in missing})
        raise UsageError(
            f"{name} cannot be counted on the areas of {when}: it is now part of {_names(took, new)}, which also "
            f"holds {_names(missing, old)}. Name the whole of it, or a year up to 2013-14 "
            "(people are published on the areas of 2023 only since)."
        )
    return tuple(sorted(targets))


def _names(codes: list[str], areas: pd.DataFrame) -> str:
    named = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    return ", ".join(f"{named.get(code, code)} ({code})" for code in codes)
