"""Children looked after: suppressed numbers are gaps, councils agree with England."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import looked_after
from totalplace_lib.sources.service_authorities import EDUCATION, known_codes
from totalplace_lib.sources.textfiles import TextFile

LINES = pd.DataFrame([("MarTotal_2010", "looked after at 31 March")], columns=["heading", "measure"])


def made(first: str = "10", national: str = "1520", councils: int = 152) -> TextFile:
    numbers = sorted(known_codes(EDUCATION, "2009-10"))[:councils]
    rows = [
        ("National", "921", "England", national),
        *(("LA", number, "Council", "10") for number in numbers),
    ]
    rows[1] = (*rows[1][:3], first)
    frame = pd.DataFrame(rows, columns=["geog_l", "geog_c", "geog_n", "MarTotal_2010"])
    return TextFile("march.csv", frame.assign(row=range(2, len(rows) + 2)))


def test_a_suppressed_number_is_a_gap_and_not_zero() -> None:
    table = looked_after.tidy(made("x", national="1511"), LINES)
    assert pd.isna(table["children"].iloc[0])
    assert table["marker"].iloc[0] == "c"
    assert len(table) == 152


def test_councils_must_agree_with_england() -> None:
    with pytest.raises(SourceError, match=r"councils sum to 1,520, England is 1,600"):
        looked_after.tidy(made(national="1600"), LINES)


def test_a_missing_council_and_words_are_errors() -> None:
    with pytest.raises(SourceError, match=r"march.csv: 151 councils, expected 152"):
        looked_after.tidy(made(councils=151), LINES)
    with pytest.raises(Faults, match=r"row 3, column 'MarTotal_2010': 'many' is not a number"):
        looked_after.tidy(made("many"), LINES)


def test_a_council_that_stands_twice_is_an_error() -> None:
    file = made()
    frame = pd.concat([file.frame, file.frame.tail(1).assign(row=999)], ignore_index=True)
    with pytest.raises(SourceError, match=r"march.csv: LA, \d+ stands twice, in rows 154 and 999"):
        looked_after.tidy(TextFile("march.csv", frame), LINES)


@pytest.mark.publications
def test_birmingham_in_march_2010(publications: Path) -> None:
    table = looked_after.read(publications)["children_looked_after"]
    birmingham = table[table["authority_code"] == "E4601"].set_index("measure")["children"]
    assert birmingham["looked after at 31 March"] == 2_033
    assert birmingham["ceased to be looked after in the year"] == 805
