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


def conda() -> dict[str, str]:
    """What pip is asked for in environment.yml: name and exact version."""
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    return dict(line.strip().removeprefix("- ").split("==") for line in lines if "==" in line)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(
        line.lower().replace("_", "-").split("==") for line in lines if line and not line.startswith("#")
    )


def test_conda_users_get_the_versions_that_were_tested() -> None:
    assert conda() == {name: pins()[name.lower().replace("_", "-")] for name in requirements()}
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "- -c constraints.txt" in text  # what they pull in, too
    assert "- python=3.11" in text  # as constraints.txt says


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
