"""Exhibits of the report on new councils for a county: what passes to each, how sure that is, what does not move."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import reorganisation as analysis
from totalplace_lib.analysis.reorganisation import BEFORE, COUNTY, OWN, Division
from totalplace_lib.evidence.divided import ALL
from totalplace_lib.present.charts import alluvial, heat_map, range_plot
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import count, money, plural, pounds, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.views.publications import source_words

RANGE = (
    "A range is made to hold what a new council then spends nine times in ten: it was measured on five county councils "
    "that were divided, each judged without itself."
)
ALONE = "The range of a sum is narrower than that of its services, whose errors offset each other in part."


def opening(division: Division, tested: pd.DataFrame, happened: pd.DataFrame) -> Opening:
    """What passes to how many councils, how it is divided, how sure that is, what does not move."""
    asked, councils = division.proposal, division.by_council
    services, county = (float(councils[name].sum()) for name in ("amount_gbp", "county_gbp"))
    known = happened[(happened["held"] != "") & (happened["service"] != ALL)]
    held = count((known["held"] == "yes").sum())
    wide = float(((councils["high_gbp"] - councils["low_gbp"]) / 2 / councils["amount_gbp"]).max())
    rest = _of(division, analysis.STAYS)
    return Opening(
        f"{plural(len(councils), 'new council')} would have {money(services)} of services between them: what councils "
        f"in {asked.place.name} spent in {division.year}.",
        [
            Finding(
                f"{money(county)} is the county council's, divided by service; {money(services - county)} passes as it "
                "is.",
                "A service is divided by what drives it where that was tested. No saving and no cost of the change is "
                "in these figures.",
            ),
            Finding(
                f"A council's sum is known to within about {share(wide)}, nine times in ten.",
                f"Of {count(len(known))} services in five counties that were divided, {held} lay inside the range; "
                f"of five sums, {_held(happened)}.",
            ),
            Finding(
                f"{money(rest)} is spent by other bodies and does not move.",
                "The NHS, police, benefits and pensions follow people and bodies of their own; they are shown where "
                "they are counted.",
            ),
        ],
        [
            KeyFigure("Services that pass", money(services), f"current, net of fees and charges, {division.year}"),
            KeyFigure("All public money here", money(division.total_gbp), "the count; it closes to the penny"),
            KeyFigure("Status", _status(division), asked.name),
        ],
    )  # fmt: skip


def _status(division: Division) -> str:
    return "An illustration" if division.proposal.is_illustration else "A proposal"


def basis(division: Division) -> Note:
    """Whose division this is, and which districts are in which council."""
    asked = division.proposal
    whose = (
        f"{asked.name}: drawn to show how a division is worked out; nobody has proposed it."
        if asked.is_illustration
        else f"{asked.name}. Published: {asked.source}."
    )
    own = division.lines[(division.lines["part"] == OWN) & (division.lines["council"] != BEFORE)]
    members = own.groupby("council", sort=False)["spender"].unique()
    return Note(whose, tuple(f"{name}: {', '.join(sorted(who))}" for name, who in members.items()))


def _held(happened: pd.DataFrame) -> str:
    sums = happened[happened["service"] == ALL]
    return "all did" if (sums["held"] == "yes").all() else f"{count((sums['held'] == 'yes').sum())} did"


def _of(division: Division, part: str) -> float:
    table = division.before_after
    return float(table.loc[table["part"] == part, "before_gbp"].sum())


def by_council(councils: pd.DataFrame, division: Division) -> Exhibit:
    """What each new council would have of today's services, with its range."""
    low, high = (money(float(councils["amount_gbp"].agg(end))) for end in ("min", "max"))
    caption = Caption(
        "new-councils",
        f"Each new council would have {low} to {high} of services",
        _subtitle(division, "Current spending on services by new council"),
        _source(division),
        (RANGE, ALONE),
    )
    columns = {
        "council": Column("New council"), "districts": Column("Districts", "count"),
        "population": Column("Residents", "count"), "county_gbp": Column("From the county council", "money"),
        "own_gbp": Column("From its districts", "money"), "amount_gbp": Column("Services", "money"),
        "low_gbp": Column("Low", "money"), "high_gbp": Column("High", "money"), "grade": Column("Grade"),
        "per_head_gbp": Column("For each resident", "per_head"),
    }  # fmt: skip
    return range_plot(
        councils,
        columns,
        caption,
        label="council",
        low="low_gbp",
        central="amount_gbp",
        high="high_gbp",
        grade="grade",
    )


def shares(table: pd.DataFrame, division: Division) -> Exhibit:
    """Each council's part of each service. table: one row a service (name), one column a council, parts of one."""
    caption = Caption(
        "shares",
        "What part of each service would pass to each council",
        _subtitle(division, "Part of current and capital spending by service and new council"),
        _source(division),
    )
    columns = {"name": Column("Service")} | {
        name: Column(name, "share", 0) for name in table.columns.drop("name")
    }
    return heat_map(table, columns, caption, label="name")


def services(table: pd.DataFrame, division: Division) -> Exhibit:
    """Every service of every council with its range, and how the county's part was divided."""
    by_people = table.loc[table["key_name"] == analysis.UNTESTED, "service"].nunique()
    every = table["service"].nunique()
    caption = Caption(
        "services",
        f"{count(every - by_people)} of {count(every)} services are divided by a measure that was tested",
        _subtitle(division, "Spending by service and new council"),
        _source(division),
        (RANGE, "Grade D is an order of magnitude: read the sum of a council instead."),
    )
    columns = {
        "name": Column("Service"), "council": Column("New council"),
        "county_gbp": Column("From the county council", "money"),
        "own_gbp": Column("From its districts", "money"), "amount_gbp": Column("Together", "money"),
        "low_gbp": Column("Low", "money"), "high_gbp": Column("High", "money"), "grade": Column("Grade"),
        "key_name": Column("The county's part divided by"),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of every service of every new council with its range."
    )


def passes(table: pd.DataFrame, division: Division) -> Exhibit:
    """From the councils of today to the new ones. table: source (county or districts), council, amount_gbp."""
    caption = Caption(
        "passes",
        "From the councils of today to the new ones",
        _subtitle(division, "Spending that passes to new councils, current and capital returned by councils"),
        _source(division),
    )
    columns = {
        "source": Column("Councils today"), "council": Column("New councils"),
        "amount_gbp": Column("Spending", "money"),
    }  # fmt: skip
    return alluvial(table, columns, caption, stages=["source", "council"], value="amount_gbp")


def ledger(division: Division) -> Exhibit:
    """Before and after, closed to the penny."""
    table = division.before_after
    caption = Caption(
        "before-after",
        f"Before and after are {pounds(division.total_gbp, 2)}, to the penny",
        _subtitle(division, "All public money counted for the place, before and after the division"),
        _source(division),
        (
            "In none: sites with an address of their own, which are counted for the place and for no part of it.",
            "Nothing vanishes: spending is counted at the body that spends it last, so a county's precept, which its "
            "districts collect, is in no figure. What a county pays its districts (for recycling, say) is an expense "
            "of one and income of the other inside these returns, which do not show it apart.",
        ),
    )
    columns = {
        "part": Column("Whose money"),
        "before_gbp": Column("Before", "money", 2, scale=1.0),
        "after_gbp": Column("In the new councils' areas", "money", 2, scale=1.0),
        "in_none_gbp": Column("In none", "money", 2, scale=1.0),
        "difference_gbp": Column("Difference", "money", 2, scale=1.0),
    }
    return Exhibit(
        caption, table, columns, alt="A table of each part of the money before and after the division."
    )


def stays(table: pd.DataFrame, division: Division) -> Exhibit:
    """What is not divided: amounts by group of bodies, one column a council; ranges are in the data."""
    groups = table.groupby("spender_group", sort=False)["amount_gbp"].sum()
    caption = Caption(
        "does-not-move",
        f"{money(float(groups.sum()))} is counted in these areas and is in no new council's services",
        _subtitle(division, "Public spending that is not divided, by group of bodies, where it is counted"),
        _source(division),
        (
            "Benefits and pensions go to people by national rules. Housing benefit passes with the district that pays "
            "it, and the Department refunds it. Police and fire keep their bodies, whatever councils there are.",
            "In years from 2017-18 capital of councils is known for the region only, and stands here.",
        ),
    )
    columns = {
        "spender_group": Column("Group of bodies"), "council": Column("Area of"),
        "amount_gbp": Column("Spending", "money"),
        "low_gbp": Column("Low", "money"), "high_gbp": Column("High", "money"),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of what other bodies spend in the area of each new council."
    )


def debt(table: pd.DataFrame, division: Division) -> Exhibit | Note:
    """What the councils of today owe; nothing of it is divided here."""
    if table.empty:
        return Note("What these councils owe is in no return that is held.")
    year = str(table["year"].iloc[0])
    caption = Caption(
        "debt",
        f"Councils here owed {money(float(table['borrowing_gbp'].sum()))} at the end of {year}",
        f"Gross borrowing and capital financing requirement by council, 31 March {int(year[:4]) + 1}",
        "Capital outturn return (COR4), MHCLG",
        (
            f"{year} is the last year held. How debt is divided is settled between the councils or by order: it is not "
            "divided here. Levels of reserves are in no table that is held.",
        ),
    )
    columns = {
        "spender": Column("Council today"), "borrowing_gbp": Column("Gross borrowing", "money"),
        "requirement_gbp": Column("Capital financing requirement", "money"),
    }  # fmt: skip
    return Exhibit(caption, table, columns, alt="A table of what each council of today owes.")


def _subtitle(division: Division, what: str) -> str:
    return f"{what}, {division.proposal.place.name}, {division.year}, cash"


def _source(division: Division) -> str:
    own = division.lines[division.lines["part"].isin([COUNTY, OWN])]
    return source_words(own["source_id"].unique())
