"""Reports by theme or journey: where none is named, one for each of the place's own themes, or for each journey."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from totalplace_lib import project
from totalplace_lib.present.sentences import small
from totalplace_lib.publish.catalogue import ReportKind
from totalplace_lib.publish.selection import Choice


def spelt_out(choice: Choice, kind: ReportKind | None, every: bool = False) -> list[Choice]:
    """The choice once for each theme or journey that is meant where none is named.

    A report named by its theme: each of the place's own themes (config/place_themes.csv); a place without any stays
    as it is or, where every report is asked for, takes every theme that a pilot could choose. A report named by its
    journey: every journey. Any other choice stays. Themes that the year cannot tell apart are among them.
    """
    if kind is None:
        return [choice]
    meant = {"theme": _themes, "journey": _journeys}
    for name in (name for name in kind.named_by if name in meant and name not in choice.parameters):
        named = [{**choice.parameters, name: one} for one in meant[name](choice, every)]
        return [dataclasses.replace(choice, parameters=parameters) for parameters in named] or [choice]
    return [choice]


def _themes(choice: Choice, every: bool) -> list[str]:
    register = project.read_config("place_themes.csv")
    own = register.loc[register["place"] == choice.place, "theme"].drop_duplicates()
    if own.empty and every:
        themes = project.read_config("themes.csv")
        own = themes.loc[themes["kind"] == "pilot", "theme"]
    return [str(theme) for theme in own]


def _journeys(_choice: Choice, _every: bool) -> list[str]:
    from totalplace_lib.analysis.journeys import journeys

    return list(journeys())


def title_words(used: Mapping[str, Any]) -> dict[str, str]:
    """What a title may say beside the parameters: theme_name or journey_name, where a report has a theme or journey."""
    words: dict[str, str] = {}
    if "theme" in used:
        table = project.read_config("themes.csv").set_index("theme")["name"]
        words["theme_name"] = str(table.get(used["theme"], used["theme"]))
    if "journey" in used:
        from totalplace_lib.analysis.journeys import journeys

        words["journey_name"] = small(journeys().get(used["journey"], str(used["journey"])))
    return words
