"""Five sliders on one option: what it costs and saves, and who pays, as they move. The same functions as the report."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
from IPython.display import HTML, display

from totalplace_lib.analysis import options
from totalplace_lib.analysis.appraisal.moving import moved
from totalplace_lib.analysis.themes import count_by_theme
from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.present.exhibit_html import exhibit_html
from totalplace_lib.present.explorer import controls
from totalplace_lib.present.text import escape
from totalplace_lib.present.views import option_case
from totalplace_lib.present.views.option_words import in_short_of

DRAWS = 1_000
FACTORS = {"people": "People", "impact": "How much changes", "cost": "Cost"}


class Sliders:
    """The sliders of one option in one place; shows itself in a notebook."""

    def __init__(self, option: str, place: str, year: str) -> None:
        self.option, self.data = option, options.read_option(option)
        self.whole = count_by_theme(place, year)
        self.factors = {name: _slider(f"{words} (%)", 0, 200, 100) for name, words in FACTORS.items()}
        self.anyway = _slider("Anyway, added (%)", 0, 100, 0)
        self.years = _slider("Years", 1, 30, int(self.data["horizon"]))
        self.result, self.picture = controls.result(), widgets.HTML("")
        self.seconds = 0.0
        for each in self.all:
            each.observe(lambda _: self.show(), "value")
        self.show()

    @property
    def all(self) -> tuple[widgets.IntSlider, ...]:
        """The five sliders, in the order in which they stand."""
        return (*self.factors.values(), self.anyway, self.years)

    def asked(self) -> Mapping[str, Any]:
        """The file of the option as the sliders say it."""
        factors = {name: one.value / 100 for name, one in self.factors.items()}
        return moved(self.data, **factors, anyway=self.anyway.value / 100, years=self.years.value)

    def show(self) -> None:
        """Appraise what the sliders say; where it would save more than there is, say so."""
        start = time.perf_counter()
        try:
            case = options.of_count(self.option, self.asked(), self.whole, draws=DRAWS)
            self.result.value = f"<p>{escape(in_short_of(case))}</p>"
            self.picture.value = exhibit_html(option_case.pockets(case)) + exhibit_html(
                option_case.payback(case)
            )
        except TotalPlaceError as refused:
            self.result.value, self.picture.value = f"<p>{escape(str(refused))}</p>", ""
        self.seconds = time.perf_counter() - start

    def _ipython_display_(self) -> None:
        box = widgets.VBox([*self.all, self.result, self.picture])
        display(HTML(controls.live()), box)  # type: ignore[no-untyped-call]


def _slider(label: str, low: int, high: int, value: int) -> widgets.IntSlider:
    return widgets.IntSlider(
        description=label, min=low, max=high, value=value, continuous_update=False, tooltip=label,
        style={"description_width": "12rem"}, layout=widgets.Layout(width="100%", max_width="40rem"),
    )  # fmt: skip


def sliders(option: str, place: str = "croydon", year: str = "2008-09") -> Sliders:
    """Five sliders on an option: people, how much changes, cost, what comes anyway, years."""
    return Sliders(option, place, year)
