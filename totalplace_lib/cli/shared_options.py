"""Arguments and options that several commands share, what completes them, and PLACE@YEAR."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Annotated

import typer

from totalplace_lib.cli.conflicts import was_typed
from totalplace_lib.count.names import written
from totalplace_lib.errors import TotalPlaceError, UsageError

FIRST_YEAR = "2008-09"


def complete_place(incomplete: str) -> list[str]:
    """Slugs that begin so; the last of several that are joined by +."""
    from totalplace_lib.national import places as national_places

    before, plus, last = incomplete.rpartition("+")
    with contextlib.suppress(TotalPlaceError):
        return [
            before + plus + slug for slug in national_places.places()["slug"] if slug.startswith(last.lower())
        ]
    return []


def complete_year(incomplete: str) -> list[str]:
    """Countable years that begin so."""
    from totalplace_lib.national.years import years

    with contextlib.suppress(TotalPlaceError):
        return [year for year in years() if year.startswith(incomplete)]
    return []


def complete_report(incomplete: str) -> list[str]:
    """Reports that begin so."""
    from totalplace_lib.project import read_config

    with contextlib.suppress(TotalPlaceError):
        return [name for name in read_config("reports.csv")["report"] if name.startswith(incomplete)]
    return []


def complete_theme(incomplete: str) -> list[str]:
    """Themes that begin so."""
    from totalplace_lib.project import read_config

    with contextlib.suppress(TotalPlaceError):
        return [name for name in read_config("themes.csv")["theme"] if name.startswith(incomplete)]
    return []


PLACE_HELP = "Slug, name, england, region:NAME, or codes joined by +; PLACE@YEAR names its year."
YearOption = Annotated[
    str, typer.Option("--year", "-y", help="Financial year, such as 2008-09.", autocompletion=complete_year)
]

ReturnsOption = Annotated[
    str,
    typer.Option(
        "--returns",
        metavar="CHOICE",
        help="Partners' own figures in it: none, published, partners or all (docs/how-to-returns.md).",
    ),
]


def with_years(context: typer.Context, places: Sequence[str], year: str) -> list[tuple[str, str]]:
    """Each place with its year: its own after @, else `year`. UsageError where --year was typed for none."""
    found = [written(text) for text in places]
    if was_typed(context, "year") and found and all(asked.year for asked in found):
        raise UsageError(
            f"--year {year} would not be used: each place names its own year. Leave out one or the other."
        )
    return [(asked.place, str(asked.year or year)) for asked in found]
