"""Exhibits of what is raised in a place: its taxes with ranges, the balance, what authorities raise, the tests."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.revenue import (
    COUNCIL_TAX,
    RAISED,
    Revenue,
)
from totalplace_lib.evidence.carried import Figure, apart, enough, figure_of, limits
from totalplace_lib.present.charts import bars, range_plot
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import between, finding, heads_between
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening

SOURCE = "Country and regional public sector finances to 2024-25 (ONS), shared over places by Total Place"
ENDS = {"low_gbp": Column("Low", "money"), "high_gbp": Column("High", "money")}
RANGE = {"amount_gbp": Column("Raised", "money"), **ENDS, "grade": Column("Grade")}
BELOW = (
    "ONS shares some taxes over regions by measures of its own, such as surveys of what households buy; there the test "
    "says how near ours are to theirs. Below the region no tax but council tax and income tax is known by place, so "
    "that ranges are those that tests of spending lend, and no grade is better than C."
)
MOST = 20
NOT_NET = (
    "A balance is no judgement: pensions go where the old live, taxes come from where firms and earners are, and "
    "what is spent for the country as a whole is for nobody in one place."
)


def opening(made: Revenue) -> Opening:
    """What is raised with its range, the taxes that are nearest to known, and the balance as far as it is carried."""
    own, spent = made.figure, figure_of(made.count)
    name, year = made.count.place.name, made.count.year
    return Opening(
        f"{money(made.total_gbp)} of taxes and contributions was raised in {name} in {year}: "
        f"{pounds(own.per_head[0])} for each resident.",
        [_known_best(made), _balance(own, spent), _elsewhere(made)],
        [
            KeyFigure(RAISED, money(made.total_gbp), between(own) or "published as a whole"),
            KeyFigure("For each resident", pounds(own.per_head[0]), heads_between(own) or "no range"),
            KeyFigure("Public spending counted here", money(spent.amount_gbp), between(spent) or "no range"),
            KeyFigure(
                "Shared by a tested measure", share(own.measured), "of what is raised; the rest has grade D"
            ),
        ],
    )


def _known_best(made: Revenue) -> Finding:
    """Council tax and income tax, whose keys are the taxpayers' own records."""
    own = {str(row["group"]): row for _, row in made.by("group").iterrows()}
    council, income = own[COUNCIL_TAX], own["Income tax"]
    return finding(
        enough([made.figure], limits()),
        f"Council tax brings {money(council['amount_gbp'])}, income tax {money(income['amount_gbp'])}.",
        f"{_between(council, 'Council tax')}; {_between(income, 'income tax')}. Both follow what residents themselves "
        "were asked for; other taxes follow incomes, output or people.",
        "What single taxes bring cannot be told.",
    )


def _between(row: pd.Series, name: str) -> str:
    """ "Council tax: £1.2 billion to £1.4 billion"."""
    said = between(Figure(name, row["amount_gbp"], row["low_gbp"], row["high_gbp"]))
    return f"{name}: {said}" if said else f"{name}: published"


def _balance(own: Figure, spent: Figure) -> Finding:
    """Spending beside receipts, where the ranges do not meet."""
    gap = spent.amount_gbp - own.amount_gbp
    side = "more" if gap > 0 else "less"
    return finding(
        apart(own, spent, limits()),
        f"{money(abs(gap))} {side} is counted as spent here than is raised here.",
        NOT_NET,
        "Whether more is raised here than is spent here cannot be told.",
        f"Raised: {between(own)}; spent: {between(spent) or money(spent.amount_gbp)}.",
    )


def _elsewhere(made: Revenue) -> Finding:
    """What stands apart: spending that is for no place, and receipts that nobody in the place pays."""
    rows = made.balance[made.balance["is_apart"] & (made.balance["side"] != "balance")]
    spent = -float(rows.loc[rows["side"] == "spending", "amount_gbp"].sum())
    received = float(rows.loc[rows["side"] == "receipts", "amount_gbp"].sum())
    return Finding(
        f"Another {money(spent)} of spending and {money(received)} of income are for no one place and stand apart.",
        "Defence, debt interest, aid and entries of the national accounts, shared here by residents as ONS draws them "
        "up for regions.",
    )


def by_authority(made: Revenue, rows: pd.DataFrame) -> Exhibit | Note:
    """What authorities raise themselves, a row for each. rows: Revenue.councils"""
    held = rows.dropna(subset=["amount_gbp"])
    gaps = rows[rows["amount_gbp"].isna()]
    silent = sorted(set(gaps["authority"]) - set(held["authority"]))
    unknown = sorted(set(gaps["what"].str.lower() + " of " + gaps["authority"]))
    if held.empty:
        return Absent(
            f"No return of {made.count.year} says what authorities raise themselves [x]: {join(silent)}."
            if silent
            else f"No returns of {made.count.year} say what authorities raise themselves [x]."
        )
    table = held.pivot_table(index="authority", columns="what", values="amount_gbp", aggfunc="sum")
    kinds = [str(kind) for kind in held["what"].drop_duplicates()]
    table = table[kinds].assign(total=table.sum(axis=1), is_part=held.groupby("authority")["is_part"].first())
    table = table.sort_values("total", ascending=False).reset_index()
    said = join(
        [f"{kind.lower()} of {money(held.loc[held['what'] == kind, 'amount_gbp'].sum())}" for kind in kinds]
    )
    caption = Caption(
        "authorities",
        f"{join(silent)} made no return; the other authorities report {said}"
        if silent
        else f"Authorities report {said}",
        "Income that authorities raise themselves, as they returned it, "
        f"{made.count.place.name}, {made.count.year}, cash",
        "Councils' revenue outturn, service expenditure and council tax levels (MHCLG)",
        (
            "Of an authority that serves other places too, the part of the place's residents [e].",
            *([f"Not returned [x]: {join(unknown)}."] if unknown else []),
            "Business rates are what is kept after they were evened out between councils; charges are taken off "
            "spending in the count.",
        ),
    )
    columns = {
        "authority": Column("Authority"),
        "total": Column("Together", "money"),
        **{kind: Column(kind, "money") for kind in kinds},
    }
    return bars(table.head(MOST), columns, caption, label="authority", value="total")


def small(name: str) -> str:
    """A tax inside a sentence: "income tax", "VAT", "National Insurance"."""
    return name[0].lower() + name[1:] if name[1:2].islower() and not name.startswith("National") else name


def by_tax(made: Revenue, groups: pd.DataFrame) -> Exhibit:
    """Each group of taxes with its range. groups: Revenue.by("group")."""
    tested = made.figure.measured
    caption = Caption(
        "what-is-raised",
        f"{share(tested)} of what is raised is shared by a measure that was tested on regions left out",
        f"Taxes and contributions with 90% ranges, {made.count.place.name}, {made.count.year}, cash",
        SOURCE,
        _sea(made),
    )
    return range_plot(
        groups, {"group": Column("Tax"), **RANGE}, caption,
        label="group", low="low_gbp", central="amount_gbp", high="high_gbp", grade="grade",
    )  # fmt: skip


def _sea(made: Revenue) -> tuple[str, ...]:
    """A note on what stays with the region."""
    if not made.unplaced_gbp:
        return ()
    return (
        f"{money(made.unplaced_gbp)} of the region's North Sea revenue lies under the sea and in no place [n].",
    )
