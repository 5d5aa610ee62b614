"""The register of sentences: the page is of today, its conditions are known, and a sentence that no row allows is found."""

from __future__ import annotations

from totalplace_lib.present.opening import Finding, Opening
from totalplace_lib.project import home, read_config
from totalplace_lib.publish import sentence_register as sentences
from totalplace_lib.schema.config.tables.wording import CONDITIONS


def test_the_page_is_that_of_the_register() -> None:
    said = (home() / "docs" / "sentences.md").read_text("utf-8")
    assert said.split(sentences.COUNTED)[0].rstrip() == sentences.page().rstrip()


def test_every_condition_is_explained() -> None:
    assert set(sentences.CONDITIONS) == set(CONDITIONS)
    assert set(read_config("sentences.csv")["condition"]) <= set(CONDITIONS)


def test_a_sentence_is_found_by_its_words_and_another_is_not() -> None:
    opening = Opening(
        "£1 of public money was spent in Here in 2008-09: £1 for each resident.",
        [Finding("79% goes on health and education.", ""), Finding("Here ranks first of all.", "")],
    )
    headline, known, unknown = sentences.told([opening])
    assert sentences.condition_of("count", headline) == "closes"
    assert sentences.condition_of("count", known) == "largest"
    assert sentences.condition_of("count", unknown) == ""
    assert sentences.condition_of("flows", known) == ""
