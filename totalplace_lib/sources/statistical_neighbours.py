"""Statistical neighbours of each council for children's services, 2025.

Publisher  Department for Education, children's services statistical neighbours model 2025 (wide file).
Gives      `statistical_neighbours`, one row per council and place in its list (1 to 10, the nearest first).
Basis      councils of 2024-25 by the department's numbers; the department's own variables and weights, which the file
           does not give; closeness in the department's words.
Gaps       none: the City of London and the Isles of Scilly have neighbours too, none of them close.
Not here   distances, and the models of other years.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.service_authorities import EDUCATION, authority_codes
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD, YEAR, COUNCILS, LISTED = "statistical_neighbours_2025", "2024-25", 153, 10
NUMBER, NAME = "old_la_code", "la_name"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `statistical_neighbours`."""
    headings = [f"SN_{place}{kind}" for place in range(1, LISTED + 1) for kind in ("", "P")]
    return {
        "statistical_neighbours": tidy(read_csv(raw / load_card(CARD).file().path, [NUMBER, NAME, *headings]))
    }


def tidy(file: TextFile, councils: int = COUNCILS) -> pd.DataFrame:
    """The lists of one file. SourceError for a number that no council has, or a council that is its own neighbour."""
    rows = file.unique([NUMBER]).frame
    if len(rows) != councils:
        raise SourceError(f"{file.name}: {len(rows)} councils, expected {councils}.")
    parts = [
        rows.rename(columns={NAME: "authority_name", f"SN_{place}": "number", f"SN_{place}P": "closeness"})[
            [NUMBER, "authority_name", "number", "closeness", "row"]
        ].assign(place=place, column=f"SN_{place}")
        for place in range(1, LISTED + 1)
    ]
    long = pd.concat(parts, ignore_index=True)
    every = pd.concat([long[[NUMBER, "row"]], long[["number", "row"]].set_axis([NUMBER, "row"], axis=1)])
    codes = authority_codes(EDUCATION, YEAR, dict(zip(every[NUMBER], every["row"], strict=True)), file.name)
    if (own := long[long[NUMBER] == long["number"]]).size:
        raise SourceError(f"{file.name}, line {own['row'].iloc[0]}: a council is its own neighbour.")
    found = long.assign(
        year=YEAR,
        authority_code=long[NUMBER].map(codes),
        neighbour_code=long["number"].map(codes),
        closeness=long["closeness"].str.strip(),
        source_id=CARD,
    )
    return shaped("statistical_neighbours", found)


SOURCE = Source(cards=(CARD,), tables=("statistical_neighbours",), read=read)
