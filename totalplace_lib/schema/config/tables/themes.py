"""Contracts of themes: which there are, whose they are, and how the money of a line is cut by theme; barriers."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import languages, rows
from totalplace_lib.schema.config.cell_rules import Key
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Data, Given, In

PARCELS = In("themes/theme_lines.csv", "parcel")
TAGS = ("prevention", "reaction", "enforcement", "administration", "universal")
RETURNS = ("social_care", "adult_care", "children")

# fmt: off
THEMES = Contract(
    "themes.csv", "Themes",
    "The themes of the deep dives: those that pilots chose, and others that hold the rest, so that the exclusive "
    "view adds up to the count.",
    (c.slug("theme", "The name in commands and files"),
     c.text("name", "The name in reports"),
     c.text("short_name", "A shorter name, for charts"),
     c.word("kind", "Chosen by a pilot, or one that holds the rest", "pilot", "other"),
     c.year("last", "Last year whose lines show the theme by itself", empty="all years"),
     c.text("description", "What belongs to it")),
    key=("theme",), row_rules=(rows.distinct("name"), rows.distinct("short_name")),
    example='housing,Housing and homelessness,Housing and homelessness,pilot,,"Housing benefit, homelessness"')

PLACE_THEMES = Contract(
    "place_themes.csv", "Themes of the pilots",
    "What each pilot set out to learn, in its own words, and the theme that comes nearest.",
    (c.key("place", "Place (places.csv)", c.SLUGS),
     c.text("published_theme", "The theme in the pilot's own words"),
     c.theme(),
     c.yes_no("is_verified", "no where one source stands alone"),
     c.note()),
    key=("place", "published_theme"), example="croydon,Early years and child development,early-years,yes,")

THEME_LINES = Contract(
    "themes/theme_lines.csv", "Lines and parcels",
    "Which parcel of money each line of a count belongs to. The first row that fits wins.",
    (c.key("parcel", "Parcel (themes/parcels.csv)", In("themes/parcels.csv", "parcel")),
     c.pattern("spender_group", "Group of bodies; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body; * for any", *c.SPENDERS),
     c.function_code(also=("*",)),
     c.economic(),
     c.pattern("programme", "Programme or line as published; * for any", *c.PROGRAMMES)),
    key=("spender_group", "spender", "function_code", "economic", "programme"), further=c.KEPT, headed=c.KEPT_ONLY,
    example="housing-benefit,Councils: housing*,*,*,*,*")

PARCELS_TABLE = Contract(
    "themes/parcels.csv", "Parcels",
    "The parts of each parcel of money: the one theme of each in the exclusive view, and the further themes it "
    "serves.",
    (c.key("parcel", "Parcel (themes/theme_lines.csv)", PARCELS),
     c.text("part", "The part, in words"),
     c.theme("Its theme in the exclusive view"),
     c.word("tag", "Prevention, reaction, enforcement, administration, or universal (a service for everybody)",
            *TAGS),
     c.key("measure", "Measured share of the part (themes/measures.csv, themes/national_shares.csv)",
           *languages.MEASURES, none="all that is left of the parcel"),
     c.text("also", "Further themes: theme=1 in full, theme=measure for a measured share", languages.ALSO,
            none="serves no other theme"),
     c.text("reason", "Why, where it is a judgement", empty="needs no reason")),
    key=("parcel", "part"),
    row_rules=(rows.one_of_each(["parcel"], "measure",
                   "at most one part of each parcel without a measure: what is left",
                   lambda cells: cells.count("") <= 1),
               rows.each("also", "other themes than the part's own",
                         lambda row, facts: row["theme"] not in [one.split("=")[0] for one in
                             row["also"].split(" ")]),
               rows.same_throughout("part", "theme")),
    example="housing-benefit,Housing benefit,housing,reaction,(none),welfare-skills=1,It pays for a home")

MEASURES = Contract(
    "themes/measures.csv", "Measured shares of councils",
    "Shares that a council's own finer returns give: the part of its lines in all lines of that return.",
    (c.slug("measure", "Name of the share, for themes/parcels.csv"),
     c.word("return", "Return that gives it: RO3 (social_care, adult_care), children's services", *RETURNS),
     c.keys("lines", "Lines of the return, with spaces between them", In("lines/ro3.csv", "line"),
            In("themes/children_lines.csv", "group"),
            Given(("centres", "youth", "safeguarding", "other_children"), "groups of the interactive tool")),
     c.text("within", "Measure of which this is a part",
            Key((In("themes/measures.csv", "measure"), In("themes/national_shares.csv", "measure"))),
            none="a part of the line itself")),
    key=("measure",),
    row_rules=(rows.one_of_each(["return"], "within", "one wider measure for all parts of the same return",
                   lambda cells: len({*cells} - {""}) <= 1),),
    example="leaving-care,children,leaving_care,care-children")

NATIONAL_SHARES = Contract(
    "themes/national_shares.csv", "Shares for England",
    "Shares of a wider amount that are published for England only: amount_gbp is part of of_gbp.",
    (c.slug("measure", "Name of the share, for themes/parcels.csv"),
     c.year(),
     c.number("amount_gbp", "The part, GBP", 0, 1e12),
     c.number("of_gbp", "The whole, GBP", 1, 1e12),
     c.text("what", "What the two are, in words"),
     c.source()),
    key=("measure", "year"), row_rules=(rows.increasing("amount_gbp", "of_gbp"),),
    example="nhs-mental-health,2008-09,9392000000,75646000000,Mental health,Written answer 218879")

CHILDREN_LINES = Contract(
    "themes/children_lines.csv", "Lines of children's services",
    "Lines of the children's services outturn (Section 52), grouped for the themes. The first row that fits wins.",
    (c.pattern("block", "Block of lines; * for any", In("layouts/childrens_services.csv", "block")),
     c.pattern("line", "Line as published; * stands for anything", Data("childrens_services", "line")),
     c.name("group", "Group, for themes/measures.csv")),
    key=("block", "line"), example="*,Leaving care*,leaving_care")

BREAKS = Contract(
    "themes/breaks.csv", "Breaks in the trend of a theme",
    "The first year on a new footing, and why it is not comparable with the year before; shown as [b].",
    (c.theme("The theme; * for all", also=("*",)),
     c.key("year", "First year on the new footing", In("themes/years.csv", "year")),
     c.reason("why", "What is different")),
    key=("theme", "year", "why"), example="housing,2016-17,housing grants pass to Homes England")

GAPS = Contract(
    "themes/gaps.csv", "What is not known about a theme", "Said in every deep dive of the years first to last.",
    (c.theme("The theme; * for every one", also=("*",)),
     c.year("first", "First year of which it is said", empty="from the beginning"),
     c.year("last", "Last year of which it is said", empty="without end"),
     c.text("gap", "What is not known"),
     c.source()),
    key=("theme", "first", "gap"), row_rules=(rows.in_order("first", "last"),),
    example="children,2015-16,,Special educational needs of a council,Revenue Outturn Summary")

YEARS = Contract(
    "themes/years.csv", "Years by theme",
    "Years that can be counted by theme, and the first year of the run of years that a trend over it shows.",
    (c.key("year", "Year", In("years.csv", "year")),
     c.key("run", "First year of the run", In("themes/years.csv", "year")),
     c.note("note", "What a reader of this year should know")),
    key=("year",),
    row_rules=(rows.each("run", "a year not after the year itself", lambda row, facts: row["run"] <= row["year"]),
               rows.first_of_run("run", "year")),
    example="2016-17,2013-14,")

CLIENT_GROUPS = Contract(
    "themes/client_groups.csv", "Unit costs of a theme",
    "Unit costs of adult social care (PSS-EX1) that a theme shows.",
    (c.theme(),
     c.key("service", "Service", In("layouts/adult_care_costs.csv", "service")),
     c.key("client_group", "Client group", In("layouts/adult_care_costs.csv", "client_group")),
     c.text("name", "What is shown, in words")),
    key=("theme", "service", "client_group"),
    row_rules=(rows.together(("service", "client_group"),
                             (In("layouts/adult_care_costs.csv", "service"),
                              In("layouts/adult_care_costs.csv", "client_group")),
                             "a service and a client group that stand together in layouts/adult_care_costs.csv"),),
    example='older-people,home care,all,"Home care, all adults"')

BARRIERS = Contract(
    "barriers.csv", "Barriers",
    "What keeps bodies from working across their lines, as the pilots and later studies found.",
    (c.slug("barrier", "Name of the barrier"),
     c.text("name", "The barrier in a line"),
     c.text("what", "What it does, with an example"),
     c.word("lift", "Who can take it away", "local agreement", "guidance or reporting change", "legislation"),
     c.text("ask", "The body to ask"),
     c.text("ask_now", "Whom to ask from 2013-14", empty="the same"),
     c.year("last", "Last year in which what it rests on was there", empty="it still is"),
     c.source()),
    key=("barrier",),
    row_rules=(rows.each("barrier", "a barrier with a row in barrier_lines.csv",
                         lambda row, facts: ((known := facts.values((In("barrier_lines.csv", "barrier"),))) is None or
                             row["barrier"] in known)),),
    example='data-sharing,Bodies do not share data,"...",guidance or reporting change,Home Office,,,https://...')

BARRIER_LINES = Contract(
    "barrier_lines.csv", "Money behind each barrier", "Parts of the exclusive view that any row of the barrier fits.",
    (c.key("barrier", "Barrier (barriers.csv)", In("barriers.csv", "barrier")),
     c.pattern("spender_group", "Group of bodies; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body; * for any", *c.SPENDERS),
     c.pattern("programme", "Programme or line as published; * for any", *c.PROGRAMMES),
     c.word("control", "Rung of the ladder of local control; * for any", *c.CONTROLS, "*"),
     c.theme("The theme; * for any", also=("*",)),
     c.pattern("part", "Part of a parcel; * stands for anything", In("themes/parcels.csv", "part"))),
    key=("barrier", "spender_group", "spender", "programme", "control", "theme", "part"),
    example="schools-ring-fence,*,*,*,council ring-fenced,*,*")

CONTRACTS = (THEMES, PLACE_THEMES, THEME_LINES, PARCELS_TABLE, MEASURES, NATIONAL_SHARES, CHILDREN_LINES, BREAKS,
             GAPS, YEARS, CLIENT_GROUPS, BARRIERS, BARRIER_LINES)
