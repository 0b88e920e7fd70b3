"""Cuts large extracted tables into parts by year of issue and body of the notes, and makes only the parts that changed.

Not here: how parts are found and read (`parts.py`), what a table holds (`sql/model/`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.contract.parts import runs
from pipelines.contract.tables import Table
from pipelines.model.tables import query, typed
from pipelines.workspace.fingerprint import MODEL
from pipelines.workspace.seal import damaged
from pipelines.workspace.state import State

_BATCH = 50_000
# Year and body as they stand in a path; a body that leaves no letters is none.
_PART = """
    'year=' || coalesce(CAST(year(note_issued) AS VARCHAR), 'undated') || '/body=' || coalesce(nullif(trim(
        left(regexp_replace(lower(strip_accents(body)), '[^a-z0-9]+', '-', 'g'), 60), '-'), ''), 'none')
"""


def link_parts(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], last: Path, target: Path) -> set[str]:
    """Take over from `last`, where the last call wrote, the parts whose notes have not changed since.

    `connection`: has the extracted rows of all notes attached.

    Returns:
        The notes of the parts that are to be made anew.

    Raises:
        OSError: a file can't be linked.
    """
    digests = _digests(connection)
    known, lost = _made_at(last).load(), damaged(last).get(last, [])
    changed = {
        part
        for part, digest in digests.items()
        for table in tables
        if known.get(part) != digest or _path(table, part) in lost or not (last / _path(table, part)).is_file()
    }
    for table in tables:
        for part in sorted(digests.keys() - changed):
            path = target / _path(table, part)
            path.parent.mkdir(parents=True)
            os.link(last / _path(table, part), path)
    _made_at(target).save(digests)
    rows = connection.execute(f"SELECT note_id FROM extracted.notes WHERE list_contains(?, {_PART})", [sorted(changed)])
    return {note for (note,) in rows.fetchall()}


def _digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By part, a digest over all that decides its rows: code, and the extractions of its notes."""
    rows = connection.execute(
        f"SELECT {_PART} AS part, note_id, key FROM extracted.notes JOIN live USING (note_id) ORDER BY ALL"
    ).fetchall()
    code = f"{MODEL} {duckdb.__version__} {pa.__version__}"
    return {
        part: hashlib.sha256("\n".join([code, *(f"{note} {key}" for _, note, key in group)]).encode()).hexdigest()
        for part, group in groupby(rows, key=lambda row: row[0])
    }


def _made_at(folder: Path) -> State[dict[str, str]]:
    """Digests of the parts that were made there."""
    return State[dict[str, str]](folder / "parts.json", {})


def _path(table: Table, part: str) -> str:
    return f"{table.name}.parquet/{part}/part.parquet"


def write_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, target: Path, rows_folder: Path | None = None
) -> None:
    """Write a table in parts below `target`.

    `connection`: has the extracted rows of those notes attached that the parts hold, and the code lists. `rows_folder`:
    as `query` takes it.

    Raises:
        duckdb.Error, OSError: the query fails or a file can't be written.
    """
    part = f"SELECT note_id AS part_note, {_PART} AS part_path FROM extracted.notes"
    rows = connection.sql(
        f"SELECT part_path, {typed(table)} FROM ({query(table, rows_folder)}) JOIN ({part}) ON part_note = note_id "
        f"ORDER BY part_path, {', '.join(table.order)}"
    ).to_arrow_reader(_BATCH)
    schema = table.arrow_schema()
    for name, batches in groupby(runs(rows, "part_path"), key=lambda run: run[0]):
        path = target / _path(table, name)
        path.parent.mkdir(parents=True)
        whole = pa.Table.from_batches([batch for _, batch in batches])
        pq.write_table(whole.cast(schema), path, compression="snappy")
