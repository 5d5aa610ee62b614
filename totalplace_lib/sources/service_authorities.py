"""The E-code of a council from the numbers that returns about children and adults use."""

from __future__ import annotations

from collections.abc import Mapping

from totalplace_lib.errors import SourceError
from totalplace_lib.project import read_config

NUMBERS = "geography/service_authorities.csv"
EDUCATION, SOCIAL_CARE = "education", "social care"


def known_codes(kind: str, year: str) -> dict[str, str]:
    """Number -> E-code of the council that has it in a financial year.

    kind   "education" (Department for Education) or "social care" (Department of Health).
    """
    table = read_config(NUMBERS)
    first, last = table["from"].fillna("0000-00"), table["to"].fillna("9999-99")
    due = table[(table["kind"] == kind) & (first <= year) & (year <= last)]
    return dict(zip(due["number"], due["authority_code"], strict=True))


def authority_codes(kind: str, year: str, numbers: Mapping[str, int], file: str) -> dict[str, str]:
    """E-codes of these numbers (number -> row in the file). SourceError with the row of the first unknown number."""
    known = known_codes(kind, year)
    for number, row in numbers.items():
        if number not in known:
            raise SourceError(
                f"{file}, row {row}: no council has the {kind} number {number} in config/{NUMBERS}."
            )
    return {number: known[number] for number in numbers}
