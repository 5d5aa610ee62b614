"""The state of a collection of returns: who has answered, what is known, whom to ask next, what it says of the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.analysis.reconciliation import all_scopes, published
from totalplace_lib.analysis.returns import Collection, claims, largest_first, scoped_bodies, speaks_for
from totalplace_lib.count.lenses import is_local, outcomes_of
from totalplace_lib.count.returned import ALL_SERVICES, BOTH, REPLACES
from totalplace_lib.evidence.ranges import Ranged, narrowed_by, simulation, total
from totalplace_lib.model import Lens, Method
from totalplace_lib.returns import deliveries
from totalplace_lib.returns.answers import Figure
from totalplace_lib.returns.deliveries import Held

HOW = {
    str(Method.ACTUAL): "Published",
    str(Method.RETURNED): "Returned",
    str(Method.APPORTIONED): "Apportioned by key",
}


def answering(lines: pd.DataFrame, held: Sequence[Held]) -> pd.Series:
    """Whose answer each line is or would be: of the body that has answered for it, else of its spender."""
    claimed = claims(lines, [one.answer.body for one in held if one.answer.figures], scoped_bodies())
    return lines["spender"].mask(claimed != "", claimed)


def status(found: Collection, today: str) -> pd.DataFrame:
    """Who has answered: body, estimate_gbp, state, returned_gbp, version, filled_in_by, due.

    today  a day as 2026-01-31: who was asked to answer before it is late; "" = nobody is
    """
    lines = found.before.count.lines
    held = {one.answer.body: one for one in found.held if one.answer.figures}
    shared = lines["amount_gbp"].where(lines["method"] == str(Method.APPORTIONED), 0.0)
    table = largest_first(shared.groupby(answering(lines, found.held)).sum())
    beside = [body for body in held if body not in set(table["body"])]
    table = pd.concat([table, pd.DataFrame({"body": beside, "estimate_gbp": 0.0})], ignore_index=True)
    due, returned = table["body"].map(found.due).astype("object"), found.count.returned
    state = pd.Series("not asked", index=table.index).mask(due.notna(), "asked")
    state = state.mask(due.fillna("").astype(str).map(lambda day: "" < day < today), "late")
    return table.assign(
        state=state.mask(table["body"].isin(held), "answered"),
        returned_gbp=table["body"].map(returned.groupby("body")["replaced_gbp"].sum()).astype("float64"),
        version=table["body"].map({body: one.version for body, one in held.items()}),
        filled_in_by=table["body"].map({body: one.answer.by for body, one in held.items()}),
        due=due,
    )


def by_lens(found: Ranged, outcomes: pd.DataFrame) -> pd.DataFrame:
    """How each lens is known: lens, and GBP by method (published, returned, apportioned), total_gbp."""
    lines = found.lines
    local = is_local(lines)
    cuts = {
        Lens.ALL: pd.Series(True, index=lines.index), Lens.LOCAL_BODIES: local, Lens.OUTSIDE_BODIES: ~local,
        Lens.OUTCOME: outcomes_of(lines, outcomes) != "",
    }  # fmt: skip
    rows = []
    for lens, cut in cuts.items():
        sums = lines[cut].groupby("method", observed=True)["amount_gbp"].sum()
        rows.append({"lens": str(lens), **{word: round(float(sums.get(word, 0.0)), 2) for word in HOW}})
    table = pd.DataFrame(rows)
    return table.assign(total_gbp=table[[*HOW]].sum(axis=1).round(2))


def known_by_service(found: Ranged, rows: int = 14, columns: int = 5) -> pd.DataFrame:
    """Bodies by function: the part of each one's money that is published or returned (a gap where it has none)."""
    lines = found.lines.assign(size=found.lines["amount_gbp"].abs())
    known = lines["size"].where(lines["method"] != str(Method.APPORTIONED), 0.0)
    bodies = lines.groupby("spender")["size"].sum().nlargest(rows).index
    functions = lines.groupby("function")["size"].sum().nlargest(columns).index
    near = lines.assign(known=known)
    near = near[near["spender"].isin(bodies) & near["function"].isin(functions)]
    sums = near.groupby(["spender", "function"], observed=True)[["known", "size"]].sum()
    part = (sums["known"] / sums["size"].where(sums["size"] > 0)).unstack("function")
    return part.reindex(index=bodies, columns=functions).rename_axis("body").reset_index()


def ask_next(found: Collection, number: int = 5) -> pd.DataFrame:
    """The returns that would narrow the range of the total most: body, narrower_gbp, part, estimate_gbp."""
    answered = {one.answer.body for one in found.held if one.answer.figures}
    lines = found.after.lines.assign(body=answering(found.after.lines, found.held))
    narrower = narrowed_by(lines, "body", simulation())
    table = narrower.rename_axis("body").rename("narrower_gbp").reset_index()
    table = table[~table["body"].isin(answered) & (table["narrower_gbp"] > 0)].head(number)
    shared = lines[lines["method"] == str(Method.APPORTIONED)]
    open_gbp = shared.groupby("body")["amount_gbp"].sum()
    width = found.after.high_gbp - found.after.low_gbp
    return table.assign(
        estimate_gbp=table["body"].map(open_gbp), part=table["narrower_gbp"] / width
    ).reset_index(drop=True)


def reconciled(found: Collection) -> pd.DataFrame:
    """What bodies returned beside what is counted of them: body, returned_gbp, before_gbp, counted_gbp, difference_gbp.

    Below, where the place published a total for the year: all returns together, the total, and what is counted of the
    same scope (config/published/comparisons.csv).
    """
    scoped = scoped_bodies()
    rows = []
    for one in found.held:
        mine = speaks_for(found.count.lines, one.answer.body, scoped)
        returned = sum(
            each.gross_gbp - each.fees_gbp for each in one.answer.figures if not _is_part(each, one)
        )
        before = float(found.before.lines.loc[mine, "amount_gbp"].sum())
        rows.append(
            (one.answer.body, returned, before, float(found.count.lines.loc[mine, "amount_gbp"].sum()))
        )
    columns = ["body", "returned_gbp", "before_gbp", "counted_gbp"]
    table = pd.DataFrame(rows, columns=columns).sort_values("returned_gbp", ascending=False)
    below = _published_total(found, published(), table)
    whole = pd.concat([table, below], ignore_index=True) if len(below) else table
    return whole.assign(difference_gbp=(whole["counted_gbp"] - whole["returned_gbp"]).round(2)).round(2)


def _is_part(figure: Figure, one: Held) -> bool:
    """Whether the body gave one figure for all services, of which this is a part."""
    has_whole = any(each.service == ALL_SERVICES for each in one.answer.figures)
    return has_whole and figure.service != ALL_SERVICES


def _published_total(found: Collection, totals: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The rows below: all returns together, and the first total that the place published for the year."""
    place, year = found.count.place.slug, str(found.count.year)
    rows = totals[(totals["place"] == place) & (totals["dimension"] == "total") & (totals["year"] == year)]
    if rows.empty or table.empty:
        return table.head(0)
    first, sums = rows.iloc[0], table.sum(numeric_only=True)
    scope = all_scopes()[str(first["matching"])]
    ours = [float(scope.of(each.lines)["amount_gbp"].sum()) for each in (found.before, found.after)]
    whole = {
        "body": f"Published: {first['item']}",
        "returned_gbp": float(first["amount_gbp"]),
        "before_gbp": ours[0],
        "counted_gbp": ours[1],
    }
    together = {"body": "These returns together", **sums}
    rest = {name: whole[name] - together[name] for name in ("returned_gbp", "before_gbp", "counted_gbp")}
    return pd.DataFrame([together, {"body": "Other bodies (the total less these)", **rest}, whole])[
        table.columns
    ]


def surprises(found: Collection) -> pd.DataFrame:
    """Each replacement as a test of the keys that it replaced: body, service, keys, estimate_gbp, low_gbp, high_gbp,
    replaced_gbp, surprise (distance from the estimate in half-ranges: beyond 1 it lies outside), inside."""
    rows = found.count.returned
    rows = rows[rows["state"] == REPLACES] if len(rows) else rows
    lines, scoped = found.before.lines, scoped_bodies()
    return pd.DataFrame(
        [_surprise(row, lines[_tested(lines, row, speaks_for(lines, row["body"],
            scoped))]) for row in rows.to_dict("records")],
        columns=[
            "return_id", "body", "service", "which", "keys", "estimate_gbp", "low_gbp", "high_gbp", "replaced_gbp",
            "surprise", "inside",
        ],
    )  # fmt: skip


def _tested(lines: pd.DataFrame, row: Mapping[Any, Any], mine: pd.Series) -> pd.Series:
    chosen = mine & (lines["method"] == str(Method.APPORTIONED))
    for column, name, every in (("service", "programme", ALL_SERVICES), ("which", "economic", BOTH)):
        if row[column] != every:
            chosen &= lines[name] == row[column]
    return chosen


def _surprise(row: Mapping[Any, Any], lines: pd.DataFrame) -> dict[str, object]:
    central, low, high, _ = total(lines)
    returned = float(str(row["replaced_gbp"]))
    half = (high - central) if returned > central else (central - low)
    surprise = abs(returned - central) / half if half else float("nan")
    return {
        **{name: row[name] for name in ("return_id", "body", "service", "which", "replaced_gbp")},
        "keys": ", ".join(sorted(lines["key"].unique())), "estimate_gbp": central, "low_gbp": low, "high_gbp": high,
        "surprise": surprise, "inside": bool(low <= returned <= high),
    }  # fmt: skip


def beside_calibration(table: pd.DataFrame) -> str:
    """How many figures fell inside the range of the estimate, beside how many should."""
    coverage = simulation().coverage
    inside = int(table["inside"].sum())
    return (
        f"{inside} of {len(table)} figures lie inside the range of the estimate; ranges are made to hold "
        f"{coverage:.0%}."
    )


def keep_evidence(found: Collection, table: pd.DataFrame) -> Path:
    """Keep the tests of a place and year in data/returns/evidence.csv, in place of what was kept of them before."""
    of = {"place": found.count.place.slug, "year": str(found.count.year)}
    return deliveries.keep_table("evidence.csv", table.assign(**of)[[*of, *table.columns]], of)
