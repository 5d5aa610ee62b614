"""Slips of wording that templates make when figures are filled in: found on a made page, each with the words around it."""

from __future__ import annotations

import re

from totalplace_lib.publish.markup import parse

SLIPS = {
    "a sign before words": r"[+\u2212-](?:less|more) than \d",
    "or, before what is less": r", or (?:less|more) than \d+%",
    "one of many": r"(?<![\d.,])1 (?:bodies|years|places|lines|kinds|groups|options|barriers|points|themes|changes|services)\b",
    "many of one": r"(?<![\d.,-])(?:[2-9]|[1-9]\d+) (?:body|place|kind|group|option|barrier|point|theme|change|programme)\b",
    "plural with a singular verb": r"\b(?:credits|benefits|pensions|councils|schools) (?:takes|spends|goes|gets|rises|falls)\b",
    "a word twice": r"(?i)\b([a-z]{2,}) \1\b",
    "a name twice": r"(?i)\b(\w+): \1:",
    "a name that is shouted": r"\b[A-Z]{5,}(?: (?:AND |OF |& |- )?[A-Z]{4,})+\b",
    "council twice": r"(?i:council council)|\b[A-Z][a-z]+ (?:CC|UA|MBC|DC)\b",
    "a count of nothing": r"\b0 (?:were|was|the same|stayed)\b",
    "an empty bracket": r"\(\s*\)",
    "a fall of bodies": r"\bfall of \d+ bod",
    "a word of the workshop": r"\blog odds\b|\bCOFOG\b|\b[a-z]+_[a-z]+\b",
    "a key that no reader knows": r"(?i)\b(?:a|another|by|no|of|other|tested|the|these|weak|whose) keys?\b(?! (?:stage|worker))",
    "two parted like three": r"^[^;,]+; and [^;,]+$",
}
_NOT_READ = ("style", "script", "code", "desc")
_BLOCKS = ("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "text", "strong", "summary")


def slips(page: str) -> list[str]:
    """What is wrong on a page, in words: the rule, and where."""
    found = []
    for element in parse(page).elements:
        if element.tag not in _BLOCKS or any(above.tag in _NOT_READ for above in element.ancestors()):
            continue
        if any(below.tag in _BLOCKS for below in element.walk() if below is not element):
            continue
        said = " ".join(element.text.split())
        for rule, pattern in SLIPS.items():
            if match := re.search(pattern, said):
                found.append(f"{rule}: {said[max(0, match.start() - 40) : match.end() + 30]}")
    return list(dict.fromkeys(found))
