"""Contracts of published figures: what pilots said of themselves, comparisons, checks, scopes, controls of totals."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Fits, Form, Number
from totalplace_lib.schema.config.contract import Column, Contract
from totalplace_lib.schema.config.facts import Data, Given, In
from totalplace_lib.schema.config.tables.layouts import MEASURES

SCOPES_NAMED = In("scopes/scopes.csv", "scope")
_BIG = 1e13
_PARTS = In("themes/parcels.csv", "part")
_TAGS = In("themes/parcels.csv", "tag")

# fmt: off
PILOTS = Contract(
    "published/pilots.csv", "Pilots",
    "The thirteen pilots and places beside them, as they described themselves; lists are separated by semicolons.",
    (c.text("place_name", "Name as published"),
     c.word("kind", "What kind of place it was", "pilot", "forerunner", "parallel", "light touch"),
     c.key("region_name", "Region", Data("areas", "region_name"), also=("Yorkshire and the Humber",)),
     c.text("themes", "Themes in its own words; (unverified): found in one place only", empty="none stated"),
     c.text("authorities", "Councils that took part"),
     c.text("primary_care_trusts", "Primary care trusts", empty="not stated"),
     c.text("police_forces", "Police forces", empty="not stated"),
     c.number("population", "People at the census", 1, 1e8, whole=True, empty="not stated"),
     c.word("population_year", "Year of the census", "2001", "2011", empty="not stated"),
     c.source()),
    key=("place_name",),
    row_rules=(rows.each("population_year", "the year of the census where a population is given",
                         lambda row, facts: bool(row["population"]) == bool(row["population_year"])),),
    example="Croydon,pilot,London,early years,London Borough of Croydon,Croydon PCT,Metropolitan Police "
            "Service,363378,2011,https://...")

COUNTS = Contract(
    "published/counts.csv", "Published figures",
    "Figures that the pilots, the press and departments published. For comparison only; nothing is computed from "
    "them.",
    (c.text("place_name", "Place as published"),
     c.year("year", "Financial year", empty="not known"),
     c.text("year_as_published", "The year in the source's own words"),
     c.word("dimension", "What the figure is of: everything, a body, a theme, part of a theme", "total", "body",
            "theme", "subtheme"),
     c.text("item", "The figure in words"),
     c.number("amount_gbp", "The figure, GBP", 0, _BIG),
     c.note("note", "How the source puts it"),
     c.text("source_title", "Title of the source"),
     c.text("source_url", "Address of the source", empty="not on the web")),
    key=("place_name", "dimension", "item", "amount_gbp", "source_title"),
    example="Birmingham,2008-09,2008-09,total,total public sector spend,7300000000,,Be Birmingham,https://...")

IFS = Contract(
    "published/ifs.csv", "Five services as the IFS has them",
    "What the Institute for Fiscal Studies published of funding for five services, 2022-23. For comparison only.",
    (c.key("area", "Area, region or England", c.AREAS, c.REGIONS, also=("E92000001",)),
     c.text("name", "Its name"),
     c.key("service", "Service, or total for the five together", In("lines/services.csv", "service"),
           also=("total",)),
     c.number("per_head_gbp", "GBP for each resident", 0, 1e5),
     c.text("how", "How the source puts it"),
     c.source()),
    key=("area", "service"), example="E06000014,York,total,3640,The lowest of 150 areas,https://ifs.org.uk/...")

COMPARISONS = Contract(
    "published/comparisons.csv", "Comparisons", "Which published figure is compared with what in our count.",
    (c.key("place", "Place (places.csv), or pilots for the thirteen together", c.SLUGS, also=("pilots",)),
     c.key("place_name", "Place as in published/counts.csv", In("published/counts.csv", "place_name")),
     c.word("dimension", "What the figure is of", "total", "body"),
     c.key("item", "The figure, as in published/counts.csv", In("published/counts.csv", "item")),
     c.number("amount_gbp", "GBP, as in published/counts.csv", 0, _BIG),
     c.key("year", "Year counted; 2008-09 where the source gives none", In("years.csv", "year")),
     c.key("ours", "Scope that a reader meets first", SCOPES_NAMED),
     c.key("matching", "Scope that the published figure appears to have", SCOPES_NAMED),
     c.word("gross", "yes where the source appears to be gross", "yes", none="it does not say"),
     c.text("why", "Why the two differ", empty="nothing to say")),
    key=("place", "dimension", "item", "amount_gbp"),
    row_rules=(rows.together(("place_name", "dimension", "item", "amount_gbp"),
                             tuple(In("published/counts.csv", name) for name in ("place_name", "dimension", "item",
                                       "amount_gbp")),
                             "a figure of published/counts.csv with this place, dimension, item and amount",
                             column="item"),),
    example="birmingham,Birmingham,body,PCTs (three),1918000000,2008-09,primary-care-trusts,primary-care-trusts,,")

UNIT_COSTS = Contract(
    "published/unit_costs.csv", "Published unit costs",
    "Published totals with the number of people they are said to cover and the cost for each printed beside them.",
    (c.key("place_name", "Place as in published/counts.csv", In("published/counts.csv", "place_name")),
     c.key("total_item", "The total, as in published/counts.csv", In("published/counts.csv", "item")),
     c.key("unit_item", "The unit cost, as in published/counts.csv", In("published/counts.csv", "item")),
     c.number("volume", "Number of people", 1, 1e8),
     c.text("what", "Who they are")),
    key=("place_name", "total_item", "unit_item"),
    example="Luton & Central Bedfordshire,cost to the taxpayer,cost per person,250,persistent offenders")


def _alternatives(name: str, says: str, *sources: In) -> Column:
    return c.text(
        name,
        f"{says}; | between alternatives, * stands for anything",
        Fits(sources, "|"),
        none="not narrowed",
    )


PUBLISHED_CHECKS = Contract(
    "published_checks.csv", "Published figures about themes",
    "Figures that pilots published about themes, beside ours.",
    (c.slug("check", "Name of the check"),
     c.key("place", "Place (places.csv)", c.SLUGS),
     c.key("in_theme", "Report in which it is shown; * for every one of the place's", c.THEMES, also=("*",)),
     c.text("what", "The figure in words"),
     c.number("published", "The published figure", 0, _BIG),
     c.word("unit", "Pounds, or a share", "gbp", "share"),
     c.word("kind", "amount: a sum of parts; share: of two sums; arithmetic: total over volume", "amount", "share",
            "arithmetic"),
     c.word("view", "View that ours is taken from", "exclusive", "overlapping", empty="arithmetic needs none"),
     _alternatives("theme", "Themes", c.THEMES),
     _alternatives("tag", "Tags", _TAGS),
     _alternatives("part", "Parts", _PARTS),
     _alternatives("of_theme", "Themes of the whole", c.THEMES),
     _alternatives("of_tag", "Tags of the whole", _TAGS),
     _alternatives("of_part", "Parts of the whole", _PARTS),
     c.number("times", "Factor on the amount", 0, 1, empty="1"),
     c.number("total_gbp", "Published total", 0, _BIG, empty="only arithmetic has one"),
     c.number("volume", "Published number of people", 1, 1e8, empty="only arithmetic has one"),
     c.text("ours_is", "What our figure holds"),
     c.text("why", "Why the two differ"),
     c.source()),
    key=("check",),
    row_rules=(rows.needed("view", "kind", "amount", "share"),
               rows.needed("total_gbp", "kind", "arithmetic"),
               rows.needed("volume", "kind", "arithmetic"),
               rows.each("of_theme", "a whole (of_theme, of_tag, of_part) for a share, none elsewhere",
                         lambda row, facts: (row["kind"] == "share") == any(row[f"of_{one}"] for one in ("theme",
                             "tag", "part"))),
               rows.each("unit", "share for a share, gbp elsewhere",
                         lambda row, facts: (row["kind"] == "share") == (row["unit"] == "share")),
               rows.each("published", "a share between 0 and 1",
                         lambda row, facts: row["unit"] != "share" or not Number(0, _BIG).accepts(row["published"]) or
                             float(row["published"]) <= 1)),
    example="bham-education,birmingham,children,Education,1000000000,gbp,amount,exclusive,children|early-years,,...")

SCOPES = Contract(
    "scopes/scopes.csv", "Scopes",
    "What a published figure covers, as somebody who did not make the count would say it.",
    (c.slug("scope", "Name of the scope"),
     c.text("name", "Its name in words"),
     c.text("description", "What it covers")),
    key=("scope",),
    row_rules=(rows.distinct("name"),
               rows.each("scope", "a scope with a row in scopes/rules.csv",
                         lambda row, facts: ((known := facts.values((In("scopes/rules.csv", "scope"),))) is None or
                             row["scope"] in known))),
    example="police,Police,Police authorities")

SCOPE_RULES = Contract(
    "scopes/rules.csv", "Lines of each scope",
    "Which lines of our count each scope takes in. The first row that fits decides; other lines are outside.",
    (c.key("scope", "Scope (scopes/scopes.csv)", SCOPES_NAMED),
     c.pattern("spender_group", "Group of bodies; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body; * for any", *c.SPENDERS),
     c.pattern("programme", "Programme or line as published; * for any", *c.PROGRAMMES),
     c.economic(),
     c.yes_no("counted", "Whether it is in the scope"),
     c.note()),
    key=("scope", "spender_group", "spender", "programme", "economic"), further=c.KEPT, headed=c.KEPT_ONLY,
    example="police,Police,*,*,*,yes,")

GROSS = Contract(
    "scopes/gross.csv", "Gross of the accounts",
    "Lines of the councils' revenue return that a body's own accounts add to what we count.",
    (c.key("line", "Line of lines/rs.csv", c.RS),
     c.text("name", "The line in words"),
     c.reason("why", "Why it is not in ours")),
    key=("line",), example="leasing,Leasing payments,A cost in the council's accounts")

CRA_CONTROLS = Contract(
    "controls/cra.csv", "Controls of the Treasury's databases",
    "Identifiable expenditure by region as printed or added up apart; checked whenever the databases are read.",
    (c.key("edition", "Edition of the analysis", In("layouts/country_regional_editions.csv", "edition")),
     c.year(),
     c.key("area_code", "Region, or England", c.REGIONS, also=("E92000001",)),
     c.key("area_name", "Its name", Data("areas", "region_name"), also=("England", "East")),
     c.function_code(also=("all",)),
     c.word("sector", "Central government, councils, public corporations, or all", "CG", "LA", "PC", "all"),
     c.number("amount_gbp_million", "As printed, GBP million", 0, 1e6),
     c.number("within_gbp_million", "Half the last printed digit", 0, 100),
     c.source()),
    key=("edition", "year", "area_code", "function_code", "sector", "source"),
    example="cra_2010,2008-09,E12000001,North East,all,all,22994,0.5,Country and Regional Analysis 2010")


def _differences(name: str, line: In, title: str, *more: Column, bare: bool) -> Contract:
    return Contract(
        f"controls/{name}.csv",
        title,
        "Differences between England as printed and the sum of its authorities that the publisher left. One that is "
        "not here stops the build.",
        (
            c.year(),
            c.key("line", f"Line of {line.table}", line),
            *more,
            c.number("difference_gbp", "England less its authorities, GBP", -1e11, 1e11),
            c.reason("reason", "Why they differ"),
        ),
        key=("year", "line", *(column.name for column in more)),
        may_be_bare=bare,
        example="2009-10,levy_transport,-1000,Printed as nil",
    )


RS_ENGLAND = _differences("rs_england", c.RS, "Differences in the Revenue Outturn Summary", bare=True)
COR4_ENGLAND = _differences(
    "cor4_england", c.COR4, "Differences in the Capital Outturn Return",
    c.word("measure", "Measure of the return", *MEASURES), bare=True)

CHILDRENS = Contract(
    "controls/childrens_services.csv", "Differences in the returns of children's services",
    "Lines whose gross less income is not the net that is printed beside them. One that is not here stops the build.",
    (c.key("year", "Year of the return", Data("childrens_services", "year")),
     c.key("authority_code", "Code of the authority", Data("childrens_services", "authority_code")),
     c.key("line_number", "Number of the line in the return", Data("childrens_services", "line_number")),
     c.number("difference_gbp", "Gross less income less net, GBP", -1e9, 1e9),
     c.reason("reason", "Why they differ")),
    key=("year", "authority_code", "line_number"), may_be_bare=True,
    example="2008-09,E4502,66,-35874,The income was added")

MOVED = Given(
    ("moved: london-underground-capital", "moved: housing-revenue-account-capital"), "lines moved by a transfer")

BUDGETS = Contract(
    "controls/budgets.csv", "England's budgets as published",
    "Figures of England by which the year of a file of councils' budgets is known. A file of another year stops the "
    "build.",
    (c.year(),
     c.key("line", "Line of lines/rs.csv", c.RS),
     c.number("amount_gbp", "England's budget as published, GBP", 0, 1e13),
     c.number("least", "The least part of it that the councils held come to", 0, 1),
     c.number("most", "The most", 1, 2),
     c.reason("source", "Where it is published")),
    key=("year", "line"), example="2024-25,education,41700000000,0.95,1.005,Statistical release")

RSX_PARTS = Contract(
    "controls/rsx_parts.csv", "Differences in the service expenditure summary",
    "Authorities whose expenditure less income is not the net current expenditure printed. One that is not here "
    "stops the build.",
    (c.year(),
     c.key("authority_code", "Code of the authority in the finance returns, such as E5013",
           Data("council_service_expenditure", "authority_code")),
     c.number("difference_gbp", "Expenditure less income and net current expenditure, GBP", -1e11, 1e11),
     c.reason("reason", "Why they differ")),
    key=("year", "authority_code"), may_be_bare=True, example="2023-24,E5013,615000,First release of 2023-24")

TREASURY_CAUSES = Contract(
    "controls/treasury_causes.csv", "Councils' returns beside the Treasury's lines",
    "Why England's councils differ in our count and in the Treasury's spending, function by function. Amounts come "
    "from what both publications hold; none is typed in.",
    (c.slug("cause", "Short name of the cause"),
     c.text("name", "The cause in words"),
     c.word("economic", "Current or capital", *c.ECONOMIC),
     c.function_code("from_function"),
     c.function_code("to_function", none="the Treasury does not count it"),
     c.text("treasury_subfunctions", "The Treasury's sub-functions that hold it; | between alternatives",
            Fits((Data("cra", "subfunction"), MOVED), "|"), none="the Treasury has none of it"),
     c.text("returns_lines", "Lines of the returns that hold it; | between alternatives", Fits((c.RS, c.COR4), "|"),
            none="the returns have none of their own"),
     c.word("less", "Which side is taken off the other to give the amount", "returns", "treasury"),
     c.year("last_year", "Last year in which it is looked for", empty="every year"),
     c.reason("why", "Where each publication holds it")),
    key=("cause", "from_function"),
    example="street-lighting,Street lighting,current,04,06,6.4*,(none),returns,,The returns hold it in highways")

NHS_COMMISSIONED = Contract(
    "controls/nhs_commissioned.csv", "Allocations to primary care trusts",
    "What primary care trusts in England were allocated, of the wider Department of Health money.",
    (c.year(),
     c.number("england_gbp", "What they were allocated, GBP", 1e9, 1e12),
     c.word("kind", "How the figure comes about", "published", "derived", "estimate"),
     c.source()),
    key=("year",), example="2009-10,79806000000,derived,House of Lords")

POPULATION = Contract(
    "controls/population.csv", "Population of England",
    "Mid-year population of England as published: the areas must add up to it.",
    (c.text("year", "Calendar year", Form(r"(19|20)\d{2}", "a year such as 2008")),
     c.number("population", "People", 4e7, 8e7, whole=True)),
    key=("year",), example="2011,53107169")

CONTRACTS = (PILOTS, COUNTS, COMPARISONS, UNIT_COSTS, PUBLISHED_CHECKS, SCOPES, SCOPE_RULES, GROSS, CRA_CONTROLS,
             RS_ENGLAND, COR4_ENGLAND, IFS, CHILDRENS, RSX_PARTS, BUDGETS, TREASURY_CAUSES, NHS_COMMISSIONED,
             POPULATION)
