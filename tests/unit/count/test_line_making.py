"""Which kind of body a code stands for, and what it is called."""

from __future__ import annotations

import pytest

from totalplace_lib.count.line_making import body_kind, spender_name


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("E6346", "West Midlands Passenger Transport Authority", "transport"),
        ("E6346", "West Midlands Combined Authority", "combined"),
        ("E6348", "Greater Manchester Combined Authority", "combined"),
        ("E6101", "Avon Combined Fire Authority", "fire"),
    ],
)
def test_a_combined_authority_is_known_by_code_or_name(code: str, name: str, kind: str) -> None:
    assert body_kind(code, "O", name) == kind


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("Kent CC", "county", "Kent County Council"),
        ("Kent", "county", "Kent County Council"),
        ("Herefordshire UA.", "council", "Herefordshire council"),
        ("Slough [note 13]", "council", "Slough council"),
        ("Leicester City UA", "council", "Leicester council"),
        ("Buckinghamshire Council", "council", "Buckinghamshire council"),
        ("City of London", "council", "City of London council"),
        ("Kent Police Authority", "police", "Kent Police Authority"),
    ],
)
def test_a_council_has_one_name_whatever_a_year_adds_to_it(name: str, kind: str, said: str) -> None:
    assert spender_name(name, kind, "") == said
