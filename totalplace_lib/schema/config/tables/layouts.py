"""Contracts of layouts/: where things stand in publications. A new release is a new column or a new row."""

from __future__ import annotations

from totalplace_lib.model import Marker
from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Each, Form, Number, Year
from totalplace_lib.schema.config.contract import Column, Contract, RowRule
from totalplace_lib.schema.config.facts import Given, In, Row

_HEADING = "Heading of the line in that year's publication, as printed"
_SHEET = c.text("sheet", "Name of the sheet")
_ANCHOR = c.text("anchor", "Words of the heading row, with ; between them")
_BELOW = c.number("below", "Rows of stacked headings under it", 0, 9, whole=True)
_COUNT = Number(1, 9999, whole=True)


# fmt: off
MEASURES = ("expenditure", "share_loan_capital", "direction", "receipts", "share_loan_receipts", "financing", "debt",
            "memo")


def _headings(name: str, title: str, lines: str, *more: Column, example: str) -> Contract:
    """A table of headings: a row for each line, a column for each year."""
    return Contract(
        f"layouts/{name}.csv",
        title,
        "Headings as published, one column for each year; empty where the line is not in that year.",
        (c.key("line", f"Line ({lines})", In(lines, "line")), *more),
        key=("line", *(column.name for column in more)),
        further=Column("year", _HEADING, (), True, "the line is not in that year"),
        example=example,
    )


RS = _headings(
    "rs", "Headings of the Revenue Outturn Summary (RS)", "lines/rs.csv",
    example="education,> Education services,> Education services, ...")
COR4 = _headings(
    "cor4", "Headings of the Capital Outturn Return (COR4)", "lines/cor4.csv",
    c.word("measure", "Expenditure, section 16(2)(b) direction, receipts, shares and loans, or the second part",
           *MEASURES),
    example="education,expenditure,Education (line 6) > Total Capital Expenditure (cols 1+2), ...")
RO2 = _headings(
    "ro2", "Headings of RO2 (highways and transport)", "lines/ro2.csv",
    example="bus_support,Support to operators, ...")
RO3 = _headings(
    "ro3", "Headings of RO3 (social care)", "lines/ro3.csv",
    example="older_people,Older people (aged 65 or over), ...")

RSX = _headings(
    "rsx", "Headings of the service expenditure summary (RSX)", "lines/rs.csv",
    c.word("measure", "Gross expenditure, income, or the difference", "expenditure", "income", "net_current"),
    example="education,expenditure,Education services - Total Expenditure (C3 = C1 + C2), ...")

RA = _headings(
    "ra", "Headings of the revenue account budget (RA)", "lines/rs.csv",
    example="education,TOTAL EDUCATION SERVICES,...")

RSX_SHEETS = Contract(
    "layouts/rsx_sheets.csv", "Sheets of the service expenditure summary",
    "The sheet of the service expenditure summary (RSX), by year, and how many authorities stand on it.",
    (c.year(), _SHEET, c.text("authorities", "Number of authorities on the sheet", _COUNT)), key=("year",),
    example="2024-25,RSX_LA_Data_202425,410")

RS_SHEETS = Contract(
    "layouts/rs_sheets.csv", "Sheets of the Revenue Outturn Summary",
    "The sheet that holds net current expenditure, by year, and how many authorities stand on it.",
    (c.year(), _SHEET, c.text("authorities", "Number of authorities on the sheet", _COUNT)), key=("year",),
    example="2023-24,RS_LA_Data_2023-24,411")

COR4_SHEETS = Contract(
    "layouts/cor4_sheets.csv", "Sheets of the Capital Outturn Return",
    "The two sheets of each return: services, and financing with memorandum items.",
    (c.year(), c.word("part", "Services, or financing with memorandum items", "services", "financing"),
     c.text("title", "Sheet whose title names the year"), _SHEET, _ANCHOR, _BELOW,
     c.number("above", "Rows of stacked headings over it", 0, 9, whole=True)),
    key=("year", "part"), example="2010-11,services,10-11 LA dropdown,10-11 Total expenditure,COR1/2;Acquisition,3,0")

RO_SHEETS = Contract(
    "layouts/ro_sheets.csv", "Sheets of RO2 and RO3", "Where RO2 and RO3 print each measure.",
    (c.word("return", "Which return", "ro2", "ro3"), c.year(),
     c.word("measure", "Gross expenditure, income, or the difference", "expenditure", "income", "net_current"),
     _SHEET, _ANCHOR, _BELOW, c.text("heading", "Heading of the measure, the same under every service")),
    key=("return", "year", "measure"),
    example="ro2,2010-11,income,RO2 LA Data 2010-11 (2),E-code;Local authority;Class,0,Total Income (C6 = C4 + C5)")

RECENT_SERVICES = Contract(
    "layouts/recent_services.csv", "Words of the revenue outturn time series",
    "Words of the long extract of the revenue outturn, and what they are here.",
    (c.word("column", "Column of the extract: a service (item) or the class of authority (cls)", "item", "cls"),
     c.text("published", "The word as published"),
     c.key("value", "Line of lines/rs.csv, or class of authority", c.RS,
           Given(("L", "MD", "UA", "SC", "SD", "O"), "the classes of authority"), none="left out")),
    key=("column", "published"), example="item,Public Health,public_health")

CHILDRENS_SERVICES = Contract(
    "layouts/childrens_services.csv", "Blocks of children's services",
    "Blocks of lines in the outturn of services for children and young people: first and last line, and their total.",
    (c.year(),
     c.text("block", "Name of the block"),
     c.text("first", "Number of its first line", _COUNT),
     c.text("last", "Number of its last line", _COUNT),
     c.text("total", "Number of the line that holds its total", _COUNT, empty="one line, its own total"),
     c.word("role", "Part of the budget, total of all, capital charged to revenue, memorandum", "part", "total",
            "capital", "memorandum")),
    key=("year", "block"), row_rules=(rows.increasing("first", "last"),), example="2008-09,youth justice,1,3,4,part")

CHILDRENS_MEASURES = Contract(
    "layouts/childrens_measures.csv", "Measures of children's services",
    "Measures of the Local Authority Interactive Tool that are read.",
    (c.text("code", "Code of the measure in the tool"),
     c.text("measure", "What it measures, in words"),
     c.word("unit", "GBP, numbers of children or people, percent, or a rate", "gbp", "children", "people", "percent",
            "rate per 10 000", "rate per 100 000")),
    key=("code",), row_rules=(rows.distinct("measure"),), example="LACnum,Children looked after,children")

ADULT_CARE_COSTS = Contract(
    "layouts/adult_care_costs.csv", "Unit costs of adult social care",
    "Lines of the detailed unit costs (PSS-EX1) that are read: the gross cost, the activity and the cost per unit.",
    (c.text("service", "Service"),
     c.text("client_group", "Client group"),
     c.word("unit", "What one unit is", "week in care", "client week", "hour", "meal"),
     c.text("number_2008_09", "Number of the unit cost in 2008-09",
            Form(r"\d\.\d{1,2}A?", "a number such as 2.1 or 2.34A")),
     c.text("heading_2009_10", "Heading of the gross cost in 2009-10", empty="not in that year"),
     c.word("weeks_2008_09", "52 where the activity is a number per week, else 1", "1", "52"),
     c.word("weeks_2009_10", "52 where the activity is a number per week, else 1", "1", "52")),
    key=("service", "client_group"), row_rules=(rows.distinct("number_2008_09"),),
    example="home care,all,hour,2.35,Gross total cost for home care,1,52")

LOOKED_AFTER = Contract(
    "layouts/looked_after.csv", "Columns about looked-after children",
    "Columns of the underlying data of SFR27/2010 that are read.",
    (c.word("file", "Which file", "march", "started", "ceased"),
     c.text("heading", "Heading of the column"),
     c.text("measure", "What it measures, in words")),
    key=("file", "heading"), row_rules=(rows.distinct("measure"),),
    example="march,MarTotal_2010,looked after at 31 March")

DEPRIVATION = Contract(
    "layouts/deprivation.csv", "Columns of the indices of deprivation",
    "Which headings of the deprivation files are read, and what they are.",
    (c.text("index", "The index", Form(r"IMD \d{4}", "IMD and its year, such as IMD 2010")),
     c.word("file", "Summary of authorities, or scores of neighbourhoods", "authority", "neighbourhood"),
     c.text("heading", "Heading of the column"),
     c.word("domain", "Domain of deprivation", "crime", "education", "employment", "health", "housing and services",
            "income", "living environment", "overall"),
     c.word("measure", "People, or the mean of scores", "people", "mean score")),
    key=("index", "file", "heading"), example="IMD 2010,authority,Income Scale,income,people")

HEALTH_ALLOCATIONS = Contract(
    "layouts/health_allocations.csv", "Columns of health board allocations",
    "Columns of the workbooks of allocations to integrated care boards.",
    (c.key("card", "Card of the publication (sources/)", c.CARDS), _SHEET, c.text("heading", "Heading of the column"),
     c.year(),
     c.word("stream", "What the money is for", "core services", "covid", "elective recovery", "primary medical care",
            "other primary care", "running costs", "specialised services"),
     c.word("basis", "What kind of figure", "allocation", "baseline", "recurrent baseline"),
     c.text("england", "Row label of England's total", empty="the sheet has none")),
    key=("card", "sheet", "heading"),
    row_rules=(RowRule("stream", "one column for each year, stream and basis",
                       lambda frame, facts: list(~frame.duplicated(["year", "stream", "basis"]))),),
    example="nhs_icb_2025,ICB Core Allocations 2025-26,2025/26 (£k),2025-26,core services,allocation,ENGLAND")

BENEFITS = Contract(
    "layouts/benefits.csv", "Benefits",
    "Benefits of the DWP tables by local authority: code of the extraction, and the official name.",
    (c.text("benefit", "Code of the benefit", Form(r"[a-z]+", "small letters")),
     c.text("benefit_name", "Official name")),
    key=("benefit",), row_rules=(rows.distinct("benefit_name"),), example="aa,Attendance Allowance")

_FIELDS = ("department_code", "department", "organisation", "function", "cofog_group", "hmt_function", "subfunction",
           "segment_code", "segment_name", "is_identifiable", "economic", "sector", "area")
MARKERS = tuple(str(marker) for marker in Marker if marker is not Marker.NONE)
SECTORS = ("CG", "LA", "PC", "BOE", "PSP")

COUNTRY_REGIONAL = Contract(
    "layouts/country_regional.csv", "Headings of the Treasury's databases",
    "Headings of the databases of the Country and Regional Analysis, one column for each edition.",
    (c.word("field", "What the column holds, here", *_FIELDS),), key=("field",),
    further=Column("edition", "Its heading in this edition, as printed", (), True, "the edition has no such column"),
    headed=Form(r"cra_20\d\d", "an edition such as cra_2025"),
    row_rules=(rows.all_values("field", Given(_FIELDS, "the fields of the analysis")),),
    example="department,Dept Name,Department,Department Name")


def _after(column: str) -> RowRule:
    return rows.each(
        column,
        "years after the last",
        lambda row, facts: all(one > row["last"] for one in row[column].split()),
    )


def _within(column: str) -> RowRule:
    return rows.each(
        column,
        "years from the first to the last",
        lambda row, facts: all(row["first"] <= one <= row["last"] for one in row[column].split()),
    )


EDITIONS = Contract(
    "layouts/country_regional_editions.csv", "Editions of the Treasury's databases",
    "The editions of the Country and Regional Analysis that are read, earliest first. A year is counted from the "
    "newest that holds its outturn.",
    (c.key("edition", "Name of the edition: its card in sources/", c.CARDS),
     c.text("sheet", "Sheet of the database"),
     c.word("gbp_per_unit", "Pounds in one published unit", "1", "1000", "1000000"),
     c.word("code", "How the code of a segment is built", "programme", "segment", "department-segment"),
     c.year("first", "First year of outturn"),
     c.year("last", "Last year of outturn"),
     c.text("plans", "Columns of years that are plans, left out", Each(Year()), empty="none"),
     c.text("provisional", "Years that the Treasury calls provisional [p]", Each(Year()), empty="none")),
    key=("edition",), row_rules=(rows.in_order("first", "last"), _after("plans"), _within("provisional")),
    example="cra_2025,CRA 2025 database,1000,department-segment,2020-21,2024-25,,2024-25")

COUNTRY_REGIONAL_WORDS = Contract(
    "layouts/country_regional_words.csv", "Words of the Treasury's databases",
    "Words of the databases in lower case, and what they stand for here. A word that is not listed stops the build.",
    (c.word("field", "Which column", "area", "economic", "function", "function_name", "hmt_function",
            "is_identifiable", "sector"),
     c.text("published", "The word as published, in lower case", Form(r"[^A-Z]+", "words in lower case")),
     c.text("value", "What it stands for here")),
    key=("field", "published"),
    row_rules=(rows.each("value", "a value that this field can have", lambda row, facts: _word_fits(row)),),
    example="area,england_london,E12000007")


def _word_fits(row: Row) -> bool:
    allowed = {
        "economic": set(c.ECONOMIC),
        "is_identifiable": {"yes", "no"},
        "sector": set(SECTORS),
        "function": {*c.FUNCTIONS, "eu", "dup"},
    }
    if row["field"] == "area":
        return Form(r"E12\d{6}|[WSN]92\d{6}|outside-uk|not-identifiable", "").accepts(row["value"])
    return row["field"] not in allowed or row["value"] in allowed[row["field"]]


SHORTHAND = Contract(
    "shorthand.csv", "Shorthand of publishers",
    "What publishers write in place of a number (gap), and what they glue to one (note). What is not here is "
    "refused.",
    (c.text("written", "What stands in the cell; [note] for [note 2] and so on", empty="an empty cell"),
     c.word("where", "In place of a number, or beside one", "gap", "note"),
     c.word("marker", "What it means here, as a marker", *MARKERS, none="it changes nothing"),
     c.text("meaning", "What it means, in words")),
    key=("written", "where"),
    row_rules=(rows.each("marker", "a marker for every gap",
                         lambda row, facts: row["where"] != "gap" or bool(row["marker"])),),
    example="z,gap,z,not applicable")

CONTRACTS = (RS, COR4, RO2, RO3, RSX, RA, RS_SHEETS, RSX_SHEETS, COR4_SHEETS, RO_SHEETS, RECENT_SERVICES,
             CHILDRENS_SERVICES, CHILDRENS_MEASURES, ADULT_CARE_COSTS, LOOKED_AFTER, DEPRIVATION, HEALTH_ALLOCATIONS,
             BENEFITS, COUNTRY_REGIONAL, COUNTRY_REGIONAL_WORDS, EDITIONS, SHORTHAND)
