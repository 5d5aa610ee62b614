"""Contracts of what a count follows: years, transfers, outcomes, keys, who funds councils."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import languages, rows
from totalplace_lib.schema.config.cell_rules import Words
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Data, Given

LENT = Given(("share_loan_capital",), "the part of the capital return that buys shares or lends")

SIXTH_FORMS = Given(("sixth_forms",), "by how much the returns' education is above the Treasury's figure")

# fmt: off
YEARS = Contract(
    "years.csv", "Years",
    "Which years of the publications can be counted, and what each is counted from. A new year begins here.",
    (c.year(),
     c.key("central", "Edition of the Treasury's regional analysis", Data("cra", "edition")),
     c.word("council_revenue",
            "returns: each council's own return; services: its service summary and one sum beyond it; none: not held",
            "returns", "services", "none"),
     c.word("council_capital",
            "returns: each council's own return; treasury: the Treasury's figure for a region, shared by key",
            "returns", "treasury"),
     c.word("nhs",
            "What is known of the NHS by place: primary care trusts, commissioning groups (as a key), care boards, "
            "the boards' first allocations (as a key), none",
            "trusts", "groups", "boards", "later boards", "none"),
     c.note("note", "What a reader of this year should know")),
    key=("year",), row_rules=(rows.edition_holds_year("central"), rows.returns_hold_year()),
    example="2023-24,cra_2025,returns,treasury,none,")

SERIES_MARKS = Contract(
    "series_marks.csv", "Marks of a series",
    "Years in which a group of a series is not like the year before, with the cause, and years that are provisional.",
    (c.year("year", "First year that is unlike the one before; a provisional year"),
     c.text("groups", "Groups of a series (of whatever it is made by), | between them; * for all and the totals"),
     c.word("marker", "b: not comparable with the year before; p: provisional", "b", "p"),
     c.text("sign", "The cause in a few words, for a chart"),
     c.reason("note", "What changed in the world or in the definition, in words")),
    key=("year", "groups", "note"),
    example="2013-14,Councils | NHS,b,Public health to councils,Public health moves from the NHS to councils")

BODIES = Contract(
    "bodies.csv", "Bodies and their names",
    "Bodies that pay and spend, under every name that they have had. The first row that fits a name wins.",
    (c.text("name", "Name in a publication or a rule; * stands for anything"),
     c.text("body", "The body, as it is shown; a * is what the star of the name stood for"),
     c.year("first", "First year of the name", empty="as long as the years go back"),
     c.year("last", "Last year of the name", empty="until now"),
     c.text("kind", "Kind of body"),
     c.text("parent", "Body that it answers to", empty="to nobody, or not said"),
     c.text("predecessors", "Bodies whose work it took over, with | between them", empty="none, or not said"),
     c.note()),
    key=("name",), row_rules=(rows.in_order("first", "last"),),
    example="Highways England,National Highways,2015-16,2020-21,agency,Department for Transport,Highways Agency,")

TRANSFERS = Contract(
    "transfers.csv", "Transfers",
    "Money that passes between public bodies is counted once, at the final spender. Each row says which side is set "
    "aside and why.",
    (c.slug("transfer", "Short name of the transfer; several rows may make one transfer"),
     c.text("instrument", "The grant, levy or account, in words"),
     c.text("payer", "Who pays"),
     c.text("payee", "Who receives"),
     c.word("block",
            "Where the lines that fit stand: in the Treasury's analysis (central) or the councils' returns (council)",
            "central", "council", empty="no line is looked for (action checked)"),
     c.pattern("department", "Department as the Treasury names it; * for any", Data("cra", "department"),
               empty="councils' returns have none"),
     c.pattern("programme", "Programme as the Treasury names it; * for any", Data("cra", "programme"),
               empty="councils' returns have none"),
     c.word("sector",
            "Spender in the Treasury's analysis: CG central government, LA councils, PC public corporations; * for "
            "any",
            "CG", "LA", "PC", "BOE", "*", empty="councils' returns have none"),
     c.key("line", "Line of the councils' returns", c.RS, c.COR4, LENT, empty="the Treasury's lines have none"),
     c.key("received", "What the receivers' returns say of this payer's money (action offset)", c.COR4, SIXTH_FORMS,
           empty="nothing is taken off"),
     c.word("action",
            "drop, set aside: the lines that fit go; offset: what receivers report comes off the largest of them; "
            "checked: no line to remove, only shown",
            "set aside", "drop", "offset", "checked"),
     c.reason("reason", "Why this side is the one that is set aside"),
     c.text("needs",
            "When the row applies: 'capital returns' (years with each council's own capital return), 'until 2009-10'",
            languages.NEEDS, none="every year")),
    key=("transfer", "block", "department", "programme", "sector", "line"), row_rules=(*rows.TRANSFERS,),
    further=c.KEPT, headed=c.KEPT_ONLY,
    example="waste-levy,Waste disposal levy,councils,waste disposal authorities,council,,,,levy_waste,,drop,Both "
            "sides removed,")

DEFINITION = Contract(
    "definition.csv", "Definition of spending",
    "What stands outside the total in every year, because only some publications hold it or nothing was spent. It "
    "is shown beside the total as memo lines. The first row that fits a line decides.",
    (c.slug("rule", "Short name of the rule; several rows may make one rule"),
     c.text("rule_name", "The rule in words"),
     c.word("block", "The Treasury's analysis (central) or the councils' returns (council)", "central", "council"),
     c.pattern("department", "Department as the Treasury names it; * for any", Data("cra", "department")),
     c.pattern("programme", "Programme or line as published; * for any", *c.PROGRAMMES),
     c.word("sector", "CG central government, LA councils, PC public corporations; * for any", "CG", "LA", "PC",
            "BOE", "*"),
     c.key("line", "Line of the councils' returns; * for any", c.RS, c.COR4, LENT, also=("*",)),
     c.economic(),
     c.pattern("catchment_code", "Body or region; * for any", Data("council_revenue", "authority_code")),
     c.year("first_year", "First year in which the rule is looked for", empty="every year"),
     c.year("last_year", "Last year in which the rule is looked for", empty="every year"),
     c.number("amount_gbp", "Only so much of the one line that fits stands outside, GBP", 0.01, 1e12,
              empty="the whole of every line that fits"),
     c.yes_no("in_treasury", "Whether the Treasury's identifiable spending holds it"),
     c.reason("reason", "Why it is no spending, or cannot be told in every year"),
     c.source()),
    key=("rule", "programme", "line", "catchment_code", "first_year"),
    row_rules=(rows.in_order("first_year", "last_year"),),
    example="council-tax-benefit,Council tax benefit,council,*,*,*,council_tax_benefit,*,*,,,,no,Ended in 2013,RS")

OUTCOMES = Contract(
    "outcomes.csv", "Outcomes",
    "Which stated outcome each line supports. The first row that fits wins; a line that no row fits is tied to no "
    "stated outcome.",
    (c.word("outcome", "Block of the Local Area Agreements of 2008", "Children and young people",
            "Economic development and environment", "Healthier communities and older people",
            "Safer and stronger communities"),
     c.function_code(also=("*",)),
     c.pattern("spender_group", "Group of bodies; * for any", *c.SPENDER_GROUPS),
     c.pattern("spender", "Body; * for any", *c.SPENDERS),
     c.pattern("programme", "Programme or line as published; * for any", *c.PROGRAMMES)),
    key=("function_code", "spender_group", "spender", "programme"), further=c.KEPT, headed=c.KEPT_ONLY,
    example="Safer and stronger communities,03,*,*,*")

KEYS = Contract(
    "keys.csv", "Keys",
    "Each key is one series over areas; the money of a catchment is shared in proportion to it. Which key a line "
    "uses is in evidence/drivers.csv and lines/.",
    (c.name("key", "Name of the key, for other tables"),
     c.text("name", "What it counts, in words"),
     c.key("table", "Processed table that it is read from", c.PROCESSED, empty="made from other keys"),
     c.text("filter", "Rows of that table: 'line=cultural', several with commas, alternatives with |",
            languages.FILTER, none="all rows"),
     c.text("value", "Column that is read, or the keys that it is made from", empty="the areas alone say it"),
     c.word("year", "Year of the series: the one nearest to the money's (money), or the only one there is (fixed)",
            "money", "fixed"),
     c.word("made",
            "How: as it is, from age bands, scores, amounts of bodies or other keys, or all people outside a region "
            "(see the head of the table)",
            "direct", "structure", "exp", "score", "bodies", "boards", "groups", "mix", "difference", "product",
            "outside"),
     c.reason("why", "What it is used for, and what it does not know")),
    key=("key",), row_rules=(*languages.KEYS,),
    example='poor_pensioners,Poor pensioners,,(none),pensioners * income_deprived / population,fixed,product,Credit')

FUNDING = Contract(
    "funding.csv", "Funding",
    "Who pays for what councils, police and fire authorities spend: the lines of their own returns that say where "
    "the money came from.",
    (c.word("economic", "Current, capital, or none for a payer that has no line", "current", "capital", "none"),
     c.key("line", "Line of the return", c.RS, c.COR4, empty="named so that the word is kept whole"),
     c.word("sign", "-1 where a grant stands in the return as a negative figure", "1", "-1"),
     c.text("funder", "Who pays, in words"),
     c.text("funder_group", "First column of the flow chart",
            Words(("Government departments", "Government grants to local authorities",
                   "Local taxes, borrowing and own resources"))),
     c.note()),
    key=("economic", "line", "funder"),
    example='current,council_tax_requirement,1,Council tax,"Local taxes, borrowing and own resources",',
    row_rules=(*rows.FUNDING,))

CONTRACTS = (YEARS, SERIES_MARKS, BODIES, TRANSFERS, DEFINITION, OUTCOMES, KEYS, FUNDING)
