"""The sections of a deep dive on overlap, barriers, savings and published figures: the views of each, for one theme."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.deep_dive import DeepDive
from totalplace_lib.analysis.overlap import barriers_of, found_before, published_of, saving_of, theme_overlap
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.views import barriers as barrier_views
from totalplace_lib.present.views import overlap as overlap_views
from totalplace_lib.present.views.deep_dive import source, subtitle
from totalplace_lib.present.views.published import published_beside_ours
from totalplace_lib.present.views.savings import what_a_saving_is


def how_split(dive: DeepDive) -> Note:
    """How many bodies and funding streams serve the theme."""
    return overlap_views.theme_words(theme_overlap(dive.whole, str(dive.theme["theme"]))[0])


def who_does_what(dive: DeepDive) -> Exhibit | Note:
    """Bodies and services for the people of the theme."""
    fragments, services = theme_overlap(dive.whole, str(dive.theme["theme"]))
    return overlap_views.services_by_body(
        services, fragments.iloc[0], subtitle(dive, "Spending by kind of service and of body"), source(dive)
    )


def standing(dive: DeepDive) -> pd.DataFrame:
    """The barriers before the theme's own money; all_gbp: all public money of the place that stands behind each."""
    own, everywhere = (
        barriers_of(parts, str(dive.whole.count.year)) for parts in (dive.parts, dive.whole.parts)
    )
    return own.assign(all_gbp=own["barrier"].map(everywhere.set_index("barrier")["amount_gbp"]))


def barriers(dive: DeepDive, barriers: pd.DataFrame) -> Exhibit | Note:
    """The barriers that stand, as a chart."""
    where, year = subtitle(dive, "Spending behind each barrier"), str(dive.whole.count.year)
    return barrier_views.money_behind(barriers, where, source(dive), found_before(year))


def saving(dive: DeepDive, rate: float) -> Exhibit | Note:
    """A share of the theme's own money."""
    table = saving_of(dive.whole.count, dive.parts, rate)
    return what_a_saving_is(table, rate, subtitle(dive, "Spending and saving by who decides"), source(dive))


def published(dive: DeepDive) -> Exhibit | Note:
    """What the pilot published about the theme, beside ours."""
    checks = published_of(dive.whole, str(dive.theme["theme"]))
    return published_beside_ours(checks, dive.whole.count.place.name)
