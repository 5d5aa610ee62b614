"""How money flows: from who pays, through which body, to what function and which stated outcome.

The Cumbria question: how much comes in, which organisations does it pass through, to what end. Every pound is in
exactly one path, so each stage adds up to the same total (check_conserved).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis.funding import funding_shares, split_by_funder
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.asking import asked
from totalplace_lib.count.lenses import outcomes_of
from totalplace_lib.count.pence import to_pence, to_pounds
from totalplace_lib.count.whole_area import Count
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.evidence.carried import Figure, leading
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Marker
from totalplace_lib.national.money import transfers_of
from totalplace_lib.project import read_config, read_table, remembered


@dataclass(frozen=True)
class Flows:
    """The paths of one count (flow_paths.STAGES, amount_gbp, share, marker), the lines that they are the sums of
    (paid_lines), and what was set aside."""

    count: Count
    paths: pd.DataFrame
    set_aside: pd.DataFrame
    lines: pd.DataFrame


@asked
def flows(place: str, year: str = "2008-09", returns: str = "none") -> Flows:
    """Where the money of a place comes from, through whom it passes, to what end.

    flows("kent", "2008-09").paths;  returns: as of whole_area_count

    Raises UsageError for an unknown place or year, ImbalanceError when a stage does not add up.
    """
    return flows_of(whole_area_count(place, year, returns=returns))


def flows_of(count: Count) -> Flows:
    """The flows of a count that has been made."""
    sources = read_config("funding.csv")
    lines = paid_lines(errors_of(count), funding(str(count.year)), sources, read_config("outcomes.csv"))
    paths = added_up(lines, STAGES)
    check_conserved(paths, to_pence(count.lines["amount_gbp"]).sum())
    return Flows(count, paths, set_aside(count.removed, transfers_of(count.year)), lines)


@remembered
def funding(year: str) -> pd.DataFrame:
    """The part of each authority's money that each funder paid in one year: authority_code, economic, funder, share."""
    columns = ["authority_code", "line", "amount_gbp"]
    revenue = read_table("council_revenue", columns, year=year)
    capital = read_table("council_capital", columns, year=year, measure="financing")
    return funding_shares(revenue, capital, read_config("funding.csv"))


STAGES = ("funder_group", "funder", "spender_group", "function", "outcome")
DEPARTMENTS = "Government departments"
NOT_REPORTED = "Funder not reported"
NO_OUTCOME = "No stated outcome"
OTHERS = {
    "funder_group": "Other",
    "funder": "Other funders",
    "spender_group": "Other bodies",
    "function": "Other functions",
    "outcome": "Other outcomes",
}


def paid_lines(
    lines: pd.DataFrame, funding: pd.DataFrame, sources: pd.DataFrame, outcomes: pd.DataFrame
) -> pd.DataFrame:
    """A count's lines, split over who pays, with the columns of STAGES.

    funding, sources  see analysis.funding; a central payer that config/funding.csv does not name is a department
    outcomes          config/outcomes.csv
    """
    paid = split_by_funder(lines, funding, sources)
    group = dict(zip(sources["funder"], sources["funder_group"], strict=True))
    return paid.assign(
        funder_group=paid["funder"].map(group).where(paid["funder"].isin(list(group)), _by_block(paid)),
        outcome=outcomes_of(paid, outcomes).replace("", NO_OUTCOME),
    )


def _by_block(paid: pd.DataFrame) -> pd.Series:
    """Who pays where config/funding.csv does not say: departments, or an authority that reports no funder."""
    return (paid["block"] == "central").map({True: DEPARTMENTS, False: NOT_REPORTED})


def added_up(rows: pd.DataFrame, stages: Sequence[str]) -> pd.DataFrame:
    """amount_gbp, share and marker by the given stages, in whole pence, largest first; paths of nothing left out."""
    stages = list(stages)
    work = rows.assign(pence=to_pence(rows["amount_gbp"]), estimated=rows["marker"] == str(Marker.ESTIMATED))
    sums = work.groupby(stages, observed=True).agg(pence=("pence", "sum"), estimated=("estimated", "any"))
    sums = sums[sums["pence"] != 0].reset_index()
    sums = sums.sort_values(["pence", *stages], ascending=[False, *[True] * len(stages)], ignore_index=True)
    total = sums["pence"].sum()
    marker = sums["estimated"].map({True: str(Marker.ESTIMATED), False: ""})
    sums = sums.assign(amount_gbp=to_pounds(sums["pence"].to_numpy()), share=sums["pence"] / (total or 1))
    return sums.assign(marker=marker)[[*stages, "amount_gbp", "share", "marker"]]


def grouped(paths: pd.DataFrame, keep: Mapping[str, int]) -> pd.DataFrame:
    """The paths, or the lines behind them, as `merged` says; stages that keep does not name are added up away."""
    stages = [stage for stage in STAGES if stage in keep]
    done = added_up(merged(paths, keep), stages)
    check_conserved(done, to_pence(paths["amount_gbp"]).sum(), stages)
    return done


def merged(paths: pd.DataFrame, keep: Mapping[str, int]) -> pd.DataFrame:
    """The paths, or the lines behind them, small names put together: at most keep[stage] names of a stage are left.

    UsageError for a stage that is none, or fewer than two names.
    """
    wrong = [stage for stage, number in keep.items() if stage not in STAGES or number < 2]
    if wrong or not keep:
        raise UsageError(
            f"Flows: {wrong or 'nothing'} cannot be kept. Stages: {', '.join(STAGES)}, two names or more."
        )
    found = paths.copy()
    for stage, number in keep.items():
        sizes = found.groupby(stage)["amount_gbp"].sum().sort_values(ascending=False, kind="stable")
        if len(sizes) > number:
            found[stage] = found[stage].where(found[stage].isin(sizes.index[: number - 1]), OTHERS[stage])
    return found


def check_conserved(paths: pd.DataFrame, total_pence: int, stages: Sequence[str] = STAGES) -> None:
    """ImbalanceError unless the paths, seen at every stage, add up to the total in pence."""
    for stage in stages:
        found = int(sum(to_pence(group).sum() for _, group in paths.groupby(stage)["amount_gbp"]))
        if found != int(total_pence):
            raise ImbalanceError(
                f"Flows: {int(total_pence) / 100:,.2f} comes in but {found / 100:,.2f} is found at the stage "
                f"'{stage}'. Nothing was published; please report it."
            )


def stage_totals(paths: pd.DataFrame, stage: str) -> pd.DataFrame:
    """amount_gbp, share and marker of each name at one stage, largest first."""
    return added_up(paths, [stage])


def known_by(
    flows: Flows, stages: Sequence[str], number: int, lines: pd.DataFrame | None = None
) -> list[Figure]:
    """How well the largest sums of paths through some stages are known, by the lines behind them (carried.leading).

    lines: some of Flows.lines, or with merged names; all of them by default
    """
    rows = flows.lines if lines is None else lines
    path = rows[stages[0]].astype("str")
    for stage in stages[1:]:
        path = path + " > " + rows[stage].astype("str")
    return leading(rows.assign(path=path), "path", number, flows.count.population)


def net_income(paths: pd.DataFrame) -> float:
    """The sum of the paths whose income is above their spending, in GBP: zero or below."""
    return round(float(paths.loc[paths["amount_gbp"] < 0, "amount_gbp"].sum()), 2)


def set_aside(removed: pd.DataFrame, transfers: pd.DataFrame) -> pd.DataFrame:
    """Payments between public bodies that are not counted twice: instrument, payer, payee, amount_gbp, marker, reason.

    removed  Count.removed, in the catchments that serve the place. A transfer that needs no removal because only one
    side is in the count has no amount and the marker z.
    """
    transfers = transfers.drop_duplicates("transfer")  # one transfer may need a rule for each edition
    sums = removed.groupby("transfer", observed=True)["amount_gbp"].sum().round(2)
    here = transfers[transfers["transfer"].isin(sums.index) | (transfers["action"] == "checked")]
    amounts = here["transfer"].map(sums)
    gap = amounts.isna().map({True: str(Marker.NOT_APPLICABLE), False: ""})
    return here.assign(amount_gbp=amounts.astype(float), marker=gap)[
        ["instrument", "payer", "payee", "amount_gbp", "marker", "reason"]
    ].reset_index(drop=True)
