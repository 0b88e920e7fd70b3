"""The rows of notes on their way to disk: those of one note as checked Arrow tables, those of several as one batch.

Not here: how rows are made (`note.py`), which notes lie in one batch (`batch.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.contract.rows import Row, broken_rows
from pipelines.contract.tables import load_contract
from pipelines.extract.refusal import breaks_contract
from pipelines.workspace.atomic import write_folder
from pipelines.workspace.seal import seal

Tables = dict[str, pa.Table]


def tables_of(rows: Mapping[str, Sequence[Row]]) -> Tables:
    """The rows of one note as Arrow tables, which can be written as they are.

    Raises:
        Unfit: a row breaks the contract of its table.
    """
    contract = load_contract()
    if broken := broken_rows(rows):
        raise breaks_contract([violation.said for violation in broken])
    return {name: contract[name].arrow_rows(found, extracted=True) for name, found in rows.items()}


def write_batch(folder: Path, notes: Sequence[Tables]) -> None:
    """Write the rows of some notes as one Parquet file a table.

    Raises:
        OSError: the folder can't be written.
    """
    tables = {name: pa.concat_tables([note[name] for note in notes]) for name in notes[0]}
    write_folder(folder, {f"{name}.parquet": _parquet(table) for name, table in tables.items()}, seal)


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="snappy")
    return bytes(sink.getvalue().to_pybytes())
