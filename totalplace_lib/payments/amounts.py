"""Amounts as people write them, to whole pence: signs before or after, brackets, CR, pounds, commas, spaces.

The same grammar twice: in Python for a look at a column, in SQL for all its rows; a test holds the two together.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

MOST_GBP = 10**11
"""No single payment is larger; what seems so is a number of another kind."""
_NOISE = "[\\s\u00a0\u202f£\ufffd₤'’\"]|(?i:gbp)"
_MINUS = "−–‐‑"
_FORM = (
    r"\(?[+-]?(?:{digit}{{1,3}}(?:{many}{digit}{{3}})+(?:{point}{digit}*)?|{digit}+(?:{point}{digit}*)?(?:[eE][+-]?{digit}{{1,2}})?"
    r"|{point}{digit}+)(?:-|CR|DR|cr|dr)?\)?"
)


_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.[0-9]{1,2})?"
_USUAL = rf"(?:-?£?|£-?){_DIGITS}-?|\(£?{_DIGITS}\)"
"""How nearly every cell is written, below MOST_GBP."""


def _form(comma: bool) -> str:
    many, point = (r"\.", ",") if comma else (",", r"\.")
    return _FORM.format(digit="[0-9]", many=many, point=point)


def _tidy(cell: str) -> str:
    return re.sub(f"[{_MINUS}]", "-", re.sub(_NOISE, "", cell))


def pence(cell: str, *, comma: bool = False, unit: int = 1) -> int | None:
    """A cell as whole pence (half a penny up), None where it is no amount.

    comma: 1.234,56 is how it is divided;  unit: what one stands for, 1000 where the heading says thousands
    """
    text = _tidy(cell)
    if not re.fullmatch(_form(comma), text):
        return None
    bare = re.sub(r"^\(?[+-]?|(-|CR|DR|cr|dr)?\)?$", "", text)
    number = bare.replace(".", "").replace(",", ".") if comma else bare.replace(",", "")
    value = int((Decimal(number) * unit * 100).to_integral_value(ROUND_HALF_UP))
    if value >= MOST_GBP * 100:
        return None
    return -value if _is_negative(text) else value


def _is_negative(text: str) -> bool:
    return bool(re.search(r"^\(?-|^\(.*\)$|(-|CR|cr)\)?$", text))


def has_decimal_comma(cells: list[str]) -> bool:
    """Whether a column divides pence by a comma: some cells can only be read so, and none only the other way."""
    return _only(cells, True) > 0 and _only(cells, False) == 0


def _only(cells: list[str], comma: bool) -> int:
    return sum(
        pence(cell, comma=comma) is not None and pence(cell, comma=not comma) is None for cell in cells
    )


def sql(column: str, *, comma: bool = False, unit: int = 1) -> str:
    """The same as an expression over a text column: BIGINT pence, NULL where the cell is no amount.

    A cell as most are written is cast at once; only others meet the rest of the grammar.
    """
    noise = _NOISE.replace("'", "''").replace("\u00a0", "\\x{a0}").replace("\u202f", "\\x{202f}")
    tidy = f"regexp_replace(regexp_replace({column}, '{noise}', '', 'g'), '[{_MINUS}]', '-', 'g')"
    bare = "regexp_replace(t, '^\\(?[+-]?|(-|CR|DR|cr|dr)?\\)?$', '', 'g')"
    number = f"replace(replace({bare}, '.', ''), ',', '.')" if comma else f"replace({bare}, ',', '')"
    value = f"coalesce(try_cast({number} AS DECIMAL(30, 8)), try_cast(try_cast({number} AS DOUBLE) AS DECIMAL(30, 8)))"
    sign = "CASE WHEN regexp_matches(t, '^\\(?-|^\\(.*\\)$|(-|CR|cr)\\)?$') THEN -1 ELSE 1 END"
    slow = (
        f"list_transform([{tidy}], lambda t: CASE WHEN regexp_full_match(t, '{_form(comma)}') "
        f"AND abs({value} * {unit}) < {MOST_GBP} "
        f"THEN {sign} * try_cast(round({value} * {unit * 100}, 0) AS BIGINT) END)[1]"
    )
    if comma or unit != 1:
        return slow
    value = f"CAST(CAST(translate({column}, '£,()-', '') AS DECIMAL(18, 2)) * 100 AS BIGINT)"
    sign = f"CASE WHEN contains({column}, '-') OR starts_with({column}, '(') THEN -1 ELSE 1 END"
    return f"CASE WHEN regexp_full_match({column}, '{_USUAL}') THEN {sign} * {value} ELSE {slow} END"
