"""Contracts of the tables from central government: the Treasury's regional analysis."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import table_columns as c

FUNCTIONS = [f"{number:02d}" for number in range(1, 11)]
EDITION = r"^cra_20\d\d$"
CRA_AREA = r"^(E1200000[1-9]|W92000004|S92000003|N92000002|outside-uk|not-identifiable)$"

# fmt: off
_CRA = c.table(
    {"edition": c.text("Edition of the analysis, as its card", pattern=EDITION),
     "year": c.year(),
     "department_code": c.text('Department code as published in this edition; "" in 2013'),
     "department": c.text("Department as named in this edition"),
     "organisation": c.text('Body that spends, as named from the 2018 edition on; "" before'),
     "programme_code": c.text("Programme object group (2010) or segment (later) code"),
     "programme": c.text('Name of the programme, without its code; "" where the edition gives none'),
     "function_code": c.text("COFOG level 1; eu and dup are no COFOG function", values=[*FUNCTIONS, "eu", "dup"]),
     "function": c.text("COFOG level 1"),
     "cofog_group": c.text('COFOG level 2, as "10.2"; "" in 2010', pattern=r"^(\d+\.\w+|EU\d*)?$"),
     "hmt_function": c.text("Treasury's function, one name in all editions; splits 01 and 04"),
     "subfunction": c.text("Treasury's sub-function as published (2010: function)"),
     "is_identifiable": pa.Column(bool, description="For the benefit of the people of one area"),
     "economic": c.text("Current or capital", values=["current", "capital"]),
     "sector": c.text("Spender: central government, councils, public corporations, Bank of England, public sector "
                      "pensions",
                      values=["CG", "LA", "PC", "BOE", "PSP"]),
     "area_code": c.text("English region, country, outside-uk or not-identifiable", pattern=CRA_AREA),
     "amount_gbp": c.number("Expenditure on services, GBP; no row where nothing was spent"),
     "marker": c.marker(),
     **c.provenance()},
    key=["edition", "year", "row"],
    title="Country and Regional Analysis: spending by department, programme, function and region")

_EDITIONS = c.table(
    {"edition": c.text("Edition of the analysis, as its card", pattern=EDITION),
     "year": c.year(),
     "department": c.text("Department as named in this edition"),
     "organisation": c.text('Body that spends, as named from the 2018 edition on; "" before'),
     "programme_code": c.text("Programme object group (2010) or segment (later) code"),
     "programme": c.text("Name of the programme, without its code"),
     "function_code": c.text("COFOG level 1", values=[*FUNCTIONS, "eu", "dup"]),
     "economic": c.text("Current or capital", values=["current", "capital"]),
     "sector": c.text("Spender, as in table cra", values=["CG", "LA", "PC", "BOE", "PSP"]),
     "amount_gbp": c.number("Identifiable expenditure on services in the nine English regions, GBP")},
    key=["edition", "year", "department", "organisation", "programme_code", "programme", "function_code", "economic",
         "sector"],
    title="What each edition of the Country and Regional Analysis said of each year, by segment, England")

_REGIONAL = c.table(
    {"year": c.year(),
     "area_code": c.text("Region, England or another nation", pattern=r"^(E12|E92|W92|S92|N92)\d{6}$"),
     "side": c.text("What is raised there, or spent for it", values=["receipts", "spending"]),
     "line": c.text("Line of config/lines/receipts.csv, or of spending; rounding: what the printed total is above "
                    "their sum",
                    pattern=r"^[a-z_]+$"),
     "amount_gbp": c.number("GBP, published in GBP million"),
     **c.provenance()},
    key=["year", "area_code", "side", "line"],
    title="Country and regional public sector finances: receipts by tax, spending")

CONTRACTS: dict[str, pa.DataFrameSchema] = {"cra": _CRA, "cra_editions": _EDITIONS, "regional_finances": _REGIONAL}
