"""Runs the questions of `sql/model/`, in Spark's SQL, on Spark and leaves the rows of every table as Parquet.

Not here: the files of a table as they are published; the driver writes them from these rows, as for one machine
(`pipelines/model/build.py`).
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from pipelines.contract.tables import Contract, Stage, Table
from pipelines.extract.extraction import Extraction
from pipelines.extract.relations import attach_extracted
from pipelines.model.build import attach_handed_on
from pipelines.model.tables import in_order, query, typed
from pipelines.operate.spark.session import session
from pipelines.workspace.engine import Engine, connect, literal
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE

EXTRACTED, CODES = "extracted__", "codes__"
STAGES: tuple[Stage, ...] = ("code_list", "extract", "model")
_TYPES = {"string": "STRING", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


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
    """Make the rows of the current notes, and the code lists, known to Spark."""
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
    """The SELECT that gives a table, for Spark, where `extracted.notes` is a view named `extracted__notes`.

    Raises:
        sqlglot.errors.SqlglotError: the query says something that has no counterpart.
    """
    tree = sqlglot.parse_one(query(table), read="duckdb")
    for source in tree.find_all(exp.Table):
        if source.db:
            source.set("this", exp.to_identifier(f"{source.db}__{source.name}"))
            source.set("db", None)
    # Rows are sorted when they are written (`pipelines/model/tables.py`).
    tree.set("order", None)
    return str(tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE))
