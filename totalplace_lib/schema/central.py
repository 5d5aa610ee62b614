"""Contracts of the tables from central government: the Treasury's regional analysis."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import columns as c

FUNCTIONS = [f"{number:02d}" for number in range(1, 11)]
CRA_AREA = r"^(E1200000[1-9]|W92000004|S92000003|N92000002|outside-uk|not-identifiable)$"

_CRA = c.table(
    {
        "edition": c.text(
            "Edition of the analysis, as its card", values=["cra_2010", "cra_2014", "cra_2018"]
        ),
        "year": c.year(),
        "department_code": c.text("Department code as published in this edition"),
        "department": c.text("Department as named in this edition"),
        "programme_code": c.text("Programme object group (2010) or segment (later) code"),
        "programme": c.text('Name of the programme, without its code; "" where the edition gives none'),
        "function_code": c.text(
            "COFOG level 1; eu and dup are no COFOG function", values=[*FUNCTIONS, "eu", "dup"]
        ),
        "function": c.text("COFOG level 1"),
        "hmt_function": c.text("Treasury's function, one name in all editions; splits 01 and 04"),
        "subfunction": c.text("Treasury's sub-function as published (2010: function)"),
        "is_identifiable": pa.Column(bool, description="For the benefit of the people of one area"),
        "economic": c.text("Current or capital", values=["current", "capital"]),
        "sector": c.text(
            "Spender: central government, councils, public corporations, Bank of England",
            values=["CG", "LA", "PC", "BOE"],
        ),
        "area_code": c.text("English region, country, outside-uk or not-identifiable", pattern=CRA_AREA),
        "amount_gbp": c.number("Expenditure on services, GBP; no row where nothing was spent"),
        "marker": c.marker(),
        **c.provenance(),
    },
    key=["edition", "year", "row"],
    title="Country and Regional Analysis: spending by department, programme, function and region",
)

_OVERLAPS = c.table(
    {
        "edition_earlier": c.text("Earlier edition"),
        "edition_later": c.text("Later edition"),
        "year": c.year(),
        "function_code": c.text("COFOG level 1, or eu"),
        "area_code": c.text("English region, country, outside-uk or not-identifiable", pattern=CRA_AREA),
        "amount_gbp_earlier": c.number("Identifiable spending in the earlier edition, GBP"),
        "amount_gbp_later": c.number("Identifiable spending in the later edition, GBP"),
        "difference_gbp": c.number("Later less earlier, GBP"),
    },
    key=["edition_earlier", "year", "function_code", "area_code"],
    title="Years that two editions of the Country and Regional Analysis give, and how they differ",
)

UK_AREA = r"^(E1200000[1-9]|W92000004|S92000003|N92000002)$"

_TABLES = c.table(
    {
        "year": c.year(),
        "area_code": c.text("English region or country of the United Kingdom", pattern=UK_AREA),
        "function_code": c.text("COFOG level 1", values=FUNCTIONS),
        "hmt_function": c.text("Treasury's function, as in table cra; splits 01 and 04"),
        "economic": c.text("Current or capital", values=["current", "capital"]),
        "amount_gbp": c.number("Identifiable expenditure on services, GBP, published in GBP million"),
        **c.provenance(),
    },
    key=["year", "area_code", "hmt_function", "economic"],
    title="Country and Regional Analysis: published tables by region and function",
)

_SECTORS = c.table(
    {
        "year": c.year(),
        "area_code": c.text("English region or country of the United Kingdom", pattern=UK_AREA),
        "sector": c.text(
            "Councils (LA), or central government and public corporations (CG)", values=["LA", "CG"]
        ),
        "amount_gbp": c.number("Identifiable expenditure on services, GBP, published in GBP million"),
        **c.provenance(),
    },
    key=["year", "area_code", "sector"],
    title="Country and Regional Analysis: published tables by region and sector",
)

CONTRACTS: dict[str, pa.DataFrameSchema] = {
    "cra": _CRA,
    "cra_overlaps": _OVERLAPS,
    "cra_regional_tables": _TABLES,
    "cra_regional_sectors": _SECTORS,
}
