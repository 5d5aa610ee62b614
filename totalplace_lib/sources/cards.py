"""Cards: one text file per publication in config/sources: who made it, its licence, the hash of each file.

A file whose hash differs from its card is refused: figures may have been revised, and a person should look.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from totalplace_lib.errors import ConfigError, Faults, SourceError, TotalPlaceError
from totalplace_lib.project import config_path, read_toml
from totalplace_lib.sources.whole import Whole


@dataclass(frozen=True)
class CardFile:
    """One file of a publication; path is relative to the folder of raw publications.

    published   the day that the file itself says it was published or last revised, as 2024-12-12; "" where it says none
    rows        how many records stand under the headings of a text file; sheets: what a workbook shows, sorted
    """

    path: str
    sha256: str
    bytes: int
    years: str
    quality: str
    file_url: str = ""
    obtained_from: str = ""
    published: str = ""
    rows: int = 0
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """What config/sources/<id>.toml says about one publication. Dates are text (2024-12-12), "" where not known.

    not_held   years that were published but of which there is no file here, and why; never filled in
    whole      what each table that is made from it must hold (see whole)
    """

    id: str
    producer: str
    title: str
    landing_page: str
    licence: str
    attribution: str
    files: tuple[CardFile, ...]
    published: str = ""
    accessed: str = ""
    not_held: str = ""
    whole: tuple[Whole, ...] = ()

    @property
    def newest(self) -> str:
        """The latest day known on which something of this card was published, "" where none is known."""
        return max([self.published, *(file.published for file in self.files)])

    @property
    def span(self) -> str:
        """The years of its files in a few words: "2007-08 to 2023-24", or what each file says."""
        years = sorted({file.years for file in self.files})
        plain = all(re.fullmatch(r"\d{4}-\d{2}", one) for one in years)
        return f"{years[0]} to {years[-1]}" if plain and len(years) > 1 else "; ".join(years)

    def file(self, *, years: str | None = None, path: str | None = None) -> CardFile:
        """The one file of this card for these years or with this path. ConfigError if none or several."""
        found = [f for f in self.files if years in (None, f.years) and path in (None, f.path)]
        if len(found) != 1:
            asked = years or path or "one file"
            raise ConfigError(f"config/sources/{self.id}.toml: {len(found)} files for {asked}, expected one.")
        return found[0]


def load_cards() -> dict[str, Card]:
    """All cards by id. Faults (ConfigError each) when config/ is not right."""
    return {path.stem: read_card(path.stem) for path in sorted(config_path("sources").glob("*.toml"))}


def load_card(card_id: str) -> Card:
    """One card by id. ConfigError when it is not there."""
    if not config_path("sources", f"{card_id}.toml").is_file():
        raise ConfigError(f"config/sources/{card_id}.toml is missing: each publication needs a card.")
    return read_card(card_id)


def read_card(card_id: str) -> Card:
    """One card, as its contract (schema/config/tables) has proved it, and its [[whole]]."""
    data = read_toml(f"sources/{card_id}.toml")
    files = tuple(
        CardFile(**{**entry, "sheets": tuple(entry.get("sheets", ()))}) for entry in data.pop("files")
    )
    try:
        whole = tuple(Whole.parse(entry) for entry in data.pop("whole", ()))
    except (TypeError, ValueError, AttributeError) as fault:
        raise ConfigError(
            f"config/sources/{card_id}.toml, [[whole]]: {fault}. See docs/guards.md."
        ) from fault
    return Card(files=files, whole=whole, **data)


def verify(card: Card, raw: Path) -> None:
    """Raise SourceError (Faults for several) when a file of the card is missing in raw or has changed."""
    faults: list[TotalPlaceError] = [fault for file in card.files if (fault := _fault(card, file, raw))]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults(card.title, faults)


def state(file: CardFile, raw: Path) -> str:
    """Whether a file is there and the one on its card: present, missing or changed (judged by content)."""
    path = raw / file.path
    if not path.is_file():
        return "missing"
    return "present" if sha256(path) == file.sha256 else "changed"


def _fault(card: Card, file: CardFile, raw: Path) -> SourceError | None:
    """What is wrong with one file, or None."""
    path, found = raw / file.path, state(file, raw)
    if found == "present":
        return None
    if found == "missing":
        return SourceError(
            f"{file.path} is missing in {raw}. Run 'totalplace fetch', or download it from {card.landing_page} "
            "and put it there under this name."
        )
    digest = sha256(path)
    return SourceError(
        f"{file.path} is not the file on its card (config/sources/{card.id}.toml): its sha256 begins {digest[:12]}, "
        f"the card says {file.sha256[:12]}. If it is damaged, fetch it again from {card.landing_page}. If it was "
        f'revised, look at what changed, then write in the card: sha256 = "{digest}", bytes = {path.stat().st_size}.'
    )


def sha256(path: Path) -> str:
    """Hash of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
