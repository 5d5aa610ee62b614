"""Small languages in cells of config/keys.csv: mixes, differences and products of keys, filters of a table.

ConfigError says what a text should look like; who knows the file and row adds them.
"""

from __future__ import annotations

import re

from totalplace_lib.errors import ConfigError

_FACTOR = re.compile(r"(?P<sign>[*/]?)\s*(?P<key>[a-z_]+)(?:\^(?P<power>[0-9.]+))?\s*")
_TERM = re.compile(r"^(?P<weight>[0-9]+(?:\.[0-9]+)?)\s+(?P<key>[a-z_]+)$")


def mix_terms(expression: str) -> dict[str, float]:
    """Key -> weight of "0.6 population + 0.4 pensioners". ConfigError for anything else, a key that stands twice, or
    weights that do not add to one."""
    found = [_TERM.match(part.strip()) for part in expression.split("+")]
    terms = {match["key"]: float(match["weight"]) for match in found if match}
    if len(terms) != len(found) or abs(sum(terms.values()) - 1) > 1e-9:
        raise ConfigError(
            f"config/keys.csv: '{expression}' is not a mix. Write '0.6 population + 0.4 pensioners', adding to one."
        )
    return terms


def product_factors(expression: str) -> list[tuple[str, float]]:
    """(key, power) of "a * b^0.5 / c", a divisor with a negative power. ConfigError for anything else."""
    found = list(_FACTOR.finditer(expression))
    if "".join(match[0] for match in found) != expression or not found:
        raise ConfigError(
            f"config/keys.csv: '{expression}' is not a product of keys such as 'a * b^0.5 / c'."
        )
    return [
        (match["key"], (-1 if match["sign"] == "/" else 1) * float(match["power"] or 1)) for match in found
    ]


def difference_terms(expression: str) -> list[tuple[float, str]]:
    """(weight, key) of the two keys of "2.1 a - 1.1 b", whose weights differ by one. ConfigError for anything else."""
    found = [_TERM.match(part.strip()) for part in expression.split(" - ")]
    terms = [(float(match["weight"]), match["key"]) for match in found if match]
    if len(terms) != 2 or len(found) != 2 or abs(terms[0][0] - terms[1][0] - 1) > 1e-9:
        raise ConfigError(f"config/keys.csv: '{expression}' is not a difference such as '2.1 a - 1.1 b'.")
    return terms


def keys_in(made: str, expression: str) -> list[str]:
    """The keys that a mix, a difference or a product is made from; none for a series that is read."""
    if made == "mix":
        return list(mix_terms(expression))
    if made == "difference":
        return [key for _, key in difference_terms(expression)]
    return [key for key, _ in product_factors(expression)] if made == "product" else []


def filters(text: str) -> dict[str, str | list[str]]:
    """ "line=a|b,measure=c" -> {"line": ["a", "b"], "measure": "c"}."""
    pairs = [part.split("=", 1) for part in text.split(",") if part]
    return {name: value.split("|") if "|" in value else value for name, value in pairs}
