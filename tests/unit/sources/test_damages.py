"""No damaged publication builds into other figures unseen: a sample here, 500 with TOTALPLACE_DAMAGES=500.

TOTALPLACE_DAMAGES=300:400 runs those from the 301st to the 400th of the same 500, to go on where a run was stopped.
"""

from __future__ import annotations

import os
import random
from itertools import islice
from pathlib import Path

import pytest
from damages import Damage, Damager, chosen, damaged, table

from totalplace_lib.sources.build import REGISTRY, load_source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.whole_files import TEXTS, WORKBOOKS

QUICK = (
    "police_grant",
    "gdp_deflators",
    "unit_costs",
    "benefits",
    "looked_after",
    "health_boards",
    "core_spending_power",
    "population",
)
START, COUNT = (int(number) for number in f"0:{os.environ.get('TOTALPLACE_DAMAGES', '24')}".split(":")[-2:])
GRID = [["code", "people", "money"], *([f"A{row}", str(row + 3), f"{row}.5"] for row in range(1, 30))]


def readable(source: str) -> bool:
    """Whether a source has a file that can be damaged here: a text or a workbook."""
    files = [file.path for card in load_source(source).cards for file in load_card(card).files]
    return any(path.endswith((*TEXTS, *WORKBOOKS)) for path in files)


@pytest.mark.publications
@pytest.mark.slow
def test_no_damage_builds_into_other_figures_unseen(
    publications: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [name for name in REGISTRY if readable(name)] if COUNT > 100 else list(QUICK)
    damager = Damager(publications, tmp_path, monkeypatch)
    found: list[Damage] = []
    for source, kind, rng in islice(chosen(COUNT, 11, sources), START, None):
        found.append(damager.one(source, kind, rng))
        if COUNT > 100:
            print(
                f"{START + len(found)} {found[-1].outcome} {found[-1].only_totals} {source} {found[-1].file} {kind} {found[-1].what} | {found[-1].said[:300]!r}",
                flush=True,
            )
    print(table(found))
    bad = [damage for damage in found if damage.outcome in ("unseen", "traceback")]
    assert not bad, "\n".join(
        f"{one.source}, {one.file}, {one.kind}: {one.what}: {one.outcome} {one.said}" for one in bad
    )
    assert sum(damage.outcome == "caught" for damage in found) > len(found) / 2


@pytest.mark.parametrize("kind", ["cut", "shifted", "doubled", "scaled", "reordered", "retyped"])
def test_a_damage_is_one_and_the_same_for_the_same_seed(kind: str) -> None:
    first, what = damaged(GRID, kind, random.Random(1))
    again, same = damaged(GRID, kind, random.Random(1))
    assert (first, what) == (again, same)
    assert first != GRID
    assert first[0] == GRID[0]
