"""What a batch is to do, and everything that can be wrong with what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from toy_project import ToyProject

from totalplace_lib.errors import Faults, UsageError
from totalplace_lib.publish import catalogue
from totalplace_lib.publish.plan import Plan, make_plan
from totalplace_lib.publish.selection import Selection, read_plan_file


def ids(plan: Plan) -> list[str]:
    return [task.meta.id for task in plan.tasks]


def test_places_times_reports_times_years(toy_project: ToyProject) -> None:
    plan = toy_project.plan("here", "there", reports=("count", "other"), years=("2007-08", "2008-09"))
    assert ids(plan) == [
        "here/count-2007-08",
        "here/count-2008-09",
        "here/other",
        "there/count-2007-08",
        "there/count-2008-09",
        "there/other",
    ]
    first = plan.tasks[0].meta
    assert (first.title, first.year) == ("Count: Here, 2007-08", "2007-08")
    assert first.parameters == {"place": "here", "year": "2007-08"}


def test_no_report_means_all_and_no_year_the_notebooks_own(toy_project: ToyProject) -> None:
    plan = make_plan([Selection(["here"])], str.title)
    assert ids(plan) == ["here/count-2008-09", "here/other"]
    assert plan.tasks[0].meta.parameters == {"place": "here"}
    assert plan.tasks[0].meta.year == "2008-09"


def with_checks(toy: ToyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy's two reports and a third, which is refused for every year but some."""
    table = toy.home / "config" / "reports.csv"
    monkeypatch.setattr(catalogue, "CHECKS", {"year": "toy_project:only_odd_years"})
    rows = table.read_text().splitlines()
    table.write_text(
        "\n".join([*rows, 'rare,notebooks/count.ipynb,"Rare: {place_name}, {year}",place year,year,3,,year'])
    )


def test_a_year_that_a_report_has_no_figures_for_is_refused_before_anything_runs(
    toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_checks(toy_project, monkeypatch)
    assert ids(make_plan([Selection(["here"], ["rare"], ["2007-08"])], str.title)) == ["here/rare-2007-08"]
    with pytest.raises(UsageError, match="2008-09 is even"):
        make_plan([Selection(["here"], ["count", "rare"], ["2008-09"])], str.title)


def test_every_report_means_those_that_the_year_has_figures_for(
    toy_project: ToyProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_checks(toy_project, monkeypatch)
    plan = make_plan([Selection(["here"], (), ["2007-08"])], str.title)
    assert ids(plan) == ["here/count-2007-08", "here/other", "here/rare-2007-08"]
    with pytest.raises(UsageError, match="2008-09 is even"):  # not one of the reports that look can be made
        make_plan([Selection(["here"], (), ["2008-09"])], str.title)


@pytest.mark.parametrize(
    ("year", "left_out"), [("2008-09", set()), ("2012-13", set()), ("2024-25", {"assets"})]
)
def test_real_reports_of_a_year(year: str, left_out: set[str]) -> None:
    plan = make_plan([Selection(["kent"], (), [year])], lambda slug: slug)
    wanted = {"count", "assets", "deep_dive", "overlap", "series"}
    assert wanted - {task.meta.report for task in plan.tasks} == left_out
    assert {words.split()[0] for words in plan.left_out} == {
        *left_out,
        "payments",
        "returns",
    }  # none are added


def test_a_theme_that_the_year_cannot_tell_apart_is_left_out_and_said() -> None:
    plan = make_plan([Selection(["birmingham"], ["deep_dive"], ["2022-23"])], str.title)
    themes = [task.meta.parameters["theme"] for task in plan.tasks]
    assert themes == ["children", "mental-health", "crime", "regeneration"]
    assert len(plan.left_out) == 1
    assert plan.left_out[0].startswith("deep_dive of 2022-23: Drugs and alcohol cannot be told apart")
    asked = Selection(["birmingham"], ["deep_dive"], ["2022-23"], {"theme": ["crime", "drugs-alcohol"]})
    with pytest.raises(UsageError, match="cannot be told apart"):  # a theme that was named is never left out
        make_plan([asked], str.title)


def test_every_report_of_a_place_of_today_has_the_deep_dives_of_the_pilots_themes() -> None:
    plan = make_plan([Selection(["greater-manchester"], (), ["2024-25"])], str.title)
    themes = [task.meta.parameters["theme"] for task in plan.tasks if task.meta.report == "deep_dive"]
    assert (len(themes), "drugs-alcohol" in themes) == (12, False)
    left_out = [words.split(":")[0] for words in plan.left_out]
    by_theme = {f"{report} of 2024-25" for report in ("deep_dive", "options", "memorandum")}
    assert set(left_out) == by_theme | {
        f"{report} of 2024-25" for report in ("assets", "payments", "returns", "reorganisation")
    }


def test_what_is_left_out_of_several_places_is_said_once() -> None:
    plan = make_plan([Selection(["kent", "croydon"], (), ["2024-25"]), Selection(["dorset"], (), ["2024-25"])],
                     str.title)  # fmt: skip
    assert [words.split(":")[0] for words in plan.left_out].count("assets of 2024-25") == 1


def test_a_place_without_themes_of_its_own_gets_the_notebooks_and_says_so() -> None:
    plan = make_plan([Selection(["tees-valley"], ["deep_dive"], ["2022-23"])], lambda slug: slug)
    assert ids(plan) == ["tees-valley/deep_dive-welfare-skills-2022-23"]
    assert plan.tasks[0].meta.parameters["theme"] == "welfare-skills"


def test_further_parameters_multiply_and_name_the_file(toy_project: ToyProject) -> None:
    toy_project.notebook("count", parameters='place = "x"\nyear = "2008-09"\nstyle = "cash"\ndepth: int = 1')
    plan = make_plan([Selection(["here"], ["count"], [], {"style": ["cash", "real"], "depth": 2})], str.title)
    assert ids(plan) == ["here/count-2008-09-2", "here/count-2008-09-2-real"]


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(["here"], ["cuont"]), "Did you mean 'count'"),
        (Selection(["here"], ["count"], ["2008-10"]), "not a financial year"),
        (
            Selection(["here"], ["count"], [], {"colour": "red"}),
            "has no parameter 'colour'. It has: place, year",
        ),
        (Selection(["here"], ["count"], [], {"year": 2008}), "year must be str, not int (2008)"),
        (Selection(["nowhere"], ["count"]), "no place"),
        (Selection([], ["count"]), "name at least one place"),
    ],
)
def test_a_wrong_word_is_a_usage_error(toy_project: ToyProject, selection: Selection, words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("(", r"\(").replace(")", r"\)")):
        make_plan([selection], place_name)


def place_name(slug: str) -> str:
    if slug == "nowhere":
        raise UsageError("There is no place 'nowhere'.")
    return slug.title()


def test_all_faults_are_told_at_once(toy_project: ToyProject) -> None:
    with pytest.raises(Faults) as caught:
        make_plan([Selection(["here", "nowhere"], ["count", "cuont"])], place_name)
    assert caught.value.exit_code == 2
    assert len(caught.value.faults) == 2


def test_a_parameter_without_default_must_be_given_and_types_are_checked(toy_project: ToyProject) -> None:
    toy_project.notebook(
        "count",
        parameters='place: str = None\nyear = "2008-09"\nshare = 0.5\nis_short = False\nnames = ["a"]',
    )
    (toy_project.home / "config" / "reports.csv").write_text(
        "report,notebook,title,parameters,named_by,order,prepare,check\n"
        "count,notebooks/count.ipynb,Count,year,year,1,,\n"
    )
    with pytest.raises(UsageError, match="needs the parameter 'place'"):
        make_plan([Selection(["here"], ["count"])], str.title)
    for wrong in ({"share": "much"}, {"is_short": 1}, {"share": True}, {"names": [["b"], "c"]}):
        with pytest.raises((UsageError, Faults), match="must be"):
            make_plan([Selection(["here"], ["count"], [], {"place": "here", **wrong})], str.title)
    right = {"place": "here", "share": 1, "is_short": True, "names": [["b"]]}
    assert len(make_plan([Selection(["here"], ["count"], [], right)], str.title).tasks) == 1


def test_a_notebook_that_is_missing_or_has_no_parameters(toy_project: ToyProject) -> None:
    toy_project.notebook("other", parameters="# nothing")
    with pytest.raises(UsageError, match="declares no parameters"):
        toy_project.plan("here", reports=("other",))
    (toy_project.home / "notebooks" / "count.ipynb").unlink()
    with pytest.raises(UsageError, match=r"no notebook notebooks/count.ipynb"):
        toy_project.plan("here")


def test_long_and_odd_places_get_folders_that_every_system_allows(toy_project: ToyProject) -> None:
    codes = "+".join(f"E{number}" for number in range(4600, 4700))
    first, second = ids(toy_project.plan("region:west-midlands", codes))
    assert first == "region-west-midlands/count-2008-09"
    assert len(second.split("/")[0]) == 69


def test_a_plan_survives_being_written_down(toy_project: ToyProject) -> None:
    plan = toy_project.plan("here", years=("2007-08",))
    assert Plan.from_rows(plan.to_rows()) == plan
    assert plan.to_rows()[0]["notebook"] == "notebooks/count.ipynb"


def test_a_plan_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        '[[batch]]\nplaces = ["a", "b"]\nreports = ["count"]\n[[batch]]\nplaces = ["c"]\nyears = ["2008-09"]'
    )
    assert read_plan_file(path) == [Selection(["a", "b"], ["count"]), Selection(["c"], years=["2008-09"])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("places = [", "is not TOML"),
        ('places = ["a"]', r"one or more \[\[batch\]\] tables"),
        ('[[batch]]\nplace = ["a"]', "unknown key 'place'"),
        ('[[batch]]\nplaces = "a"', "must be a list"),
        ("[[batch]]\nplaces = []", "missing or empty"),
        ('[[batch]]\nplaces = ["a"]\nparameters = ["a"]', "parameters must be names with values"),
        ('batch = ["a"]', "is no table"),
        ("a = " + "[" * 5000, "is not TOML"),
    ],
)
def test_a_faulty_plan_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=words):
        read_plan_file(path)
    with pytest.raises(UsageError, match="Cannot read the plan"):
        read_plan_file(tmp_path / "none.toml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le-mark"])
def test_a_plan_file_as_windows_editors_save_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.toml"
    text = '[[batch]]\r\nplaces = ["a"]\r\nparameters = { theme = "caf\u00e9" }\r\n'
    marked = text if encoding != "utf-16-le-mark" else "\ufeff" + text
    path.write_bytes(marked.encode(encoding.removesuffix("-mark")))
    assert read_plan_file(path) == [Selection(["a"], parameters={"theme": "caf\u00e9"})]


@pytest.mark.parametrize(
    "content", [b"\xa3100", bytes(range(256)), "[[batch]]".encode("utf-16-le") + b"\xff"]
)
def test_a_plan_file_that_is_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"is not (text in UTF-8|TOML)"):
        read_plan_file(path)


def test_a_place_ten_thousand_times_is_one_report(toy_project: ToyProject) -> None:
    asked: list[str] = []

    def name(slug: str) -> str:
        asked.append(slug)
        return slug.title()

    plan = make_plan([Selection(["kent"] * 10_000, ["count"] * 3, ["2008-09"] * 3)], name)
    assert (ids(plan), asked) == (["kent/count-2008-09"], ["kent"])


def test_ten_thousand_wrong_places_are_not_all_told(toy_project: ToyProject) -> None:
    def unknown(slug: str) -> str:
        raise UsageError(f"There is no place '{slug}'.")

    with pytest.raises(Faults) as caught:
        make_plan([Selection([f"p{number}" for number in range(10_000)], ["count"])], unknown)
    assert len(caught.value.faults) == 50


def test_a_place_may_name_its_own_year(toy_project: ToyProject) -> None:
    plan = make_plan([Selection(["here@2007-08", "there"], ["count"], ["2008-09"])], str.title)
    assert ids(plan) == ["here/count-2007-08", "there/count-2008-09"]


@pytest.mark.parametrize(
    ("report", "parameters", "words"),
    [
        ("deep_dive", {"saving": float("nan")}, "Parameter saving: nan is no number"),
        ("deep_dive", {"saving": 5}, "Parameter saving: 5 is no part of the money"),
        ("deep_dive", {"prices": "garbage"}, "Parameter prices: 'garbage' is not a financial year"),
        ("compare", {"prices": "1850-51"}, "Parameter prices: No GDP deflator is held for 1850-51"),
        ("compare", {"others": [["kent", "atlantis"]]}, "Parameter others: No place is called 'atlantis'"),
        ("series", {"base": "cash"}, "Parameter base: 'cash' is not a financial year"),
        ("series", {"first": "x"}, "Parameter first: 'x' is not a financial year"),
        ("series", {"by": "payr"}, "Parameter by: 'payr' is not known. Did you mean 'payer'"),
        ("journeys", {"journey": "leaving"}, "Did you mean 'leaving_care'"),
        ("journeys", {"year": "cash"}, "'cash' is not a financial year"),
        ("compare", {"prices": ""}, "Parameter prices: '(nothing)' is not a financial year"),
        ("assets", {"share": 0}, "Parameter share: 0 is no part of the money"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_before_the_run(
    report: str, parameters: dict[str, Any], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        make_plan([Selection(["kent"], [report], ["2008-09"], {"theme": "housing", **parameters}
                             if report == "deep_dive" else parameters)], str.title)  # fmt: skip
    assert words in str(caught.value)


def test_the_pilots_may_be_named_together_as_the_others_of_a_comparison() -> None:
    plan = make_plan([Selection(["kent"], ["compare"], ["2008-09"], {"others": [["pilots"]]})], str.title)
    assert [task.meta.parameters["others"] for task in plan.tasks] == [["pilots"]]
