"""Police grant: forces sum to the stated total."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import police_grant
from totalplace_lib.sources.textfiles import TextFile


def made(*rows: tuple[str, str]) -> TextFile:
    frame = pd.DataFrame(rows, columns=["force", "central_grant_gbp"])
    return TextFile("grant.csv", frame.assign(row=range(2, len(rows) + 2)))


def test_forces_sum_to_the_stated_total() -> None:
    table = police_grant.tidy(made(("Kent", "100"), ("Essex", "200")), total=302)
    assert table["amount_gbp"].tolist() == [100.0, 200.0]
    with pytest.raises(SourceError, match=r"grant.csv: forces sum to 300, stated total is 400"):
        police_grant.tidy(made(("Kent", "100"), ("Essex", "200")), total=400)


def test_a_force_twice_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"Kent stands twice"):
        police_grant.tidy(made(("Kent", "100"), ("Kent", "200")), total=300)


@pytest.mark.publications
def test_all_forces_are_there(publications: Path) -> None:
    assert len(police_grant.read(publications)["police_grants"]) == 43
