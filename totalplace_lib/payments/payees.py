"""What is kept of each payee's name: what to show, the key of the supplier, and whether it may be named at all."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.payments import bodies, names, people
from totalplace_lib.payments.words import is_one_of, plain

PUBLIC, PERSON, WITHHELD, TOTAL = "public", "person", "c", "total"
"""States of a payee; "" is a supplier that may be named."""


def known(texts: Iterable[str]) -> pd.DataFrame:
    """One row a text: text, payee (to show), supplier_key, state."""
    rows = [(text, *known_one(text.strip())) for text in texts]
    return pd.DataFrame(rows, columns=["text", "payee", "supplier_key", "state"], dtype="str")


def known_one(text: str) -> tuple[str, str, str]:
    """What to show, key and state of one name."""
    words = plain(text)
    if is_one_of(words, "redaction") or words.startswith("redact") or not words:
        return "", "", WITHHELD
    if is_one_of(words, "total"):
        return "", "", TOTAL
    body = bodies.recognised(text)
    if body:
        return body.name, f"public: {body.name.casefold()}", PUBLIC
    if people.is_like_person(text):
        return "", "", PERSON
    shown = people.without_people(names.without_ledger(text))
    return shown, names.keys(shown).own, ""
