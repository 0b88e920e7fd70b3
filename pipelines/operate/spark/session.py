"""Opens a Spark session on the cluster that a person names.

Here: what Spark must be told so that its workers run this program. Not here: what they do (`extract.py`, `model.py`).
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.workspace.errors import ReportedError

_PACKAGE = Path(__file__).resolve().parent.parent.parent


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
    logging.getLogger("SQLQueryContextLogger").disabled = True  # errors are said once, in our words
    try:
        yield spark
    finally:
        spark.stop()
