"""Columns that several tables share: one name, one unit, one meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pandera.pandas as pa

from totalplace_lib.model import Marker

GAPS = (str(Marker.MISSING), str(Marker.SUPPRESSED), str(Marker.NOT_APPLICABLE))


def text(description: str, *, pattern: str | None = None, values: Sequence[str] | None = None) -> pa.Column:
    """A text column without gaps ("" where nothing is said)."""
    checks = [pa.Check.str_matches(pattern)] if pattern else []
    checks += [pa.Check.isin(list(values))] if values else []
    return pa.Column(str, checks, description=description)


def number(description: str, *, nullable: bool = False, least: float | None = None) -> pa.Column:
    """A float64 column; nullable where a marker can stand in its place."""
    checks = [pa.Check.ge(least)] if least is not None else []
    return pa.Column("float64", checks, nullable=nullable, description=description)


def year() -> pa.Column:
    """Financial year, April to March."""
    return text('Financial year, April to March, as "2008-09"', pattern=r"^\d{4}-\d{2}$")


def amount_gbp(description: str = "Amount, GBP, to the penny; missing where marker says why") -> pa.Column:
    """Money."""
    return number(description, nullable=True)


def marker() -> pa.Column:
    """Why a figure is absent, or how to read it."""
    return text(
        'Why the figure is absent (x missing, c suppressed, z not applicable) or needs care; "" ordinary',
        values=[str(value) for value in Marker],
    )


def provenance() -> dict[str, pa.Column]:
    """Where a figure stands in its publication."""
    return {
        "source_id": text("Card of the publication, config/sources/<source_id>.toml", pattern=r"^\w+$"),
        "sheet": text('Sheet of the workbook; "" for a CSV file'),
        "column": text("Column letter in the sheet, or column name in a CSV file"),
        "row": pa.Column("int32", pa.Check.ge(1), description="Row in the sheet or line in the file, from 1"),
    }


def authority() -> dict[str, pa.Column]:
    """A local authority as the publication names it."""
    return {
        "authority_code": text("Local authority E-code of the finance returns", pattern=r"^E\d{4}$"),
        "authority_name": text("Name as published"),
        "authority_class": text(
            "Class as published: L, MD, UA, SC, SD or O (police, fire, transport, waste, parks, GLA)"
        ),
        "region": text('Region as published, such as "WM"; "" in years that do not print it'),
    }


def gap_is_marked(value: str = "amount_gbp") -> pa.Check:
    """A missing number has a marker, and a gap marker has no number: a gap is never zero."""

    def marked(frame: pd.DataFrame) -> pd.Series[bool]:
        return frame[value].isna() == frame["marker"].isin(GAPS)

    return pa.Check(
        marked, name="gap_is_marked", error=f"{value} is missing if and only if marker is one of {GAPS}"
    )


def table(
    columns: Mapping[str, pa.Column], key: Sequence[str], title: str, *, checks: Sequence[pa.Check] = ()
) -> pa.DataFrameSchema:
    """A contract: exactly these columns in this order; key is unique and gives the order of rows."""
    return pa.DataFrameSchema(
        dict(columns), checks=list(checks), unique=list(key), strict=True, ordered=True, title=title
    )
