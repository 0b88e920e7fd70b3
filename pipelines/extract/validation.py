"""Validates the extracted tables as a Frictionless Data Package, and says in plain words what is wrong.

Here: staging the tables as CSV, the verdict, its translation. Not here: rules on whole tables (`sql/checks/`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from frictionless import Package, system

from pipelines.contract import Contract, Table
from pipelines.extract.batches import Extraction
from pipelines.model.tables import Engine, attach_extracted, connect, literal
from pipelines.publish.descriptor import staging_descriptor
from pipelines.publish.publication import Publication


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One row that breaks the contract. `where`: identifier of the row. `value`: the offending text."""

    table: str
    where: str
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        column = f", column {self.column} ({self.value!r})" if self.column else ""
        cure = (
            "Look at the passage in the note, then correct the row in corrections.yaml or report the rule that made it."
        )
        return f"{self.table} {self.where}{column}: {self.rule} {cure}"


def validate_extracted(
    contract: Contract,
    publication: Publication,
    current: Sequence[Extraction],
    extract: Path,
    engine: Engine,
) -> list[Violation]:
    """Every violation of the contract in the extracted tables, sorted.

    Raises:
        duckdb.Error, OSError: the tables can't be staged.
    """
    staging = engine.spill / "package"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        with connect(engine) as connection:
            attach_extracted(connection, contract, current, extract)
            for table in contract.of_stage("extract", "code_list"):
                _stage(connection, table, staging / f"{table.name}.csv")
        (staging / "datapackage.json").write_text(
            json.dumps(staging_descriptor(contract, publication)), encoding="utf-8"
        )
        return judge(staging / "datapackage.json", contract)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def judge(descriptor: Path, contract: Contract) -> list[Violation]:
    """What Frictionless says of a package, translated and sorted."""
    with system.use_context(trusted=False):
        report = Package(str(descriptor)).validate()
    return sorted(_translate(contract, task.name, error) for task in report.tasks for error in task.errors) + [
        Violation("package", "", "", "", f"{error.message}") for error in report.errors
    ]


def _stage(connection: duckdb.DuckDBPyConnection, table: Table, target: Path) -> None:
    columns = ", ".join(f'"{c.name}"' for c in table.column_list(extracted=True))
    schema = "codes" if table.stage == "code_list" else "extracted"
    select = f"SELECT {columns} FROM {schema}.{table.name} ORDER BY {', '.join(table.order)}"
    connection.execute(f"COPY ({select}) TO {literal(target)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')")


def _translate(contract: Contract, name: str, error: Any) -> Violation:
    cells = [str(c) for c in getattr(error, "cells", [])]
    table = contract[name]
    columns = [c.name for c in table.column_list(extracted=True)]
    where = "/".join(cells[columns.index(key)] for key in table.key if columns.index(key) < len(cells))
    column = getattr(error, "field_name", "") or ""
    value = str(getattr(error, "cell", "") or "")
    rules = {
        "constraint-error": f"it breaks the rule {getattr(error, 'note', '')}.",
        "type-error": f"it is not of the declared type: {getattr(error, 'note', '')}.",
        "unique-error": "another row holds the same value, and it must be unique.",
        "primary-key": "another row has the same key.",
        "foreign-key": f"it refers to a row that does not exist: {getattr(error, 'note', '')}.",
    }
    return Violation(name, where, column, value[:200], rules.get(error.type, error.message))
