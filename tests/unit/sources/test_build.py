"""The build writes all tables or none, the same bytes each time, and the check finds any difference."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from made_up import write_card

from totalplace_lib import schema
from totalplace_lib.errors import ConfigError, Faults, SourceError
from totalplace_lib.schema import table_columns as c
from totalplace_lib.sources import build as building
from totalplace_lib.sources.build import BuildResult, Source, build, check
from totalplace_lib.sources.cards import load_card

CONTRACT = c.table(
    {"year": c.year(), "amount_gbp": c.amount_gbp(), "marker": c.marker()},
    ["year"],
    "A made-up table",
    checks=[c.gap_is_marked()],
)


def figures() -> pd.DataFrame:
    return pd.DataFrame(
        {"year": ["2009-10", "2008-09"], "amount_gbp": [float("nan"), 1.5], "marker": ["x", ""]}
    ).astype({"year": "str", "marker": "str"})


Declare = Callable[..., None]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Declare a source: a name, the tables it makes, and the function that reads them."""
    known = dict.fromkeys(("sums", "more"), CONTRACT)
    monkeypatch.setattr(schema, "contracts", lambda: known)

    def declare(
        name: str, read: Callable[[Path], dict[str, pd.DataFrame]], tables: tuple[str, ...] = ("sums",)
    ) -> None:
        module = ModuleType(f"totalplace_lib.sources.{name}")
        module.SOURCE = Source(("returns",), tables, read)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)

    return declare


@pytest.fixture
def raw(small_project: Path) -> Path:
    folder = small_project / "raw"
    folder.mkdir()
    (folder / "a.csv").write_text("a\n")
    write_card(small_project, folder, "returns", {"a.csv": "2008-09"})
    return folder


def run(raw: Path, out: Path, *names: str) -> BuildResult:
    return build(raw, out, registry=names, processes=1)


def test_a_table_is_written_in_the_order_of_its_key(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures()})
    result = run(raw, tmp_path / "out", "one")
    assert [(table.name, table.rows) for table in result.tables] == [("sums", 2)]
    assert result.bytes == (tmp_path / "out" / "sums.parquet").stat().st_size
    table = pd.read_parquet(tmp_path / "out" / "sums.parquet")
    assert list(table["year"]) == ["2008-09", "2009-10"]
    assert list(table["marker"]) == ["", "x"]


def test_the_same_input_gives_the_same_bytes(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures().sample(frac=1.0)})
    for out in ("first", "second"):
        run(raw, tmp_path / out, "one")
    for name in ("sums.parquet", "datapackage.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_the_description_names_fields_sources_and_hashes(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures()})
    run(raw, tmp_path / "out", "one")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    (table,) = package["resources"]
    assert [field["type"] for field in table["schema"]["fields"]] == ["string", "number", "string"]
    assert all(field["description"] for field in table["schema"]["fields"])
    content = (tmp_path / "out" / "sums.parquet").read_bytes()
    assert (table["bytes"], table["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    assert (table["rows"], table["schema"]["primaryKey"], table["sources"]) == (2, ["year"], ["returns"])
    (source,) = package["sources"]
    assert len(source["files"][0]["sha256"]) == 64


def test_nothing_is_written_while_one_source_has_a_fault(declare: Declare, raw: Path, tmp_path: Path) -> None:
    def broken(_: Path) -> dict[str, pd.DataFrame]:
        raise Faults("Broken", [SourceError("first fault"), SourceError("second fault")])

    declare("one", lambda _: {"sums": figures()})
    run(raw, tmp_path / "out", "one")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    declare("one", lambda _: {"sums": figures().assign(amount_gbp=[float("nan"), 9.0])})
    declare("two", broken, ("more",))
    with pytest.raises(Faults) as caught:
        run(raw, tmp_path / "out", "one", "two")
    assert [str(fault) for fault in caught.value.faults] == ["first fault", "second fault"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".build")] == []


def test_a_table_that_is_no_longer_made_goes_and_other_files_stay(
    declare: Declare, raw: Path, tmp_path: Path
) -> None:
    declare("one", lambda _: {"sums": figures(), "more": figures()}, ("sums", "more"))
    run(raw, tmp_path / "out", "one")
    (tmp_path / "out" / "README.md").write_text("kept")
    declare("one", lambda _: {"sums": figures()})
    run(raw, tmp_path / "out", "one")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.md",
        "datapackage.json",
        "sums.parquet",
    ]


def test_a_broken_contract_names_table_column_and_value(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures().assign(year=["2009", "2008-09"])})
    with pytest.raises(Faults, match=r"Table sums breaks its contract .*year \| str_matches.* \| 2009 \|"):
        run(raw, tmp_path / "out", "one")


@pytest.mark.parametrize(("amount", "marker"), [(0.0, "x"), (float("nan"), "")])
def test_a_gap_without_marker_or_with_a_number_is_refused(
    declare: Declare, raw: Path, tmp_path: Path, amount: float, marker: str
) -> None:
    declare("one", lambda _: {"sums": figures().assign(amount_gbp=[amount, 1.0], marker=[marker, ""])})
    with pytest.raises(Faults, match="breaks its contract"):
        run(raw, tmp_path / "out", "one")


def test_a_changed_publication_stops_the_build(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures()})
    (raw / "a.csv").write_text("b\n")
    with pytest.raises(Faults, match="not the file on its card"):
        run(raw, tmp_path / "out", "one")


def test_a_source_must_make_the_tables_it_declares(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"other": figures()})
    with pytest.raises(Faults, match=r"gave tables \['other'\], declared \['sums'\]"):
        run(raw, tmp_path / "out", "one")
    with pytest.raises(ConfigError, match=r"markers\.py has no SOURCE"):
        building.load_source("markers")


def test_the_check_passes_on_what_the_build_wrote(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures()})
    run(raw, tmp_path / "out", "one")
    assert check(raw, tmp_path / "out", registry=("one",), processes=1).tables[0].rows == 2


def change(out: Path, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    edit(pd.read_parquet(out / "sums.parquet")).to_parquet(out / "sums.parquet")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (
            lambda table: table.assign(amount_gbp=[2.5, float("nan")]),
            r"Table sums, column amount_gbp, row 1 \(year 2008-09\): committed .*2\.5.*, the publications give .*1\.5",
        ),
        (lambda table: table.assign(amount_gbp=[1.5, 0.0]), r"column amount_gbp, row 2 \(year 2009-10\)"),
        (
            lambda table: table.iloc[:1],
            r"Table sums: 1 rows, the publications give 2\. First one missing: \('2009-10',\)",
        ),
        (lambda table: table.assign(more=1), "columns are"),
    ],
)
def test_the_check_names_the_first_difference(
    declare: Declare, raw: Path, tmp_path: Path, edit: Callable[[pd.DataFrame], pd.DataFrame], words: str
) -> None:
    declare("one", lambda _: {"sums": figures()})
    run(raw, tmp_path / "out", "one")
    change(tmp_path / "out", edit)
    with pytest.raises(Faults, match=words):
        check(raw, tmp_path / "out", registry=("one",), processes=1)


def test_the_check_misses_no_table_and_no_description(declare: Declare, raw: Path, tmp_path: Path) -> None:
    declare("one", lambda _: {"sums": figures()})
    run(raw, tmp_path / "out", "one")
    description = tmp_path / "out" / "datapackage.json"
    written = description.read_text()
    for text, words in [
        ("{}", r"datapackage\.json, which holds the checksums of the tables, is damaged"),
        (written.replace("A made-up table", "Another"), r"datapackage\.json is not what the build writes"),
        (written.replace("sha256:", "sha256:0"), r"sums\.parquet is damaged"),
    ]:
        description.write_text(text)
        with pytest.raises(Faults, match=words):
            check(raw, tmp_path / "out", registry=("one",), processes=1)
    (tmp_path / "out" / "sums.parquet").write_bytes(b"PAR1")
    with pytest.raises(Faults, match=r"Table sums: sums\.parquet cannot be read"):
        check(raw, tmp_path / "out", registry=("one",), processes=1)
    (tmp_path / "out" / "sums.parquet").unlink()
    with pytest.raises(Faults, match="Table sums is not among the committed tables"):
        check(raw, tmp_path / "out", registry=("one",), processes=1)


def test_every_declared_table_has_a_contract_and_every_declared_card_is_there() -> None:
    for name in building.REGISTRY:
        source = building.load_source(name)
        for card in source.cards:
            assert load_card(card).files, card
        for table in source.tables:
            assert schema.contract(table).unique, table
    with pytest.raises(ConfigError, match="No contract for table 'nothing'"):
        schema.contract("nothing")


def test_the_library_is_light_until_tables_are_made() -> None:
    heavy = "{'python_calamine', 'pandera'} & set(sys.modules)"
    code = (
        f"import sys, totalplace_lib, totalplace_lib.sources, totalplace_lib.schema; sys.exit(bool({heavy}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.publications
@pytest.mark.slow
def test_the_committed_tables_are_what_the_publications_give(publications: Path) -> None:
    committed = Path(__file__).parents[3] / "data" / "processed"
    result = check(publications, committed)
    assert result.bytes < 15 * 1024**2
