"""Write what the evidence comes to: errors into config/made, the league and its two pages (documents.py) into docs.

Everything is made in one go from the tables and config, so that a second run writes the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ImbalanceError
from totalplace_lib.evidence import (
    backtests,
    coverage,
    divided,
    health_trusts,
    inside_regions,
    measuring,
    receipts,
    regions,
    reorganised,
    totals,
)
from totalplace_lib.evidence import splits as evidence
from totalplace_lib.project import config_path, home
from totalplace_lib.publish.documents import document, page_of

PAGES = ("key_tournament", "divided_counties")
MADE = "# Made by `totalplace evidence` from the tables and config/evidence; not edited by hand.\n"


def write() -> list[Path]:
    """Write every table and page; returns what was written. ImbalanceError when config and tournament disagree."""
    _agreed()
    made = contents()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pages = {page_of(name): document(name) for name in PAGES}  # of the tables that were just written
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    return [*made, *pages]


def differing() -> list[Path]:
    """The files that are not what the evidence gives."""
    _agreed()
    made = contents() | {page_of(name): document(name) for name in PAGES}
    return [path for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]


def _agreed() -> None:
    tried = [evidence.drift(), health_trusts.drift(), receipts.drift(), divided.drift()]
    drift = pd.concat(tried, ignore_index=True)
    if not drift.empty:
        row = drift.iloc[0]
        raise ImbalanceError(
            f"config/evidence/drivers.csv, receipts.csv, divided.csv or keys.csv: '{row['driver']}' uses "
            f"'{row['configured']}', the tournament chooses '{row['chosen']}' ({len(drift)} in all). Put the choice "
            "into config, or change the shortlist."
        )


def contents() -> dict[Path, str]:
    """Path -> text of everything that is made from the evidence."""
    docs = home() / "docs"
    tables = {
        "league.csv": evidence.drivers_league(),
        "lines.csv": _lines(),
        "below-the-region.csv": backtests.below_region(),
        "calibration.csv": coverage.calibration_curve(),
    }
    return {
        config_path("made", "measured.csv"): MADE + _csv(measuring.made()),
        config_path("made", "coverage.csv"): MADE + _csv(_coverage()),
        config_path("made", "treasury_differences.csv"): MADE + _csv(regions.made()),
        config_path("made", "inside_regions.csv"): MADE + _csv(inside_regions.made()),
        config_path("made", "receipts.csv"): MADE + _csv(receipts.made()),
        config_path("made", "misplaced.csv"): MADE + _csv(evidence.by_year()),
        config_path("made", "key_choices.csv"): MADE + _csv(evidence.choices()),
        **divided_counties(),
        **{docs / "evidence" / name: _csv(table.round(4)) for name, table in tables.items()},
    }


def divided_counties() -> dict[Path, str]:
    """What dividing a county council was measured to be."""
    return {
        config_path("made", "divided.csv"): MADE + _csv(reorganised.made()),
        config_path("made", "reorganised.csv"): MADE + _csv(reorganised.written()),
        home() / "docs" / "evidence" / "keys-of-county-services.csv": _csv(divided.league().round(4)),
    }


def _coverage() -> pd.DataFrame:
    """Coverage of places, regions and totals with the worst of each, then of each family, kind of money and region."""
    means = coverage.measured_coverage()
    first = means["level"].str.startswith(("places", "regions", "borrowed"))
    return pd.concat([means[first], totals.measured_coverage(), means[~first]], ignore_index=True)


def _lines() -> pd.DataFrame:
    """Every line and year, money in GBP thousand to keep the file small."""
    table = evidence.lines_league()
    money = [column for column in map(str, table.columns) if column.endswith("_gbp")]
    thousand = (table[money] / 1000).round().astype("int64").rename(columns=lambda name: f"{name}_thousand")
    return pd.concat([table.drop(columns=money), thousand], axis=1)


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))
