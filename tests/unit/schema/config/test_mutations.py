"""A sample of config/ with wrong words: nearly all are refused or mean the same (the whole: tests/config_mutations.py)."""

from __future__ import annotations

import os
import random

from config_mutations import Mutant, faults, is_refused, mutants, tally, typing_error
from real_config import real_config

from totalplace_lib.schema.config import all_contracts

SAMPLE = 300


def test_a_sample_of_wrong_words_is_refused() -> None:
    everything = list(mutants(real_config()))
    asked = os.environ.get("TOTALPLACE_MUTATIONS") == "all"
    chosen = everything if asked else random.Random(1997).sample(everything, SAMPLE)
    counted, passed = tally(real_config(), chosen)
    right = sum(number for (_, found), number in counted.items() if found != "passed")
    assert right / len(chosen) >= 0.96, [tuple(one) for one in passed]
    assert len(everything) > 25_000


def test_config_as_it_is_has_nothing_to_refuse() -> None:
    for name, contract in all_contracts().items():
        assert not is_refused(contract, real_config().sheets[name], real_config().facts), name


def test_a_table_that_looks_another_up_refuses_what_is_gone_there() -> None:
    sheet = real_config().sheets["themes.csv"]
    row = next(number for number, cells in enumerate(sheet.rows) if cells[0] == "housing")
    gone = Mutant("themes.csv", row, "theme", "near word", "housing", "hosing")
    assert faults(real_config(), all_contracts()["themes.csv"], gone)


def test_a_typing_error_is_another_word() -> None:
    chance = random.Random(1)
    for word in ("*", "central", "09", "a", "E22* -E2201", "-1"):
        for _ in range(20):
            assert typing_error(word, chance) not in (word, "")
