"""A sample of config/ with wrong words: nearly all are refused or mean the same (the whole: tests/config_mutations.py)."""

from __future__ import annotations

import os
import random

from config_mutations import Mutant, document, faults, is_refused, mutants, quick, tally, typing_error
from real_config import real_config

from totalplace_lib.schema.config import all_contracts

SAMPLE = 2_000


def test_a_sample_of_wrong_words_is_refused() -> None:
    everything = list(mutants(real_config()))
    asked = os.environ.get("TOTALPLACE_MUTATIONS") == "all"
    chosen = everything if asked else random.Random(1997).sample(everything, SAMPLE)
    counted, passed = tally(real_config(), chosen)
    right = sum(number for (_, found), number in counted.items() if found != "passed")
    assert right / len(chosen) >= 0.985, [tuple(one) for one in passed]
    assert len(everything) > 25_000
    assert "| **All** |" in document(counted, passed)


def test_the_quick_question_is_the_one_that_the_check_asks() -> None:
    """Each way of being wrong, through pandera as the door does it: refused there too."""
    chosen = random.Random(2009).sample(list(mutants(real_config())), 25)
    for one in chosen:
        sheet = real_config().sheets[one.table]
        lines = real_config().text(one.table).split("\n")
        at = sheet.lines[one.row] - 1
        if one.old and lines[at].count(one.old) == 1 and "," not in one.new and '"' not in one.old:
            lines[at] = lines[at].replace(one.old, one.new)
            found = real_config().faults(one.table, "\n".join(lines))
            column = all_contracts()[one.table].column(one.column)
            assert bool(found) or quick(column, one.new, real_config().facts), one


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
