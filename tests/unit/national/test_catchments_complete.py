"""Every body whose money is held has a catchment: nothing of England is left out without a word."""

from __future__ import annotations

import pytest

from totalplace_lib.model import Year
from totalplace_lib.national.money import money


@pytest.mark.parametrize("year", ["2008-09", "2021-22"])
def test_every_line_has_a_catchment(year: str) -> None:
    held = money(Year.parse(year))
    lost = held.lines[~held.lines["catchment_code"].isin(set(held.catchments["catchment_code"]))]
    assert sorted(lost["spender"].unique()) == []
