"""Translates the questions of `sql/model/` from DuckDB's SQL to Spark's.

Not here: the questions, and what runs them (`model.py`).
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from pipelines.contract.tables import Table
from pipelines.model.tables import query

EXTRACTED = "extracted__"
CODES = "codes__"


def spark_query(table: Table) -> str:
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
