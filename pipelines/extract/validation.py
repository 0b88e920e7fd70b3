"""Validates the extracted tables against the contract, and says in plain words what is wrong.

Here: which rows Frictionless judges and which SQL; staging them as CSV. Not here: the rules (`constraints.py`),
Frictionless's words (`frictionless_report.py`), rules on whole tables (`sql/checks/`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract.constraints import compile_checks
from pipelines.contract.frictionless import extracted_package
from pipelines.contract.frictionless_report import SAMPLE_ROWS, judge
from pipelines.contract.tables import Contract, Table
from pipelines.contract.typed_cells import Relation
from pipelines.contract.violations import Violation, find_violations
from pipelines.extract.batches import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.fingerprint import VALIDATION
from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class _Valid:
    """The extractions, by key, that this version of validation has found valid."""

    code: str = ""
    extractions: frozenset[str] = frozenset()


def validate_extracted(
    contract: Contract,
    current: Sequence[Extraction],
    extract: Path,
    engine: Engine,
    *,
    frictionless_rows: int,
) -> list[Violation]:
    """Every violation of the contract in the extracted tables, sorted.

    `frictionless_rows`: how many rows Frictionless judges. Where there are more, SQL judges all of them, and
    Frictionless a sample of whole notes.

    Raises:
        UnsupportedKeywordError: a table declares what would not be checked.
        duckdb.Error, OSError: the tables can't be read or staged.
    """
    tables = contract.of_stage("extract", "code_list")
    schemas = {table.name: table.frictionless_schema(extracted=True) for table in tables}
    relations = {
        table.name: Relation(_rows(table), f"row_number() OVER (ORDER BY {', '.join(table.order)})") for table in tables
    }
    checks = compile_checks(schemas, relations)
    with connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        rows = sum(_count(connection, table) for table in tables)
        if rows > frictionless_rows and (violations := find_violations(connection, checks)):
            return violations
        _sample(connection, 1.0 if rows <= frictionless_rows else SAMPLE_ROWS / rows)
        package = engine.spill / "package"
        shutil.rmtree(package, ignore_errors=True)
        package.mkdir(parents=True)
        try:
            for table in tables:
                _stage(connection, table, package / f"{table.name}.csv")
            descriptor = package / "datapackage.json"
            descriptor.write_text(json.dumps(extracted_package(contract)), encoding="utf-8")
            return judge(descriptor)
        finally:
            shutil.rmtree(package, ignore_errors=True)


def _rows(table: Table) -> str:
    return f"codes.{table.name}" if table.stage == "code_list" else f"extracted.{table.name}"


def _count(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    row = connection.execute(f"SELECT count(*) FROM {_rows(table)}").fetchone()
    return int(row[0]) if row else 0


def _sample(connection: duckdb.DuckDBPyConnection, share: float) -> None:
    """Choose that share of the notes, at least one, evenly and the same ones each time."""
    connection.execute(
        "CREATE TABLE sampled AS SELECT note_id FROM live ORDER BY md5(note_id), note_id "
        f"LIMIT (SELECT CAST(ceil(count(*) * {share!r}) AS BIGINT) FROM live)"
    )


def _stage(connection: duckdb.DuckDBPyConnection, table: Table, target: Path) -> None:
    columns = ", ".join(f'"{c.name}"' for c in table.column_list(extracted=True))
    sampled = "" if table.stage == "code_list" else "WHERE note_id IN (FROM sampled)"
    select = f"SELECT {columns} FROM {_rows(table)} {sampled} ORDER BY {', '.join(table.order)}"
    connection.execute(f"COPY ({select}) TO {literal(target)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')")


def not_yet_valid(current: Sequence[Extraction], extract: Path) -> list[Extraction]:
    """The extractions that no run has found valid."""
    known = _valid_at(extract).load()
    valid = known.extractions if known.code == VALIDATION else frozenset()
    return [extraction for extraction in current if extraction.batch and extraction.key not in valid]


def keep_valid(current: Sequence[Extraction], extract: Path) -> None:
    """Remember that these extractions are valid.

    Raises:
        OSError: it can't be written.
    """
    _valid_at(extract).save(_Valid(VALIDATION, frozenset(e.key for e in current if e.batch)))


def _valid_at(extract: Path) -> State[_Valid]:
    return State[_Valid](extract / "valid.json", _Valid())
