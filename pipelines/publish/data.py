"""Writes the data files of a release: each table as CSV and Parquet, and the statements of one thing as CSV.

Here: the CSV dialect, the escape of spreadsheet formulas, and `by-article/` and `by-state/`.
Not here: metadata (`descriptor.py` and its siblings).
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from pipelines.contract.parts import parquet_of, rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.publish.integrity import link_or_copy
from pipelines.workspace.engine import Engine, connect, literal

CSV = "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')"
# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection). Not a list of
# characters: DuckDB makes a join of it, and rows come out of a join in any order.
FORMULA = re.compile(r"^[=+@\t\r-]")

# The files of single things: the table whose columns they have, how each is called, by what, and of which rows.
_BY_ARTICLE = "JOIN (SELECT {key}, article FROM {table} WHERE NOT by_range) USING ({key})"
_OF_PARAGRAPHS = "collective_statements JOIN (SELECT paragraph_id, section_id FROM paragraphs) USING (paragraph_id)"
_OF_ARTICLES = f"{_OF_PARAGRAPHS} {_BY_ARTICLE.format(table='section_articles', key='section_id')}"
_SLICES = (
    ("collective_statements", "by-article/article-{:02d}.collective.csv", "article", _OF_ARTICLES),
    (
        "statements",
        "by-article/article-{:02d}.csv",
        "article",
        "statements " + _BY_ARTICLE.format(table="statement_articles", key="statement_id"),
    ),
    ("statements", "by-state/{}.csv", "state_iso3", "statements"),
)


def write_data(contract: Contract, model: Path, data: Path, engine: Engine) -> dict[str, int]:
    """Write every table as `data/<table>.csv` and `data/<table>.parquet`, and the files of single things.

    Returns:
        By table, how many cells of its CSV carry an apostrophe before what a spreadsheet would run as a
        formula.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    data.mkdir(parents=True)
    for table in contract.tables:
        link_or_copy(parquet_of(model, table.name), parquet_of(data, table.name))
    with connect(engine) as connection, ThreadPoolExecutor(engine.threads) as pool:
        counts = pool.map(lambda table: _write_table(connection.cursor(), table, data), contract.tables)
        escaped = {table.name: count for table, count in zip(contract.tables, counts, strict=True)}
        for table in contract.tables:
            connection.execute(f"CREATE VIEW {table.name} AS FROM {rows_of(data, table.name)}")
        _write_slices(connection, contract, data)
    return escaped


def csv_cell(name: str, kind: str) -> str:
    """A column of a type as a CSV shows it."""
    if kind != "string":
        return f'"{name}"'
    return f'CASE WHEN {_is_formula(name)} THEN chr(39) || "{name}" ELSE "{name}" END AS "{name}"'


def _cells(table: Table) -> str:
    return ", ".join(csv_cell(c.name, c.type) for c in table.columns)


def _is_formula(column: str) -> str:
    return f"regexp_matches(\"{column}\", '{FORMULA.pattern}')"


def _write(connection: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
    connection.execute(f"COPY ({select}) TO {literal(target)} {CSV}")


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, rows: str, target: Path) -> None:
    """Write rows with the columns of a table as CSV, in their order. `rows`: what SQL reads them from."""
    _write(connection, f"SELECT {_cells(table)} FROM {rows}", target)


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, data: Path) -> int:
    """Write the CSV of a table, in the order of its Parquet file; give the number of escaped cells."""
    rows = rows_of(data, table.name)
    write_csv(connection, table, rows, data / f"{table.name}.csv")
    texts = [_is_formula(c.name) for c in table.columns if c.type == "string"]
    counts = [f"count(*) FILTER (WHERE {formula})" for formula in (*texts, "false")]
    ((count,),) = connection.execute(f"SELECT {' + '.join(counts)} FROM {rows}").fetchall()
    return int(count)


def _write_slices(connection: duckdb.DuckDBPyConnection, contract: Contract, data: Path) -> None:
    """Write the files of single articles and States; none of nothing, but for a State that a note lists."""
    for name, path, key, rows in _SLICES:
        table = contract[name]
        (data / path).parent.mkdir(exist_ok=True)
        order = ", ".join(["slice", *table.order])
        connection.execute(
            f"CREATE OR REPLACE TABLE sliced AS SELECT {key} AS slice, {_cells(table)} FROM {rows} ORDER BY {order}"
        )
        for (value,) in connection.execute("SELECT DISTINCT slice FROM sliced ORDER BY slice").fetchall():
            select = f"SELECT * EXCLUDE slice FROM sliced WHERE slice = {literal(str(value))}"
            _write(connection, select, data / path.format(value))
    header = ",".join(column.name for column in contract["statements"].columns) + "\n"
    silent = "SELECT state_iso3 FROM by_state ANTI JOIN statements USING (state_iso3)"
    for (state,) in connection.execute(silent).fetchall():
        (data / "by-state" / f"{state}.csv").write_text(header, encoding="utf-8")
