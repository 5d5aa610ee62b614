"""One supplier under many spellings; measured on pairs of real names labelled by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from totalplace_lib.payments import link, supplier_names

PAIRS = Path(__file__).parents[2] / "payment_pairs.csv"


def pairs() -> list[dict[str, str]]:
    text = [
        line
        for line in PAIRS.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("#")
    ]
    return list(csv.DictReader(text))


def is_same(one: str, other: str) -> bool:
    return link.same(supplier_names.keys(one), supplier_names.keys(other))


def test_precision_and_recall_on_labelled_pairs() -> None:
    """At least 600 pairs; docs/payments.md states what is measured here."""
    assert len(pairs()) >= 600
    for drawn in (("first",), ("second",), ("third",), ("first", "second", "third", "hard")):
        precision, recall = measured([pair for pair in pairs() if pair["set"] in drawn])
        assert precision >= 0.98, drawn
        assert recall >= 0.9, drawn


def measured(sample: list[dict[str, str]]) -> tuple[float, float]:
    """Precision and recall."""
    found = [(is_same(pair["one"], pair["other"]), pair["same"] == "yes") for pair in sample]
    right = sum(said and true for said, true in found)
    return right / sum(said for said, _ in found), right / sum(true for _, true in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quillfeather Ltd", "QUILLFEATHER LIMITED"), ("Quill Feather Homes", "Quillfeather Homes Ltd"), ("Q B C Plumbing", "QBC PLUMBING LTD"),
        ("Quillfeather Ltd - Brambleford", "Quillfeather Ltd"), ("QUILLFEATHER PLUMBING SERVI", "Quillfeather Plumbing Services Ltd"),
        ("University of Toyshire", "TOYSHIRE UNIVERSITY OF"), ("Quillfeather Ltd T/A Bramble", "Quillfeather Limited"),
        ("Brambleford Central Taxis", "CENTRAL TAXIS BRAMBLEFORD LTD"), ("Post by Bike-Quill Bowers", "Quill Bowers Ltd - Post by Bike"),
        ("QUILLFEATHER.NET LTD", "Quillfeather Ltd"), ("www.quillfeather.co.uk", "Quillfeather"), ("Quill Action South Toyshire 1", "Quill Action South Toyshire"),
    ],
)  # fmt: skip
def test_spellings_of_one_supplier(one: str, other: str) -> None:
    assert is_same(one, other)
    assert is_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toyshire Schools SPV 1 Ltd", "Toyshire Schools SPV 2 Ltd"), ("Quill Services II", "Quill Services III"),
        ("St Mark's Nursing Home", "St Mary's Nursing Home"), ("Quill Care Homes", "Quill Home Care"), ("Bronte View", "Bourne View"),
        ("Quill North Ltd", "Quill South Ltd"), ("Quillfeathers Ltd", "Quillfeathers M Ltd"), ("Toyshire College (Brambleworth)", "Brambleworth (UK) Ltd"),
        ("Quill Radio 2", "Quill Radio 4"), ("Quill 1 Ltd", "Quill Ltd"), ("Toyshire Bramble", "Bramble Toyshire"),
    ],
)  # fmt: skip
def test_suppliers_that_only_look_alike(one: str, other: str) -> None:
    assert not is_same(one, other)


def test_links_are_followed_and_the_first_name_stands_for_all() -> None:
    listed = ["Quillfeather Ltd", "Other Firm Ltd", "QUILLFEATHER LIMITED", "Quillfeather Ltd - Brambleford"]
    assert link.linked({name: supplier_names.keys(name) for name in listed}) == {
        "Quillfeather Ltd": "Quillfeather Ltd",
        "Other Firm Ltd": "Other Firm Ltd",
        "QUILLFEATHER LIMITED": "Quillfeather Ltd",
        "Quillfeather Ltd - Brambleford": "Quillfeather Ltd",
    }
