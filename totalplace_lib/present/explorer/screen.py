"""The explorer on the screen: controls on the left, result and picture beside them; all in the page itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from IPython.display import HTML, display

from totalplace_lib.analysis.exploring import SCOPES, warming
from totalplace_lib.analysis.prices import CASH, deflator, factor
from totalplace_lib.analysis.proposal import EXAMPLE
from totalplace_lib.analysis.rekeying import drivers
from totalplace_lib.analysis.themes import themes_table
from totalplace_lib.asking import asked
from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.model import Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.money import key_names, sharing
from totalplace_lib.national.years import check_year, years
from totalplace_lib.present.explorer import controls
from totalplace_lib.present.explorer.pictures import LENSES, NAMES, REPORTS
from totalplace_lib.present.explorer.session import Session, Shown, place_names, slug_of
from totalplace_lib.present.text import escape

_PAUSE = 0.05  # seconds between steps of getting ready, in which controls are answered


class Explorer:
    """The controls of one person's session; shows itself in a notebook. place, year, prices: what is shown first."""

    def __init__(
        self, place: str = "birmingham", year: str = "2008-09", prices: str = CASH, into: str = EXAMPLE
    ) -> None:
        self.session = Session(into=into)
        self.names = place_names(year)
        name = {slug: name for name, slug in self.names.items()}
        self.place = controls.typed("Place", name.get(place, place), list(self.names))
        self.beside = controls.typed("Compare with", "England", list(self.names))
        self.year = controls.chosen("Year", {each: each for each in years()}, year)
        self.lens = controls.chosen(
            "Whose spending", {name: str(lens) for lens, name in LENSES.items()}, "all"
        )
        themes = themes_table()
        by_name = dict(zip(themes["name"], themes["theme"], strict=True))
        self.theme = controls.chosen("Theme", {"All themes": "", **by_name}, "")
        self.prices = controls.chosen("Prices", _price_bases(), prices)
        self.view = controls.chosen("Picture", {each: each for each in NAMES}, NAMES[0])
        self.driver = controls.chosen("Money that is shared", *_drivers(year))
        keys = {name: key for key, name in key_names().items()}
        own = drivers(year).set_index("driver")["key"]
        self.key = controls.chosen("Shared by", keys, str(own[self.driver.value]))
        self.own_keys = controls.pressed("Back to the count's own keys")
        self.left_out = {
            "spender_group": controls.several("Leave out bodies", _values("spender_group", year)),
            "function": controls.several("Leave out functions", _values("function", year)),
        }
        self.export = controls.pressed("Make files of this view")
        self.result, self.took = controls.result(), widgets.HTML("")
        self.picture, self.effects, self.files = widgets.HTML(""), widgets.HTML(""), widgets.HTML("")
        self.progress = widgets.FloatProgress(
            min=0.0, max=1.0, description="Getting ready", style={"description_width": "9rem"}
        )
        self.doing = widgets.HTML("")
        self.shown: Shown | None = None
        self._quiet = False
        self._listen()
        self.ask()

    def _listen(self) -> None:
        """Every change asks again."""
        asking = (self.place, self.beside, self.year, self.lens, self.theme, self.prices, self.view)
        for control in (*asking, *self.left_out.values()):
            self._on(control, lambda _: self.ask())
        self._on(self.year, self._offer_drivers)
        self._on(self.driver, self._show_key)
        self._on(self.key, lambda key: self._answer(lambda: self.session.with_key(self.driver.value, key)))
        self.own_keys.on_click(lambda _: self._forget_keys())
        self.export.on_click(lambda _: self._make_files())

    def _on(self, control: widgets.Widget, act: Callable[[Any], None]) -> None:
        control.observe(lambda change: None if self._quiet else act(change["new"]), "value")

    def ask(self, **changes: Any) -> None:
        """Ask what the controls say, with further changes, and show the answer or why there is none.

        All controls are read each time, so that after a refusal the next answer fits what is seen.
        """
        self._answer(lambda: self.session.show(**(self._asked() | changes)))

    def _asked(self) -> dict[str, Any]:
        simple = ("year", "lens", "theme", "prices", "view")
        year = self.year.value
        return {
            **{name: getattr(self, name).value for name in simple},
            "place": slug_of(self.place.value, self.names, year),
            "beside": slug_of(self.beside.value, self.names, year),
            "left_out": tuple((column, value) for column in SCOPES for value in self.left_out[column].value),
        }

    def _answer(self, question: Callable[[], Shown]) -> None:
        if self.view.value in REPORTS:
            self.took.value = "<p>This picture takes up to half a minute the first time.</p>"
        try:
            shown = question()
        except TotalPlaceError as error:
            self.result.value = f"Not answered. {escape(error)}"
            self.shown = None  # nothing of the last answer stays under the message, nor can be taken away
            for part in (self.picture, self.effects, self.files, self.took):
                part.value = ""
            return
        self.shown = shown
        self.result.value = escape(shown.result)
        self.picture.value = shown.picture._repr_html_()
        self.effects.value = shown.effects
        self.files.value = ""
        self.took.value = f'<p class="totalplace-took">Answered in {shown.seconds * 1000:.0f} ms</p>'

    def _offer_drivers(self, year: str) -> None:
        """Offer what money of this year is shared; the Treasury gave programmes in some years only."""
        options, first = _drivers(year)
        before = self.driver.value
        self._quiet = True
        self.driver.options = list(options.items())
        self.driver.value = before if before in options.values() else first
        self._quiet = False
        self._show_key(self.driver.value)

    def _show_key(self, driver: str) -> None:
        """Show by which key the chosen money is shared, without asking anything."""
        self._quiet = True
        self.key.value = self.session.key_of(driver)
        self._quiet = False

    def _forget_keys(self) -> None:
        self.ask(keys=())
        self._show_key(self.driver.value)

    def _make_files(self) -> None:
        if self.shown:
            self.files.value = controls.links(self.shown.files)

    def box(self) -> widgets.Widget:
        """All controls in the order in which they are reached."""
        asked = [
            controls.words("What to show", 2), self.place, self.year, self.lens, self.theme, self.prices, self.view,
            self.beside, controls.words("Try other keys", 2), self.driver, self.key, self.own_keys, self.effects,
            controls.words("Leave things out", 2), *self.left_out.values(),
            controls.words("Take it away", 2), self.export, self.files,
        ]  # fmt: skip
        half = {"max_width": "100%", "overflow": "visible"}
        columns = widgets.HBox(
            [
                widgets.VBox(asked, layout=half | {"flex": "1 1 20rem"}),
                widgets.VBox([self.took, self.picture], layout=half | {"flex": "2 1 30rem"}),
            ],
            layout={"flex_flow": "row wrap", "align_items": "flex-start"},
        )
        return widgets.VBox([self.progress, self.doing, self.result, columns])

    def _ipython_display_(self) -> None:
        display(HTML(controls.live()), self.box())  # type: ignore[no-untyped-call]

    def warm(self) -> asyncio.Task[None]:
        """Make ready the other years in the background, step by step; controls work meanwhile."""
        return asyncio.get_running_loop().create_task(self._warming())

    async def _warming(self) -> None:
        chosen, failed = str(self.year.value), ""
        order = (chosen, *(each for each in years() if each != chosen))
        for number, year in enumerate(order):
            try:
                for text, done in warming(year):
                    self.doing.value = f"<p>{escape(year)}: {escape(text)}</p>"
                    self.progress.value = (number + done) / len(order)
                    await asyncio.sleep(_PAUSE)
            except TotalPlaceError as error:
                failed += f"<p>{escape(year)} cannot be shown. {escape(error)}</p>"
        self.progress.layout.display = "none"
        self.doing.value = failed or "<p>Ready: all years are at hand.</p>"


@asked
def explore(
    place: str = "birmingham", year: str = "2008-09", prices: str = CASH, into: str = EXAMPLE
) -> Explorer:
    """Open the explorer and make ready what its answers need.

    explore("kent", "2008-09"). into: a file of new councils (docs/how-to-split.md).
    Raises UsageError for an unknown place, year or price base.
    """
    when = str(check_year(year))
    factor(when, prices)  # proves the price base
    explorer = Explorer(find_place(place, when).slug, when, prices, into)
    explorer.warm()
    return explorer


def _price_bases() -> dict[str, str]:
    """Cash, and the years that can be counted: what is held of later years is a forecast."""
    held = [str(year) for year in deflator().index.index if years()[0] <= str(year) <= years()[-1]]
    return {"Cash: pounds of the year": CASH, **{f"Prices of {year}": year for year in held}}


def _drivers(year: str) -> tuple[dict[str, str], str]:
    """What money of a year is shared (name -> driver), and the largest that comes to mind first."""
    table = drivers(year).sort_values("name")
    options = dict(zip(table["name"], table["driver"], strict=True))
    first = "state_pension" if "state_pension" in options.values() else next(iter(options.values()))
    return options, first


def _values(column: str, year: str) -> list[str]:
    return sorted(str(value) for value in sharing(Year.parse(year)).lines[column].unique())
