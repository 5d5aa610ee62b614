"""Payments: what bodies of one place buy from the same suppliers, what they pay to each other, to charities, and when.

Source: what each body publishes (every payment above 500 or 25,000 pounds), as added with `totalplace payments add`.
Basis: as published - net of VAT where the body says so - and only above its threshold: a part of what it spends, never
a line of the count. People and withheld names are one row, marked [c].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.payments import on_cluster, public_bodies, store, suppliers
from totalplace_lib.payments.suppliers import Spent
from totalplace_lib.project import read_config, read_table

NOT_NAMED, COMPANY, VOLUNTARY = "not named", "company", "voluntary"
LEAST_MONTHS = 12
"""A spike at the end of the year is said of bodies only whose year is held whole."""
_MOST_OF_A_MONTH = 0.02


@dataclass(frozen=True)
class Payments:
    """Payments of the bodies of one place.

    spending  to whom, when and for what (suppliers.Spent)
    files     what was added of these bodies: body, file, basis, first, last, amounts
    """

    place: str
    year: str
    bodies: tuple[str, ...]
    spending: Spent
    files: pd.DataFrame

    @property
    def total_gbp(self) -> float:
        """All payments, GBP."""
        return round(int(self.spending.paid["pence"].sum()) / 100, 2)

    @property
    def period(self) -> str:
        """The months that the payments are of, in words."""
        months = months_held(self.spending.months)["month"]
        return f"{months.min()} to {months.max()}" if len(months) else "no month"


def payments(place: str, year: str | None = None, cluster_at: str = "") -> Payments:
    """Payments of all bodies of a place that are in the store, in a financial year or (None) in all that is held.

    cluster_at  address of a Dask scheduler whose workers add up; "" does it here
    UsageError where nothing of the place is held, with the bodies and years that are.
    """
    found = find_place(place, year)
    return payments_of(
        [body for body in held()["body"] if is_of_place(body, found)], found.name, year, cluster_at
    )


def held() -> pd.DataFrame:
    """The bodies and financial years in the store: body, year."""
    with store.connection() as con:
        store.open_payments(con)
        return con.execute("SELECT DISTINCT body, year FROM payments ORDER BY 1, 2").df()


def _wanted(payers: Iterable[str], place: str, year: str | None) -> list[str]:
    """Those of the bodies that are held in the year; UsageError where none is."""
    there = held()
    known = set(there["body"] if year is None else there[there["year"] == year]["body"])
    wanted = [body for body in dict.fromkeys(payers) if body in known]
    if not wanted:
        when = f" in {year}" if year else ""
        listed = "; ".join(f"{row.body} {row.year}" for row in there.itertuples())
        raise UsageError(f"No payments of a body of {place}{when} are held. Held are: {listed}.")
    return wanted


def payments_of(payers: Iterable[str], place: str, year: str | None = None, cluster_at: str = "") -> Payments:
    """Payments of the bodies named, as they are called in the store."""
    if year is not None:
        year = str(Year.parse(year))
    wanted = _wanted(payers, place, year)
    with store.connection() as con:
        store.open_payments(con)
        suppliers.link_suppliers(con, wanted)
        sums = (
            on_cluster.summed(cluster_at, wanted, year) if cluster_at else suppliers.summed(con, wanted, year)
        )
        spending = suppliers.spent(con, sums)
        (total,) = con.execute(
            "SELECT sum(pence) FROM payments WHERE body IN (SELECT unnest(?)) AND (? IS NULL OR year = ?)",
            [wanted, year, year],
        ).fetchone() or (0,)
    if any(int(table["pence"].sum()) != int(total) for table in spending):
        raise ImbalanceError(
            f"Payments of {place}: suppliers, months or services do not add up to the payments. Please report it."
        )
    return Payments(place, year or "all years held", tuple(wanted), spending, files_of(wanted))


def check_payments(year: str, place: str) -> None:
    """UsageError where the store has no payments of a body of the place in the year."""
    found = find_place(place, year)
    _wanted([body for body in held()["body"] if is_of_place(body, found)], found.name, str(Year.parse(year)))


def files_of(payers: Sequence[str]) -> pd.DataFrame:
    """Every file of these bodies in the store: file, part, body, basis, rows, amounts, first and last day."""
    rows = [
        {
            "file": one.file,
            "part": one.part,
            "body": one.body,
            "basis": one.basis or "not said",
            "rows": one.account["rows_read"],
            "accepted": one.account["accepted"],
            "set_aside": one.account["rejected"],
            "held_before": one.held,
            "accepted_gbp": one.account["accepted_pence"] / 100,
            "set_aside_gbp": one.account["rejected_pence"] / 100,
            "first": one.account["first"],
            "last": one.account["last"],
        }
        for one in store.added()
        if {*one.body.split("; ")} & {*payers}
    ]
    return pd.DataFrame(rows)


def is_of_place(body: str, place: Place) -> bool:
    """Whether a body is one of the place: its council, the county around it, the combined authority that it is in."""
    known = public_bodies.named(body)
    if known is None or not known.code:
        rows = read_config("payments/combined_authorities.csv")
        members = set() if known is None else {*rows[rows["body"] == known.name]["area_code"]}
        return (
            known is not None and known.kind == "combined authority" and not members.isdisjoint(place.areas)
        )
    areas = read_table("areas", ["area_code", "county_code", "area_name"])
    names = set(areas[areas["area_code"].isin(place.areas)]["area_name"])
    same = areas[areas["area_name"].isin(names)]  # a code changes with the boundaries, the council does not
    return known.code in {*same["area_code"], *same["county_code"].dropna(), *place.areas}


def months_held(months: pd.DataFrame) -> pd.DataFrame:
    """The months of which each body's payments are held, not those that a few late dates fall in.

    Rows of `months` (body, month, pence, payments).
    """
    whole = months.groupby("body")["payments"].transform("max")
    return months[months["payments"] >= whole * _MOST_OF_A_MONTH].reset_index(drop=True)


def by_body(spending: Spent) -> pd.DataFrame:
    """Each body: amount_gbp, payments, months, suppliers named, share of its ten largest and of what is not named."""
    rows = []
    months = months_held(spending.months)["body"].value_counts()
    for body, mine in spending.paid.groupby("body"):
        total = int(mine["pence"].sum())
        named = (
            mine[mine["kind"] != NOT_NAMED].groupby("supplier")["pence"].sum().sort_values(ascending=False)
        )
        hidden = int(mine[mine["kind"] == NOT_NAMED]["pence"].sum())
        rows.append(
            {
                "body": body,
                "amount_gbp": total / 100,
                "payments": int(mine["payments"].sum()),
                "months": int(months[body]),
                "suppliers": len(named),
                "ten_largest_share": int(named.head(10).sum()) / total if total else float("nan"),
                "not_named_share": hidden / total if total else float("nan"),
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("amount_gbp", ascending=False, ignore_index=True)


def shared_suppliers(spending: pd.DataFrame) -> pd.DataFrame:
    """Suppliers that two or more of the bodies pay: supplier, kind, each body's GBP, bodies, amount_gbp; largest first.

    Public bodies are left out (see transfers), and so is everybody who is not named.
    """
    named = spending[spending["kind"].isin([COMPANY, VOLUNTARY])]
    table = named.pivot_table(index=["supplier", "kind"], columns="body", values="pence", aggfunc="sum")
    shared = table[table.notna().sum(axis=1) >= 2]
    pounds = shared.div(100)
    result = pounds.assign(
        bodies=shared.notna().sum(axis=1), amount_gbp=pounds.sum(axis=1).round(2)
    ).reset_index()
    result.columns.name = None
    return result.sort_values(["amount_gbp", "supplier"], ascending=[False, True], ignore_index=True)


def joinable(spending: Spent) -> pd.DataFrame:
    """Shared suppliers as contracts that could be joined: what each pays a month, so that a saving has a base.

    supplier, bodies, category (the largest), month_gbp (all bodies), each_percent_gbp (one per cent of a year).
    Only suppliers that are paid by two bodies; what each buys is the bodies' own words and has to be looked at.
    """
    months = months_held(spending.months)["body"].value_counts()
    shared = shared_suppliers(spending.paid)
    named = spending.paid[spending.paid["supplier"].isin(shared["supplier"])]
    monthly = named.assign(month_pence=named["pence"] / months.reindex(named["body"]).to_numpy())
    sums = monthly.groupby("supplier")["month_pence"].sum()
    most = named.groupby(["supplier", "category"])["pence"].sum().reset_index()
    largest = (
        most.sort_values("pence", ascending=False)
        .drop_duplicates("supplier")
        .set_index("supplier")["category"]
    )
    table = shared[["supplier", "bodies"]].assign(
        category=shared["supplier"].map(largest).replace("", "not said"),
        month_gbp=(sums.reindex(shared["supplier"]).to_numpy() / 100).round(2),
    )
    table = table[table["month_gbp"] > 0].assign(
        each_percent_gbp=lambda rows: (rows["month_gbp"] * 12 / 100).round(2)
    )
    return table.sort_values("month_gbp", ascending=False, ignore_index=True)


def to_public_bodies(spending: pd.DataFrame) -> pd.DataFrame:
    """Payments to other public bodies: body, supplier, kind, amount_gbp, payments; the largest first."""
    public = spending[~spending["kind"].isin([COMPANY, VOLUNTARY, NOT_NAMED])]
    sums = public.groupby(["body", "supplier", "kind"], as_index=False)[["pence", "payments"]].sum()
    sums = sums[sums["body"] != sums["supplier"]]
    sums = sums.assign(amount_gbp=sums["pence"] / 100).drop(columns="pence")
    return sums.sort_values(["amount_gbp", "body"], ascending=[False, True], ignore_index=True)


def beside_transfers(spending: pd.DataFrame, transfers: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Each kind of transfer that the count sets aside, and what the payments show of it.

    transfers  config/transfers.csv;  kinds: config/payments/transfers.csv, which kinds of body each passes between
        return "z", "not a payment by invoice: it is netted, paid through the collection fund, or stays in one body"
    for what passes between public bodies and no transfer of the table explains.
    """
    payers = {body: _kind(body) for body in spending["body"].unique()}
    public = to_public_bodies(spending)
    passes = list(zip(public["body"].map(payers), public["kind"], strict=True))
    rows: list[tuple[object, ...]] = []
    used: set[tuple[str, str]] = set()
    for rule in transfers.drop_duplicates("transfer").itertuples():
        mine = kinds[kinds["transfer"] == rule.transfer]
        wanted = set(zip(mine["payer_kind"], mine["payee_kind"], strict=True))
        used |= wanted
        is_held = not {payer for payer, _ in wanted}.isdisjoint(payers.values())
        seen = float(public.loc[[one in wanted for one in passes], "amount_gbp"].sum())
        marker, says = _said(bool(wanted), is_held, seen != 0)
        rows.append(
            (rule.instrument, rule.payer, rule.payee, rule.action, seen or float("nan"), marker, says)
        )
    rest = float(public.loc[[one not in used for one in passes], "amount_gbp"].sum())
    rows.append((OTHER, "", "", "none", rest, "", "services bought, grants and shared posts"))
    columns = ["instrument", "payer", "payee", "action", "seen_gbp", "marker", "says"]
    return pd.DataFrame(rows, columns=columns)


OTHER = "Other payments between public bodies"


def _kind(body: str) -> str:
    known = public_bodies.named(body)
    return known.kind if known else ""


def _said(is_invoiced: bool, is_payer_held: bool, is_seen: bool) -> tuple[str, str]:
    """Marker and words for what the payments show of one transfer."""
    if not is_invoiced:
        return (
            "z",
            "not a payment by invoice: it is netted, paid through the collection fund, or stays inside one body",
        )
    if not is_payer_held:
        return "x", "its payer's payments are not held"
    if not is_seen:
        return "x", "should be, and is not seen"
    return "", "payments to such bodies are seen: all of them, whatever they are for"


def voluntary(spending: pd.DataFrame) -> pd.DataFrame:
    """Payments to charities and voluntary bodies, told by their names: body, amount_gbp, share, suppliers."""
    mine = spending[spending["kind"] == VOLUNTARY]
    sums = mine.groupby("body").agg(pence=("pence", "sum"), suppliers=("supplier", "nunique")).reset_index()
    total = spending.groupby("body")["pence"].sum().reindex(sums["body"]).to_numpy()
    table = sums.assign(amount_gbp=sums["pence"] / 100, share=sums["pence"] / total).drop(columns="pence")
    return table[["body", "amount_gbp", "share", "suppliers"]].sort_values(
        "amount_gbp", ascending=False, ignore_index=True
    )


def by_month(months: pd.DataFrame) -> pd.DataFrame:
    """What each body paid in each month that is held: month, body, amount_gbp."""
    held = months_held(months).sort_values(["month", "body"], ignore_index=True)
    return held.assign(amount_gbp=held["pence"] / 100)[["month", "body", "amount_gbp"]]


def year_end(months: pd.DataFrame) -> pd.DataFrame:
    """March beside the mean of the other months, where a year is held whole: body, months, march_gbp, other_gbp, ratio.

    NaN with the marker x where fewer than twelve months are held: a spike cannot be told then.
    """
    rows = []
    for body, mine in by_month(months).groupby("body"):
        march = mine["month"].str.endswith("-03")
        is_whole = len(mine) >= LEAST_MONTHS and bool(march.any())
        value = float(mine.loc[march, "amount_gbp"].mean()) if is_whole else float("nan")
        other = float(mine.loc[~march, "amount_gbp"].mean()) if is_whole else float("nan")
        rows.append(
            (
                body,
                len(mine),
                value,
                other,
                value / other if is_whole and other else float("nan"),
                "" if is_whole else "x",
            )
        )
    return pd.DataFrame(rows, columns=["body", "months", "march_gbp", "other_gbp", "ratio", "marker"])


def by_service(services: pd.DataFrame) -> pd.DataFrame:
    """What each body paid by department or service in its own words: body, service, amount_gbp; the largest first."""
    table = services.assign(
        service=services["service"].replace("", "not said"), amount_gbp=services["pence"] / 100
    )
    return table[["body", "service", "amount_gbp"]].sort_values(
        ["amount_gbp", "body", "service"], ascending=[False, True, True], ignore_index=True
    )


def by_supplier(spending: pd.DataFrame) -> pd.DataFrame:
    """Every supplier: supplier, kind, bodies, payments, amount_gbp, marker (c: not named); the largest first."""
    sums = spending.groupby(["supplier", "kind"]).agg(
        bodies=("body", "nunique"), pence=("pence", "sum"), payments=("payments", "sum")
    )
    table = sums.reset_index().assign(amount_gbp=lambda rows: rows["pence"] / 100).drop(columns="pence")
    table["marker"] = (table["kind"] == NOT_NAMED).map({True: "c", False: ""})
    return table.sort_values(["amount_gbp", "supplier"], ascending=[False, True], ignore_index=True)
