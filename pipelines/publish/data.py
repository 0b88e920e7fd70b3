"""Writes the data files of a release: CSV and Parquet of every table, whole or in parts.

Here: the CSV dialect, the escape of spreadsheet formulas, and which files are taken over from the release before. Not
here: the statements of single articles and States (`slices.py`), metadata (`descriptor.py` and its siblings).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from csv import DictReader
from csv import writer as csv_writer
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipelines.contract.parts import files_of, read_files
from pipelines.contract.tables import Contract, Table
from pipelines.publish.reuse import link_or_copy, same_content
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.limits import PART_ROWS

CSV = "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')"
# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection). Not a list of
# characters: DuckDB makes a join of it, and rows come out of a join in any order.
FORMULA = re.compile(r"^[=+@\t\r-]")


@dataclass(frozen=True, slots=True)
class _Csv:
    """One CSV file to write: `rows` rows of a Parquet file from `start` on, all where `rows` is None."""

    table: Table
    source: Path
    target: Path
    start: int = 0
    rows: int | None = None


def write_data(
    contract: Contract,
    model: Path,
    data: Path,
    engine: Engine,
    *,
    before: Path | None = None,
    part_rows: int = PART_ROWS,
) -> dict[str, int]:
    """Write every table as `data/<table>.csv` and `data/<table>.parquet`.

    A table that lies in parts below `model` is written in parts: `data/<table>.parquet/year=…/body=…/part.parquet` and
    `data/<table>/<year>-<body>.csv`, none with more than `part_rows` rows; `data/<table>.parts.csv` lists them. What is
    as it was in the release before gets a second name, and is not written again.

    `before`: data folder of the release before, where the same code wrote its files.

    Returns:
        By path of a CSV file below `data`, how many of its cells carry an apostrophe before what a spreadsheet would
        run as a formula.

    Raises:
        duckdb.Error, OSError: a file can't be written.
    """
    data.mkdir(parents=True)
    known = _escaped_before(before) if before else {}
    escaped: dict[str, int] = {}
    work: list[_Csv] = []
    index: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for table in contract.tables:
        for path, source in files_of(model, table.name).items():
            kept = before is not None and bool(known) and same_content(before / path, source)
            (data / path).parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(before / path if kept and before else source, data / path)
            for csv in _csv_files(table, path, source, data, part_rows):
                name = csv.target.relative_to(data).as_posix()
                if csv.rows is not None:
                    index[table.name].append((name, path, csv.rows))
                csv.target.parent.mkdir(parents=True, exist_ok=True)
                if kept and before and name in known and (before / name).is_file():
                    link_or_copy(before / name, csv.target)
                    escaped[name] = known[name]
                else:
                    work.append(csv)
    _write_index(data, index)
    with connect(engine) as connection, ThreadPoolExecutor(engine.threads) as pool:
        counts = pool.map(lambda csv: _write_csv(connection.cursor(), csv), work)
        escaped |= {csv.target.relative_to(data).as_posix(): n for csv, n in zip(work, counts, strict=True)}
    return dict(sorted(escaped.items()))


def _write_index(data: Path, index: dict[str, list[tuple[str, str, int]]]) -> None:
    """Write, for each table in parts, which files hold it: `<table>.parts.csv`."""
    for table, parts in index.items():
        with (data / f"{table}.parts.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv_writer(handle, lineterminator="\n")
            writer.writerow(["csv", "parquet", "rows"])
            writer.writerows(parts)


def part_sizes(data: Path) -> dict[str, int]:
    """Rows of each CSV and Parquet file of the tables in parts, by path below `data`."""
    sizes: Counter[str] = Counter()
    for index in sorted(data.glob("*.parts.csv")):
        with index.open(encoding="utf-8", newline="") as handle:
            for row in DictReader(handle):
                sizes[row["csv"]] = int(row["rows"])
                sizes[row["parquet"]] += int(row["rows"])
    return dict(sizes)


def _escaped_before(before: Path) -> dict[str, int]:
    """What `write_data` returned for the release before; empty where that is not known."""
    try:
        report = json.loads((before.parent / "validation.json").read_text(encoding="utf-8"))
        return dict(report["cells_with_apostrophe_by_file"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def csv_select(table: Table, names: Collection[str] | None = None) -> str:
    """The columns of a table, or those with some names, as its CSV shows them."""
    columns = [c for c in table.columns if names is None or c.name in names]
    return ", ".join(_escaped(f'"{c.name}"') if c.type == "string" else f'"{c.name}"' for c in columns)


def _escaped(column: str) -> str:
    return f"CASE WHEN {_is_formula(column)} THEN chr(39) || {column} ELSE {column} END AS {column}"


def _is_formula(column: str) -> str:
    return f"regexp_matches({column}, '{FORMULA.pattern}')"


def _csv_files(table: Table, path: str, source: Path, data: Path, part_rows: int) -> Iterator[_Csv]:
    """The CSV files of one Parquet file: one, or as many as it takes that none has too many rows."""
    if path == f"{table.name}.parquet":
        yield _Csv(table, source, data / f"{table.name}.csv")
        return
    year, body = (folder.partition("=")[2] for folder in Path(path).parent.parts[1:])
    rows = pq.read_metadata(source).num_rows
    if rows <= part_rows:
        yield _Csv(table, source, data / table.name / f"{year}-{body}.csv", 0, rows)
        return
    for number, start in enumerate(range(0, rows, part_rows), 1):
        yield _Csv(
            table, source, data / table.name / f"{year}-{body}.{number:03d}.csv", start, min(part_rows, rows - start)
        )


def _write_csv(connection: duckdb.DuckDBPyConnection, csv: _Csv) -> int:
    """Write one CSV file, in the order of its Parquet file; give the number of escaped cells."""
    rows = read_files([csv.source])
    within = ""
    if csv.rows is not None and csv.rows < pq.read_metadata(csv.source).num_rows:
        rows = rows.removesuffix(")") + ", file_row_number = true)"
        within = f"WHERE file_row_number >= {csv.start} AND file_row_number < {csv.start + csv.rows}"
    select = f"SELECT {csv_select(csv.table)} FROM {rows} {within}"
    connection.execute(f"COPY ({select}) TO {literal(csv.target)} {CSV}")
    counts = [f"count(*) FILTER (WHERE {_is_formula(c.name)})" for c in csv.table.columns if c.type == "string"]
    row = connection.execute(f"SELECT {' + '.join(counts)} FROM {rows} {within}").fetchone()
    return int(row[0]) if row else 0
