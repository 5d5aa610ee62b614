"""The whole-area count: every public pound that reaches a place, once, with the ledger that proves it.

Steps: read, leaf selection, classify, transfers removed, actuals placed, apportioned, unallocated. The count is made
for the catchments that touch the place and then cut to its areas, so that places add up exactly, in any order.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from totalplace_lib.count.citing import CITED, cited
from totalplace_lib.count.definition import MEMO
from totalplace_lib.count.frozen import hand_out_copies
from totalplace_lib.count.ledger import Ledger
from totalplace_lib.count.pence import to_pounds
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.count.year_money import Money, decide
from totalplace_lib.errors import UsageError, shown
from totalplace_lib.model import Action, Lens, Marker, Method, Place, StepKind, Year
from totalplace_lib.schema import flow

COUNTED, REMOVED = [*flow.COUNTED], [*flow.REMOVED]

NO_MEMO = pd.DataFrame({column: pd.Series(dtype="str") for column in [*COUNTED, *MEMO]}).astype(
    {"amount_gbp": "float64"}
)

NO_RETURNS = pd.DataFrame(
    {column: pd.Series(dtype="float64" if column.endswith("_gbp") else "str") for column in flow.REPLACED}
)

REGION = "E12000"  # of a region the Treasury's figure is known; only its shares are estimates
FRAMES = ("lines", "unallocated", "removed", "ledger", "memo", "returned")
Judge = Callable[["Count"], tuple[float, float, str]]


@dataclass(frozen=True, eq=False)
class Count:
    """A finished count. Its frames are copies of one's own: changing one changes nothing in the count.

    Counts are equal when all their figures are. low_gbp, high_gbp and grade are worked out when first asked for.

    lines        one row per line and method (COUNTED and count.citing.CITED), amount_gbp to the penny
    unallocated  lines that reach the place's catchments but cannot be placed, with reason
    removed      what was set aside as a transfer: REMOVED columns (transfer, action, spender ... reason)
    memo         the place's lines outside the definition of spending, in no total: COUNTED, rule, rule_name, reason
    ledger       count.ledger.COLUMNS: step, kind, transfer, in_gbp, out_gbp, difference_gbp, reason
    returned     what local returns replaced, one row for each figure returned (schema.flow.REPLACED); none by itself
    """

    place: Place
    year: Year
    lines: pd.DataFrame
    unallocated: pd.DataFrame
    removed: pd.DataFrame
    ledger: pd.DataFrame
    population: float
    lens: Lens = Lens.ALL
    memo: pd.DataFrame = field(default_factory=lambda: NO_MEMO)
    returned: pd.DataFrame = field(default_factory=lambda: NO_RETURNS)
    judge: Judge | None = field(default=None, repr=False)  # measures low, high and grade (evidence.ranges)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Count):
            return NotImplemented
        return self._named == other._named and all(
            getattr(self, frame).equals(getattr(other, frame)) for frame in FRAMES
        )

    def __hash__(self) -> int:
        return hash(self._named)

    @property
    def _named(self) -> tuple[Place, Year, Lens, float, float]:
        return self.place, self.year, self.lens, self.population, self.total_gbp

    @property
    def total_gbp(self) -> float:
        """All money counted for the place, GBP."""
        return round(float(self.lines["amount_gbp"].sum()), 2)

    @property
    def unallocated_gbp(self) -> float:
        """Money of the place's catchments that cannot be placed, GBP."""
        return round(float(self.unallocated["amount_gbp"].sum()), 2)

    @property
    def per_head_gbp(self) -> float:
        """Total per resident, GBP."""
        return self.total_gbp / self.population

    @functools.cached_property
    def _range(self) -> tuple[float, float, str]:
        if self.judge is None:
            raise UsageError(
                f"The count of {self.place.name} was made without measured errors. "
                "Make it with whole_area_count to know its range and grade."
            )
        return self.judge(self)

    @property
    def low_gbp(self) -> float:
        """Low end of the range of the total, GBP."""
        return self._range[0]

    @property
    def high_gbp(self) -> float:
        """High end of the range of the total, GBP."""
        return self._range[1]

    @property
    def grade(self) -> str:
        """How well the total is known, A to D (config/evidence/grades.csv)."""
        return self._range[2]

    def __repr__(self) -> str:
        return (
            f"<Count of {self.place.name}, {self.year}: {self.total_gbp:,.2f} GBP, {self.population:,.0f} residents, "
            f"{len(self.lines):,} lines, lens {self.lens}>"
        )

    def by(self, *columns: str) -> pd.DataFrame:
        """amount_gbp and share of the total by the given columns, largest first; UsageError names the columns.

        count.by("spender_group"), count.by("function", "economic")
        """
        self._check(columns)
        sums = self.lines.groupby(list(columns), observed=True)["amount_gbp"].sum().round(2).reset_index()
        sums["share"] = sums["amount_gbp"] / self.total_gbp
        return sums.sort_values(
            ["amount_gbp", *columns], ascending=[False, *[True] * len(columns)]
        ).reset_index(drop=True)

    def _check(self, columns: tuple[object, ...]) -> None:
        """UsageError unless each is a column of the lines by which money can be grouped, and there is one."""
        known = [column for column in COUNTED if column != "amount_gbp"]
        wrong = [column for column in columns if column not in known]
        if columns and not wrong:
            return
        near = difflib.get_close_matches(str(wrong[0]), known, n=1) if wrong else []
        what = f"no column {shown(repr(wrong[0]))}" if wrong else "name at least one column"
        nearest = f" Nearest: {near[0]}." if near else ""
        raise UsageError(f"count.by: {what}.{nearest} Columns: {', '.join(known)}.")


hand_out_copies(Count, FRAMES)


def count_place(money: Money, place: Place, population: float) -> Count:
    """Count one place. Raises ImbalanceError when any step does not close to the penny."""
    return count_shared(Sharing(decide(money)), place, population)


def count_shared(sharing: Sharing, place: Place, population: float) -> Count:
    """Count one place of money that other places are counted from as well; the same as count_place, sooner."""
    money, reach = sharing.money, sharing.reach(place.areas)
    read, removed, apart = (
        frame[frame["catchment_code"].isin(reach.every)] for frame in (money.read, money.removed, money.memo)
    )
    near, inside = (sharing.lines_of(codes) for codes in (reach.every, reach.inside))
    taken_off = near[near["transfer"].notna()]
    shared = sharing.shared(reach.wider)
    is_here = shared.placed["area_code"].isin(place.areas)
    here = _here(inside, _known_in_part(shared.placed[is_here], money.known, place))
    left = shared.unallocated.assign(method=str(Method.UNALLOCATED))
    notes = money.notes[money.notes["catchment_code"].isin(["", *reach.every])]
    ledger = _ledger(read, removed, taken_off, apart, here, shared.placed[~is_here], left, place, notes)
    return Count(
        place,
        money.year,
        _finish(cited(here, sharing.lines, shared.placed, money.known), sharing.lines, money.known, CITED),
        _finish(left.assign(known_id=""), sharing.lines, money.known),
        _removed(removed, taken_off, here, reach.inside),
        ledger,
        population,
        memo=NO_MEMO if apart.empty else _memo(sharing.outside(), place),
    )


def _memo(sharing: Sharing, place: Place) -> pd.DataFrame:
    """The place's part of the memo lines, shared as all other money is."""
    reach = sharing.reach(place.areas)
    placed = sharing.shared(reach.wider).placed
    here = _here(sharing.lines_of(reach.inside), placed[placed["area_code"].isin(place.areas)])
    return _finish(here, sharing.lines, sharing.money.known, MEMO)


def _known_in_part(placed: pd.DataFrame, known: pd.DataFrame, place: Place) -> pd.DataFrame:
    """A body's published amount is actual for a place that holds all its areas; a part of it is a share by key."""
    wider = known.loc[~known["area_code"].isin(place.areas), "known_id"]
    method = placed["method"].mask(placed["known_id"].isin(wider), str(Method.APPORTIONED))
    return placed.assign(method=method)


def _here(inside: pd.DataFrame, share: pd.DataFrame) -> pd.DataFrame:
    """The place's money by line and method.

    A line whose whole catchment lies inside the place is the place's in full, whatever the key says: it is actual,
    unless a body made no return and its figure is an estimate (marker e).
    """
    own = inside[["line_id", "amount_pence"]].assign(method=actual_or_estimated(inside), known_id="")
    together = (
        pd.concat([own, share], ignore_index=True)
        .groupby(["line_id", "method", "known_id"])["amount_pence"]
        .sum()
    )
    return together.reset_index()


def actual_or_estimated(inside: pd.DataFrame) -> pd.Series:
    """The method of lines whose whole catchment lies inside a place."""
    estimated = (inside["block"] == "council") & (inside["marker"] == str(Marker.ESTIMATED))
    estimated &= ~inside["catchment_code"].str.startswith(REGION)
    return estimated.map({True: str(Method.APPORTIONED), False: str(Method.ACTUAL)})


def _ledger(
    read: pd.DataFrame, removed: pd.DataFrame, taken_off: pd.DataFrame, apart: pd.DataFrame, here: pd.DataFrame,
    elsewhere: pd.DataFrame, left: pd.DataFrame, place: Place, notes: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """The steps from all money of the catchments to the place's money."""
    ledger = Ledger()
    everything = f"All published money of the bodies and regions that serve {place.name}"
    ledger.move(StepKind.READ, _sum(read), everything)
    for step, rows in notes.groupby("step", sort=False):
        ledger.move(StepKind.NOTE, 0, " ".join(rows["reason"]), called=str(step))
    aside = removed[removed["action"] == Action.SET_ASIDE]
    why = "; ".join(aside["reason"].drop_duplicates()) or "No totals among the lines"
    ledger.move(StepKind.LEAF_SELECTION, -_sum(aside), why)
    words = "given a spender, a function, a rung of local control and a key"
    ledger.move(StepKind.CLASSIFY, 0, f"{read['lines'].sum() - len(aside):,} lines {words}")
    for transfer, rows in removed[removed["action"] == Action.DROP].groupby("transfer", sort=True):
        ledger.move(StepKind.TRANSFER, -_sum(rows), str(rows["reason"].iloc[0]), str(transfer))
    for transfer, rows in taken_off.groupby("transfer", sort=True):
        ledger.move(StepKind.TRANSFER, _sum(rows), str(rows["reason"].iloc[0]), str(transfer))
    for rule, rows in apart.groupby("rule", sort=True):
        ledger.move(StepKind.DEFINITION, -_sum(rows), str(rows["reason"].iloc[0]), str(rule))
    known = elsewhere["method"] == str(Method.ACTUAL)
    why = "Money that publications place in other areas of the same catchments"
    ledger.move(StepKind.ACTUAL, -_sum(elsewhere[known]), why)
    why = "Shares of other areas in the money that is shared among places"
    ledger.move(StepKind.APPORTIONED, -_sum(elsewhere[~known]), why)
    why = "; ".join(left["reason"].drop_duplicates()) or "Nothing left over"
    ledger.move(StepKind.UNALLOCATED, -_sum(left), why)
    ledger.close(_sum(here), place.name)
    return ledger.frame()


def _sum(lines: pd.DataFrame) -> int:
    return int(lines["amount_pence"].sum())


def _finish(
    amounts: pd.DataFrame, lines: pd.DataFrame, known: pd.DataFrame, more: Sequence[str] = ()
) -> pd.DataFrame:
    """Amounts joined to the words of their lines, in pounds.

    Apportioned figures carry the marker e; a figure that was published by place names that publication, not the
    regional one whose control total it belongs to.
    """
    own = [name for name in SPOKEN_FOR if name in amounts or name not in more]
    words = lines.drop(columns=own, errors="ignore")
    frame = amounts.merge(words, on="line_id", how="left")
    frame["amount_gbp"] = to_pounds(frame["amount_pence"].to_numpy(dtype="int64"))
    estimated = (frame["method"] == str(Method.APPORTIONED)) & (frame["marker"].fillna("") == "")
    frame.loc[estimated, "marker"] = "e"
    frame = _with_origin(frame, known)
    columns = [*COUNTED, *more, *(["reason"] if "reason" in amounts else [])]
    order = ["block", "spender", "programme", "function_code", "economic", "method", "source_id", "row"]
    return frame[columns].sort_values(order, kind="stable").reset_index(drop=True)


SPOKEN_FOR = (
    "amount_pence",
    "transfer",
    "reason",
    "further_cells",
)  # columns of a line that the amounts bring themselves, or do not need


def _with_origin(frame: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Lines placed by a published figure, with where that figure stands."""
    chosen = frame["known_id"] != ""
    if not chosen.any():
        return frame
    origin = known.drop_duplicates("known_id").set_index("known_id")
    published = {
        column: frame.loc[chosen, "known_id"].map(origin[column]).reindex(frame.index)
        for column in ("source_id", "sheet", "row", "column")
    }
    return frame.assign(
        **{
            column: frame[column].mask(chosen, values).astype(frame[column].dtype)
            for column, values in published.items()
        }
    )


def _removed(
    removed: pd.DataFrame, taken_off: pd.DataFrame, here: pd.DataFrame, inside: Sequence[str]
) -> pd.DataFrame:
    """What was set aside, by line: REMOVED columns. What is taken off a line is shared as the line is."""
    off = taken_off.assign(amount_pence=-taken_off["amount_pence"], action=str(Action.OFFSET))
    part = -here.groupby("line_id")["amount_pence"].sum()
    off["here_gbp"] = off["line_id"].map(part).fillna(0) / 100
    own = removed["catchment_code"].isin(inside) & (removed["action"] == Action.DROP)
    both = pd.concat(
        [removed.assign(here_gbp=(removed["amount_pence"] / 100).where(own)), off], ignore_index=True
    )
    both["amount_gbp"] = to_pounds(both["amount_pence"].to_numpy(dtype="int64"))
    return both[REMOVED]
