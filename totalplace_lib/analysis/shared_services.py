"""Shared services and the third sector: functions that several bodies of a place each run; whom its bodies pay.

Source: the count by theme; what sharing saved, where published (config/published/sharing.csv); payments that bodies
publish, where they were added. No return shows payroll, buying, IT or contact centres by themselves.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib import project
from totalplace_lib.analysis import payments
from totalplace_lib.analysis.payments import COMPANY, NOT_NAMED, VOLUNTARY, Payments
from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker, Place
from totalplace_lib.payments import store

PUBLIC = "public"
PAYEES = (VOLUNTARY, COMPANY, PUBLIC, NOT_NAMED)


def shared_functions(parts: pd.DataFrame) -> pd.DataFrame:
    """`functions` of some parts of the exclusive view, by config/published/sharing.csv."""
    return functions(parts, project.read_config("published/sharing.csv"))


def functions(parts: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """function, name, bodies, largest, amount_gbp, share, saving_gbp, marker, says, source; only with money, as listed.

    parts  part, spender, amount_gbp;  register: config/published/sharing.csv
    bodies    how many spend on it;  saving_gbp: NaN, marked [z], where nobody published what sharing saved
    """
    rows = []
    for row in register.astype({"share": "float64"}).to_dict("records"):
        mine = parts[first_fit(parts, pd.DataFrame({"part": row["part"].split("|")}), ["part"]) >= 0]
        by_body = mine.groupby("spender", observed=True)["amount_gbp"].sum().round(2)
        by_body = by_body[by_body > 0].sort_values(ascending=False, kind="stable")
        if by_body.empty:
            continue
        amount, share = round(float(by_body.sum()), 2), float(row["share"])
        said = {name: row[name] for name in ("function", "name", "says", "source")}
        rows.append(
            {
                **said,
                "bodies": len(by_body),
                "largest": str(by_body.index[0]),
                "amount_gbp": amount,
                "share": share,
                "saving_gbp": round(amount * share, 2),
                "marker": str(Marker.NOT_APPLICABLE) if share != share else "",
            }
        )
    return pd.DataFrame(rows)


def paid(place: Place, year: str) -> Payments | None:
    """Payments of the place's bodies in a year; None where none are held."""
    index = store.folder() / store.INDEX
    if index.is_relative_to(project.home()):
        project.note(index)  # a report that found none is made again when some are added
    try:
        ours = [body for body in payments.held()["body"] if payments.is_of_place(body, place)]
        return payments.payments_of(ours, place.name, year)
    except UsageError:
        return None


def by_kind_of_payee(spending: pd.DataFrame) -> pd.DataFrame:
    """kind (PAYEES), amount_gbp, share, payees: whom the bodies paid. spending: payments.suppliers.Spent.paid."""
    kind = spending["kind"].where(spending["kind"].isin(PAYEES), PUBLIC)
    sums = (
        spending.assign(kind=kind).groupby("kind").agg(pence=("pence", "sum"), payees=("supplier", "nunique"))
    )
    sums = sums.reindex([one for one in PAYEES if one in sums.index]).reset_index()
    total = int(spending["pence"].sum())
    return sums.assign(amount_gbp=sums["pence"] / 100, share=sums["pence"] / total).drop(columns="pence")
