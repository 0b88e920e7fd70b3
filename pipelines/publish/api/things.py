"""Reads the documents of single things: what a release says of a State, asked once for its pages and its API file.

`sql/things/<thing>.sql` gives one row a thing, of which each column is a field of its document; what fields there are
`documents.py` says. Not here: pages (`site/`), lists of things and schemas (`files.py`, `schema.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.model.tables import read_query
from pipelines.publish.api.documents import GONE, VIEWS, Kind
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.streams import Row
from pipelines.workspace.engine import another, connect, literal
from pipelines.workspace.paths import SQL

# So many documents are held at a time.
_AT_ONCE = 50


def documents(draft: ReleaseDraft, kind: Kind) -> Iterator[tuple[str, Row]]:
    """Each thing of a kind that has a file in `sql/things/`, by its key: its document.

    Raises:
        duckdb.Error: the tables can't be read.
    """
    connection = another(draft.opened(tables))
    keys = keys_of(connection, kind)
    question = read_query(SQL / "things" / f"{kind.name.lower()}.sql")
    for start in range(0, len(keys), _AT_ONCE):
        wanted = "CREATE OR REPLACE TEMP TABLE wanted AS SELECT UNNEST(?) AS key"
        connection.execute(wanted, [keys[start : start + _AT_ONCE]])
        found = connection.execute(question)
        names = [column[0] for column in found.description or ()]
        for row in found.fetchall():
            document = dict(zip(names, row, strict=True))
            key = str(document.pop("key"))
            empty: Row = {name: [] for name, value in document.items() if value is None and not kind.single(name)}
            yield key, document | empty


def keys_of(connection: duckdb.DuckDBPyConnection, kind: Kind) -> list[str]:
    """By what the documents of a kind are called, sorted."""
    select = f"SELECT CAST({kind.key} AS VARCHAR) AS key FROM {kind.listed}"
    select += f" UNION {kind.also}" if kind.also else ""
    return [key for (key,) in connection.execute(f"{select} ORDER BY 1").fetchall()]


def as_document(document: Row) -> str:
    """A document as its file has it: of a list a row a line, so that people and version control can read it."""
    return "{\n " + ",\n ".join(f'"{name}": {in_lines(value)}' for name, value in document.items()) + "\n}\n"


def in_lines(value: Any) -> str:
    """A value as JSON, of a list a row a line."""
    if not isinstance(value, list) or not value:
        return _json(value)
    return "[\n  " + ",\n  ".join(map(_json, value)) + "\n ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


@contextmanager
def tables(draft: ReleaseDraft) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table under its name, and under `v_` and its name with what documents add to its rows."""
    base = literal(draft.publication.base_url)
    with connect(draft.engine) as connection:
        for table in draft.contract.tables:
            rows = rows_of(draft.folder / "data", table.name)
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows}")
        for table in draft.contract.tables:
            view = VIEWS.get(table.name, f"FROM {table.name}").replace("$base", base)
            lists = ", ".join(
                f"COALESCE(STRING_SPLIT({c.name}, ';'), []) AS {c.name}" for c in table.columns if c.items
            )
            replaced = f"SELECT * REPLACE ({lists})" if lists else ""
            connection.execute(f"CREATE VIEW v_{table.name} AS {replaced} FROM ({view})")
        connection.execute("CREATE TABLE gone AS SELECT unnest(?) AS table_name", [list(GONE)])
        yield connection
