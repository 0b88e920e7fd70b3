"""What is wrong with the rows of one note is found before they are written, and costs that note alone."""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipelines.extract.batch
from pipelines.archive.document import Document
from pipelines.archive.formats import read
from pipelines.archive.store import Archive, Receipt
from pipelines.contract.constraints import Relation, compile_checks
from pipelines.contract.rows import Rows, broken_rows
from pipelines.contract.tables import load_contract
from pipelines.contract.violations import find_violations
from pipelines.extract.batch import extract_batch
from pipelines.extract.claims import NoteInput, SourceFile, Version, claims_of
from pipelines.extract.extraction import Task
from pipelines.extract.note import extract_note
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import ROOT
from tests.extract.golden_language import vocabulary
from tests.extract.test_compilation import TITLE
from tests.operate.notes import note

LANGUAGES = ROOT / "tests" / "golden" / "languages"
COMPILATION = f"{TITLE}ARGENTINA (FIFTH MEETING)\n\nThe law on public ethics was adopted in 1999.\n"
TABLES = load_contract().of_stage("extract")
STATES = ("Chile", "Republic of Korea", "Peru")
ALSO = "the key is empty."  # as each of its columns is
REQUIRED = [
    (table.name, column.name) for table in TABLES for column in table.column_list(extracted=True) if column.required
]


def _input(data: bytes, name: str, **facts: Any) -> tuple[Document, NoteInput]:
    document = read(data)
    file = SourceFile(name, hashlib.sha256(data).hexdigest(), len(data), document.media_type)
    return document, NoteInput((file,), any_family=True, **facts)


def _task(archive: Archive, data: bytes, name: str) -> Task:
    document, source = _input(data, name)
    sha256 = source.files[0].sha256
    archive.put(data, document, Receipt(sha256, len(data), document.media_type, "2026-01-01"), READERS)
    return Task(source)


@cache
def _whole(table: str) -> Rows:
    """The rows of a note that has some in a table: the seed note with its French text, or a compilation."""
    if table == "submission_texts":
        document, source = _input(COMPILATION.encode(), "compilation.txt")
        return extract_note(document, source, vocabulary())
    french, french_source = _input((LANGUAGES / "seed_fr.txt").read_bytes(), "fr.txt")
    claims = claims_of(extract_note(french, french_source, vocabulary()), french_source)
    versions = (Version((claims,), current=True),)
    document, source = _input(
        (LANGUAGES / "seed_en_symbol.txt").read_bytes(), "en.txt", versions=versions, notices=(("no_date", "Look."),)
    )
    return extract_note(document, source, vocabulary(), {claims.sha256: french}.__getitem__)


@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_an_empty_value_costs_the_note_that_has_it_and_is_named(
    table: str, column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = copy.deepcopy(_whole(table))
    broken[table][-1][column] = None
    whole = extract_note

    def planted(document: Document, *rest: Any) -> Rows:
        return broken if "Chile" in document.text else whole(document, *rest)

    monkeypatch.setattr(pipelines.extract.batch, "extract_note", planted)
    monkeypatch.setattr(pipelines.extract.batch, "broken_promises", lambda *_: [])
    monkeypatch.setattr(pipelines.extract.batch, "claims_of", lambda *_: None)
    archive = Archive(tmp_path / "archive")
    states = ("Austria", "Chile", "Peru")
    tasks = [_task(archive, note(2021 + n, state), f"{state}.txt") for n, state in enumerate(states)]
    first, second, third = extract_batch(tasks, archive=archive, folder=tmp_path / "extract")
    assert (second.batch, second.reason) == (None, "breaks_contract")
    assert f"column {column} (" in str(second.refusal)
    assert f"{table} " in str(second.refusal)
    (batch,) = (tmp_path / "extract").iterdir()
    notes = pq.read_table(batch / "notes.parquet", columns=["note_id"])["note_id"].to_pylist()
    assert (batch.name, batch.name) == (first.batch, third.batch)
    assert notes == [first.note_id, third.note_id]


def _by_sql(rows: Rows) -> set[tuple[str, str, str]]:
    """What the rules that are compiled to SQL find in rows, whatever is wrong with these."""
    tables = {table.name: table for table in load_contract().of_stage("extract", "code_list")}
    relations = {name: Relation(f'"{name}"', "row_number() OVER ()") for name in tables}
    checks = compile_checks({name: t.frictionless_schema(extracted=True) for name, t in tables.items()}, relations)
    with duckdb.connect() as connection:
        for name, table in tables.items():
            if table.source:
                types = {column.name: column.duckdb_type for column in table.columns}
                connection.read_csv(str(DATAPACKAGE / table.source), dtype=types).create(name)
            else:
                schema = pa.schema([field.with_nullable(nullable=True) for field in table.arrow_schema(extracted=True)])
                connection.from_arrow(pa.Table.from_pylist(rows[name], schema=schema)).create(name)
        return {(v.table, v.column, v.where) for v in find_violations(connection, checks) if v.rule != ALSO}


def _other(value: Any, others: Sequence[Any], chance: random.Random) -> Any:
    """Another value of the same kind: empty, out of bounds, of another row, or nonsense."""
    wild: dict[type, list[Any]] = {
        str: ["", "x", "Ω" * 131_072, "2022"],
        bool: [True, False],
        int: [-1, 0, 10**9],
        float: [-0.5, 2.0],
    }
    days = [date(1900, 1, 1)] if isinstance(value, date) else []
    return chance.choice([None, *wild.get(type(value), []), *others, *days])


@pytest.mark.parametrize("rounds", [8, pytest.param(40, marks=pytest.mark.long)])
def test_rows_in_memory_are_judged_as_sql_judges_tables(rounds: int) -> None:
    chance = random.Random(29)  # noqa: S311 - not for secrets
    assert broken_rows(_whole("notes"), load_contract()) == []
    met: set[tuple[str, str]] = set()
    for _ in range(rounds):
        rows = copy.deepcopy(_whole("notes"))
        for _ in range(12):
            table = chance.choice([name for name, found in rows.items() if found])
            row = chance.choice(rows[table])
            column = chance.choice([name for name, value in row.items() if value is not None])
            row[column] = _other(row[column], [other[column] for other in rows[table]], chance)
        found = {(v.table, v.column, v.where) for v in broken_rows(rows, load_contract())}
        assert found == _by_sql(rows)
        met |= {(table, column) for table, column, _ in found}
    assert len(met) > rounds


def test_a_state_that_only_a_heading_names_is_written_as_there() -> None:
    paragraphs = "\n\n".join(
        f"{heading}\n\n{n}. The authorities stated that they had opened a portal."
        for n, heading in enumerate(STATES, 2)
    )
    head = note(2022, "Austria").decode().partition("A. Integrity")[0]
    document, source = _input(
        f"{head}A. Integrity in public procurement (article 9)\n\n{paragraphs}\n".encode(), "a.txt"
    )
    rows = extract_note(document, source, vocabulary())
    found = [(row["state_iso3"], row["name_as_written"]) for row in rows["statements"]]
    assert found == [("CHL", "Chile"), ("KOR", "Republic of Korea"), ("PER", "Peru")]
    assert broken_rows(rows, load_contract()) == []
