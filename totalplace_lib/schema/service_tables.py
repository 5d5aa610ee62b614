"""Contracts of the tables about health, benefits, children, adults, police, prices and published figures."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import table_columns as c
from totalplace_lib.schema.place_tables import area_code

TRUST = r"^[0-9A-Z]{3}(\+[0-9A-Z]{3})*$"


def place_in_file() -> dict[str, pa.Column]:
    """Provenance of a CSV file."""
    where = c.provenance()
    return {name: where[name] for name in ("source_id", "column", "row")}


# fmt: off
_NHS_ALLOCATIONS = c.table(
    {"body_code": c.text("Primary care trust; two joined by + are known only together", pattern=TRUST),
     "body_name": c.text("Name as published"),
     "year": c.year(),
     "amount_gbp": c.amount_gbp(),
     "marker": c.marker(),
     "basis": c.text("Allocation round, or net operating cost"),
     "quality": c.text("How good the source is", values=["research reconstruction", "audited written answer"]),
     "note": c.text("How the figure was recovered"),
     **place_in_file()},
    key=["year", "body_code", "basis"], title="Primary care trusts: allocations and net operating costs",
    checks=[c.gap_is_marked()])

_NHS_AREAS = c.table(
    {"body_code": c.text("Primary care trust", pattern=TRUST),
     "body_name": c.text("Name as published"),
     "area_code": area_code(),
     "area_name": c.text("Name by ONS"),
     "is_whole": pa.Column(bool, description="All of the area is served by this trust"),
     "is_shared": pa.Column(bool, description="Other trusts serve parts of the area"),
     "note": c.text("What part"),
     "source_id": c.provenance()["source_id"]},
    key=["body_code", "area_code"], title="Areas served by primary care trusts, districts of 2009")

_BENEFITS = c.table(
    {"area_code": area_code(),
     "year": c.year(),
     "benefit": c.text("Benefit by the code of the extraction, or total", pattern=r"^[a-z]+$"),
     "benefit_name": c.text("Official name"),
     "amount_gbp": c.amount_gbp(),
     "marker": c.marker(),
     "is_partial": pa.Column(bool, description="The breakdown of the year is less complete than usual"),
     "note": c.text("Fault of the publication, if any"),
     **place_in_file()},
    key=["area_code", "year", "benefit"], title="Benefits paid in a local authority area", checks=[c.gap_is_marked()])

_PILOTS = c.table(
    {"place_name": c.text("Pilot or parallel place"),
     "kind": c.text("pilot, forerunner, parallel or light touch"),
     "region_name": c.text("Region"),
     "themes": c.text("Themes, separated by semicolons"),
     "authorities": c.text("Councils, separated by semicolons"),
     "primary_care_trusts": c.text("Primary care trusts, separated by semicolons"),
     "police_forces": c.text("Police forces, separated by semicolons"),
     "population": c.number("Residents as published", nullable=True, least=1),
     "population_year": c.text('Year of the census; "" without population'),
     "source": c.text("Addresses or name of the source"),
     "row": c.provenance()["row"]},
    key=["row"], title="The Total Place pilots and parallel places as published")

_COUNTS = c.table(
    {"place_name": c.text("Place as published"),
     "year": c.text('Financial year; "" where none is known', pattern=r"^(\d{4}-\d{2})?$"),
     "year_as_published": c.text("Period as stated"),
     "dimension": c.text("What the figure is about", values=["total", "body", "theme", "subtheme"]),
     "item": c.text("What was counted"),
     "amount_gbp": c.amount_gbp(),
     "note": c.text("How to read it"),
     "source_title": c.text("Source"),
     "source_url": c.text('Address; "" where the source has none'),
     "row": c.provenance()["row"],
     "marker": c.marker()},
    key=["row"], title="Figures published by and about the Total Place pilots", checks=[c.gap_is_marked()])

_PRICES = c.table(
    {"year": c.year(),
     "gdp_deflator": c.number("GDP deflator, 2023-24 = 100", least=0),
     "row": c.provenance()["row"],
     "marker": c.marker(),
     "source_id": c.provenance()["source_id"],
     "column": c.provenance()["column"]},
    key=["year"], title="GDP deflator by financial year")

_UNIT_COSTS = c.table(
    {"code": c.text("Code of the entry, such as CR1.0", pattern=r"^[A-Z&]+[\d.]+"),
     "theme": c.text("Theme"),
     "category": c.text("Category within the theme"),
     "description": c.text("What is costed"),
     "unit": c.text("Per what", pattern=r"\w"),
     "cost_gbp": c.number("Fiscal cost, GBP, in prices of price_year"),
     "price_year": c.year(),
     "agency": c.text("Agency that bears the cost"),
     "agency_detail": c.text('Part of the agency; "" where not said'),
     "marker": c.marker(),
     **place_in_file()},
    key=["code"], title="Unit costs of public services")

_SCHOOLS_GRANT = c.table(
    {"year": c.year(),
     "authority_code": c.authority()["authority_code"],
     "authority_name": c.authority()["authority_name"],
     "block": c.text("Block of the grant", values=["schools", "central", "high_needs", "early_years", "total"]),
     "measure": c.text("before or after deductions for academies and places paid for directly; deducted, the "
                       "difference",
                       values=["before", "after", "deducted"]),
     "amount_gbp": c.amount_gbp(),
     "marker": c.marker(),
     **c.provenance()},
    key=["year", "authority_code", "block", "measure"],
    title="Dedicated schools grant by authority, before and after what goes to academies", checks=[c.gap_is_marked()])

CONTRACTS: dict[str, pa.DataFrameSchema] = {"nhs_allocations": _NHS_ALLOCATIONS,
                                            "nhs_bodies_areas": _NHS_AREAS,
                                            "benefits_by_place": _BENEFITS,
                                            "published_pilots": _PILOTS,
                                            "published_counts": _COUNTS,
                                            "prices": _PRICES,
                                            "schools_grant": _SCHOOLS_GRANT,
                                            "unit_costs": _UNIT_COSTS}
