"""Exhibits of the payments report: who buys from the same suppliers, what could be joined, who pays whom, when."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import payments as analysis
from totalplace_lib.analysis.payments import Payments
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening

ROWS = 12
SOURCE = (
    "Payments published by each body (transparency data, Open Government Licence), as added to this project"
)
_GBP = Column("Payments", "money")


def opening(found: Payments) -> Opening:
    """How much is held of whom, what is shared, what goes to other public bodies."""
    shared = analysis.shared_suppliers(found.spending.paid)
    both, public = float(shared["amount_gbp"].sum()), analysis.to_public_bodies(found.spending.paid)
    paid = found.spending.paid
    hidden = paid.loc[paid["kind"] == analysis.NOT_NAMED, "pence"].sum() / 100
    return Opening(
        _headline(found, shared, both),
        [
            Finding(
                f"{money(float(public['amount_gbp'].sum()))} went to other public bodies.",
                "Such payments are counted once in a whole-area count, at the body that spends them last.",
            ),
            Finding(
                f"{money(hidden)} is not shown by payee.",
                "It was paid to people, or the publisher withheld the name: [c].",
            ),
            Finding(
                "Payments are a part of spending.",
                "Councils publish what is above £500, departments above £25,000; pay and benefits are not in them.",
            ),
        ],
        [
            KeyFigure(
                "Payments",
                money(found.total_gbp),
                f"{plural(len(found.bodies), 'body', 'bodies')}, {found.period}",
            ),
            KeyFigure("Shared suppliers", f"{len(shared):,}", "paid by two bodies or more"),
            KeyFigure("Paid to them", money(both), "by all bodies together"),
        ],
    )


def _headline(found: Payments, shared: pd.DataFrame, both: float) -> str:
    if len(found.bodies) == 1:
        return (
            f"{found.bodies[0]} published {money(found.total_gbp)} of payments; of other bodies of {found.place} none "
            "are held, so that nothing can be shared."
        )
    return (
        f"{join(found.bodies)} published {money(found.total_gbp)} of payments, {share(both / found.total_gbp)} to "
        f"{plural(len(shared), 'supplier', 'suppliers')} that more than one of them pays."
    )


def _subtitle(found: Payments, what: str) -> str:
    return f"{what}, {found.place}, {found.period}, GBP as published"


def bases(found: Payments) -> tuple[str, ...]:
    """What a reader must know of the amounts: net or gross, and months that differ."""
    months = analysis.months_held(found.spending.months)["body"].value_counts(sort=False)
    held = join([f"{body} {plural(int(number), 'month')}" for body, number in months.items()])
    said = join([f"{row.body} {row.basis}" for row in found.files.drop_duplicates("body").itertuples()])
    return (f"Months held: {held}.", f"VAT: {said}.")


def shared(found: Payments) -> Exhibit | Note:
    """The largest suppliers that two bodies or more pay, with what each paid."""
    table = analysis.shared_suppliers(found.spending.paid)
    if table.empty:
        return Absent("No supplier that may be named is paid by two of the bodies that are held.")
    largest = table.head(ROWS)
    first = largest.iloc[0]
    caption = Caption(
        "shared",
        f"{first['supplier']} is the largest shared supplier: {money(float(first['amount_gbp']))}",
        _subtitle(found, f"{len(largest)} of {plural(len(table), 'supplier')} paid by two bodies or more"),
        SOURCE,
        (
            *bases(found),
            "Spellings of one supplier are put together by rule; public bodies are apart.",
        ),
    )
    columns = {"supplier": Column("Supplier"), "amount_gbp": _GBP} | {
        body: Column(body, "money") for body in found.bodies if body in largest.columns
    }
    return bars(
        largest[[*columns]].reset_index(drop=True), columns, caption, label="supplier", value="amount_gbp"
    )


def joinable(found: Payments) -> Exhibit | Note:
    """What bodies pay a month to the same supplier: the base of a saving."""
    table = analysis.joinable(found.spending)
    if table.empty:
        return Absent("No contract could be joined: no supplier is paid by two of the bodies that are held.")
    largest = table.head(ROWS)
    month = float(table["month_gbp"].sum())
    caption = Caption(
        "joinable",
        f"One per cent of what shared suppliers are paid would be {money(month * 12 / 100)} a year",
        _subtitle(found, f"Payments a month to {len(largest)} of {plural(len(table), 'shared supplier')}"),
        SOURCE,
        ("A base for an option, not a saving: what is bought, and until when, is not in the payments.",),
    )
    columns = {
        "supplier": Column("Supplier"),
        "category": Column("Mostly for"),
        "bodies": Column("Bodies", "count"),
        "month_gbp": Column("A month", "money"),
        "each_percent_gbp": Column("One per cent of a year", "money"),
    }
    return bars(largest[[*columns]], columns, caption, label="supplier", value="month_gbp")


def to_public_bodies(found: Payments) -> Exhibit | Note:
    """Payments to other public bodies, the largest."""
    table = analysis.to_public_bodies(found.spending.paid)
    if table.empty:
        return Absent("No payment to another public body is seen.")
    sums = table.groupby("supplier")["amount_gbp"].sum().reset_index()
    largest = sums.sort_values("amount_gbp", ascending=False, ignore_index=True).head(ROWS)
    first = largest.iloc[0]
    caption = Caption(
        "to-public-bodies",
        f"Most of what passes to other public bodies goes to {first['supplier']}: {money(float(first['amount_gbp']))}",
        _subtitle(
            found, f"Payments to {len(largest)} of {plural(len(sums), 'public body', 'public bodies')}"
        ),
        SOURCE,
    )
    columns = {"supplier": Column("Public body"), "amount_gbp": _GBP}
    return bars(largest, columns, caption, label="supplier", value="amount_gbp")


def voluntary(found: Payments) -> Exhibit | Note:
    """Payments to charities and voluntary bodies."""
    table = analysis.voluntary(found.spending.paid)
    if table.empty:
        return Absent("No payee is told to be a charity by its name.")
    first = table.iloc[0]
    caption = Caption(
        "voluntary",
        f"{first['body']} paid {money(float(first['amount_gbp']))} to charities and voluntary bodies",
        _subtitle(found, "Payments to suppliers whose names are those of charities"),
        SOURCE,
        ("Told by the name alone, so it is the least: many charities have names like companies.",),
    )
    columns = {
        "body": Column("Body"),
        "amount_gbp": _GBP,
        "share": Column("Of all payments", "share"),
        "suppliers": Column("Suppliers", "count"),
    }
    return bars(table, columns, caption, label="body", value="amount_gbp")


def by_month(found: Payments) -> Exhibit:
    """What each body paid by month, and whether the year's end can be judged."""
    table = analysis.by_month(found.spending.months)
    spike = analysis.year_end(found.spending.months).dropna(subset=["ratio"])
    first = table.sort_values("amount_gbp", ascending=False, kind="stable").iloc[0]
    headline = (
        f"{spike.iloc[0]['body']} paid {spike.iloc[0]['ratio']:.1f} times a usual month in March"
        if len(spike)
        else f"The largest month held is {first['month']} of {first['body']}: {money(float(first['amount_gbp']))}"
    )
    notes = (
        ()
        if len(spike)
        else ("No body's year is held whole, so a spike at the end of the year cannot be told.",)
    )
    shown = table.tail(ROWS).assign(label=table["month"] + ", " + table["body"])[["label", "amount_gbp"]]
    caption = Caption("by-month", headline, _subtitle(found, "Payments by month, the latest"), SOURCE, notes)
    columns = {"label": Column("Month and body"), "amount_gbp": _GBP}
    return bars(shown.reset_index(drop=True), columns, caption, label="label", value="amount_gbp")
