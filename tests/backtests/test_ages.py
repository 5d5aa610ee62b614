"""Ages interpolated between mid-2013 and mid-2023, held against the children that are published for every year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.model import Year
from totalplace_lib.national.key_series import series

CHILDREN = "population/ons_mye_2012_2024_dfe.csv.gz"  # under 18, by authority, 2012 to 2024 (ONS, as DfE publishes it)


def misplaced(year: int, published: pd.DataFrame) -> float:
    """Per cent of single-tier areas' children that the key puts elsewhere."""
    ours = series(Year(year), ["children", "young_people"]).groupby("area_code")["value"].sum()
    of_year = published[published["time_period"] == str(year)].set_index("new_la_code")["population_estimate"]
    both = pd.DataFrame({"ours": ours, "theirs": of_year}).dropna()
    assert len(both) > 120
    shares = both / both.sum()
    return float((shares["ours"] - shares["theirs"]).abs().sum() * 50)


@pytest.mark.publications
def test_interpolated_ages_place_children_nearly_as_published(publications: Path) -> None:
    held = pd.read_csv(publications / CHILDREN, dtype=str)
    held = held[held["geographic_level"] == "Local authority"]
    # "x" where an authority did not exist in the year
    held = held.assign(population_estimate=pd.to_numeric(held["population_estimate"], errors="coerce"))
    found = {year: misplaced(year, held) for year in range(2012, 2025)}
    assert max(found.values()) < 0.55 and min(found.values()) > 0
    assert found[2013] < 0.35 and found[2023] < 0.2
