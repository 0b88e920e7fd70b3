"""Writes the register of a release: where each published row is today, and the marks by which a note is recognised.

The question is `sql/register.sql`. Here: what it is asked over. Not here: why a row left and what stands in its place
(`consent.py`), how a document finds its note by it (`pipelines/extract/works.py`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.contract.parts import parquet_of, rows_of
from pipelines.contract.register import register_of
from pipelines.contract.tables import Contract
from pipelines.model.tables import write_table
from pipelines.publish.changes import Changes, identifier
from pipelines.publish.record import Record
from pipelines.workspace.engine import Engine, connect, literal, make_table
from pipelines.workspace.questions import question

# Rows of these tables are findings about a reading, not content: a better reading may have fewer.
FINDINGS = frozenset({"ledger", "signals"})


def note_keys(model: Path) -> str:
    """SQL, to stand after FROM, of the marks by which notes are recognised: `key_kind`, `key_value`, `note_id`."""
    tables = {name: rows_of(model, name) for name in ("note_versions", "note_files")}
    return f"({question('views/note_keys', **tables)})"


def write_register(contract: Contract, model: Path, engine: Engine, record: Record, changes: Changes) -> None:
    """Write `register.parquet` into a folder of tables, beside those that it tells of.

    The register of the release before goes on in it. `record`, `changes`: of the release that it is of.
    """
    tables = [table for table in contract.of_stage("extract") if table.name not in FINDINGS]
    with connect(engine) as connection:
        make_table(connection, "release", "id VARCHAR, previous VARCHAR", [(record.identifier, record.previous)])
        make_table(connection, "standing", '"table" VARCHAR, identifier VARCHAR', ())
        for table in tables:
            rows = f"SELECT {literal(table.name)}, {identifier(table, 't')} FROM {rows_of(model, table.name)} AS t"
            connection.execute(f"INSERT INTO standing {rows}")
        known, keys = register_of(changes.before), note_keys(model)
        for name, rows in (("known", known), ("note_keys", keys), ("changes", changes.listed)):
            connection.execute(f"CREATE TABLE {name} AS FROM {rows}")
        write_table(connection, contract["register"], question("register"), parquet_of(model, "register"))
