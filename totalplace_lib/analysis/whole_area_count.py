"""The whole-area count: all public money of a place in one year, to the penny, with what it is compared with.

import totalplace_lib as tp
count = tp.whole_area_count("birmingham", "2008-09")
count.by("spender_group")
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from totalplace_lib.asking import asked
from totalplace_lib.count import geography
from totalplace_lib.count.lenses import through
from totalplace_lib.count.names import slugify, written
from totalplace_lib.count.whole_area import Count, count_shared
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.evidence.ranges import Ranged, ranged, total_of
from totalplace_lib.model import Lens, Place, Year
from totalplace_lib.national.finding import FIRST, in_year
from totalplace_lib.national.money import residents, sharing
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.sources.cards import load_cards

LAST_TRUSTS = "2012-13"  # commissioning groups took over from primary care trusts in April 2013


@asked
def whole_area_count(
    place: str | Place, year: str | Year | None = None, lens: str = "all", returns: str = "none"
) -> Count:
    """Count all public money of one place in one year, to the penny, with its ledger.

    place  slug, name, code, several joined by +, or a Place; with @2010-11 it says its year
    year   default: the place's own, else 2008-09
    lens   all, local-bodies, outside-bodies or outcome (the four views of the Cumbria count)
    returns  partners' own figures in place of estimates: none, published, partners or all (analysis.returns)

    >>> whole_area_count("kent", "2008-09").place.name
    'Kent'

    Raises UsageError for an unknown place, year or lens, ImbalanceError when a step does not close.
    """
    when = _year_of(place, year)
    where = in_year(place, when)
    whole = _with_returns(count_shared(sharing(when), where, population(where, when)), returns)
    return replace(through(whole, check_lens(lens), read_config("outcomes.csv")), judge=_judge)


@asked(called="evidence_of")
def evidence_of(place: str | Place, year: str | Year | None = None) -> Ranged:
    """How well a count is known: low, high and grade of the total and of each line (Ranged.by sums them).

    tp.evidence_of("kent", "2008-09").by("function")

    Raises what whole_area_count raises.
    """
    return ranged(whole_area_count(place, year))


def _year_of(place: str | Place, year: str | Year | None) -> Year:
    """The year to count: the one given or the place's own; UsageError where they differ."""
    own = None if isinstance(place, Place) else written(place).year
    given = None if year is None else check_year(year)
    if own and given and own != given:
        raise UsageError(f"'{shown(place)}' says {own}, the year given is {given}: say one of them.")
    return check_year(given or own or FIRST)


def _with_returns(count: Count, choice: str) -> Count:
    """The count itself, or with the returns that the choice lets in."""
    if choice == "none":
        return count
    from totalplace_lib.analysis.returns import counted_with  # which asks for counts itself

    return counted_with(count, choice)


def is_returned(place: str | Place, year: str, choice: str) -> bool:
    """Whether returns of a place and year that a choice lets in are held; UsageError for no choice."""
    if choice == "none":
        return False
    from totalplace_lib.analysis.returns import let_in

    return bool(let_in(place, year, choice))


def _judge(count: Count) -> tuple[float, float, str]:
    """Low, high and grade of a total by the measured errors."""

    return total_of(count)


def check_lens(text: str) -> Lens:
    """A lens by its name; UsageError that lists them for any other word."""
    try:
        return Lens(text)
    except ValueError:
        raise UsageError(f"No lens is called '{text}'. Lenses: {', '.join(Lens)}.") from None


def population(place: Place, year: Year) -> float:
    """Residents of a place at the mid-year inside the financial year."""
    people = residents(year)
    return float(people.loc[people["area_code"].isin(place.areas), "value"].sum())


@asked
def comparators(place: str | Place, year: str | Year | None = None) -> tuple[Count, Count]:
    """Counts of the region that most of a place's people live in, and of England.

    >>> [count.place.slug for count in comparators("kent", "2008-09")]
    ['region:south-east', 'england']
    """
    when = _year_of(place, year)
    where = in_year(place, when)
    areas = gazetteer(geography.vintage_for(when)).areas
    own = areas[areas["area_code"].isin(where.areas)].merge(residents(when), on="area_code")
    name = own.groupby("region_name")["value"].sum().idxmax()
    return region(slugify(str(name)), str(when)), england(str(when))


def trusts_of(count: Count) -> list[str]:
    """The primary care trusts that serve the areas of a count, by name, in the years that had them.

    Their money is one line of the count, for it is published in part for two trusts together.
    """
    if str(count.year) > LAST_TRUSTS:
        return []
    served = read_table("nhs_bodies_areas", area_code=list(count.place.areas))
    single = served[~served["body_code"].str.contains("+", regex=False)]
    return sorted(single["body_name"].drop_duplicates())


@remembered
def region(slug: str, year: str) -> Count:
    """The count of a region: every report on a place in it compares with it."""
    return whole_area_count(f"region:{slug}", year)


@remembered
def england(year: str) -> Count:
    """The count of all England: every report compares its place with it."""
    return whole_area_count("england", year)


def prepare(place: str, year: str) -> None:
    """Make now what all reports of a year and all of a place in it share, so that a batch makes it once
    (config/reports.csv): the counts of England and its region, and what share_out makes."""
    comparators(place, year)
    share_out(place, year)


def share_out(place: str | Place, year: str) -> None:
    """The money of a year, with the catchments that reach the place shared over their areas: every count meets them."""
    when = check_year(year)
    kept = sharing(when)
    kept.shared(kept.reach(in_year(place, when).areas).wider)


@asked
def sources_of(count: Count) -> pd.DataFrame:
    """The publications behind a count: source, producer, published, licence, landing_page, amount_gbp.

    sources_of(whole_area_count("kent"))
    """
    if not isinstance(count, Count):
        raise UsageError(
            f"sources_of takes a count, such as whole_area_count('kent'), not {shown(repr(count))} "
            f"({type(count).__name__})."
        )
    amounts = count.lines.groupby("source_id", observed=True)["amount_gbp"].sum().round(2)
    cards = load_cards()
    rows = [
        (card.title, card.producer, card.published, card.licence, card.landing_page, amounts[card_id])
        for card_id, card in cards.items()
        if card_id in amounts.index
    ]
    columns = ["source", "producer", "published", "licence", "landing_page", "amount_gbp"]
    return pd.DataFrame(rows, columns=columns).sort_values("amount_gbp", ascending=False, ignore_index=True)
