"""The check of ordered rules: what config/ holds, and what it says of rules that can never win (case 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.analysis import barriers, config_check, rule_tables
from totalplace_lib.analysis.rule_tables import CENTRAL_ON, RuleTable
from totalplace_lib.model import Year
from totalplace_lib.national.money import sharing
from totalplace_lib.project import read_config

WORK = "Department for Work and Pensions"


@pytest.fixture(scope="module")
def cra() -> pd.DataFrame:
    return rule_tables._cra()


def central(cra: pd.DataFrame, *further: tuple[int, str, str]) -> RuleTable:
    """lines/central.csv with further rules put before a position: department and programme."""
    rules = read_config("lines/central.csv")
    for position, department, programme in further:
        row = pd.DataFrame([{"department": department, "programme": programme}])
        rules = pd.concat([rules.iloc[:position], row, rules.iloc[position:]], ignore_index=True)
    return RuleTable("lines/central.csv", CENTRAL_ON, rules, cra, words={"economic": ("current", "capital")})


def test_every_rule_of_central_csv_decides_for_a_line(cra: pd.DataFrame) -> None:
    table = central(cra)
    assert config_check.dead_rules([table]) == []
    assert len(table.rules) > 200


def test_at_most_a_hundredth_of_a_year_is_under_a_catch_all(cra: pd.DataFrame) -> None:
    left = central(cra).left_to_catch_all()
    of_year = left.assign(share=left["share"].abs()).groupby("year")["share"].sum()
    assert len(of_year) == 18
    assert of_year.max() <= 0.01


def test_segments_that_no_rule_names_are_listed_with_their_money_and_the_nearest_rule() -> None:
    rules = pd.DataFrame({"department": ["Work", "*"], "organisation": "*", "segment": "*",
                          "programme": ["*Sick*", "*"], "economic": "*"})  # fmt: skip
    rows = [("2008-09", "Work", "S1", "Sick pay", 90.0), ("2008-09", "Works", "S2", "Sicknes", 10.0),
            ("2009-10", "Work", "S1", "Sick pay", 50.0)]  # fmt: skip
    lines = pd.DataFrame(rows, columns=["year", "department", "segment", "programme", "amount_gbp"])
    lines = lines.assign(organisation="", economic="current", is_counted=True)
    found = config_check.without_rule([RuleTable("lines/central.csv", CENTRAL_ON, rules, lines)])
    assert found.to_dict("records") == [
        {"department": "Works", "segment": "S2", "programme": "Sicknes", "amount_gbp": 10.0, "share": 0.1,
         "nearest": "Work: *Sick*", "year": "2008-09"}
    ]  # fmt: skip


def test_a_rule_below_one_that_always_beats_it_is_named_with_that_one(cra: pd.DataFrame) -> None:
    # As it was: sick and maternity pay together below sick pay.
    rules = read_config("lines/central.csv")
    end = len(rules) - 1
    below = rules.index[rules["programme"] == "*Statutory Sick*"][0] + 1
    table = central(
        cra,
        (end, "Department for Transport", "*PASSENGER RAIL*"),
        (end, "Department for Sums", "*"),
        (below, WORK, "*SICK PAY AND STATUTORY*"),
    )
    standing = table.standing()
    dead = standing[standing["state"] != "wins"].set_index("position")
    words = table.rules["department"] + "," + table.rules["programme"]
    beaten = {words[at]: [words[one] for one in row] for at, row in dead["beaten_by"].items()}
    assert beaten[f"{WORK},*SICK PAY AND STATUTORY*"] == [f"{WORK},*Statutory Sick*"]
    assert beaten["Department for Transport,*PASSENGER RAIL*"] == ["Department for Transport,*Rail*"]
    assert beaten["Department for Sums,*"] == []
    assert dict(zip(words[dead.index], dead["state"], strict=True)) == {
        f"{WORK},*SICK PAY AND STATUTORY*": "beaten",
        "Department for Transport,*PASSENGER RAIL*": "covered",
        "Department for Sums,*": "nothing",
    }


TOY = """# heading
department,programme,kept
Work,*Sick*,
# a comment between
Work,*sick pay*,
Work,Coal*,Returns with the next edition
*,*,
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleTable:
    (tmp_path / "toy.csv").write_text(TOY)
    monkeypatch.setattr(config_check, "config_path", lambda name: tmp_path / name)
    rules = pd.read_csv(tmp_path / "toy.csv", dtype="string", comment="#")
    lines = pd.DataFrame(
        [("2008-09", "Work", "Sick pay", 30.0), ("2008-09", "Health", "Beds", 10.0)],
        columns=["year", "department", "programme", "amount_gbp"],
    )
    return RuleTable("toy.csv", ("department", "programme"), rules, lines.assign(is_counted=True))


def test_a_message_says_which_row_why_and_what_beats_it(toy: RuleTable) -> None:
    covered, kept = config_check.dead_rules([toy])
    assert str(covered) == (
        "config/toy.csv, row 5: Work,*sick pay* can never win: its patterns are covered by row 3 (Work,*Sick*)."
    )
    assert (covered.kept, kept.kept) == ("", "Returns with the next edition")
    assert str(kept) == "config/toy.csv, row 6: Work,Coal* matches no line of any edition and year held."


def test_money_that_only_the_last_row_holds(toy: RuleTable) -> None:
    left = config_check.left_to_catch_alls([toy])
    assert left.to_dict("records") == [
        {
            "table": "toy.csv",
            "year": "2008-09",
            "row": 7,
            "rule": "*,*",
            "amount_gbp": 10.0,
            "share": 0.25,
        }
    ]
    assert config_check.by_year(left).iloc[0]["largest"] == "*,*"


def test_the_record_says_all_of_it(toy: RuleTable) -> None:
    dead, left = config_check.dead_rules([toy]), config_check.left_to_catch_alls([toy])
    record = config_check.as_record([toy], dead, left, config_check.without_rule([toy]))
    assert record["rules"] == {"toy.csv": 4}
    assert [(one["row"], one["why"], one["beaten_by"]) for one in record["never_win"]] == [
        (5, "covered", [{"row": 3, "rule": "Work,*Sick*"}]),
        (6, "nothing", []),
    ]
    assert record["only_a_catch_all"][0]["amount_gbp"] == 10.0


def test_the_kinds_of_a_year_are_all_its_money() -> None:
    kinds = rule_tables.kinds_of("2022-23")
    money = sharing(Year.parse("2022-23")).money
    assert round(kinds["amount_gbp"].sum() * 100) == int(money.read["amount_pence"].sum())
    names = {table.name for table in rule_tables.rule_tables(kinds)}
    assert {
        "lines/central.csv",
        "lines/councils.csv",
        "transfers.csv",
        "outcomes.csv",
        "scopes/rules.csv",
    } <= names


def made_up(**tables: pd.DataFrame) -> Callable[[str], pd.DataFrame]:
    return lambda name: tables[Path(name).stem]


def test_a_rule_of_the_definition_is_dead_only_if_no_year_of_it_has_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = [*rule_tables.DEFINED_ON, "first_year", "last_year"]
    any_of = dict.fromkeys(rule_tables.DEFINED_ON, "*")
    rules = pd.DataFrame(
        [any_of | {"programme": "Loans*", "first_year": "2010-11"}, any_of | {"programme": "Loans*", "last_year": "2009-10"},
         any_of | {"programme": "Loans of old", "first_year": "2011-12"}], columns=columns,
    )  # fmt: skip
    monkeypatch.setattr(rule_tables, "read_config", made_up(definition=rules))
    line = dict.fromkeys(rule_tables.DEFINED_ON, "") | {"programme": "Loans of old", "economic": "current"}
    lines = pd.DataFrame([line | {"year": year} for year in ("2009-10", "2011-12")])
    cra = lines.iloc[:0].assign(area_code=pd.Series(dtype="str"), is_counted=pd.Series(dtype="bool"))
    table = rule_tables._definition(lines.assign(amount_gbp=1.0, is_counted=True), cra)
    standing = table.standing().set_index("position")
    assert standing["state"].to_dict() == {0: "wins", 1: "wins", 2: "covered"}
    assert standing.loc[2, "beaten_by"] == (0,)


def test_rows_of_one_barrier_are_held_against_its_own_rows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    every = dict.fromkeys(barriers.ON, "*")
    rules = pd.DataFrame(
        [every | {"barrier": "a", "theme": "early-years"}, every | {"barrier": "b", "part": "Nurseries"},
         every | {"barrier": "a", "part": "Nurseries"}, every | {"barrier": "b", "theme": "crime"}]
    )  # fmt: skip
    themes = pd.DataFrame([dict.fromkeys(rule_tables.THEMES_ON, "*") | {"parcel": "early"}])
    parcels = pd.DataFrame([{"parcel": "early", "part": "Nurseries", "theme": "early-years"}])
    monkeypatch.setattr(
        rule_tables, "read_config", made_up(barrier_lines=rules, theme_lines=themes, parcels=parcels)
    )
    line = dict.fromkeys([*rule_tables.THEMES_ON, "control"], "Anything")
    found = config_check_states(rule_tables._barriers(pd.DataFrame([line])))
    assert found == {0: "wins", 1: "wins", 2: "beaten", 3: "nothing"}


def config_check_states(tables: Iterable[RuleTable]) -> dict[int, str]:
    rows = pd.concat([table.standing() for table in tables])
    return {int(row["position"]): str(row["state"]) for row in rows.to_dict("records")}


def test_every_rule_of_childrens_lines_decides_for_a_line_of_the_return() -> None:
    table = rule_tables._children()
    assert set(table.standing()["state"]) == {"wins"}
