"""Exhibits of what is raised in a place: its taxes with ranges, the balance, what authorities raise, the tests."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.revenue import (
    AFTER,
    COUNCIL_TAX,
    LEFT,
    RAISED,
    SPENT,
    Revenue,
)
from totalplace_lib.evidence.carried import Figure, apart, enough, figure_of, limits
from totalplace_lib.present.charts import bars, range_plot, waterfall
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import between, finding, heads_between
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening

SOURCE = "Country and regional public sector finances to 2024-25 (ONS), shared over places by Total Place"
RANGE = {
    "amount_gbp": Column("Raised", "money"),
    "low_gbp": Column("Low", "money"),
    "high_gbp": Column("High", "money"),
    "grade": Column("Grade"),
}
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


def by_tax(made: Revenue, groups: pd.DataFrame) -> Exhibit:
    """Each group of taxes with its range. groups: Revenue.by("group")."""
    tested = made.figure.measured
    caption = Caption(
        "what-is-raised",
        f"{share(tested)} of what is raised is shared by a measure that was tested on regions left out",
        _subtitle(made, "Taxes and contributions with 90% ranges"),
        SOURCE,
        _sea(made),
    )
    return range_plot(
        groups, {"group": Column("Tax"), **RANGE}, caption,
        label="group", low="low_gbp", central="amount_gbp", high="high_gbp", grade="grade",
    )  # fmt: skip


def every_tax(made: Revenue, taxes: pd.DataFrame, keys: pd.Series) -> Exhibit:
    """Every line with what it was shared by. taxes: Revenue.by("name"); keys: key in words by driver."""
    lines = made.raised.drop_duplicates("name").set_index("name")["driver"]
    driver = taxes["name"].map(lines).str.removeprefix("receipts: ")
    table = taxes.assign(key=driver.map(keys), per_head=taxes["amount_gbp"] / made.count.population)
    caption = Caption(
        "every-tax",
        f"{plural(len(table), 'line')} of receipts, each shared by what it follows",
        _subtitle(made, "Taxes and contributions, line by line"),
        SOURCE,
    )
    columns = {
        "name": Column("Tax"),
        **RANGE,
        "per_head": Column("For each resident", "per_head"),
        "key": Column("Shared by"),
    }
    return Exhibit(caption, table, columns, "Table of every line of receipts.")


def balance(made: Revenue, steps: pd.DataFrame) -> Exhibit:
    """From what is raised to what is left after everything. steps: Revenue.balance without the rest in between."""
    left, after = made.step(LEFT), made.step(AFTER)
    caption = Caption(
        "balance",
        f"{money(made.total_gbp)} raised less {money(-made.step(SPENT)['amount_gbp'])} counted leaves "
        f"{money(left['amount_gbp'])}; with what is for no one place {money(after['amount_gbp'])}",
        _subtitle(made, "Receipts less spending; income adds, spending takes away"),
        f"{SOURCE}; Total Place count",
        (
            f"Raised less spent lies between {money(left['low_gbp'])} and {money(left['high_gbp'])}; after everything "
            f"between {money(after['low_gbp'])} and {money(after['high_gbp'])}.",
            NOT_NET,
        ),
    )
    columns = {
        "step": Column("Step"),
        "amount_gbp": Column("Amount", "money"),
        "low_gbp": Column("Low", "money"),
        "high_gbp": Column("High", "money"),
    }
    return waterfall(steps, columns, caption, label="step", change="amount_gbp")


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
        _subtitle(made, "Income that authorities raise themselves, as they returned it"),
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


def tests_of_keys(measured: pd.DataFrame, names: pd.Series, keys: pd.Series) -> Exhibit:
    """How far each key misses what is published for the regions. measured: config/made/receipts.csv by driver."""
    table = measured.dropna(subset=["region_out"]).sort_values("region_out")
    table = table.assign(name=names.reindex(table.index), key=keys.reindex(table.index)).reset_index(
        drop=True
    )
    best, worst = table.iloc[0], table.iloc[-1]
    caption = Caption(
        "keys-of-taxes",
        f"Between regions left out these measures misplace {share(best['region_out'])} of {_small(best['name'])} and "
        f"{share(worst['region_out'])} of {_small(worst['name'])}",
        "Part of each tax that its measure puts into the wrong region, nine regions, 2007-08 to 2024-25",
        SOURCE,
        (
            "ONS shares some taxes over regions by measures of its own, such as surveys of what households buy; there "
            "the test says how near ours are to theirs. Below the region no tax but council tax and income tax is "
            "known by place, so that ranges are those that tests of spending lend, and no grade is better than C.",
        ),
    )
    columns = {
        "name": Column("Tax"),
        "key": Column("Shared by"),
        "by_people": Column("Misplaced by people alone", "share"),
        "by_key": Column("By this measure", "share"),
        "region_out": Column("By it, region left out", "share"),
        "grade": Column("Grade"),
    }
    return Exhibit(caption, table, columns, "Table of how far keys miss what is published for regions.")


def between_nations(table: pd.DataFrame) -> Exhibit:
    """How far people miss what is published for the other nations. table: receipts.by_nation()"""
    wide = table.pivot_table(index="name", columns="nation", values="off")
    size = table.groupby("name")["amount_gbp"].sum()
    wide = wide.loc[size.sort_values(ascending=False).index].reset_index()
    nations = [str(column) for column in wide.columns if column != "name"]
    missed = (table["key_gbp"] - table["amount_gbp"]).abs().sum() / table["amount_gbp"].sum()
    caption = Caption(
        "between-nations",
        f"Between nations people alone miss {share(missed)} of the taxes that they share here",
        "What people give each nation, more or less than is published, as a part of it, 2007-08 to 2012-13",
        SOURCE,
        ("Measures of income, output and homes are held for England alone and cannot be tried so.",),
    )
    columns = {"name": Column("Tax"), **{nation: Column(nation, "share") for nation in nations}}
    return Exhibit(caption, wide, columns, "Table of taxes by nation: shared by people less published.")


def _small(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() and not name.startswith("National") else name


def _sea(made: Revenue) -> tuple[str, ...]:
    """A note on what stays with the region."""
    if not made.unplaced_gbp:
        return ()
    return (
        f"{money(made.unplaced_gbp)} of the region's North Sea revenue lies under the sea and in no place [n].",
    )


def _subtitle(made: Revenue, what: str) -> str:
    return f"{what}, {made.count.place.name}, {made.count.year}, cash"
