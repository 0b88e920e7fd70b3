"""Writes the SQLite database of a release: every table with its keys, a full-text index, and what columns mean.

Example questions stand beside this module, one SQL file each, whose first line is the question in words. Not here: the
page of the site that shows them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Contract, Table
from pipelines.publish.downloads.kinds import download
from pipelines.publish.draft import ReleaseDraft
from pipelines.workspace.engine import connect

# Columns of which every word can be searched, by table. FTS4, because the SQLite that runs in the browser has no FTS5.
FULL_TEXT = {
    "statements": ("state_name", "theme", "quote"),
    "collective_statements": ("theme", "quote"),
    "paragraphs": ("text",),
    "submission_texts": ("state_name", "text"),
}
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_CHUNK = 1_000


@download(".sqlite", "SQLite", "every table with keys and a full-text index; opens in Datasette", export="sqlite")
def write_sqlite(draft: ReleaseDraft, target: Path) -> None:
    """Write the database; the same rows give the same bytes with the same version of SQLite."""
    database = sqlite3.connect(target, isolation_level=None)
    try:
        # The release is built aside and thrown away when anything fails: no journal is needed.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096; BEGIN;")
        for table in draft.contract.tables:
            database.execute(_create(table))
        _fill(draft, database)
        _describe(draft.contract, database)
        for table in draft.contract.tables:
            _index(table, database)
        database.execute("COMMIT")
    finally:
        database.close()


def _create(table: Table) -> str:
    lines = [f"  {_column(column)}," for column in table.columns]
    # Names in quotation marks, because one of the register is "table".
    keys = ["PRIMARY KEY ({})".format(", ".join(f'"{name}"' for name in table.key))]
    keys += [
        f"FOREIGN KEY ({c.name}) REFERENCES {c.references.table} ({c.references.column})"
        for c in table.columns
        if c.references
    ]
    return f"CREATE TABLE {table.name} (\n" + "\n".join(lines) + "\n  " + ",\n  ".join(keys) + "\n)"


def _column(column: Column) -> str:
    check = f" CHECK ({column.name} IN (0, 1))" if column.type == "boolean" else ""
    return f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if column.required else ""}{check}'


def _fill(draft: ReleaseDraft, database: sqlite3.Connection) -> None:
    with connect(replace(draft.engine, threads=1)) as connection:  # which keeps the order of rows
        for table in draft.contract.tables:
            columns = ", ".join(f'"{c.name}"{"::VARCHAR" if c.type == "date" else ""}' for c in table.columns)
            source = rows_of(draft.folder / "data", table.name)
            rows = connection.execute(f"SELECT {columns} FROM {source}")
            places = ", ".join("?" * len(table.columns))
            while chunk := rows.fetchmany(_CHUNK):
                database.executemany(f"INSERT INTO {table.name} VALUES ({places})", chunk)


def _index(table: Table, database: sqlite3.Connection) -> None:
    for column in table.columns:
        if column.references and column.name != table.key[0]:
            database.execute(f"CREATE INDEX {table.name}_{column.name} ON {table.name} ({column.name})")
    if texts := FULL_TEXT.get(table.name):
        names = ", ".join(texts)
        index = f"{table.name}_fts"
        database.execute(
            f'CREATE VIRTUAL TABLE {index} USING FTS4({names}, content="{table.name}", tokenize=unicode61)'
        )
        database.execute(f"INSERT INTO {index} (docid, {names}) SELECT rowid, {names} FROM {table.name} ORDER BY rowid")
        database.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")


def _describe(contract: Contract, database: sqlite3.Connection) -> None:
    """Two more tables say what tables and columns mean, for whoever has the file alone."""
    database.execute("CREATE TABLE about_tables (table_name TEXT PRIMARY KEY, title TEXT, description TEXT)")
    database.execute(
        "CREATE TABLE about_columns (table_name TEXT REFERENCES about_tables (table_name), column_name TEXT, "
        "type TEXT, title TEXT, description TEXT, unit TEXT, PRIMARY KEY (table_name, column_name))"
    )
    tables = [(t.name, t.title, t.description) for t in contract.tables]
    database.executemany("INSERT INTO about_tables VALUES (?, ?, ?)", tables)
    columns = [(t.name, c.name, c.type, c.title, c.description, c.unit) for t in contract.tables for c in t.columns]
    database.executemany("INSERT INTO about_columns VALUES (?, ?, ?, ?, ?, ?)", columns)


_FOLDER = Path(__file__).parent / "questions"


@cache
def questions() -> dict[str, dict[str, str]]:
    """By name, in the order of their files, each question: its `title` in words, and one SELECT, `sql`."""
    asked = {}
    for file in sorted(_FOLDER.glob("*.sql")):
        title, _, sql = file.read_text(encoding="utf-8").partition("\n")
        asked[file.stem.partition("-")[2]] = {"title": title.removeprefix("-- "), "sql": sql.strip()}
    return asked
