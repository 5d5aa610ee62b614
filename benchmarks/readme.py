"""Where the measurements are kept: benchmarks/README.md, one table between two marks for each."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

README = Path(__file__).parent / "README.md"


def write_table(name: str, table: str) -> None:
    """Put the table between the marks of this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    README.write_text(f"{before}{begin}\n{table}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def versions(packages: Iterable[str]) -> str:
    """What was measured with."""
    each = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {each}."
