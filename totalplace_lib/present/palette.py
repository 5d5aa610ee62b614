"""Colours by role, light and dark, and the contrast between them.

Light: the Analysis Function palette on white. Dark: the same hues lifted until each mark reaches 3:1 on a
dark card. A drawing is made once, in the light colours; each colour is written into the SVG as a CSS variable
with the light value as its fallback (`var(--tp-blue, #12436d)`), so exhibit.css can switch to dark values and
a reader without the style sheet sees the light drawing on its own white card. In forced colours the
drawing keeps its own tested pairs, on its own card. Every role has a hex code of its own, so that a colour in
the SVG says which role it plays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

INK: Final = "#0b0c0c"  # text
MUTED: Final = "#505a5f"  # secondary text
PAPER: Final = "#ffffff"  # the card, and the gap between adjacent areas
RULE: Final = "#b1b4b6"  # grid lines
AXIS: Final = "#6f777b"  # zero line
BLUE: Final = "#12436d"
TURQUOISE: Final = "#28a197"
PINK: Final = "#801650"
ORANGE: Final = "#f46a25"
GREY: Final = "#3d3d3d"
PURPLE: Final = "#a285d1"
FAINT: Final = "#8a9297"  # all but the one in focus
ORDER_1: Final = "#12436e"  # ordered data, from most ...
ORDER_2: Final = "#2073bc"
ORDER_3: Final = "#6bace6"
ORDER_4: Final = "#bfdaf1"
ORDER_5: Final = "#e9f2fb"  # ... to least
ON_DARK: Final = "#fefefe"  # text on blue, pink, grey and ORDER_1, ORDER_2
ON_LIGHT: Final = "#0a0b0b"  # text on turquoise, orange, purple and ORDER_3
ON_PALE: Final = "#090a0a"  # text on ORDER_4, ORDER_5

MAIN: Final = (BLUE, TURQUOISE, PINK, ORANGE)
TWO: Final = (BLUE, ORANGE)
SIX: Final = (*MAIN, GREY, PURPLE)
ORDERED: Final = (ORDER_1, ORDER_2, ORDER_3, ORDER_4, ORDER_5)

MEANINGS: Final = {
    "Prevention": TURQUOISE, "Reaction": BLUE, "Reaction and enforcement": BLUE, "Enforcement": PINK,
    "Administration": ORANGE, "Services for everybody": GREY,
    "NHS": BLUE, "Councils": TURQUOISE, "Benefits and pensions": PINK, "Tax credits and child benefit": ORANGE,
    "Skills and education bodies": PURPLE, "Councils: housing and council tax benefit": GREY,
    "Department of Health": BLUE, "Department of Health and Social Care": BLUE,
    "Department for Work and Pensions": PINK, "HM Revenue and Customs": ORANGE, "Council tax": TURQUOISE,
    "Department for Education": PURPLE,
    "Government departments": BLUE, "Local taxes, borrowing and own resources": TURQUOISE,
    "Government grants to local authorities": PURPLE, "Funder not reported": GREY,
    "By agreement, tomorrow": TURQUOISE, "After guidance or reporting changes": ORANGE, "Only by law": GREY,
}  # fmt: skip
"""What has one colour in every chart of every report; the rest takes what a chart has left."""

NAMES: Final = {
    INK: "ink", MUTED: "muted", PAPER: "paper", RULE: "rule", AXIS: "axis", BLUE: "blue",
    TURQUOISE: "turquoise", PINK: "pink", ORANGE: "orange", GREY: "grey", PURPLE: "purple", FAINT: "faint",
    ORDER_1: "order-1", ORDER_2: "order-2", ORDER_3: "order-3", ORDER_4: "order-4", ORDER_5: "order-5",
    ON_DARK: "on-dark", ON_LIGHT: "on-light", ON_PALE: "on-pale",
}  # fmt: skip

_TEXT_ON = dict.fromkeys((BLUE, PINK, GREY, ORDER_1, ORDER_2), ON_DARK) | {
    ORDER_4: ON_PALE,
    ORDER_5: ON_PALE,
}
# Too pale to be told from the card (below 3:1): areas of these colours get an outline in AXIS.
PALE: Final = frozenset({ORDER_3, ORDER_4, ORDER_5})


def colours_of(names: Sequence[str], colours: Sequence[str] = SIX) -> list[str]:
    """A colour for each name: its own (MEANINGS), or the next that no other name of the chart has; FAINT where none is
    left."""
    own = {name: MEANINGS[name] for name in names if name in MEANINGS}
    left = iter([colour for colour in colours if colour not in own.values()])
    return [own[name] if name in own else next(left, FAINT) for name in names]


def text_on(colour: str) -> str:
    """The role of text that stands on an area of this colour."""
    return _TEXT_ON.get(colour, ON_LIGHT)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two hex colours as WCAG 2.2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
