"""Exhibits of the whole-area count: opening, who spends, on what, who controls it, the ledger, the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from totalplace_lib.count.lenses import is_local
from totalplace_lib.count.own_ledger import (
    OUTSIDE,
    PUBLISHED,
    RETURNED,
    SHARED,
    TRANSFERS,
    own_ledger,
    own_transfers,
)
from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence.carried import (
    Verdict,
    apart,
    exactly,
    figure_of,
    figures,
    largest,
    leading,
    limits,
)
from totalplace_lib.evidence.ranges import errors_of
from totalplace_lib.model import Control, Method, StepKind
from totalplace_lib.present.charts import bars, dot_comparison, group_small, stacked_share_bar, waterfall
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import between, why
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import money, pounds, share
from totalplace_lib.present.sentences import capital, in_sentence, listed, small
from totalplace_lib.present.views.count_opening import opening as opening
from totalplace_lib.present.views.publications import source_words

MONEY = {"amount_gbp": Column("Spending", "money"), "share": Column("Share of the total", "share")}
COUNTED = "The place's money"
WHY = {
    RETURNED: "Net current and capital spending, from their own returns",
    PUBLISHED: "Figures that a department publishes by place",
    SHARED: "Police, health bodies and departments: by people, or by need as far as it is measured",
    TRANSFERS: "What one public body pays to another is counted where it is spent last",
    OUTSIDE: "What is not in every year's total, so that years can be compared",
    COUNTED: "The total of this report",
}
LADDER = [str(rung) for rung in Control]


def by_spender_group(count: Count) -> Exhibit:
    """Who spends: groups of bodies, largest first."""
    table = group_small(count.by("spender_group"), "spender_group", "amount_gbp", keep=14)
    table["share"] = table["amount_gbp"] / count.total_gbp
    first = table.iloc[0]
    verdict = _largest(count, "spender_group", 1)
    caption = Caption(
        "by-group",
        f"The largest part is {in_sentence(first['spender_group'])}: {money(first['amount_gbp'])}, "
        f"{share(first['share'])} of the total"
        if verdict.may
        else "Public spending by group of bodies",
        subtitle(count, "Public spending by group of bodies"),
        source_of(count),
        _not_told(verdict),
        str(verdict.reason),
    )
    columns = {"spender_group": Column("Group of bodies"), **MONEY}
    return bars(table, columns, caption, label="spender_group", value="amount_gbp")


def _largest(count: Count, column: str, number: int) -> Verdict:
    """Whether the largest of a column may be called so."""
    own = leading(errors_of(count), column, number, count.population)
    return largest(own, number, limits())


def _not_told(verdict: Verdict) -> tuple[str, ...]:
    return () if verdict.may else (f"Which is largest cannot be told. {why(verdict)}",)


def by_spender(count: Count, keep: int = 20) -> Exhibit:
    """Each body by name, largest first, as a chart with its table."""
    every = count.by("spender")
    table = group_small(every, "spender", "amount_gbp", keep=keep, other="All other bodies")
    table["share"] = table["amount_gbp"] / count.total_gbp
    top, verdict = float(table["share"].head(5).sum()), _largest(count, "spender", 5)
    caption = Caption(
        "by-body",
        f"The largest five bodies spend {share(top)} of the money"
        if verdict.may
        else "Public spending by body",
        subtitle(count, "Public spending by body"),
        source_of(count),
        ("A body wider than the place is shown with the place's share.", *_not_told(verdict)),
        str(verdict.reason),
    )
    made = bars(table, {"spender": Column("Body"), **MONEY}, caption, label="spender", value="amount_gbp")
    return replace(made, whole=every)


def by_function(count: Count) -> Exhibit:
    """On what: COFOG functions, largest first."""
    table = count.by("function")
    top, verdict = table.head(3), _largest(count, "function", 3)
    caption = Caption(
        "by-function",
        f"{capital(listed(map(small, top['function'])))} take {share(float(top['share'].sum()))} of the money"
        if verdict.may
        else "Public spending by service",
        subtitle(count, "Public spending by service"),
        source_of(count),
        _not_told(verdict),
        str(verdict.reason),
    )
    table = table[table["amount_gbp"] > 0]
    return bars(
        table, {"function": Column("Service"), **MONEY}, caption, label="function", value="amount_gbp"
    )


def by_control(count: Count) -> Exhibit:
    """Who decides: the ladder of local control, most local first."""
    table = (
        count.by("control")
        .set_index("control")
        .reindex(LADDER)
        .fillna({"amount_gbp": 0.0, "share": 0.0})
        .reset_index()
    )
    decided = float(table["share"].iloc[:3].sum())
    table["control"] = table["control"].str.capitalize()
    caption = Caption(
        "by-control",
        _decided(
            float(count.lines.loc[is_local(count.lines), "amount_gbp"].sum()) / count.total_gbp, decided
        ),
        subtitle(count, "Public spending by rung of the ladder of local control"),
        source_of(count),
        ("Council ring-fenced is mostly schools.",),
    )
    columns = {"control": Column("Who decides"), **MONEY}
    return stacked_share_bar(table, columns, caption, label="control", value="amount_gbp", is_ordered=True)


def _decided(spent: float, decided: float) -> str:
    """What bodies of the place spend and what they decide over, in one sentence that says why the two differ."""
    said = f"Bodies of the place spend {share(spent)} and decide over {share(decided)}, within national rules"
    if share(spent) == share(decided):
        return said
    return f"{said}: councils pay {share(spent - decided)} as housing and council tax benefit, which the law sets"


def the_ledger(count: Count) -> Exhibit:
    """How the total is put together, from the place's side (count.own_ledger)."""
    steps = own_ledger(count)
    end = pd.DataFrame({"step": [COUNTED], "amount_gbp": [count.total_gbp]})
    table = pd.concat([steps, end], ignore_index=True)
    table["why"] = table["step"].map(WHY)
    returned = float(steps.loc[steps["step"] == RETURNED, "amount_gbp"].sum())
    caption = Caption(
        "ledger",
        f"Councils returned {money(returned)} themselves; the rest of {money(count.total_gbp)} is published for the "
        "place or is its share of wider bodies",
        subtitle(count, "How the total is put together"),
        source_of(count),
    )
    columns = {"step": Column("Step"), "amount_gbp": Column("Amount", "money"), "why": Column("What it is")}
    return waterfall(table, columns, caption, label="step", change="amount_gbp")


def transfers_removed(count: Count) -> Exhibit | Note:
    """The place's part of what was taken out so that no pound is counted twice."""
    table = own_transfers(count)
    if table.empty:
        return Note(
            f"Nothing had to be taken out: no body of {count.place.name} reports what another counts."
        )
    table["transfer"] = table["transfer"].str.replace("-", " ").str.capitalize()
    caption = Caption(
        "transfers",
        _taken_out(float(table["amount_gbp"].sum())),
        subtitle(count, "Transfers taken out"),
        source_of(count),
    )
    columns = {
        "transfer": Column("Transfer"),
        "amount_gbp": Column("Taken out", "money"),
        "reason": Column("Why"),
    }
    return Exhibit(caption, table, columns, alt="A table of transfers taken out, with the reason for each.")


def _taken_out(total: float) -> str:
    if total > 0:
        return f"{money(total)} was taken out, so that no pound is counted twice"
    return f"{money(-total)} more was received than paid between public bodies and was set aside"


def memo(count: Count) -> Exhibit | None:
    """What stands beside the total in every year, so that years can be compared; nothing where there is nothing."""
    if count.memo.empty:
        return None
    table = count.memo.groupby(["rule_name", "reason"], sort=True)["amount_gbp"].sum().round(2).reset_index()
    caption = Caption(
        "memo",
        f"{money(float(table['amount_gbp'].sum()))} stands beside the total, not in it, so that years can be compared",
        subtitle(count, "Memo lines: outside the definition of spending in every year"),
        source_of(count),
    )
    columns = {
        "rule_name": Column("What"),
        "amount_gbp": Column("Beside the total", "money"),
        "reason": Column("Why"),
    }
    return Exhibit(caption, table, columns, alt="A table of memo lines, with the reason for each.")


def per_head(count: Count, region: Count, england: Count) -> Exhibit:
    """Spending per head by function, beside the region, where the place is not all of it, and England."""
    names = {"place": count, "region": region, "england": england}
    if set(region.place.areas) == set(count.place.areas):
        del names["region"]
    table = pd.DataFrame({key: _heads(each) for key, each in names.items()}).fillna(0.0)
    table = table.loc[table["place"].sort_values(ascending=False).index].rename_axis("function").reset_index()
    verdict, row = _furthest(count, table)
    caption = Caption(
        "per-head",
        f"The largest difference from England that is measured is in {small(row['function'])}: "
        f"{pounds(row['place'])} against {pounds(row['england'])} a head"
        if verdict.may
        else "Spending for each resident by service: none can be told from that of England",
        subtitle(count, "Public spending for each resident by service"),
        source_of(count),
        (
            "Where money is shared by population, a place cannot differ from its region: such money hides differences.",
        ),
        str(verdict.reason),
    )
    columns = {
        "function": Column("Service"),
        **{key: Column(each.place.name, "per_head") for key, each in names.items()},
    }
    return dot_comparison(table, columns, caption, label="function", values=list(names))


def _furthest(count: Count, table: pd.DataFrame) -> tuple[Verdict, pd.Series]:
    """The function that differs most from England, among those whose difference is carried."""
    own = {each.name: each for each in figures(errors_of(count), "function", count.population)}
    order = (table["place"] - table["england"]).abs().sort_values(ascending=False, kind="stable").index
    rows, verdict = table.loc[order], Verdict()
    for _, row in rows.iterrows():
        england = exactly("England", float(row["england"]) * count.population, count.population)
        verdict = apart(own.get(str(row["function"]), england), england, limits())
        if verdict.may:
            return verdict, row
    return verdict, rows.iloc[0]


def _heads(count: Count) -> pd.Series:
    return count.by("function").set_index("function")["amount_gbp"] / count.population


def by_method(count: Count, names: Mapping[str, str]) -> Exhibit:
    """How much is published for the place, how much shared by each key (names: key to its name in words)."""
    words = {key: f"Shared by {small(name)}" for key, name in names.items()}
    estimated = count.lines["method"] == str(Method.APPORTIONED)
    how = count.lines["key"].map(words).where(estimated, "Published for the place")
    how = how.mask(count.lines["method"] == str(Method.RETURNED), "Returned by the body")
    sums = count.lines.assign(how=how).groupby("how")["amount_gbp"].sum().round(2).reset_index()
    table = group_small(sums, "how", "amount_gbp", keep=8, other="Shared in other ways")
    table["share"] = table["amount_gbp"] / count.total_gbp
    published = float(table.loc[table["how"] == "Published for the place", "share"].sum())
    returned = float(table.loc[table["how"] == "Returned by the body", "share"].sum())
    own = f", {share(returned)} returned by bodies" if returned else ""
    caption = Caption(
        "by-method",
        f"{share(published)} of the money is published for the place or its bodies{own}; the rest is shared by what "
        "drives it",
        subtitle(count, "Public spending by the way it was placed"),
        source_of(count),
        ("How well each way of sharing was tested is in the report How sure the count is.",),
    )
    return bars(table, {"how": Column("How placed"), **MONEY}, caption, label="how", value="amount_gbp")


def basis(count: Count) -> Note | None:
    """What a reader must know of the year and of bodies without a return; nothing where there is nothing to say."""
    steps = count.ledger[count.ledger["kind"] == StepKind.NOTE]
    points = tuple(f"{reason.rstrip('.')}." for reason in steps["reason"])
    return Note("To know about this year and this place:", points) if points else None


def source_of(count: Count) -> str:
    """The publications that the figures of a count stand in, in words."""
    return source_words(count.lines["source_id"].unique())


def to_share(exhibit: Exhibit, count: Count) -> Exhibit:
    """The exhibit with a picture that stands alone: what all of the count is, with its range, is in it."""
    known = between(figure_of(count)).replace(" to ", " and ")
    within = f", between {known} (90% range)" if known else ", published as a whole"
    words = f"All public spending in {count.place.name}, {count.year}: {money(count.total_gbp)}{within}."
    return replace(exhibit, shared_with=words)


def subtitle(count: Count, what: str) -> str:
    """Measure, place, year and unit in words."""
    return f"{what}, {count.place.name}, {count.year}, current and capital, cash"
