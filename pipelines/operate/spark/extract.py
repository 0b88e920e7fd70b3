"""Extracts batches of notes on Spark's workers, by the functions that one machine uses.

Archive and extracted rows must lie where driver and workers find them under one path. Not here: which notes are
extracted (`pipelines/extract/identity.py`), how one is (`pipelines/extract/note.py`).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyarrow as pa

from pipelines.extract.batches import Extraction, Task
from pipelines.operate.spark.session import SparkError, session

Work = Callable[[Sequence[Task]], list[Extraction]]


def extract_on(master: str, work: Work, batches: Iterable[Sequence[Task]]) -> list[Extraction]:
    """Give the extractions of all batches.

    `work`: extracts one batch and writes its rows; it may be done twice where a worker dies, and the second finds the
    rows of the first.

    Raises:
        SparkError: Spark gave up.
    """
    with session(master) as spark:
        rows = [(pickle.dumps(list(batch)),) for batch in batches]

        def extract(tables: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for table in tables:
                batches = [pickle.loads(tasks.as_py()) for tasks in table.column(0)]  # noqa: S301 - our own bytes
                made = [pickle.dumps(work(batch)) for batch in batches]
                yield pa.RecordBatch.from_arrays([pa.array(made, pa.binary())], ["made"])

        try:
            # One batch a task: a worker that dies costs no more than the batch that it had in hand.
            tasks = spark.createDataFrame(rows, "tasks binary").repartition(max(1, len(rows)))
            found = tasks.mapInArrow(extract, "made binary").collect()
        except Exception as error:  # Py4J and Spark raise many kinds
            raise SparkError(_said(error)) from error
    return [extraction for row in found for extraction in pickle.loads(bytes(row.made))]  # noqa: S301 - ours


def _said(error: Exception) -> str:
    cause = next((line for line in str(error).splitlines() if "Error" in line), str(error).splitlines()[0])
    return (
        f"Spark gave up over the extraction: {cause.strip()[:300]} What is extracted already is kept; run again. If "
        "one document is the cause, a run without --engine spark puts it aside."
    )
