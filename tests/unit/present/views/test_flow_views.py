"""Who paid: what no return tells apart is neither government's money nor local."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis.flows import NOT_REPORTED
from totalplace_lib.present.views.flows import LOCAL, shares_of_payers


def test_what_is_not_reported_did_not_come_from_government() -> None:
    shares = pd.Series({"Government departments": 0.81, NOT_REPORTED: 0.17, LOCAL: 0.02})
    assert shares_of_payers(shares) == pytest.approx((0.81, 0.02, 0.17))


def test_where_all_funders_are_reported_the_two_are_the_whole() -> None:
    assert shares_of_payers(pd.Series({"Government departments": 0.9, LOCAL: 0.1})) == pytest.approx(
        (0.9, 0.1, 0.0)
    )
