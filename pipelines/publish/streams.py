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
    """The rows of a SELECT, as mappings, of which only some are in memory; nothing else may be asked meanwhile."""
    cursor = connection.execute(select, list(values))
    names = [column[0] for column in cursor.description or ()]
    while some := cursor.fetchmany(_AT_ONCE):
        for row in some:
            yield dict(zip(names, row, strict=True))
