"""config/README.md: a page of every table, made from the contracts."""

from __future__ import annotations

from totalplace_lib.project import home
from totalplace_lib.schema.config import all_contracts, readme


def test_every_table_has_its_columns_and_an_example_on_the_page() -> None:
    page = readme.page()
    for name, contract in all_contracts().items():
        section = page.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
        assert contract.purpose in section
        assert all(f"| `{column.name}` |" in section for column in contract.columns)
        assert contract.made_by in section if contract.made_by else "Written by" not in section


def test_tables_that_a_command_writes_stand_apart_from_those_that_people_edit() -> None:
    made = {name for name, contract in all_contracts().items() if contract.made_by}
    assert made == {f"made/{path.name}" for path in (home() / "config" / "made").glob("*.csv")}
    assert {"made/measured.csv", "made/coverage.csv"} <= made


def test_a_rule_may_be_kept_for_a_reason_in_a_column() -> None:
    kept = {name for name, one in all_contracts().items() if one.further and one.headed.accepts("kept")}
    assert {"lines/central.csv", "transfers.csv", "outcomes.csv", "scopes/rules.csv"} <= kept
