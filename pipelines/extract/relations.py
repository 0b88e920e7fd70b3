"""The extracted rows of the current notes as relations of DuckDB, and what the rows of all together owe the contract.

Not here: how rows lie in batches, and those of one note, which were judged before they were written (`batch.py`); what
is asked of them (`sql/model/`, `sql/checks/`); the tables of a release (`contract/rows.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.contract.rows import LIMIT, SAME_KEY, SAME_VALUE, Violation
from pipelines.contract.tables import Contract
from pipelines.extract.extraction import Extraction
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.progress import Stage

_FEW = 16  # notes whose rows are held


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
    # What asks much of few rows opens their files once.
    kind = "TABLE" if len(live) <= _FEW else "VIEW"
    for table in contract.of_stage("extract"):
        columns = ", ".join(f'"{c.name}"' for c in table.as_extracted.columns)
        if not batches:
            empty = ", ".join(f'NULL::{c.duckdb_type} AS "{c.name}"' for c in table.as_extracted.columns)
            connection.execute(f"CREATE VIEW extracted.{table.name} AS SELECT {empty} WHERE false")
            continue
        files = ", ".join(literal(extract / batch / f"{table.name}.parquet") for batch in batches)
        rows = f"SELECT {columns} FROM read_parquet([{files}], filename = true) AS rows"
        connection.execute(
            f"CREATE {kind} extracted.{table.name} AS {rows} "
            "SEMI JOIN live ON live.note_id = rows.note_id AND live.batch = string_split(rows.filename, '/')[-2]"
        )
    for table in contract.of_stage("code_list"):
        file = literal(DATAPACKAGE / str(table.source))
        types = ", ".join(f"'{c.name}': '{c.duckdb_type}'" for c in table.columns)
        connection.execute(
            f"CREATE TABLE codes.{table.name} AS SELECT * FROM read_csv({file}, header = true, columns = {{{types}}})"
        )


def validate_extracted(
    contract: Contract, current: Sequence[Extraction], extract: Path, engine: Engine
) -> list[Violation]:
    """Every key, and every value that must be unique, that several rows have, sorted.

    Raises:
        duckdb.Error, OSError: the tables can't be read.
    """
    found = []
    with Stage("Checking notes"), connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        for table in contract.of_stage("extract"):
            unique = [(column.name,) for column in table.as_extracted.columns if column.unique]
            for columns in (table.key, *unique):
                names = ", ".join(f'"{name}"' for name in columns)
                several = f"SELECT {names} FROM extracted.{table.name} GROUP BY ALL HAVING count(*) > 1 LIMIT {LIMIT}"
                for values in connection.execute(several).fetchall():
                    if any(value is not None for value in values):
                        rule = SAME_KEY if columns == table.key else SAME_VALUE
                        found.append(Violation(table.name, 0, "", rule, "/".join(map(str, values))))
    return sorted(found)
