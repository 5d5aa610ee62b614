"""Reports by theme: a place asked for without a theme gets one report for each theme it set out to learn about."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from totalplace_lib import project
from totalplace_lib.present.sentences import small
from totalplace_lib.publish.catalogue import ReportKind
from totalplace_lib.publish.selection import Choice


def by_theme(choice: Choice, kind: ReportKind | None) -> list[Choice]:
    """The choice once for each of the place's own themes (config/place_themes.csv).

    A report without themes, a choice that names its theme and a place without themes of its own stay as they are.
    """
    if kind is None or "theme" not in kind.named_by or "theme" in choice.parameters:
        return [choice]
    register = project.read_config("place_themes.csv")
    themes = register.loc[register["place"] == choice.place, "theme"].drop_duplicates()
    return [
        dataclasses.replace(choice, parameters={**choice.parameters, "theme": str(theme)}) for theme in themes
    ] or [choice]


def title_words(used: Mapping[str, Any]) -> dict[str, str]:
    """What a title may say beside the parameters: theme_name or journey_name, where a report has a theme or journey."""
    words: dict[str, str] = {}
    if "theme" in used:
        table = project.read_config("themes.csv").set_index("theme")["name"]
        words["theme_name"] = str(table.get(used["theme"], used["theme"]))
    if "journey" in used:
        from totalplace_lib.bench.journeys import journeys  # slow to import, and few batches need it

        words["journey_name"] = small(journeys().get(used["journey"], str(used["journey"])))
    return words
