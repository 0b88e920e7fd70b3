"""Writes the DuckDB database of a release, readable by DuckDB 1.1 and newer, with the same bytes for the same rows.

Here: the tables with keys and comments, and the one random number of the file format taken out. Not here: SQL that
makes rows (`sql/`).
"""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Table
from pipelines.publish.downloads.kinds import download
from pipelines.publish.draft import ReleaseDraft
from pipelines.workspace.engine import literal, start
from pipelines.workspace.errors import ReportedError

# DuckDB writes a random identifier of the database into the first page (used for encrypted files only) and covers the
# page with a checksum: eight bytes, then what they cover, up to 4096.
_PAGE = 4096
_IDENTIFIER = slice(124, 140)
_MAGIC = slice(8, 12)


class DownloadError(ReportedError):
    """A download can't be made so that the same release gives the same bytes; the message says why."""


@download(".duckdb", "DuckDB", "every table, with keys and comments, for DuckDB 1.1 and newer")
def write_duckdb(draft: ReleaseDraft, target: Path) -> None:
    """Write the database.

    Raises:
        DownloadError: the file does not have the layout that this version of the project knows.
        duckdb.Error: the file can't be written.
    """
    # One thread: it keeps the order of rows, and tables take their blocks one after the other.
    with start(replace(draft.engine, threads=1)) as connection:
        # FSST samples strings at random, which would give other bytes each time.
        connection.execute("SET disabled_compression_methods = 'fsst,dict_fsst'")
        connection.execute(f"ATTACH {literal(target)} AS release (STORAGE_VERSION 'v1.0.0', BLOCK_SIZE 16384)")
        connection.execute("BEGIN")  # one for all: each would be written out on its own
        for table in draft.contract.tables:
            connection.execute(_create(table))
            columns = ", ".join(c.name for c in table.columns)
            source = rows_of(draft.folder / "data", table.name)
            connection.execute(f"INSERT INTO release.{table.name} SELECT {columns} FROM {source}")
            connection.execute(f"COMMENT ON TABLE release.{table.name} IS {literal(table.description)}")
            for column in table.columns:
                comment = literal(_comment(column))
                connection.execute(f"COMMENT ON COLUMN release.{table.name}.{column.name} IS {comment}")
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT release")
        connection.execute("DETACH release")
    _settle(target)


def _comment(column: Column) -> str:
    """What a column means, and where it leads: a foreign key would say that by an index, a fifth of the file."""
    leads = f" Leads to {column.references.table}.{column.references.column}." if column.references else ""
    return column.description + leads


def _create(table: Table) -> str:
    required = {c.name for c in table.columns if c.required}
    lines = [f"{c.name} {c.duckdb_type}{' NOT NULL' if c.required else ''}" for c in table.columns]
    # A key may have an empty part (the first text of a note has no revision), which a primary key may not.
    lines.append(f"{'PRIMARY KEY' if required.issuperset(table.key) else 'UNIQUE'} ({', '.join(table.key)})")
    return f"CREATE TABLE release.{table.name} ({', '.join(lines)})"


def _settle(path: Path) -> None:
    """Take the random identifier out of the file."""
    with path.open("r+b") as handle:
        page = bytearray(handle.read(_PAGE))
        if page[_MAGIC] != b"DUCK" or page[:8] != _checksum(page):
            raise DownloadError(
                f"{path.name}: this version of DuckDB lays out its first page in another way than the one in uv.lock. "
                "Go back to that version, or teach pipelines/publish/downloads/duckdb_file.py the new layout."
            )
        page[_IDENTIFIER] = bytes(_IDENTIFIER.stop - _IDENTIFIER.start)
        page[:8] = _checksum(page)
        handle.seek(0)
        handle.write(page)


def _checksum(page: bytearray) -> bytes:
    """DuckDB's checksum of a page: its words, each times a constant, joined by exclusive or."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", page[8:_PAGE]):
        result ^= word * 0xBF58476D1CE4E5B9 % 2**64
    return struct.pack("<Q", result)
