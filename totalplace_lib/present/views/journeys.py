"""Exhibits of a customer journey: the timeline, who pays, what is done twice, now against redesigned."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import journeys as analysis
from totalplace_lib.analysis.journeys import Journey
from totalplace_lib.present.charts import grouped_bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import join, money, plural
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.sentences import small

SOURCE = (
    "Unit cost database 1.4 (New Economy, Greater Manchester) and PSS-EX1 2008-09 (NHS Information Centre) for unit "
    "costs; GDP deflator (HM Treasury); volumes are assumptions"
)
VERSIONS = {analysis.NOW: "Now", analysis.REDESIGNED: "Redesigned"}


def opening(journey: Journey) -> Opening:
    """What the year costs now and redesigned, who gains and who pays, what is cash."""
    bodies, cash = analysis.by_body(journey.contacts), analysis.cash_and_capacity(journey.contacts)
    now, new = float(bodies["now_gbp"].sum()), float(bodies["redesigned_gbp"].sum())
    most = bodies.sort_values("now_gbp", ascending=False).iloc[0]
    contacts = int((journey.contacts["version"] == analysis.NOW).sum())
    paying = int((bodies["now_gbp"] > 0).sum())
    in_cash, capacity = (float(value) for value in cash["difference_gbp"])
    return Opening(
        f"{journey.words['name']}: a year costs public bodies {money(now)} now and {money(new)} if redesigned.",
        [
            Finding(
                f"{plural(paying, 'body', 'bodies')} pay for {plural(contacts, 'contact')}.",
                f"The largest payer: {most['body']}, {money(float(most['now_gbp']))}.",
            ),
            Finding(_gains(bodies), _pays(bodies)),
            Finding(
                f"In cash the redesign {change(in_cash)}.",
                f"In capacity it {change(capacity)}: cells, beds and officers that are free for others. "
                "They become cash only when they are closed.",
            ),
        ],
        [
            KeyFigure("Now", money(now), f"{journey.base} prices"),
            KeyFigure("Redesigned", money(new), "an assumption, not a forecast"),
            KeyFigure("Difference", money(abs(new - now)), "less" if new < now else "more"),
        ],
    )


def one_person(journey: Journey | None, theme: str) -> Exhibit | Note:
    """The panel of a deep dive: who pays for one person now and redesigned, in the prices of its year."""
    if journey is None:
        return Absent(f"No case of one person is held for {small(theme)}.")
    table = analysis.by_body(journey.contacts)
    now, new = float(table["now_gbp"].sum()), float(table["redesigned_gbp"].sum())
    in_cash, capacity = (
        float(value) for value in analysis.cash_and_capacity(journey.contacts)["difference_gbp"]
    )
    caption = Caption(
        "one-person",
        f"{journey.words['name']}: {money(now)} a year now, {money(new)} redesigned; in cash that {change(in_cash)}",
        _subtitle(journey, "Cost by body, now and redesigned"),
        SOURCE,
        (
            f"An invented case, the same for every place: {journey.words['person']} How often things happen is "
            f"assumed; unit costs are published{_own(journey)}. Redesigned: {journey.words['redesign']}",
            f"In capacity, cells, beds and officers that are free for others, the redesign {change(capacity)}.",
        ),
    )
    columns = {
        "body": Column("Body"), "now_gbp": Column("Now (£)", "count"),
        "redesigned_gbp": Column("Redesigned (£)", "count"), "difference_gbp": Column("Difference (£)", "count"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="body", values=("now_gbp", "redesigned_gbp"))


def _own(journey: Journey) -> str:
    return (
        f", those of {join(journey.local).lower()} by {journey.place_name}'s councils"
        if journey.local
        else ""
    )


def the_person(journey: Journey) -> Note:
    """Who the journey is about, and what the volumes are."""
    return Note(f"{journey.words['person']} {journey.words['basis']}")


def the_redesign(journey: Journey) -> Note:
    """What would be done otherwise."""
    return Note(journey.words["redesign"])


def contacts(journey: Journey, version: str = analysis.NOW) -> Exhibit:
    """Every contact in order of time, with its unit cost as published and in the prices asked for."""
    table = journey.contacts[journey.contacts["version"] == version].reset_index(drop=True)
    table["times"] = [f"{row['volume']:g}, {row['unit'].lower()}" for row in table.to_dict("records")]
    caption = Caption(
        f"contacts-{version}",
        f"{VERSIONS[version]}: {plural(len(table), 'contact')} with "
        f"{plural(table['body'].nunique(), 'body', 'bodies')}",
        _subtitle(journey, f"Contacts in order of time, {VERSIONS[version].lower()}"),
        SOURCE,
        _local(journey, table),
    )
    columns = {
        "service": Column("Contact"), "body": Column("Body"), "month": Column("Month", "count"),
        "times": Column("How often (assumed)"), "amount_gbp": Column("Cost (£)", "count"),
        "cost_gbp": Column("Unit cost as published (£)", "number", 2), "price_year": Column("Its prices"),
        "code": Column("Entry"),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of contacts with volumes, unit costs and their sources."
    )


def by_body(journey: Journey) -> Exhibit:
    """Who pays now, who would pay."""
    table = analysis.by_body(journey.contacts)
    pays = _pays(table).rstrip(".")
    caption = Caption(
        "by-body",
        f"{_gains(table).rstrip('.')}; {pays[0].lower()}{pays[1:]}",
        _subtitle(journey, "Cost by body, now and redesigned"),
        SOURCE,
    )
    columns = {
        "body": Column("Body"), "now_gbp": Column("Now (£)", "count"),
        "redesigned_gbp": Column("Redesigned (£)", "count"), "difference_gbp": Column("Difference (£)", "count"),
    }  # fmt: skip
    return grouped_bars(table, columns, caption, label="body", values=("now_gbp", "redesigned_gbp"))


def duplicates(journey: Journey) -> Exhibit | Note:
    """Kinds of contact that more than one body makes."""
    table = analysis.duplicates(journey.contacts)
    if table.empty:
        return Absent("No kind of contact is made by more than one body.")
    first = table.sort_values("bodies", ascending=False, kind="stable").iloc[0]
    caption = Caption(
        "duplicates",
        f"{plural(len(table), 'kind')} of contact {'is' if len(table) == 1 else 'are'} made by more than one body; "
        f"{small(str(first['kind']))} by {first['bodies']}",
        _subtitle(journey, "Contacts of one kind by several bodies, now"),
        SOURCE,
        ("The same kind twice is not always waste: it is where to ask first.",),
    )
    columns = {
        "kind": Column("Kind of contact"), "bodies": Column("Bodies", "count"), "body_names": Column("Which"),
        "contacts": Column("Contacts", "count"), "amount_gbp": Column("Cost (£)", "count"),
    }  # fmt: skip
    return Exhibit(caption, table, columns, alt="A table of kinds of contact that several bodies make.")


def _subtitle(journey: Journey, what: str) -> str:
    return f"{what}, one person, one year, {journey.base} prices"


def _local(journey: Journey, table: pd.DataFrame) -> tuple[str, ...]:
    own = [service for service in journey.local if service in set(table["service"])]
    here = (f"At the unit costs of {journey.place_name}'s own councils: {join(own)}.",) if own else ()
    return (journey.words["basis"], *here)


def _gains(bodies: pd.DataFrame) -> str:
    gain = bodies[bodies["difference_gbp"] < 0]
    if gain.empty:
        return "No body gains."
    first = gain.iloc[0]
    more = f", the most of {plural(len(gain), 'body', 'bodies')} that gain" if len(gain) > 1 else ""
    return f"{first['body']} would spend {money(-float(first['difference_gbp']))} less{more}."


def _pays(bodies: pd.DataFrame) -> str:
    pay = bodies[bodies["difference_gbp"] > 0].iloc[::-1]
    said = [f"{row['body']} ({money(float(row['difference_gbp']))})" for row in pay.to_dict("records")]
    return f"These would pay more: {join(said)}." if said else "No body would pay more."


def change(amount: float) -> str:
    """ "costs £6,400 more", "saves £4,300", "changes nothing"."""
    if abs(amount) < 0.005:
        return "changes nothing"
    return f"costs {money(amount)} more" if amount > 0 else f"saves {money(-amount)}"
