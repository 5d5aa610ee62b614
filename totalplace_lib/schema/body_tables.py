"""Contracts of the tables about health boards, children, adults and police: money and activity by body."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import table_columns as c
from totalplace_lib.schema.service_tables import place_in_file


def authority_code() -> pa.Column:
    """A council."""
    return c.text("E-code of the council", pattern=r"^E\d{4}$")


# fmt: off
_HEALTH = c.table(
    {"body_code": c.text("Health board (ODS) or commissioning group code", pattern=r"^[0-9A-Z]{3}$"),
     "body_name": c.text("Name as published"),
     "body_kind": c.text("icb: integrated care board; ccg: commissioning group", values=["icb", "ccg"]),
     "year": c.year(),
     "stream": c.text("What the money is for; streams of a board add up"),
     "basis": c.text("Allocation, or the baseline it was built on"),
     "amount_gbp": c.amount_gbp(),
     "marker": c.marker(),
     "quality": c.text("How good the source is", values=["official", "research reconstruction"]),
     **c.provenance()},
    key=["body_kind", "year", "body_code", "stream"],
    title="Allocations of integrated care boards and commissioning groups", checks=[c.gap_is_marked()])

_CHILDREN = c.table(
    {"year": c.year(),
     "authority_code": authority_code(),
     "authority_name": c.text("Name as published"),
     "line_number": pa.Column("int32", description="Number of the line in the return of that year"),
     "line": c.text("Name of the line"),
     "block": c.text("Block of lines"),
     "role": c.text("part of the budget, total of all, capital or memorandum",
                    values=["part", "total", "capital", "memorandum"]),
     "is_total": pa.Column(bool, description="The sum of its block: leave it out when adding lines"),
     "gross_gbp": c.number("Total expenditure, GBP", nullable=True),
     "income_gbp": c.number("Income, GBP", nullable=True),
     "net_gbp": c.number("Net current expenditure, GBP", nullable=True),
     "marker": c.marker(),
     **place_in_file()},
    key=["year", "authority_code", "line_number"], title="Outturn of services for children and young people by line",
    checks=[c.gap_is_marked("net_gbp")])

_LOOKED_AFTER = c.table(
    {"year": c.year(),
     "authority_code": authority_code(),
     "authority_name": c.text("Name as published"),
     "measure": c.text("What is counted"),
     "children": c.number("Children", nullable=True, least=0),
     "marker": c.marker(),
     **place_in_file()},
    key=["year", "authority_code", "measure"], title="Children looked after", checks=[c.gap_is_marked("children")])

_ALIKE = c.table(
    {"year": c.year(),
     "authority_code": authority_code(),
     "authority_name": c.text("Name as published"),
     "place": pa.Column("int32", pa.Check.in_range(1, 10), description="Place in the list, the nearest first"),
     "neighbour_code": authority_code(),
     "closeness": c.text("How close, in the department's words",
                         values=["Extremely close", "Very close", "Close", "Somewhat close", "Not close"]),
     **place_in_file()},
    key=["year", "authority_code", "place"], title="Statistical neighbours for children's services")

_MEASURES = c.table(
    {"authority_code": authority_code(),
     "authority_name": c.text("Name as published"),
     "period": c.text("Financial year for money, else the year that ends on or about 31 March"),
     "code": c.text("Code of the measure in the publication"),
     "measure": c.text("What is measured"),
     "unit": c.text("gbp, children, people, percent or a rate"),
     "value": c.number("The figure, in its unit", nullable=True),
     "marker": c.marker(),
     **place_in_file()},
    key=["code", "authority_code", "period"], title="Children and young people: measures of recent years",
    checks=[c.gap_is_marked("value")])

_ADULTS = c.table(
    {"year": c.year(),
     "authority_code": authority_code(),
     "authority_name": c.text("Name as published"),
     "service": c.text("Service"),
     "client_group": c.text("Client group; all where not split"),
     "unit": c.text("Unit of activity"),
     "gross_gbp": c.number("Gross cost, GBP, published in GBP thousand", nullable=True),
     "activity": c.number("Units in the year", nullable=True, least=0),
     "unit_cost_gbp": c.number("Gross cost per unit as published, GBP", nullable=True),
     "marker": c.marker(),
     **place_in_file()},
    key=["year", "authority_code", "service", "client_group"],
    title="Adult social care: cost, activity and unit cost", checks=[c.gap_is_marked("gross_gbp")])

_POLICE = c.table(
    {"year": c.year(),
     "body_name": c.text("Police force"),
     "amount_gbp": c.amount_gbp("Central grant, GBP"),
     "marker": c.marker(),
     **place_in_file()},
    key=["year", "body_name"], title="Central grant to police forces", checks=[c.gap_is_marked()])

CONTRACTS: dict[str, pa.DataFrameSchema] = {"health_allocations": _HEALTH,
                                            "childrens_services": _CHILDREN,
                                            "children_looked_after": _LOOKED_AFTER,
                                            "childrens_measures": _MEASURES,
                                            "statistical_neighbours": _ALIKE,
                                            "adult_care_costs": _ADULTS,
                                            "police_grants": _POLICE}
