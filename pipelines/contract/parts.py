"""How a table lies in a folder: one Parquet file, `<table>.parquet`. Not here: what stands in it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from pipelines.workspace.engine import literal


def parquet_of(folder: Path, table: str) -> Path:
    """The Parquet file of a table, which need not be there."""
    return folder / f"{table}.parquet"


def is_there(folder: Path, table: str) -> bool:
    """Whether the folder holds the table."""
    return parquet_of(folder, table).exists()


def rows_of(folder: Path, table: str) -> str:
    """SQL, to stand after FROM, of all rows of a table in their order.

    Raises:
        FileNotFoundError: the folder does not hold the table.
    """
    path = parquet_of(folder, table)
    if not path.exists():
        raise FileNotFoundError(f"{folder} holds no table {table}.")
    return f"read_parquet({literal(path)}, hive_partitioning = false)"


def count_of(folder: Path, table: str) -> int:
    """How many rows a table has, as its file says."""
    return int(pq.read_metadata(parquet_of(folder, table)).num_rows)
