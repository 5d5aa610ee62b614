"""Exhibits of the comparison report: per head beside others, what is set nationally and locally, the map."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.analysis import compare as analysis
from totalplace_lib.analysis.compare import (
    LOCAL,
    NATIONAL,
    Comparison,
    by_side,
    difference,
    side_by_side,
)
from totalplace_lib.analysis.neighbours import FEW
from totalplace_lib.analysis.prices import in_words
from totalplace_lib.evidence.carried import Reason, Verdict, added, apart, exactly, limits, ranked, ranks
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import bars, bubble_map, dot_comparison, grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding, heads_between, rank_words, why
from totalplace_lib.present.numbers import fixed, per_head, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import small
from totalplace_lib.present.views.publications import source_words

SET_BY = (
    "National: entitlements such as pensions and benefits, and national bodies with a local office. "
    "Local: councils and other local bodies. Sums are made before rounding."
)
SAME = "Money that is shared by population is the same per head everywhere in a region: it hides differences."


def opening(comparison: Comparison) -> Opening:
    """How the place compares, what is set nationally, where it ranks: as far as the ranges carry it."""
    place, own = comparison.place, comparison.known.own
    gap = place.total_per_head - comparison.england.total_per_head
    beside = _from_england(comparison)
    told = f", {_gap(gap, comparison.england.total_per_head)} in England" if beside.may else ""
    return Opening(
        f"{pounds(place.total_per_head)} of public money per head was spent in {place.name} in "
        f"{comparison.year}{told}.",
        [_beside_england(comparison, gap, beside), _set_by(comparison), _ranking(comparison)],
        [
            KeyFigure(each.name, pounds(each.total_per_head), _basis(comparison))
            for each in (place, *comparison.wider)
        ]
        + [
            KeyFigure(
                "Range",
                heads_between(own, place.factor) or "none",
                f"{share(own.measured)} published or shared by a tested measure",
            )
        ],
    )


def _from_england(comparison: Comparison) -> Verdict:
    """Whether the place differs from England."""
    known = comparison.known
    return apart(known.own, known.wider[-1], limits()) if known.wider else Verdict(Reason.ALONE)


def _beside_england(comparison: Comparison, gap: float, verdict: Verdict) -> Finding:
    """How much more or less than in England; England itself has nothing to stand beside."""
    if not comparison.wider:
        said = "There is no wider area to compare with."
        return Finding(said, "England is the whole of what is counted.", withheld=str(verdict.reason))
    name, own = comparison.place.name, comparison.known.own
    wider = [f"{each.name}: {pounds(each.total_per_head)}" for each in comparison.wider]
    return finding(
        verdict,
        f"{_signed(gap)} was spent for each resident than in England.",
        f"{'; '.join(wider)}.",
        f"{name} cannot be told from England: the difference lies within what is not known.",
        f"{'; '.join([f'{name}: {heads_between(own, comparison.place.factor)}', *wider])}.",
    )


def _ranking(comparison: Comparison) -> Finding:
    """Where the place ranks among places of its kind, as far as the ranges leave it a rank."""
    known, name = comparison.known, comparison.place.name
    verdict = ranked(known.own, known.others, limits())
    number = len(known.others) + 1
    best, worst = ranks(known.own, known.others)
    return finding(
        verdict,
        f"Of {plural(number, 'place')} compared, {name} ranks {rank_words(best, worst)} per head.",
        "The highest first; what the ranges leave open is told. Need, age and prices differ between places.",
        f"{name} has no rank among the {plural(number, 'place')} compared: anywhere from {rank_words(best, worst)}."
        if known.others
        else f"There is no other place to rank {name} among.",
    )


def _set_by(comparison: Comparison) -> Finding:
    """What of the difference from England, or of England's own money, is set nationally and what locally."""
    sides = by_side(difference(comparison.place, comparison.england)).set_index("set_by")
    if not comparison.wider:
        own = sides["place_gbp"].astype(float)
        return Finding(
            f"{pounds(own[NATIONAL])} per head is set nationally and {pounds(own[LOCAL])} locally.", SET_BY
        )
    verdicts = _sides_apart(comparison, sides)
    told = {side: _side_words(sides, side, verdict) for side, verdict in verdicts.items()}
    return finding(
        _either(verdicts),
        f"What is set nationally comes to {told[NATIONAL]}, what is set locally to {told[LOCAL]}.",
        SET_BY,
        "How much of the difference from England is set nationally, and how much locally, cannot be told.",
    )


def _side_words(sides: pd.DataFrame, side: str, verdict: Verdict) -> str:
    return _signed(_side(sides, side)) if verdict.may else "a difference that cannot be told"


def _either(verdicts: Mapping[str, Verdict]) -> Verdict:
    """Carried where one of the parts is."""
    return next((each for each in verdicts.values() if each.may), next(iter(verdicts.values())))


def _sides_apart(comparison: Comparison, sides: pd.DataFrame) -> dict[str, Verdict]:
    """Whether each part of the difference from England is wider than what is not known of it."""
    people, found = comparison.known.own.people, {}
    for side in (NATIONAL, LOCAL):
        own = [each for each in comparison.known.controls if analysis.SET_BY[each.name] == side]
        theirs = float(sides["other_gbp"].astype(float)[side]) / comparison.place.factor
        found[side] = apart(added(side, own), exactly(side, theirs * people, people), limits())
    return found


def beside_wider(comparison: Comparison) -> Exhibit:
    """Per head by function, beside the region and England."""
    if not comparison.wider:
        return _by_function_alone(comparison)
    places = {"place": comparison.place} | {f"wider_{n}": each for n, each in enumerate(comparison.wider)}
    table = side_by_side(places, "function")
    last = list(places)[-1]
    verdict, row = _furthest(comparison, table, last)
    caption = Caption(
        "beside-wider",
        f"The largest difference from {places[last].name} that is measured is in {small(str(row['function']))}: "
        f"{pounds(row['place'])} against {pounds(row[last])} per head"
        if verdict.may
        else f"No function can be told from that of {places[last].name}",
        _subtitle(comparison, "Public spending per head by function"),
        _source(comparison),
        (SAME,),
        str(verdict.reason),
    )
    columns = {"function": Column("Function")} | {
        k: Column(each.name, "per_head") for k, each in places.items()
    }
    return dot_comparison(table, columns, caption, label="function", values=list(places))


def _furthest(comparison: Comparison, table: pd.DataFrame, beside: str) -> tuple[Verdict, pd.Series]:
    """The function that differs most from the widest area, among those whose difference is carried."""
    own = {each.name: each for each in comparison.known.functions}
    gaps = (table["place"] - table[beside]).abs()
    rows = table.loc[gaps.sort_values(ascending=False, kind="stable").index]
    for _, row in rows.iterrows():
        figure = own.get(str(row["function"]))
        if figure is None:
            continue
        theirs = float(row[beside]) / comparison.place.factor * figure.people
        verdict = apart(figure, exactly(figure.name, theirs, figure.people), limits())
        if verdict.may:
            return verdict, row
    return Verdict(Reason.WIDE), rows.iloc[0]


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
    verdicts = _sides_apart(comparison, sides) if comparison.wider else {LOCAL: Verdict(Reason.ALONE)}
    verdict, told = (
        _either(verdicts),
        {side: _side_words(sides, side, each) for side, each in verdicts.items()},
    )
    caption = Caption(
        "what-sets-it",
        f"Of the difference from {england} per head, what is set nationally comes to {told[NATIONAL]}, what is "
        f"set locally to {told[LOCAL]}"
        if verdict.may
        else f"Spending per head by who decides in {comparison.place.name}",
        _subtitle(
            comparison, f"Public spending per head by who decides, {comparison.place.name} and {england}"
        ),
        _source(comparison),
        ("The parts of the difference add up to the whole exactly.",),
        str(verdict.reason),
    )
    columns = {
        "control": Column("Who decides"), "set_by": Column("Set nationally or locally"),
        "place_gbp": Column(comparison.place.name, "per_head"),
        "other_gbp": Column(f"{england} as a whole", "per_head"), "difference_gbp": Column("Difference", "per_head"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="control", values=("place_gbp", "other_gbp"))


def beside_others(comparison: Comparison) -> Exhibit:
    """The total per head of the places compared, largest first."""
    table, known = _ranked(comparison), comparison.known
    verdict, (best, worst) = ranked(known.own, known.others, limits()), ranks(known.own, known.others)
    caption = Caption(
        "beside-others",
        f"{comparison.place.name} ranks {rank_words(best, worst)} of {plural(len(table), 'place')} per head"
        if verdict.may
        else f"Spending per head in {comparison.place.name} and {plural(len(table) - 1, 'other place')}",
        _subtitle(comparison, "Public spending per head"),
        _source(comparison),
        (comparison.why, SAME, *((why(verdict),) if not verdict.may else ())),
        str(verdict.reason),
    )
    columns = {
        "name": Column("Place"), "per_head_gbp": Column("Per head", "per_head"),
        "low_gbp": Column("Low", "per_head"), "high_gbp": Column("High", "per_head"),
        "national_gbp": Column(NATIONAL, "per_head"), "local_gbp": Column(LOCAL, "per_head"),
        "population": Column("Residents", "count"),
    }  # fmt: skip
    return bars(
        table.head(20), columns, caption, label="name", value="per_head_gbp", focus=(comparison.place.name,)
    )


def _ranked(comparison: Comparison) -> pd.DataFrame:
    rows, known = [], comparison.known
    for each, figure in zip((comparison.place, *comparison.others), (known.own, *known.others), strict=True):
        sides = by_side(difference(each, each)).set_index("set_by")["place_gbp"]
        _, low, high = (amount * each.factor for amount in figure.per_head)
        rows.append(
            (each.name, each.total_per_head, low, high, sides[NATIONAL], sides[LOCAL], each.population)
        )
    columns = ["name", "per_head_gbp", "low_gbp", "high_gbp", "national_gbp", "local_gbp", "population"]
    return pd.DataFrame(rows, columns=columns).sort_values("per_head_gbp", ascending=False, ignore_index=True)


def map_of_england(comparison: Comparison) -> Exhibit:
    """Every county and unitary area where it lies, with the ranked table."""
    table = comparison.upper_tier.copy()
    few = table["population"] < FEW
    low, high = table.loc[~few, "per_head_gbp"].min(), table.loc[~few, "per_head_gbp"].max()
    table["above_gbp"] = (table["per_head_gbp"] - low).mask(few)
    table["marker"] = few.map({True: str(Marker.NOT_APPLICABLE), False: ""})
    verdict = apart(*comparison.known.ends, limits())
    caption = Caption(
        "map",
        f"Across England public spending runs from {pounds(low)} to {pounds(high)} per head"
        if verdict.may
        else "Public spending per head across England",
        f"Public spending per head above that of the lowest area ({pounds(low)}), {len(table)} county and unitary "
        f"areas, {_basis(comparison)}, current and capital",
        _source(comparison),
        (
            f"Areas with fewer than {fixed(FEW)} residents are in the table but not in the range or the map.",
            SAME,
        ),
        str(verdict.reason),
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
