"""Exhibits of a deep dive: opening, what it is spent on, by whom, prevention against reaction, what else serves it."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import deep_dive as analysis
from totalplace_lib.analysis.deep_dive import DeepDive
from totalplace_lib.analysis.prices import in_words
from totalplace_lib.analysis.themes import themes_of_place
from totalplace_lib.present.charts import bars, group_small, stacked_share_bar
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import each, join, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import small
from totalplace_lib.present.views.publications import theme_source

MONEY = {"amount_gbp": Column("Spending", "money"), "share": Column("Share of the theme", "share")}
LITTLE = 0.01
TAG_WORDS = {
    "prevention": "Prevention",
    "reaction": "Reaction",
    "enforcement": "Enforcement",
    "administration": "Administration",
    "universal": "Services for everybody",
}


def opening(dive: DeepDive) -> Opening:
    """The headline, three findings and key figures of a theme."""
    count = dive.whole.count
    headline = (
        f"{money(dive.amount_gbp)} of public money went to {small(dive.name)} in {count.place.name} in {count.year}: "
        f"{each(dive.per_head_gbp)} for each resident."
    )
    figures = [
        KeyFigure(
            "This theme",
            money(dive.amount_gbp),
            f"{share(dive.amount_gbp / count.total_gbp)} of all public money here",
        ),
        KeyFigure("For each resident", each(dive.per_head_gbp), f"{count.population:,.0f} residents"),
        _change(dive),
    ]
    return Opening(headline, [_who(dive), _prevention(dive), _beside(dive)], figures)


def _who(dive: DeepDive) -> Finding:
    bodies = analysis.sums(dive.parts, "spender")
    first, part = bodies.iloc[0], analysis.sums(dive.parts, "part").iloc[0]
    programmes = dive.parts["programme"].nunique()
    through = f"it through {plural(programmes, 'programme')}"
    return Finding(
        f"{first['spender']} alone spends {through}."
        if len(bodies) == 1
        else f"{plural(len(bodies), 'body spends', 'bodies spend')} {through}; "
        f"the largest share, {share(float(first['share']))}, is that of {first['spender']}.",
        f"The largest part is {part['part']}: {money(float(part['amount_gbp']))}.",
    )


def _prevention(dive: DeepDive) -> Finding:
    shares = {str(tag): float(part) for tag, part in analysis.by_tag(dive.parts)[["tag", "share"]].to_numpy()}
    per_pound = analysis.reaction_per_pound(dive.parts)
    prevents, reacts = shares["prevention"], sum(shares[tag] for tag in analysis.COUNTERED)
    parts = {
        "prevention is": prevents,
        "reaction and enforcement are": reacts,
        "services for everybody are": shares["universal"],
        "administration is": shares["administration"],
    }
    rest = _of_the_theme({words: part for words, part in parts.items() if part > 0})
    if per_pound is None:
        return Finding(
            f"No part of the {money(dive.amount_gbp)} is in a line that is meant to prevent.", rest
        )
    if per_pound == 0:
        return Finding(f"{share(prevents)} of the money is meant to prevent, and none to react.", rest)
    if per_pound >= 1:
        return Finding(
            f"For each £1 meant to prevent, {pounds(per_pound, 0 if per_pound >= 10 else 2)} reacts or enforces.",
            rest,
        )
    return Finding(
        f"For each £1 that reacts or enforces, {pounds(1 / per_pound, 2)} is meant to prevent.", rest
    )


def _of_the_theme(parts: dict[str, float]) -> str:
    """ "Of the theme, prevention is 2%, reaction and enforcement 4%": the verb stands once."""
    first, *others = parts.items()
    if not others:
        return f"All of the theme is {first[0].removesuffix(' are').removesuffix(' is')}."
    said = [f"{words.rsplit(' ', 1)[0]} {share(part)}" for words, part in others]
    return f"Of the theme, {join([f'{first[0]} {share(first[1])}', *said])}."


def _beside(dive: DeepDive) -> Finding:
    """The place per head beside England and its neighbours; a place that is all of England has none."""
    others, name = dive.others, dive.whole.count.place.name
    if not (others["kind"] == "country").any():
        return Finding(
            f"{each(dive.per_head_gbp)} is spent for each resident of {name}.",
            "There is no wider area to compare with.",
        )
    england = float(others.loc[others["kind"] == "country", "per_head_gbp"].iloc[0])
    near = float(others.loc[others["kind"] == "neighbour", "per_head_gbp"].mean())
    return Finding(
        f"Spending per head is {_against(dive.per_head_gbp, england)} England and "
        f"{_against(dive.per_head_gbp, near)} the areas most like it.",
        f"{name}: {each(dive.per_head_gbp)}; England: {each(england)}; "
        f"the five areas nearest in deprivation and size: {each(near)} on average.",
    )


def _against(value: float, other: float) -> str:
    gap = value / other - 1
    if abs(gap) < LITTLE:
        return "about the same as in"
    return f"{share(abs(gap))} {'above' if gap > 0 else 'below'}"


def _change(dive: DeepDive) -> KeyFigure:
    """The change over the years of the trend since the last break, or that there is a break before the last year."""
    table = dive.trend[dive.trend["aim"] == "all"]
    last, since = table.iloc[-1], comparable_from(dive)
    first = table[table["year"] >= since].iloc[0]
    if first["year"] == last["year"]:
        first = table.iloc[0]
        return KeyFigure(
            "Change", "not comparable", f"{first['year']} to {last['year']}: a break in the returns"
        )
    gap = float(last["real_gbp"]) / float(first["real_gbp"]) - 1
    words = f"from {first['year']} to {last['year']}, {in_words(dive.prices)}"
    if abs(gap) < LITTLE:
        return KeyFigure("Change", "under 1%", words)
    return KeyFigure("Change", f"{'+' if gap > 0 else '−'}{share(abs(gap))}", words)


def comparable_from(dive: DeepDive) -> str:
    """The first year of the trend that can be compared with its last."""
    return str(max([dive.trend["year"].iloc[0], *dive.breaks["year"]]))


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
    first = table.iloc[0]
    caption = Caption(
        "by-part",
        f"The largest part, {share(float(first['share']))} of the theme: {small(str(first['part']))}",
        subtitle(dive, "Spending by kind of service"),
        source(dive),
    )
    return bars(
        table, {"part": Column("Kind of service"), **MONEY}, caption, label="part", value="amount_gbp"
    )


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
        ("A body that serves a wider area is shown with the place's share.",),
    )
    return bars(table, {"spender": Column("Body"), **MONEY}, caption, label="spender", value="amount_gbp")


def _concentration(dive: DeepDive, sums: pd.DataFrame) -> str:
    first = sums.iloc[0]
    if len(sums) == 1:
        return f"{first['spender']} alone spends on {small(dive.name)}: {money(float(first['amount_gbp']))}"
    number = f"{plural(len(sums), 'body', 'bodies')} spend on {small(dive.name)}"
    if len(sums) <= 3:
        return f"{number}; {first['spender']} spends {share(float(first['share']))}"
    return f"{number}; the largest three spend {share(float(sums['share'].head(3).sum()))}"


def by_aim(dive: DeepDive) -> Exhibit:
    """Prevention, reaction, enforcement, administration and services for everybody."""
    table = analysis.by_tag(dive.parts)
    table = table[table["amount_gbp"] > 0].reset_index(drop=True)
    table["tag"] = table["tag"].map(TAG_WORDS)
    caption = Caption(
        "by-aim",
        _aim(table),
        subtitle(dive, "Spending by what it is meant to do"),
        source(dive),
        (
            "Each kind of service has one aim, chosen by its stated purpose; a service may do more than one thing.",
        ),
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
        return Note(f"No line of another theme is known to serve {small(dive.name)} as well.")
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
        (
            "This is the overlapping view: a pound may stand under several themes. It is never added to a total.",
        ),
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
    return Note(
        f"What {place} set out to learn: {names}. The nearest theme here: {dive.theme['description']}. {notes}".strip()
    )
