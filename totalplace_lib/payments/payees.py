"""What is kept of each payee's name: what to show, and whether it may be named at all."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pandas as pd

from totalplace_lib.payments import people, public_bodies, supplier_names
from totalplace_lib.payments.word_lists import is_one_of, plain

PUBLIC, PERSON, WITHHELD, TOTAL = "public", "person", "c", "total"
"""States of a payee; "" is a supplier that may be named."""


def known(texts: Iterable[str]) -> pd.DataFrame:
    """One row a text: text, payee (to show), state."""
    rows = [(text, *known_one(text.strip())) for text in texts]
    return pd.DataFrame(rows, columns=["text", "payee", "state"], dtype="str")


@functools.lru_cache(maxsize=500_000)
def known_one(text: str) -> tuple[str, str]:
    """What to show of one name, and its state."""
    words = plain(text)
    if is_one_of(words, "redaction") or words.startswith("redact") or not words:
        return "", WITHHELD
    if is_one_of(words, "total"):
        return "", TOTAL
    body = public_bodies.recognised(text)
    if body:
        return body.name, PUBLIC
    if people.is_like_person(text):
        return "", PERSON
    return people.without_people(supplier_names.without_ledger(text)), ""
