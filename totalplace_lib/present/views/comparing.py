"""Exhibits of the comparison report: per head beside others, what is set nationally and locally, the map."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.compare import LOCAL, NATIONAL, Comparison, by_side, difference, side_by_side
from totalplace_lib.analysis.prices import in_words
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import bars, bubble_map, dot_comparison, grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import fixed, per_head, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import ordinal, small
from totalplace_lib.present.views.publications import source_words

SET_BY = (
    "National: entitlements such as pensions and benefits, and national bodies with a local office. "
    "Local: councils and other local bodies. Sums are made before rounding."
)
# The City of London and the Isles of Scilly: few residents, much money that is not for them.
FEW = 20_000
SAME = "Money that is shared by population is the same per head everywhere in a region: it hides differences."


def opening(comparison: Comparison) -> Opening:
    """How the place compares, what is set nationally, where it ranks."""
    place, england = comparison.place, comparison.england
    sides = by_side(difference(place, england)).set_index("set_by")
    gap = place.total_per_head - england.total_per_head
    ranks = _ranked(comparison)
    position = 1 + int((ranks["per_head_gbp"] > place.total_per_head).sum())
    return Opening(
        f"{per_head(place.total_per_head)} of public money was spent in {place.name} in {comparison.year}"
        f"{'' if not comparison.wider else ', ' + _gap(gap, england.total_per_head) + ' in England'}.",
        [
            _beside_england(comparison, gap),
            Finding(_set_by(comparison, sides), SET_BY),
            Finding(
                f"Of {plural(len(ranks), 'place')} compared, {place.name} ranks {ordinal(position)} per head.",
                f"{ranks['name'].iloc[0]} has the most, {ranks['name'].iloc[-1]} the least.",
            ),
        ],
        [
            KeyFigure(each.name, pounds(each.total_per_head), _basis(comparison))
            for each in (place, *comparison.wider)
        ],
    )


def _beside_england(comparison: Comparison, gap: float) -> Finding:
    """How much more or less than in England; England itself has nothing to stand beside."""
    if not comparison.wider:
        return Finding("There is no wider area to compare with.", "England is the whole of what is counted.")
    words = _signed(gap) if _signed(gap) != "nothing" else "neither more nor less"
    wider = "; ".join(f"{each.name}: {pounds(each.total_per_head)}" for each in comparison.wider)
    return Finding(f"{words} was spent for each resident than in England.", f"{wider}.")


def _set_by(comparison: Comparison, sides: pd.DataFrame) -> str:
    """What of the difference from England, or of England's own money, is set nationally and what locally."""
    if comparison.wider:
        return (
            f"What is set nationally makes {_signed(_side(sides, NATIONAL))}, "
            f"what is set locally {_signed(_side(sides, LOCAL))}."
        )
    own = sides["place_gbp"].astype(float)
    return f"{pounds(own[NATIONAL])} per head is set nationally and {pounds(own[LOCAL])} locally."


def beside_wider(comparison: Comparison) -> Exhibit:
    """Per head by function, beside the region and England."""
    if not comparison.wider:
        return _by_function_alone(comparison)
    places = {"place": comparison.place} | {f"wider_{n}": each for n, each in enumerate(comparison.wider)}
    table = side_by_side(places, "function")
    last = list(places)[-1]
    row = table.iloc[int((table["place"] - table[last]).abs().argmax())]
    caption = Caption(
        "beside-wider",
        f"The largest difference from {places[last].name} is in {small(str(row['function']))}: "
        f"{pounds(row['place'])} against {pounds(row[last])} per head",
        _subtitle(comparison, "Public spending per head by function"),
        _source(comparison),
        (SAME,),
    )
    columns = {"function": Column("Function")} | {
        k: Column(each.name, "per_head") for k, each in places.items()
    }
    return dot_comparison(table, columns, caption, label="function", values=list(places))


def _by_function_alone(comparison: Comparison) -> Exhibit:
    table = side_by_side({"place": comparison.place}, "function")
    first = table.iloc[0]
    caption = Caption(
        "beside-wider",
        f"{first['function']} is largest: {per_head(first['place'])}",
        _subtitle(comparison, "Public spending per head by function"),
        _source(comparison),
    )
    columns = {"function": Column("Function"), "place": Column(comparison.place.name, "per_head")}
    return bars(table, columns, caption, label="function", value="place")


def what_sets_it(comparison: Comparison) -> Exhibit:
    """The difference from England by rung of local control; the parts are exactly the whole."""
    table = difference(comparison.place, comparison.england)
    table["control"] = table["control"].str.capitalize()
    sides = by_side(table).set_index("set_by")
    england = comparison.england.name
    caption = Caption(
        "what-sets-it",
        f"{_signed(_side(sides, NATIONAL))} per head of the difference from {england} is set nationally, "
        f"{_signed(_side(sides, LOCAL))} locally",
        _subtitle(
            comparison, f"Public spending per head by who decides, {comparison.place.name} and {england}"
        ),
        _source(comparison),
        ("The parts of the difference add up to the whole exactly.",),
    )
    columns = {
        "control": Column("Who decides"), "set_by": Column("Set nationally or locally"),
        "place_gbp": Column(comparison.place.name, "per_head"),
        "other_gbp": Column(f"{england} as a whole", "per_head"), "difference_gbp": Column("Difference", "per_head"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="control", values=("place_gbp", "other_gbp"))


def beside_others(comparison: Comparison) -> Exhibit:
    """The total per head of the places compared, largest first."""
    table = _ranked(comparison)
    position = 1 + int((table["per_head_gbp"] > comparison.place.total_per_head).sum())
    caption = Caption(
        "beside-others",
        f"{comparison.place.name} ranks {ordinal(position)} of {plural(len(table), 'place')} per head",
        _subtitle(comparison, "Public spending per head"),
        _source(comparison),
        (SAME,),
    )
    columns = {
        "name": Column("Place"), "per_head_gbp": Column("Per head", "per_head"),
        "national_gbp": Column(NATIONAL, "per_head"), "local_gbp": Column(LOCAL, "per_head"),
        "population": Column("Residents", "count"),
    }  # fmt: skip
    return bars(
        table.head(20), columns, caption, label="name", value="per_head_gbp", focus=(comparison.place.name,)
    )


def _ranked(comparison: Comparison) -> pd.DataFrame:
    rows = []
    for each in (comparison.place, *comparison.others):
        sides = by_side(difference(each, each)).set_index("set_by")["place_gbp"]
        rows.append((each.name, each.total_per_head, sides[NATIONAL], sides[LOCAL], each.population))
    columns = ["name", "per_head_gbp", "national_gbp", "local_gbp", "population"]
    return pd.DataFrame(rows, columns=columns).sort_values("per_head_gbp", ascending=False, ignore_index=True)


def map_of_england(comparison: Comparison) -> Exhibit:
    """Every county and unitary area where it lies, with the ranked table."""
    table = comparison.upper_tier.copy()
    few = table["population"] < FEW
    low, high = table.loc[~few, "per_head_gbp"].min(), table.loc[~few, "per_head_gbp"].max()
    table["above_gbp"] = (table["per_head_gbp"] - low).mask(few)
    table["marker"] = few.map({True: str(Marker.NOT_APPLICABLE), False: ""})
    caption = Caption(
        "map",
        f"Across England public spending runs from {pounds(low)} to {pounds(high)} per head",
        f"Public spending per head above that of the lowest area ({pounds(low)}), {len(table)} county and unitary "
        f"areas, {_basis(comparison)}, current and capital",
        _source(comparison),
        (
            f"Areas with fewer than {fixed(FEW)} residents are in the table but not in the range or the map.",
            SAME,
        ),
    )
    columns = {
        "name": Column("County or unitary area"), "per_head_gbp": Column("Spending", "per_head"),
        "above_gbp": Column("Above the lowest", "per_head", marker="marker"), "region_name": Column("Region"),
        "population": Column("Residents", "count"),
    }  # fmt: skip
    return bubble_map(
        table, columns, caption, label="name", easting="easting_km", northing="northing_km", value="above_gbp",
        focus=comparison.area_names,
    )  # fmt: skip


def _subtitle(comparison: Comparison, what: str) -> str:
    return f"{what}, {_basis(comparison)}, current and capital"


def _source(comparison: Comparison) -> str:
    ids = pd.concat([each.lines["source_id"] for each in (comparison.place, *comparison.wider)])
    return f"{source_words(ids.unique())}; mid-year population (ONS)"


def _basis(comparison: Comparison) -> str:
    return f"{comparison.year}, {in_words(comparison.prices)}"


def _side(sides: pd.DataFrame, name: str) -> float:
    return float(pd.to_numeric(sides["difference_gbp"])[name])


def _signed(amount: float) -> str:
    """ "£120 more", "£35 less", "nothing"."""
    whole = pounds(abs(amount))
    return "nothing" if whole == "£0" else f"{whole} {'more' if amount > 0 else 'less'}"


def _gap(gap: float, of: float) -> str:
    """ "12% more than", "about as much as"."""
    part = abs(gap / of)
    return "about as much as" if part < 0.005 else f"{share(part)} {'more' if gap > 0 else 'less'} than"
