"""Children looked after by each council, 2009-10.

Publisher  Department for Education, SFR27/2010, underlying data: at 31 March 2010, started and ceased in the year.
Gives      `children_looked_after`, one row per council and measure: number of children.
Basis      councils of 2009-10; councils' numbers of five or fewer are held back.
Gaps       "x" is a suppressed number of 1 to 5: marker [c], never zero. The breakdown by placement is not read: in
           the stored copy its headings do not stand over its figures.
Not here   other years: see childrens_measures (2016 on).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.service_authorities import EDUCATION, authority_codes
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD = "looked_after_2010"
LAYOUT = "layouts/looked_after.csv"
YEAR = "2009-10"
COUNCILS = 152
NATIONAL_WITHIN = 0.005
"""England is rounded to hundreds, so it may differ a little from the sum of councils."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `children_looked_after`."""
    layout, card, parts = read_config(LAYOUT), load_card(CARD), []
    for kind, lines in layout.groupby("file"):
        path = raw / card.file(path=f"education_children/sfr27_2010_{kind}.csv").path
        file = read_csv(path, ["geog_l", "geog_c", "geog_n", *lines["heading"]])
        parts.append(tidy(file, lines))
    return {"children_looked_after": shaped("children_looked_after", pd.concat(parts, ignore_index=True))}


def tidy(file: TextFile, lines: pd.DataFrame) -> pd.DataFrame:
    """The measures of one file by council. lines: heading, measure. Totals must agree with the national row."""
    file.unique(["geog_l", "geog_c"])
    councils = file.frame["geog_l"] == "LA"
    if councils.sum() != COUNCILS:
        raise SourceError(f"{file.name}: {councils.sum()} councils, expected {COUNCILS}.")
    rows = file.frame[councils]
    codes = authority_codes(EDUCATION, YEAR, dict(zip(rows["geog_c"], rows["row"], strict=True)), file.name)
    parts = []
    for line in lines.to_dict("records"):
        values, markers = file.numbers(line["heading"])
        if line["measure"].startswith(("looked after", "started", "ceased to")):
            _check_national(file, line["heading"], values)
        part = pd.DataFrame(
            {"authority_name": rows["geog_n"], "row": rows["row"], "children": values[councils]}
        )
        held_back = markers[councils].replace(str(Marker.MISSING), str(Marker.SUPPRESSED))
        part = part.assign(authority_code=rows["geog_c"].map(codes).astype("str"), marker=held_back)
        parts.append(part.assign(year=YEAR, measure=line["measure"], column=line["heading"], source_id=CARD))
    return pd.concat(parts, ignore_index=True)


def _check_national(file: TextFile, heading: str, values: pd.Series[float]) -> None:
    """SourceError unless councils sum to the national row, which is rounded."""
    national = values[file.frame["geog_l"] == "National"].sum()
    found = values[file.frame["geog_l"] == "LA"].sum()
    if not abs(found - national) <= NATIONAL_WITHIN * national:
        raise SourceError(
            f"{file.name}, {heading}: councils sum to {found:,.0f}, England is {national:,.0f}."
        )


SOURCE = Source(cards=(CARD,), tables=("children_looked_after",), read=read)
