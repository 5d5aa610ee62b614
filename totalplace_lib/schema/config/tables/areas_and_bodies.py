"""Contracts of places and areas: named places, catchments of bodies, changes of areas, numbers of councils."""

from __future__ import annotations

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Form
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Data, In
from totalplace_lib.schema.config.members import MEMBERS, slug_is_free

_GSS = Form(r"E\d{8}", "a GSS code such as E08000025")
_E_CODE = Form(r"E\d{4}", "an E-code such as E4601")
# fmt: off
_SETS = ("police forces", "other authorities", "former codes", "core spending power", "clinical commissioning groups",
         "integrated care boards", "primary care trusts with allocations", "primary care trusts with operating costs",
         "countries and regions", "not a region")
_BODY = Form(r"[0-9A-Z]{2,3}(\+[0-9A-Z]{3})?", "a code of an NHS body, such as 5PG or 01K")
_DAY = Form(r"\d{4}-\d{2}-\d{2}", "a day such as 2009-04-01")

PLACES = Contract(
    "places.csv", "Places",
    "Places that have a name of their own. Every English district, unitary, county, region and England can be named "
    "without a row here.",
    (c.slug("slug", "The name in commands and files: a-z, 0-9 and hyphens"),
     c.text("name", "The name in reports", Form(r"[^#{}<>|]+", "a name without # { } < > |")),
     c.word("kind", "What kind of place it is; a place of your own is a group", "pilot", "forerunner", "parallel",
            "light touch", "combined authority", "group"),
     c.text("members", "E-codes of councils from April 2009: E22* -E2201 is Kent without Medway", MEMBERS),
     c.key("published_as", "Its name in published/pilots.csv", In("published/pilots.csv", "place_name"),
           empty="no pilot"),
     c.word("report", "yes: made by `make reports`", "yes", empty="made only when asked for"),
     c.note()),
    key=("slug",),
    row_rules=(rows.each("slug", "a slug that is not that of another area, county or region", slug_is_free),
               rows.distinct("name"),
               rows.distinct("published_as"),
               rows.needed_for("published_as", "kind", "pilot", "forerunner", "parallel", "light touch"),
               rows.needed_for("report", "kind", "pilot", "forerunner"),
               rows.distinct("members"),
               rows.each("slug", "not england, pilots or a region's name",
                         lambda row, facts: row["slug"] not in ("england", "pilots"))),
    example="black-country,Black Country,parallel,E4603 E4606 E4607 E4608,,,Dudley; Sandwell; Walsall; Wolverhampton")

CATCHMENTS = Contract(
    "geography/catchments.csv", "Catchments of local bodies",
    "Which areas a police force, fire, waste, transport or park authority serves, where its code does not say it.",
    (c.text("body_code", "E-code of the body", _E_CODE),
     c.text("body_name", "Its name"),
     c.word("kind", "What kind of body it is", "gla", "police", "fire", "waste", "transport", "park", "combined"),
     c.text("members", "E-codes of the councils that it serves; E02* for all that begin so", MEMBERS),
     c.year("from", "First financial year in which this holds", empty="from the beginning"),
     c.year("to", "Last financial year in which this holds", empty="until now"),
     c.note()),
    key=("body_code", "from"),
    row_rules=(rows.in_order("from", "to"), rows.ranges_apart(["body_code"], "from", "to")),
    example="E6144,Hampshire and Isle of Wight Fire,fire,E17* E21*,2021-22,,")

CHANGES = Contract(
    "geography/changes.csv", "Changes of areas",
    "Mergers, splits and recodings of local authority areas in England. Before April 2009 areas are known by the "
    "council's E-code, from then by GSS code.",
    (c.text("effective", "Day from which it holds", _DAY),
     c.word("kind", "Merger into a wider area, split between new ones, or another code for the same area", "merger",
            "split", "recode"),
     c.text("old_code", "Code of the area before", Form(r"E\d{4}|E\d{8}", "an E-code or a GSS code")),
     c.text("old_name", "Its name"),
     c.text("new_code", "GSS code of the area after", _GSS),
     c.text("new_name", "Its name"),
     c.text("new_authority_code", "E-code of its council", _E_CODE),
     c.yes_no("is_whole", "yes where all of the old area went to this new one"),
     c.source()),
    key=("old_code", "new_code"),
    row_rules=(rows.each("is_whole", "no for a split, yes for a merger or a recoding",
                         lambda row, facts: (row["kind"] == "split") == (row["is_whole"] == "no")),
               rows.same_throughout("new_code", "new_name"),
               rows.same_throughout("new_code", "new_authority_code"),
               rows.same_throughout("old_code", "old_name"),
               rows.each("new_code", "another code than the old one",
                         lambda row, facts: row["new_code"] != row["old_code"])),
    example="2023-04-01,merger,E07000026,Allerdale,E06000063,Cumberland,E0901,yes,ONS district changes 2014 to 2025")

BODIES = Contract(
    "geography/bodies.csv", "Bodies that publications must list",
    "Who is expected in a publication, by set; cards name the sets. Councils and areas come from the lists of areas.",
    (c.word("set", "The set, as cards name it", *_SETS),
     c.text("code", "Code of the body, or its name where the publication has no code"),
     c.text("name", "Its name"),
     c.year("from", "First financial year in which it is listed", empty="since before the first publication"),
     c.year("to", "Last financial year in which it is listed", empty="until now")),
    key=("set", "code", "from"),
    row_rules=(rows.in_order("from", "to"), rows.ranges_apart(["set", "code"], "from", "to")),
    example="other authorities,E6399,A new combined authority,2030-31,")

BODY_SHARES = Contract(
    "geography/body_shares.csv", "Shares of primary care trusts in an area",
    "The part of an area's people that a trust serves, where an area has more than one.",
    (c.text("body_code", "Code of the trust", _BODY),
     c.key("area_code", "GSS code of the area", c.AREAS),
     c.number("weight", "Part of the area's people", 0, 1),
     c.source()),
    key=("body_code", "area_code"), example="5PG,E08000025,0.37599,Share of the three trusts' costs")

GROUP_AREAS = Contract(
    "geography/group_areas.csv", "Areas of commissioning groups",
    "Areas of commissioning groups (2013 to 2020) that were one whole council and later merged, and of two that "
    "reached into a neighbour's area.",
    (c.key("body_code", "Code of the group", Data("health_allocations", "body_code")),
     c.key("area_code", "GSS code of the area", c.AREAS),
     c.number("weight", "Part of the area's people", 0, 1),
     c.text("area_name", "Name of the area, and where the part comes from")),
    key=("body_code", "area_code"), row_rules=(rows.distinct("area_code"),), example="05C,E08000027,1,Dudley")

GROUP_MERGERS = Contract(
    "geography/group_mergers.csv", "Mergers of commissioning groups",
    "Which sub-location of a health board of July 2022 succeeded a commissioning group.",
    (c.key("body_code", "Code of the group that was merged", Data("health_allocations", "body_code")),
     c.key("successor_code", "Code of its successor", Data("area_membership", "body_code", (("kind", "sub_icb"),)))),
    key=("body_code",), row_rules=(rows.not_both("body_code", "successor_code"),), example="00D,84H")

PCT_AREAS = Contract(
    "geography/pct_areas.csv", "Areas of primary care trusts",
    "Districts of primary care trusts that share a county or a city with another one.",
    (c.text("body_code", "Code of the trust", _BODY),
     c.key("area_name", "Name of the district", Data("areas", "area_name"), Data("area_changes", "old_name")),
     c.yes_no("is_whole", "no where only part of the area is served by this trust"),
     c.note()),
    key=("body_code", "area_name"), example="5NH,Burnley,yes,")

SERVICE_AUTHORITIES = Contract(
    "geography/service_authorities.csv", "Numbers of councils",
    "Numbers of councils in returns about children (education) and adults (social care), and their E-code in the "
    "finance returns.",
    (c.word("kind", "Whose number it is", "education", "social care"),
     c.text("number", "The number", Form(r"\d{3}", "three digits")),
     c.key("authority_code", "E-code of the council", Data("council_revenue", "authority_code")),
     c.text("authority_name", "Its name"),
     c.year("from", "First financial year in which this holds", empty="from the beginning"),
     c.year("to", "Last financial year in which this holds", empty="until now")),
    key=("kind", "number", "from"),
    row_rules=(rows.in_order("from", "to"), rows.ranges_apart(["kind", "number"], "from", "to")),
    example="education,201,E5010,City of London,,")

NAMES = Contract(
    "geography/names.csv", "Other names of places",
    "Names and codes that people use and no register holds. Official names, spellings and codes that a register "
    "holds are in the table area_aliases and need no row here.",
    (c.text("alias", "The name or code; case, spaces and punctuation do not matter"),
     c.keys("code", "What it stands for: GSS codes of areas or counties, or slugs of places, joined by +", c.AREAS,
            Data("areas", "county_code"), c.SLUGS, between="+"),
     c.note()),
    key=("alias",), example="GMCA,greater-manchester,")

CONTRACTS = (NAMES, PLACES, CATCHMENTS, CHANGES, BODIES, BODY_SHARES, GROUP_AREAS, GROUP_MERGERS, PCT_AREAS,
             SERVICE_AUTHORITIES)
