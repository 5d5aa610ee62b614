"""Exhibits of the report on new councils for a county: what passes to each, how sure that is, what does not move."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis import reorganisation as analysis
from totalplace_lib.analysis.reorganisation import BEFORE, COUNTY, OWN, Division
from totalplace_lib.evidence.divided import ALL
from totalplace_lib.national.years import plan
from totalplace_lib.present.charts import range_plot
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import count, money, plural, share
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.present.views.publications import source_words

RANGE = (
    "A range is made to hold what a new council then spends nine times in ten: it was measured on five county councils "
    "that were divided, each judged without itself."
)
ALONE = "The range of a sum is narrower than that of its services, whose errors offset each other in part."

IN_NONE = (
    "In none: sites with an address of their own, which are counted for the place and for no part of it.",
    "Nothing vanishes: spending is counted at the body that spends it last, so a county's precept, which its "
    "districts collect, is in no figure. What a county pays its districts (for recycling, say) is an expense "
    "of one and income of the other inside these returns, which do not show it apart.",
)


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
        f"Current spending on services by new council, {division.proposal.place.name}, {division.year}, cash",
        source(division),
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


def about_what_stays() -> tuple[str, str]:
    """Why other bodies' money does not move, and since when councils' capital is among it."""
    regional = min(year for year, row in plan().items() if row["council_capital"] != "returns")
    return (
        "Benefits and pensions go to people by national rules. Housing benefit passes with the district that pays "
        "it, and the Department refunds it. Police and fire keep their bodies, whatever councils there are.",
        f"In years from {regional} capital of councils is known for the region only, and stands here.",
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


def source(division: Division) -> str:
    """The publications of the councils' money."""
    own = division.lines[division.lines["part"].isin([COUNTY, OWN])]
    return source_words(own["source_id"].unique())
