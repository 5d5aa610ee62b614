"""Exhibits of the flows report: who pays, through whom, to what end, and what was set aside."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from totalplace_lib.analysis import flows as analysis
from totalplace_lib.analysis.flows import Flows
from totalplace_lib.analysis.outcomes import are_stated
from totalplace_lib.evidence.carried import Verdict, enough, figure_of, largest, limits, stated
from totalplace_lib.present.charts import alluvial, bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.gate import between, caption, finding, untold, why
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import money, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import in_sentence, listed, small
from totalplace_lib.present.views.counting import source_of

PAYERS = "financing lines of councils' returns (MHCLG) for who pays for local authorities"
STAGES = {
    "funder_group": Column("Who pays"),
    "funder": Column("Funder"),
    "spender_group": Column("Who spends"),
    "function": Column("On what"),
    "outcome": Column("Stated outcome"),
}
AMOUNT = {
    "amount_gbp": Column("Spending", "money", marker="marker"),
    "share": Column("Share of the total", "share"),
}
MIX = (
    "A council's return says who paid, not which service the grant was for: each authority's spending is split "
    "over its funders in the proportion in which they paid that authority."
)
LITTLE = 0.01
SIGN = "Every stage adds up to the same total, to the penny."


def opening(flows: Flows) -> Opening:
    """How much comes in, from whom, through whom, to what end."""
    count = flows.count
    payers, bodies = _totals(flows, "funder_group"), _totals(flows, "spender_group")
    funders = _totals(flows, "funder")
    first, councils = funders.iloc[0], float(bodies["share"].get("Councils", 0.0))
    known = figure_of(count)
    government, local, unknown = shares_of_payers(payers["share"])
    return Opening(
        f"{money(count.total_gbp)} came in for {count.place.name} in {count.year}: "
        f"{pounds(count.per_head_gbp)} for each resident.",
        [
            finding(
                enough([known], limits()),
                f"{share(government)} came from government, {share(local)} was raised or borrowed locally."
                if not unknown
                else f"{share(government)} came from government; for {share(unknown)} the mix of grants, business "
                "rates and council tax is not reported.",
                _funder(flows, first),
                "Who paid how much cannot be told.",
            ),
            finding(
                enough([known], limits()),
                f"{share(councils)} passed through councils.",
                _largest(flows),
                "How much passed through councils cannot be told.",
            ),
            _tied(flows),
        ],
        [
            KeyFigure(
                "Comes in",
                money(count.total_gbp),
                f"{between(known) or 'published as a whole'}; {share(known.measured)} published or shared by a "
                "tested measure",
            ),
            KeyFigure(
                "From government",
                money(count.total_gbp * government),
                "departments and grants" + (", without what is not reported" if unknown else ""),
            ),
            KeyFigure(
                "Through councils",
                money(count.total_gbp * councils),
                "services and capital, without benefits",
            ),
        ],
    )


def shares_of_payers(shares: pd.Series) -> tuple[float, float, float]:
    """What came from government, what was raised locally, and what no return tells apart: that is neither of the two.
    Less than LITTLE of it is left with government."""
    local, unknown = (float(shares.get(name, 0.0)) for name in (LOCAL, analysis.NOT_REPORTED))
    unknown = unknown if abs(unknown) >= LITTLE else 0.0
    return 1 - local - unknown, local, unknown


def _funder(flows: Flows, first: pd.Series) -> str:
    """The largest funder, where the ranges leave no doubt of it."""
    if not _clear(flows, ["funder"], 1).may:
        return "Which funder is largest cannot be told: the ranges meet."
    return f"The largest funder: {in_sentence(str(first.name))}, {money(first['amount_gbp'])}."


def _tied(flows: Flows) -> Finding:
    """How much is tied to no stated outcome, in the years that had some."""
    ends = _totals(flows, "outcome")
    return finding(
        stated(are_stated(flows.count.year)),
        f"{share(float(ends['share'].get(analysis.NO_OUTCOME, 0.0)))} can be tied to no stated outcome.",
        f"{_mostly_untied(flows)}{_mostly_tied(flows)}".strip(),
        "What the money is for is not told.",
    )


LOCAL = "Local taxes, borrowing and own resources"


def whole_flow(flows: Flows) -> Exhibit:
    """Four stages in one picture: who pays, who spends, on what, for which outcome where any is stated (14 names)."""
    part = float(_totals(flows, "funder_group")["share"].get(analysis.NOT_REPORTED, 0.0))
    lines, note = flows.lines, ""
    if 0 < abs(part) < LITTLE:
        lines = lines.replace({"funder_group": {analysis.NOT_REPORTED: LOCAL}})
        note = f"{share(abs(part))} of the money, for which no funder is reported, is shown with local taxes."
    keep = {
        "funder_group": 4,
        "spender_group": 4,
        "function": 7 - lines["funder_group"].nunique(),
        "outcome": 3,
    }
    what = "From who pays to the outcome it is for"
    if not are_stated(flows.count.year):
        keep.pop("outcome")
        what = "From who pays to what it is spent on"
    return flow(flows, lines, keep, ("flow", what), (MIX, SIGN, note))


def bodies_and_outcomes(flows: Flows) -> Exhibit | None:
    """Which bodies work for which outcome: eight groups of bodies, five outcomes; only where some are stated."""
    if not are_stated(flows.count.year):
        return None
    words = ("flow-outcomes", "From the body that spends to the outcome")
    return flow(flows, flows.lines, {"spender_group": 8, "outcome": 5}, words)


def flow(
    flows: Flows,
    lines: pd.DataFrame,
    keep: dict[str, int],
    said: tuple[str, str],
    notes: tuple[str, ...] = (),
) -> Exhibit:
    """The flow chart of the stages of keep, each with at most so many names; said: slug, what is shown."""
    slug, what = said
    table = analysis.grouped(lines, keep)
    stages = [stage for stage in analysis.STAGES if stage in keep]
    first, verdict = table.iloc[0], _clear(flows, stages, 1, analysis.merged(lines, keep))
    path = _path({stage: str(first[stage]) for stage in stages})
    most = f"The largest flow is {money(first['amount_gbp'])}, {share(first['share'])} of the money: {path}"
    notes = (*notes, _below(analysis.net_income(table)), untold(verdict, "Which flow is largest"))
    words = caption(verdict, slug, (most, what), f"{what}, {where(flows)}", source(flows), notes)
    columns = {stage: STAGES[stage] for stage in stages} | AMOUNT
    return alluvial(table, columns, words, stages=stages, value="amount_gbp")


def where(flows: Flows) -> str:
    """The end of a subtitle: the place, the year and what is counted."""
    return f"{flows.count.place.name}, {flows.count.year}, current and capital, cash"


def _path(path: dict[str, str]) -> str:
    """'from A through B on c for d', by stage."""
    words = {
        "funder_group": "from",
        "funder": "from",
        "spender_group": "through",
        "function": "on",
        "outcome": "for",
    }
    said = []
    for stage, name in path.items():
        if name == analysis.NO_OUTCOME:
            said.append("with no stated outcome")
        else:
            said.append(
                f"{words[stage]} {small(name) if stage in ('function', 'outcome') else in_sentence(name)}"
            )
    return " ".join(said)


def source(flows: Flows) -> str:
    """The publications of the count and of who pays."""
    return f"{source_of(flows.count)}; {PAYERS}"


def _below(amount: float) -> str:
    if not amount:
        return ""
    return (
        f"Paths with more income than spending ({money(amount)} in all) have no band; they are taken off in every "
        "figure and stand in the table."
    )


def by_outcome(flows: Flows) -> Exhibit | Note:
    """To what end: the four blocks of the local area agreements, and what is tied to none; later years say why not."""
    if not are_stated(flows.count.year):
        return Absent(why(stated(False)))
    table, what = analysis.grouped(flows.paths, {"outcome": 15}), "Public spending by stated outcome"
    first, verdict = table.iloc[0], _clear(flows, ["outcome"], 1)
    name, part = in_sentence(str(first["outcome"])), share(first["share"])
    said = f"Most is for {name}: {money(first['amount_gbp'])}, {part} of the money"
    note = "Outcomes are the four blocks of the local area agreements of 2008."
    notes = (note, untold(verdict, "Which is largest"))
    words = caption(verdict, "by-outcome", (said, what), f"{what}, {where(flows)}", source(flows), notes)
    return bars(table, {"outcome": STAGES["outcome"], **AMOUNT}, words, label="outcome", value="amount_gbp")


def _clear(flows: Flows, stages: Sequence[str], number: int, lines: pd.DataFrame | None = None) -> Verdict:
    """Whether the first so many paths through the stages are the largest beyond doubt."""
    return largest(analysis.known_by(flows, stages, number, lines), number, limits())


def _totals(flows: Flows, stage: str) -> pd.DataFrame:
    return analysis.stage_totals(flows.paths, stage).set_index(stage)


def _mostly_untied(flows: Flows) -> str:
    """The group of bodies with most of the money that is tied to no outcome."""
    untied = flows.paths[flows.paths["outcome"] == analysis.NO_OUTCOME]
    lines = flows.lines[flows.lines["outcome"] == analysis.NO_OUTCOME]
    if untied.empty or not _clear(flows, ["spender_group"], 1, lines).may:
        return ""
    first = analysis.stage_totals(untied, "spender_group").iloc[0]
    return f"The largest part of it is {in_sentence(str(first['spender_group']))}: {money(first['amount_gbp'])}. "


def _mostly_tied(flows: Flows) -> str:
    """The outcome that most money supports, where the ranges leave no doubt of it."""
    lines = flows.lines[flows.lines["outcome"] != analysis.NO_OUTCOME]
    if lines.empty or not _clear(flows, ["outcome"], 1, lines).may:
        return ""
    first = analysis.stage_totals(lines, "outcome").iloc[0]
    return f"The outcome that most money supports is '{first['outcome']}': {money(first['amount_gbp'])}."


def _largest(flows: Flows) -> str:
    """The three largest flows from funder through body to function, where the ranges leave no doubt of them."""
    stages = ["funder", "spender_group", "function"]
    if not _clear(flows, stages, 3).may:
        return "Which flows are largest cannot be told: the ranges meet."
    top = analysis.added_up(flows.paths, stages).head(3)
    rows = top.to_dict("records")
    said = [
        f"{money(row['amount_gbp'])} {_path({stage: str(row[stage]) for stage in stages})}" for row in rows
    ]
    return f"The three largest flows: {listed(said)}."
