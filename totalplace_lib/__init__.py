"""Total Place: how much public money is spent in a place, by whom, on what, and what could be done differently.

    import totalplace_lib as tp
    tp.whole_area_count("birmingham", "2008-09")

The names below are loaded when they are first used, so that importing the package stays cheap.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "whole_area_count": "workbench",
    "find_place": "workbench",
    "places": "workbench",
    "comparators": "workbench",
    "sources_of": "workbench",
    "years": "workbench",
    "key_names": "workbench",
    "Count": "count.whole_area",
    "Place": "model",
    "Year": "model",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"totalplace_lib.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'totalplace_lib' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
