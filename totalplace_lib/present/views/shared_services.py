"""Exhibits of shared services and the third sector: what several bodies each run, and whom the bodies pay."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import shared_services as sharing
from totalplace_lib.analysis.overlap import Overlap
from totalplace_lib.analysis.payments import COMPANY, NOT_NAMED, VOLUNTARY
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column, in_one_unit
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import count, money, plural, share
from totalplace_lib.present.views.payments import SOURCE as PAYMENTS
from totalplace_lib.present.views.publications import theme_source

PAYEES = {
    VOLUNTARY: "Charities and voluntary bodies, by their names",
    COMPANY: "Companies and other suppliers",
    sharing.PUBLIC: "Other public bodies",
    NOT_NAMED: "People and withheld names",
}


def shared_functions(over: Overlap) -> Exhibit | Note:
    """Functions that several bodies each run, and what sharing saved where it was published."""
    parts, place = over.whole.parts, over.count.place.name
    table = sharing.shared_functions(parts)
    if table.empty:
        return Absent(
            f"No line of the count shows a function that bodies of {place} each run for themselves."
        )
    caption = Caption(
        "shared-functions",
        _by_councils(table[table["function"] == "central"]),
        f"Functions that returns show by themselves, {place}, {over.count.year}, current and capital, cash",
        f"{theme_source(parts)}; what pilots published of sharing",
        ("Payroll, buying, IT and contact centres are in no return by themselves, and so not here.",),
    )
    columns = {
        "name": Column("Function"), "bodies": Column("Bodies", "count"),
        "amount_gbp": Column("Spending", "money"), "largest": Column("Spends most"),
        "saving_gbp": Column("What sharing would save at the published share", "money", marker="marker"),
        "says": Column("What was published"), "source": Column("Source"),
    }  # fmt: skip
    return bars(table, in_one_unit(table, columns), caption, label="name", value="amount_gbp")


def _by_councils(central: pd.DataFrame) -> str:
    """How many councils each pay for central services: the one function whose bodies every return names."""
    if central.empty:
        return "Functions that bodies run for themselves"
    row = central.iloc[0]
    paid = money(float(row["amount_gbp"]))
    if row["bodies"] == 1:
        return f"{row['largest']} alone pays for central services: {paid}"
    return f"{count(int(row['bodies']))} councils pay for central services of their own: {paid} in all"


def paid_to(over: Overlap) -> Exhibit | Note:
    """Whom the bodies of the place paid: charities, companies, public bodies; or that no payments are held."""
    place, year = over.count.place, str(over.count.year)
    found = sharing.paid(place, year)
    if found is None:
        return Absent(
            f"What charities and contractors were paid in {place.name} in {year} is not known: no payments of its "
            "bodies are held.",
            (
                "Councils have published what they pay since the end of 2010, bill by bill above £500; what is added "
                "to this project is counted here.",
            ),
        )
    table = sharing.by_kind_of_payee(found.spending.paid)
    table["kind"] = table["kind"].map(PAYEES)
    first = table.iloc[0]
    caption = Caption(
        "paid-to",
        f"{share(float(first['share']))} of what is held was paid to charities: {money(float(first['amount_gbp']))}"
        if first["kind"] == PAYEES[VOLUNTARY]
        else "No payee is told to be a charity by its name",
        f"Payments by kind of payee, {place.name}, {plural(len(found.bodies), 'body', 'bodies')}, {found.period}",
        PAYMENTS,
        (
            "Charities are told by their names alone, so this is the least. Payments are a part of spending, above "
            "each body's threshold; pay and benefits are not in them.",
        ),
    )
    columns = {
        "kind": Column("Paid to"), "amount_gbp": Column("Payments", "money"),
        "share": Column("Of all payments", "share"), "payees": Column("Payees", "count"),
    }  # fmt: skip
    return bars(table, columns, caption, label="kind", value="amount_gbp")
