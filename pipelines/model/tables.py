"""Makes the published tables from extracted rows: the SQL of `sql/model/`, run by an in-memory DuckDB.

Parquet in, Parquet out; no row passes through Python. Not here: what the questions are (`sql/`), files of a release
(`pipelines/publish/`).
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract import Contract, Table
from pipelines.extract.batches import Extraction
from pipelines.paths import DATAPACKAGE, SQL

SNAPPY_BELOW = 100 * 2**20
_ORDER = ("code_list", "extract", "model", "publish")


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


def build_tables(
    contract: Contract, current: Sequence[Extraction], extract: Path, target: Path, engine: Engine
) -> None:
    """Write every table of stages code list, extract and model as `<target>/<table>.parquet`.

    `current`: the extractions whose rows count. `extract`: the folder that holds their batches.

    Raises:
        duckdb.Error: a query fails; nothing is left at `target`.
    """
    aside = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    with connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        for table in sorted(contract.tables, key=lambda t: _ORDER.index(t.stage)):
            if table.stage != "publish":
                _write(connection, table, query(table), aside / f"{table.name}.parquet")
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)


def query(table: Table) -> str:
    """The SELECT that gives a table: `sql/model/<table>.sql`, or the declared columns in the declared order."""
    file = SQL / "model" / f"{table.name}.sql"
    if file.exists():
        return file.read_text(encoding="utf-8")
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    schema = "codes" if table.stage == "code_list" else "extracted"
    return f"SELECT {columns} FROM {schema}.{table.name} ORDER BY {', '.join(table.order)}"


def attach_extracted(
    connection: duckdb.DuckDBPyConnection, contract: Contract, current: Sequence[Extraction], extract: Path
) -> None:
    """Make the extracted tables and the code lists known to DuckDB, as schemas `extracted` and `codes`."""
    live = sorted((e.batch, e.note_id) for e in current if e.batch)
    batches = sorted({batch for batch, _ in live})
    connection.execute(
        "CREATE SCHEMA extracted; CREATE SCHEMA codes; CREATE TABLE live (batch VARCHAR, note_id VARCHAR)"
    )
    if live:
        connection.execute("INSERT INTO live SELECT unnest(?), unnest(?)", [[b for b, _ in live], [n for _, n in live]])
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


def _write(connection: duckdb.DuckDBPyConnection, table: Table, select: str, target: Path) -> None:
    """Write a table and make it known under its name to the queries after it."""
    # The Arrow schema in the file's metadata is where Parquet readers find descriptions of columns.
    metadata = base64.b64encode(table.arrow_schema().serialize().to_pybytes()).decode()
    casts = ", ".join(f'CAST("{c.name}" AS {c.duckdb_type}) AS "{c.name}"' for c in table.columns)
    order = ", ".join(table.order)
    source = f"SELECT {casts} FROM ({select}) ORDER BY {order}"
    for compression in ("snappy", "zstd"):
        connection.execute(
            f"COPY ({source}) TO {literal(target)} "
            f"(FORMAT parquet, COMPRESSION {compression}, KV_METADATA {{'ARROW:schema': {literal(metadata)}}})"
        )
        if target.stat().st_size < SNAPPY_BELOW:
            break
    connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({literal(target)})")
