"""What reports said and what the gate held back, over every report of every named place in two years.

python benchmarks/sentences.py [--write] [--years 2008-09 2024-25] [--places birmingham ...] [--list FILE]

Runs the cells of every notebook in this process, without rendering, and counts the sentences by report and condition.
Fails where a report says what no row of config/sentences.csv allows. --write puts the table into docs/sentences.md.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from totalplace_lib.analysis.assets import capital_years
from totalplace_lib.analysis.themes import themes_table
from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.project import home, read_config
from totalplace_lib.publish.sentence_register import COUNTED, Told, condition_of, told, write

YEARS = ("2008-09", "2024-25")
YEARLY = ("whole_area_count", "evidence", "flows", "overlap", "compare")
THEMES = ("crime", "older-people", "welfare-skills", "drugs-alcohol")
KINDS = {"whole_area_count": "count"}


def cells(report: str) -> list[tuple[bool, str]]:
    """Whether it holds the parameters, and the source, of each code cell."""
    notebook = json.loads((home() / "notebooks" / f"{report}.ipynb").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [("parameters" in cell["metadata"].get("tags", ()), "".join(cell["source"])) for cell in code]


def shown(report: str, parameters: dict[str, object]) -> Iterator[object]:
    """What the cells of a notebook show, one after the other."""
    space: dict[str, object] = {}
    for is_told, source in cells(report):
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, report, "exec"), space)
        if is_told:
            space.update(parameters)
        if isinstance(last, ast.Expr):
            yield eval(compile(ast.Expression(last.value), report, "eval"), space)


def themes_in(place: str, year: str) -> list[str]:
    """The place's own themes, as a batch makes them, or those of most pilots for a place that chose none."""
    register, table = read_config("place_themes.csv"), themes_table()
    told_apart = set(table.loc[table["last"].fillna(year) >= year, "theme"])
    own = register.loc[register["place"] == place, "theme"].drop_duplicates().tolist() or list(THEMES)
    return [theme for theme in own if theme in told_apart]


def asked(places: list[str], years: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Every report of every place: by year, by theme, and the two that have no year."""
    for place in places:
        for year in years:
            for report in YEARLY:
                yield report, {"place": place, "year": year}
            if year in capital_years():
                yield "assets", {"place": place, "year": year}
            for theme in themes_in(place, year):
                for report in ("deep_dive", "options"):
                    yield report, {"place": place, "year": year, "theme": theme}
        yield "series", {"place": place}
        for journey in sorted(path.stem for path in (home() / "config" / "journeys").glob("*.toml")):
            yield "journeys", {"place": place, "journey": journey}


def said(report: str, parameters: dict[str, object]) -> list[dict[str, str]]:
    """The sentences of one report with condition and, where one is held back, why."""
    kind = KINDS.get(report, report)
    about = {name: str(parameters.get(name, "")) for name in ("place", "year", "theme", "journey")}
    return [
        {"report": kind, **about, "where": one.where, "text": one.text, "withheld": one.withheld,
         "condition": condition_of(kind, one)}
        for one in told(shown(report, parameters))
    ]  # fmt: skip


def counted(rows: pd.DataFrame) -> str:
    """The table of docs/sentences.md: by report, how many findings and headlines of charts were made and held back."""
    gated = rows[rows["where"] != "headline"]
    why = sorted(set(gated["withheld"]) - {""})
    lines = [["report", "where", "asked", "made", "held back", *why]]
    for (report, where), own in gated.groupby(["report", "where"], sort=True):
        reasons = own["withheld"].value_counts()
        made = int((own["withheld"] == "").sum())
        lines.append([report, where, f"{len(own):,}", f"{made:,}", f"{len(own) - made:,}",
                      *(f"{int(reasons.get(each, 0)):,}" for each in why)])  # fmt: skip
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def about(rows: pd.DataFrame, years: list[str]) -> str:
    """What the table counts."""
    reports = rows.drop_duplicates(["report", "place", "year", "theme", "journey"])
    gated = rows[rows["where"] != "headline"]
    held = int((gated["withheld"] != "").sum())
    return (
        f"{len(reports):,} reports ({', '.join(sorted(rows['report'].unique()))}) of {rows['place'].nunique()} of the "
        f"{len(read_config('places.csv'))} named places in {' and '.join(years)} (deep dives and "
        f"options of a place's own themes, else of {', '.join(THEMES)}): {len(gated):,} findings and headlines of "
        f"charts were asked for, {len(gated) - held:,} made and {held:,} held back."
    )


def run(
    places: list[str], years: list[str], reports: list[str] | None, kept: Path | None
) -> tuple[pd.DataFrame, list[str]]:
    """Every sentence, and what was refused with why. kept: where the sentences of each report are added as it is made,
    so that a stop loses none."""
    rows, refused = [], []
    for report, parameters in asked(places, years):
        if reports and report not in reports:
            continue
        try:
            made = said(report, parameters)
        except TotalPlaceError as error:
            refused.append(f"{report} {parameters}: {error}")
            continue
        rows += made
        if kept:
            is_new = not kept.is_file()
            pd.DataFrame(made).to_csv(kept, mode="a", header=is_new, index=False, quoting=csv.QUOTE_ALL)
    return pd.DataFrame(rows), refused


def read(path: Path) -> pd.DataFrame:
    """The sentences of a list, with today's conditions."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    told_as = [Told(*row) for row in frame[["where", "text", "withheld"]].itertuples(index=False, name=None)]
    pairs = zip(frame["report"], told_as, strict=True)
    return frame.assign(condition=[condition_of(report, one) for report, one in pairs])


def main() -> int:
    """Count, and say what no row allows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", nargs="*", default=read_config("places.csv")["slug"].tolist())
    parser.add_argument("--years", nargs="*", default=list(YEARS))
    parser.add_argument("--reports", nargs="*", help="notebooks by name, by default all")
    parser.add_argument("--list", type=Path, help="add every sentence there, as it is made")
    parser.add_argument(
        "--read", nargs="*", type=Path, help="count what --list wrote, without running anything"
    )
    parser.add_argument("--write", action="store_true")
    told_to = parser.parse_args()
    began = time.perf_counter()
    if told_to.read:
        frame, refused = pd.concat([read(path) for path in told_to.read]).drop_duplicates(), list[str]()
    else:
        frame, refused = run(told_to.places, told_to.years, told_to.reports, told_to.list)
    unknown = frame[frame["condition"] == ""].drop_duplicates(["report", "where", "text"])
    print(counted(frame))
    print(f"{len(frame):,} sentences in {time.perf_counter() - began:,.0f} s; {len(refused)} reports refused")
    for line in refused[:20]:
        print("refused:", line)
    if told_to.write:
        write(f"{COUNTED}\n\n{counted(frame)}\n\n{about(frame, told_to.years)}\n")
    for row in unknown.itertuples():
        print(f"no row allows: {row.report}, {row.where}: {row.text}")
    return 1 if len(unknown) else 0


if __name__ == "__main__":
    sys.exit(main())
