"""Contracts of evidence/: which key each driver uses, which keys compete for it, how wrong they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Each, Form, Key
from totalplace_lib.schema.config.contract import Contract, RowRule
from totalplace_lib.schema.config.facts import Data, Facts, Given, In, Row

_A_DRIVER = (
    "a driver of evidence/drivers.csv, a test of evidence/backtests.csv, or what is estimated for councils"
)
ESTIMATED = ("council_capital", "council_estimate")
GRADES = ("A", "B", "C", "D")
if TYPE_CHECKING:
    import pandas as pd

MADE_BY = "totalplace evidence"

# fmt: off
DRIVERS = Contract(
    "evidence/drivers.csv", "Drivers",
    "What drives each group of Treasury lines, and the key that its money is shared by. Chosen by the tournament "
    "(docs/key-tournament.md).",
    (c.name("driver", "Name of the driver, for lines/central.csv"),
     c.text("name", "What it is, in words"),
     c.key("key", "Key that the money is shared by; none is never spread", c.KEYS, also=("none",)),
     c.word("tested", "yes: judged against the published split of regions; fixed: no key can predict it", "yes",
            "fixed"),
     c.text("family", "Kind of money whose ranges are judged together between regions"),
     c.reason("reason", "Why this key")),
    key=("driver",),
    row_rules=(rows.distinct("name"),
               rows.each("key", "a key of the driver's shortlist (evidence/shortlists.csv), population or none",
                         lambda row, facts: _is_listed(row, facts))),
    example="state_pension,State pension,pensioners,yes,Benefits,Paid to people over state pension age")


def _is_listed(row: Row, facts: Facts) -> bool:
    """Whether a tested driver uses a key that competed for it."""
    listed = facts.values((In("evidence/shortlists.csv", "key", (("driver", row["driver"]),)),))
    return listed is None or row["tested"] == "fixed" or row["key"] in {*listed, "population", "none"}


SHORTLISTS = Contract(
    "evidence/shortlists.csv", "Shortlists",
    "The keys that may compete for each driver, from the simplest to the least simple, each with its reason. "
    "population stands on every list without a row, unless a row is of kind statute.",
    (c.key("driver", "Driver", c.DRIVERS),
     c.key("key", "Key that competes", c.KEYS),
     c.word("kind",
            "key: as it is; statute: law says who pays; fitted: weights on the keys in terms; below: for places "
            "within a region",
            "key", "statute", "fitted", "below"),
     c.keys("terms", "Keys that a fitted mix is made of, with spaces between them", c.KEYS, empty="not fitted"),
     c.reason("reason", "Why it was let in")),
    key=("driver", "key"), row_rules=(rows.needed("terms", "kind", "fitted"),),
    example="attendance,pensioners,key,,Entitlement begins at pension age")

BACKTESTS = Contract(
    "evidence/backtests.csv", "Back-tests",
    "Money whose place is known, shared over its region as if it were not: how wrong the key is below the region.",
    (c.name("test", "Name of the test"),
     c.text("family", "Tests that share data count as one"),
     c.word("table", "Processed table that holds the truth", "benefits_by_place", "council_revenue",
            "health_allocations", "nhs_allocations", "schools_grant"),
     c.text("line", "Line, benefit or quality of that table"),
     c.key("key", "Key that it is shared by", c.KEYS),
     c.word("unit", "Each body is a place, upper-tier areas, or districts and unitaries", "bodies", "upper", "areas"),
     c.text("driver", "Driver whose key and errors it tests", empty="evidence on keys in general"),
     c.text("what", "The test in words")),
    key=("test",),
    row_rules=(rows.each("line", "a line, benefit or quality that the table holds",
                         lambda row, facts: _holds(row, facts)),
               rows.each("driver", _A_DRIVER, lambda row, facts: _driver_is_there(row["driver"], facts))),
    example="dwp_aa,Birmingham benefits,benefits_by_place,aa,deaths,areas,attendance,Attendance allowance")


def _holds(row: Row, facts: Facts) -> bool:
    """Whether the line of a back-test stands in its table."""
    columns = {"benefits_by_place": "benefit", "council_revenue": "line", "nhs_allocations": "quality"}
    if row["table"] not in columns:
        return bool(row["line"])
    known = facts.values((Data(row["table"], columns[row["table"]]),))
    return known is None or row["line"] in known


def _driver_is_there(driver: str, facts: Facts) -> bool:
    """Whether a driver is there; an empty one is."""
    known = facts.values((c.DRIVERS, In("evidence/backtests.csv", "test")))
    return not driver or known is None or driver in {*known, *ESTIMATED}


LOCAL_BODIES = Contract(
    "evidence/local_bodies.csv", "Evidence for local bodies",
    "Local bodies wider than a place whose spending is shared by people: which back-test speaks for them.",
    (c.key("spender_group", "Group of bodies", *c.SPENDER_GROUPS),
     c.key("driver", "Driver or service whose error is taken", c.DRIVERS, In("evidence/backtests.csv", "driver"),
           In("evidence/backtests.csv", "test"), none="no evidence: grade D"),
     c.note()),
    key=("spender_group",), example="Police,police,Spending of forces within their region")

NOT_TRUTH = Contract(
    "evidence/not_truth.csv", "Splits that are no truth",
    "Published splits by region that are a formula of the department: they cannot judge a key.",
    (c.key("edition", "Edition of the Treasury's analysis; * for any", Data("cra", "edition"), also=("*",)),
     c.pattern("department", "Department; * stands for anything", Data("cra", "department")),
     c.pattern("programme", "Programme; * stands for anything", Data("cra", "programme")),
     c.economic(),
     c.key("year", "Year; * for any", Data("cra", "year"), also=("*",)),
     c.reason("reason", "How it is known")),
    key=("edition", "department", "programme", "economic", "year"), further=c.KEPT, headed=c.KEPT_ONLY,
    example="cra_2018,Department of Health*,*,*,*,Shared by population from 2013-14")

GRADES_TABLE = Contract(
    "evidence/grades.csv", "Grades",
    "Grade of a shared figure by how far its 90% range reaches, as a part of the figure.",
    (c.word("grade", "A to D, in this order", *GRADES),
     c.number("up_to", "Widest half range that still has the grade", 0, 10, empty="without limit (the last grade)"),
     c.text("meaning", "The grade in words")),
    key=("grade",),
    row_rules=(RowRule("up_to", "limits that grow from grade to grade, the last without",
                       lambda frame, facts: _grow(frame)),),
    example="B,0.2,Shared by a key whose error is at most a fifth in nine cases of ten")


def _grow(frame: pd.DataFrame) -> list[bool]:
    """Whether each limit is above the one before it, and only the last is empty."""
    limits = [float(text) if _is_number(text) else None for text in frame["up_to"]]
    right = []
    for number, limit in enumerate(limits):
        is_last = number == len(limits) - 1
        before = limits[number - 1] if number else -1.0
        right.append(
            limit is None if is_last else limit is not None and before is not None and limit > before
        )
    return right


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


SETTINGS = ("coverage", "least_inside", "most_inside", "floor", "power", "correlation", "draws", "seed")

RANGES = Contract(
    "evidence/ranges.csv", "Settings of the ranges",
    "How ranges are made: coverage, the least error that is trusted, correlation, draws.",
    (c.word("name", "Name of the setting", *SETTINGS),
     c.number("value", "Its value", 0, 1e6),
     c.reason("why", "Why this value")),
    key=("name",),
    row_rules=(rows.each("value", "a part between 0 and 1",
                         lambda row, facts: row["name"] in ("draws", "seed") or not _is_number(row["value"]) or 0 <
                             float(row["value"]) < 1),
               rows.all_values("name", Given(SETTINGS, "the settings"))),
    example="coverage,0.9,The usual confidence of published ranges")

PLAUSIBILITY = Contract(
    "evidence/plausibility.csv", "Plausibility",
    "When a published figure is called implausible: it lies below low or above high, as a ratio.",
    (c.word("check", "What is compared", "per head against the region", "unit cost against total over volume",
            "share of England against share of people"),
     c.number("low", "Lowest plausible ratio", 0, 1),
     c.number("high", "Highest plausible ratio", 1, 100),
     c.reason("why", "Why these limits")),
    key=("check",),
    example="per head against the region,0.75,1.33,Areas of a region rarely differ by more than a third")

MEASURED = Contract(
    "made/measured.csv", "Measured errors",
    "How wrong each driver's key is: error between regions, half width of the range, grade.",
    (c.text("driver", "Driver, service of local bodies, or what is estimated for councils"),
     c.number("regional_error", "Typical error between regions, in log odds", 0, 10),
     c.number("half_width", "Half width of the range of a place", 0, 10),
     c.word("grade", "Grade (evidence/grades.csv)", *GRADES),
     c.number("figures_below", "Figures below the region that it was tested on", 0, 1e6, whole=True),
     c.text("evidence", "What it was tested on")),
    key=("driver",),
    row_rules=(rows.each("driver", _A_DRIVER, lambda row, facts: _driver_is_there(row["driver"], facts)),),
    made_by=MADE_BY, example="state_pension,0.032,0.155,B,28,nine regions")

LEVELS = ("places", "places: worst", "regions", "regions: worst", "borrowed", "borrowed: worst", "totals",
          "later totals", "family", "kind", "region")

COVERAGE = Contract(
    "made/coverage.csv", "Coverage of the ranges", "How often the ranges held the truth.",
    (c.word("level", "What was counted; worst: the one furthest from what is stated", *LEVELS),
     c.text("name", "Which of them"),
     c.number("inside", "Part of the figures inside their range", 0, 1),
     c.number("low", "Lowest part of a group", 0, 1, empty="one group only"),
     c.number("high", "Highest part of a group", 0, 1, empty="one group only"),
     c.number("figures", "Number of figures", 1, 1e9, whole=True)),
    key=("level", "name"), row_rules=(rows.increasing("low", "high"),), made_by=MADE_BY,
    example="family,Culture,0.895,,,95")

_PART = "part of the money in the wrong region"

MISPLACED = Contract(
    "made/misplaced.csv", "Money between regions, by year",
    "The Treasury's money of each year shared over nine regions by people, by the keys chosen on the years to "
    "2017-18 and by those chosen on all years. It is no error of a place: a count takes the regions' money as "
    "published.",
    (c.year("year", "Financial year"),
     c.word("judged", "before: the year had a part in the first choice; after: it had none", "before", "after"),
     c.number("lines", "Lines of 20 million GBP and more", 1, 1e6, whole=True),
     c.number("amount_gbp_bn", "Their money, GBP billion", 0, 1e4),
     c.number("population", f"By people: {_PART}", 0, 1),
     c.number("chosen_before", f"By the keys chosen on the years to 2017-18: {_PART}", 0, 1),
     c.number("region_out", f"By keys chosen on all years without the region judged: {_PART}", 0, 1),
     c.number("chosen", f"By the keys in use, chosen on all years: {_PART}", 0, 1)),
    key=("year",), made_by=MADE_BY, example="2022-23,after,310,531.2,0.081,0.061,0.06,0.059")

KEY_CHOICES = Contract(
    "made/key_choices.csv", "Keys chosen before and after",
    "For each driver the key chosen on the years to 2017-18 and the one chosen on all, with what each misplaces in "
    "the years from 2018-19.",
    (c.key("driver", "Driver", c.DRIVERS),
     c.text("before", "Key or mix chosen on the years to 2017-18", empty="no money in those years"),
     c.text("chosen", "Key or mix chosen on all years"),
     c.number("amount_gbp_bn", "Money from 2018-19, GBP billion", 0, 1e5),
     c.number("by_people", f"By people: {_PART}", 0, 1, empty="no money from 2018-19"),
     c.number("by_before", f"By the first choice: {_PART}", 0, 1, empty="no first choice, or no money"),
     c.number("by_chosen", f"By the key in use: {_PART}", 0, 1, empty="no money from 2018-19")),
    key=("driver",), made_by=MADE_BY, example="attendance,deaths,deaths,38.3,0.063,0.02,0.02")

TREASURY_DIFFERENCES = Contract(
    "made/treasury_differences.csv", "Range of whole regions and England",
    "What the count of a region, or of England, and the Treasury's identifiable spending leave open after named "
    "causes: the range of places of which nothing is shared.",
    (c.word("level", "Regions, or England", "region", "england"),
     c.text("function_code", "Function of government (COFOG 01 to 10), or all",
            Form(r"0[1-9]|10|all", "01 to 10, or all")),
     c.number("half_width", "Part of the money that nine differences in ten stay within", 0, 10),
     c.number("inside", "Part of the differences held by the half width of the others", 0, 1),
     c.number("figures", "Regions and years, or years", 1, 1e6, whole=True)),
    key=("level", "function_code"), made_by=MADE_BY, example="region,10,0.012,0.9,162")

INSIDE_REGIONS = Contract(
    "made/inside_regions.csv", "Ranges inside each region",
    "How often ranges made from the other regions held the known figures of a region's places, and how much wider "
    "all its ranges are where that is too little (least_inside of evidence/ranges.csv).",
    (c.text("region_code", "Code of the region", Form(r"E12\d{6}", "E12 and six digits")),
     c.text("region_name", "Its name"),
     c.number("families", "Families of tests with figures in it", 1, 100, whole=True),
     c.number("figures", "Known figures", 1, 1e6, whole=True),
     c.number("inside", "Part of them held by ranges of other regions, the mean of families", 0, 1),
     c.number("factor", "What the half widths of its places are multiplied by", 1, 10),
     c.number("inside_with", "Part held with it, each family judged by the factor of the region's other families", 0,
              1)),
    key=("region_code",), made_by=MADE_BY, example="E12000007,London,7,755,0.703,1.43,0.895")

DIVIDED = Contract(
    "evidence/divided.csv", "Dividing a county council",
    "The key by which each service of a county council is divided when new councils take its place, chosen by a "
    "test on counties that have none (docs/reorganisation.md). The first row that fits a line wins.",
    (c.name("service", "Name of the service, for files"),
     c.text("name", "The service in words"),
     c.economic(),
     c.text("lines", "Lines of the councils' returns, with spaces between; * for all",
            Each(Key((c.RS, c.COR4), also=("*",)))),
     c.keys("keys", "Keys that compete, with spaces between", c.KEYS, empty="the service stays one"),
     c.key("key", "The key in use; none where the service stays one", c.KEYS, also=("none",)),
     c.word("tested",
            "yes: judged on what councils spent; people: nothing to judge it on, shared by people and shown so; "
            "whole: stays one body for all of the old county",
            "yes", "people", "whole"),
     c.reason("reason", "Why this key")),
    key=("service",),
    row_rules=(rows.distinct("name"),
               rows.each("key", "one of the keys that compete; none where the service stays one",
                         lambda row, facts: row["key"] in (row["keys"].split() or ["none"])),
               rows.each("tested", "whole where the key is none, and nowhere else",
                         lambda row, facts: (row["tested"] == "whole") == (row["key"] == "none"))),
    example="education,Education,current,education,population children,children,yes,Schools are for children")

MADE_DIVIDED = Contract(
    "made/divided.csv", "Dividing a county council: what was measured",
    "How wrong a council's money of a service is when what a county without a county council spent is shared by "
    "key, as if only the sum were known; all: every current service together.",
    (c.key("service", "Service", In("evidence/divided.csv", "service"), also=("all",)),
     c.key("key", "The key in use", c.KEYS, empty="each service by its own"),
     c.number("figures", "Figures judged", 1, 1e6, whole=True),
     c.number("councils", "Councils", 1, 1e4, whole=True),
     c.number("counties", "Counties without a county council", 1, 100, whole=True),
     c.number("median_error", "Half of the councils' figures are nearer than this, as a part of them", 0, 10),
     c.number("half_width", "Half width of the range, in log odds of a council's share", 0, 10),
     c.number("inside", "Part of the figures held by the range of the other counties", 0, 1),
     c.number("half_width_after", "The same for what new councils then spend", 0, 20),
     c.number("events", "Counties divided in which it could be judged", 0, 100, whole=True),
     c.number("events_held", "Of these, held by a range made without the county", 0, 100, whole=True)),
    key=("service",), made_by=MADE_BY, example="education,children,1055,64,15,0.086,0.359,0.896,0.7,5,5")

REORGANISED = Contract(
    "made/reorganised.csv", "County councils that were divided",
    "What the first year of the new councils was beside what dividing the county's last year by key said of it.",
    (c.text("name", "The county"),
     c.year("before", "Its last year"),
     c.text("council", "One of the two new councils; the other's error is the same"),
     c.key("service", "Service", In("evidence/divided.csv", "service"), also=("all",)),
     c.number("share", "Its part of what the two spend, by key and what districts spent", -100, 100),
     c.number("truth", "Its part of what the two spent in their first year", -100, 100, empty="not returned"),
     c.number("error", "The difference in log odds", -100, 100, empty="a sum below nought has no part"),
     c.number("half_width", "Half width of the range, made without the county", 0, 100),
     c.word("held", "Whether the range held it", "yes", "no", empty="could not be judged")),
    key=("name", "service"), made_by=MADE_BY,
    example="Bedfordshire,2008-09,Bedford,education,0.39,0.409,0.081,0.7,yes")

RECEIPTS = Contract(
    "evidence/receipts.csv", "Drivers of receipts",
    "What drives each kind of receipt inside a region, the key that shares it, and the keys that compete for it.",
    (c.name("driver", "Name of the driver, for lines/receipts.csv"),
     c.text("name", "What it is, in words"),
     c.key("key", "Key that the money is shared by; none stays with the region", c.KEYS, also=("none",)),
     c.word("tested", "yes: judged against what is published by region; fixed: no key is tried", "yes", "fixed"),
     c.keys("candidates", "Keys that compete, with spaces between them", c.KEYS),
     c.reason("reason", "Why it follows that")),
    key=("driver",),
    row_rules=(rows.distinct("name"),
               rows.each("key", "one of the candidates, or none",
                         lambda row, facts: row["key"] in {*row["candidates"].split(), "none"})),
    example="council_tax,Council tax,council_tax,yes,population council_tax,What authorities asked of residents")

MEASURED_RECEIPTS = Contract(
    "made/receipts.csv", "Measured errors of receipts",
    "How wrong each driver's key is between regions, with the region left out, and the range and grade of a place.",
    (c.key("driver", "Driver", In("evidence/receipts.csv", "driver")),
     c.text("chosen", "Key that the regions choose", empty="none is tried"),
     c.number("amount_gbp_bn", "Money of all years judged, GBP billion", -1e4, 1e5),
     c.number("by_people", "Part of it that people alone misplace", 0, 10, empty="none is tried"),
     c.number("by_key", "Part that the key misplaces", 0, 10, empty="none is tried"),
     c.number("region_out", "Part that it misplaces where the region was left out", 0, 10, empty="none is tried"),
     c.number("inside", "Part of the regions' errors within the bound of the other regions", 0, 1,
              empty="none is tried"),
     c.number("regional_error", "Typical error between regions, in log odds", 0, 10, empty="none is tried"),
     c.number("half_width", "Half width of the range of a place, in log odds", 0, 10),
     c.word("grade", "Grade (evidence/grades.csv)", *GRADES),
     c.text("evidence", "What it was tested on")),
    key=("driver",), made_by=MADE_BY,
    example="council_tax,council_tax,500.0,0.05,0.01,0.01,0.9,0.02,0.2,C,nine regions 2007-08 to 2024-25")

CONTRACTS = (RECEIPTS, MEASURED_RECEIPTS, DRIVERS, SHORTLISTS, BACKTESTS, LOCAL_BODIES, NOT_TRUTH, GRADES_TABLE,
             RANGES, PLAUSIBILITY, MEASURED, COVERAGE, MISPLACED, KEY_CHOICES, TREASURY_DIFFERENCES, INSIDE_REGIONS,
             DIVIDED, MADE_DIVIDED, REORGANISED)
