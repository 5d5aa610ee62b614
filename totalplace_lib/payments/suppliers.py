"""Suppliers of the payments in the store: the spellings of each linked, public bodies by name, people put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from totalplace_lib.payments import link, public_bodies, supplier_names
from totalplace_lib.payments.payees import PUBLIC
from totalplace_lib.payments.word_lists import is_one_of, plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PEOPLE = "People and withheld names"
"""All payees that are not named, together: marker c."""


def link_suppliers(con: DuckDBPyConnection, payers: Sequence[str] = ()) -> None:
    """Make the table `suppliers` for the view `payments`: payee, payee_state, supplier, kind, area.

    payers     only what these bodies pay; () for all
    supplier   the spelling that most is paid to; kind: company, voluntary, or what public body it is
    """
    chosen = "WHERE body IN (SELECT unnest(?))" if payers else "WHERE ? IS NOT NULL"
    paid = con.execute(
        f"SELECT payee, payee_state AS state, sum(abs(pence)) AS pence FROM payments {chosen} "
        "AND payee IS NOT NULL GROUP BY ALL ORDER BY pence DESC, payee",
        [list(payers)],
    ).df()
    companies = paid[paid["state"] != PUBLIC]["payee"]
    first = link.linked({payee: supplier_names.keys(payee) for payee in companies})
    rows = [_row(payee, state, first) for payee, state in zip(paid["payee"], paid["state"], strict=True)]
    frame = pd.DataFrame(rows, columns=["payee", "payee_state", "supplier", "kind", "area"], dtype="str")
    con.register("suppliers_frame", frame)
    con.execute("CREATE OR REPLACE TEMP TABLE suppliers AS SELECT * FROM suppliers_frame")
    con.unregister("suppliers_frame")


def _row(payee: str, state: str, first: dict[str, str]) -> tuple[str, str, str, str, str]:
    if state == PUBLIC:
        known = public_bodies.named(payee)
        return payee, state, payee, known.kind if known else "public body", known.code if known else ""
    supplier = first[payee]
    kind = "voluntary" if is_one_of(plain(supplier), "voluntary") else "company"
    return payee, state, supplier, kind, ""


class Spent(NamedTuple):
    """What bodies paid, added up three ways; people and withheld names are one supplier of the kind "not named".

    paid      body, supplier, kind, area, category, pence, payments
    months    body, month, pence, payments;  services: body, service, pence, payments
    """

    paid: pd.DataFrame
    months: pd.DataFrame
    services: pd.DataFrame


_WAYS = {
    "paid": (
        "payee, payee_state, category, purpose",
        "payee, payee_state, coalesce(CASE WHEN lower(category) NOT IN ('', 'revenue', 'capital') THEN category END, "
        "nullif(purpose, ''), '') AS category",
    ),
    "months": ("day", "strftime(day, '%Y-%m') AS month"),
    "services": (
        "department, service",
        "coalesce(nullif(department, ''), nullif(service, ''), '') AS service",
    ),
}
"""Each way of adding up, apart because all at once are as many as payments: the columns as they are, then as shown."""


def summed(con: DuckDBPyConnection, payers: Sequence[str], year: str | None) -> dict[str, pd.DataFrame]:
    """The view `payments` added up in each way, payees as they are written.

    year   a financial year such as 2023-24; None for all that is held
    """
    return {
        way: con.execute(_SUMS.format(given=given, shown=shown), [list(payers), year, year]).df()
        for way, (given, shown) in _WAYS.items()
    }


_SUMS = """
    SELECT body, {shown}, CAST(sum(pence) AS BIGINT) AS pence, CAST(sum(payments) AS BIGINT) AS payments FROM (
        SELECT body, {given}, sum(pence) AS pence, count(*) AS payments
        FROM payments WHERE body IN (SELECT unnest(?)) AND (? IS NULL OR year = ?) GROUP BY ALL
    ) GROUP BY ALL ORDER BY ALL
"""


def together(parts: Sequence[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The sums (summed) of several parts of the payments as those of all."""
    return {way: _added_up(pd.concat([part[way] for part in parts])) for way in _WAYS}


def _added_up(rows: pd.DataFrame) -> pd.DataFrame:
    keys = list(rows.columns[:-2])
    return rows.groupby(keys, dropna=False)[["pence", "payments"]].sum().reset_index()


def spent(con: DuckDBPyConnection, sums: Mapping[str, pd.DataFrame]) -> Spent:
    """The sums with the suppliers in place of the payees (link_suppliers)."""
    con.register("sums", sums["paid"])
    paid = con.execute(
        """
        SELECT p.body, coalesce(s.supplier, ?) AS supplier, coalesce(s.kind, 'not named') AS kind,
               coalesce(s.area, '') AS area, category, CAST(sum(pence) AS BIGINT) AS pence,
               CAST(sum(payments) AS BIGINT) AS payments
        FROM sums p LEFT JOIN suppliers s ON s.payee = p.payee AND s.payee_state = p.payee_state
        GROUP BY ALL ORDER BY ALL
        """,
        [PEOPLE],
    ).df()
    con.unregister("sums")
    return Spent(paid, sums["months"], sums["services"])
