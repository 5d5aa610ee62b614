"""Contrast of a style sheet's colours, computed from its custom properties (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator

TEXT, GRAPHICS = 4.5, 3.0

# Which colour is laid on which, and the ratio it needs there: what report.css does with its properties.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, paper, TEXT) for paper in ("paper", "panel") for ink in ("ink", "muted", "link", "visited")),
    *((ink, "paper", TEXT) for ink in ("accent", "good", "bad")),
    *((ink, "band", TEXT) for ink in ("band-ink", "band-muted")),
    ("ink", "bad-panel", TEXT),
    *((line, paper, GRAPHICS) for paper in ("paper", "panel") for line in ("edge", "focus")),
    ("band-focus", "band", GRAPHICS),
)

_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_PROPERTY = re.compile(r"--([\w-]+)\s*:\s*(#[0-9a-fA-F]{3,8})\b")
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{\s*:root\s*\{([^}]*)\}")


def luminance(colour: str) -> float:
    """Relative luminance of "#rgb" or "#rrggbb", 0 (black) to 1 (white)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def schemes(css: str) -> dict[str, dict[str, str]]:
    """The custom colours of the sheet in light and in dark: scheme -> name -> "#rrggbb"."""
    first = _ROOT.search(css)
    light = dict(_PROPERTY.findall(first[1])) if first else {}
    dark = _DARK.search(css)
    return {"light": light, "dark": light | dict(_PROPERTY.findall(dark[1] if dark else ""))}


def too_faint(css: str) -> Iterator[str]:
    """Each pair of colours that is too close, in words; also a colour that the sheet does not define."""
    for scheme, colours in schemes(css).items():
        for ink, paper, needed in PAIRS:
            missing = [name for name in (ink, paper) if name not in colours]
            if missing:
                yield f"the colour --{missing[0]} is not defined"
            elif (ratio := contrast(colours[ink], colours[paper])) < needed:
                yield f"--{ink} on --{paper} has a contrast of {ratio:.1f} in {scheme}; it needs {needed}"
