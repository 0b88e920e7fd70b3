"""Extracts batches of notes on Spark's workers, by the functions that one machine uses.

Archive and extracted rows must lie where driver and workers find them under one path. Not here: which notes are
extracted (`pipelines/extract/identity.py`), how one is (`pipelines/extract/note.py`).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipelines.operate.spark.session import session
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.pool import Completion, Item, Processes, Result, Work


@dataclass(frozen=True, slots=True)
class Cluster:
    """A runner with Spark's workers, each of which hands its batch to a process that it may end."""

    master: str

    def __call__(
        self, work: Work[Item, Result], items: Sequence[Item], *, seconds: float, most: int
    ) -> Iterator[Completion[Item, Result]]:
        """As `Runner`. Work may be done twice where a worker dies, and the second finds the rows of the first.

        Raises:
            ReportedError: Spark gave up.
        """
        if not items:
            return
        batches = [(pickle.dumps(items[at : at + most]),) for at in range(0, len(items), most)]
        runner = Processes(1)

        def run(tables: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for table in tables:
                batches = [pickle.loads(batch.as_py()) for batch in table.column(0)]  # noqa: S301 - our own bytes
                made = [pickle.dumps(list(runner(work, batch, seconds=seconds, most=most))) for batch in batches]
                yield pa.RecordBatch.from_arrays([pa.array(made, pa.binary())], ["made"])

        try:
            with session(self.master) as spark:
                # One batch a task: a worker that dies costs no more than the batch that it had in hand.
                tasks = spark.createDataFrame(batches, "items binary").repartition(len(batches))
                rows = tasks.mapInArrow(run, "made binary").collect()
        except Exception as error:  # Py4J and Spark raise many kinds
            raise ReportedError(_cause(error)) from error
        for row in rows:
            yield from pickle.loads(bytes(row.made))  # noqa: S301 - ours


def _cause(error: Exception) -> str:
    cause = next((line for line in str(error).splitlines() if "Error" in line), str(error).splitlines()[0])
    return f"Spark gave up over the extraction: {cause.strip()[:300]} What is extracted already is kept; run again."
