"""The first screen of the whole-area count: the total with its range, and what of it the money carries."""

from __future__ import annotations

from collections.abc import Sequence

from totalplace_lib.count.lenses import is_local
from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.carried import (
    Figure,
    Verdict,
    apart,
    enough,
    figure_of,
    figures,
    largest,
    limits,
)
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Control, Method
from totalplace_lib.present.gate import between, finding, heads_between
from totalplace_lib.present.numbers import money, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import in_sentence, listed, small


def opening(count: Count, region: Count, england: Count) -> Opening:
    """The headline, three findings and key figures of a count, as far as the money carries them."""
    own = figure_of(count)
    return Opening(
        f"{money(count.total_gbp)} of public money was spent in {count.place.name} in {count.year}: "
        f"{pounds(count.per_head_gbp)} for each resident.",
        [_on_what(count), _by_whom(count, own), _beside(own, _wider(count, region, england))],
        [
            KeyFigure(
                "Public spending", money(count.total_gbp), f"{_range(own)}, current and capital, {count.year}"
            ),
            KeyFigure(
                "For each resident",
                pounds(count.per_head_gbp),
                f"{heads_between(own) or 'no range'}, {count.population:,.0f} residents",
            ),
            KeyFigure(
                "1% of it",
                money(count.total_gbp / 100),
                f"{pounds(count.per_head_gbp / 100)} for each resident",
            ),
            KeyFigure(
                "Known, not estimated",
                share(_published(count)),
                f"published for the place or its bodies; with what is shared by tested measures, {share(own.measured)}",
            ),
        ],
    )


def _range(own: Figure) -> str:
    return between(own) or "published as a whole"


def _published(count: Count) -> float:
    known = count.lines["method"] == str(Method.ACTUAL)
    return float(count.lines.loc[known, "amount_gbp"].sum()) / count.total_gbp


def _on_what(count: Count) -> Finding:
    """The three largest functions and who spends most, where their ranges leave no doubt of the order."""
    big, groups = count.by("function").head(3), count.by("spender_group").head(3)
    pairs = zip(groups["spender_group"], groups["share"], strict=True)
    most = [f"{in_sentence(str(group))} ({share(part)})" for group, part in pairs]
    functions = figures(errors_of(count), "function", count.population)
    return finding(
        largest(functions, 3, limits()),
        f"{share(float(big['share'].sum()))} goes on {listed(map(small, big['function']))}.",
        f"The largest parts by who spends: {listed(most)}.",
        "Which services take most cannot be told.",
    )


def _by_whom(count: Count, own: Figure) -> Finding:
    """Bodies of the place, councils' own choice and entitlements."""
    local = float(count.lines.loc[is_local(count.lines), "amount_gbp"].sum()) / count.total_gbp
    return finding(
        enough([own], limits()),
        f"Bodies of the place spend {share(local)}; councils decide freely on "
        f"{share(_rung(count, Control.COUNCIL_DISCRETIONARY))}.",
        f"National entitlements such as pensions and benefits are "
        f"{share(_rung(count, Control.NATIONAL_ENTITLEMENT))}.",
        "How much bodies of the place spend cannot be told.",
    )


def _wider(count: Count, region: Count, england: Count) -> tuple[Figure, ...]:
    """What the place stands beside: the region, where it is not all of it, and England."""
    is_region = set(region.place.areas) == set(count.place.areas)
    return tuple(figure_of(other) for other in ((england,) if is_region else (region, england)))


def _beside(own: Figure, wider: Sequence[Figure]) -> Finding:
    """Spending per head beside wider areas, each where it differs by more than is unknown."""
    verdicts = [apart(own, other, limits()) for other in wider]
    said = [
        _against(own.per_head[0], other.per_head[0]) + f" {_the(other.name)}"
        for other, verdict in zip(wider, verdicts, strict=True)
        if verdict.may
    ]
    figures_beside = "; ".join(f"{_the(other.name)}: {pounds(other.per_head[0])}" for other in wider)
    return finding(
        next((each for each in verdicts if each.may), verdicts[-1]),
        f"Spending per head is {listed(said)}.",
        f"{figures_beside}. {_undecided(verdicts, wider)}".strip(),
        f"Spending per head cannot be told from that of {' or '.join(_the(other.name) for other in wider)}.",
        f"{own.name}: {heads_between(own)}; {figures_beside}.",
    )


def _undecided(verdicts: Sequence[Verdict], others: Sequence[Figure]) -> str:
    """Which of two areas the place cannot be told from."""
    names = [_the(other.name) for other, verdict in zip(others, verdicts, strict=True) if not verdict.may]
    return f"From {names[0]} it cannot be told: the ranges meet." if names else ""


def _rung(count: Count, rung: Control) -> float:
    rows = count.lines["control"] == str(rung)
    return float(count.lines.loc[rows, "amount_gbp"].sum()) / count.total_gbp


def _the(name: str) -> str:
    """ "the West Midlands", "London", "England"."""
    return f"the {name}" if name.startswith(("North", "South", "East", "West")) else name


def _against(value: float, other: float) -> str:
    """'12% above', '3% below': a figure beside another that it can be told from."""
    gap = value / other - 1
    return f"{share(abs(gap))} {'above' if gap > 0 else 'below'}"
