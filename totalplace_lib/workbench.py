"""What an analyst calls: places, counts. Reads the tables that a question needs and hands them to the pure arithmetic.

import totalplace_lib as tp
count = tp.whole_area_count("birmingham", "2008-09")
count.by("spender_group")
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Sequence

import pandas as pd

from totalplace_lib.bench import key_series
from totalplace_lib.count import geography, known, lines
from totalplace_lib.count.consolidate import offsets
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.lenses import through
from totalplace_lib.count.places import Gazetteer, slugify
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.whole_area import Count, Money, count_shared
from totalplace_lib.errors import ConfigError, UsageError
from totalplace_lib.model import COFOG, Economic, Lens, Place, Year
from totalplace_lib.project import read_config, read_table
from totalplace_lib.sources.cards import load_cards

NHS = "nhs-commissioned"


@functools.cache
def years() -> tuple[str, ...]:
    """Financial years that can be counted: those with the Treasury's analysis, council revenue and council capital."""
    frame = read_config("years.csv")
    return tuple(sorted(frame["year"]))


def check_year(text: str) -> Year:
    """A countable year; UsageError with the nearest ones for any other."""
    year = Year.parse(text)
    if str(year) not in years():
        close = difflib.get_close_matches(str(year), years(), n=3, cutoff=0.5) or list(years())
        raise UsageError(
            f"{year} cannot be counted. Years that can: {', '.join(years())}. Nearest: {', '.join(close)}."
        )
    return year


@functools.cache
def gazetteer(vintage: int = 2009) -> Gazetteer:
    """Everything a place can be called at one boundary vintage."""
    changes = read_table("area_changes")
    return Gazetteer(read_table("areas", vintage=vintage), changes, read_config("places.csv"), vintage)


def find_place(text: str, year: str | Year = "2008-09") -> Place:
    """The place called `text` on the boundaries of a year. UsageError with the nearest names when there is none."""
    return gazetteer(geography.vintage_for(Year.parse(str(year)))).find(text)


def places(year: str = "2008-09") -> pd.DataFrame:
    """All named places: slug, name, kind, region_name, areas."""
    return gazetteer(geography.vintage_for(Year.parse(year))).table()


def places_with_reports() -> tuple[str, ...]:
    """Slugs of the places whose reports `totalplace run` makes when none is named: the pilots and Cumbria."""
    register = read_config("places.csv")
    return tuple(register.loc[register["report"] == "yes", "slug"])


def whole_area_count(place: str | Place, year: str = "2008-09", lens: str = "all") -> Count:
    """Count all public money of one place in one year, to the penny, with its ledger.

    place  slug, england, region:west-midlands, codes joined by +, or a Place
    lens   all, local-bodies, outside-bodies or outcome (the four views of the Cumbria count)
    Raises UsageError for an unknown place, year or lens, ImbalanceError when a step does not close.
    """
    when = check_year(year)
    where = place if isinstance(place, Place) else find_place(place, when)
    whole = count_shared(sharing(str(when)), where, population(where, when))
    return through(whole, check_lens(lens), read_config("outcomes.csv"))


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


@functools.cache
def money(year: str) -> Money:
    """All the money of England for one year, classified, with catchments, keys and what is known by place."""
    when = Year.parse(year)
    areas = gazetteer(geography.vintage_for(when)).areas
    transfers = read_config("transfers.csv")
    council, received = _council_money(when)
    central = _central_money(when)
    catchments = _catchments(list(council["catchment_code"].unique()), areas, when)
    everything = pd.concat([central, council], ignore_index=True)
    taken_off = offsets(received, _payers(council), transfers)
    used = sorted(set(everything["key"]) - {NEVER_SPREAD})
    return Money(
        when, everything, taken_off, catchments, keys_within(when, used), _known(when, areas), transfers
    )


@functools.cache
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
    series.loc[silent, "value"] = series.loc[silent, "area_code"].map(people)
    return series


@functools.cache
def _people(year: Year) -> pd.DataFrame:
    frame = read_table("population", year=year.start).rename(columns={"population": "value"})
    if frame.empty:
        raise UsageError(f"No population is held for mid-{year.start}.")
    return frame[["area_code", "value"]].astype({"value": float})


def central_rules() -> pd.DataFrame:
    """config/lines/central.csv with the key of each row's driver (config/evidence/drivers.csv)."""
    rules, drivers = read_config("lines/central.csv"), read_config("evidence/drivers.csv")
    joined = rules.merge(drivers[["driver", "key"]], on="driver", how="left")
    if joined["key"].isna().any():
        missing = joined.loc[joined["key"].isna(), "driver"].iloc[0]
        raise ConfigError(
            f"config/lines/central.csv: the driver '{missing}' is not in config/evidence/drivers.csv."
        )
    return joined


def _central_money(year: Year) -> pd.DataFrame:
    edition = read_config("years.csv").set_index("year").loc[str(year), "central"]
    cra = read_table("cra", year=str(year), edition=str(edition))
    central = lines.central_lines(cra, central_rules())
    commissioned = read_config("controls/nhs_commissioned.csv").set_index("year")["england_gbp"]
    in_group = central["group"] == NHS
    if str(year) not in commissioned.index:
        return central
    total = central.loc[in_group, "amount_pence"].sum() / 100
    return lines.split_commissioned(
        central, NHS, float(commissioned[str(year)]) / total, "NHS: central budgets"
    )


def _council_money(year: Year) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines of councils' revenue and capital, and what receivers report as financed by other councils."""
    rules = read_config("lines/councils.csv")
    revenue = read_table("council_revenue", year=str(year))
    capital = read_table("council_capital", year=str(year))
    current = lines.council_lines(revenue, _leaves("rs"), rules, Economic.CURRENT)
    spent = lines.council_lines(
        capital[capital["measure"] == "expenditure"], _leaves("cor4"), rules, Economic.CAPITAL
    )
    financing = capital[(capital["measure"] == "financing") & capital["amount_gbp"].notna()]
    received = financing.assign(amount_pence=(financing["amount_gbp"] * 100).round().astype("int64"))
    return pd.concat([current, spent], ignore_index=True), received[["line", "amount_pence"]]


def _leaves(table: str) -> pd.DataFrame:
    """The lines of a return that are counted (no totals, no financing), with their function."""
    names = read_config(f"lines/{table}.csv")
    counted = names[names["counted"] == "yes"]
    return counted.assign(function_code=counted["cofog"], function=counted["cofog"].map(COFOG))


def _payers(council: pd.DataFrame) -> pd.DataFrame:
    """The line of each payer from which an offset is taken: the Greater London Authority's transport capital."""
    gla = council[
        (council["catchment_code"] == "E5100")
        & (council["line"] == "highways_transport")
        & (council["economic"] == "capital")
    ]
    return gla.assign(offsets_line="funding_gla")


def _catchments(authorities: list[str], areas: pd.DataFrame, year: Year) -> pd.DataFrame:
    special = read_config("geography/catchments.csv")
    local = geography.authority_catchments(authorities, areas, read_table("area_changes"), special, year)
    return pd.concat([geography.region_catchments(areas), local], ignore_index=True)


def _known(year: Year, areas: pd.DataFrame) -> pd.DataFrame:
    """What is known by place in one year: benefits of some councils, allocations of some primary care trusts."""
    paid = read_table("council_revenue", year=str(year), line="council_tax_benefit")
    code = dict(zip(areas["authority_code"], areas["area_code"], strict=True))
    by_councils = (
        paid.assign(area_code=paid["authority_code"].map(code)).groupby("area_code")["amount_gbp"].sum()
    )
    benefits = read_table("benefits_by_place", year=str(year)).assign(sheet="")
    allocations = read_table("nhs_allocations", year=str(year)).assign(sheet="")
    found = [
        known.benefits_known(benefits, read_config("lines/known.csv"), areas, by_councils),
        known.bodies_known(allocations, _bodies(), areas, _people(year), NHS),
    ]
    return pd.concat([frame for frame in found if not frame.empty] or [known.NOTHING], ignore_index=True)


def _bodies() -> pd.DataFrame:
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


def comparators(place: str | Place, year: str = "2008-09") -> tuple[Count, Count]:
    """Counts of the region that most of a place's people live in, and of England."""
    when = check_year(year)
    where = place if isinstance(place, Place) else find_place(place, when)
    areas = gazetteer(geography.vintage_for(when)).areas
    own = areas[areas["area_code"].isin(where.areas)].merge(_people(when), on="area_code")
    name = own.groupby("region_name")["value"].sum().idxmax()
    return whole_area_count(f"region:{slugify(str(name))}", year), whole_area_count("england", year)


def sources_of(count: Count) -> pd.DataFrame:
    """The publications behind a count: source, producer, published, licence, landing_page, amount_gbp."""
    amounts = count.lines.groupby("source_id", observed=True)["amount_gbp"].sum().round(2)
    cards = load_cards()
    rows = [
        (card.title, card.producer, card.published, card.licence, card.landing_page, amounts[card_id])
        for card_id, card in cards.items()
        if card_id in amounts.index
    ]
    columns = ["source", "producer", "published", "licence", "landing_page", "amount_gbp"]
    return pd.DataFrame(rows, columns=columns).sort_values("amount_gbp", ascending=False, ignore_index=True)


def key_names() -> dict[str, str]:
    """Each key of config/keys.csv and its name in words."""
    table = read_config("keys.csv")
    return dict(zip(table["key"], table["name"], strict=True))
