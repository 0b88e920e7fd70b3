"""Writes `identifiers.csv`: every identifier ever published, and what it leads to today.

Here: rows that have an identifier of their own, of notes and all that is in them. Not here: why a row left
(`withdrawn`), by what a note keeps its identifier (`note_keys.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Contract
from pipelines.workspace.engine import Engine, connect, literal

FILE = "identifiers.csv"
_COLUMNS = "table_name, identifier, successor_id, first_release"
# A signal says what the extraction was unsure of at the time.
_PASSING = {"signals"}


def write_identifiers(contract: Contract, before: Path | None, data: Path, release: str, engine: Engine) -> None:
    """Write the list beside the data folder of a release.

    `before`: data folder of the release before, whose list goes on. `release`: identifier of this one.

    Raises:
        duckdb.Error, OSError: a file can't be read or written.
    """
    tables = [t for t in contract.of_stage("extract") if len(t.key) == 1 and t.name not in _PASSING]
    with connect(engine) as connection:
        connection.execute(
            "CREATE TABLE known (table_name VARCHAR, identifier VARCHAR, successor_id VARCHAR, first_release VARCHAR)"
        )
        if before is not None:
            last = literal(before.parent / FILE)
            connection.execute(f"INSERT INTO known FROM read_csv({last}, header = true, all_varchar = true)")
        for table in tables:
            name, key = literal(table.name), f'"{table.key[0]}"'
            connection.execute(
                f"INSERT INTO known SELECT {name}, {key}, NULL, ? FROM {rows_of(data, table.name)} AS r "
                f"ANTI JOIN known ON known.table_name = {name} AND known.identifier = r.{key}",
                [release],
            )
        connection.execute("UPDATE known SET successor_id = NULL")
        connection.execute(
            f"UPDATE known SET successor_id = w.successor_id FROM {rows_of(data, 'withdrawn')} AS w "
            "WHERE w.table_name = known.table_name AND w.row_id = known.identifier"
        )
        connection.execute(
            f"COPY (SELECT {_COLUMNS} FROM known ORDER BY table_name, identifier) TO {literal(data.parent / FILE)} "
            "(FORMAT csv, HEADER true)"
        )
