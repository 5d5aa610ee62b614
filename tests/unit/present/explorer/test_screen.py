"""The controls without a browser: each change asks, each control has a name, refusals say what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import ipywidgets as widgets
import pytest

from totalplace_lib.errors import ImbalanceError
from totalplace_lib.national.years import years
from totalplace_lib.present.explorer import controls, screen
from totalplace_lib.present.explorer.export import File
from totalplace_lib.present.explorer.screen import Explorer


@pytest.fixture(scope="module")
def explorer() -> Explorer:
    return Explorer("rutland", "2009-10")


def controls_of(widget: widgets.Widget) -> list[widgets.Widget]:
    inside = [found for child in getattr(widget, "children", ()) for found in controls_of(child)]
    return inside if inside or hasattr(widget, "children") else [widget]


def test_every_control_has_a_name_of_its_own(explorer: Explorer) -> None:
    asked = [each for each in controls_of(explorer.box()) if not isinstance(each, widgets.HTML)]
    names = [each.description for each in asked]
    assert all(names)
    assert len(set(names)) == len(names)
    assert {"Place", "Year", "Theme", "Prices", "Picture", "Shared by", "Leave out functions"} <= set(names)


def test_a_place_typed_is_answered(explorer: Explorer) -> None:
    explorer.place.value = "birmingham"
    assert explorer.result.value.startswith("Birmingham, 2009-10: £")
    assert "Birmingham" in explorer.picture.value
    assert "ms" in explorer.took.value
    explorer.place.value = "Rutland"
    assert explorer.result.value.startswith("Rutland")


def test_a_place_that_does_not_exist_is_refused_in_words_and_as_text(explorer: Explorer) -> None:
    explorer.place.value = "<img src=x onerror=alert(1)>"
    assert explorer.result.value.startswith("Not answered. No place is called")
    assert "<img" not in explorer.result.value
    parts = (explorer.picture, explorer.effects, explorer.files, explorer.took)
    assert [part.value for part in parts] == [""] * 4  # nothing of the last answer stays under the message
    explorer.export.click()
    assert explorer.files.value == ""
    explorer.place.value = "Rutland"
    assert "Rutland" in explorer.picture.value


def test_prices_are_offered_only_of_years_that_can_be_counted(explorer: Explorer) -> None:
    offered = [base for _, base in explorer.prices.options]
    assert offered == ["cash", *years()]


def test_a_key_moves_the_total_and_the_button_moves_it_back(explorer: Explorer) -> None:
    before = explorer.result.value
    explorer.driver.value = "hospitals"
    own = explorer.key.value
    assert explorer.result.value == before
    explorer.key.value = "oldest"
    assert "the keys chosen" in explorer.result.value
    assert "People aged 85 and over" in explorer.effects.value
    explorer.own_keys.click()
    assert (explorer.result.value, explorer.key.value) == (before, own)


def test_another_year_offers_the_keys_of_its_own_money(explorer: Explorer) -> None:
    explorer.year.value = "2021-22"
    assert "universal_credit" in [driver for _, driver in explorer.driver.options]
    assert explorer.result.value.startswith("Rutland, 2021-22")
    explorer.year.value = "2009-10"
    assert "state_pension" in [driver for _, driver in explorer.driver.options]


def test_after_a_refusal_the_next_answer_fits_what_is_seen(explorer: Explorer) -> None:
    explorer.theme.value = "drugs-alcohol"
    explorer.year.value = "2016-17"
    assert explorer.result.value.startswith("Not answered. Drugs and alcohol cannot be told apart in 2016-17")
    explorer.theme.value = ""
    assert explorer.result.value.startswith("Rutland, 2016-17")
    explorer.year.value = "2009-10"


def test_leaving_out_and_files_to_take_away(explorer: Explorer) -> None:
    explorer.left_out["function"].value = ("Education",)
    assert "What is left out" in explorer.result.value
    explorer.export.click()
    assert explorer.files.value.count('download="') == 3
    assert 'href="data:text/csv;charset=utf-8;base64,' in explorer.files.value
    explorer.left_out["function"].value = ()
    assert explorer.files.value == ""


def test_links_keep_hostile_names_as_text() -> None:
    html = controls.links([File('"><script>.csv', "text/csv", "a", "<b>")])
    assert "<script" not in html
    assert "<b>" not in html


def test_nothing_remote_is_asked_for() -> None:
    assert "http" not in controls.live().replace("http://www.w3.org", "")


def test_getting_ready_shows_how_far_it_is_and_goes_on_after_a_fault(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(year: str) -> Iterator[tuple[str, float]]:
        yield "tables", 0.5
        if year == "2010-11":
            raise ImbalanceError("<b> does not close")

    monkeypatch.setattr(screen, "years", lambda: ("2008-09", "2009-10", "2010-11", "2011-12"))
    monkeypatch.setattr(screen, "warming", steps)
    seen: list[float] = []
    explorer.progress.observe(lambda change: seen.append(change["new"]), "value")

    async def wait() -> None:
        await explorer.warm()

    # In a thread of its own: a browser test before this one may have left its loop running in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, wait()).result()
    assert seen == [0.125, 0.375, 0.625, 0.875]
    assert explorer.doing.value == "<p>2010-11 cannot be shown. &lt;b&gt; does not close</p>"
    assert explorer.progress.layout.display == "none"
