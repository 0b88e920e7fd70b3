"""Writes the data files of a release: each table as CSV and Parquet, and the statements of one thing as CSV.

Here: the CSV dialect, the escape of spreadsheet formulas. Not here: of which things there is a CSV (`site/states.py`,
`site/articles.py`), metadata (`documents.py`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract.parts import parquet_of, rows_of
from pipelines.contract.tables import Contract, Table
from pipelines.publish.integrity import link_or_copy
from pipelines.workspace.engine import Engine, connect, literal

CSV = "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"')"
# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection). Not a list of
# characters: DuckDB makes a join of it, and rows come out of a join in any order.
FORMULA = re.compile(r"^[=+@\t\r-]")


def write_data(contract: Contract, model: Path, data: Path, engine: Engine) -> dict[str, int]:
    """Write every table as `data/<table>.csv` and `data/<table>.parquet`.

    Returns:
        By table, how many cells of its CSV carry an apostrophe before what a spreadsheet would run as a
        formula.
    """
    data.mkdir(parents=True)
    for table in contract.tables:
        link_or_copy(parquet_of(model, table.name), parquet_of(data, table.name))
    with connect(engine) as connection, ThreadPoolExecutor(engine.threads) as pool:
        counts = pool.map(lambda table: _write_table(connection.cursor(), table, data), contract.tables)
        return {table.name: count for table, count in zip(contract.tables, counts, strict=True)}


def csv_cell(name: str, kind: str) -> str:
    """A column of a type as a CSV shows it."""
    if kind != "string":
        return f'"{name}"'
    return f'CASE WHEN {_is_formula(name)} THEN chr(39) || "{name}" ELSE "{name}" END AS "{name}"'


def _is_formula(column: str) -> str:
    return f"regexp_matches(\"{column}\", '{FORMULA.pattern}')"


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, rows: str, target: Path) -> None:
    """Write rows with the columns of a table as CSV, in their order. `rows`: what SQL reads them from."""
    cells = ", ".join(csv_cell(c.name, c.type) for c in table.columns)
    connection.execute(f"COPY (SELECT {cells} FROM {rows}) TO {literal(target)} {CSV}")


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, data: Path) -> int:
    """Write the CSV of a table, in the order of its Parquet file; give the number of escaped cells."""
    rows = rows_of(data, table.name)
    write_csv(connection, table, rows, data / f"{table.name}.csv")
    texts = [_is_formula(c.name) for c in table.columns if c.type == "string"]
    counts = [f"count(*) FILTER (WHERE {formula})" for formula in (*texts, "false")]
    ((count,),) = connection.execute(f"SELECT {' + '.join(counts)} FROM {rows}").fetchall()
    return int(count)


def as_csv(table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows of a document as the CSV of their table has them: in its order, the header where there are none."""
    ordered = sorted(rows, key=lambda row: row[table.key[0]])
    names = [column.name for column in table.columns]
    return csv_text(names, ([_cell(row[name]) for name in names] for row in ordered))


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as the text of a CSV file, with a header."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = ";".join(value)
    elif isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
