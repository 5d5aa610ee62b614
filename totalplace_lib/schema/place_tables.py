"""Contracts of the tables about areas and their people: boundaries, population, deprivation."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import table_columns as c

AREA = r"^E0[6-9]\d{6}$"
REGION = r"^E1200000[1-9]$"


def area_code() -> pa.Column:
    """A lower-tier or unitary area."""
    return c.text("Lower-tier or unitary area, GSS code", pattern=AREA)


# fmt: off
_AREAS = c.table(
    {"vintage": pa.Column("int32", description="Boundaries from 1 April of this year"),
     "area_code": area_code(),
     "area_name": c.text("Name by ONS"),
     "area_type": c.text("Kind of area", values=["unitary", "district", "metropolitan", "london"]),
     "county_code": c.text("County council area (E10) of a district; else own code", pattern=r"^E(0[689]|10)\d{6}$"),
     "county_name": c.text("Name of the county council area; else own name"),
     "county_authority_code": c.text("E-code of the upper-tier council; else own", pattern=r"^E\d{4}$"),
     "region_code": c.text("Region", pattern=REGION),
     "region_name": c.text("Name of the region"),
     "authority_code": c.text("E-code of the council of the area", pattern=r"^E\d{4}$"),
     "old_ons_code": c.text('Code before 2011, such as 00CN; "" for areas made since'),
     "former_area_code": c.text('GSS code before the recode of 2012 or 2013; "" if none'),
     "source_id": c.provenance()["source_id"],
     "row": c.provenance()["row"]},
    key=["vintage", "area_code"], title="Local authority areas of England at each boundary vintage")

_CHANGES = c.table(
    {"effective": c.text("First day", pattern=r"^\d{4}-04-01$"),
     "kind": c.text("merger: whole areas into a new one; split: into several; recode: new code only",
                    values=["merger", "split", "recode"]),
     "old_code": c.text("Area before: E-code of the council before April 2009, GSS code since"),
     "old_name": c.text("Name before"),
     "new_code": area_code(),
     "new_name": c.text("Name after"),
     "new_authority_code": c.text("E-code of the new council", pattern=r"^E\d{4}$"),
     "is_whole": pa.Column(bool, description="All of the old area went to this new area"),
     "source": c.text("Where the change is published")},
    key=["effective", "old_code", "new_code"], title="Changes of local authority areas since April 2009")

_POPULATION = c.table(
    {"area_code": area_code(),
     "year": pa.Column("int32", description="Calendar year of the mid-year estimate (30 June)"),
     "population": c.number("Usual residents", least=1),
     "marker": c.marker(),
     **c.provenance()},
    key=["year", "area_code"], title="Mid-year population of local authority areas")

_EVENTS = ["births", "deaths", "arrivals"]

_POPULATION_CHANGES = c.table(
    {"area_code": area_code(),
     "year": c.year(),
     "measure": c.text("Births, deaths or arrivals from abroad", values=_EVENTS),
     "people": c.number("People, in the twelve months to the June after the year", least=0),
     "source_id": c.provenance()["source_id"],
     "column": c.provenance()["column"],
     "row": c.provenance()["row"]},
    key=["year", "measure", "area_code"], title="Births, deaths and arrivals from abroad by local authority area")

_POPULATION_NATIONS = c.table(
    {"area_code": c.text("Wales, Scotland or Northern Ireland", pattern=r"^[WSN]9200000[234]$"),
     "year": c.year(),
     "measure": c.text("Events, or residents at the mid-year", values=[*_EVENTS, "residents"]),
     "people": c.number("People, the sum of the nation's districts", least=0),
     "source_id": c.provenance()["source_id"]},
    key=["year", "measure", "area_code"],
    title="Residents, births, deaths and arrivals from abroad of Wales, Scotland and Northern Ireland")

_DEPRIVATION = c.table(
    {"area_code": area_code(),
     "index": c.text("Edition of the indices", pattern=r"^IMD \d{4}$"),
     "domain": c.text("Domain of deprivation, or overall"),
     "measure": c.text("people, or mean score; (recast): by the compiler, to areas of 2021",
                       values=["people", "mean score", "mean score (recast)"]),
     "value": c.number("People, or score; health and crime scores may be negative"),
     **c.provenance()},
    key=["index", "domain", "measure", "area_code"], title="Indices of deprivation by local authority area")

_BANDS = ["0-4", "5-15", "16-17", "18", "19-21", "22-64", "65-84", "85+"]

_AGES = c.table(
    {"area_code": area_code(),
     "year": pa.Column("int32", description="Calendar year of the mid-year estimate (30 June)"),
     "age_band": c.text("Age in years", values=_BANDS),
     "population": c.number("Usual residents", least=0),
     "source_id": c.provenance()["source_id"]},
    key=["year", "area_code", "age_band"], title="Population of local authority areas by age band")

_LOCAL_COUNTS = c.table(
    {"area_code": area_code(),
     "year": pa.Column("int32", description="Calendar year"),
     "measure": c.text("What is counted",
                       values=["employee jobs", "employee jobs: manufacturing", "employee jobs: hotels and food",
                               "employee jobs: offices", "income tax", "universal credit households"]),
     "value": c.number("Jobs, households, or GBP", least=0),
     **c.provenance()},
    key=["measure", "area_code"], title="Jobs, households on universal credit and income tax by local authority area")

_INDICATOR = {
    "indicator": c.text("Indicator (config/frameworks/indicators.csv)", pattern=r"^[a-z0-9_]+$"),
    "area_code": c.text("District, unitary, county, combined authority, region, police force, England; GSS code",
                        pattern=r"^E(0[6-9]|10|12|23|47|92)\d{6}$"),
    "year": c.year(),
    "period": c.text("Period as published: a day, a day and a length in years or months, or a calendar year"),
    "value": c.number("In the unit of the indicator", nullable=True),
    "low": c.number("Lower end of the 95% confidence interval; missing where none is published", nullable=True),
    "high": c.number("Upper end; missing where none is published", nullable=True),
    "marker": c.marker()}

_LOCAL_STATISTICS = c.table(
    {**_INDICATOR, "source_id": c.provenance()["source_id"], "column": c.provenance()["column"],
     "row": c.provenance()["row"]},
    key=["indicator", "area_code", "period"], title="Official indicators of what comes of a place",
    checks=[c.gap_is_marked("value")])

_HOMELESSNESS = c.table(
    {**_INDICATOR, **c.provenance()}, key=["indicator", "area_code", "period"],
    title="Statutory homelessness by authority", checks=[c.gap_is_marked("value")])

_POINTS = c.table(
    {"area_code": area_code(),
     "longitude": c.number("Degrees east, WGS84"),
     "latitude": c.number("Degrees north, WGS84"),
     "surface_km2": c.number("Surface of the outline, square kilometres", least=0),
     "source_id": c.provenance()["source_id"]},
    key=["area_code"], title="Centres and surfaces of local authority areas of all vintages")

_OUTLINES = c.table(
    {"area_code": c.text("Upper-tier area of the newest vintage, GSS code", pattern=r"^E(0[689]|10)\d{6}$"),
     "part": pa.Column("int32", pa.Check.ge(1), description="Part of the area, the largest first"),
     "point": pa.Column("int32", pa.Check.ge(1), description="Place of the point in the ring of the part"),
     "longitude": c.number("Degrees east, WGS84"),
     "latitude": c.number("Degrees north, WGS84"),
     "source_id": c.provenance()["source_id"]},
    key=["area_code", "part", "point"],
    title="Outlines of upper-tier areas, simplified for a map as wide as a page, without small islands")

_MEMBERSHIP = c.table(
    {"vintage": pa.Column("int32", description="Boundaries from 1 April of this year"),
     "area_code": area_code(),
     "kind": c.text("Kind of body", values=["police", "fire", "icb", "sub_icb"]),
     "body_code": c.text("Police force area, fire authority (ONS), health board or its sub-location (NHS) code"),
     "body_name": c.text("Name of the body"),
     "share": c.number("Share of the area's residents served by the body; sums to one", least=0),
     "source_id": c.provenance()["source_id"]},
    key=["vintage", "kind", "area_code", "body_code"],
    title="Police forces, fire authorities and health boards by area")

_ALIASES = c.table(
    {"alias": c.text("Name or code as published", pattern=r"\S"),
     "kind": c.text("What kind of alias",
                    values=["official name", "name in the returns", "short name", "spelling", "E-code",
                            "old ONS code", "combined authority", "health board"]),
     "code": c.text("What it stands for: GSS codes of areas, a county, region or nation, joined by +; NHS code of a "
                    "board",
                    pattern=r"^([EWSN]\d{8}(\+E\d{8})*|Q[0-9A-Z]{2})$"),
     "source_id": c.provenance()["source_id"],
     "column": c.provenance()["column"],
     "row": c.provenance()["row"]},
    key=["kind", "alias", "code"],
    title="Names and codes of councils, combined authorities and health boards, and what they stand for")

CONTRACTS: dict[str, pa.DataFrameSchema] = {"areas": _AREAS,
                                            "area_changes": _CHANGES,
                                            "area_aliases": _ALIASES,
                                            "population": _POPULATION,
                                            "population_changes": _POPULATION_CHANGES,
                                            "population_nations": _POPULATION_NATIONS,
                                            "deprivation": _DEPRIVATION,
                                            "population_ages": _AGES,
                                            "local_counts": _LOCAL_COUNTS,
                                            "local_statistics": _LOCAL_STATISTICS,
                                            "homelessness": _HOMELESSNESS,
                                            "area_points": _POINTS,
                                            "area_outlines": _OUTLINES,
                                            "area_membership": _MEMBERSHIP}
