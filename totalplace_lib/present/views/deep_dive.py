"""Exhibits of a deep dive: opening, what it is spent on, by whom, prevention against reaction, what else serves it."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import deep_dive as analysis
from totalplace_lib.analysis.deep_dive import DeepDive
from totalplace_lib.analysis.prices import in_words
from totalplace_lib.analysis.themes import themes_of_place
from totalplace_lib.evidence.carried import Reason, Verdict, added, apart, enough, largest, limits, moved
from totalplace_lib.present.charts import bars, group_small, stacked_share_bar
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import between, finding, heads_between, why
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import each, join, money, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import bracketed, small
from totalplace_lib.present.views.publications import theme_source

MONEY = {"amount_gbp": Column("Spending", "money"), "share": Column("Share of the theme", "share")}
LITTLE = 0.01
LABEL = (
    "Each kind of service has one aim, chosen by its stated purpose; a service may do more than one thing."
)
TAG_WORDS = {
    "prevention": "Prevention",
    "reaction": "Reaction",
    "enforcement": "Enforcement",
    "administration": "Administration",
    "universal": "Services for everybody",
}


def opening(dive: DeepDive) -> Opening:
    """The headline with its range, three findings and key figures of a theme, as far as the money carries them."""
    count, own = dive.whole.count, dive.known.own
    estimated = "" if enough([own], limits()).may else "An estimated "
    headline = (
        f"{estimated}{money(dive.amount_gbp)} of public money went to {small(dive.name)} in {count.place.name} in "
        f"{count.year}: {each(dive.per_head_gbp)} for each resident."
    )
    figures = [
        KeyFigure("This theme", money(dive.amount_gbp), _of_all(dive)),
        KeyFigure(
            "Measured",
            share(own.measured),
            "published for the place or shared by a tested measure; the rest by England's share or a weak measure",
        ),
        KeyFigure("For each resident", each(dive.per_head_gbp), f"{count.population:,.0f} residents"),
        _change(dive),
    ]
    return Opening(headline, [_what(dive), _prevention(dive), _beside(dive)], figures)


def _of_all(dive: DeepDive) -> str:
    """The range that the keys leave, and what part of all money it is."""
    part = f"{share(dive.amount_gbp / dive.whole.count.total_gbp)} of all public money here"
    found = between(dive.known.own)
    return f"{found}, for what sharing leaves open; {part}" if found else part


def _what(dive: DeepDive) -> Finding:
    """What most of it is spent on, and who spends it; or that it is England's share of wider lines."""
    if dive.national_share >= limits().measured_share:
        return Finding(
            f"{share(dive.national_share)} of it is England's share of wider lines, not a figure of "
            f"{dive.whole.count.place.name}.",
            "It moves with those lines alone, whatever is spent here. Counted: "
            f"{small(str(dive.theme['description']))}.",
            withheld=str(Reason.LITTLE),
        )
    first, part = analysis.sums(dive.parts, "spender").iloc[0], dive.known.parts[0]
    return finding(
        largest(dive.known.parts, 1, limits()),
        f"The largest part is {small(part.name)}: {money(part.amount_gbp)}.",
        f"{share(float(first['share']))} of the theme is spent by {first['spender']}.",
        f"What most of the money on {small(dive.name)} goes to cannot be told.",
    )


def _prevention(dive: DeepDive) -> Finding:
    """Prevention against reaction, where both are measured: a label of each service, not of each pound."""
    shares = {str(tag): float(part) for tag, part in analysis.by_tag(dive.parts)[["tag", "share"]].to_numpy()}
    per_pound = analysis.reaction_per_pound(dive.parts)
    prevents, reacts = shares["prevention"], sum(shares[tag] for tag in analysis.COUNTERED)
    parts = {
        "prevention is": prevents,
        "reaction and enforcement are": reacts,
        "services for everybody are": shares["universal"],
        "administration is": shares["administration"],
    }
    rest = f"{_of_the_theme({words: part for words, part in parts.items() if part > 0})} {LABEL}"
    if per_pound is None:
        said = f"No part of the {money(dive.amount_gbp)} is in a line that is meant to prevent."
    elif per_pound == 0:
        said = f"{share(prevents)} of the money is meant to prevent, and none to react."
    elif per_pound >= 1:
        said = f"For each £1 meant to prevent, {pounds(per_pound, 0 if per_pound >= 10 else 2)} reacts or enforces."
    else:
        said = f"For each £1 that reacts or enforces, {pounds(1 / per_pound, 2)} is meant to prevent."
    return finding(
        _aims_known(dive), said, rest, "How much prevents and how much reacts here cannot be told."
    )


def _aims_known(dive: DeepDive) -> Verdict:
    """Whether enough of what prevents and of what reacts or enforces is measured, and of the theme where one is nil."""
    aims = dive.known.aims
    sides = [[aims[tag] for tag in tags if tag in aims] for tags in (("prevention",), analysis.COUNTERED)]
    return enough([dive.known.own, *(added("side", side) for side in sides if side)], limits())


def _of_the_theme(parts: dict[str, float]) -> str:
    """ "Of the theme, prevention is 2%, reaction and enforcement 4%; the rest is administration": rounded shares need
    not add up."""
    *told, last = parts.items()
    rest = last[0].removesuffix(" are").removesuffix(" is")
    if not told:
        return f"All of the theme is {rest}."
    first, *others = told
    said = [f"{words.rsplit(' ', 1)[0]} {share(part)}" for words, part in others]
    return f"Of the theme, {join([f'{first[0]} {share(first[1])}', *said])}; the rest is {rest}."


def _beside(dive: DeepDive) -> Finding:
    """The place per head beside England; a place that is all of England has none."""
    own, name = dive.known.own, dive.whole.count.place.name
    england = dive.others[dive.others["kind"] == "country"]
    if england.empty:
        return Finding(
            f"{each(dive.per_head_gbp)} is spent for each resident of {name}.",
            "There is no wider area to compare with.",
        )
    theirs = dive.known.others[str(england["name"].iloc[0])]
    gap = dive.per_head_gbp / theirs.per_head[0] - 1
    beside = f"{name}: {heads_between(own) or each(dive.per_head_gbp)}; England: {each(theirs.per_head[0])}."
    return finding(
        apart(own, theirs, limits()),
        f"Spending per head is {share(abs(gap))} {'above' if gap > 0 else 'below'} England.",
        f"{beside} No allowance is made for need.",
        f"Spending on {small(dive.name)} per head cannot be compared with England.",
        beside,
    )


def moved_over(dive: DeepDive) -> Verdict:
    """Whether a change since the last break may be told."""
    before, after = dive.known.ends
    if before.name == after.name:
        why = "a break in the returns before the last year"
        return Verdict(Reason.CHANGED, min(before.measured, after.measured), why)
    return moved(before, after, limits())


def _change(dive: DeepDive) -> KeyFigure:
    """The change over the years of the trend since the last break, or why none is told."""
    table, verdict = dive.trend[dive.trend["aim"] == "all"], moved_over(dive)
    first, last = table[table["year"] >= dive.known.since].iloc[0], table.iloc[-1]
    if verdict.reason is Reason.CHANGED:
        between_years = f"{table['year'].iloc[0]} to {last['year']}: a break in the returns"
        return KeyFigure("Change", "not comparable", between_years)
    words = f"from {first['year']} to {last['year']}, {in_words(dive.prices)}"
    if not verdict.may:
        return KeyFigure("Change", "not known", f"{words}: {small(str(verdict.reason))}")
    gap = float(last["real_gbp"]) / float(first["real_gbp"]) - 1
    if abs(gap) < LITTLE:
        return KeyFigure("Change", "under 1%", words)
    return KeyFigure("Change", f"{'+' if gap > 0 else '−'}{share(abs(gap))}", words)


def subtitle(dive: DeepDive, what: str) -> str:
    """Measure, theme, place and year of an exhibit."""
    count = dive.whole.count
    return f"{what}, {small(dive.name)}, {count.place.name}, {count.year}, current and capital, cash"


def source(dive: DeepDive) -> str:
    """The publications behind the theme and what serves it."""
    return theme_source(pd.concat([dive.parts, dive.serving], ignore_index=True))


def by_part(dive: DeepDive) -> Exhibit:
    """What the theme's money is spent on."""
    table = group_small(analysis.sums(dive.parts, "part"), "part", "amount_gbp", keep=14)
    table["share"] = table["amount_gbp"] / dive.amount_gbp
    first, verdict = table.iloc[0], largest(dive.known.parts, 1, limits())
    caption = Caption(
        "by-part",
        _part_words(dive, first, len(table))
        if verdict.may
        else f"What {small(dive.name)} is spent on, as far as the figures say",
        subtitle(dive, "Spending by kind of service"),
        source(dive),
        () if verdict.may else (f"Which part is largest cannot be told. {why(verdict)}",),
        str(verdict.reason),
    )
    return bars(
        table, {"part": Column("Kind of service"), **MONEY}, caption, label="part", value="amount_gbp"
    )


def _part_words(dive: DeepDive, first: pd.Series, number: int) -> str:
    """What most of the theme, or all of it, is spent on."""
    part = small(str(first["part"]))
    if number == 1:
        return f"All of {small(dive.name)} is {part}"
    return f"The largest part, {share(float(first['share']))} of the theme: {part}"


def by_body(dive: DeepDive) -> Exhibit:
    """Who spends the theme's money."""
    sums = analysis.sums(dive.parts, "spender")
    table = group_small(sums, "spender", "amount_gbp", keep=14, other="All other bodies")
    table["share"] = table["amount_gbp"] / dive.amount_gbp
    caption = Caption(
        "by-body",
        _concentration(dive, sums),
        subtitle(dive, "Spending by body"),
        source(dive),
    )
    return bars(table, {"spender": Column("Body"), **MONEY}, caption, label="spender", value="amount_gbp")


def _concentration(dive: DeepDive, sums: pd.DataFrame) -> str:
    """Who spends: no number of bodies, for the publications of some years name fewer than those of others."""
    first = sums.iloc[0]
    who = bracketed(str(first["spender"]))
    if len(sums) == 1:
        return f"{who} alone spends on {small(dive.name)}: {money(float(first['amount_gbp']))}"
    if len(sums) <= 3:
        return f"{who} spends {share(float(first['share']))} of what goes to {small(dive.name)}"
    spent = sums.loc[
        sums["amount_gbp"] > 0, "amount_gbp"
    ]  # bodies that took in more than they spent have no part
    three = share(float(spent.head(3).sum() / spent.sum()))
    return f"The largest three bodies spend {three} of what goes to {small(dive.name)}"


def by_aim(dive: DeepDive) -> Exhibit:
    """Prevention, reaction, enforcement, administration and services for everybody."""
    table = analysis.by_tag(dive.parts)
    table = table[table["amount_gbp"] > 0].reset_index(drop=True)
    table["tag"] = table["tag"].map(TAG_WORDS)
    verdict = _aims_known(dive)
    caption = Caption(
        "by-aim",
        _aim(table)
        if verdict.may
        else "How much prevents and how much reacts cannot be told from these figures",
        subtitle(dive, "Spending by what it is meant to do"),
        source(dive),
        (LABEL,),
        str(verdict.reason),
    )
    return stacked_share_bar(table, {"tag": Column("Aim"), **MONEY}, caption, label="tag", value="amount_gbp")


def _aim(table: pd.DataFrame) -> str:
    shares = table.set_index("tag")["share"]
    if "Prevention" in shares.index:
        return f"{share(float(shares['Prevention']))} of the money is meant to prevent"
    most = table.sort_values("amount_gbp", ascending=False).iloc[0]
    return f"No money here is published as prevention; {share(float(most['share']))} is {str(most['tag']).lower()}"


def also_serving(dive: DeepDive) -> Exhibit | Note:
    """Money of other themes that serves this one too."""
    if dive.serving.empty:
        return Absent(f"No line of another theme is known to serve {small(dive.name)} as well.")
    sums = dive.serving.assign(
        what=dive.serving["part"] + " (" + dive.serving["spender_group"].astype(str) + ")"
    )
    table = group_small(analysis.sums(sums, "what"), "what", "amount_gbp", keep=12)
    total = float(table["amount_gbp"].sum())
    caption = Caption(
        "also-serving",
        f"Another {money(total)} that belongs to other themes serves this one too",
        subtitle(dive, "Spending counted under other themes, in full or in part"),
        source(dive),
        ("A pound may stand under several themes: this is never added to a total.",),
    )
    columns = {"what": Column("Kind of service"), "amount_gbp": Column("Spending", "money")}
    return bars(table, columns, caption, label="what", value="amount_gbp")


def chosen_by(dive: DeepDive) -> Note:
    """What the pilot itself called the theme, or that the place did not choose it."""
    place = dive.whole.count.place.name
    if dive.published.empty:
        chose = not themes_of_place(dive.whole.count.place.slug).empty
        said = f" {place} did not name this as a theme of its pilot." if chose else ""
        return Note(f"{dive.theme['description']}.{said}")
    names = "; ".join(
        f"“{row.published_theme}”" + ("" if row.is_verified == "yes" else " (named in one source only)")
        for row in dive.published.itertuples()
    )
    notes = " ".join(
        f"{note}." for note in dive.published["note"].dropna().unique() if note != "One source only"
    )
    here = small(str(dive.theme["description"]))
    return Note(
        f"What {place} set out to learn: {names}. The nearest theme here holds {here}. {notes}".strip()
    )
