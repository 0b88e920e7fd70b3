"""What runs the SQL of `sql/model/`: an in-memory DuckDB that sees extracted rows and writes a table as Parquet.

Not here: what the questions are (`sql/`), which tables are made in which order (`build.py`), files of a release
(`pipelines/publish/`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract.tables import Contract, Table
from pipelines.extract.batches import Extraction
from pipelines.workspace.paths import DATAPACKAGE, SQL

SNAPPY_BELOW = 100 * 2**20


@dataclass(frozen=True, slots=True)
class Engine:
    """What DuckDB may use. `memory`: as DuckDB writes it (`1GB`); beyond it, DuckDB spills into `spill`."""

    spill: Path
    threads: int = 2
    memory: str = "1GB"


@contextmanager
def connect(engine: Engine) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that never reaches for the network or extensions."""
    engine.spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        config={
            "threads": str(engine.threads),
            "memory_limit": engine.memory,
            "temp_directory": str(engine.spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    try:
        yield connection
    finally:
        connection.close()


def literal(path: Path | str) -> str:
    """A SQL string literal."""
    return "'" + str(path).replace("'", "''") + "'"


def query(table: Table, rows: Path | None = None) -> str:
    """The SELECT that gives a table: `sql/model/<table>.sql`, or the declared columns in the declared order.

    `rows`: folder where another engine left the rows of every table; then they are read from there.
    """
    if rows is not None:
        return f"SELECT * FROM read_parquet({literal(rows / table.name / '*.parquet')})"
    file = SQL / "model" / f"{table.name}.sql"
    if file.exists():
        return file.read_text(encoding="utf-8")
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    schema = "codes" if table.stage == "code_list" else "extracted"
    return f"SELECT {columns} FROM {schema}.{table.name} ORDER BY {', '.join(table.order)}"


def attach_extracted(
    connection: duckdb.DuckDBPyConnection, contract: Contract, current: Sequence[Extraction], extract: Path
) -> None:
    """Make the extracted tables and the code lists known to DuckDB, as schemas `extracted` and `codes`.

    The table `live` lists the notes, with the batch that holds each and the key of its extraction.
    """
    live = sorted((e.batch, e.note_id, e.key) for e in current if e.batch)
    batches = sorted({batch for batch, _, _ in live})
    connection.execute(
        "CREATE SCHEMA extracted; CREATE SCHEMA codes; CREATE TABLE live (batch VARCHAR, note_id VARCHAR, key VARCHAR)"
    )
    if live:
        values = [list(column) for column in zip(*live, strict=True)]
        connection.execute("INSERT INTO live SELECT unnest(?), unnest(?), unnest(?)", values)
    for table in contract.of_stage("extract"):
        columns = ", ".join(f'"{c.name}"' for c in table.column_list(extracted=True))
        if not batches:
            empty = ", ".join(f'NULL::{c.duckdb_type} AS "{c.name}"' for c in table.column_list(extracted=True))
            connection.execute(f"CREATE VIEW extracted.{table.name} AS SELECT {empty} WHERE false")
            continue
        files = ", ".join(literal(extract / batch / f"{table.name}.parquet") for batch in batches)
        rows = f"SELECT {columns} FROM read_parquet([{files}], filename = true) AS rows"
        connection.execute(
            f"CREATE VIEW extracted.{table.name} AS {rows} "
            "SEMI JOIN live ON live.note_id = rows.note_id AND live.batch = string_split(rows.filename, '/')[-2]"
        )
    for table in contract.of_stage("code_list"):
        file = literal(DATAPACKAGE / str(table.source))
        types = ", ".join(f"'{c.name}': '{c.duckdb_type}'" for c in table.columns)
        connection.execute(
            f"CREATE TABLE codes.{table.name} AS SELECT * FROM read_csv({file}, header = true, columns = {{{types}}})"
        )


def write_table(connection: duckdb.DuckDBPyConnection, table: Table, select: str, target: Path) -> None:
    """Write the rows of a query as one Parquet file, in the declared order and types.

    Raises:
        duckdb.Error: the query fails, or the file can't be written.
    """
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
