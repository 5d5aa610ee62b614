"""The councils' returns beside the Treasury's lines for councils, for England and each region."""

from __future__ import annotations

import pandas as pd

from totalplace_lib import workbench
from totalplace_lib.count.council_block import beside_treasury
from totalplace_lib.project import read_config


def beside(place: str, year: str = "2008-09") -> pd.DataFrame:
    """One row per function and current/capital for England or a region (count.council_block.beside_treasury)."""
    count = workbench.whole_area_count(place, year)
    return beside_treasury(count.lines, count.removed, read_config("controls/council_block.csv"))


def by_region(year: str = "2008-09") -> pd.DataFrame:
    """Totals for each region and England: place_name, counted_gbp, treasury_gbp, moved_gbp, difference_gbp."""
    named = workbench.places(year)
    chosen = named[named["kind"].isin(["region", "country"])]
    sums = {
        name: beside(slug, year).sum(numeric_only=True)
        for slug, name in zip(chosen["slug"], chosen["name"], strict=True)
    }
    return pd.DataFrame(sums).T.rename_axis("place_name").reset_index()


def document(year: str = "2008-09") -> str:
    """docs/council_block.md: England line by line, then the regions."""
    lines = [
        "# The councils' returns beside the Treasury's lines for councils",
        "",
        f"Made by `python -m totalplace_lib.bench.council_block`. {year}, GBP million. *Moved* is capital that the",
        "Treasury shows elsewhere and the returns hold (council housing, the Underground).",
        "Difference = counted - Treasury - moved.",
        "",
        "| function | | counted | Treasury | moved | difference | why |",
        "|---|---|--:|--:|--:|--:|---|",
    ]
    for row in beside("england", year).itertuples():
        amounts = " | ".join(f"{value / 1e6:,.1f}" for value in row[4:8])
        lines.append(f"| {row.function} | {row.economic} | {amounts} | {row.kind}: {row.reason} |")
    lines += ["", "| | counted | Treasury | moved | difference |", "|---|--:|--:|--:|--:|"]
    for row in by_region(year).itertuples():
        lines.append(
            f"| {row.place_name} | " + " | ".join(f"{value / 1e6:,.1f}" for value in row[2:6]) + " |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
