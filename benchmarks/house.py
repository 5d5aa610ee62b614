"""The house as it stands: lines and files by floor, arrows that go up, and how far a year and a place travel.

    python benchmarks/house.py [CHECKOUT ...]

Each checkout (default: this one) is measured in a process of its own. Arrows are imports between floors, by grimp;
one goes up when the floor that imports stands below the one that is imported in the order of FLOORS. The journey is
that of one count of Kent in 2008-09: every function of the library that is called with an argument called `year` or
`place`, in how many files, and how often a text is made a Year.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

PACKAGE = "totalplace_lib"
FLOORS = (
    "schema", "sources", "count", "national", "evidence", "payments", "returns", "bench", "analysis", "workbench",
    "present", "publish", "cli",
)  # fmt: skip
COUNT = ("totalplace_lib.workbench", "totalplace_lib.analysis.whole_area_count")  # before and now
RANGES = ("totalplace_lib.bench.ranges", "totalplace_lib.evidence.ranges")
FOLLOWED = ("year", "place")


def main(checkouts: list[str]) -> None:
    """Measure each in its own process, and tell side by side."""
    found = []
    for checkout in checkouts or [str(Path(__file__).parents[1])]:
        own = os.environ | {"PYTHONPATH": checkout, "TOTALPLACE_HOME": checkout}
        told = subprocess.run(
            [sys.executable, __file__, "--here"], env=own, check=True, capture_output=True, text=True
        )
        found.append(json.loads(told.stdout.splitlines()[-1]))
    for row in dict.fromkeys(name for each in found for name in each):
        print(f"| {row} |", " | ".join(str(each.get(row, "-")) for each in found), "|")


def here() -> dict[str, Any]:
    """All figures of the checkout that is on the path."""
    import totalplace_lib

    root = Path(str(totalplace_lib.__file__)).parent
    return dict(floors(root)) | dict(arrows()) | dict(journeys(root))


def floors(root: Path) -> Iterator[tuple[str, str]]:
    """Lines and files of each floor, and of all."""
    lines: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path in root.rglob("*.py"):
        inside = path.relative_to(root).parts
        floor = inside[0] if len(inside) > 1 else "beside the floors"
        lines[floor] += len(path.read_text("utf-8").splitlines())
        files[floor] += 1
    for floor in (*FLOORS, "beside the floors"):
        if files[floor]:
            yield floor, f"{lines[floor]:,} in {files[floor]}"
    yield "all", f"{sum(lines.values()):,} in {sum(files.values())}"


def arrows() -> Iterator[tuple[str, object]]:
    """Imports from floor to floor, and those that go up."""
    import grimp

    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    pairs: Counter[tuple[str, str]] = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            one, other = (name.split(".")[1] if "." in name else name for name in (importer, imported))
            if one != other and one in FLOORS and other in FLOORS:
                pairs[one, other] += 1
    yield "pairs of floors with imports", len(pairs)
    up = [pair for pair in pairs if FLOORS.index(pair[0]) < FLOORS.index(pair[1])]
    yield "of them up", ", ".join(sorted(f"{one} > {other}" for one, other in up)) or "none"


def journeys(root: Path) -> Iterator[tuple[str, object]]:
    """Where `year` and `place` go during one count and its range."""
    from importlib import import_module

    count = import_module(next(name for name in COUNT if _is_here(name, root)))
    ranges = import_module(next(name for name in RANGES if _is_here(name, root)))
    met: dict[str, set[tuple[str, str]]] = {name: set() for name in FOLLOWED}
    calls: Counter[str] = Counter()

    def look(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(str(root)):
            return
        taken = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        for name in FOLLOWED:
            if name in taken:
                met[name].add((code.co_filename, code.co_qualname))
                calls[name] += 1
        if code.co_qualname == "Year.parse":
            calls["parse"] += 1

    sys.setprofile(look)
    ranges.ranged(count.whole_area_count("kent", "2008-09"))
    sys.setprofile(None)
    for name in FOLLOWED:
        files = {file for file, _ in met[name]}
        yield f"functions that take `{name}`", f"{len(met[name])} in {len(files)} files, {calls[name]} calls"
    yield "texts made a Year", calls["parse"]


def _is_here(module: str, root: Path) -> bool:
    return root.joinpath(*module.split(".")[1:]).with_suffix(".py").is_file()


if __name__ == "__main__":
    if sys.argv[1:] == ["--here"]:
        print(json.dumps(here()))
    else:
        main(sys.argv[1:])
