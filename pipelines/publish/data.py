"""Writes the tables of a release as CSV and Parquet.

Here: the CSV dialect, and the escape of spreadsheet formulas. Not here: the statements of single articles and States
(`slices.py`), metadata (`descriptor.py` and its siblings).
"""

from __future__ import annotations

import re
from collections.abc import Collection
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


def write_data(contract: Contract, model: Path, data: Path, engine: Engine) -> dict[str, int]:
    """Write every table as `data/<table>.csv` and `data/<table>.parquet`.

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
        counts = pool.map(lambda table: _write_csv(connection.cursor(), table, data), contract.tables)
        return {table.name: count for table, count in zip(contract.tables, counts, strict=True)}


def csv_select(table: Table, names: Collection[str] | None = None) -> str:
    """The columns of a table, or those with some names, as its CSV shows them."""
    return ", ".join(csv_cell(c.name, c.type) for c in table.columns if names is None or c.name in names)


def csv_cell(name: str, kind: str) -> str:
    """A column of a type as a CSV shows it."""
    if kind != "string":
        return f'"{name}"'
    return f'CASE WHEN {_is_formula(name)} THEN chr(39) || "{name}" ELSE "{name}" END AS "{name}"'


def _is_formula(column: str) -> str:
    return f"regexp_matches(\"{column}\", '{FORMULA.pattern}')"


def _write_csv(connection: duckdb.DuckDBPyConnection, table: Table, data: Path) -> int:
    """Write the CSV of a table, in the order of its Parquet file; give the number of escaped cells."""
    rows, target = rows_of(data, table.name), literal(data / f"{table.name}.csv")
    connection.execute(f"COPY (SELECT {csv_select(table)} FROM {rows}) TO {target} {CSV}")
    counts = [f"count(*) FILTER (WHERE {_is_formula(c.name)})" for c in table.columns if c.type == "string"]
    ((count,),) = connection.execute(f"SELECT {' + '.join(counts)} FROM {rows}").fetchall()
    return int(count)
