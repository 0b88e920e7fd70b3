"""Verifies a release folder as its reader would: checksums, CSV equal to Parquet, constraints, the texts of its notes.

Here: what is wrong with a release, in sentences. Not here: whether it should be published (`release.py`), checksums
(`integrity.py`), what constraints mean (`pipelines/contract/constraints.py`).
"""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract.constraints import Relation, UnsupportedKeywordError, compile_checks
from pipelines.contract.frictionless_report import judge, judge_first_rows
from pipelines.contract.parts import files_of, read_files, rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.contract.violations import Violation, find_violations
from pipelines.publish.data import csv_select
from pipelines.publish.integrity import SUMS, Digests, broken_files, removed, unpacked
from pipelines.workspace.beside import elsewhere, result_of
from pipelines.workspace.engine import Engine, connect, literal

Resources = list[dict[str, Any]]
_SHOWN = 20


def verify(
    folder: Path,
    contract: Contract,
    engine: Engine,
    *,
    digests: Digests | None = None,
    frictionless: bool = False,
    judged: tuple[Resources, Future[list[str]]] | None = None,
) -> list[str]:
    """What is wrong with a release, as sentences; empty where nothing is.

    `digests`: those of which the checksums of a release were written just now; they are not asked again, nor are files
    that it shares with the release before compared. `frictionless`: have Frictionless judge all rows, which takes ten
    times as long as SQL and says the same; else the first of each table. `judged`: what was asked of `broken_rows`, and
    what it says; that counts where the descriptor has the same resources.
    """
    if not (folder / SUMS).is_file():
        return [f"{folder} is no release: it has no {SUMS}."]
    if digests is None:
        gone, broken = removed(folder), broken_files(folder)
        if wrong := [said for name, said in broken.items() if name not in gone]:
            return wrong
    with unpacked(folder) if digests is None else nullcontext(folder) as whole:
        try:
            resources = json.loads((whole / "datapackage.json").read_text(encoding="utf-8"))["resources"]
            _schemas(resources)
        except (OSError, ValueError, KeyError, TypeError) as error:
            return [f"datapackage.json can't be read: {error}"]
        if judged and judged[0] == resources:
            return judged[1].result()
        return broken_rows(whole, contract, engine, resources, digests or Digests(), frictionless=frictionless)


def broken_rows(
    folder: Path,
    contract: Contract,
    engine: Engine,
    resources: Resources,
    digests: Digests,
    *,
    frictionless: bool = False,
) -> list[str]:
    """What is wrong with the tables and texts of a release, of which no other file need be there; as `verify`.

    `resources`: those of its descriptor.
    """
    first_rows = partial(judge_first_rows, folder, resources)
    ask_frictionless = partial(judge, folder / "datapackage.json") if frictionless else first_rows
    asked = elsewhere(ask_frictionless)
    broken = _unequal(contract, folder / "data", digests, engine)
    if broken:
        return broken
    with connect(engine) as connection:
        broken = _judged(connection, contract, folder, _schemas(resources)) or _without_text(connection, folder)
    return broken or _sentences("Frictionless", result_of(asked, ask_frictionless))


def _schemas(resources: Resources) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource["schema"] for resource in resources}


def _unequal(contract: Contract, data: Path, digests: Digests, engine: Engine) -> list[str]:
    """Where CSV and Parquet do not hold the same cells in the same order."""
    pairs, broken = [], []
    for table in contract.tables:
        files = files_of(data, table.name)
        if not files or not all(csv.is_file() for path in files for csv in csv_of(data, path)):
            broken.append(f"Table {table.name} lacks its CSV or its Parquet file.")
            continue
        pairs += [
            (table, csvs, parquet)
            for path, parquet in files.items()
            if (csvs := csv_of(data, path)) and not all(digests.shared(file) for file in (parquet, *csvs))
        ]
    # DuckDB numbers rows in the order in which its threads bring them: only one thread brings them in the file's order.
    alone = replace(engine, threads=1)
    with ThreadPoolExecutor(engine.threads) as pool:
        found = pool.map(
            lambda share: _compare_all(alone, share), (pairs[n :: engine.threads] for n in range(engine.threads))
        )
        return broken + sorted(sentence for sentences in found for sentence in sentences)


def csv_of(data: Path, path: str) -> list[Path]:
    """The CSV files that hold the rows of one Parquet file, in their order."""
    parts = Path(path).parts
    table = parts[0].removesuffix(".parquet")
    if len(parts) == 1:
        return [data / f"{table}.csv"]
    stem = "-".join(part.partition("=")[2] for part in parts[1:-1])
    whole = data / table / f"{stem}.csv"
    return [whole] if whole.is_file() else sorted((data / table).glob(f"{stem}.[0-9][0-9][0-9].csv"))


def _compare_all(engine: Engine, pairs: list[tuple[Table, list[Path], Path]]) -> list[str]:
    with connect(engine) as connection:
        return [sentence for pair in pairs for sentence in _compare(connection, *pair)]


def _compare(connection: duckdb.DuckDBPyConnection, table: Table, csvs: list[Path], parquet: Path) -> list[str]:
    """Cells are compared as the CSV writes them: a number or date that is written in another way is not equal."""
    columns = ", ".join(f"'{c.name}': 'VARCHAR'" for c in table.columns)
    listed = ", ".join(literal(csv) for csv in csvs)
    text = ", ".join(f'nullif(CAST("{c.name}" AS VARCHAR), \'\') AS "{c.name}"' for c in table.columns)
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    read_csv = (
        f"SELECT row_number() OVER () AS n, {text} FROM read_csv([{listed}], header = true, delim = ',', quote = '\"', "
        f"escape = '\"', auto_detect = false, strict_mode = true, columns = {{{columns}}})"
    )
    read_parquet = (
        f"SELECT row_number() OVER () AS n, {text} FROM (SELECT {csv_select(table)} FROM {read_files([parquet])})"
    )
    total = f"SELECT count(*), sum(CAST(hash(n, {names}) AS HUGEINT)) FROM"
    broken = []
    try:
        sums = [connection.execute(f"{total} ({rows})").fetchall() for rows in (read_csv, read_parquet)]
        if sums[0] == sums[1]:
            return []
        for one, other, kind in ((read_csv, read_parquet, "CSV"), (read_parquet, read_csv, "Parquet file")):
            row = connection.execute(f"SELECT n FROM (({one}) EXCEPT ALL ({other})) ORDER BY n LIMIT 1").fetchone()
            if row:
                broken.append(f"Table {table.name}: row {row[0]} of the {kind} is not the same in the other file.")
    except duckdb.Error as error:
        return [f"Table {table.name} can't be read: {str(error).splitlines()[0]}"]
    return broken


def _judged(
    connection: duckdb.DuckDBPyConnection, contract: Contract, folder: Path, schemas: dict[str, dict[str, Any]]
) -> list[str]:
    """What breaks the constraints that the release declares.

    Asked of the Parquet files, which hold the rows of the CSV files (`_unequal`) and are quicker to read.
    """
    data = folder / "data"
    try:
        order = {name: f"row_number() OVER (ORDER BY {', '.join(contract[name].order)})" for name in schemas}
        checks = compile_checks(schemas, {name: Relation(rows_of(data, name), order[name]) for name in schemas})
    except (UnsupportedKeywordError, FileNotFoundError) as error:
        return [f"datapackage.json: {error}"]
    return _sentences("The contract", find_violations(connection, checks))


def _without_text(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Notes whose text the release does not hold: what is quoted from them could not be looked up."""
    notes = connection.execute(f"SELECT note_id FROM {rows_of(folder / 'data', 'notes')} ORDER BY note_id").fetchall()
    present = {path.name for path in (folder / "texts").glob("*.txt")}
    broken = [f"Note {n} of table notes lacks its text, texts/{n}.txt." for (n,) in notes if f"{n}.txt" not in present]
    return broken[:_SHOWN] + (
        [f"{len(broken) - _SHOWN} further notes lack their text."] if len(broken) > _SHOWN else []
    )


def _sentences(judged_by: str, found: list[Violation]) -> list[str]:
    broken = [
        f"{judged_by}: {v.table}, row {v.row}, {v.column or 'the row'}: {v.rule} {v.value}".strip() for v in found
    ]
    return broken[:_SHOWN] + ([f"{judged_by}: {len(broken) - _SHOWN} further errors."] if len(broken) > _SHOWN else [])
