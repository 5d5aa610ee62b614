"""Exhibits of overlap: bodies against themes, how split each theme is, who does what, what is tied to outcomes."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.outcomes import NONE, are_stated
from totalplace_lib.analysis.overlap import Overlap
from totalplace_lib.evidence.carried import figure_of, stated
from totalplace_lib.model import Marker
from totalplace_lib.present.charts import bars, heat_map
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import between, finding, why
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import count as whole
from totalplace_lib.present.numbers import money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, in_sentence, listed, small
from totalplace_lib.present.views.counting import source_of
from totalplace_lib.present.views.publications import theme_source

NHS = "NHS: "
_GAP = " marker"
UNEQUAL = (
    "How many bodies and programmes are named depends on the publication of the year: they are no measure of how split "
    "a theme is, and are not compared. Kinds of body are the same in every year."
)


def opening(over: Overlap) -> Opening:
    """The headline, three findings and key figures of overlap, as far as the money carries them."""
    count, own = over.count, figure_of(over.count)
    several = int((over.fragments["kinds"] > 1).sum())
    return Opening(
        f"{money(count.total_gbp)} of public money was spent in {count.place.name} in {count.year}; {several} of "
        f"{plural(len(over.fragments), 'theme')} draw on several kinds of body.",
        [_widest(over), _services(over), _tied(over)],
        [
            KeyFigure("Public spending", money(count.total_gbp), between(own) or "published as a whole"),
            KeyFigure(
                "Measured", share(own.measured), "published for the place or shared by a tested measure"
            ),
            KeyFigure("Themes", whole(len(over.fragments)), "those that pilots chose between them"),
        ],
    )


def _widest(over: Overlap) -> Finding:
    """The theme that most kinds of body serve: kinds are the same in every year, bodies are not."""
    first = _most_kinds(over.fragments).iloc[0]
    return Finding(
        f"{_widest_words(over.fragments)}.",
        f"The largest kind in {small(str(first['name']))}, {in_sentence(str(first['largest_kind']))}, has "
        f"{share(float(first['kind_share']))} of the money.",
    )


def _most_kinds(fragments: pd.DataFrame) -> pd.DataFrame:
    """The theme that most kinds of body serve, or all that share the first place."""
    return fragments.query("kinds == kinds.max()")


def _widest_words(fragments: pd.DataFrame) -> str:
    """ "Children and young people draws on 7 kinds of body, more than any other theme"."""
    first = _most_kinds(fragments)
    names = capital(listed(small(str(name)) for name in first["name"]))
    kinds = plural(int(first["kinds"].iloc[0]), "kind")
    if len(first) > 1:
        return f"{names} draw on {kinds} of body each, more than any other theme"
    return f"{names} draws on {kinds} of body, more than any other theme"


def _services(over: Overlap) -> Finding:
    """How many kinds of service reach the people of the theme that most kinds of body serve."""
    row = _most_kinds_row(over)
    return Finding(
        f"{plural(int(row['services']), 'kind')} of service for {small(str(row['name']))} come from "
        f"{plural(len(over.services.columns) - 1, 'kind')} of body.",
        "Entitlements set by law are left out. Who does what for the same people stands below.",
    )


def _most_kinds_row(over: Overlap) -> pd.Series:
    """The row of the theme whose services are shown."""
    return over.fragments[over.fragments["theme"] == over.theme].iloc[0]


def _tied(over: Overlap) -> Finding:
    """How much is tied to no stated outcome, in the years that had some."""
    untied = over.outcomes.iloc[-1]
    return finding(
        stated(are_stated(over.count.year)),
        f"{share(float(untied['share']))} of the money is tied to no stated outcome.",
        f"That is {money(float(untied['amount_gbp']))}. {_mostly_untied(over.untied)}",
        "What the money is for is not told.",
    )


def _mostly_untied(untied: pd.DataFrame) -> str:
    """The two groups of bodies with most money that is tied to no outcome."""
    rows = untied.head(2)[["spender_group", "amount_gbp"]].itertuples(index=False, name=None)
    return f"The largest parts: {listed(f'{in_sentence(str(group))} ({money(amount)})' for group, amount in rows)}."


def _subtitle(over: Overlap, what: str) -> str:
    return f"{what}, {over.count.place.name}, {over.count.year}, current and capital, cash"


def bodies_by_themes(over: Overlap) -> Exhibit:
    """Themes against groups of bodies."""
    table = over.matrix
    groups = [name for name in table.columns if name not in ("theme", "name")]
    caption = Caption(
        "bodies-by-themes",
        _widest_words(over.fragments),
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


def short(body: object) -> str:
    """A body's name in a sentence: "Primary care trusts" for trusts and boards of the NHS, "Capital of the NHS"."""
    name = str(body)
    kind = name.removeprefix(NHS)
    if kind == name:
        return name
    return capital(kind) if kind.endswith((" trusts", " boards")) else f"{capital(kind)} of the NHS"


def who_does_what(over: Overlap) -> Exhibit | Note:
    """Bodies and services for the same people: those of the theme that most kinds of body serve."""
    row = _most_kinds_row(over)
    subtitle = _subtitle(over, f"Spending on {small(str(row['name']))} by kind of service and of body")
    return services_by_body(over.services, row, subtitle, theme_source(over.whole.parts))


def services_by_body(services: pd.DataFrame, row: pd.Series, subtitle: str, source: str) -> Exhibit | Note:
    """Services against groups of bodies. row: of Overlap.fragments, for the theme of the services."""
    if services.empty:
        return Absent("All of this theme is an entitlement set by law: no body provides a service.")
    groups = [name for name in services.columns if name != "part"]
    kinds, of = (plural(number, "kind") for number in (int(row["services"]), len(groups)))
    caption = Caption(
        "who-does-what",
        f"Services for {small(str(row['name']))}: {kinds}, from {of} of body",
        f"{subtitle}, without entitlements, overlapping view",
        source,
        (
            "A kind of service that stands under several bodies may reach the same people several times; none of it is "
            "a finding of waste.",
            "[n]: no line of these bodies is known to be for that service here.",
        ),
    )
    gaps = services[groups].isna().replace({True: str(Marker.NOT_IDENTIFIED), False: ""}).add_suffix(_GAP)
    columns = {"part": Column("Kind of service")} | {
        group: Column(group, "money", decimals=1, marker=f"{group}{_GAP}") for group in groups
    }
    return heat_map(pd.concat([services, gaps], axis=1), columns, caption, label="part")


def outcome_alignment(over: Overlap) -> Exhibit | Note:
    """Money by stated outcome, with what is tied to none; a year without stated outcomes says so."""
    if not are_stated(over.count.year):
        return Absent(why(stated(False)))
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


def tied_by_body(over: Overlap) -> Exhibit | None:
    """How much of each group of bodies' money is tied to an outcome, in the years that had some."""
    if not are_stated(over.count.year):
        return None
    table = over.tied
    least = (
        table.dropna(subset="tied_share")
        .sort_values(["tied_share", "amount_gbp"], ascending=[True, False])
        .iloc[0]
    )
    caption = Caption(
        "tied-by-group",
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


def theme_words(fragments: pd.DataFrame) -> Note:
    """How split one theme is, in a sentence."""
    row = fragments.iloc[0]
    served = plural(int(row["kinds"]), "kind of body serves", "kinds of body serve")
    return Note(
        f"With the money of other themes that serves it: {served} this theme; the largest part "
        f"({share(float(row['largest_share']))} of the money) is with {short(row['largest_body'])}."
    )
