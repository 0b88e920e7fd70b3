"""The SELECT that gives a published table, and writing its rows as Parquet.

Not here: what the questions are (`sql/`), which tables are made in which order (`build.py`), files of a release
(`pipelines/publish/`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from pipelines.contract.tables import Table
from pipelines.workspace.engine import literal
from pipelines.workspace.paths import SQL
from pipelines.workspace.questions import question

SNAPPY_BELOW = 100 * 2**20


def query(table: Table, rows: Path | None = None) -> str:
    """The SELECT that gives a table: `sql/model/<table>.sql`, or the declared columns in the declared order.

    `rows`: folder where another engine left the rows of every table; then they are read from there.
    """
    if rows is not None:
        return f"SELECT * FROM read_parquet({literal(rows / table.name / '*.parquet')})"
    if (SQL / "model" / f"{table.name}.sql").exists():
        return question(f"model/{table.name}")
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    schema = "codes" if table.stage == "code_list" else "extracted"
    return f"SELECT {columns} FROM {schema}.{table.name} ORDER BY {', '.join(table.order)}"


def upstream(table: Table) -> tuple[frozenset[str], frozenset[str]]:
    """The tables that the query of a table reads: those as extracted, and those as published."""
    named = re.findall(r"\b(?:FROM|JOIN)\s+(?:(\w+)\.)?(\w+)", query(table))
    published = frozenset(name for schema, name in named if not schema) - {table.name}
    return frozenset(name for schema, name in named if schema == "extracted"), published


def in_order(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables, each after all that its query reads; else in the order in which they were given.

    Raises:
        graphlib.CycleError: two queries read each other's table.
    """
    by_name = {table.name: table for table in tables}
    graph = {name: sorted(upstream(table)[1] & by_name.keys()) for name, table in by_name.items()}
    return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())


def write_table(connection: duckdb.DuckDBPyConnection, table: Table, select: str, target: Path) -> None:
    """Write the rows of a query as one Parquet file, in the declared order and types.

    Raises:
        ContractError: the query gives other columns than the table declares.
        duckdb.Error: the query fails, or the file can't be written.
    """
    table.check_keys([row[0] for row in connection.execute(f"DESCRIBE {select}").fetchall()])
    # The Arrow schema in the file's metadata is where Parquet readers find descriptions of columns.
    metadata = base64.b64encode(table.arrow_schema().serialize().to_pybytes()).decode()
    source = f"SELECT {typed(table)} FROM ({select}) ORDER BY {', '.join(table.order)}"
    # Where DuckDB knows by statistics that a column has no nulls, it writes it as required; whether it knows depends on
    # how many files the rows come from, and the same rows must give the same bytes.
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")
    for compression in ("snappy", "zstd"):
        connection.execute(
            f"COPY ({source}) TO {literal(target)} "
            f"(FORMAT parquet, COMPRESSION {compression}, KV_METADATA {{'ARROW:schema': {literal(metadata)}}})"
        )
        if target.stat().st_size < SNAPPY_BELOW:
            break
    connection.execute("RESET disabled_optimizers")


def typed(table: Table) -> str:
    """The columns of a table in their declared types, as SELECT lists them."""
    return ", ".join(f'CAST("{c.name}" AS {c.duckdb_type}) AS "{c.name}"' for c in table.columns)
