"""The rows of a question, of which only some are in memory at a time.

Not here: the questions (those who render), connections (`pipelines/workspace/engine.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

Row = dict[str, Any]
_AT_ONCE = 1_000


def stream(connection: duckdb.DuckDBPyConnection, select: str, *values: Any) -> Iterator[Row]:
    """The rows of a SELECT, as mappings, of which only some are in memory; nothing else may be asked meanwhile.

    A list of nothing is an empty list, which SQL has as NULL.
    """
    cursor = connection.execute(select, list(values))
    columns = [(name, type_.id) for name, type_, *_ in cursor.description or ()]
    names, lists = [name for name, _ in columns], [name for name, type_ in columns if type_ == "list"]
    while some := cursor.fetchmany(_AT_ONCE):
        for values_of_row in some:
            row = dict(zip(names, values_of_row, strict=True))
            yield row | {name: [] for name in lists if row[name] is None}
