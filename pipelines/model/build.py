"""Makes the published tables from extracted rows. Parquet in, Parquet out; no row passes through Python.

Here: which tables are made in which order. Not here: how a query runs (`tables.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipelines.contract.parts import is_there, rows_of
from pipelines.contract.tables import Contract
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.model.tables import in_order, query, write_table
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.progress import Stage
from pipelines.workspace.seal import seal

HANDED_ON = ("system_mentions",)


def build_tables(
    contract: Contract,
    current: Sequence[Extraction],
    extract: Path,
    target: Path,
    engine: Engine,
    *,
    names: Collection[str] | None = None,
    rows: Path | None = None,
    before: Path | None = None,
) -> None:
    """Write every table of stages code list, extract and model as `<target>/<table>.parquet`.

    `current`: the extractions whose rows count. `extract`: the folder that holds their batches. `names`: of single
    tables, which are written anew beside the others at `target`. `rows`: folder where another engine left the rows of
    every table; then no question is asked here. `before`: data folder of the release before, which hands identifiers
    on.

    Raises:
        duckdb.Error, OSError: a query fails, a table it reads is not there, or a file can't be written; of all tables,
            nothing is changed at `target`.
    """
    folder = target
    if names is None:
        folder = target.with_name(f".{target.name}.tmp")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    tables = in_order(contract.of_stage("code_list", "extract", "model"))
    made = [table for table in tables if names is None or table.name in names]
    with Stage("Making tables", len(made)) as running, connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        attach_handed_on(connection, contract, before)
        for table in tables:
            if table in made:
                running.advance(table.name)
                aside = folder / f".{table.name}.parquet.tmp"
                write_table(connection, table, query(table, rows), aside)
                aside.replace(folder / f"{table.name}.parquet")
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(folder, table.name)}")
    seal(folder)
    if names is None:
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)


def attach_handed_on(connection: duckdb.DuckDBPyConnection, contract: Contract, before: Path | None) -> None:
    """Attach the tables that hand identifiers on as schema `handed_on`: empty where no release before has them."""
    connection.execute("CREATE SCHEMA handed_on")
    for name in HANDED_ON:
        if before is not None and is_there(before, name):
            rows = f"SELECT * FROM {rows_of(before, name)}"
        else:
            empty = ", ".join(f'NULL::{c.duckdb_type} AS "{c.name}"' for c in contract[name].columns)
            rows = f"SELECT {empty} WHERE false"
        connection.execute(f"CREATE VIEW handed_on.{name} AS {rows}")
