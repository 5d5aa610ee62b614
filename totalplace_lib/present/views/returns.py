"""Exhibits of the report on returns: who has answered, what it did to total and range, what to ask next; the letter."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import collection as analysis
from totalplace_lib.analysis.returns import Collection, mutual, returns_of
from totalplace_lib.count.returned import ALL_SERVICES, BOTH, REPLACES
from totalplace_lib.count.whole_area import Count
from totalplace_lib.present.charts import bars, grouped_bars, heat_map
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.text import clean
from totalplace_lib.returns.answers import Choice, Status

SOURCE = "Returns of the bodies named, and the Total Place count"
MOST = 12
LENSES = {
    "all": "All public spending", "local-bodies": "By bodies of the place", "outside-bodies": "By bodies from outside",
    "outcome": "Tied to a stated outcome",
}  # fmt: skip
_GBP = Column("Spending", "money")


def who_may_see(choice: str) -> str:
    """What a page with returns says of itself."""
    if Choice(choice).is_unpublished:
        return "Not for publication: this page holds figures that bodies returned for the partners."
    return "Returns on this page are published figures; their sources are named below."


def opening(found: Collection) -> Opening:
    """How many have answered, how much of the total is theirs now, what it did to the range."""
    table = analysis.status(found, "")
    answered = int((table["state"] == "answered").sum())
    before, after, lenses = found.before, found.after, analysis.by_lens(found.after, _outcomes())
    returned = float(lenses["returned"].iloc[0])
    moved = found.count.total_gbp - before.count.total_gbp
    width, was = after.high_gbp - after.low_gbp, before.high_gbp - before.low_gbp
    return Opening(
        f"{plural(answered, 'body has', 'bodies have')} answered for {found.count.place.name} in "
        f"{found.count.year}: "
        f"{money(returned)} of {money(found.count.total_gbp)} is their own figure now.",
        [
            Finding(
                f"The total moves by {money(moved)}, from {money(before.count.total_gbp)} to "
                f"{money(found.count.total_gbp)}.",
                f"Its range was {money(before.low_gbp)} to {money(before.high_gbp)}; it is "
                f"{money(after.low_gbp)} to "
                f"{money(after.high_gbp)}, {'narrower' if width < was else 'wider'} by "
                f"{money(abs(was - width))}.",
            ),
            Finding(
                analysis.beside_calibration(analysis.surprises(found)),
                "Each figure tests the measure that shared its money. No measure is changed by it: a person decides.",
            ),
            Finding(
                f"{plural(len(found.held), 'return stands', 'returns stand')} behind this page.",
                f"{who_may_see(found.choice)} What is published of a body is never replaced.",
            ),
        ],
        [
            KeyFigure(
                "Answered",
                f"{answered} of {len(table)}",
                "bodies whose figure is an estimate, or who answered",
            ),
            KeyFigure("Returned", share(returned / found.count.total_gbp), "of the total"),
            KeyFigure(
                "Apportioned",
                share(float(lenses["apportioned"].iloc[0]) / found.count.total_gbp),
                "still shared by a measure",
            ),
        ],
    )


def _outcomes() -> pd.DataFrame:
    from totalplace_lib.project import read_config

    return read_config("outcomes.csv")


def _caption(found: Collection, slug: str, headline: str, what: str, *notes: str) -> Caption:
    return Caption(slug, headline, f"{what}, {found.count.place.name}, {found.count.year}", SOURCE, notes)


def known(found: Collection) -> Exhibit:
    """Bodies by service: what part of each is known, by publication or by return."""
    table = analysis.known_by_service(found.after)
    names = [name for name in table.columns if name != "body"]
    table = table.assign(
        **{f"{name} marker": table[name].isna().map({True: "z", False: ""}) for name in names}
    )
    open_bodies = int((table[names].min(axis="columns") < 1).sum())
    caption = _caption(
        found, "known",
        f"{open_bodies} of the {plural(len(table), 'body', 'bodies')} still have money that is shared by a measure",
        "Part of each body's spending that is published or returned, by function",
        "[z]: the body has no spending of that function.",
    )  # fmt: skip
    columns = {"body": Column("Body"), **{name: Column(name, "share", 0, f"{name} marker") for name in names}}
    return heat_map(table, columns, caption, label="body")


def ask_next(found: Collection) -> Exhibit | Note:
    """The returns that would narrow the range of the total most."""
    table = analysis.ask_next(found)
    if table.empty:
        return Note("Every body whose figure is an estimate has answered.")
    first = table.iloc[0]
    caption = _caption(
        found, "ask-next",
        f"The return that would narrow the range most is that of {first['body']}: by {money(first['narrower_gbp'])}",
        "By how much the range of the total would be narrower",
        "Letters with the form attached: totalplace returns letter.",
    )  # fmt: skip
    columns = {
        "body": Column("Body"), "narrower_gbp": Column("Narrower by", "money"),
        "part": Column("Part of the range", "share"),
        "estimate_gbp": Column("Estimate", "money"),
    }  # fmt: skip
    return bars(table, columns, caption, label="body", value="narrower_gbp")


def replaced(found: Collection) -> Exhibit | Note:
    """Each estimate and what replaces it, the largest changes first."""
    table = _replaced(found.count)
    if table.empty:
        return Absent("No estimate is replaced.")
    total = float((table["replaced_gbp"] - table["estimate_gbp"]).sum())
    shown = table.head(MOST)
    caption = _caption(
        found, "replaced",
        f"{plural(len(table), 'estimate is', 'estimates are')} replaced, which moves the total by {money(total)}",
        "Estimates and the returned figures in their "
        f"place{'' if len(shown) == len(table) else f', the {MOST} largest changes'}",
        "Published parts are taken off first. The control total of the region stays, so what is left for its "
        "other areas moves the other way.",
    )  # fmt: skip
    columns = {
        "label": Column("Body and service"), "estimate_gbp": Column("Estimate", "money"),
        "replaced_gbp": Column("Returned", "money"),
        "rest_before_gbp": Column("Left for other areas before", "money"),
        "rest_after_gbp": Column("Left for other areas now", "money"),
    }  # fmt: skip
    return grouped_bars(shown, columns, caption, label="label", values=("estimate_gbp", "replaced_gbp"))


def _labels(table: pd.DataFrame) -> pd.Series:
    """Body and service; the body alone where it gave one figure for all."""
    which = table["service"].where(table["which"] == BOTH, table["service"] + " (" + table["which"] + ")")
    return table["body"].where(which == ALL_SERVICES, table["body"] + ": " + which).map(clean)


def _replaced(count: Count) -> pd.DataFrame:
    table = count.returned[count.returned["state"] == REPLACES]
    if table.empty:
        return table
    table = table.assign(label=_labels(table))
    order = (table["replaced_gbp"] - table["estimate_gbp"]).abs().sort_values(ascending=False).index
    return table.loc[order].reset_index(drop=True)


def beside(found: Collection) -> Exhibit | Note:
    """Figures that replace nothing, with the reason."""
    table = found.count.returned
    table = table[table["state"] != REPLACES].assign(label=_labels)
    if table.empty:
        return Absent("Every figure returned replaces an estimate.")
    table = table.assign(difference_gbp=table["returned_gbp"] - table["published_gbp"])
    caption = _caption(
        found, "beside", f"{plural(len(table), 'figure replaces', 'figures replace')} nothing, with the reason",
        "Returned figures that do not replace an estimate",
        "Gross figures are larger than the published ones, which are net of sales, fees and charges.",
    )  # fmt: skip
    columns = {
        "label": Column("Body and service"), "returned_gbp": Column("Returned", "money"),
        "published_gbp": Column("Published or returned in parts", "money"),
        "difference_gbp": Column("Difference", "money"), "state": Column("Why"),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of returned figures that replace nothing, with the reason."
    )


def surprises(found: Collection) -> Exhibit | Note:
    """How far each figure lies from the estimate, in half-ranges."""
    table = analysis.surprises(found).sort_values("surprise", ascending=False, ignore_index=True)
    if table.empty:
        return Absent("No measure was tested by a return.")
    table = table.assign(label=_labels(table), where=table["inside"].map({True: "inside", False: "outside"}))
    caption = _caption(
        found, "surprises", analysis.beside_calibration(table).rstrip("."),
        "Distance of the returned figure from the estimate, in half-ranges",
        "At 1 the figure lies at the end of the range of the estimate. No measure is changed by it: a "
        "person decides, by the tests of all.",
    )  # fmt: skip
    columns = {
        "label": Column("Body and service"), "surprise": Column("Half-ranges", "number", 2),
        "where": Column("Range of the estimate"),
        "low_gbp": Column("Low", "money"), "high_gbp": Column("High", "money"), "replaced_gbp": Column("Returned",
            "money"), "keys": Column("Shared by"),
    }  # fmt: skip
    return bars(table.head(MOST), columns, caption, label="label", value="surprise")


def tests_of_keys(count: Count, choice: str) -> Exhibit | Note | None:
    """The same for a report on the evidence of a count; nothing where no return is in it."""
    if count.returned.empty:
        return None
    return surprises(returns_of(count.place, count.year, choice))


def between(found: Collection) -> Exhibit | Note:
    """What bodies say that they pay each other, both figures and the rule."""
    table = mutual(found.held)
    if table.empty:
        return Absent("No return tells of money that passes between public bodies.")
    apart = int((table["difference_gbp"].abs() >= 1).sum())
    missing = pd.Series("x", index=table.index)
    table = table.assign(
        **{
            f"{name}_marker": missing.where(table[name].isna(), "")
            for name in ("payer_says_gbp", "receiver_says_gbp", "difference_gbp", "used_gbp")
        }
    )
    caption = _caption(
        found, "between",
        f"{plural(len(table), 'amount passes', 'amounts pass')} between bodies; the two sides differ in {apart}",
        "Amounts between public bodies as payer and receiver report them",
        "What is used comes off the payer's spending, so that it is counted once, at the body that spends it "
        "last.",
    )  # fmt: skip
    columns = {
        "payer": Column("Payer"), "receiver": Column("Receiver"),
        **{name: Column(words, "money", None, f"{name}_marker") for name, words in (
            ("payer_says_gbp", "Payer says"), ("receiver_says_gbp", "Receiver says"), ("difference_gbp",
                "Difference"), ("used_gbp", "Used"),
        )}, "rule": Column("Rule"),
    }  # fmt: skip
    return Exhibit(
        caption,
        table,
        columns,
        alt="A table of amounts between bodies with both figures and the rule applied.",
    )


def reconciled(found: Collection) -> Exhibit:
    """Returned figures beside what is counted, down to the total that the place published."""
    table = analysis.reconciled(found)
    last = table.iloc[-1]
    is_total = str(last["body"]).startswith("Published")
    headline = (
        f"Of the published {money(last['returned_gbp'])} the count has {money(last['counted_gbp'])}, "
        f"{money(last['before_gbp'])} before the returns"
        if is_total
        else f"The count has {money(float(table['counted_gbp'].sum()))} "
        f"of the {money(float(table['returned_gbp'].sum()))} that bodies returned"
    )
    caption = _caption(
        found, "reconciled", headline, "Returned figures beside what is counted of the same bodies",
        "A difference is what is published otherwise and stays: a budget book is gross, the count is net of "
        "sales, fees and charges.",
    )  # fmt: skip
    columns = {
        "body": Column("Body"), "returned_gbp": Column("Returned", "money"),
        "before_gbp": Column("Counted before", "money"),
        "counted_gbp": Column("Counted now", "money"), "difference_gbp": Column("Counted less returned", "money"),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of returned figures beside what is counted of each body."
    )


def sources(found: Collection) -> Exhibit:
    """The returns behind the figures: who filled them in, when they came, where they were published."""
    rows = [
        (
            one.answer.body,
            one.answer.status,
            one.answer.by,
            one.delivery.at[:10],
            one.version,
            one.answer.source or "not published",
        )
        for one in found.held
        if one.answer.status != Status.CONFIDENTIAL or found.choice is Choice.ALL
    ]
    table = pd.DataFrame(rows, columns=["body", "status", "by", "at", "version", "source"])
    headline = f"{plural(len(table), 'return stands', 'returns stand')} behind this page"
    caption = _caption(found, "returns", headline, "Returns that hold now")
    columns = {
        "body": Column("Body"), "status": Column("Status"), "by": Column("Filled in by"), "at": Column("Added"),
        "version": Column("Version", "count"), "source": Column("Source"),
    }  # fmt: skip
    return Exhibit(caption, table, columns, alt="A table of the returns behind the figures.")


def of_count(count: Count, choice: str) -> Note | None:
    """What a count report says of the returns in it; nothing where there are none."""
    if count.returned.empty:
        return None
    table = _replaced(count)
    moved = float((table["replaced_gbp"] - table["estimate_gbp"]).sum()) if len(table) else 0.0
    lines = tuple(
        f"{row['label']}: {money(row['estimate_gbp'])} estimated, {money(row['replaced_gbp'])} returned."
        for row in table.to_dict("records")
    )
    return Note(
        f"{who_may_see(choice)} {plural(len(table), 'estimate is', 'estimates are')} replaced, which moves the "
        f"total by {money(moved)}.",
        lines,
    )
