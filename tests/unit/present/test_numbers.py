import math

import pandas as pd
import pytest

from totalplace_lib.present import numbers


@pytest.mark.parametrize(
    ("amount", "words", "label"),
    [
        (7_297_000_000, "£7.3 billion", "£7.3bn"),
        (334_200_000, "£334 million", "£334m"),
        (12_432, "£12,400", "£12,400"),
        (12_450, "£12,500", "£12,500"),
        (999_960_000, "£1.0 billion", "£1.0bn"),
        (999_960, "£1.0 million", "£1.0m"),
        (2_050_000, "£2.1 million", "£2.1m"),
        (99_960_000_000, "£100 billion", "£100bn"),
        (999.99, "less than £1,000", "<£1,000"),
        (0, "£0", "£0"),
        (-2_100_000, "−£2.1 million", "−£2.1m"),
        (-400, "−£400", "−£400"),
        (None, "not available", "not available"),
        (float("nan"), "not available", "not available"),
        (pd.NA, "not available", "not available"),
    ],
)
def test_money(amount, words, label):
    assert numbers.money(amount) == words
    assert numbers.money_short(amount) == label


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.334, "33%"), (0.004, "less than 1%"), (0.996, "more than 99%"), (1.0, "100%"), (0.0, "0%"), (-0.031, "−3%"),
     (0.005, "1%"), (1.2, "120%"), (None, "not available")],
)  # fmt: skip
def test_share(value, words):
    assert numbers.share(value) == words


def test_per_head_and_counts():
    assert numbers.per_head(7249.5) == "£7,250 per head"
    assert numbers.pounds(-12.345, 2) == "−£12.35"
    assert [numbers.each(value) for value in (7249.4, 20, 9.62, 0, None)] == [
        "£7,249", "£20", "£9.62", "£0", "not available",
    ]  # fmt: skip
    assert numbers.count(1_016_800.0) == "1,016,800"
    assert numbers.fixed(-0.04, 1) == "0.0"


def test_an_infinite_figure_is_a_fault_upstream():
    with pytest.raises(ValueError, match="divided by zero"):
        numbers.money(math.inf)


def test_plurals_and_lists():
    assert numbers.plural(1, "body", "bodies") == "1 body"
    assert numbers.plural(1200, "body", "bodies") == "1,200 bodies"
    assert numbers.plural(0, "place") == "0 places"
    assert numbers.join(["a", "b", "c"]) == "a, b and c"
    assert numbers.join(["a", "b"], "or") == "a or b"
    assert numbers.join([]) == "none"
