"""How a table lies in a folder: one Parquet file, or, where it is large, parts by year of issue and body of the notes.

Here: finding its files and reading them as one table. Not here: which tables are large and how parts are made
(`tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def files_of(folder: Path, table: str) -> dict[str, Path]:
    """The Parquet files of a table in the order of its rows, by path below `folder`; empty where it has none.

    A large table is a folder named as its file would be, `<table>.parquet/year=2022/body=…/part.parquet`: what reads
    Parquet reads either by the one name.
    """
    path = folder / f"{table}.parquet"
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path] if path.is_file() else []
    return {file.relative_to(folder).as_posix(): file for file in files}


def rows_of(folder: Path, table: str) -> str:
    """SQL, to stand after FROM, of all rows of a table in their order.

    Raises:
        FileNotFoundError: the folder does not hold the table.
    """
    files = files_of(folder, table)
    if not files:
        raise FileNotFoundError(f"{folder} holds no table {table}.")
    return read_files(list(files.values()))


def count_of(folder: Path, table: str) -> int:
    """How many rows a table has, as its files say."""
    return sum(pq.read_metadata(file).num_rows for file in files_of(folder, table).values())


def read_files(files: list[Path]) -> str:
    """SQL, to stand after FROM, of the rows of Parquet files, one after the other."""
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def runs(rows: pa.RecordBatchReader, column: str) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Slices of sorted rows, in each of which one column has one value: that value, and the other columns."""
    for batch in rows:
        start = 0
        encoded = pc.run_end_encode(batch.column(column))
        rest = batch.drop_columns(column)
        for value, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
            yield value, rest.slice(start, end - start)
            start = end
