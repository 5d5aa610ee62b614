"""environment.yml, pyproject.toml and constraints.txt must not drift apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"^[A-Za-z0-9_.\-]+")


def requirements() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {NAME.match(text)[0]: text for text in project["dependencies"]}


def conda() -> list[str]:
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    return [line.strip().removeprefix("- ") for line in lines if line.startswith("  - ")]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(
        line.lower().replace("_", "-").split("==") for line in lines if line and not line.startswith("#")
    )


def test_conda_asks_for_what_the_package_asks_for() -> None:
    wanted = set(requirements().values()) | {"python>=3.11"}
    assert wanted - set(conda()) == set()
    assert {entry for entry in conda() if entry[0].isalpha()} - wanted == {
        "conda-forge",
        "nodefaults",
        "pip",
        "pip:",
    }


def test_every_requirement_is_pinned_at_or_above_its_lower_bound() -> None:
    for name, text in requirements().items():
        bound = tuple(map(int, text.split(">=")[1].split(".")))
        pinned = tuple(int(part) for part in pins()[name.lower().replace("_", "-")].split(".")[: len(bound)])
        assert pinned >= bound, name


def test_nothing_names_a_registry_or_a_machine() -> None:
    for name in ("constraints.txt", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text.replace("https://github.com", ""), name
        assert "/work/" not in text and "index-url" not in text, name
