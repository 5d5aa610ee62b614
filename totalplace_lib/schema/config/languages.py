"""Small languages in cells of config/: when a transfer applies, filters and expressions of keys, further themes of a
part, members of a place. Each judge says what is wrong with a text, "" where it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from totalplace_lib.errors import ConfigError
from totalplace_lib.schema import expressions
from totalplace_lib.schema.config.cell_rules import Language, Year
from totalplace_lib.schema.config.contract import RowRule
from totalplace_lib.schema.config.facts import Data, Facts, In, Source, rows_of
from totalplace_lib.schema.config.fault import nearest

if TYPE_CHECKING:
    import pandas as pd

CAPITAL_RETURNS, UNTIL = "capital returns", "until "


def _needs(text: str, facts: Facts | None) -> str:
    parts = text.split("; ")
    wrong = [part for part in parts if part != CAPITAL_RETURNS and not _is_until(part)]
    if wrong:
        return f"'{wrong[0]}' is neither"
    return "one stands twice" if len(set(parts)) < len(parts) else ""


def _is_until(text: str) -> bool:
    return text.startswith(UNTIL) and Year().accepts(text.removeprefix(UNTIL))


NEEDS = Language(
    _needs,
    "'capital returns', or 'until' and a year: until 2009-10; both with '; ' between them",
    lambda facts: [CAPITAL_RETURNS],
)


def _filter(text: str, facts: Facts | None) -> str:
    pairs = [part.split("=") for part in text.split(",")]
    wrong = [part for part in pairs if len(part) != 2 or not all(part)]
    names = [part[0] for part in pairs]
    if wrong:
        return f"'{'='.join(wrong[0])}' is not name=value"
    return "a column stands twice" if len(set(names)) < len(names) else ""


FILTER = Language(_filter, "name=value, several with commas, alternative values with | (line=a|b,measure=c)")


def _in_net_current(text: str, facts: Facts | None) -> str:
    return "" if text in ("yes", "no") or Year().accepts(text) else f"'{text}' is none of them"


IN_NET_CURRENT = Language(
    _in_net_current, "yes | no | the first year in which it is", lambda facts: ["yes", "no"]
)

_THEMES = (In("themes.csv", "theme"),)
MEASURES: tuple[Source, ...] = (
    In("themes/measures.csv", "measure"),
    In("themes/national_shares.csv", "measure"),
)


def _also(text: str, facts: Facts | None) -> str:
    seen = set()
    for part in text.split(" "):
        theme, sign, size = part.partition("=")
        if not sign or not size:
            return f"'{part}' is neither theme=1 nor theme=measure"
        if theme in seen:
            return f"the theme '{theme}' stands twice"
        seen.add(theme)
        themes, measures = (facts.values(_THEMES), facts.values(MEASURES)) if facts else (None, None)
        if themes is not None and theme not in themes:
            return f"there is no theme '{theme}'{_near(theme, themes)}"
        if size != "1" and measures is not None and size not in measures:
            return f"there is no measure '{size}'{_near(size, measures)}"
    return ""


def _near(text: str, known: Sequence[str] | frozenset[str]) -> str:
    close = nearest(text, sorted(known))
    return f"; nearest: '{close}'" if close else ""


ALSO = Language(
    _also,
    "theme=1 (counted in full there) or theme=measure, with spaces between several",
    lambda facts: sorted((facts.values(_THEMES) if facts else None) or ()),
)


# How the cells of a key belong together.
def _each_row(judge: Callable[[dict[str, str], Facts], bool]) -> Callable[[pd.DataFrame, Facts], list[bool]]:
    return lambda frame, facts: [judge(row, facts) for row in rows_of(frame)]


FROM_KEYS = ("mix", "difference", "product")
FROM_AREAS = ("outside",)


def _table_fits(row: dict[str, str], facts: Facts) -> bool:
    """A key made from others has no table and no filter; one that is read has a table."""
    if row["made"] in FROM_KEYS:
        return not row["table"] and not row["filter"]
    return bool(row["table"])


def _expression_fits(row: dict[str, str], facts: Facts) -> bool:
    if row["made"] not in FROM_KEYS:
        return True
    try:
        used = expressions.keys_in(row["made"], row["value"])
    except ConfigError:
        return False
    known = facts.values((In("keys.csv", "key"),))
    return known is None or (set(used) <= known and row["key"] not in used)


def _columns_fit(row: dict[str, str], facts: Facts) -> bool:
    """The column that is read and those of the filter are in the table."""
    if row["made"] in FROM_KEYS or not row["table"]:
        return True
    names = [part.split("=")[0] for part in row["filter"].split(",") if part]
    read = [row["value"]] if row["value"] and row["made"] not in FROM_AREAS else []
    return facts.frame(row["table"], [*read, *names]) is not None or not _is_there(row["table"], facts)


def _is_there(table: str, facts: Facts) -> bool:
    return f"data/processed/{table}.parquet" in facts.files


def _filter_finds(row: dict[str, str], facts: Facts) -> bool:
    """Every value of the filter stands in its column."""
    if not row["table"] or row["made"] in FROM_KEYS or _filter(row["filter"] or "a=b", facts):
        return True
    return all(
        one in known
        for name, value in _pairs(row["filter"])
        if (known := facts.values((Data(row["table"], name),))) is not None
        for one in value.split("|")
    )


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        if part.count("=") == 1:
            name, value = part.split("=")
            yield name, value


def _filter_is_there(row: dict[str, str], facts: Facts) -> bool:
    needed = {"structure", "bodies", "boards", "groups", "outside", "exp", "score"}
    return bool(row["filter"]) or row["made"] not in needed


def _value_is_there(row: dict[str, str], facts: Facts) -> bool:
    return bool(row["value"]) or row["made"] in FROM_AREAS


def _no_circle(frame: pd.DataFrame, facts: Facts) -> list[bool]:
    """No key is made from itself by way of others."""
    used: dict[str, list[str]] = {}
    for row in rows_of(frame):
        try:
            used[row["key"]] = expressions.keys_in(row["made"], row["value"])
        except ConfigError:
            used[row["key"]] = []

    def reaches(start: str) -> bool:
        seen: set[str] = set()
        todo = list(used.get(start, ()))
        while todo:
            one = todo.pop()
            if one == start:
                return True
            if one not in seen:
                seen.add(one)
                todo += used.get(one, ())
        return False

    return [not reaches(key) for key in frame["key"]]


KEYS = (
    RowRule(
        "table",
        "a table where the key is read, none where it is made from other keys",
        _each_row(_table_fits),
    ),
    RowRule("filter", "a filter, for a key that is made in this way", _each_row(_filter_is_there)),
    RowRule(
        "filter", "values that stand in those columns of the table (data/processed)", _each_row(_filter_finds)
    ),
    RowRule("value", "the column that is read, or the keys that it is made from", _each_row(_value_is_there)),
    RowRule(
        "value",
        "other keys of this table: a mix '0.6 a + 0.4 b' that adds to one, a difference '2.1 a - 1.1 b', a product "
        "'a * b^0.5 / c'",
        _each_row(_expression_fits),
    ),
    RowRule("value", "a column of the table (and columns of it in the filter)", _each_row(_columns_fit)),
    RowRule("value", "keys that are not made from this one", _no_circle),
)
