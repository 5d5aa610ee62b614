"""Exhibits of the options of a theme: what could be done, what it costs and saves, who pays, what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import options as analysis
from totalplace_lib.analysis import poolable
from totalplace_lib.analysis.options import Case
from totalplace_lib.analysis.themes import Themed
from totalplace_lib.errors import UsageError
from totalplace_lib.present.charts import grouped_bars, range_plot, stacked_share_bar
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import count, money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, in_sentence, listed, small

SOURCE = "Total Place count; options and their sources (config/options); unit cost database 1.4 (New Economy)"
ILLUSTRATIVE = (
    "An illustrative option (grade D) rests on our assumptions: it shows the size of a question, no forecast."
)
CORRECTED = "Costs are raised and savings cut for optimism bias, by grade of evidence; 3.5% a year comes off for time."
OTHERS = "All other bodies"
MANY = frozenset(
    {
        OTHERS, "Prisons, probation and courts", "Schools and skills bodies", "Housing and regeneration agencies",
        "Fire and rescue", "Other national bodies",
    }
)  # fmt: skip
WHEN_WORDS = {
    poolable.AGREEMENT: "By agreement, tomorrow",
    poolable.GUIDANCE: "After guidance or reporting changes",
    poolable.LAW: "Only by law",
}


@dataclass(frozen=True)
class ThemeOptions:
    """The options of one theme in one place: cases that can be shown, the best supported first, and refusals."""

    cases: Sequence[Case]
    refused: Sequence[str]
    place: str
    year: str
    theme: str


def options_of(theme: str, whole: Themed) -> ThemeOptions:
    """The cases of a theme on a count; theme: its slug."""
    cases, refused = analysis.of_theme(theme, whole, draws=2_000)
    return ThemeOptions(cases, refused, whole.count.place.name, str(whole.count.year), theme)


def chosen(found: ThemeOptions, option: str, whole: Themed) -> Case:
    """The case of an option by its name, or the best supported one of the theme ("").

    UsageError where no option of the theme can be shown.
    """
    if option:
        return analysis.of_count(option, analysis.read_option(option), whole)
    if not found.cases:
        raise UsageError(
            f"No option of {found.theme} can be shown in {found.place} in {found.year}: name another."
        )
    return found.cases[0]


def opening(found: ThemeOptions) -> Opening:
    """The first screen of the report: how many options save more than they cost, and the best supported three."""
    if not found.cases:
        return Opening("No option of this theme fits the money of this place and year.", [])
    table = analysis.compared(list(found.cases))
    paying, cash = int((table["net_gbp"] > 0).sum()), int((table["net_cash_gbp"] > 0).sum())
    figures = [
        KeyFigure(
            "Options",
            count(len(table)),
            f"{count(sum(one.is_illustrative for one in found.cases))} illustrative",
        ),
        KeyFigure("Save more than they cost", count(paying), "public budgets, capacity released in"),
        KeyFigure("In cash alone", count(cash), f"present values, {found.year} prices"),
    ]
    headline = (
        f"{plural(len(table), 'option')} for {found.place}: {count(paying) if paying else 'none'} would save "
        f"public budgets more than {'it costs' if paying == 1 else 'they cost'}, "
        f"{count(cash) if cash else 'none'} in cash alone."
    )
    findings = [
        Finding(f"{case.name} ({_evidence(case)}).", capital(in_short_of(case, named=False)))
        for case in found.cases[:3]
    ]
    return Opening(headline, findings, figures)


def in_short(found: ThemeOptions, most: int = 4) -> Note:
    """The first screen: a sentence for each of the best supported options."""
    if not found.cases:
        return Note("No option of this theme fits the money of this place and year.", tuple(found.refused))
    chosen = found.cases[:most]
    illustrative = sum(case.is_illustrative for case in chosen)
    text = f"What could be done differently: {plural(len(chosen), 'option')}, in {found.year} prices"
    text += f", {count(illustrative)} of them illustrative." if illustrative else "."
    return Note(text, tuple(in_short_of(case) for case in chosen))


def in_short_of(case: Case, named: bool = True) -> str:
    """One option in a sentence: cost, saving with range, cash, payback, who invests and gains."""
    row = analysis.compared([case]).iloc[0]
    saves = float(row["gain_gbp"])
    if saves <= 0:
        said = f"it costs {money(float(row['cost_gbp']))}, and what it brings is in no public budget"
    else:
        said = (
            f"{money(float(row['cost_gbp']))} would save {money(saves)} "
            f"({money(float(row['low_gbp']))} to {money(float(row['high_gbp']))}) in "
            f"{plural(case.appraised.option.years, 'year')}, {_cash(float(row['cash_share']))}; "
            f"{payback_words(float(row['payback']), float(row['payback_cash']))}"
        )
    who = f"{case.name} ({_evidence(case)}): " if named else ""
    return f"{who}{said}. {_pockets(case.pockets)}"


def _cash(part: float) -> str:
    if part <= 0:
        return "all of it capacity and no cash"
    return "all of it cash" if part >= 0.995 else f"{share(part)} of it cash"


def payback_words(years: float, in_cash: float) -> str:
    """ "paid back in year 2, in cash alone in year 4"; NaN is never."""
    if years != years:
        return "it is not paid back in that time"
    if in_cash == years:
        return f"paid back in year {years:.0f}"
    cash = "never in cash alone" if in_cash != in_cash else f"in cash alone in year {in_cash:.0f}"
    return f"paid back in year {years:.0f}, {cash}"


def _pockets(pockets: pd.DataFrame) -> str:
    """ "The council and the health service invest most; the health service gains most." """
    gains = analysis.largest(pockets, pockets["cash_gbp"] + pockets["capacity_gbp"])
    invests = analysis.largest(pockets, pockets["invests_gbp"])
    if not invests:
        return "Nobody invests."
    begin = f"{capital(listed([the_body(body) for body in invests]))} {_do(invests, 'invest')} most"
    if not gains:
        return f"{begin.removesuffix(' most')}."
    if invests == gains:
        return f"{begin} and {_do(gains, 'gain')} most."
    return f"{begin}; {listed([the_body(body) for body in gains])} {_do(gains, 'gain')} most."


def _do(bodies: list[str], verb: str) -> str:
    return verb if len(bodies) > 1 or bodies[0] in MANY else f"{verb}s"


def the_body(body: str) -> str:
    """ "the council", "the police", "the Department for Work and Pensions", "HM Revenue and Customs"."""
    if body.startswith("HM "):
        return body
    if body in MANY:
        return small(body)
    return f"the {body}" if body.startswith("Department") else f"the {small(body)}"


def _evidence(case: Case) -> str:
    return f"evidence {case.data['grade']}" + (", illustrative" if case.is_illustrative else "")


def beside_each_other(found: ThemeOptions) -> Exhibit | Note:
    """All options of the theme: caseload, cost, saving with range, cash, payback, who invests and gains, evidence."""
    if not found.cases:
        return Note("No option of this theme fits the money of this place and year.")
    table = analysis.compared(list(found.cases))
    table["evidence"] = [f"{grade}, {status}" for grade, status in table[["grade", "status"]].to_numpy()]
    table["back"] = ["never" if years != years else f"year {years:.0f}" for years in table["payback"]]
    table["years"] = [case.appraised.option.years for case in found.cases]
    table["central_gbp"] = table["gain_gbp"].clip(table["low_gbp"], table["high_gbp"])
    table = table.sort_values("gain_gbp", ascending=False, kind="stable", ignore_index=True)
    paying = int((table["net_gbp"] > 0).sum())
    caption = Caption(
        "options",
        f"{count(paying)} of {plural(len(table), 'option')} {'saves' if paying == 1 else 'save'} public budgets more "
        f"than {'it costs' if paying == 1 else 'they cost'}"
        if paying
        else "No option saves public budgets more than it costs",
        f"Saving to public budgets, present value over each option's years, {found.place}, {found.year} prices",
        SOURCE,
        (
            CORRECTED,
            ILLUSTRATIVE,
            "Low and high: nine in ten draws of the uncertain inputs lie between them.",
        ),
    )
    columns = {
        "name": Column("Option"), "people": Column("People here", "count"), "cost_gbp": Column("Cost", "money"),
        "central_gbp": Column("Saving", "money"), "low_gbp": Column("Low", "money"),
        "high_gbp": Column("High", "money"), "cash_share": Column("Cash", "share", 0),
        "years": Column("Years", "count"),
        "back": Column("Paid back"), "invests": Column("Invests most"), "gains": Column("Gains most"),
        "evidence": Column("Evidence"),
    }  # fmt: skip
    shown = table.assign(
        gains=table["gains"].replace("", "no public budget"), cash_share=table["cash_share"].fillna(0.0)
    )
    return range_plot(
        shown,
        columns,
        caption,
        label="name",
        low="low_gbp",
        central="central_gbp",
        high="high_gbp",
        grade="grade",
    )


def who_pays_and_gains(found: ThemeOptions) -> Exhibit | Note:
    """All options together: what each body would invest and gain."""
    frames = [case.pockets.assign(option=case.name) for case in found.cases]
    if not frames:
        return Note("Nobody invests and nobody gains: no option fits.")
    table = pd.concat(frames, ignore_index=True)
    sums = table.groupby("body")[["invests_gbp", "cash_gbp", "capacity_gbp"]].sum().round(2).reset_index()
    sums["gains_gbp"] = (sums["cash_gbp"] + sums["capacity_gbp"]).round(2)
    sums = sums.sort_values("invests_gbp", ascending=False, kind="stable", ignore_index=True)
    losing = [str(body) for body in sums.loc[sums["invests_gbp"] > sums["gains_gbp"], "body"]]
    caption = Caption(
        "who-pays",
        f"{capital(listed([the_body(body) for body in losing]))} would invest more than "
        f"{'it gains' if len(losing) == 1 else 'they gain'}"
        if losing
        else "Every body would gain at least what it invests",
        f"Present values by body, all options shown, {found.place}, {found.year} prices",
        SOURCE,
        (
            "The options are added here although some serve the same people: who pays and who gains, no total.",
            "Capacity is a bed, cell or officer that is free for others; it is cash only when it is closed.",
        ),
    )
    columns = {
        "body": Column("Body"), "invests_gbp": Column("Invests", "money"), "gains_gbp": Column("Gains", "money"),
        "cash_gbp": Column("Of that in cash", "money"), "capacity_gbp": Column("Of that capacity", "money"),
    }  # fmt: skip
    return grouped_bars(sums, columns, caption, label="body", values=("invests_gbp", "gains_gbp"))


def pools(found: ThemeOptions) -> Note:
    """For each option whether a pooled budget could leave no body worse off."""
    return Note(
        "Could its bodies share the cost so that none is worse off?",
        tuple(f"{case.name}: {pool_words(case)}" for case in found.cases),
    )


def pool_words(case: Case) -> str:
    """Whether a pool exists in cash, and what each would pay."""
    if case.in_cash.exists:
        paying = case.in_cash.table[case.in_cash.table["pays_gbp"] > 0]
        said = [
            f"{the_body(str(body))} {money(float(pays))}"
            for body, pays in paying[["body", "pays_gbp"]].itertuples(index=False, name=None)
        ]
        return f"yes, in cash, if these pay: {listed(said)}."
    lacks = money(case.in_cash.short_gbp)
    if case.with_capacity.exists:
        return (
            f"not in cash, of which {lacks} is lacking; only if capacity that is released counts as a gain."
        )
    return f"no: the gains of all lack {lacks} of the cost, and capacity does not make it up."


def in_the_way(found: ThemeOptions) -> Note:
    """For each option the barriers that must be lifted, and who can."""
    points = []
    for case in found.cases:
        said = [
            f"{row.name} ({row.lift}; to sign: {row.ask})" for row in case.barriers.itertuples(index=False)
        ]
        points.append(f"{case.name}: {'; '.join(said) if said else 'no barrier of the register'}.")
    return Note("What would have to change, and who can sign for it:", tuple(points))


def basis(found: ThemeOptions) -> Note:
    """For each option where its figures come from, and why others are not shown."""
    refused = tuple(f"Not shown. {reason}" for reason in found.refused)
    gaps = {case.slug: str(case.data.get("gap", "")) for case in found.cases}
    points = tuple(f"{case.name}: {case.data['basis']} {gaps[case.slug]}".strip() for case in found.cases)
    return Note("Where each option comes from, and what in it is ours:", (*points, *refused))


def poolable_pot(parts: pd.DataFrame, subtitle: str, source: str) -> Exhibit | Note:
    """When money could be pooled, with the range that the barriers make."""
    table = poolable.by_when(poolable.poolable(parts))
    if (table["amount_gbp"] < 0).any() or not table["amount_gbp"].sum() > 0:
        return Note("What could be pooled is not shown: a body took in more than it spent here.")
    first = table.iloc[0]
    caption = Caption(
        "poolable",
        "No money here could be pooled by agreement alone"
        if float(first["amount_gbp"]) == 0
        else f"{share(float(first['share']))} of the money, {money(float(first['amount_gbp']))}, could be pooled "
        "by agreement tomorrow",
        subtitle,
        f"{source}; what could be pooled (config/appraisal/pooling.csv)",
        (
            "Where several reasons fit a pound, the hardest counts. Without the barriers, by the ladder of control "
            f"alone, {money(float(first['ladder_gbp']))} could be pooled by agreement.",
            "That money could be pooled lawfully does not say that it should be.",
        ),
    )
    table["when"] = table["when"].map(WHEN_WORDS)
    columns = {
        "when": Column("When"), "amount_gbp": Column("Money", "money"), "low_gbp": Column("Low", "money"),
        "high_gbp": Column("High", "money"), "share": Column("Share", "share"),
    }  # fmt: skip
    return stacked_share_bar(table, columns, caption, label="when", value="amount_gbp")


def poolable_by_body(parts: pd.DataFrame, subtitle: str, source: str) -> Exhibit:
    """The same by body."""
    table = poolable.poolable(parts)
    wide = table.pivot(index="spender_group", columns="when", values="amount_gbp").reindex(
        columns=list(poolable.WHEN)
    )
    wide = wide.fillna(0.0).reset_index().rename_axis(columns=None)
    order = list(dict.fromkeys(table["spender_group"]))
    wide = wide.set_index("spender_group").loc[order].reset_index()
    first = wide.sort_values(poolable.AGREEMENT, ascending=False, kind="stable").iloc[0]
    caption = Caption(
        "poolable-by-body",
        f"Most of what could be pooled by agreement is with {in_sentence(str(first['spender_group']))}"
        if first[poolable.AGREEMENT] > 0
        else "No body has money here that could be pooled by agreement alone",
        subtitle,
        f"{source}; what could be pooled (config/appraisal/pooling.csv)",
    )
    columns = {
        "spender_group": Column("Body"),
        **{name: Column(words, "money") for name, words in WHEN_WORDS.items()},
    }
    return Exhibit(caption, wide, columns, alt="A table of money by body and by when it could be pooled.")


def one_and_two(parts: pd.DataFrame, subtitle: str, source: str) -> Exhibit:
    """What one and two per cent would be, by body and rung of the ladder."""
    table = poolable.one_and_two_per_cent(parts)
    local = table[table["is_local"]]
    caption = Caption(
        "one-and-two",
        f"1% of what is no entitlement is {money(float(local['one_gbp'].sum()))}, 2% is "
        f"{money(float(local['two_gbp'].sum()))}",
        subtitle,
        source,
        (
            "Cumbria called 1% of its count £70 million; the Treasury called 2% of local bodies' spending in England "
            "£1.2 billion. A size, not a target.",
        ),
    )
    table["control"] = table["control"].astype(str).str.capitalize()
    columns = {
        "spender_group": Column("Body"), "control": Column("Who decides"), "amount_gbp": Column("Spending", "money"),
        "one_gbp": Column("1%", "money", 2), "two_gbp": Column("2%", "money", 2),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of one and two per cent of each body's spending by who decides."
    )
