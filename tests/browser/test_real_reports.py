"""One real report of every kind, made by the batch: no violation that axe can find, nothing cut on screen or paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from payment_files import lines, written

from totalplace_lib import project
from totalplace_lib.analysis.returns import asked_of
from totalplace_lib.national.finding import find_place
from totalplace_lib.payments import store
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.check_folder import check_folder
from totalplace_lib.publish.plan import make_plan
from totalplace_lib.publish.selection import Selection
from totalplace_lib.returns import deliveries
from totalplace_lib.returns.judging import judge

pytestmark = pytest.mark.slow
PLACE, YEAR = "luton", "2008-09"
NAMED = {"deep_dive": {"theme": "drugs-alcohol"}, "journeys": {"journey": "leaving_care"}}
KINDS = list(report_kinds())
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = (
    {"width": 1280, "height": 1024},
    {"width": 320, "height": 256},
)  # 320 px: also 1280 px at 400% zoom
# A page lays itself out by width and takes its colours from the scheme, so two looks see every rule in both. The tables
# under the figures are looked at once: they are those of the sections without a figure, which are always open.
LOOKS = {"wide and light": (WIDE, "light", True), "narrow and dark": (NARROW, "dark", False)}
# A4 with the margins of report.css at 96 dots an inch; a table of more than eight columns is printed across.
PORTRAIT, LANDSCAPE = 673, 1001
OPEN = "(isOpen) => document.querySelectorAll('details').forEach((box) => { box.open = isOpen; })"


ELSEWHERE = {"payments": ("gateshead+sunderland", "2023-24"), "returns": ("birmingham", "2008-09"),
             "reorganisation": ("kent", "2024-25")}  # fmt: skip
HEAD = ("Body Name", "Payment Date", "Supplier Name", "Net Amount", "Directorate", "Category")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """This project with made-up payments of the two councils, and the example of returns: it has none itself."""
    ours, made = project.home(), tmp_path_factory.mktemp("project")
    for part in ("config", "data/processed", "notebooks"):
        shutil.copytree(ours / part, made / part)
    (ours / ".totalplace").mkdir(exist_ok=True)
    (made / ".totalplace").symlink_to(ours / ".totalplace", target_is_directory=True)
    names = [
        f"{word} {trade}" for word in ("Quillfeather", "Bramblemere") for trade in ("Plumbing Ltd", "Hospice")
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOTALPLACE_HOME", str(made))
        for body in ("Gateshead Council", "Sunderland City Council"):
            rows = [
                (body, f"{1 + n % 28:02}/{4 + n % 9:02}/2023", [*names, "Durham County Council"][n % 5],
                 f"{100 + n:.2f}", "Housing", "Repairs")
                for n in range(60)
            ]  # fmt: skip
            store.add(written(made / f"{body}.csv", lines(HEAD, *rows)))
        example = made / "config" / "examples" / "birmingham_2008_09.csv"
        deliveries.add(example, judge(example, asked_of).taken(), "test")
        yield


@pytest.fixture(scope="module")
def folder(browser: Any, home: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every report of a small place, as 'totalplace run' makes it. The browser comes first: without one, nothing is made."""
    out = tmp_path_factory.mktemp("real")
    where = {kind: ELSEWHERE.get(kind, (PLACE, YEAR)) for kind in KINDS}
    asked = [Selection([place], [kind], [year], NAMED.get(kind, {})) for kind, (place, year) in where.items()]
    record = run_batch(make_plan(asked, lambda slug: find_place(slug).name), out, jobs=2)
    assert record.exit_code == 0
    return out


@pytest.fixture(scope="module", params=KINDS)
def loaded(request: pytest.FixtureRequest, browser: Any, folder: Path) -> Iterator[Any]:
    """One kind of report, loaded once for all that looks at it."""
    (path,) = folder.glob(f"*/{request.param}*.html")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    yield page
    context.close()


@pytest.fixture
def page(loaded: Any) -> Any:
    """The report on a wide, light screen with every table open."""
    loaded.set_viewport_size(WIDE)
    loaded.emulate_media(media="screen", color_scheme="light")
    loaded.evaluate(OPEN, True)
    return loaded


def test_no_page_has_a_fault(folder: Path) -> None:
    pages = check_folder(folder)
    assert len([page for page in pages if page.parent.name in (PLACE, ELSEWHERE["payments"][0])]) >= len(
        KINDS
    )
    assert [fault for found in pages.values() for fault in found] == []


def test_the_first_screen_says_in_figures_what_was_found(page: Any) -> None:
    said = page.locator(".headline, .finding").all_inner_texts()
    assert len(said) == 4 or (len(said) > 4 and "options" in page.url)  # each option is a finding
    assert [words for words in said if not re.search(r"\d", words)] == []
    assert "_" not in page.title()


def test_every_sentence_begins_as_one_and_none_has_a_hole(page: Any) -> None:
    said = page.locator(
        ".headline, .finding strong, .finding p, .exhibit-headline, .exhibit-note"
    ).all_inner_texts()
    assert [words for words in said if words[:1].islower()] == []
    text = page.locator("main").inner_text()
    assert (
        re.findall(r"\b(?:nan|NaN|None|inf|imd)\b|\b1 (?:bodies|programmes|kinds|years)\b|[-−]0\.0%", text)
        == []
    )


def test_axe_finds_no_violation(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = []
    for look, (size, scheme, is_open) in LOOKS.items():
        page.set_viewport_size(size)
        page.evaluate(OPEN, is_open)
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        assert len(results["passes"]) > 20
        faults = results["violations"]
        found += [(look, fault["id"], [node["target"] for node in fault["nodes"]]) for fault in faults]
    assert found == []


def test_nothing_is_cut_on_a_small_screen_or_at_400_per_cent(page: Any) -> None:
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    cut = page.evaluate(
        """[...document.querySelectorAll('figure svg')].map((svg) => svg.getBoundingClientRect())
        .filter((box) => box.width > 0 && (box.left < 0 || box.right > window.innerWidth)).length"""
    )
    assert cut == 0


@pytest.mark.parametrize(("width", "is_broad"), [(PORTRAIT, False), (LANDSCAPE, True)])
def test_no_table_is_cut_on_paper(page: Any, width: int, is_broad: bool) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(media="print")
    cut = page.evaluate(
        """([width, isBroad]) => [...document.querySelectorAll('table')]
        .filter((table) => (table.querySelectorAll('thead th').length > 8) === isBroad)
        .filter((table) => [...table.querySelectorAll('th, td')].some((cell) =>
          cell.getBoundingClientRect().right > width || cell.scrollWidth > cell.clientWidth))
        .map((table) => table.id)""",
        [width, is_broad],
    )
    assert cut == []
