"""A sample of config/ with wrong words: nearly all are refused or mean the same (the whole: tests/config_mutations.py)."""

from __future__ import annotations

import os
import random

from config_mutations import Mutant, faults, is_refused, means_the_same, mutants, tally, typing_error
from real_config import real_config

from totalplace_lib.schema.config import all_contracts
from totalplace_lib.schema.config.reading import NONE

SAMPLE = 1000  # at 99.6% some 4 pass, and 10 may
LEAST = 0.99


def test_a_sample_of_wrong_words_is_refused() -> None:
    everything = list(mutants(real_config()))
    asked = os.environ.get("TOTALPLACE_MUTATIONS") == "all"
    chosen = everything if asked else random.Random(1997).sample(everything, SAMPLE)
    counted, passed = tally(real_config(), chosen)
    right = sum(number for (_, found), number in counted.items() if found != "passed")
    assert right / len(chosen) >= LEAST, [tuple(one) for one in passed]
    assert len(everything) > 35_000


def test_every_table_with_words_or_keys_is_tried() -> None:
    """The newest too: definition, causes, bodies, names, shorthand, differences."""
    tried = {one.table for one in mutants(real_config())}
    bound = {
        name
        for name, one in all_contracts().items()
        if any(column.is_bound for column in one.columns) and real_config().sheets[name].rows
    }
    assert bound - tried == set()
    newest = {"definition.csv", "shorthand.csv", "controls/treasury_causes.csv", "controls/rsx_parts.csv"}
    assert newest | {"geography/bodies.csv", "geography/names.csv"} <= tried


def test_a_cell_that_means_nothing_says_so_and_is_read_as_missing() -> None:
    for name, contract in all_contracts().items():
        sheet = real_config().sheets[name]
        for column in (one for one in contract.columns if one.is_said):
            at = sheet.headings.index(column.name)
            assert all(row[at] for row in sheet.rows), f"{name}, {column.name}"
            assert not sheet.frame()[column.name].eq(NONE).any()


def test_a_bare_cell_is_refused_with_what_may_stand_there() -> None:
    fault = real_config().fault("transfers.csv", ",until 2010-11", ",")
    assert (fault.column, fault.found) == ("needs", "")
    assert "or (none): every year" in str(fault)


def test_a_pattern_that_fits_the_same_values_is_harmless() -> None:
    column = all_contracts()["lines/central.csv"].column("programme")
    for new, same in (("*LU CAPE*", True), ("*LU*", False), ("", False)):
        changed = Mutant("lines/central.csv", 0, "programme", "near word", "*LU CAPEX*", new)
        assert means_the_same(column, changed, real_config().facts) is same


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
