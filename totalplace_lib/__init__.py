"""Total Place: how much public money is spent in a place, by whom, on what, and what could be done differently.

    import totalplace_lib as tp
    tp.whole_area_count("birmingham", "2008-09")
    tp.place.birmingham        # Tab lists the places; tp.theme lists the themes

The names below are loaded when they are first used, so that importing the package stays cheap.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

_HOMES = {
    "series": "analysis.series:table",
    "series_everywhere": "analysis.series_everywhere",
    "themes": "analysis.themes",
    "flows": "analysis.flows",
    "overlap": "analysis.overlap:overlap_of",
    "compare": "analysis.compare",
    "peers": "analysis.peers",
    "returns_of": "analysis.returns",
    "budgets": "analysis.budgets",
    "split": "analysis.reorganisation",
    "revenue": "analysis.revenue",
    "outcomes": "analysis.came_of_it",
    "evidence_of": "analysis.whole_area_count",
    "whole_area_count": "analysis.whole_area_count",
    "find_place": "national.finding",
    "places": "national.places",
    "comparators": "analysis.whole_area_count",
    "sources_of": "analysis.whole_area_count",
    "years": "national.years",
    "key_names": "national.money",
    "place": "analysis.naming",
    "theme": "analysis.naming",
    "explore": "present.explorer.screen",
    "Count": "count.whole_area",
    "Place": "national.places",
    "Year": "model",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        module, _, other = _HOMES[name].partition(":")
        return getattr(importlib.import_module(f"totalplace_lib.{module}"), other or name)
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("totalplace")
    raise AttributeError(f"module 'totalplace_lib' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)


def _shown_by(name: str) -> Any:
    """A function of present.notebook that is loaded when something is shown for the first time."""
    return lambda shown: getattr(importlib.import_module("totalplace_lib.present.notebook"), name)(shown)


def _check_what_papermill_put_in(cells: list[str]) -> None:
    """A parameter that the notebook does not have ends here, before a report of another place comes out."""
    from totalplace_lib.injected import check

    check(cells)


def _show_well_in_notebooks() -> None:
    """Tell a running notebook how counts and places look, by the names of their classes: nothing is loaded yet."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        html = shell.display_formatter.formatters["text/html"]
        html.for_type_by_name("totalplace_lib.count.whole_area", "Count", _shown_by("count_html"))
        html.for_type_by_name("totalplace_lib.model", "Place", _shown_by("place_html"))
        _check_what_papermill_put_in(shell.user_ns.get("In", []))


_show_well_in_notebooks()
