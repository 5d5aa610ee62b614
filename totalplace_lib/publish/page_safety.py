"""What no page may hold, one rule per function: a script, a request, a broken number, a traceback.

Names in the data come from files that anyone may have filled in. Every writer escapes them; these rules are
the second lock, on the finished page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from totalplace_lib.publish.contrast import too_faint
from totalplace_lib.publish.markup import Page

_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "xlink:href"}
_ACTIVE = ("script", "iframe", "object", "embed", "applet", "form", "base", "portal")
_CSS_REMOTE = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)|image-set\(|(?<![\w-])src\(", re.IGNORECASE)
_NO_NUMBER = re.compile(r"^[£\-−+]?\s*(nan|NaN|NaT|None|null|inf|Infinity|<NA>)\s*(%|m|bn)?$")
_NO_NUMBER_IN_WORDS = re.compile(r"\b(?:nan|NaN|NaT)\b|£\s*[-−]?\s*(?:nan|None|inf)|<NA>", re.ASCII)
_PATH = re.compile(
    r"\b(?:config|docs|notebooks|totalplace_lib|data/processed|data/raw)/[\w./-]+|\b[\w-]+\.(?:csv|toml|ipynb|parquet|py)\b"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def no_script(page: Page) -> Iterator[str]:
    """Nothing on the page runs."""
    for element in page.elements:
        if element.tag in _ACTIVE:
            yield f"{element.where} can run or send something"
        for name, value in element.attributes.items():
            if name.startswith("on") or value.strip().lower().startswith(("javascript:", "vbscript:")):
                yield f"{element.where} has a script in its attribute {name}"


def nothing_remote(page: Page) -> Iterator[str]:
    """Nothing is asked for when the page opens. A link that a reader may follow is no request."""
    for element in page.elements:
        for name, value in element.attributes.items():
            loads = name in _LOADS or (name == "href" and element.tag not in ("a", "area"))
            if loads and not value.startswith(("data:", "#")):
                yield f"{element.where} asks for {value[:80]!r}"
            if name != "content" and "url(" in value and _CSS_REMOTE.search(value):
                yield f"{element.where} asks for something in its attribute {name}"
        if element.tag == "style" and (found := _CSS_REMOTE.search(element.text)):
            yield f"the style sheet asks for something: {found[0]}"
        if element["http-equiv"].lower() == "refresh":
            yield f"{element.where} leaves the page"


def no_broken_numbers(page: Page) -> Iterator[str]:
    """A gap is said in words, never as nan or None."""
    for cell in page.all("td", "th", "dd", "text", "tspan"):
        if _NO_NUMBER.match(cell.text):
            yield f"{cell.where} shows '{cell.text}'"
    for body in page.all("body"):
        if found := _NO_NUMBER_IN_WORDS.search(body.text):
            yield f"the page shows '{body.text[max(0, found.start() - 40) : found.end() + 40]}'"


def no_paths(page: Page) -> Iterator[str]:
    """No file of the project is named to a reader, to whom it says nothing."""
    for body in page.all("body"):
        for found in dict.fromkeys(_PATH.findall(body.text)):
            yield f"the page names '{found}', a file that its readers do not have"


def no_traceback(page: Page) -> Iterator[str]:
    """No error of the machine is shown to a reader."""
    for body in page.all("body"):
        if "Traceback (most recent call last)" in body.text:
            yield "the page shows a traceback"


def well_formed(page: Page) -> Iterator[str]:
    """Every tag is closed in turn, and no character hides or turns the text around it."""
    yield from page.unclosed[:5]
    if found := _CONTROL.search(page.root.text):
        yield f"the page holds the control character {found[0]!r}"


def colours(page: Page) -> Iterator[str]:
    """The colours of the style sheet are far enough apart, in light and in dark."""
    yield from too_faint("\n".join(style.text for style in page.all("style")))
