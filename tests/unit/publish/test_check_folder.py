import pytest
from toy_front import written
from toy_report import META, executed_notebook

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.check_folder import check_folder
from totalplace_lib.publish.downloads import write_downloads
from totalplace_lib.publish.record import ReportResult, RunRecord, State
from totalplace_lib.publish.render import render_notebook


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / META.place
    place.mkdir()
    (tmp_path / META.page).write_text(render_notebook(executed_notebook(), META), "utf-8")
    (tmp_path / META.notebook).write_text("{}")
    files = write_downloads(executed_notebook(), place, META)
    names = (META.page, META.notebook, *(file.relative_to(tmp_path).as_posix() for file in files))
    record = RunRecord((ReportResult(META, State.MADE, files=names),))
    written(tmp_path, record)
    (tmp_path / "run.json").write_text(record.to_json(), "utf-8")
    (tmp_path / "run.csv").write_text("")
    return tmp_path


def test_a_whole_folder_is_sound(folder):
    checked = check_folder(folder)
    assert {page: faults for page, faults in checked.items() if faults} == {}
    assert {folder / "index.html", folder / "compare.html", folder / "status.html", folder / META.page} < set(
        checked
    )


def test_a_workbook_that_says_something_else_than_its_csv_files_is_found(folder):
    table = next((folder / META.place).glob("*-data/*.csv"))
    table.write_text(table.read_text("utf-8").replace("1", "2"), "utf-8")
    (fault,) = check_folder(folder)[folder / "run.json"]
    assert fault.rule == "named totals"
    assert f"does not hold the figures of {table.name}" in fault.message


def test_a_link_to_a_file_that_is_gone_is_found(folder):
    (folder / META.place / "count-2008-09.xlsx").unlink()
    faults = check_folder(folder)[folder / META.page]
    assert [str(fault) for fault in faults] == [
        "links: 'Workbook' leads to count-2008-09.xlsx, which is not there"
    ]


def test_a_script_in_a_report_is_found_but_the_front_door_has_its_own(folder):
    page = folder / META.page
    page.write_text(page.read_text("utf-8").replace("</main>", "<script>1</script></main>"), "utf-8")
    faults = check_folder(folder)
    assert [fault.rule for fault in faults[page]] == ["no script"]
    assert faults[folder / "index.html"] == []


def test_one_page_may_be_checked_alone(folder):
    assert check_folder(folder / META.page) == {folder / META.page: []}


def test_a_folder_without_pages_is_a_users_mistake(tmp_path):
    with pytest.raises(UsageError, match="There is no page"):
        check_folder(tmp_path)
