"""Verifies a release folder as its reader would: checksums, CSV equal to Parquet, constraints, the texts of its notes.

All is judged by what the release says of itself, whichever version of the program made it. Here: what is wrong, in
sentences. Not here: whether it should be published (`release.py`), checksums (`integrity.py`), what constraints mean
(`pipelines/contract/rows.py`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract.frictionless_report import judge, judge_rows
from pipelines.contract.parts import parquet_of, rows_of
from pipelines.contract.rows import UnsupportedKeywordError, Violation, broken_tables
from pipelines.publish.data import csv_cell
from pipelines.publish.integrity import SUMS, broken_files
from pipelines.workspace.engine import Engine, connect, literal

Resource = dict[str, Any]
_SHOWN = 20


def verify(folder: Path, engine: Engine, *, thorough: bool = False) -> list[str]:
    """What is wrong with a release, as sentences; empty where nothing is.

    `thorough`: have Frictionless judge all rows of all tables, and references between them, which takes ten times as
    long and says the same; else those that `judge_rows` judges.
    """
    if not (folder / SUMS).is_file():
        return [f"{folder} is no release: it has no {SUMS}."]
    if broken := list(broken_files(folder).values()):
        return broken
    try:
        resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        schemas = {resource["name"]: resource["schema"] for resource in resources}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"datapackage.json can't be read: {error}"]
    broken = _unequal(folder, resources, engine)
    if not broken:
        with connect(engine) as connection:
            broken = _judged(folder / "data", schemas) or _without_text(connection, folder)
    return broken or _sentences(
        "Frictionless", judge(folder / "datapackage.json") if thorough else judge_rows(folder, resources)
    )


def _unequal(folder: Path, resources: list[Resource], engine: Engine) -> list[str]:
    """Where CSV and Parquet do not hold the same cells in the same order."""
    # DuckDB numbers rows in the order in which its threads bring them: only one thread brings them in the file's order.
    with connect(replace(engine, threads=1)) as connection:
        return sorted(sentence for resource in resources for sentence in _compare(connection, folder, resource))


def _compare(connection: duckdb.DuckDBPyConnection, folder: Path, resource: Resource) -> list[str]:
    """Cells are compared as the CSV writes them: a number or date that is written in another way is not equal."""
    name, fields, csv = resource["name"], resource["schema"]["fields"], folder / resource["path"]
    if not parquet_of(folder / "data", name).exists() or not csv.is_file():
        return [f"Table {name} lacks its CSV or its Parquet file."]
    names = ", ".join(f'"{field["name"]}"' for field in fields)
    columns = ", ".join(f"'{field['name']}': 'VARCHAR'" for field in fields)
    text = ", ".join(f'nullif(CAST("{field["name"]}" AS VARCHAR), \'\') AS "{field["name"]}"' for field in fields)
    read_csv = (
        f"SELECT row_number() OVER () AS n, {text} FROM read_csv({literal(csv)}, "
        "header = true, delim = ',', quote = '\"', "
        f"escape = '\"', auto_detect = false, strict_mode = true, columns = {{{columns}}})"
    )
    cells = ", ".join(csv_cell(field["name"], field["type"]) for field in fields)
    rows = rows_of(folder / "data", name)
    read_parquet = f"SELECT row_number() OVER () AS n, {text} FROM (SELECT {cells} FROM {rows})"
    total = f"SELECT count(*), sum(CAST(hash(n, {names}) AS HUGEINT)) FROM"
    broken = []
    try:
        sums = [connection.execute(f"{total} ({rows})").fetchall() for rows in (read_csv, read_parquet)]
        if sums[0] == sums[1]:
            return []
        for one, other, kind in ((read_csv, read_parquet, "CSV"), (read_parquet, read_csv, "Parquet file")):
            row = connection.execute(f"SELECT n FROM (({one}) EXCEPT ALL ({other})) ORDER BY n LIMIT 1").fetchone()
            if row:
                broken.append(f"Table {name}: row {row[0]} of the {kind} is not the same in the other file.")
    except duckdb.Error as error:
        return [f"Table {name} can't be read: {str(error).splitlines()[0]}"]
    return broken


def _judged(data: Path, schemas: dict[str, dict[str, Any]]) -> list[str]:
    """What breaks the constraints that the release declares.

    Asked of the Parquet files, which hold the rows of the CSV files (`_unequal`) and are quicker to read.
    """
    try:
        return _sentences("The contract", broken_tables(data, schemas))
    except UnsupportedKeywordError as error:
        return [f"datapackage.json: {error}"]


def _without_text(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Notes whose text the release does not hold: what is quoted from them could not be looked up."""
    notes = connection.execute(f"SELECT note_id FROM {rows_of(folder / 'data', 'notes')} ORDER BY note_id").fetchall()
    present = {path.name for path in (folder / "texts").glob("*.txt")}
    broken = [f"Note {n} of table notes lacks its text, texts/{n}.txt." for (n,) in notes if f"{n}.txt" not in present]
    return broken[:_SHOWN] + (
        [f"{len(broken) - _SHOWN} further notes lack their text."] if len(broken) > _SHOWN else []
    )


def _sentences(judged_by: str, violations: list[Violation]) -> list[str]:
    broken = [
        f"{judged_by}: {v.table}, row {v.row}, {v.column or 'the row'}: {v.rule} {v.value}".strip() for v in violations
    ]
    return broken[:_SHOWN] + ([f"{judged_by}: {len(broken) - _SHOWN} further errors."] if len(broken) > _SHOWN else [])
