"""A file that divides a county into new councils, read and held against the districts that there are.

Every fault is told at once: a district twice, left out, unknown or of another county; a council without one;
two of one name.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from totalplace_lib import project
from totalplace_lib.count import geography
from totalplace_lib.errors import Faults, UsageError, shown
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import check_year
from totalplace_lib.schema.config.facts import Facts
from totalplace_lib.schema.config.reading import read_toml
from totalplace_lib.schema.config.tables import divisions
from totalplace_lib.schema.config.whole_file import judge_file

EXAMPLE = "config/examples/kent_into_three.toml"
MOST_BYTES = 100_000  # a list of councils is a page; what is longer is another file


@dataclass(frozen=True)
class Proposal:
    """New councils for a place, each a set of its areas.

    councils  name -> place, in the order of the file;  is_illustration: nobody proposed it
    source    where it was published
    """

    place: Place
    name: str
    councils: Mapping[str, Place]
    is_illustration: bool
    source: str


def proposal(place: str | Place, into: str, year: Year) -> Proposal:
    """The division of a place that a file describes, on the areas of a year.

    Raises UsageError for a file that cannot be read or divides another place; Faults with all that is wrong in it.
    """
    home, path = find_place(place, year), _path(into)
    content = _content(path, into)
    data, _ = read_toml(into, content)
    named = _county(data, year)
    if named is not None and set(named.areas) != set(home.areas):
        raise UsageError(f"{into} divides {named.name}, not {home.name}: name another file.")
    areas = gazetteer(geography.vintage_for(year)).areas.set_index("area_code")
    names = {str(code): str(name) for code, name in areas["area_name"].items()}
    counties = {str(code): str(name) for code, name in areas["county_name"].items()}
    judge = _Judge(home, year, names, counties)
    contract = dataclasses.replace(divisions.DIVISIONS, between=judge.faults)
    faults = judge_file(contract, into, content, Facts({}, [], lambda table, columns: None))
    if len(faults) == 1:
        raise UsageError(str(faults[0]))
    if faults:
        raise Faults(f"{into} does not divide {home.name}", [UsageError(str(fault)) for fault in faults])
    councils = {
        name: Place(
            f"{home.slug}-{number + 1}", name, tuple(judge.areas_of(districts)), home.vintage, "new council"
        )
        for number, name, districts in divisions.members(data)
    }
    return Proposal(home, data["name"], councils, data["status"] != "proposal", data.get("source", ""))


def check_division(year: str, place: str = "", into: str = EXAMPLE) -> None:
    """What a batch asks before it runs: a file of the project that divides this place; UsageError for any other."""
    when = check_year(year)
    path = _path(into)
    if not path.resolve().is_relative_to(project.home()):
        raise UsageError(
            f"{into} is outside the project folder: put it there, so that a batch sees when it changes."
        )
    data, _ = read_toml(into, _content(path, into))
    named = _county(data, when)
    if named is not None and set(named.areas) != set(find_place(place, when).areas):
        raise UsageError(
            f"{into} divides {named.name}; for another place name a file (docs/how-to-split.md)."
        )
    proposal(place, into, when)


def _county(data: Mapping[str, Any], year: Year) -> Place | None:
    return (
        find_place(data["county"], year) if isinstance(data.get("county"), str) and data["county"] else None
    )


def _path(into: str) -> Path:
    """The file from the working folder, or else from the project folder."""
    given = Path(into)
    return given if given.exists() else project.home() / given


def _content(path: Path, into: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{shown(into)} is larger than any list of councils: is it another file?")
        content = path.read_bytes()
    except (OSError, ValueError) as reason:
        words = "There is no file" if isinstance(reason, FileNotFoundError) else "Not to be read as a file:"
        raise UsageError(
            f"{words} {shown(into)}. How to write one: docs/how-to-split.md; an example: {EXAMPLE}."
        ) from None
    if path.resolve().is_relative_to(project.home()):
        project.note(path.resolve())
    return content


@dataclass(frozen=True)
class _Judge:
    """Holds the districts that a file names against those of the place. names, counties: by area code."""

    place: Place
    year: Year
    names: Mapping[str, str]
    counties: Mapping[str, str]

    def areas_of(self, districts: Iterable[str]) -> list[str]:
        """The area of each district."""
        return [code for one in districts for code in find_place(one, self.year).areas]

    def faults(self, data: Mapping[str, Any]) -> Iterator[divisions.Said]:
        """What is wrong with the councils and, district by district, with what they are made of."""
        yield from divisions.between(data)
        taken: dict[str, str] = {}
        for number, council, districts in divisions.members(data):
            for district in districts:
                found, says = self._found(district)
                if not says and found in taken:
                    twice = (
                        "twice in it"
                        if taken[found] == council
                        else f"in '{taken[found]}' and in '{council}'"
                    )
                    says = f"{self.names[found]} stands {twice}: each district belongs to one council."
                if says:
                    yield divisions.PART, number, "districts", says
                taken.setdefault(found, council)
        left = [self.names[code] for code in self.place.areas if code not in taken]
        if left:
            yield (
                "",
                0,
                "county",
                f"left out: {', '.join(left)}. Every district of {self.place.name} stands in one council.",
            )

    def _found(self, district: str) -> tuple[str, str]:
        """The code of a district, and what is wrong with it ("": nothing)."""
        try:
            found = find_place(district, self.year)
        except UsageError as reason:
            own = [self.names[code] for code in self.place.areas]
            near = difflib.get_close_matches(district, own, n=1, cutoff=0.6)
            return (
                "",
                f"no district is called '{shown(district)}'. Nearest here: {near[0]}."
                if near
                else str(reason),
            )
        if len(found.areas) > 1:
            return "", f"{found.name} is {len(found.areas)} districts: name each by itself."
        code = found.areas[0]
        if code not in self.place.areas:
            county = self.counties[code]
            where = f" but in {county}" if county != self.names[code] else ""
            return code, f"{self.names[code]} is not in {self.place.name}{where}."
        return code, ""
