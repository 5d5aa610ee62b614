"""Exhibits of a deep dive: opening, what it is spent on, by whom, prevention against reaction, trend, comparators."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import deep_dive as analysis
from totalplace_lib.analysis.prices import CASH, in_words
from totalplace_lib.bench.deep_dive import DeepDive
from totalplace_lib.present.charts import bars, group_small, grouped_bars, lines, stacked_share_bar
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import join, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening

SOURCE = (
    "Total Place count by theme, from councils' revenue, capital and social care outturn (CLG) and the Country and "
    "Regional Analysis (HM Treasury)"
)
MONEY = {"amount_gbp": Column("Spending", "money"), "share": Column("Share of the theme", "share")}
TAG_WORDS = {
    "prevention": "Prevention",
    "reaction": "Reaction",
    "enforcement": "Enforcement",
    "administration": "Administration",
    "universal": "Services for everybody",
}


def in_text(name: str) -> str:
    """A theme's name inside a sentence: only its first letter changes."""
    return name[:1].lower() + name[1:]


def opening(dive: DeepDive) -> Opening:
    """The headline, three findings and key figures of a theme."""
    count = dive.whole.count
    headline = (
        f"{money(dive.amount_gbp)} of public money went to {in_text(dive.name)} in {count.place.name} in {count.year}: "
        f"{pounds(dive.per_head_gbp)} for each resident."
    )
    change = _real_change(dive)
    figures = [
        KeyFigure(
            "This theme",
            money(dive.amount_gbp),
            f"{share(dive.amount_gbp / count.total_gbp)} of all public money here",
        ),
        KeyFigure("For each resident", pounds(dive.per_head_gbp), f"{count.population:,.0f} residents"),
        KeyFigure("Change", change[0], change[1]),
    ]
    return Opening(headline, [_who(dive), _prevention(dive), _beside(dive)], figures)


def _who(dive: DeepDive) -> Finding:
    bodies = analysis.sums(dive.parts, "spender")
    first, part = bodies.iloc[0], analysis.sums(dive.parts, "part").iloc[0]
    programmes = dive.parts["programme"].nunique()
    return Finding(
        f"{plural(len(bodies), 'body', 'bodies')} spend it through {plural(programmes, 'programme')}; "
        f"the largest share, {share(float(first['share']))}, is that of {first['spender']}.",
        f"The largest part is {part['part']}: {money(float(part['amount_gbp']))}.",
    )


def _prevention(dive: DeepDive) -> Finding:
    shares = {str(tag): float(part) for tag, part in analysis.by_tag(dive.parts)[["tag", "share"]].to_numpy()}
    per_pound = analysis.reaction_per_pound(dive.parts)
    prevents, reacts = shares["prevention"], sum(shares[tag] for tag in analysis.COUNTERED)
    parts = {
        "prevention is": prevents,
        "reaction and enforcement": reacts,
        "services for everybody": shares["universal"],
        "administration": shares["administration"],
    }
    said = join([f"{words} {share(part)}" for words, part in parts.items() if part > 0])
    rest = f"Of the theme, {said}."
    if per_pound is None:
        return Finding("No line of this theme is published as prevention.", rest)
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


def _beside(dive: DeepDive) -> Finding:
    others = dive.others.set_index("kind")["per_head_gbp"]
    england, near = (
        float(others["country"]),
        float(dive.others.loc[dive.others["kind"] == "neighbour", "per_head_gbp"].mean()),
    )
    return Finding(
        f"Spending per head is {_against(dive.per_head_gbp, england)} England and "
        f"{_against(dive.per_head_gbp, near)} the areas most like it.",
        f"{dive.whole.count.place.name}: {pounds(dive.per_head_gbp)}; England: {pounds(england)}; "
        f"the five areas nearest in deprivation and size: {pounds(near)} on average.",
    )


def _against(value: float, other: float) -> str:
    gap = value / other - 1
    if abs(gap) < 0.01:
        return "about the same as in"
    return f"{share(abs(gap))} {'above' if gap > 0 else 'below'}"


def _real_change(dive: DeepDive) -> tuple[str, str]:
    """The change over all countable years and the words for it."""
    table = dive.trend[dive.trend["aim"] == "all"]
    first, last = table.iloc[0], table.iloc[-1]
    gap = float(last["real_gbp"]) / float(first["real_gbp"]) - 1
    sign = "+" if gap >= 0 else "−"
    return f"{sign}{share(abs(gap))}", f"from {first['year']} to {last['year']}, {in_words(dive.prices)}"


def subtitle(dive: DeepDive, what: str) -> str:
    """Measure, theme, place and year of an exhibit."""
    count = dive.whole.count
    return f"{what}, {in_text(dive.name)}, {count.place.name}, {count.year}, current and capital, cash"


def by_part(dive: DeepDive) -> Exhibit:
    """What the theme's money is spent on."""
    table = group_small(analysis.sums(dive.parts, "part"), "part", "amount_gbp", keep=14)
    table["share"] = table["amount_gbp"] / dive.amount_gbp
    first = table.iloc[0]
    caption = Caption(
        "by-part",
        f"{first['part']} takes {share(float(first['share']))} of the theme",
        subtitle(dive, "Spending by kind of service"),
        SOURCE,
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
        SOURCE,
        ("A body that serves a wider area is shown with the place's share.",),
    )
    return bars(table, {"spender": Column("Body"), **MONEY}, caption, label="spender", value="amount_gbp")


def _concentration(dive: DeepDive, sums: pd.DataFrame) -> str:
    first = sums.iloc[0]
    if len(sums) == 1:
        return f"{first['spender']} alone spends on {in_text(dive.name)}"
    number = f"{plural(len(sums), 'body', 'bodies')} spend on {in_text(dive.name)}"
    if len(sums) <= 3:
        return f"{number}; {first['spender']} spends {share(float(first['share']))}"
    return f"{number}; the largest three spend {share(float(sums['share'].head(3).sum()))}"


def by_aim(dive: DeepDive) -> Exhibit:
    """Prevention, reaction, enforcement, administration and services for everybody."""
    table = analysis.by_tag(dive.parts)
    table = table[table["amount_gbp"] > 0].reset_index(drop=True)
    table["tag"] = table["tag"].map(TAG_WORDS)
    shares = table.set_index("tag")["share"]
    caption = Caption(
        "by-aim",
        f"{share(float(shares.get('Prevention', 0.0)))} of the money is meant to prevent",
        subtitle(dive, "Spending by what it is meant to do"),
        SOURCE,
        (
            "Each kind of service has one aim, chosen by its stated purpose; a service may do more than one thing.",
        ),
    )
    return stacked_share_bar(table, {"tag": Column("Aim"), **MONEY}, caption, label="tag", value="amount_gbp")


def also_serving(dive: DeepDive) -> Exhibit | Note:
    """Money of other themes that serves this one too."""
    if dive.serving.empty:
        return Note(f"No line of another theme is known to serve {in_text(dive.name)} as well.")
    sums = dive.serving.assign(
        what=dive.serving["part"] + " (" + dive.serving["spender_group"].astype(str) + ")"
    )
    table = group_small(analysis.sums(sums, "what"), "what", "amount_gbp", keep=12)
    total = float(table["amount_gbp"].sum())
    caption = Caption(
        "also-serving",
        f"Another {money(total)} that belongs to other themes serves this one too",
        subtitle(dive, "Spending counted under other themes, in full or in part"),
        SOURCE,
        (
            "This is the overlapping view: a pound may stand under several themes. It is never added to a total.",
        ),
    )
    columns = {"what": Column("Kind of service"), "amount_gbp": Column("Spending", "money")}
    return bars(table, columns, caption, label="what", value="amount_gbp")


def over_time(dive: DeepDive) -> Exhibit:
    """The theme over the countable years by aim, in real terms or cash."""
    value, words = "real_gbp", in_words(dive.prices)
    table = dive.trend[dive.trend["aim"] != "all"].assign(aim=lambda frame: frame["aim"].str.capitalize())
    whole = dive.trend[dive.trend["aim"] == "all"]
    gap = float(whole[value].iloc[-1]) / float(whole[value].iloc[0]) - 1
    verb = "rose by" if gap > 0 else "fell by"
    caption = Caption(
        "over-time",
        f"Spending {verb} {share(abs(gap))} from {whole['year'].iloc[0]} to {whole['year'].iloc[-1]}",
        f"Spending by aim, {in_text(dive.name)}, {dive.whole.count.place.name}, {words}",
        f"{SOURCE}; GDP deflator (HM Treasury)",
        (
            "Years that cannot be counted are not shown. In 2008-09 councils stated pensions on another basis (FRS17).",
        ),
    )
    columns = {
        "year": Column("Year"),
        "aim": Column("Aim"),
        value: Column("Spending", "money"),
        **({} if dive.prices == CASH else {"amount_gbp": Column("Spending in cash", "money")}),
    }
    return lines(table, columns, caption, period="year", value=value, series="aim")


def beside_others(dive: DeepDive) -> Exhibit:
    """The theme per head in the place, its region, England and its statistical neighbours."""
    table = dive.others.sort_values("per_head_gbp", ascending=False, ignore_index=True)
    kinds = {
        "place": "this place",
        "region": "region",
        "country": "country",
        "neighbour": "statistical neighbour",
    }
    table["kind"] = table["kind"].map(kinds)
    rank = int(table.index[table["kind"] == "this place"][0]) + 1
    caption = Caption(
        "beside-others",
        f"{dive.whole.count.place.name} is number {rank} of {len(table)} in spending per head",
        subtitle(dive, "Spending per resident"),
        f"{SOURCE}; index of multiple deprivation 2010 (CLG); population (ONS)",
        (
            "Statistical neighbours are the upper-tier areas nearest in income deprivation and in population.",
            "Where money is shared by a key, a place cannot differ from its region except by that key.",
        ),
    )
    columns = {
        "name": Column("Area"),
        "kind": Column("Kind"),
        "per_head_gbp": Column("Spending per resident", "per_head"),
    }
    focus = [dive.whole.count.place.name]
    return bars(table, columns, caption, label="name", value="per_head_gbp", focus=focus)


def chosen_by(dive: DeepDive) -> Note:
    """What the pilot itself called the theme, or that the place did not choose it."""
    place = dive.whole.count.place.name
    if dive.published.empty:
        return Note(f"{dive.theme['description']}. {place} did not name this as a theme of its pilot.")
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


def known_how(dive: DeepDive) -> Exhibit:
    """How each pound came to the place and to the theme."""
    table = analysis.known_how(dive.parts)
    table["method"] = table["method"].str.capitalize()
    known = float(table.loc[(table["method"] == "Actual") & (table["basis"] == "whole line"), "share"].sum())
    caption = Caption(
        "known-how",
        f"{share(known)} of the theme is a published figure of this place, whole and unshared",
        subtitle(dive, "Spending by how it was placed and how it was given to the theme"),
        SOURCE,
        ("Apportioned: shared out of a wider area by a key. A line shared between themes names its basis.",),
    )
    columns = {"method": Column("How placed"), "basis": Column("How given to the theme"), **MONEY}
    return Exhibit(caption, table, columns, alt="A table of how the figures of the theme are known.")


def not_known(dive: DeepDive) -> Exhibit:
    """What is not known about the theme, with where that is said."""
    caption = Caption(
        "not-known",
        f"{plural(len(dive.gaps), 'thing')} that no publication says about {in_text(dive.name)}",
        "Gaps in what is published, not zeros",
        "Total Place register of gaps (config/themes/gaps.csv)",
    )
    columns = {"gap": Column("What is not known"), "source": Column("Where this is seen")}
    return Exhibit(
        caption, dive.gaps.astype({"gap": str, "source": str}), columns, alt="A table of what is not known."
    )


def per_client(dive: DeepDive) -> Exhibit | Note:
    """What one client costs, beside England, where volumes are published."""
    table, year = dive.clients.table, dive.clients.year
    if table.empty:
        return Note(
            f"No publication gives the number of clients of {in_text(dive.name)} in this place for these years."
        )
    table = table.assign(name=table["service"] + ", each " + table["unit"])
    first = table.iloc[0]
    caption = Caption(
        "per-client",
        f"{first['service']}: {pounds(float(first['unit_cost_gbp']))} for each {first['unit']}, "
        f"{pounds(float(first['england_unit_cost_gbp']))} in England",
        f"Cost of each unit of activity, councils wholly in {dive.whole.count.place.name}, {year}, cash",
        dive.clients.source,
        ("Spending and activity are summed over the place's councils that gave both, then divided.",),
    )
    columns = {
        "name": Column("Service and unit"),
        "unit_cost_gbp": Column(dive.whole.count.place.name, "money", decimals=2),
        "england_unit_cost_gbp": Column("England", "money", decimals=2),
        "activity": Column("Activity", "count"),
        "gross_gbp": Column("Spending", "money"),
        "councils": Column("Councils", "count"),
    }
    return grouped_bars(
        table, columns, caption, label="name", values=("unit_cost_gbp", "england_unit_cost_gbp")
    )
