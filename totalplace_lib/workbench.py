"""What an analyst calls: places, counts. Reads the tables that a question needs and hands them to the pure arithmetic.

import totalplace_lib as tp
count = tp.whole_area_count("birmingham", "2008-09")
count.by("spender_group")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from totalplace_lib.asking import asked
from totalplace_lib.bench import key_series
from totalplace_lib.bench.central import BOARDS, TRUSTS, central, central_rules
from totalplace_lib.bench.councils import councils
from totalplace_lib.bench.finding import FIRST, find_place, in_year
from totalplace_lib.bench.notes import notes
from totalplace_lib.bench.places import gazetteer, places, places_with_reports
from totalplace_lib.bench.years import basis, check_year, years
from totalplace_lib.count import geography, known
from totalplace_lib.count.consolidate import above_control, offsets
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.lenses import through
from totalplace_lib.count.names import slugify, written
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.whole_area import Count, Money, count_shared
from totalplace_lib.errors import ConfigError, UsageError, shown
from totalplace_lib.model import Lens, Place, Year
from totalplace_lib.project import read_config, read_table, remembered
from totalplace_lib.sources.cards import load_cards

__all__ = ["central_rules", "check_year", "find_place", "gazetteer", "places", "places_with_reports", "years"]


EDUCATION, SIXTH_FORMS = "09", "sixth_forms"


@asked
def whole_area_count(place: str | Place, year: str | Year | None = None, lens: str = "all") -> Count:
    """Count all public money of one place in one year, to the penny, with its ledger.

    place  slug, name, code, several joined by +, or a Place; with @2010-11 it says its year
    year   default: the place's own, else 2008-09
    lens   all, local-bodies, outside-bodies or outcome (the four views of the Cumbria count)

    >>> whole_area_count("kent", "2008-09").place.name
    'Kent'

    Raises UsageError for an unknown place, year or lens, ImbalanceError when a step does not close.
    """
    when = _year_of(place, year)
    where = in_year(place, when)
    whole = count_shared(sharing(str(when)), where, population(where, when))
    return replace(through(whole, check_lens(lens), read_config("outcomes.csv")), judge=_judge)


def _year_of(place: str | Place, year: str | Year | None) -> Year:
    """The year to count: the one given or the place's own; UsageError where they differ."""
    own = None if isinstance(place, Place) else written(place).year
    given = None if year is None else check_year(year)
    if own and given and own != given:
        raise UsageError(f"'{shown(place)}' says {own}, the year given is {given}: say one of them.")
    return check_year(given or own or FIRST)


def _judge(count: Count) -> tuple[float, float, str]:
    """Low, high and grade of a total by the measured errors."""
    from totalplace_lib.bench.ranges import total_of  # it needs the money of this module

    return total_of(count)


def check_lens(text: str) -> Lens:
    """A lens by its name; UsageError that lists them for any other word."""
    try:
        return Lens(text)
    except ValueError:
        raise UsageError(f"No lens is called '{text}'. Lenses: {', '.join(Lens)}.") from None


def population(place: Place, year: Year) -> float:
    """Residents of a place at the mid-year inside the financial year."""
    people = _people(year)
    return float(people.loc[people["area_code"].isin(place.areas), "value"].sum())


@remembered
def money(year: str) -> Money:
    """All the money of England for one year, classified, with catchments, keys and what is known by place."""
    when = Year.parse(year)
    areas = gazetteer(geography.vintage_for(when)).areas
    transfers = transfers_of(when)
    local = councils(when)
    facts = _known(when, areas)
    everything = pd.concat([central(when, facts), local.lines], ignore_index=True)
    used = sorted(set(everything["key"].unique()) - {NEVER_SPREAD})
    bodies = [*local.lines["catchment_code"].unique(), *local.silent["authority_code"]]
    homes = _catchments(bodies, areas, when)
    received = [local.received]
    if SIXTH_FORMS in set(transfers["received"]):
        received.append(_sixth_forms(everything, homes, areas))
    taken_off = offsets(pd.concat(received, ignore_index=True), everything, transfers)
    told, rules = notes(when, local.silent), definition_of(when)
    return Money(when, everything, taken_off, homes, keys_within(when, used), facts, transfers, told, rules)


def _sixth_forms(everything: pd.DataFrame, homes: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """What schools were given for their sixth forms: in the returns, and in the Treasury's lines for whoever paid it.
    Councils' education in the returns is that much above the Treasury's figure for the same councils, region by region.
    """
    schools = everything[(everything["function_code"] == EDUCATION) & (everything["economic"] == "current")]
    treasury = schools[(schools["block"] == "central") & (schools["sector"] == "LA")]
    regions = areas.set_index("area_code")["region_code"]
    return above_control(schools[schools["block"] == "council"], treasury, homes, regions, SIXTH_FORMS)


def definition_of(year: Year) -> pd.DataFrame:
    """The rules of config/definition.csv that are looked for in a year."""
    rules = read_config("definition.csv")
    begins, ends = rules["first_year"].fillna(""), rules["last_year"].fillna("9999")
    return rules[(begins <= str(year)) & (ends >= str(year))]


def transfers_of(year: Year) -> pd.DataFrame:
    """config/transfers.csv as it applies to a year (column needs)."""
    rules = read_config("transfers.csv")
    return rules[[_applies(str(needs), year) for needs in rules["needs"].fillna("")]]


def _applies(needs: str, year: Year) -> bool:
    """Whether all that a transfer needs holds in a year; several needs are joined by "; "."""
    return all(_holds(need, year) for need in needs.split("; "))


def _holds(need: str, year: Year) -> bool:
    if need == "capital returns":
        return basis(year).capital_by_council
    return not need.startswith("until ") or year <= Year.parse(need.removeprefix("until "))


@remembered
def sharing(year: str) -> Sharing:
    """The money of one year, ready to count any place from it."""
    return Sharing(money(year))


def keys(year: Year, names: Sequence[str] = ()) -> pd.DataFrame:
    """The named keys of config/keys.csv as series, or all of them: key, area_code, value."""
    return key_series.series(year, names)


def keys_within(year: Year, names: Sequence[str]) -> pd.DataFrame:
    """Keys for sharing within a region. A key that leaves a whole region out (people outside London) says nothing
    about the region left out: what the Treasury puts there all the same is shared by people."""
    series = keys(year, names)
    areas = gazetteer(geography.vintage_for(year)).areas.set_index("area_code")["region_code"]
    within = series.groupby([series["key"], series["area_code"].map(areas)])["value"].transform("sum")
    silent = within == 0
    people = _people(year).set_index("area_code")["value"]
    series["value"] = series["value"].where(~silent, series["area_code"].map(people))
    return series


def _people(year: Year) -> pd.DataFrame:
    return key_series.people(year).rename("value").rename_axis("area_code").reset_index()


def _catchments(authorities: list[str], areas: pd.DataFrame, year: Year) -> pd.DataFrame:
    bodies = [code for code in authorities if not code.startswith("E12000")]  # E12 alone is Dorset
    local = key_series.authority_areas(bodies, year, year)
    return pd.concat([geography.region_catchments(areas), local], ignore_index=True)


def _known(year: Year, areas: pd.DataFrame) -> pd.DataFrame:
    """What is known by place in one year: benefits of some councils, allocations of some health bodies."""
    found = [known.NOTHING, _benefits(year, areas)]
    people = _people(year)
    if basis(year).nhs == "trusts":
        allocations = read_table("nhs_allocations", year=str(year)).assign(sheet="")
        found.append(known.bodies_known(allocations, health_bodies(), areas, people, TRUSTS))
    if basis(year).nhs == "boards":
        boards = key_series.board_areas(year).rename(columns={"catchment_code": "body_code"})
        found.append(known.bodies_known(_allocations(year), boards, areas, people, BOARDS))
    return pd.concat([frame for frame in found if not frame.empty] or [known.NOTHING], ignore_index=True)


def _benefits(year: Year, areas: pd.DataFrame) -> pd.DataFrame:
    paid = read_table("council_revenue", year=str(year), line="council_tax_benefit")
    code = dict(zip(areas["authority_code"], areas["area_code"], strict=True))
    by_councils = (
        paid.assign(area_code=paid["authority_code"].map(code)).groupby("area_code")["amount_gbp"].sum()
    )
    benefits = read_table("benefits_by_place", year=str(year)).assign(sheet="")
    groups = read_config("lines/known.csv")
    return known.benefits_known(
        benefits, groups[groups["not_in"].fillna("") != str(year)], areas, by_councils
    )


def _allocations(year: Year) -> pd.DataFrame:
    """What each integrated care board was given in a year: body_code, amount_gbp, where the first figure stands."""
    held = read_table("health_allocations", year=str(year), body_kind="icb")
    first = held.drop_duplicates("body_code")[["body_code", *known.ORIGIN]]
    return held.groupby("body_code")["amount_gbp"].sum().reset_index().merge(first, on="body_code")


def health_bodies() -> pd.DataFrame:
    """Primary care trusts and the part of each area's people that they serve: body_code, area_code, weight."""
    bodies = read_table("nhs_bodies_areas")
    part = read_config("geography/body_shares.csv").astype({"weight": float})
    joined = bodies.merge(
        part[["body_code", "area_code", "weight"]], on=["body_code", "area_code"], how="left"
    )
    joined.loc[joined["is_whole"] & joined["weight"].isna(), "weight"] = 1.0
    if joined["weight"].isna().any():
        first = joined[joined["weight"].isna()].iloc[0]
        raise ConfigError(
            f"config/geography/body_shares.csv: no weight for {first['body_code']} in {first['area_code']}."
        )
    return joined[["body_code", "area_code", "weight"]]


@asked
def comparators(place: str | Place, year: str | Year | None = None) -> tuple[Count, Count]:
    """Counts of the region that most of a place's people live in, and of England.

    >>> [count.place.slug for count in comparators("kent", "2008-09")]
    ['region:south-east', 'england']
    """
    when = _year_of(place, year)
    where = in_year(place, when)
    areas = gazetteer(geography.vintage_for(when)).areas
    own = areas[areas["area_code"].isin(where.areas)].merge(_people(when), on="area_code")
    name = own.groupby("region_name")["value"].sum().idxmax()
    return region(slugify(str(name)), str(when)), england(str(when))


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
    kept = sharing(str(when))
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


@asked
def key_names() -> dict[str, str]:
    """Each key of config/keys.csv and its name in words.

    >>> "population" in key_names()
    True
    """
    table = read_config("keys.csv")
    return dict(zip(table["key"], table["name"], strict=True))
