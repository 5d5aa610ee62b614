"""Small languages of config/keys.csv: what is read, and what is refused."""

from __future__ import annotations

import pytest

from totalplace_lib.errors import ConfigError
from totalplace_lib.schema.expressions import difference_terms, filters, keys_in, mix_terms, product_factors


@pytest.mark.parametrize(
    "words", ["0.5 people + 0.4 old", "people and old", "0.5people", "0.5 old + 0.5 old", "1.0.0 old"]
)
def test_a_mix_that_does_not_add_up_is_refused(words: str) -> None:
    with pytest.raises(ConfigError, match="is not a mix"):
        mix_terms(words)


def test_a_product_that_cannot_be_read_is_refused() -> None:
    assert product_factors("a * b^0.5 / c") == [("a", 1.0), ("b", 0.5), ("c", -1.0)]
    with pytest.raises(ConfigError, match="is not a product"):
        product_factors("old - people")


def test_the_weights_of_a_difference_differ_by_one() -> None:
    assert difference_terms("2.1 a - 1.1 b") == [(2.1, "a"), (1.1, "b")]
    with pytest.raises(ConfigError, match="is not a difference"):
        difference_terms("2 a - 2 b")


def test_the_keys_that_a_key_is_made_from() -> None:
    assert keys_in("mix", "0.6 a + 0.4 b") == ["a", "b"]
    assert keys_in("difference", "2 a - 1 b") == ["a", "b"]
    assert keys_in("product", "a / b") == ["a", "b"]
    assert keys_in("direct", "hectares") == []


def test_a_filter_may_have_alternatives() -> None:
    assert filters("line=a|b,measure=c") == {"line": ["a", "b"], "measure": "c"}
    assert filters("") == {}
