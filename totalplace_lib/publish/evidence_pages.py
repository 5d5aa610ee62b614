"""Write what the evidence comes to: measured errors into config/made, the league and its pictures into docs.

Everything is made in one go from the tables and config, so that a second run writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
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
    nations,
    receipts,
    regions,
    reorganised,
    totals,
)
from totalplace_lib.evidence import splits as evidence
from totalplace_lib.present.exhibit import Drawing, Exhibit
from totalplace_lib.present.html_table import shown_columns
from totalplace_lib.present.views import divided_counties as of_divided
from totalplace_lib.present.views import key_tournament as view
from totalplace_lib.project import config_path, home

PICTURE_WIDTH = 720
MADE = "# Made by `totalplace evidence` from the tables and config/evidence; not edited by hand.\n"


def write() -> list[Path]:
    """Write every page and table; returns what was written. ImbalanceError when config and tournament disagree."""
    _agreed()
    made = contents()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(made)


def differing() -> list[Path]:
    """The files that are not what the evidence gives."""
    _agreed()
    return [
        path for path, text in contents().items() if not path.is_file() or path.read_text("utf-8") != text
    ]


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
    exhibits = _exhibits()
    tables = {
        "league.csv": evidence.drivers_league(),
        "lines.csv": _lines(),
        "below-the-region.csv": backtests.below_region(),
        "calibration.csv": coverage.calibration_curve(),
    }
    pictures = {each.slug: _picture(each, each.figure) for each in exhibits if each.figure}
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
        **{docs / "evidence" / f"{slug}.svg": text for slug, text in pictures.items()},
        docs / "key-tournament.md": _page(_TOURNAMENT, exhibits),
    }


def divided_counties() -> dict[Path, str]:
    """What dividing a county council was measured to be: the two tables, and docs/reorganisation.md."""
    measured, happened = reorganised.made(), reorganised.written()
    names, docs = divided.services()["name"], home() / "docs"
    exhibits = [
        of_divided.sums_that_happened(happened),
        of_divided.services_that_happened(happened, names),
        of_divided.tested(measured.set_index("service"), names),
    ]
    return {
        config_path("made", "divided.csv"): MADE + _csv(measured),
        config_path("made", "reorganised.csv"): MADE + _csv(happened),
        docs / "evidence" / "keys-of-county-services.csv": _csv(divided.league().round(4)),
        **{
            docs / "evidence" / f"{each.slug}.svg": _picture(each, each.figure)
            for each in exhibits
            if each.figure
        },
        docs / "reorganisation.md": _page(_DIVIDED, exhibits),
    }


_TOURNAMENT = (
    "# The key tournament\n\nMade by `totalplace evidence`; the method is in [method.md](method.md). The full "
    "tables are in [evidence/](evidence/): every candidate (league.csv), every line and year (lines.csv), the "
    "tests below the region (below-the-region.csv) and the calibration (calibration.csv).\n"
)
_DIVIDED = """# Dividing a county council

Made by `totalplace evidence`; how to divide a county is in [how-to-split.md](how-to-split.md). What a county council
spends is not published below the county. Each service is divided by a key that was chosen where there is no county
council: in fifteen counties of unitary or metropolitan councils, whose spending on a service is shared among them as if
only the sum were known (every key that competed: evidence/keys-of-county-services.csv). Keys and ranges are then held
against five county councils that were divided, which had no part in making them: their last year by key, with what
districts spent themselves, beside the first year of the new councils. What those spent lay further off than the key, so
the half width of the key is widened by one factor, the bound of nine in ten over all services; for each county it is
made without the county.
"""


def _exhibits() -> list[Exhibit]:
    of_year = evidence.lines_of(evidence.HEADLINE_YEAR)
    return [
        view.out_of_time(evidence.by_year()),
        view.changed_keys(evidence.choices(), evidence.drivers()["name"]),
        view.headline(evidence.headline()),
        view.league(evidence.drivers_league(), of_year),
        view.below_the_region(backtests.below_region()),
        view.inside_regions(health_trusts.candidates()),
        view.nations(nations.compared()),
        view.calibration(coverage.calibration_curve()),
        view.coverage(_coverage()),
        view.wider_ranges(inside_regions.made()),
        view.worse_than_population(of_year),
        view.all_candidates(evidence.drivers_league()),
    ]


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


def _picture(exhibit: Exhibit, draw: Callable[[int], Drawing]) -> str:
    return draw(PICTURE_WIDTH).to_svg(exhibit.slug, exhibit.headline, exhibit.alt) + "\n"


def _page(head: str, exhibits: list[Exhibit]) -> str:
    return "\n".join([head, *(_section(exhibit) for exhibit in exhibits)])


def _section(exhibit: Exhibit) -> str:
    picture = f"![{exhibit.alt}](evidence/{exhibit.slug}.svg)\n\n" if exhibit.figure else ""
    notes = "".join(f"{note}\n\n" for note in exhibit.notes)
    words = f"## {exhibit.headline}\n\n{exhibit.subtitle}.\n\n{picture}"
    table = "" if exhibit.table.empty else f"{_markdown(exhibit)}\n"
    return f"{words}{table}{notes}Source: {exhibit.source}.\n"


def _markdown(exhibit: Exhibit) -> str:
    """The exhibit's table as Markdown."""
    ready = shown_columns(exhibit.table, exhibit.columns)
    heading = "| " + " | ".join(column.heading for column in ready) + " |"
    rule = "|" + "".join(" --: |" if column.is_numeric else " --- |" for column in ready)
    rows = [
        "| " + " | ".join(cells) + " |" for cells in zip(*(column.cells for column in ready), strict=True)
    ]
    return "\n".join([heading, rule, *rows]) + "\n"


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))
