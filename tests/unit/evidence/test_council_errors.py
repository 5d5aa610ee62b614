"""What is estimated for councils, tried on returns as if they had not been made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from totalplace_lib.evidence import council_errors


def returns(**amounts: float) -> pd.DataFrame:
    rows = [(code, "UA", "care", amount) for code, amount in amounts.items()]
    return pd.DataFrame(rows, columns=["authority_code", "authority_class", "line", "amount_gbp"])


def test_a_council_is_moved_as_the_others_of_its_class_moved() -> None:
    before, now = returns(a=10e6, b=20e6, c=20e6), returns(a=15e6, b=22e6, c=22e6)
    found = council_errors._as_if_silent(before, now, pd.Series(["care"])).set_index("place")["error"]
    # The others of a grew by a tenth: 11 million are estimated, 15 are true.
    assert found["a"] == pytest.approx(np.log(15 / 11))
    # b is moved as a and c together: 37 of 30 million.
    assert found["b"] == pytest.approx(np.log(22 / (20 * 37 / 30)))


def test_a_line_that_does_not_move_stays_what_it_was() -> None:
    found = council_errors._as_if_silent(
        returns(a=10e6, b=20e6), returns(a=12e6, b=30e6), pd.Series(dtype="str")
    )
    assert found["error"].tolist() == pytest.approx([np.log(1.2), np.log(1.5)])


def test_capital_after_the_base_is_shared_by_the_base_and_people() -> None:
    rows = pd.DataFrame(
        [(year, "R1", place, amount, 100.0) for year, place, amount in [
            ("2009-10", "x", 30.0), ("2009-10", "y", 10.0), ("2011-12", "x", 40.0), ("2011-12", "y", 60.0),
        ]],
        columns=["year", "region_code", "place", "amount_gbp", "people"],
    )  # fmt: skip
    found = council_errors.shared_by_last(rows, 0.5).set_index("place")
    # Half by the base (3 to 1), half by people (1 to 1): 5 to 3 of a hundred.
    assert found["guessed"].tolist() == pytest.approx([62.5, 37.5])
    assert found["actual"].tolist() == [40.0, 60.0] and set(found["year"]) == {"2011-12"}
