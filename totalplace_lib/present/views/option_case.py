"""Exhibits of one option in one place: the case in words, money over time, payback, pockets, pool, what matters."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import option_results as results
from totalplace_lib.analysis.options import Case
from totalplace_lib.present.charts import bars, grouped_bars, lines, range_plot
from totalplace_lib.present.columns import Column, in_one_unit
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import count, fixed, money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import capital, listed, small
from totalplace_lib.present.views.option_words import (
    CORRECTED,
    ILLUSTRATIVE,
    OTHERS,
    PLURAL,
    SOURCE,
    payback_words,
    pool_words,
    the_body,
)

KEPT = 3  # bodies with a line of their own


def opening(case: Case) -> Opening:
    """The case: what it costs and saves, when it is paid back, who pays and gains."""
    row = results.compared([case]).iloc[0]
    saves, cost = float(row["gain_gbp"]), float(row["cost_gbp"])
    years = plural(case.appraised.option.years, "year")
    headline = (
        f"“{case.name}”: {money(cost)} would save public budgets in {case.place.name} {money(saves)} in {years}."
        if saves > 0
        else f"“{case.name}”: it would cost {money(cost)} in {case.place.name} in {years}, and save no public budget."
    )
    back = float(row["payback"])
    chance = float(results.chances(case)["all"].iloc[-1])
    figures = [
        KeyFigure("Cost", money(cost), f"present value, {case.year} prices"),
        KeyFigure(
            "Saving", money(saves), f"{money(float(row['low_gbp']))} to {money(float(row['high_gbp']))}"
        ),
        KeyFigure(
            "Evidence", str(case.data["grade"]), "illustrative" if case.is_illustrative else "published"
        ),
    ]
    return Opening(
        headline,
        [
            Finding(
                f"It is for {count(case.people)} people here: {small(str(case.data['people']))}.",
                f"{case.data['change']} Without it: {case.data['usual']}",
            ),
            Finding(
                capital(f"{payback_words(back, float(row['payback_cash']))}."),
                f"The chance that public budgets are paid back by the end is {share(chance)}; "
                f"{share(float(row['cash_share']) if saves > 0 else 0.0)} of the saving is cash, and the most that has "
                f"to be found before cash comes back is {money(float(row['peak_gbp']))}.",
            ),
            Finding(
                _who(case),
                f"Could they share the cost so that none is worse off? {capital(pool_words(case))}",
            ),
        ],
        figures,
    )


def _who(case: Case) -> str:
    losing = [str(body) for body in case.pockets.loc[case.pockets["net_gbp"] < 0, "body"]]
    if not losing:
        return "No body invests more than it gains."
    is_one = len(losing) == 1 and losing[0] not in PLURAL
    verb = "invests more than it gains" if is_one else "invest more than they gain"
    return f"{capital(listed([the_body(body) for body in losing]))} {verb}."


def basis(case: Case) -> Note:
    """Where the figures come from, what is ours, what has to change."""
    needs = [
        f"It needs: {row.name}. {capital(str(row.lift))}; to sign: {row.ask}."
        for row in case.barriers.itertuples()
    ]
    gap = [str(case.data["gap"])] if case.data.get("gap") else []
    kept = [ILLUSTRATIVE] if case.is_illustrative else []
    return Note(str(case.data["basis"]), (*gap, *kept, CORRECTED, *needs))


def over_time(case: Case) -> Exhibit:
    """Net money by body and year, running total, real."""
    table = results.by_body_and_year(case)
    table["running_gbp"] = table.groupby("body", sort=False)["net_gbp"].cumsum().round(2)
    largest = (
        table.groupby("body")["net_gbp"].apply(lambda money: money.abs().sum()).sort_values(ascending=False)
    )
    kept = list(largest.index[:KEPT])
    table["line"] = table["body"].where(table["body"].isin(kept), OTHERS)
    drawn = (
        table.groupby(["line", "year"], sort=False)[["net_gbp", "running_gbp"]].sum().round(2).reset_index()
    )
    last = drawn[drawn["year"] == drawn["year"].iloc[-1]].sort_values("running_gbp", ascending=False)
    first, worst = last.iloc[0], last.iloc[-1]
    caption = Caption(
        "over-time",
        f"By the end {_end(first)}"
        + (f", {_end(worst)}" if len(last) > 1 and worst["running_gbp"] < 0 else ""),
        f"Gains less costs, running total by body, {case.place.name}, {case.year} prices, not discounted",
        SOURCE,
        ("Capacity released is counted as a gain; the table of bodies shows it apart.",),
    )
    columns = {
        "line": Column("Body"), "year": Column("Year"), "running_gbp": Column("Running total", "money"),
        "net_gbp": Column("In the year", "money"),
    }  # fmt: skip
    return lines(
        drawn, in_one_unit(drawn, columns), caption, period="year", value="running_gbp", series="line"
    )


def _end(row: pd.Series) -> str:
    """ "the council is £3 million better off"."""
    body, money_left = str(row["line"]), float(row["running_gbp"])
    verb = "are" if body in PLURAL else "is"
    return f"{the_body(body)} {verb} {money(abs(money_left))} {'better' if money_left >= 0 else 'worse'} off"


def payback(case: Case) -> Exhibit:
    """The probability of payback by year."""
    wide = results.chances(case)
    table = wide.melt("year", ["all", "cash"], "counted", "chance")
    table["counted"] = table["counted"].map({"all": "With capacity released", "cash": "Cash alone"})
    table["year"] = "Year " + table["year"].astype(str)
    ends = wide.iloc[-1]
    caption = Caption(
        "payback",
        f"By year {ends['year']:.0f} the chance of payback is {share(float(ends['all']))}, in cash alone "
        f"{share(float(ends['cash']))}",
        f"Share of {count(len(case.appraised.draws.payback))} draws that are paid back by the end of a year, "
        f"{case.place.name}, {case.year}",
        SOURCE,
        ("The draws vary the inputs that have a range, and nothing else: they are too sure of the rest.",),
    )
    columns = {
        "counted": Column("Counted"),
        "year": Column("Year"),
        "chance": Column("Chance of payback", "share"),
    }
    return lines(table, columns, caption, period="year", value="chance", series="counted")


def pockets(case: Case) -> Exhibit:
    """Who invests and who gains."""
    table = case.pockets.assign(gains_gbp=(case.pockets["cash_gbp"] + case.pockets["capacity_gbp"]).round(2))
    caption = Caption(
        "wrong-pockets",
        _who(case).rstrip("."),
        f"Present values by body, {case.place.name}, {case.year} prices",
        SOURCE,
        (CORRECTED,),
    )
    columns = {
        "body": Column("Body"), "invests_gbp": Column("Invests", "money"), "gains_gbp": Column("Gains", "money"),
        "cash_gbp": Column("Of that in cash", "money"), "capacity_gbp": Column("Of that capacity", "money"),
        "net_gbp": Column("Gains less cost", "money"),
    }  # fmt: skip
    return grouped_bars(
        table, in_one_unit(table, columns), caption, label="body", values=("invests_gbp", "gains_gbp")
    )


def pool(case: Case) -> Exhibit | Note:
    """How the cost could be shared so that no body is worse off, or that it cannot."""
    shared = case.in_cash if case.in_cash.exists else case.with_capacity
    if not shared.exists:
        return Note(f"A pooled budget that leaves no body worse off: {pool_words(case)}")
    what = "cash" if case.in_cash.exists else "cash and capacity"
    caption = Caption(
        "pool",
        f"Shared by what each gains in {what}, no body is worse off",
        f"Contributions to a pooled budget, present values, {case.place.name}, {case.year} prices",
        SOURCE,
        ()
        if case.in_cash.exists
        else ("In cash alone no such pool exists: capacity has to be counted as a gain.",),
    )
    columns = {
        "body": Column("Body"), "pays_gbp": Column("Pays in", "money"), "gains_gbp": Column("Gains", "money"),
        "better_off_gbp": Column("Better off by", "money"),
    }  # fmt: skip
    table = shared.table[shared.table["pays_gbp"] >= 0].reset_index(drop=True)
    return bars(table, in_one_unit(table, columns), caption, label="body", value="pays_gbp")


def what_matters(case: Case) -> Exhibit | Note:
    """The ten inputs that matter most (tornado)."""
    table = results.what_matters(case)
    if table.empty or not table["swing_gbp"].gt(0).any():
        return Absent("No input of this option has a range that moves its net saving.")
    table = table[table["swing_gbp"] > 0].reset_index(drop=True)
    middle = float(case.appraised.central.net_fiscal[0])
    ends = table[["low_gbp", "high_gbp"]]
    table = table.assign(least_gbp=ends.min(axis=1), most_gbp=ends.max(axis=1), middle_gbp=middle)
    table["middle_gbp"] = table["middle_gbp"].clip(table["least_gbp"], table["most_gbp"])
    caption = Caption(
        "what-matters",
        f"What matters most: {small(str(table['input'].iloc[0]))}",
        f"Net saving to public budgets with one input at the ends of its range, present value, {case.place.name}, "
        f"{case.year} prices",
        SOURCE,
        ("The widest stands first. All other inputs are at their central value.",),
    )
    columns = {
        "input": Column("Input"), "middle_gbp": Column("Net saving", "money"), "least_gbp": Column("Least", "money"),
        "most_gbp": Column("Most", "money"), "swing_gbp": Column("Between them", "money"),
    }  # fmt: skip
    return range_plot(
        table,
        in_one_unit(table, columns),
        caption,
        label="input",
        low="least_gbp",
        central="middle_gbp",
        high="most_gbp",
    )


def on_the_lines(case: Case) -> Exhibit | Note:
    """Each saving beside the lines of the count that it would come from."""
    if case.lines.empty:
        return Note("This option saves no line of the count: what it brings is in no public budget.")
    table = case.lines.assign(share=(case.lines["saves_gbp"] / case.lines["lines_gbp"]).fillna(0.0))
    table["kept"] = ["no" if over else "yes" for over in table["is_over"]]
    over = int(case.lines["is_over"].sum())
    caption = Caption(
        "lines",
        f"{plural(over, 'saving is', 'savings are')} more than the cohort's share of the lines"
        if over
        else "No saving is more than the cohort's share of the lines that it comes from",
        f"Largest saving of a year beside the spending of {case.year}, {case.place.name}, before optimism bias",
        SOURCE,
    )
    columns = {
        "effect": Column("What there is less of"), "body": Column("Body"),
        "saves_gbp": Column("Saving a year", "money"), "most_gbp": Column("The cohort's share", "money"),
        "lines_gbp": Column("The lines", "money"), "share": Column("Of the lines", "share"),
        "kept": Column("Within it"),
    }  # fmt: skip
    return Exhibit(
        caption,
        table,
        in_one_unit(table, columns),
        alt="A table of savings beside the lines of the count they come from.",
    )


def measures(case: Case) -> Exhibit:
    """Every measure of the guidance: central, and nine in ten draws."""
    middle, draws = case.appraised.central, case.appraised.draws
    names = {
        "net_fiscal": "Net present value to public budgets", "net_cash": "Net present value in cash",
        "net_public": "Net present value with economic and social gains", "peak": "Peak funding",
    }  # fmt: skip
    rows = [
        (words, float(getattr(middle, name)[0]), *pd.Series(getattr(draws, name)).quantile([0.05, 0.95]))
        for name, words in names.items()
    ]
    table = pd.DataFrame(rows, columns=["measure", "central_gbp", "low_gbp", "high_gbp"]).round(2)
    ratio = "none" if middle.bcr[0] != middle.bcr[0] else fixed(float(middle.bcr[0]), 2)
    fiscal = (
        "none"
        if middle.fiscal_return[0] != middle.fiscal_return[0]
        else fixed(float(middle.fiscal_return[0]), 2)
    )
    caption = Caption(
        "measures",
        f"For each £1 of cost: £{fiscal} to public budgets, £{ratio} with economic and social gains",
        f"Present values, {case.place.name}, {case.year} prices; low and high: nine in ten draws",
        SOURCE,
        ("Method: HM Treasury's guidance for local partnerships (2014) and the Green Book.",),
    )
    columns = {
        "measure": Column("Measure"), "central_gbp": Column("Central", "money"), "low_gbp": Column("Low", "money"),
        "high_gbp": Column("High", "money"),
    }  # fmt: skip
    return Exhibit(
        caption,
        table,
        in_one_unit(table, columns),
        alt="A table of net present values and peak funding with their range.",
    )
