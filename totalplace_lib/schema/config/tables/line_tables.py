"""Contracts of lines/: who spends each published line, who pays, under whose control, and by which key it is shared."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import languages, rows
from totalplace_lib.schema.config.cell_rules import Form
from totalplace_lib.schema.config.contract import Column, Contract
from totalplace_lib.schema.config.facts import Data, Given, In, Row

# fmt: off
BODY_KINDS = ("council", "county", "gla", "police", "fire", "waste", "transport", "park", "combined")
# Several payers at once, or one that the councils' returns do not name.
PAYERS = (
    In("funding.csv", "funder"),
    Given(("Department for Environment, Food and Rural Affairs", "General grants and council tax",
           "General grants and precept", "General grants, business rates and council tax", "Levy on councils",
           "Levy on councils and grants", "Police grant, general grants and precept",
           "Schools grant, other grants and council tax", "Transport grant, borrowing and receipts",
           "Transport grant, general grants and precept"),
          "PAYERS in totalplace_lib/schema/config/tables/line_tables.py"))
EXCEPTIONAL = ("covid-19", "energy prices", "cost of living")
_GROUPS = In("lines/known.csv", "group")
_MADE_GROUPS = ("nhs-commissioned", "nhs-boards")

CENTRAL = Contract(
    "lines/central.csv", "Treasury lines",
    "Who spends each line of the Treasury's analysis, on which rung of the ladder of local control, and what drives "
    "it. The first row that fits wins.",
    (c.pattern("department", "Department as the Treasury names it; * for any", Data("cra", "department")),
     c.pattern("organisation", "Body that spends it, from the 2018 edition on; * for any",
               Data("cra", "organisation")),
     c.pattern("segment", "Code of the programme, the same in all editions from 2013 on; * stands for anything",
               Data("cra", "programme_code")),
     c.pattern("programme", "Programme as the Treasury names it; * stands for anything", Data("cra", "programme")),
     c.economic(),
     c.text("spender", "Body that spends it, as a reader knows it"),
     c.text("spender_group", "Group of bodies that it is shown under"),
     c.control(),
     c.key("driver", "What drives it: decides the key that it is shared by (evidence/drivers.csv)", c.DRIVERS),
     c.key("group", "Control total of which some is known by place (lines/known.csv)", _GROUPS, also=_MADE_GROUPS,
           none="nothing of it is known by place"),
     c.word("exceptional", "What it was paid for, where it was paid for a few years only", *EXCEPTIONAL,
            none="ordinary spending"),
     c.note()),
    key=("department", "organisation", "segment", "programme", "economic"),
    row_rules=(rows.same_throughout("spender", "spender_group"),
               rows.fits_something("cra", ("department", "organisation", "programme", "economic"), "programme")),
    further=c.KEPT, headed=c.KEPT_ONLY,
    example='Department of Health*,*,*,*DENTAL*,*,NHS: dentists,NHS,"national body, local office",primary_care,,,')

COUNCILS = Contract(
    "lines/councils.csv", "Council lines",
    "How each line of the councils' returns is counted: whose spending it is shown as, who pays, the rung of the "
    "ladder, the key. The first row that fits wins.",
    (c.word("body_kind", "Kind of authority; * for any", *BODY_KINDS, "*"),
     c.pattern("line", "Line of the return (lines/rs.csv, lines/cor4.csv); * stands for anything", c.RS, c.COR4),
     c.economic(),
     c.text("spender_group", "Group of bodies that it is shown under"),
     c.control(),
     c.key("payer", "Who pays, in words; what stands in funding.csv keeps its name", *PAYERS),
     c.key("key", "Key by which a body wider than the place is shared", c.KEYS),
     c.note()),
    key=("body_kind", "line", "economic"),
    row_rules=(rows.last_catches_all("body_kind", ("body_kind", "line", "economic")),), further=c.KEPT,
    headed=c.KEPT_ONLY,
    example='police,*,*,Police,other local body,"Police grant, general grants and precept",population,')

TREASURY_CAPITAL = Contract(
    "lines/treasury_capital.csv", "Council capital from the Treasury",
    "Council capital in years without capital returns by authority: the Treasury's capital of local government in a "
    "region, by function. The first row that fits wins.",
    (c.key("area_code", "Region; * for any", c.REGIONS, also=("*",)),
     c.pattern("hmt_function", "Function as the Treasury names it; * for any", *c.HMT_FUNCTIONS),
     c.key("line", "Line of the capital return of the same service", c.COR4),
     c.text("programme", "What it is shown as"),
     c.text("spender", "Bodies that spend it"),
     c.key("spender_group", "Group of bodies that it is shown under", In("lines/councils.csv", "spender_group")),
     c.control(),
     c.key("payer", "Who pays, in words; what stands in funding.csv keeps its name", *PAYERS),
     c.key("key", "Key that it is shared by", c.KEYS)),
    key=("area_code", "hmt_function"), row_rules=(rows.last_catches_all("area_code", ("area_code", "hmt_function")),),
    further=c.KEPT, headed=c.KEPT_ONLY,
    example='*,Education,education,Capital: education,Councils: capital,Councils,council discretionary,"Capital '
            'grants, borrowing and receipts",population')


def _return_lines(name: str, title: str, kinds: tuple[str, ...], *more: Column, **rest: object) -> Contract:
    """The lines of one return."""
    return Contract(
        f"lines/{name}.csv",
        title,
        "The lines of the return, named the same over the years.",
        (
            c.name("line", "Name of the line, for other tables"),
            c.text("name", "The line in words"),
            c.word("kind", "What kind of line it is: services add up to the total, memo lines are parts of others",
                   *kinds),
            *more,
        ),
        key=("line",),
        **rest,  # type: ignore[arg-type]
    )


_COFOG = c.function_code("cofog", empty="no service")
_COUNTED = c.yes_no("counted", "Whether it is part of the count")


def _service_has_function(row: Row, facts: object) -> bool:
    return bool(row["cofog"]) or (row["counted"] == "no" and row["kind"] != "service")


_HAS_FUNCTION = rows.each(
    "cofog", "a function for every service and every line that is counted", _service_has_function)

RS = _return_lines(
    "rs", "Lines of the Revenue Outturn Summary (RS)",
    ("service", "other_current", "levy", "benefit", "total", "financing", "grant", "reserve", "memo"), _COFOG,
    c.text("in_net_current", "Part of net current expenditure: yes, no, or the first year in which it is",
           languages.IN_NET_CURRENT),
    _COUNTED, c.note(), row_rules=(_HAS_FUNCTION,), example="education,Education services,service,09,yes,yes,")

COR4 = _return_lines(
    "cor4", "Lines of the Capital Outturn Return (COR4)", ("service", "total", "financing", "debt", "memo"), _COFOG,
    _COUNTED, row_rules=(_HAS_FUNCTION,), example="education,Education,service,09,yes")

RO2 = _return_lines(
    "ro2", "Lines of RO2: highways and transport", ("service", "total", "memo"),
    example="bus_support,Support to bus operators,service")
RO3 = _return_lines(
    "ro3", "Lines of RO3: social care", ("service", "total", "memo"),
    example="mental_health,Adults under 65 with mental health needs,service")

BREAKS = Contract(
    "lines/rs_breaks.csv", "Breaks in council lines",
    "Years in which a line does not mean what it means in other years; its figures get the marker [b].",
    (c.key("line", "Line of lines/rs.csv", c.RS, In("lines/ro2.csv", "line"), In("lines/ro3.csv", "line")),
     c.year("first_year", "First year in which it is so"),
     c.year("last_year", "Last year in which it is so", empty="until now"),
     c.reason("note", "What is different, in words")),
    key=("line", "first_year"), row_rules=(rows.in_order("first_year", "last_year"),),
    example="public_health,2013-14,,Public health moves from the NHS to councils")

FILLS = Contract(
    "lines/fills.csv", "Councils without a return",
    "Years in which a later publication has the figures of councils that made no return, and the year whose return "
    "says how the rest is split.",
    (c.key("year", "Year without the return", Data("council_services_recent", "year")),
     c.key("split_as_in", "Year of the return that the split is taken from", Data("council_revenue", "year"))),
    key=("year",), example="2022-23,2021-22", may_be_bare=True)

KNOWN = Contract(
    "lines/known.csv", "Benefits known by place",
    "Benefits that are published by place, and the control total of the Treasury's analysis to which each belongs.",
    (c.key("benefit", "Benefit (layouts/benefits.csv)", In("layouts/benefits.csv", "benefit")),
     c.key("group", "Control total (column group of lines/central.csv)", In("lines/central.csv", "group"),
           empty="paid by councils"),
     c.word("kind", "listed: the figure is published; rest: what is left of the total; council: paid by councils",
            "listed", "rest", "council"),
     c.year("not_in", "Year in which the figure cannot be used", empty="used in every year"),
     c.note()),
    key=("benefit",), row_rules=(rows.needed("group", "kind", "listed", "rest"), rows.distinct("group")),
    example="sp,dwp-state-pension,listed,,")

SERVICES = Contract(
    "lines/services.csv", "Five services",
    "The five services of the Institute for Fiscal Studies by upper-tier area. The first row that fits a line wins.",
    (c.name("service", "Name of the service, for columns"),
     c.text("name", "Its name in words"),
     c.pattern("spender_group", "Group of bodies; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body; * for any", *c.SPENDERS),
     c.pattern("line", "Line of the councils' returns; * for any", c.RS, c.COR4),
     c.economic(),
     c.text("differs", "What the figure is, and how it differs from the Institute's", empty="said in the first row")),
    key=("spender_group", "spender", "line", "economic"), row_rules=(rows.same_throughout("service", "name"),),
    further=c.KEPT, headed=c.KEPT_ONLY,
    example="police,Police,Police,*,police,current,net current expenditure of forces")

_RETURNS = ("council_revenue", "council_capital", "childrens_services")
PRINTED_NOUGHT = Contract(
    "lines/printed_nought.csv", "Returns printed as nought",
    "Returns, or whole services in one, that are printed as nought and are missing: they are read as [x].",
    (c.word("table", "Processed table of the return", *_RETURNS),
     c.year(),
     c.key("authority_code", "Code of the authority in the return",
           *(Data(table, "authority_code") for table in _RETURNS)),
     c.pattern("line", "Line of the return; * stands for anything", *(Data(table, "line") for table in _RETURNS)),
     c.reason("looked_at", "What was looked at: the years beside it, and whether another line holds it"),
     c.text("who", "Who looked"),
     c.text("when", "Day on which", Form(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", "a day such as 2026-11-27"))),
    key=("table", "year", "authority_code", "line"),
    example="council_capital,2014-15,E0303,*,Nought everywhere; 59.0 million the year before,A. Person,2026-11-27")

RECEIPT_GROUPS = ("Income tax", "National Insurance", "Value added tax", "Corporation tax", "Council tax",
                  "Business rates", "Duties", "Other taxes", "North Sea", "Entries without a payer in the place",
                  "Northern Ireland")

RECEIPTS = Contract(
    "lines/receipts.csv", "Receipts",
    "What the public sector receives, line by line as ONS publishes it by region, and what drives each line.",
    (c.name("line", "Name of the line"),
     c.text("published", "What the publication calls it"),
     c.text("name", "What it is, in words"),
     c.word("group", "Group that it is shown under", *RECEIPT_GROUPS),
     c.key("driver", "What it follows inside a region (evidence/receipts.csv)",
           In("evidence/receipts.csv", "driver"))),
    key=("line",), row_rules=(rows.distinct("published"), rows.distinct("name")),
    example="income_tax,Income Tax,Income tax,Income tax,income_tax")

CONTRACTS = (CENTRAL, COUNCILS, TREASURY_CAPITAL, RS, COR4, RO2, RO3, BREAKS, FILLS, PRINTED_NOUGHT, KNOWN, SERVICES,
             RECEIPTS)
