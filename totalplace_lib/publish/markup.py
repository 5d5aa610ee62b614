"""A page as a tree, for the checks: tags, attributes, text, and whether every tag was closed in turn.

HTML's own forgiveness is not wanted here: what our library writes must nest properly, or a name has escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


@dataclass(eq=False)
class Element:
    """One element. attributes has "" for an attribute without a value; children are elements and text."""

    tag: str
    attributes: dict[str, str]
    line: int
    parent: Element | None = field(default=None, repr=False)
    children: list[Element | str] = field(default_factory=list, repr=False)

    def __getitem__(self, name: str) -> str:
        """The value of an attribute, "" when it is not there."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the page."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def all(self, *tags: str) -> list[Element]:
        """Every element below this one with one of the tags, in the order of the page."""
        return [element for element in self.walk() if element.tag in tags and element is not self]

    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    @cached_property
    def text(self) -> str:
        """The words inside, on one line. Kept, as many rules ask: the page must be complete."""
        return " ".join(self._all_text.split())

    @cached_property
    def _all_text(self) -> str:
        return "".join(child if isinstance(child, str) else child._all_text for child in self.children)

    @property
    def where(self) -> str:
        """Words that help to find it: its tag, the nearest id and the line of the page."""
        named = next((element for element in (self, *self.ancestors()) if element["id"]), None)
        inside = f" in #{named['id']}" if named else ""
        return f"<{self.tag}>{inside} (line {self.line})"


@dataclass(frozen=True)
class Page:
    """A page taken apart: its elements in the order of the page; unclosed names tags not closed in turn."""

    root: Element
    elements: tuple[Element, ...]
    unclosed: tuple[str, ...]

    def all(self, *tags: str) -> list[Element]:
        """Every element with one of the tags, in the order of the page."""
        return [element for element in self.elements if element.tag in tags]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, 0)
        self.here = self.root
        self.elements: list[Element] = []
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self.getpos()[0], self.here)
        self.here.children.append(element)
        self.elements.append(element)
        return element

    def handle_endtag(self, tag: str) -> None:
        if self.here.tag == tag and self.here.parent is not None:
            self.here = self.here.parent
            return
        self.unclosed.append(f"</{tag}> on line {self.getpos()[0]} meets {self.here.where}")
        around = next((element for element in self.here.ancestors() if element.tag == tag), None)
        if around is not None and around.parent is not None:
            self.here = around.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Page:
    """Take a page apart."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    left = [element.where for element in (builder.here, *builder.here.ancestors()) if element.tag]
    return Page(
        builder.root,
        tuple(builder.elements),
        (*builder.unclosed, *(f"{where} is never closed" for where in left)),
    )
