"""Exhibits of the options of a theme: what could be done, what it costs and saves, who pays, what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import option_results as results
from totalplace_lib.analysis import options as analysis
from totalplace_lib.analysis.options import Case
from totalplace_lib.analysis.themes import Themed
from totalplace_lib.errors import UsageError
from totalplace_lib.present.charts import grouped_bars, range_plot
from totalplace_lib.present.columns import Column, in_one_unit
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note, Notes
from totalplace_lib.present.numbers import count, money, plural
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, listed, small
from totalplace_lib.present.views.option_words import (
    CORRECTED,
    ILLUSTRATIVE,
    PLURAL,
    SOURCE,
    barrier_words,
    evidence,
    in_short_of,
    money_words,
    pool_words,
    the_body,
    verb,
)


@dataclass(frozen=True)
class ThemeOptions:
    """The options of one theme in one place: cases, the best supported first, refusals, names of those left out."""

    cases: Sequence[Case]
    refused: Sequence[str]
    place: str
    year: str
    theme: str
    others: Sequence[str] = ()


def options_of(theme: str, whole: Themed, most: int | None = None) -> ThemeOptions:
    """The cases of a theme (its slug) on a count; of more than `most` the best supported, and the others' names."""
    cases, refused = analysis.of_theme(theme, whole, draws=2_000)
    others = [case.name for case in cases[most:]] if most else []
    return ThemeOptions(cases[:most], refused, whole.count.place.name, str(whole.count.year), theme, others)


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
    table = results.compared(list(found.cases))
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
        Finding(f"{case.name} ({evidence(case)}).", capital(in_short_of(case, named=False)))
        for case in found.cases[:3]
    ]
    return Opening(headline, findings, figures)


def in_short(found: ThemeOptions) -> Note:
    """The first screen: each of the options in short."""
    if not found.cases:
        return Note("No option of this theme fits the money of this place and year.", tuple(found.refused))
    illustrative = sum(case.is_illustrative for case in found.cases)
    text = f"What could be done differently: {plural(len(found.cases), 'option')}, in {found.year} prices"
    text += f", {count(illustrative)} of them illustrative." if illustrative else "."
    return Note(text, tuple(in_short_of(case) for case in found.cases))


def beside_each_other(found: ThemeOptions) -> Exhibit | Note:
    """All options of the theme: caseload, cost, saving with range, cash, payback, who invests and gains, evidence."""
    if not found.cases:
        return Note("No option of this theme fits the money of this place and year.")
    table = results.compared(list(found.cases))
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
        "high_gbp": Column("High", "money"),
        "wider_gbp": Column("Gains beyond budgets", "money"), "cash_share": Column("Cash", "share", 0),
        "years": Column("Years", "count"),
        "back": Column("Paid back"), "invests": Column("Invests most"), "gains": Column("Gains most"),
        "evidence": Column("Evidence"),
    }  # fmt: skip
    shown = table.assign(
        gains=table["gains"].replace("", "no public budget"), cash_share=table["cash_share"].fillna(0.0)
    )
    return range_plot(
        shown,
        in_one_unit(shown, columns),
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
        f"{'it gains' if len(losing) == 1 and losing[0] not in PLURAL else 'they gain'}"
        if losing
        else "Over these options together no body would invest more than it gains",
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
    return grouped_bars(
        sums, in_one_unit(sums, columns), caption, label="body", values=("invests_gbp", "gains_gbp")
    )


def one_by_one(found: ThemeOptions) -> Notes | Note:
    """Each option in full: what changes, for whom, cost, saving, payback, who invests and gains, barriers, evidence."""
    if not found.cases:
        return Note("No option of this theme fits the money of this place and year.", tuple(found.refused))
    shown = [(case.name, _in_full(case)) for case in found.cases]
    left_out = (
        [f"In the report What could be done, and not here: {listed(found.others)}."] if found.others else []
    )
    rest = [*left_out, *(f"Not shown. {reason}" for reason in found.refused)]
    return Notes((*shown, *([("Others", Note("Also of this theme.", tuple(rest)))] if rest else [])))


def _in_full(case: Case) -> Note:
    peak = float(case.appraised.central.peak[0])
    return Note(
        f"{case.data['change']} Without it: {case.data['usual']}",
        (
            f"For {count(case.people)} people here: {small(str(case.data['people']))}.",
            capital(
                f"{money_words(case)}. The most that has to be found before cash comes back is {money(peak)}."
            ),
            capital(f"{listed(_bodies(case))}. Could they share the cost so that none is worse off? ")
            + capital(pool_words(case)),
            f"In the way: {barrier_words(case)}",
            f"{capital(evidence(case))}: {' '.join([str(case.data['basis']), str(case.data.get('gap', ''))]).strip()}",
        ),
    )


def _bodies(case: Case) -> list[str]:
    """ "the council invests £2 million and gains £1 million", for each body that invests or gains."""
    said = []
    for row in case.pockets.to_dict("records"):
        gains = row["cash_gbp"] + row["capacity_gbp"]
        parts = [f"{verb(row['body'], word)} {money(amount)}" for word, amount in
                 (("invest", row["invests_gbp"]), ("gain", gains)) if amount > 0]  # fmt: skip
        if parts:
            said.append(f"{the_body(row['body'])} {' and '.join(parts)}")
    return said


def pools(found: ThemeOptions) -> Note:
    """For each option whether a pooled budget could leave no body worse off."""
    return Note(
        "Could its bodies share the cost so that none is worse off?",
        tuple(f"{case.name}: {pool_words(case)}" for case in found.cases),
    )


def in_the_way(found: ThemeOptions) -> Note:
    """For each option the barriers that must be lifted, and who can."""
    points = tuple(f"{case.name}: {barrier_words(case)}" for case in found.cases)
    return Note("What would have to change, and who can sign for it:", points)


def basis(found: ThemeOptions) -> Note:
    """For each option where its figures come from, and why others are not shown."""
    refused = tuple(f"Not shown. {reason}" for reason in found.refused)
    gaps = {case.slug: str(case.data.get("gap", "")) for case in found.cases}
    points = tuple(f"{case.name}: {case.data['basis']} {gaps[case.slug]}".strip() for case in found.cases)
    left_out = (
        (f"In the report What could be done, and not here: {listed(found.others)}.",) if found.others else ()
    )
    return Note("Where each option comes from, and what in it is ours:", (*points, *left_out, *refused))
