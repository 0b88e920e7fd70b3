"""Makes the published tables from extracted rows. Parquet in, Parquet out; no row passes through Python.

Here: which tables are made in which order, and whole or in parts. Not here: how a query runs (`tables.py`), how a table
is cut into parts (`large.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.extract.batches import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.model.large import link_parts, write_parts
from pipelines.model.tables import in_order, query, write_table
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.limits import PART_ROWS
from pipelines.workspace.progress import stage
from pipelines.workspace.seal import seal


def build_tables(
    contract: Contract,
    current: Sequence[Extraction],
    extract: Path,
    target: Path,
    engine: Engine,
    *,
    part_rows: int = PART_ROWS,
    rows: Path | None = None,
) -> None:
    """Write every table of stages code list, extract and model as `<target>/<table>.parquet`.

    `current`: the extractions whose rows count. `extract`: the folder that holds their batches. `part_rows`: an
    extracted table with more rows is written in parts; parts whose notes have not changed since the last call stay as
    they are. `rows`: folder where another engine left the rows of every table; then no question is asked here.

    Raises:
        duckdb.Error, OSError: a query fails or a file can't be written; nothing is changed at `target`.
    """
    aside = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    tables = in_order(contract.of_stage("code_list", "extract", "model"))
    with stage("Making tables", len(tables)) as running, connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        small, large = _by_size(connection, contract, part_rows)
        for table in (*contract.of_stage("code_list"), *small):
            running.advance(table.name)
            write_table(connection, table, query(table, rows), aside / f"{table.name}.parquet")
            _view(connection, table, aside)
        if large:
            changed = link_parts(connection, large, target, aside)
            notes = [extraction for extraction in current if extraction.note_id in changed]
            with connect(engine) as other:
                attach_extracted(other, contract, notes, extract)
                for table in contract.of_stage("code_list"):
                    _view(other, table, aside)
                for table in large if notes else ():
                    write_parts(other, table, aside, rows)
            for table in large:
                running.advance(table.name)
                _view(connection, table, aside)
        for table in in_order(contract.of_stage("model")):
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

    `names`: tables that lie there as one file each.

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


def _by_size(
    connection: duckdb.DuckDBPyConnection, contract: Contract, part_rows: int
) -> tuple[list[Table], list[Table]]:
    """The extracted tables that are written whole, and those that are written in parts.

    `notes` is whole: whether a note is current depends on all others, and there are few.
    """
    small: list[Table] = []
    large: list[Table] = []
    for table in contract.of_stage("extract"):
        ((rows,),) = connection.execute(f"SELECT count(*) FROM extracted.{table.name}").fetchall()
        (large if rows > part_rows and table.name != "notes" else small).append(table)
    return small, large


def _view(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """Make a written table known under its name to the queries after it."""
    connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(folder, table.name)}")
