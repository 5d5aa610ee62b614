"""The structure that every page has, one rule per function: headings, landmarks, links, figures, tables.

Each rule looks at the page's tree and yields what is wrong in words; checks.py runs them all. They are parts
of WCAG 2.2 AA that can be decided without a browser; the browser tests run axe-core on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from totalplace_lib.publish.markup import Element, Page

Rule = Callable[[Page], Iterator[str]]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def language(page: Page) -> Iterator[str]:
    """The page says that it is in British English."""
    if [root["lang"] for root in page.all("html")] != ["en-GB"]:
        yield 'the page does not begin with <html lang="en-GB">'


def title(page: Page) -> Iterator[str]:
    """One title in the head, that says something."""
    titles = [element.text for head in page.all("head") for element in head.all("title")]
    if len(titles) != 1 or len(titles[0]) < 5:
        yield f"the page needs one <title> that says place, report and year; it has {titles}"


def headings(page: Page) -> Iterator[str]:
    """One h1, first; levels go down one at a time; none is empty."""
    found = page.all(*HEADINGS)
    ones = sum(heading.tag == "h1" for heading in found)
    if ones != 1:
        yield f"the page has {ones} h1 headings instead of one"
    elif found[0].tag != "h1":
        yield f"the first heading is {found[0].where}, not the h1"
    for heading in found:
        if not heading.text:
            yield f"{heading.where} is empty"
    for before, after in pairwise(found):
        if int(after.tag[1]) > int(before.tag[1]) + 1:
            yield f"'{after.text}' is an {after.tag} right under the {before.tag} '{before.text}'"


def sections(page: Page) -> Iterator[str]:
    """Something stands under each heading before the next one of its level or above."""
    heading: Element | None = None
    for item in _reading_order(page.root):
        if isinstance(item, Element):
            if heading is not None and item.tag <= heading.tag:
                yield f"nothing stands under the heading '{heading.text}'"
            heading = item
        elif item.strip():
            heading = None
    if heading is not None:
        yield f"nothing stands under the heading '{heading.text}'"


def _reading_order(element: Element) -> Iterator[Element | str]:
    """Headings, and the text and pictures outside them; nothing of the head, a footer or a script."""
    for child in element.children:
        if isinstance(child, str) or child.tag in HEADINGS:
            yield child
        elif child.tag == "img":
            yield "(a picture)"
        elif child.tag not in ("head", "style", "script", "footer"):
            yield from _reading_order(child)


def landmarks(page: Page) -> Iterator[str]:
    """One header, main and footer; each nav has a name of its own."""
    for tag in ("main", "header", "footer"):
        count = sum(not _inside(element, "main") for element in page.all(tag))
        if count != 1:
            yield f"the page has {count} <{tag}> landmarks instead of one"
    navs = page.all("nav")
    if not navs:
        yield "the page has no <nav> with its contents"
    for nav in navs:
        if not (nav["aria-label"] or nav["aria-labelledby"]):
            yield f"{nav.where} has no name (aria-label or aria-labelledby)"


def links(page: Page) -> Iterator[str]:
    """The first link skips to main; every link has words and, inside the page, a place to go to."""
    found = page.all("a")
    mains = {main["id"] for main in page.all("main")}
    if not found or found[0]["href"].removeprefix("#") not in mains - {""}:
        yield "the first link of the page does not skip to <main>"
    ids = {element["id"] for element in page.elements}
    for link in found:
        if link["href"].startswith("#") and link["href"][1:] not in ids:
            yield f"the link '{link.text}' goes to {link['href']}, which is not there"
        if not (link.text or link["aria-label"]):
            yield f"{link.where} has no words"


def identities(page: Page) -> Iterator[str]:
    """No two elements have the same id, and what is named by an id is there."""
    counts = Counter(element["id"] for element in page.elements if element["id"])
    for identity, count in counts.items():
        if count > 1:
            yield f"the id '{identity}' is given {count} times: is an exhibit shown twice?"
    for element in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            for identity in element[name].split():
                if identity not in counts:
                    yield f"{element.where} is named by #{identity}, which is not there"


def figures(page: Page) -> Iterator[str]:
    """Each figure has a caption and a table; each picture has words."""
    for figure in page.all("figure"):
        captions = figure.all("figcaption")
        if len(captions) != 1 or not captions[0].text:
            yield f"{figure.where} has no caption"
        if not figure.all("table"):
            yield f"{figure.where} has no table of its figures"
        if figure.all("svg", "img") and not any(box.all("table") for box in figure.all("details")):
            yield f"{figure.where} has no <details> with its table"
    for image in page.all("img"):
        if not image["alt"].strip():
            yield f"{image.where} has no alternative text"
    for drawing in page.all("svg"):
        yield from _unnamed_drawing(drawing)


def _unnamed_drawing(drawing: Element) -> Iterator[str]:
    if drawing["aria-hidden"] == "true" or _inside(drawing, "svg"):
        return
    for tag in ("title", "desc"):
        if not any(
            child.text for child in drawing.children if isinstance(child, Element) and child.tag == tag
        ):
            yield f"{drawing.where} has no <{tag}>"
    if drawing["role"] != "img":
        yield f'{drawing.where} has no role="img"'
    if not _inside(drawing, "figure"):
        yield f"{drawing.where} stands outside a figure"


def tables(page: Page) -> Iterator[str]:
    """Each table has a caption, scoped headers, no empty cell, and scrolls in a named region."""
    for table in page.all("table"):
        captions = table.all("caption")
        if len(captions) != 1 or not captions[0].text:
            yield f"{table.where} has no caption"
        for header in table.all("th"):
            if header["scope"] not in ("col", "row", "colgroup", "rowgroup"):
                yield f"the header '{header.text}' of {table.where} has no scope"
        columns = [header.text for header in table.all("th") if header["scope"] == "col"]
        if not columns or len(set(columns)) < len(columns) or not all(columns):
            yield f"{table.where} needs a heading of its own for each column; it has {columns}"
        if any(not cell.text for cell in table.all("td")):
            yield f"{table.where} has an empty cell: say [x] or 'not applicable'"
        if not any(_is_region(element) for element in table.ancestors()):
            yield f"{table.where} does not stand in a named region that can be scrolled by keyboard"


def _is_region(element: Element) -> bool:
    named = element["aria-labelledby"] or element["aria-label"]
    return element["role"] == "region" and element["tabindex"] == "0" and bool(named)


def tab_stops(page: Page) -> Iterator[str]:
    """Nothing but links, controls and scrolling regions is a stop for the Tab key."""
    for element in page.elements:
        stop = element["tabindex"]
        if stop and stop != "-1" and not (stop == "0" and element["role"] == "region"):
            yield f"{element.where} has tabindex {stop}"


def _inside(element: Element, tag: str) -> bool:
    return any(ancestor.tag == tag for ancestor in element.ancestors())
