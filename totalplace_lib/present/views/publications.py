"""The publications that figures stand in, in words for the source line of an exhibit."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.present.numbers import join

PUBLICATIONS = {
    "council_revenue_outturn": "councils' revenue outturn (MHCLG)",
    "council_service_expenditure": "councils' service expenditure (RSX, MHCLG)",
    "council_budgets": "councils' revenue account budgets (RA, MHCLG)",
    "council_revenue_time_series": "the revenue outturn time series (MHCLG)",
    "council_capital_outturn": "councils' capital outturn (MHCLG)",
    "cra_": "the Country and Regional Analysis (HM Treasury)",
    "nhs_pct": "allocations to primary care trusts",
    "nhs_icb": "allocations to integrated care boards (NHS England)",
    "local_return": "returns of the bodies themselves",
    "dwp_": "benefit expenditure by authority (DWP)",
}

_GOV = "https://www.gov.uk/government/"
_RETURNS = f"{_GOV}collections/local-authority-revenue-expenditure-and-financing"
LANDING_PAGES = {
    "councils' revenue outturn (MHCLG)": _RETURNS,
    "councils' service expenditure (RSX, MHCLG)": _RETURNS,
    "the revenue outturn time series (MHCLG)": _RETURNS,
    "councils' capital outturn (MHCLG)": (
        f"{_GOV}collections/local-authority-capital-expenditure-receipts-and-financing"
    ),
    "the Country and Regional Analysis (HM Treasury)": f"{_GOV}collections/country-and-regional-analysis",
    "allocations to primary care trusts": "https://webarchive.nationalarchives.gov.uk/",
    "allocations to integrated care boards (NHS England)": "https://www.england.nhs.uk/allocations/",
    "benefit expenditure by authority (DWP)": f"{_GOV}publications/benefit-expenditure-and-caseload-tables-2025",
}
"""Where the publications can be had: the landing pages of their cards in config/sources."""

MEASURES = {
    "Social care outturn (RO3)": "social care outturn (RO3, MHCLG)",
    "Children's services": "children's services outturn (Section 251 and 52, DfE)",
    "England's share": "shares published for England",
}


def source_words(source_ids: Iterable[object], what: str = "Total Place count") -> str:
    """'Total Place count from A, B and C': what, and the publications behind the lines with these source_ids."""
    used = {str(each) for each in source_ids}
    named = [words for start, words in PUBLICATIONS.items() if any(each.startswith(start) for each in used)]
    return f"{what} from {join(named)}" if named else what


def theme_source(parts: pd.DataFrame) -> str:
    """The publications behind parts of themes (analysis.themes): of the money, and of what cuts a line into parts."""
    whole = source_words(parts["source_id"].unique(), "Total Place count by theme")
    bases = parts["basis"].astype(str).unique()
    cut_by = [words for start, words in MEASURES.items() if any(basis.startswith(start) for basis in bases)]
    return f"{whole}; lines cut by {join(cut_by)}" if cut_by else whole
