"""Extraction and model on a Spark cluster, for corpora too large for one machine; an extra: `pip install .[spark]`.

Batches of notes are extracted on Spark's workers by the functions that one machine uses; the questions of `sql/model/`
are asked in Spark's SQL, and their rows left as Parquet, of which the driver writes the published files
(`pipelines/model/build.py`). Archive and extracted rows must lie where driver and workers find them under one path. Not
here: which notes are extracted (`pipelines/extract/identity.py`), how one is (`pipelines/extract/note.py`).
"""

from __future__ import annotations

import csv
import logging
import os
import pickle
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from pipelines.contract.tables import Contract, Stage, Table
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.model.build import attach_handed_on
from pipelines.model.tables import in_order, query, typed
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.pool import Completion, Item, Processes, Result, Work

_PACKAGE = Path(__file__).resolve().parent.parent
EXTRACTED, CODES = "extracted__", "codes__"
STAGES: tuple[Stage, ...] = ("code_list", "extract", "model")
_TYPES = {"string": "STRING", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


@contextmanager
def session(master: str) -> Iterator[Any]:
    """A Spark session, stopped at the end.

    `master`: as Spark writes it, e.g. `spark://host:7077`, `yarn`, `local[4]`. What the cluster is told beside this
    (memory, cores) comes from `spark-defaults.conf`, as for every Spark program.

    Raises:
        ReportedError: Spark is not installed or can't be reached.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra that most installations do not have
    except ImportError as error:
        raise ReportedError(
            "Spark is not installed. Run: pip install 'uncac-notes[spark]', and install Java 17."
        ) from error
    # Where the cluster's Python is another than the driver's, PYSPARK_PYTHON says so.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        spark = (
            SparkSession.builder.master(master)
            .appName("uncac-notes")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "UTC")
            # DuckDB fails on what it can't cast; so must Spark.
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.executorEnv.PYTHONPATH", str(_PACKAGE.parent))
            .getOrCreate()
        )
    except Exception as error:  # Py4J and Spark raise many kinds
        raise ReportedError(
            f"No Spark at {master} ({str(error).splitlines()[0]}). Is the address right, is the cluster up, is Java 17 "
            "installed here?"
        ) from error
    # Spark's own 200 is for a hundred cores; on a few, the starts of small tasks would take most of the time.
    if spark.conf.get("spark.sql.shuffle.partitions") == "200":
        spark.conf.set("spark.sql.shuffle.partitions", str(2 * spark.sparkContext.defaultParallelism))
    spark.sparkContext.setLogLevel("OFF")
    logging.getLogger("SQLQueryContextLogger").disabled = True  # errors are shown once, in our words
    try:
        yield spark
    finally:
        spark.stop()


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


def model_on(
    master: str,
    contract: Contract,
    current: Sequence[Extraction],
    extract: Path,
    target: Path,
    *,
    engine: Engine,
    before: Path | None = None,
) -> None:
    """Write the rows of every table as `<target>/<table>/*.parquet`, in no order.

    `current`: the extractions whose rows count. `extract`: the folder that holds their batches. `engine`: what DuckDB
    may use, which answers here what Spark can't. `before`: data folder of the release before. All folders must lie
    where driver and workers find them under one path.

    Raises:
        ReportedError: Spark gave up.
    """
    shutil.rmtree(target, ignore_errors=True)
    with session(master) as spark, connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        attach_handed_on(connection, contract, before)
        try:
            _attach(spark, contract, current, extract)
            for table in (t for stage in STAGES for t in in_order(contract.of_stage(stage))):
                folder = target / table.name
                if "WITH RECURSIVE" in query(table):
                    # Spark's own recursion keeps each row that it meets again, and would not end.
                    folder.mkdir(parents=True)
                    rows_here = literal(folder / "rows.parquet")
                    connection.execute(f"COPY (SELECT {typed(table)} FROM ({query(table)})) TO {rows_here}")
                else:
                    columns = [f"CAST(`{c.name}` AS {_TYPES[c.type]}) AS `{c.name}`" for c in table.columns]
                    rows = spark.sql(f"SELECT {', '.join(columns)} FROM ({_spark_query(table)})")
                    rows.write.parquet(str(folder))
                spark.read.parquet(str(folder)).createOrReplaceTempView(table.name)
        except Exception as error:  # Py4J and Spark raise many kinds
            raise ReportedError(
                f"Spark gave up over the tables: {str(error).splitlines()[0][:300]} Run again."
            ) from error


def _attach(spark: Any, contract: Contract, current: Sequence[Extraction], extract: Path) -> None:
    """Make the rows of the current notes, and the code lists, views of Spark."""
    live = spark.createDataFrame([(e.key,) for e in current if e.batch], "key STRING")
    batches = sorted({e.batch for e in current if e.batch})
    for table in contract.of_stage("extract"):
        files = [str(extract / batch / f"{table.name}.parquet") for batch in batches]
        rows = spark.read.schema(f"{_schema(table)}, key STRING").parquet(*files)
        rows.join(live, "key", "left_semi").drop("key").createOrReplaceTempView(EXTRACTED + table.name)
    for table in contract.of_stage("code_list"):
        # The driver reads them: a cluster need not have this program's data.
        with (DATAPACKAGE / str(table.source)).open(encoding="utf-8", newline="") as handle:
            cells = [tuple(cell or None for cell in row) for row in list(csv.reader(handle))[1:]]
        text = ", ".join(f"`{c.name}` STRING" for c in table.columns)
        spark.createDataFrame(cells, text).createOrReplaceTempView(CODES + table.name)


def _schema(table: Table) -> str:
    return ", ".join(f"`{c.name}` {_TYPES[c.type]}" for c in table.as_extracted.columns)


def _spark_query(table: Table) -> str:
    """The SELECT that gives a table, for Spark, where `extracted.notes` is a view named `extracted__notes`."""
    tree = sqlglot.parse_one(query(table), read="duckdb")
    for source in tree.find_all(exp.Table):
        if source.db:
            source.set("this", exp.to_identifier(f"{source.db}__{source.name}"))
            source.set("db", None)
    # Rows are sorted when they are written (`pipelines/model/tables.py`).
    tree.set("order", None)
    return str(tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE))
