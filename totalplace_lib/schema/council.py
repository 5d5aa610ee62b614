"""Contracts of the council finance tables."""

from __future__ import annotations

import pandera.pandas as pa

from totalplace_lib.schema import columns as c


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


_LINE = {"line": c.text("Line of the return: config/lines/rs.csv", pattern=r"^[a-z0-9_]+$")}

_CAPITAL = {
    "line": c.text("Line of the return: config/lines/cor4.csv", pattern=r"^[a-z0-9_]+$"),
    "measure": c.text(
        "expenditure (total capital expenditure), direction (section 16(2)(b)), receipts, financing, debt or memo",
        values=["expenditure", "direction", "receipts", "financing", "debt", "memo"],
    ),
}

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
}
