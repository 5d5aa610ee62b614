"""Real terms, by hand: the index is 80 in 2008-09, 100 in 2018-19 and 125 in 2023-24."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.prices import deflator_of as deflator
from totalplace_lib.analysis.prices import in_prices, in_words
from totalplace_lib.errors import UsageError

PRICES = pd.DataFrame({"year": ["2018-19", "2008-09", "2023-24"], "gdp_deflator": [100.0, 80.0, 125.0]})


@pytest.mark.parametrize(
    ("year", "base", "factor"),
    [
        ("2008-09", "2018-19", 1.25),
        ("2008-09", "2023-24", 1.5625),
        ("2023-24", "2008-09", 0.64),
        ("2018-19", "2018-19", 1.0),
    ],
)
def test_a_pound_in_other_prices(year: str, base: str, factor: float) -> None:
    assert deflator(PRICES).factor(year, base) == pytest.approx(factor)


def test_amounts_change_and_gaps_stay() -> None:
    frame = pd.DataFrame({"year": ["2008-09", "2018-19", "2008-09"], "amount_gbp": [100.01, 100.01, None]})
    real = in_prices(frame, ["amount_gbp"], deflator(PRICES), "2018-19")["amount_gbp"]
    assert real.iloc[:2].tolist() == [125.01, 100.01]
    assert pd.isna(real.iloc[2])


def test_cash_changes_nothing() -> None:
    frame = pd.DataFrame({"year": ["1901-02"], "amount_gbp": [7.0]})
    pd.testing.assert_frame_equal(in_prices(frame, ["amount_gbp"], deflator(PRICES), "cash"), frame)
    assert (in_words("cash"), in_words("2023-24")) == ("cash", "2023-24 prices")


def test_a_year_outside_the_series_is_refused_with_the_years_that_can_be_used() -> None:
    with pytest.raises(UsageError, match=r"held for 1999-00. Years that can be used: 2008-09 to 2023-24"):
        deflator(PRICES).factor("1999-00", "2008-09")
    with pytest.raises(UsageError, match="'2008' is not a financial year"):
        deflator(PRICES).factor("2008", "2008-09")
