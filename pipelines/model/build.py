"""Makes the published tables from extracted rows. Parquet in, Parquet out; no row passes through Python.

Here: which tables are made in which order. Not here: how a query runs (`tables.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.model.tables import in_order, query, write_table
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.progress import stage
from pipelines.workspace.seal import seal


def build_tables(
    contract: Contract,
    current: Sequence[Extraction],
    extract: Path,
    target: Path,
    engine: Engine,
    *,
    rows: Path | None = None,
) -> None:
    """Write every table of stages code list, extract and model as `<target>/<table>.parquet`.

    `current`: the extractions whose rows count. `extract`: the folder that holds their batches. `rows`: folder where
    another engine left the rows of every table; then no question is asked here.

    Raises:
        duckdb.Error, OSError: a query fails or a file can't be written; nothing is changed at `target`.
    """
    aside = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    tables = (
        *contract.of_stage("code_list"),
        *contract.of_stage("extract"),
        *in_order(contract.of_stage("model")),
    )
    with stage("Making tables", len(tables)) as running, connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        for table in tables:
            running.advance(table.name)
            write_table(connection, table, query(table, rows), aside / f"{table.name}.parquet")
            _view(connection, table, aside)
    seal(aside)
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)


def rebuild_tables(
    contract: Contract,
    current: Sequence[Extraction],
    extract: Path,
    target: Path,
    engine: Engine,
    *,
    names: Collection[str],
) -> None:
    """Write some tables anew, from extracted rows and the other tables as they stand at `target`.

    `names`: of the tables.

    Raises:
        duckdb.Error, OSError: a query fails, a table it reads is not there, or a file can't be written.
    """
    with connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        for table in in_order(contract.of_stage("code_list", "extract", "model")):
            if table.name in names:
                aside = target / f".{table.name}.parquet.tmp"
                write_table(connection, table, query(table), aside)
                aside.replace(target / f"{table.name}.parquet")
            _view(connection, table, target)
    seal(target)


def _view(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """Make a written table known under its name to the queries after it."""
    connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(folder, table.name)}")
