"""docs/data_log.md and docs/assumptions.md: what stands in config/, written out for people who review the figures.

Both are made by `totalplace sources --markdown`, and a test holds the committed pages to it. No date, no machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from totalplace_lib.errors import ConfigError
from totalplace_lib.project import read_config
from totalplace_lib.sources.cards import Card, load_cards
from totalplace_lib.sources.uses import tables_of_cards

NOTE = "<!-- Made by `totalplace sources --markdown`; edit config/ and run it again, not this page. -->"

JUDGEMENTS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    (
        "What drives each group of lines, and the key that shares it",
        "evidence/drivers.csv",
        "Money that is published for a wider area only is shared by the key of what drives it. Tested: judged against "
        "the published split of regions; fixed: the truth is one region or a fixed asset, which no key can predict.",
        {"name": "What is paid for", "key": "Key", "tested": "Tested", "reason": "Why this key"},
    ),
    (
        "The keys",
        "keys.csv",
        "Each key is a series over areas; money is shared in proportion to it.",
        {"key": "Key", "name": "What it is", "why": "What it stands for"},
    ),
    (
        "Money that passes between public bodies",
        "transfers.csv",
        "Counted once, at the final spender. Drop: the lines are removed; offset: taken off the payer; checked: "
        "no line to remove.",
        {
            "instrument": "What",
            "payer": "Paid by",
            "payee": "Paid to",
            "action": "What is done",
            "reason": "Why",
        },
    ),
    (
        "Years in which a line of the councils' returns means something else",
        "lines/rs_breaks.csv",
        "Figures of these years carry the marker b (break in series). No last year: until now.",
        {"line": "Line", "first_year": "From", "last_year": "To", "note": "What differs"},
    ),
    (
        "Differences that a publisher left",
        "controls/rs_england.csv",
        "England as printed in the Revenue Outturn Summary less the sum of its authorities, in pounds. Any other "
        "difference stops the build.",
        {"year": "Year", "line": "Line", "difference_gbp": "Difference", "reason": "Why"},
    ),
    (
        "When a figure is called implausible",
        "evidence/plausibility.csv",
        "A ratio below low or above high is shown as implausible.",
        {"check": "What is compared", "low": "Low", "high": "High", "why": "Why"},
    ),
    (
        "Settings of the ranges",
        "evidence/ranges.csv",
        "How a measured error becomes a range around a figure.",
        {"name": "Setting", "value": "Value", "why": "Why"},
    ),
)
"""The pages of judgement: heading, table of config/, what it says, and its columns with their headings here."""


def write(docs: Path) -> tuple[Path, ...]:
    """Write both pages into a folder."""
    docs.mkdir(parents=True, exist_ok=True)
    pages = {docs / "data_log.md": data_log(), docs / "assumptions.md": assumptions()}
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    return tuple(pages)


def data_log() -> str:
    """The page of publications, from the cards."""
    tables = tables_of_cards()
    cards = [card for _, card in sorted(load_cards().items())]
    files = sum(len(card.files) for card in cards)
    parts = [
        "# Data log",
        NOTE,
        f"{len(cards)} publications, {files} files. A file is used only while its content is the one on its card "
        "(sha256). Published: the day that the file itself gives; empty where it gives none. "
        "Quality: official, as published; third-party extraction, somebody else's copy of official figures; research, "
        "a reconstruction, labelled in every chart that shows it.",
        *(_card(card, tables.get(card.id, [])) for card in cards),
    ]
    return "\n\n".join(parts) + "\n"


def assumptions() -> str:
    """The page of judgements, from the tables of config/. ConfigError when one lacks a column."""
    parts = [
        "# Assumptions",
        NOTE,
        "Every judgement behind the figures, with its reason. Each table stands in config/, where it can be changed "
        "without programming; the method is in the notes of each report.",
    ]
    for heading, name, note, columns in JUDGEMENTS:
        parts += [f"## {heading}", f"{note} Where: `config/{name}`.", _judgements(name, columns)]
    return "\n\n".join(parts) + "\n"


def _card(card: Card, tables: Sequence[str]) -> str:
    """One publication."""
    facts = [
        f"- Producer: {card.producer}",
        f"- Where: <{card.landing_page}>"
        if " " not in card.landing_page
        else f"- Where: {card.landing_page}",
        f"- Licence: {card.licence}. {card.attribution}",
        f"- Tables made from it: {', '.join(f'`{table}`' for table in sorted(tables)) or 'none'}",
        *([f"- Not held: {card.not_held}"] if card.not_held else []),
        *([f"- Looked up on: {card.accessed}"] if card.accessed else []),
    ]
    head = ("File", "Years", "Published", "Quality", "Bytes", "sha256", "The copy came from")
    rows = [
        (
            f"`{file.path}`",
            file.years,
            file.published or card.published,
            file.quality,
            f"{file.bytes:,}",
            f"`{file.sha256[:12]}`",
            file.obtained_from,
        )
        for file in card.files
    ]
    return "\n\n".join(
        [f"## {card.title}", f"Card: `config/sources/{card.id}.toml`", "\n".join(facts), _table(head, rows)]
    )


def _judgements(name: str, columns: Mapping[str, str]) -> str:
    """One table of config/ as a page shows it."""
    frame = read_config(name)
    lacking = [column for column in columns if column not in frame]
    if lacking:
        raise ConfigError(
            f"config/{name} has no column {', '.join(lacking)}; docs/assumptions.md is made from it."
        )
    return _table(tuple(columns.values()), frame[list(columns)].fillna("").itertuples(index=False))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )
