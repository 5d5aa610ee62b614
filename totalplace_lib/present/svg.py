"""From matplotlib's SVG file to a piece of an HTML page: small, accessible, safe beside its neighbours."""

from __future__ import annotations

import re
from typing import Final

from totalplace_lib.present.palette import NAMES
from totalplace_lib.present.text import escape

FONTS: Final = "Arial, Helvetica, sans-serif"
_PROLOGUE = re.compile(r"^.*?<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>", re.DOTALL)
_DROPPED = re.compile(
    r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL
)
_ID = re.compile(r' id="([^"]+)"')
_REFERENCE = re.compile(r'(?:url\(#|href="#)([^)"]+)')
_FONT_FAMILY = re.compile(r"font-family: [^;\"]*(?:; )?")
_NO_TURN = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_COLOUR = re.compile("|".join(NAMES))


def finished(raw: str, ident: str, title: str, description: str) -> str:
    """matplotlib's SVG as an inline element: title and description, ids under ident, colours as variables.

    Text keeps its own words: only markup (what stands between < and >) is rewritten.
    """
    match = _PROLOGUE.match(raw)
    assert match, "matplotlib wrote an SVG without a viewBox"
    body = _DROPPED.sub("", raw[match.end() :])
    body = _markup(body, set(_REFERENCE.findall(body)), ident)
    _, _, width, height = match[1].split()
    return (
        f'<svg class="exhibit-svg" role="img" aria-labelledby="{ident}-title {ident}-desc" '
        f'viewBox="{match[1]}" width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg" '
        f'font-family="{FONTS}" stroke-linejoin="round">'
        f'<title id="{ident}-title">{escape(title)}</title>'
        f'<desc id="{ident}-desc">{escape(description)}</desc>'
        f"{body}"
    )


def _markup(body: str, referenced: set[str], ident: str) -> str:
    """Each tag rewritten; groups that say nothing are dropped."""

    def tag(match: re.Match[str]) -> str:
        text = _FONT_FAMILY.sub("", _NO_TURN.sub("", " ".join(match[0].split())))
        text = _ID.sub(lambda found: f' id="{ident}-{found[1]}"' if found[1] in referenced else "", text)
        text = _REFERENCE.sub(lambda found: found[0].replace(found[1], f"{ident}-{found[1]}"), text)
        text = text.replace("xlink:href", "href").replace(' "/>', '"/>').replace('; "', '"')
        return _COLOUR.sub(lambda found: f"var(--tp-{NAMES[found[0]]}, {found[0]})", text)

    rewritten = re.sub(r"<[^>]*>", tag, body)
    rewritten = re.sub(r"\s*\n\s*", "\n", rewritten)
    if "<g " not in rewritten:
        rewritten = re.sub(r"</?g>\n?", "", rewritten)
    return rewritten.strip()


def standalone(svg: str) -> str:
    """The SVG as a file of its own, for a reader that knows no CSS variables: the light colours, written out."""
    return re.sub(r"var\(--tp-[a-z0-9-]+, (#[0-9a-f]{6})\)", r"\1", svg) + "\n"
