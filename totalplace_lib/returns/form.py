"""What the form asks: its sheets, headings and words. The writer of templates and the reader of answers share it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from totalplace_lib.count.returned import BOTH
from totalplace_lib.returns.answers import Status

HELP, ABOUT, SPENDING, BETWEEN, LISTS = "How to fill in", "About", "Spending", "Between bodies", "Lists"

ABOUT_FIELDS: Mapping[str, str] = {
    "place": "Place",
    "year": "Year",
    "body": "Body",
    "by": "Filled in by",
    "dated": "Date",
    "status": "Status",
    "unit": "Amounts are in",
    "source": "Source",
}
GIVEN_FIELDS: Mapping[str, str] = {
    "code": "Code",
    "service": "Service",
    "function": "Function",
    "theme": "Theme",
    "economic": "Current or capital",
    "estimate": "Our estimate (£)",
    "low": "Low (£)",
    "high": "High (£)",
    "basis": "How we know it",
}
ENTRY_FIELDS: Mapping[str, str] = {
    "gross": "Gross spending",
    "fees": "Fees, charges and other income",
    "volume": "Volume",
    "volume_unit": "Unit of volume",
    "confidence": "Confidence",
    "plus_minus": "Plus or minus (%)",
    "note": "Notes",
}
CHECK = "Check"
SPENDING_FIELDS: Mapping[str, str] = {**GIVEN_FIELDS, **ENTRY_FIELDS}
BETWEEN_FIELDS: Mapping[str, str] = {
    "service": "Service",
    "direction": "Paid to or received from",
    "other": "Other body",
    "amount": "Amount",
    "note": "Notes",
}
CSV_FIELDS: Mapping[str, str] = {**ABOUT_FIELDS, **SPENDING_FIELDS, **BETWEEN_FIELDS}
"""A CSV file has all in one table, a row for each figure or amount; what a row does not need may be left out."""
MUST = ("service", "economic", "gross")
"""Headings of figures without which nothing can be read."""
PAID, RECEIVED = "paid to", "received from"
POUNDS, THOUSANDS = "pounds", "thousands of pounds"
UNITS: Mapping[str, int] = {POUNDS: 1, THOUSANDS: 1000}
CONFIDENCE = ("audited accounts", "ledger", "estimate")
ECONOMIC = ("current", "capital", BOTH)
STATUS = tuple(map(str, Status))
EMPTY_BETWEEN = 20
"""Rows for amounts between bodies."""


def code(place: str, year: str, body: str, service: str, function: str, economic: str) -> str:
    """Six letters and digits that say which line a row is of, so that a shifted or foreign row is seen."""
    said = "\n".join((place, year, body, service, function, economic))
    return hashlib.sha256(said.encode()).hexdigest()[:6].upper()
