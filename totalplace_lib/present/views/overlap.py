"""Exhibits of overlap: bodies against themes, how split each theme is, who might join up, what is tied to outcomes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from totalplace_lib.analysis.outcomes import NONE
from totalplace_lib.analysis.overlap import SMALL_GBP, Overlap
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import bars, heat_map
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import count as whole
from totalplace_lib.present.numbers import join, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, in_sentence, listed, small
from totalplace_lib.present.views.counting import source_of
from totalplace_lib.present.views.publications import theme_source

NHS = "NHS: "
_GAP = " marker"
FRAGMENTS = {
    "name": Column("Theme"),
    "bodies": Column("Bodies", "count"),
    "streams": Column("Funding streams", "count"),
    "small_streams": Column(f"Streams under {pounds(SMALL_GBP)}", "count"),
    "hhi": Column("Concentration (1 = one body)", "number", decimals=2),
    "largest_body": Column("Largest body"),
    "largest_share": Column("Its share", "share"),
    "amount_gbp": Column("Spending, overlapping", "money"),
}
PAIRS = {
    "pair": Column("Two bodies, one theme"),
    "gbp_a": Column("First body spends", "money"),
    "gbp_b": Column("Second body spends", "money"),
    "joint_gbp": Column("Smaller of the two", "money"),
}


def opening(over: Overlap) -> Opening:
    """The headline, three findings and key figures of overlap."""
    count, frame = over.count, over.fragments
    most = frame.sort_values("bodies", ascending=False, kind="stable").iloc[0]
    split = frame.sort_values("hhi", kind="stable").iloc[0]
    bodies, streams = count.lines["spender"].nunique(), _streams(count.lines)
    untied = over.outcomes.iloc[-1]
    pair = over.pairs.iloc[0]
    return Opening(
        f"{plural(bodies, 'body spends', 'bodies spend')} public money in {count.place.name} through {whole(streams)} "
        "funding streams.",
        [
            Finding(
                f"{whole(most['bodies'])} bodies meet in {small(str(most['name']))}, more than in any other theme, "
                f"through {plural(int(most['streams']), 'funding stream')}.",
                f"Least concentrated is {small(str(split['name']))}, where the largest body has "
                f"{share(split['largest_share'])}.",
            ),
            Finding(
                f"{_two(pair)} have most to join up: each spends at least "
                f"{money(pair['joint_gbp'])} on {small(str(pair['name']))}.",
                "Entitlements set by law are left out; only money that bodies could bring to one budget is compared.",
            ),
            Finding(
                f"{share(float(untied['share']))} of the money is tied to no stated outcome.",
                f"That is {money(float(untied['amount_gbp']))}. {_mostly_untied(over.untied)}",
            ),
        ],
        [
            KeyFigure("Bodies", whole(bodies), f"in {count.place.name}, {count.year}"),
            KeyFigure("Funding streams", whole(streams), "programmes by body"),
            KeyFigure(
                f"Streams under {pounds(SMALL_GBP)}", whole(_small(count.lines)), "the place's share of each"
            ),
        ],
    )


def _mostly_untied(untied: pd.DataFrame) -> str:
    """The two groups of bodies with most money that is tied to no outcome."""
    rows = untied.head(2)[["spender_group", "amount_gbp"]].itertuples(index=False, name=None)
    return f"The largest parts: {listed(f'{in_sentence(str(group))} ({money(amount)})' for group, amount in rows)}."


def _by_stream(lines: pd.DataFrame) -> pd.Series:
    return lines.groupby(["spender", "programme"], observed=True)["amount_gbp"].sum()


def _streams(lines: pd.DataFrame) -> int:
    return len(_by_stream(lines))


def _small(lines: pd.DataFrame) -> int:
    sums = _by_stream(lines)
    return int(((sums > 0) & (sums < SMALL_GBP)).sum())


def _subtitle(over: Overlap, what: str) -> str:
    return f"{what}, {over.count.place.name}, {over.count.year}, current and capital, cash"


def bodies_by_themes(over: Overlap) -> Exhibit:
    """Themes against groups of bodies."""
    table = over.matrix
    groups = [name for name in table.columns if name not in ("theme", "name")]
    serving = (table[groups] > 0).sum(axis=1)
    widest = table["name"].iloc[int(serving.argmax())]
    caption = Caption(
        "bodies-by-themes",
        f"{widest} draws on {plural(int(serving.max()), 'group')} of bodies, more than any other theme",
        _subtitle(over, "Spending by theme and group of bodies, overlapping view"),
        theme_source(over.whole.parts),
        (
            "A pound may stand under several themes: rows must not be added up.",
            "Where no line of a group is marked with a theme, what it spends on it is not identified: it is no zero.",
        ),
    )
    gaps = table[groups].isna().replace({True: str(Marker.NOT_IDENTIFIED), False: ""}).add_suffix(_GAP)
    table = pd.concat([table, gaps], axis=1)
    columns = {"name": Column("Theme")} | {
        group: Column(group, "money", decimals=0, marker=f"{group}{_GAP}") for group in groups
    }
    return heat_map(table, columns, caption, label="name")


def fragmentation(over: Overlap) -> Exhibit:
    """Bodies and funding streams of each theme."""
    table = over.fragments.sort_values(["streams", "theme"], ascending=[False, True], ignore_index=True)
    first = table.iloc[0]
    caption = Caption(
        "fragmentation",
        f"{first['name']} comes through {plural(int(first['streams']), 'funding stream')}, most of all themes",
        _subtitle(over, "Bodies and funding streams by theme, overlapping view"),
        theme_source(over.whole.parts),
        (
            "A funding stream is one programme of one body. Concentration is the Herfindahl-Hirschman index.",
            f"A stream under {pounds(SMALL_GBP)} is small in this place; it may be large elsewhere.",
        ),
    )
    return bars(table, FRAGMENTS, caption, label="name", value="streams")


def short(body: object) -> str:
    """A body's name in a pair: "Primary care trusts" for trusts and boards of the NHS, "NHS capital" for the rest."""
    name = str(body)
    kind = name.removeprefix(NHS)
    return capital(kind) if kind.endswith((" trusts", " boards")) else name.replace(NHS, "NHS ", 1)


def _two(pair: Mapping[Hashable, object] | pd.Series) -> str:
    """ "Councils and primary care trusts"."""
    return f"{capital(in_sentence(short(pair['body_a'])))} and {in_sentence(short(pair['body_b']))}"


def joining_up(over: Overlap, keep: int = 12) -> Exhibit:
    """Ranked pairs of bodies that spend on the same theme."""
    subtitle = _subtitle(over, "Spending of two bodies on one theme, without entitlements")
    return pairs_exhibit(over.pairs, subtitle, theme_source(over.whole.parts), keep)


def pairs_exhibit(
    pairs: pd.DataFrame, subtitle: str, source: str, keep: int = 12, with_theme: bool = True
) -> Exhibit:
    """Ranked pairs as bars of the smaller amount."""
    table = pairs.head(keep).reset_index(drop=True)
    table["pair"] = [_two(row) for row in table.to_dict("records")]
    if with_theme:
        table["pair"] = table["name"].astype(str) + ": " + table["pair"].map(small)
    first = table.iloc[0]
    caption = Caption(
        "joining-up",
        f"{_two(first)} could bring most to one budget: {money(first['joint_gbp'])} each",
        subtitle,
        source,
        (
            "Ranked by the smaller of the two amounts. A candidate to look at, not a finding of waste.",
            "Councils, police and fire are each taken together; two bodies of one department are not paired.",
        ),
    )
    return bars(table, PAIRS, caption, label="pair", value="joint_gbp")


def outcome_alignment(over: Overlap) -> Exhibit:
    """Money by stated outcome, with what is tied to none."""
    untied = float(over.outcomes["share"].iloc[-1])
    caption = Caption(
        "outcomes",
        f"{share(1 - untied)} of the money can be tied to a stated outcome, {share(untied)} to none",
        _subtitle(over, "Spending by block of the local area agreements of 2008"),
        f"{source_of(over.count)}; outcomes: Communities and Local Government, Local Area Agreements 2007",
        (
            "A line is tied by its function and body, which is generous: no publication ties a pound to a result.",
            "Birmingham's own mapping could not tie most of £7.5 billion to its 19 outcomes and 43 delivery plans.",
        ),
    )
    columns = {
        "outcome": Column("Stated outcome"),
        "amount_gbp": Column("Spending", "money"),
        "share": Column("Share of all", "share"),
    }
    return bars(over.outcomes, columns, caption, label="outcome", value="amount_gbp", focus=[NONE])


def tied_by_body(over: Overlap) -> Exhibit:
    """How much of each group of bodies' money is tied to an outcome."""
    table = over.tied
    least = (
        table.dropna(subset="tied_share")
        .sort_values(["tied_share", "amount_gbp"], ascending=[True, False])
        .iloc[0]
    )
    caption = Caption(
        "tied-by-body",
        f"Least tied to outcomes: {in_sentence(str(least['spender_group']))}, {share(float(least['tied_share']))} of "
        f"{money(float(least['amount_gbp']))}",
        _subtitle(over, "Share of spending tied to a stated outcome, by group of bodies"),
        theme_source(over.whole.parts),
    )
    columns = {
        "spender_group": Column("Group of bodies"),
        "tied_share": Column("Tied to an outcome", "share", marker="marker"),
        "tied_gbp": Column("Tied", "money"),
        "amount_gbp": Column("Spending", "money"),
    }
    return bars(table, columns, caption, label="spender_group", value="tied_share")


def theme_fragments(
    fragments: pd.DataFrame, pairs: pd.DataFrame, subtitle: str, source: str
) -> Exhibit | Note:
    """One theme: the pairs of bodies in it, or a sentence where there are none."""
    row = fragments.iloc[0]
    if pairs.empty:
        return Note(
            f"{plural(int(row['bodies']), 'body serves', 'bodies serve')} this theme through "
            f"{plural(int(row['streams']), 'funding stream')}; no two bodies of different departments spend a "
            "million pounds or more on it."
        )
    return pairs_exhibit(pairs, subtitle, source, with_theme=False)


def theme_words(fragments: pd.DataFrame) -> Note:
    """How split one theme is, in a sentence."""
    row = fragments.iloc[0]
    small = int(row["small_streams"])
    parts = [
        f"{plural(int(row['bodies']), 'body serves', 'bodies serve')} this theme through "
        f"{plural(int(row['streams']), 'funding stream')}",
        f"the largest part ({share(float(row['largest_share']))} of the money) is with {short(row['largest_body'])}",
        f"{plural(small, 'stream is', 'streams are')} under {pounds(SMALL_GBP)} here"
        if small
        else f"none is under {pounds(SMALL_GBP)}",
    ]
    return Note(f"With the money of other themes that serves it: {join(parts)}.")
