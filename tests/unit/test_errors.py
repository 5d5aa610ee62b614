"""Errors that people can mend: what they say, and that they reach another process whole."""

from __future__ import annotations

import pickle

from totalplace_lib.errors import Faults, SourceError, UsageError


def test_several_faults_travel_to_another_process_as_they_are() -> None:
    faults = Faults("Nothing was run", [UsageError("one"), SourceError("two")])
    arrived = pickle.loads(pickle.dumps(faults))
    assert str(arrived) == str(faults) == "Nothing was run: 2 faults\n  1. one\n  2. two"
    assert [type(one) for one in arrived.faults] == [UsageError, SourceError]
    assert arrived.exit_code == 3
