"""Which kind of body a code stands for."""

from __future__ import annotations

import pytest

from totalplace_lib.count.lines import body_kind


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
