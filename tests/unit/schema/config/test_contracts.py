"""Every table of config/ has a contract, every contract its table, and the project's own config keeps them all."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_config import HOME, real_config

from totalplace_lib import project
from totalplace_lib.publish import catalogue
from totalplace_lib.schema.config import all_contracts

TABLES = sorted(path.relative_to(HOME / "config").as_posix() for path in (HOME / "config").rglob("*.csv"))


def test_each_table_has_a_contract_and_each_contract_a_table() -> None:
    assert sorted(all_contracts()) == TABLES


def test_the_projects_own_config_keeps_its_contracts() -> None:
    assert [str(fault) for fault in project.check_config(HOME)] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_contract_can_be_read_by_a_finance_officer(name: str) -> None:
    contract = all_contracts()[name]
    columns = [*contract.columns, *([contract.further] if contract.further else [])]
    assert contract.title
    assert contract.purpose.endswith(".")
    assert contract.example
    for column in columns:
        assert 3 < len(column.says) <= 160, (column.name, column.says)
        assert not column.says.endswith("."), column.says
        assert column.empty or not column.may_be_empty, column.name
    assert set(contract.key) <= set(contract.names)
    assert contract.key


def test_a_table_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "data" / "processed").mkdir(parents=True)
    faults = project.check_config(tmp_path)
    assert len(faults) >= len(TABLES)
    assert "config/years.csv: the table is missing: restore it from git." in [str(fault) for fault in faults]


def test_no_table_names_a_function_of_the_library() -> None:
    for name in TABLES:
        assert "totalplace_lib" not in real_config().text(name), name


def test_the_words_of_reports_are_those_that_the_batch_knows() -> None:
    contract = all_contracts()["reports.csv"]
    assert contract.column("prepare").words() == list(catalogue.PREPARE)
    assert contract.column("check").words() == list(catalogue.CHECKS)
