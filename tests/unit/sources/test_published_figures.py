"""Published figures: read from config, every one with a source."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import ConfigError
from totalplace_lib.sources import published_figures as published

FIGURE = {
    "place_name": "Birmingham",
    "year": "2008-09",
    "year_as_published": "2008-09",
    "dimension": "total",
    "item": "all",
    "amount_gbp": "7300000000",
    "note": pd.NA,
    "source_title": "Slides",
    "source_url": pd.NA,
}


def test_a_figure_is_a_number_with_its_source() -> None:
    table = published.counts(pd.DataFrame([FIGURE]))
    assert table["amount_gbp"].tolist() == [7_300_000_000]
    assert table["note"].tolist() == [""]


def test_a_figure_without_a_source_does_not_appear() -> None:
    with pytest.raises(ConfigError, match=r"entry 1 \(Birmingham\): no source"):
        published.counts(pd.DataFrame([FIGURE | {"source_title": pd.NA}]))


def test_a_wrong_year_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"'2008-10' is not a year"):
        published.counts(pd.DataFrame([FIGURE | {"year": "2008-10"}]))


def test_the_committed_figures_are_whole() -> None:
    tables = published.read(Path())
    totals = tables["published_counts"].query("dimension == 'total' and place_name == 'All 13 pilots'")
    assert totals["amount_gbp"].tolist() == [82_000_000_000]
    assert (tables["published_pilots"]["kind"] == "pilot").sum() == 13
