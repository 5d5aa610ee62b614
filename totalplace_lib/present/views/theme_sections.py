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


def _barriers(dive: DeepDive) -> pd.DataFrame:
    return barriers_of(dive.parts, str(dive.whole.count.year))


def barriers(dive: DeepDive) -> Exhibit | Note:
    """The barriers before the theme's own money, with all the public money of the place that stands behind each."""
    where, year = subtitle(dive, "Spending behind each barrier"), str(dive.whole.count.year)
    everywhere = barriers_of(dive.whole.parts, year).set_index("barrier")["amount_gbp"]
    own = _barriers(dive)
    own["all_gbp"] = own["barrier"].map(everywhere)
    return barrier_views.money_behind(own, where, source(dive), found_before(year))


def changed_locally(dive: DeepDive) -> Note | None:
    """What could be changed by local agreement."""
    return barrier_views.locally(_barriers(dive))


def needs_whitehall(dive: DeepDive) -> Note | None:
    """What needs guidance, reporting changes or a law."""
    return barrier_views.by_whitehall(_barriers(dive))


def saving(dive: DeepDive, rate: float) -> Exhibit | Note:
    """A share of the theme's own money."""
    table = saving_of(dive.whole.count, dive.parts, rate)
    return what_a_saving_is(table, rate, subtitle(dive, "Spending and saving by who decides"), source(dive))


def published(dive: DeepDive) -> Exhibit | Note:
    """What the pilot published about the theme, beside ours."""
    checks = published_of(dive.whole, str(dive.theme["theme"]))
    return published_beside_ours(checks, dive.whole.count.place.name)
