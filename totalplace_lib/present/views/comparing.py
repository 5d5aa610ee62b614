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
from totalplace_lib.analysis.prices import in_words
from totalplace_lib.evidence.carried import Reason, Verdict, added, apart, exactly, limits, ranked, ranks
from totalplace_lib.present.charts import bars, dot_comparison
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding, heads_between, rank_words
from totalplace_lib.present.numbers import per_head, plural, pounds, share
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
            KeyFigure(each.name, pounds(each.total_per_head), basis(comparison))
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
        source(comparison),
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
        source(comparison),
    )
    columns = {"function": Column("Function"), "place": Column(comparison.place.name, "per_head")}
    return bars(table, columns, caption, label="function", value="place")


def set_words(comparison: Comparison) -> tuple[Verdict, tuple[str, str]]:
    """Whether the parts of the difference from England are told, what is said of them, and what is said if not."""
    name, england = comparison.place.name, comparison.england.name
    instead = f"Spending per head by who decides in {name}"
    if not comparison.wider:
        return Verdict(Reason.ALONE), ("", instead)
    sides = by_side(difference(comparison.place, comparison.england)).set_index("set_by")
    verdicts = _sides_apart(comparison, sides)
    told = {side: _side_words(sides, side, each) for side, each in verdicts.items()}
    said = f"what is set nationally comes to {told[NATIONAL]}, what is set locally to {told[LOCAL]}"
    return _either(verdicts), (f"Of the difference from {england} per head, {said}", instead)


def _subtitle(comparison: Comparison, what: str) -> str:
    return f"{what}, {basis(comparison)}, current and capital"


def source(comparison: Comparison) -> str:
    """The publications of the place and the wider areas."""
    ids = pd.concat([each.lines["source_id"] for each in (comparison.place, *comparison.wider)])
    return f"{source_words(ids.unique())}; mid-year population (ONS)"


def basis(comparison: Comparison) -> str:
    """ "2008-09, cash"."""
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
