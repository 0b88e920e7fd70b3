"""The extracted rows of the current notes, and the code lists, as relations of DuckDB.

Not here: how batches are written (`batch.py`); the questions that are asked of them (`sql/model/`, `sql/checks/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.contract.tables import Contract
from pipelines.extract.extraction import Extraction
from pipelines.workspace.engine import literal
from pipelines.workspace.paths import DATAPACKAGE

_FEW = 16  # notes whose rows are read into memory


def attach_extracted(
    connection: duckdb.DuckDBPyConnection, contract: Contract, current: Sequence[Extraction], extract: Path
) -> None:
    """Create the schemas `extracted` and `codes`, with one relation a table, and the table `live`.

    `current`: the extractions whose rows count; `live` has their keys. `extract`: the folder of the batches.
    """
    live = sorted(e.key for e in current if e.batch)
    batches = sorted({e.batch for e in current if e.batch})
    connection.execute("CREATE SCHEMA extracted; CREATE SCHEMA codes; CREATE TABLE live (key VARCHAR)")
    connection.execute("INSERT INTO live SELECT unnest(?)", [live])
    # The files of a few notes are opened once, and not for each query.
    kind = "TABLE" if len(live) <= _FEW else "VIEW"
    for table in contract.of_stage("extract"):
        columns = ", ".join(f'"{c.name}"' for c in table.as_extracted.columns)
        if not batches:
            types = ", ".join(f'"{c.name}" {c.duckdb_type}' for c in table.as_extracted.columns)
            connection.execute(f"CREATE TABLE extracted.{table.name} ({types})")
            continue
        files = ", ".join(literal(extract / batch / f"{table.name}.parquet") for batch in batches)
        rows = f"SELECT {columns} FROM read_parquet([{files}]) WHERE key IN (FROM live)"
        connection.execute(f"CREATE {kind} extracted.{table.name} AS {rows}")
    for table in contract.of_stage("code_list"):
        file = literal(DATAPACKAGE / str(table.source))
        types = ", ".join(f"'{c.name}': '{c.duckdb_type}'" for c in table.columns)
        connection.execute(
            f"CREATE TABLE codes.{table.name} AS SELECT * FROM read_csv({file}, header = true, columns = {{{types}}})"
        )
