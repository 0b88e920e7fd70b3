"""A large release: tables in parts, of which an added note touches its own; the same rows as in one file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from frictionless import Package, system

from pipelines.contract.parts import files_of, rows_of
from pipelines.contract.tables import load_contract
from pipelines.publish.integrity import files_below
from pipelines.publish.verify import verify
from pipelines.workspace.engine import Engine
from tests.conftest import Shared
from tests.publish.conftest import FIRST
from tests.publish.site_reading import broken_links, tree
from tests.publish.written import Note, publish

CONTRACT = load_contract()
PART_ROWS = 5


def _notes() -> Iterator[Note]:
    for number, year in enumerate((2020, 2020, 2021, 2022)):
        yield replace(FIRST, note_id=f"{year}-note-{number}", title=f"Note {number}", issued=f"{year}-0{number + 1}-09")


ADDED = replace(FIRST, note_id="2021-note-9", title="Another", issued="2021-12-01")


def _latest(outputs: Path) -> Path:
    return (outputs / "publish" / "latest").resolve()


@pytest.fixture(scope="module")
def large(shared: Shared) -> Path:
    """Outputs with two releases in parts: of four notes, and of these and one more."""

    def make(outputs: Path) -> None:
        publish(_notes(), outputs, part_rows=PART_ROWS)
        (outputs / "first").symlink_to(_latest(outputs))
        publish([*_notes(), ADDED], outputs, part_rows=PART_ROWS)

    return shared("large", make)


@pytest.fixture(scope="module")
def whole(shared: Shared) -> Path:
    """The second of the same two releases with every table in one file."""

    def make(outputs: Path) -> None:
        publish(_notes(), outputs)
        publish([*_notes(), ADDED], outputs)

    return _latest(shared("whole", make))


def _csv_rows(files: list[Path]) -> list[list[str]]:
    rows = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as handle:
            rows += list(csv.reader(handle))[1:]
    return rows


def test_parts_hold_the_rows_of_the_whole_table(large: Path, whole: Path) -> None:
    release = _latest(large)
    for table in CONTRACT.tables:
        order = ", ".join(table.order)
        queries = [f"FROM {rows_of(folder / 'data', table.name)} ORDER BY {order}" for folder in (release, whole)]
        with duckdb.connect() as connection:
            in_parts, in_one = (connection.execute(query).fetchall() for query in queries)
        assert in_parts == in_one, table.name
    assert (release / "data" / "statements.parquet" / "year=2021").is_dir()


def test_no_csv_has_more_rows_than_is_said(large: Path) -> None:
    data = _latest(large) / "data"
    for table in CONTRACT.of_stage("extract"):
        for file in (data / table.name).glob("*.csv"):
            assert len(_csv_rows([file])) <= PART_ROWS
    assert any((data / "ledger").glob("*.002.csv"))


def test_the_descriptor_lists_the_parts_in_the_order_of_the_rows(large: Path) -> None:
    release = _latest(large)
    resources = {r["name"]: r for r in json.loads((release / "datapackage.json").read_text())["resources"]}
    statements = resources["statements"]
    assert statements["path"] == [part["path"] for part in statements["parts"]]
    assert statements["rows"] == sum(part["rows"] for part in statements["parts"]) == 15
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT statement_id FROM {rows_of(release / 'data', 'statements')}").fetchall()
    assert [row[0] for row in _csv_rows([release / path for path in statements["path"]])] == [row[0] for row in rows]
    with system.use_context(trusted=False):
        assert Package(str(release / "datapackage.json")).validate().valid


def test_a_large_release_has_all_that_a_small_one_has(large: Path, whole: Path) -> None:
    release = _latest(large)
    found, expected = ({n for n in files_below(folder) if not n.startswith("data/")} for folder in (release, whole))
    assert found == expected
    for folder in ("by-article", "by-state"):
        slices, others = (sorted((r / "data" / folder).iterdir()) for r in (release, whole))
        assert [file.read_bytes() for file in slices] == [file.read_bytes() for file in others]
    differing = {name for name in found if (release / name).read_bytes() != (whole / name).read_bytes()}
    pages_differing = {name for name in differing if name.endswith(".html")}
    # What leads to data files, and what names the release.
    assert {name for name in pages_differing if not name.startswith(("columns", "dataset/"))} == {
        "changes.html",
        "index.html",
        "releases.html",
        "use.html",
    }
    assert not {n for n in differing if n.startswith(("akn/", "api/", "assets/", "pagefind/"))} - {"api/index.json"}
    assert not {n for n in differing if n.endswith((".sqlite", ".duckdb", ".xlsx"))}


def test_the_pages_and_the_readme_of_a_large_release_lead_to_what_is_there(large: Path) -> None:
    release = _latest(large)
    assert broken_links(release) == []
    landing = tree(release / "index.html")
    links = set(landing.xpath("//main//a/@href"))
    assert {"data/statements.parts.csv", "states/ARG.html", "articles/article-09.html"} <= links
    assert "too many for one file" in landing.xpath("string(//ul[@class='downloads'])")
    readme = (release / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!http)([^)]+)\)", readme)
    assert "data/statements.parts.csv" in linked
    assert [path for path in linked if not (release / path).exists()] == []


def test_an_added_note_rewrites_only_what_it_touches(large: Path) -> None:
    first, second = (large / "first").resolve() / "data", _latest(large) / "data"
    shared = {p.relative_to(second).as_posix() for p in second.rglob("*") if p.is_file() and _is_in(first, second, p)}
    for table in ("statements", "paragraphs"):
        for path in files_of(second, table):
            assert (path in shared) == ("year=2021" not in path), path
    assert {path for path in shared if path.startswith("statements/")} == {
        f"statements/{name}" for name in ("2020-none.001.csv", "2020-none.002.csv", "2022-none.csv")
    }
    assert "by-state/ARG.csv" not in shared


def _is_in(first: Path, second: Path, path: Path) -> bool:
    other = first / path.relative_to(second)
    return other.is_file() and other.samefile(path)


def test_changes_list_the_rows_of_the_added_note_and_no_other(large: Path) -> None:
    with (_latest(large) / "changes.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    statements = [row for row in rows if row["table"] == "statements"]
    assert {(row["identifier"].split(".")[0], row["change"]) for row in statements} == {(ADDED.note_id, "added")}
    assert len(statements) == 3


def test_a_damaged_part_is_found(large: Path, tmp_path: Path) -> None:
    release = _latest(large)
    engine = Engine(tmp_path)
    assert verify(release, CONTRACT, engine, frictionless=True) == []
    part = release / "data" / "statements" / "2022-none.csv"
    text = part.read_text(encoding="utf-8")
    part.rename(kept := tmp_path / part.name)  # never through a name that older releases share
    try:
        part.write_text(text.replace("Argentina", "Argentinia", 1), encoding="utf-8")
        assert verify(release, CONTRACT, engine) == [
            f"data/statements/{part.name} was altered: its SHA-256 is not the one in SHA256SUMS."
        ]
    finally:
        kept.replace(part)


def test_a_database_too_large_for_a_browser_says_what_to_use(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advice = "DuckDB asks the Parquet files at their addresses"
    assert advice not in (_latest(large) / "sql.html").read_text(encoding="utf-8")
    monkeypatch.setattr("pipelines.publish.site.reference._HEAVY", 1_000)
    publish([FIRST], tmp_path)
    assert advice in (_latest(tmp_path) / "sql.html").read_text(encoding="utf-8")
