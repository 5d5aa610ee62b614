"""Hold the tables of a source against its cards: nobody missing, rows and totals as looked at, no wild step.

Every source gets this from the build; a card that does not say what a whole publication is stops it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError, Faults, SourceError, TotalPlaceError
from totalplace_lib.schema import contract
from totalplace_lib.sources.cards import Card
from totalplace_lib.sources.expected_bodies import gazetteer
from totalplace_lib.sources.last_build import first_differences
from totalplace_lib.sources.steps import wild_steps
from totalplace_lib.sources.whole import Control, Whole

SHOWN = 12
"""How many of those missing are named."""

DECIMALS = 6
"""Decimals of totals on cards."""

FIGURES = ("amount_gbp", "value", "people", "population", "children")
"""Columns of figures, for a card that does not name one."""

PROVENANCE = ("sheet", "column", "row", "source_id", "source")


def check_whole(tables: Mapping[str, pd.DataFrame], cards: Iterable[Card], raw: Path) -> None:
    """Faults when a table is not what its cards say, or holds rows of a card that says nothing of it."""
    faults: list[TotalPlaceError] = []
    cards = list(cards)
    for name, table in tables.items():
        for card in cards:
            rows = table[table["source_id"] == card.id] if "source_id" in table else table.iloc[:0]
            whole = next((one for one in card.whole if one.table == name), None)
            if whole is None and len(rows):
                faults.append(_silent(card, name, rows))
            elif whole is not None:
                faults += _faults(card, whole, rows if "source_id" in table else table, table, raw)
    if faults:
        raise Faults("Not whole", faults)


def _silent(card: Card, table: str, rows: pd.DataFrame) -> ConfigError:
    """The card does not say what a whole table is: what to write, to be completed by a person."""
    by = next((column for column in ("year", "period", "vintage", "index") if column in rows), "")
    value = next((column for column in FIGURES if column in rows), "")
    draft = Whole(table, {}, by=by, value=value)
    lines = [f'"{key}" = {control.text()}' for key, control in controls(draft, rows).items()]
    return ConfigError(
        f"config/sources/{card.id}.toml does not say what a whole table {table} is. Look at it, then add the "
        f"lines below (and of, set, each, time, kinds: docs/guards.md):\n"
        f'[[whole]]\ntable = "{table}"\nvalue = "{value}"\nby = "{by}"\n\n[whole.totals]\n' + "\n".join(lines)
    )


def _faults(
    card: Card, whole: Whole, rows: pd.DataFrame, table: pd.DataFrame, raw: Path
) -> Iterator[TotalPlaceError]:
    """Everything in which the rows of one card in one table are not what the card says."""
    lacking = sorted(
        {whole.of, whole.value, whole.by, whole.time, *whole.each, *whole.kinds} - {"", *rows.columns}
    )
    if lacking:
        yield ConfigError(
            f"config/sources/{card.id}.toml: table {whole.table} has no column {', '.join(lacking)}."
        )
        return
    if whole.of:
        yield from _missing(card, whole, rows, raw)
    yield from _off(card, whole, rows)
    if whole.time:
        yield from wild_steps(card.id, whole, rows, table)


def _missing(card: Card, whole: Whole, rows: pd.DataFrame, raw: Path) -> Iterator[SourceError]:
    """Who is missing or too many, by group; groups with the same people are one fault."""
    groups = rows.groupby(list(whole.each)) if whole.each else [((), rows)]
    said: dict[str, list[str]] = {}
    expected: dict[str, dict[str, str]] = {}
    for key, group in groups:
        words = dict(zip(whole.each, map(str, key if isinstance(key, tuple) else (key,)), strict=True))
        year = _financial_year(words.get(whole.time or "year", words.get("year", "")))
        vintages = (int(words["vintage"]),) if "vintage" in words else whole.vintage
        mark = f"{year} {vintages}"
        if mark not in expected:
            members = [
                gazetteer(raw).members(name, year, vintages) if not _plain(name) else {name: name}
                for name in whole.set
            ]
            expected[mark] = {code: name for part in members for code, name in part.items()}
        wanted = {code: name for code, name in expected[mark].items() if not _absent(whole, code, year)}
        found = set(group[whole.of])
        missing, extra = sorted(set(wanted) - found), sorted(found - set(wanted) - {""})
        if missing or extra:
            named = dict(
                zip(
                    group[whole.of],
                    group.get(whole.of.replace("_code", "_name"), group[whole.of]),
                    strict=True,
                )
            )
            text = (
                f"{len(missing)} of {len(wanted)} expected are missing: {_listed(missing, wanted)}; "
                f"{len(extra)} are not expected: {_listed(extra, named)}"
            )
            said.setdefault(text, []).append(", ".join(words.values()))
    for text, where in said.items():
        places = f"{where[0]} and {len(where) - 1} more" if len(where) > 1 else where[0]
        yield SourceError(
            f"{card.id}, table {whole.table}, {places or 'all'}: {text}. Expected is {', '.join(whole.set)} "
            f"(config/sources/{card.id}.toml). Was the file cut, or did somebody begin or end?"
        )


def _plain(name: str) -> bool:
    """Whether a member of a set is a code by itself, which no gazetteer is needed for."""
    return any(letter.isdigit() for letter in name) and ":" not in name


def _absent(whole: Whole, code: str, year: str) -> bool:
    """Whether the card says that somebody is not there, always or in this year ("E0534 2007-08")."""
    return code in whole.absent or f"{code} {year}" in whole.absent


def _financial_year(text: str) -> str:
    """A group's year as a financial year: "2016" and "mid-2016" end one."""
    digits = text[-4:]
    return f"{int(digits) - 1}-{digits[2:]}" if digits.isdigit() else text


def _listed(codes: list[str], names: Mapping[str, object]) -> str:
    """Codes with names, the first few."""
    words = [code if names.get(code, code) == code else f"{names[code]} ({code})" for code in codes[:SHOWN]]
    return ", ".join(words) + (f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else "") or "none"


def _off(card: Card, whole: Whole, rows: pd.DataFrame) -> Iterator[SourceError]:
    """Groups whose rows or totals are not those on the card."""
    found = controls(whole, rows)
    faults = [
        fault
        for key in sorted(set(found) | set(whole.totals))
        if (fault := _against(whole, key, found.get(key), whole.totals.get(key)))
    ]
    if faults:
        places = first_differences(whole.table, rows, whole.value)
        yield SourceError(
            f"{card.id}, table {whole.table}: {'; '.join(faults)}.{places} If the publication was revised, look at "
            f"what changed, then write under its [[whole]] in config/sources/{card.id}.toml:\n"
            + "\n".join(
                f'"{key}" = {found[key].text()}'
                for key in sorted(found)
                if found[key] != whole.totals.get(key)
            )
        )


def _against(whole: Whole, key: str, found: Control | None, card: Control | None) -> str:
    """How one group differs from the card, "" where it does not."""
    if card is None:
        return f"'{key}' is not on the card"
    if found is None:
        return f"no rows of '{key}', the card says {card.rows:,}"
    parts = []
    if found.rows != card.rows:
        parts.append(f"{found.rows:,} rows, the card says {card.rows:,}")
    if found.gaps != card.gaps:
        parts.append(f"{found.gaps:,} gaps, the card says {card.gaps:,}")
    if not _same(found.total, card.total):
        more = found.total - card.total
        parts.append(
            f"{whole.value} adds up to {found.total:,.2f}, the card says {card.total:,.2f} ({more:+,.2f})"
        )
    elif not _same(found.hash_total, card.hash_total):
        parts.append(f"{whole.value} adds up rightly, but figures changed places (hash total)")
    return f"'{key}': {', '.join(parts)}" if parts else ""


def _same(one: float, other: float) -> bool:
    """Whether two totals are equal but for the last digits of a floating-point number."""
    return math.isclose(one, other, rel_tol=1e-13, abs_tol=10**-DECIMALS)


def controls(whole: Whole, rows: pd.DataFrame) -> dict[str, Control]:
    """Rows, gaps, total and hash total of each group; one group "all" where nothing is said to group by."""
    keys = rows[whole.by].astype("str") if whole.by else pd.Series("all", index=rows.index)
    if not whole.value:
        return {str(key): Control(int(count)) for key, count in keys.value_counts().items()}
    values = rows[whole.value].astype("float64")
    products = values * _weights(whole, rows)
    return {
        str(key): Control(
            rows=len(index),
            gaps=int(values.loc[index].isna().sum()),
            total=round(math.fsum(values.loc[index].dropna()), DECIMALS),
            hash_total=round(math.fsum(products.loc[index].dropna()), DECIMALS),
        )
        for key, index in keys.groupby(keys).groups.items()
    }


def _weights(whole: Whole, rows: pd.DataFrame) -> pd.Series[int]:
    """A weight from 1 to 97 for each row, from the words that say whose figure it is; not from where it stands."""
    schema = contract(whole.table)
    key = [column for column in schema.unique or [] if column not in PROVENANCE]
    if len(key) < len(schema.unique or []):  # the key is a place in the file: all words of the row instead
        key = [column for column in schema.columns if column not in (*PROVENANCE, whole.value, "marker")]
        key = [column for column in key if not pd.api.types.is_float_dtype(rows[column])]
    first, *rest = (rows[column].astype("str") for column in key)
    words = first.str.cat(rest, sep="|") if rest else first
    return pd.Series([zlib.crc32(text.encode()) % 97 + 1 for text in words], index=rows.index)
