"""Writes the data files of a release: CSV and Parquet of every table, and the statements of each article and State.

Here: the CSV dialect and the escape of spreadsheet formulas. Not here: metadata (`descriptor.py` and its siblings).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from pipelines.contract import Contract, Table
from pipelines.model.tables import Engine, connect, literal

# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection).
_FORMULA = "^[=+@\\t\\r-]"


def write_data(contract: Contract, model: Path, data: Path, engine: Engine) -> dict[str, int]:
    """Write `data/<table>.csv`, `data/<table>.parquet`, `data/by-article/` and `data/by-state/`.

    `model`: folder with one Parquet file a table.

    Returns:
        By table, how many cells of its CSV carry an apostrophe before what a spreadsheet would run as a formula.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    data.mkdir(parents=True)
    escaped = {}
    with connect(engine) as connection:
        for table in contract.tables:
            source = model / f"{table.name}.parquet"
            link_or_copy(source, data / source.name)
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({literal(source)})")
            escaped[table.name] = _escaped_cells(connection, table)
            _write_csv(connection, table, f"FROM {table.name}", data / f"{table.name}.csv")
        _write_parts(connection, contract["statements"], data)
    return escaped


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system can't."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def csv_select(table: Table) -> str:
    """The columns of a table as its CSV shows them."""
    return ", ".join(_escaped(f'"{c.name}"') if c.type == "string" else f'"{c.name}"' for c in table.columns)


def _escaped(column: str) -> str:
    return f"CASE WHEN {_is_formula(column)} THEN chr(39) || {column} ELSE {column} END AS {column}"


def _is_formula(column: str) -> str:
    return f"regexp_matches({column}, '{_FORMULA}')"


def _write_csv(connection: duckdb.DuckDBPyConnection, table: Table, rows: str, target: Path) -> None:
    order = ", ".join(table.order)
    select = f"SELECT {csv_select(table)} {rows} ORDER BY {order}"
    connection.execute(f"COPY ({select}) TO {literal(target)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')")


def _escaped_cells(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    counts = [f"count(*) FILTER (WHERE {_is_formula(c.name)})" for c in table.columns if c.type == "string"]
    row = connection.execute(f"SELECT {' + '.join(counts)} FROM {table.name}").fetchone()
    return int(row[0]) if row else 0


def _write_parts(connection: duckdb.DuckDBPyConnection, statements: Table, data: Path) -> None:
    (data / "by-article").mkdir()
    (data / "by-state").mkdir()
    connection.execute("CREATE TABLE statements_read AS FROM statements")
    for (article,) in connection.execute("SELECT article FROM by_article ORDER BY article").fetchall():
        rows = (
            "FROM statements_read WHERE statement_id IN "
            f"(SELECT statement_id FROM statement_articles WHERE article = {literal(article)})"
        )
        _write_csv(connection, statements, rows, data / "by-article" / f"article-{int(article):02d}.csv")
    for (state,) in connection.execute("SELECT state_iso3 FROM by_state ORDER BY state_iso3").fetchall():
        rows = f"FROM statements_read WHERE state_iso3 = {literal(state)}"
        _write_csv(connection, statements, rows, data / "by-state" / f"{state}.csv")
