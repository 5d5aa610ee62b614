"""What an edit of config/ moves: totals of places and parts of England's money under one config, beside another's.

Each config is counted in its own process (`python -m totalplace_lib.analysis.config_moves YEAR...` with the project
folder in TOTALPLACE_HOME), so that nothing read under one is believed under the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

import totalplace_lib
from totalplace_lib.analysis.config_versions import RowChange
from totalplace_lib.analysis.rule_tables import CENTRAL_ON, THEMES_ON, counted_central, kinds_of
from totalplace_lib.count import geography, lenses
from totalplace_lib.count.every_area import money_by_place
from totalplace_lib.count.rules import first_fit
from totalplace_lib.errors import ConfigError, TotalPlaceError, UsageError
from totalplace_lib.evidence.scopes import Scope, scopes
from totalplace_lib.model import Year
from totalplace_lib.national.finding import in_year
from totalplace_lib.national.money import sharing
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config
from totalplace_lib.schema.config import reading

FIGURE = ["what", "name", "year"]
MOVED = [*FIGURE, "before_gbp", "after_gbp", "difference_gbp"]
PLACE = "place"
RULES = "config/lines/central.csv"
COUNTED = tuple(
    f"config/{name}"
    for name in (
        "controls/", "definition.csv", "geography/", "lines/", "scopes/", "evidence/drivers.csv", "keys.csv",
        "outcomes.csv", "places.csv", "themes/theme_lines.csv", "transfers.csv", "years.csv",
    )
)  # fmt: skip
"""Folders and tables that figures() reads: an edit of another one moves none of them."""
Watch = Callable[[str], None]


def figures(year: str) -> pd.DataFrame:
    """FIGURE and amount_gbp of one year: every place, and England's money by what config/ says of its lines."""
    kinds = kinds_of(year).query("not is_removed and not is_memo")
    outcomes, rules = read_config("outcomes.csv"), read_config("themes/theme_lines.csv")
    held = scopes(read_config("scopes/scopes.csv"), read_config("scopes/rules.csv"))
    parts = [_places(year, read_config("places.csv")["slug"]), _cuts(kinds, outcomes, rules, held)]
    return pd.concat(parts, ignore_index=True).assign(year=year)


def _places(year: str, slugs: Iterable[str]) -> pd.DataFrame:
    """England, the regions, the places of places.csv and the upper-tier areas, each as `totalplace count` has it."""
    when = Year.parse(year)
    rows = [(name, area) for name, areas in _areas_of_places(when, slugs) for area in areas]
    found = money_by_place(sharing(when), pd.DataFrame(rows, columns=["place", "area_code"]))
    order = list(dict.fromkeys(name for name, _ in rows))
    amounts = found.set_index("place")["amount_gbp"].reindex(order).fillna(0.0)
    return pd.DataFrame({"what": PLACE, "name": order, "amount_gbp": amounts.to_numpy()})


def _areas_of_places(year: Year, slugs: Iterable[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Name and areas of each place; one ground has one name."""
    areas = gazetteer(geography.vintage_for(year)).areas
    yield "England", tuple(areas["area_code"])
    seen = set()
    for level in ("region_name", "county_name"):
        for name, own in areas.groupby(level, sort=True)["area_code"]:
            seen.add(frozenset(own))
            yield str(name), tuple(own)
    for slug in slugs:
        try:
            place = in_year(str(slug), year)
        except UsageError:
            continue  # the place cannot be followed to this year
        if frozenset(place.areas) not in seen:
            yield place.name, place.areas


def _cuts(
    kinds: pd.DataFrame, outcomes: pd.DataFrame, rules: pd.DataFrame, held: Mapping[str, Scope]
) -> pd.DataFrame:
    """England's money by spender group, rung of control, outcome, parcel of a theme, and what each scope takes in."""
    parcels = [*rules["parcel"], "none"]
    words: dict[str, Any] = {
        "spender group": kinds["spender_group"],
        "control": kinds["control"],
        "outcome": lenses.outcomes_of(kinds, outcomes).replace("", "none"),
        "parcel": [parcels[one] for one in first_fit(kinds, rules, THEMES_ON)],
    }
    parts = [
        kinds.assign(name=word)
        .groupby("name", observed=True)["amount_gbp"]
        .sum()
        .reset_index()
        .assign(what=what)
        for what, word in words.items()
    ]
    taken = [("scope", slug, float(scope.of(kinds)["amount_gbp"].sum())) for slug, scope in held.items()]
    parts.append(pd.DataFrame(taken, columns=["what", "name", "amount_gbp"]))
    return pd.concat(parts, ignore_index=True).round({"amount_gbp": 2})


def moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """MOVED: the figures that differ, by year; one that is only in one config has nothing in the other."""
    both = before.merge(after, on=FIGURE, how="outer", suffixes=("_before", "_after"))
    table = both.rename(columns={"amount_gbp_before": "before_gbp", "amount_gbp_after": "after_gbp"})
    table["difference_gbp"] = (table["after_gbp"].fillna(0) - table["before_gbp"].fillna(0)).round(2)
    is_same = (table["difference_gbp"] == 0) & table["before_gbp"].notna() & table["after_gbp"].notna()
    return table.loc[~is_same, MOVED].sort_values(FIGURE, ignore_index=True)


def under(home: Path, years: Sequence[str], watch: Watch = lambda year: None) -> pd.DataFrame:
    """figures() of these years under the config of a project folder, in a fresh process.

    Raises ConfigError with what the process said where it cannot be counted.
    """
    library = str(Path(totalplace_lib.__file__).parent.parent)
    paths = os.pathsep.join([library, *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "totalplace_lib.analysis.config_moves", *years],
        env={**os.environ, "TOTALPLACE_HOME": str(home), "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    parts = []
    with process, ThreadPoolExecutor(1) as pool:
        assert process.stdout is not None and process.stderr is not None
        said = pool.submit(process.stderr.read)
        for line in process.stdout:
            record = json.loads(line)
            watch(record["year"])
            parts.append(pd.DataFrame(record["figures"], columns=[*FIGURE, "amount_gbp"]))
    if process.returncode:
        raise ConfigError(said.result().strip().splitlines()[-1] if said.result().strip() else "it was ended")
    return pd.concat(parts, ignore_index=True)


def both(
    before: Path, after: Path, years: Sequence[str], watch: Watch = lambda year: None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """under() two project folders, at the same time; from both ends, as one may use what the other has made."""
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(under, before, years, watch)
        other = pool.submit(under, after, years[::-1], watch)
        return one.result(), other.result()


def years_of_rules(before: pd.DataFrame, after: pd.DataFrame, years: Sequence[str]) -> list[str]:
    """The years in which an edit of lines/central.csv decides otherwise for a line."""
    lines = counted_central()
    given = [
        rules.fillna("").iloc[first_fit(lines, rules, CENTRAL_ON)].drop(columns="note").reset_index(drop=True)
        for rules in (before, after)
    ]
    differ = (given[0] != given[1]).any(axis=1).to_numpy()
    found = set(lines.loc[differ, "year"].astype(str))
    return [year for year in years if year in found]


def years_moved(before: Path, after: Path, edits: Sequence[RowChange]) -> list[str]:
    """The years that edits of config/ can move: those whose lines are decided otherwise where of all tables that a
    count reads only lines/central.csv was edited, none where none was, else all."""
    if not edits:
        return []
    files = {edit.file for edit in edits if edit.file.startswith(COUNTED)}
    if files != {RULES}:
        return list(years()) if files else []
    one, other = (reading.read(RULES, (home / RULES).read_bytes(), list).frame() for home in (before, after))
    return years_of_rules(one, other, years())


def difference(
    before: Path, after: Path, years: Sequence[str], watch: Watch = lambda year: None
) -> pd.DataFrame:
    """moved() between two project folders; empty where no year has to be counted."""
    if not years:
        return pd.DataFrame(columns=MOVED)
    return moved(*both(before, after, years, watch))


def main(years: Sequence[str]) -> int:
    """Print one line of JSON for each year; a message and an exit code where config cannot be counted."""
    for year in years:
        try:
            rows: list[list[Any]] = figures(year)[[*FIGURE, "amount_gbp"]].to_numpy().tolist()
        except TotalPlaceError as error:
            print(str(error).replace("\n", " "), file=sys.stderr)
            return error.exit_code
        print(json.dumps({"year": year, "figures": rows}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
