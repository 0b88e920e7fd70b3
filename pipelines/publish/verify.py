"""Verifies a release folder as its reader would: checksums, CSV equal to Parquet, Frictionless.

Here: what is wrong with a release, in sentences. Not here: whether it should be published (`release.py`).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
from frictionless import Package, system

from pipelines.contract import Contract, Table
from pipelines.model.tables import Engine, connect, literal
from pipelines.publish.data import csv_select

SUMS = "SHA256SUMS"


def write_sums(folder: Path) -> str:
    """Write `SHA256SUMS` over every other file, sorted by path.

    Returns:
        The SHA-256 of the list itself.
    """
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    text = "".join(lines)
    (folder / SUMS).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def verify(folder: Path, contract: Contract, engine: Engine) -> list[str]:
    """What is wrong with a release, as sentences; empty where nothing is."""
    if not (folder / SUMS).is_file():
        return [f"{folder} is no release: it has no {SUMS}."]
    broken = _sums(folder)
    if broken:
        return broken
    return [*_tables(folder, contract, engine), *_frictionless(folder)]


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != SUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sums(folder: Path) -> list[str]:
    expected = {}
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        expected[name] = digest
    found = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    broken = [f"{name} is missing." for name in sorted(set(expected) - set(found))]
    broken += [f"{name} is not listed in {SUMS}." for name in sorted(set(found) - set(expected))]
    broken += [
        f"{name} was altered: its SHA-256 is not the one in {SUMS}."
        for name in sorted(set(found) & set(expected))
        if _sha256(found[name]) != expected[name]
    ]
    return broken


def _tables(folder: Path, contract: Contract, engine: Engine) -> list[str]:
    broken = []
    with connect(engine) as connection:
        for table in contract.tables:
            csv, parquet = folder / "data" / f"{table.name}.csv", folder / "data" / f"{table.name}.parquet"
            if not (csv.is_file() and parquet.is_file()):
                broken.append(f"Table {table.name} lacks its CSV or its Parquet file.")
                continue
            try:
                broken += _equal(connection, table, csv, parquet)
            except duckdb.Error as error:
                broken.append(f"Table {table.name} can't be read: {str(error).splitlines()[0]}")
    return broken


def _equal(connection: duckdb.DuckDBPyConnection, table: Table, csv: Path, parquet: Path) -> list[str]:
    types = ", ".join(f"'{c.name}': '{c.duckdb_type}'" for c in table.columns)
    read_csv = (
        f"SELECT row_number() OVER () AS n, * FROM read_csv({literal(csv)}, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', auto_detect = false, strict_mode = true, columns = {{{types}}})"
    )
    read_parquet = f"SELECT row_number() OVER () AS n, {csv_select(table)} FROM read_parquet({literal(parquet)})"
    broken = []
    for one, other, where in ((read_csv, read_parquet, "CSV"), (read_parquet, read_csv, "Parquet file")):
        row = connection.execute(f"SELECT n FROM (({one}) EXCEPT ALL ({other})) ORDER BY n LIMIT 1").fetchone()
        if row:
            broken.append(f"Table {table.name}: row {row[0]} of the {where} is not the same in the other file.")
    return broken


def _frictionless(folder: Path) -> list[str]:
    descriptor = folder / "datapackage.json"
    try:
        json.loads(descriptor.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [f"datapackage.json can't be read: {error}"]
    with system.use_context(trusted=False):
        report = Package(str(descriptor)).validate()
    found = report.flatten(["name", "rowNumber", "fieldName", "message"])
    broken = [f"Frictionless: {name}, row {row}, {field}: {message}" for name, row, field, message in found[:20]]
    return broken + ([f"Frictionless: {len(found) - 20} further errors."] if len(found) > 20 else [])
