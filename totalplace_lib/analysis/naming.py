"""Places and themes by name, with tab completion: place.birmingham, place["kent"], theme.children."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from totalplace_lib.analysis.themes import find_theme, themes_table
from totalplace_lib.model import Place
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import places

T = TypeVar("T")


class Names(Generic[T]):
    """Things by slug: as an attribute with _ for every other sign, or in brackets; Tab lists them in a notebook.

    what   "places" or "themes", for the messages
    slugs  gives all slugs;  find: gives the thing of a slug, or UsageError that says what there is
    """

    def __init__(self, what: str, slugs: Callable[[], list[str]], find: Callable[[str], T]) -> None:
        self._what, self._slugs, self._find = what, slugs, find

    def __getattr__(self, name: str) -> T:
        if name.startswith("_"):
            raise AttributeError(name)
        slugs = {as_attribute(slug): slug for slug in self._slugs()}
        if name not in slugs:
            close = difflib.get_close_matches(name, slugs, n=3)
            nearest = f" Nearest: {', '.join(close)}." if close else ""
            raise AttributeError(f"There is no '{name}' among the {self._what}.{nearest} Tab lists them.")
        return self._find(slugs[name])

    def __getitem__(self, text: str) -> T:
        return self._find(text)

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs())

    def __len__(self) -> int:
        return len(self._slugs())

    def __dir__(self) -> list[str]:
        return [as_attribute(slug) for slug in self._slugs()]

    def _ipython_key_completions_(self) -> list[str]:
        return self._slugs()

    def __repr__(self) -> str:
        slugs = self._slugs()
        return f"<{len(slugs)} {self._what}: {', '.join(slugs[:5])} ... Type a dot and press Tab for all.>"


def as_attribute(slug: str) -> str:
    """'region:west-midlands' -> 'region_west_midlands'."""
    return re.sub(r"\W", "_", slug)


place: Names[Place] = Names("places", lambda: list(places()["slug"]), find_place)
theme: Names[str] = Names(
    "themes", lambda: list(themes_table()["theme"]), lambda text: str(find_theme(text)["theme"])
)
