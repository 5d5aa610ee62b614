"""Sentences that pass the gate (evidence.carried), and what stands in place of those that the money does not carry."""

from __future__ import annotations

from collections.abc import Sequence

from totalplace_lib.evidence.carried import Figure, Reason, Verdict, limits
from totalplace_lib.present.exhibit import Caption
from totalplace_lib.present.numbers import money, pounds, share
from totalplace_lib.present.opening import Finding
from totalplace_lib.present.sentences import ordinal


def finding(verdict: Verdict, statement: str, meaning: str, instead: str, beside: str = "") -> Finding:
    """The finding, or, where it is not carried, what cannot be told (instead), why, and figures beside it."""
    if verdict.may:
        return Finding(statement, meaning)
    return Finding(instead, f"{why(verdict)} {beside}".strip(), withheld=str(verdict.reason))


def caption(
    verdict: Verdict, slug: str, said: tuple[str, str], subtitle: str, source: str, notes: Sequence[str] = ()
) -> Caption:
    """The words of a chart. said: the headline, and what stands in its place where the money does not carry it."""
    headline = said[0] if verdict.may else said[1]
    return Caption(slug, headline, subtitle, source, tuple(filter(None, notes)), str(verdict.reason))


def untold(verdict: Verdict, what: str) -> str:
    """A note: what cannot be told ("Which body has most") and why; nothing where it is told."""
    return "" if verdict.may else f"{what} cannot be told. {why(verdict)}"


def why(verdict: Verdict) -> str:
    """Why a sentence is not said, in a sentence."""
    needed, measured = share(limits().measured_share), share(verdict.measured)
    if measured == needed and not verdict.may:
        measured = f"{verdict.measured * 100:.1f}%"
    words = {
        Reason.LITTLE: f"{measured} of the money behind it is published for the place or shared by a "
        f"measure that was tested, such as people or claimants; {needed} is needed.",
        Reason.WIDE: "The 90% ranges of the figures meet: the difference between them lies within what is not known.",
        Reason.CHANGED: f"What is counted is not defined alike on both sides: {verdict.detail}.",
        Reason.UNSTATED: "The outcomes of the local area agreements ended in 2010-11; those of today stand in the "
        "report on what came of it.",
        Reason.ALONE: "There is nothing to compare with.",
    }
    return words.get(verdict.reason, "")


def between(figure: Figure) -> str:
    """The range of an amount in words: "£8.9 billion to £9.5 billion"; nothing where it has none."""
    low, high = money(figure.low_gbp), money(figure.high_gbp)
    return "" if low == high else f"{low} to {high}"


def heads_between(figure: Figure, factor: float = 1.0) -> str:
    """The same for each resident: "£8,607 to £9,173"; factor brings it to other prices."""
    _, low, high = (amount * factor for amount in figure.per_head)
    decimals = 2 if abs(high) < 20 else 0
    return (
        ""
        if pounds(low, decimals) == pounds(high, decimals)
        else f"{pounds(low, decimals)} to {pounds(high, decimals)}"
    )


def rank_words(best: int, worst: int) -> str:
    """ "third", "third to fifth"."""
    return ordinal(best) if best == worst else f"{ordinal(best)} to {ordinal(worst)}"
