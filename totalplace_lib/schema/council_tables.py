"""Contracts of the council finance tables."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import table_columns as c


def _authority_table(extra: dict[str, pa.Column], key: list[str], title: str) -> pa.DataFrameSchema:
    """Figures by authority: year, authority, what extra adds, amount and where it stands."""
    columns = {"year": c.year(), **c.authority(), **extra, "amount_gbp": c.amount_gbp(), "marker": c.marker()}
    return c.table({**columns, **c.provenance()}, key, title, checks=[c.gap_is_marked()])


def _england_table(extra: dict[str, pa.Column], key: list[str], title: str) -> pa.DataFrameSchema:
    """England as printed, held against its authorities."""
    columns = {
        "year": c.year(),
        **extra,
        "amount_gbp": c.amount_gbp("England as printed, GBP"),
        "marker": c.marker(),
        "authorities_gbp": c.number("Sum of the authorities that gave a figure, GBP"),
        "difference_gbp": c.number("England less its authorities, GBP", nullable=True),
        "reason": c.text('Why they differ; "" where they agree'),
    }
    return c.table({**columns, **c.provenance()}, key, title, checks=[c.gap_is_marked()])


def _service_return(name: str) -> dict[str, pa.Column]:
    """Line and measure of RO2 or RO3."""
    return {
        "line": c.text(f"Line of the return: config/lines/{name}.csv", pattern=r"^[a-z0-9_]+$"),
        "measure": c.text(
            "expenditure (gross), income (fees and other) or net_current (the difference)",
            values=["expenditure", "income", "net_current"],
        ),
    }


_GSS = c.text('GSS code of the authority; "" where the extract gives none', pattern=r"^(E\d{8})?$")
_LINE = {"line": c.text("Line of the return: config/lines/rs.csv", pattern=r"^[a-z0-9_]+$")}

_CAPITAL = {
    "line": c.text("Line of the return: config/lines/cor4.csv", pattern=r"^[a-z0-9_]+$"),
    "measure": c.text(
        "expenditure (total capital expenditure), share_loan_capital (the part of it that buys shares or lends), "
        "direction (section 16(2)(b)), receipts, share_loan_receipts (the part of them from shares and loans), "
        "financing, debt or memo",
        values=[
            *("expenditure", "share_loan_capital", "direction", "receipts", "share_loan_receipts"),
            *("financing", "debt", "memo"),
        ],
    ),
}

_COUNCIL_TAX = c.table(
    {
        "year": c.year(),
        "authority_code": c.authority()["authority_code"],
        "authority_name": c.authority()["authority_name"],
        "amount_gbp": c.number("Council tax requirement, GBP, set before the year", least=0),
        **c.provenance(),
    },
    key=["year", "authority_code"],
    title="Council tax requirement by authority",
)

CONTRACTS: dict[str, pa.DataFrameSchema] = {
    "council_revenue": _authority_table(
        _LINE,
        ["year", "authority_code", "line"],
        "Revenue spending and financing of councils by line (RS), England",
    ),
    "council_revenue_england": _england_table(
        _LINE,
        ["year", "line"],
        "Revenue outturn summary: England as printed against the sum of its authorities",
    ),
    "council_capital": _authority_table(
        _CAPITAL,
        ["year", "authority_code", "measure", "line"],
        "Capital spending, receipts and financing of councils (COR4), England",
    ),
    "council_capital_england": _england_table(
        _CAPITAL,
        ["year", "measure", "line"],
        "Capital outturn return: England as printed against the sum of its authorities",
    ),
    "council_transport": _authority_table(
        _service_return("ro2"),
        ["year", "authority_code", "measure", "line"],
        "Highways and transport spending of councils by service (RO2), England",
    ),
    "council_social_care": _authority_table(
        _service_return("ro3"),
        ["year", "authority_code", "measure", "line"],
        "Social care spending of councils by client group (RO3), England",
    ),
    "council_service_expenditure": _authority_table(
        _service_return("rs"),
        ["year", "authority_code", "measure", "line"],
        "Spending and income of councils by service (RSX), England",
    ),
    "council_service_expenditure_england": _england_table(
        _service_return("rs"),
        ["year", "measure", "line"],
        "Service expenditure summary: England as printed against the sum of its authorities",
    ),
    "council_budgets": _authority_table(
        _LINE,
        ["year", "authority_code", "line"],
        "Budgets of councils by service (RA), England: plans, never outturn",
    ),
    "council_services_recent": c.table(
        {
            "year": c.year(),
            **{name: column for name, column in c.authority().items() if name != "region"},
            "area_code": _GSS,
            "line": c.text("Line of config/lines/rs.csv", pattern=r"^[a-z0-9_]+$"),
            "amount_gbp": c.amount_gbp(),
            "marker": c.marker(),
            **c.provenance(),
        },
        ["year", "authority_code", "line"],
        "Net current expenditure of councils by service, 2022-23 to 2024-25 (third-party extract)",
        checks=[c.gap_is_marked()],
    ),
    "core_spending_power": c.table(
        {
            "year": c.year(),
            "area_code": _GSS,
            "authority_name": c.text("Name as published"),
            "region": c.text('Region as published, such as "WM"'),
            "line": c.text("Part of core spending power, or total", pattern=r"^[a-z0-9_]+$"),
            "amount_gbp": c.amount_gbp(),
            "marker": c.marker(),
            **c.provenance(),
        },
        ["year", "area_code", "authority_name", "line"],
        "Core spending power of councils by part, 2015-16 to 2020-21 (third-party extract)",
        checks=[c.gap_is_marked()],
    ),
    "council_tax": _COUNCIL_TAX,
}
