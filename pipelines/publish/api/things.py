"""Reads the documents of single things: what a release says of each, asked once for pages, files and cards.

`sql/things/<thing>.sql` gives one row a thing, of which each column is a field of its document. Not here: pages
(`site/`), lists of things and schemas (`schema.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Table
from pipelines.publish.api.documents import ADDED, KINDS
from pipelines.publish.doubts import FOR_READERS, doubts
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import compact
from pipelines.publish.streams import Row, stream
from pipelines.workspace.engine import another, connect, literal
from pipelines.workspace.paths import SQL
from pipelines.workspace.questions import question

# So many documents are in memory at a time.
_AT_ONCE = 50
# Tables that are asked again and again; of others only some rows are in memory at a time.
_OFTEN = {"sections", "section_articles", "statement_articles", "paragraphs", "submissions"}
_OFTEN |= {"by_state", "by_article", "by_state_article", "by_theme", "articles"}


def documents(draft: ReleaseDraft, kind: str, *fields: str) -> Iterator[tuple[str, Row]]:
    """Each thing of a kind (`State`, `Article` …), by its key: its document, or these fields of it."""
    connection = another(draft.opened(tables))
    keys = keys_of(draft, kind)
    select = question(f"things/{kind.lower()}")
    if fields:
        select = f"SELECT {', '.join(('key', *fields))} FROM ({select}) ORDER BY key"
    for start in range(0, len(keys), _AT_ONCE):
        wanted = "CREATE OR REPLACE TEMP TABLE wanted AS SELECT UNNEST(?) AS key"
        connection.execute(wanted, [keys[start : start + _AT_ONCE]])
        for document in stream(connection, select):
            yield str(document.pop("key")), document


def keys_of(draft: ReleaseDraft, kind: str) -> list[str]:
    """The keys of the things of a kind of which there is a document, sorted."""
    rows = another(draft.opened(tables)).execute("SELECT key FROM things WHERE kind = ? ORDER BY key", [kind])
    return [key for (key,) in rows.fetchall()]


def of_release(draft: ReleaseDraft) -> Row:
    """The document of the release itself."""
    return next(document for _, document in documents(draft, "Release"))


def as_document(document: Row) -> str:
    """A document as its file has it: of a list a row a line, so that people and version control can read it."""
    return "{\n " + ",\n ".join(f'"{name}": {in_lines(value)}' for name, value in document.items()) + "\n}\n"


def in_lines(value: Any) -> str:
    """A value as JSON, of a list a row a line."""
    if not isinstance(value, list) or not value:
        return compact(value)
    return "[\n  " + ",\n  ".join(map(compact, value)) + "\n ]"


@contextmanager
def tables(draft: ReleaseDraft) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the tables of a release.

    `data.<table>`: as published; `<table>`: with what `sql/rows/` adds to its rows; `v_<table>`: as documents have it.
    `things`: the kind and key of each thing of which there is a document; `paged`: the systems that had a page;
    `changes`: the rows that differ from the release before; `doubts`: those that readers can use.
    """
    with connect(draft.engine) as connection:
        connection.execute("CREATE SCHEMA data")
        for table in draft.contract.tables:
            rows = rows_of(draft.folder / "data", table.name)
            connection.execute(f"CREATE VIEW data.{table.name} AS SELECT * FROM {rows}")
        for table in draft.contract.tables:
            has_more = (SQL / "rows" / f"{table.name}.sql").exists()
            kind = "TABLE" if has_more or table.name in _OFTEN else "VIEW"
            select = question(f"rows/{table.name}") if has_more else f"SELECT * FROM data.{table.name}"
            connection.execute(f"CREATE {kind} {table.name} AS {select}")
            connection.execute(f"CREATE VIEW v_{table.name} AS {_shown(table, draft.publication.base_url)}")
        for of in ("", "v_"):
            connection.execute(f"CREATE VIEW {of}withdrawn AS FROM {of}register WHERE last_release IS NOT NULL")
        for name in ("covered_articles", "withdrawn_under"):
            connection.execute(f"CREATE VIEW {name} AS {question(f'views/{name}')}")
        connection.execute(question("views/naming"))
        connection.execute(f"CREATE VIEW changes AS FROM {draft.changes.listed}")
        connection.execute(f"CREATE VIEW doubts AS SELECT * FROM ({doubts()}) WHERE {FOR_READERS}")
        connection.execute("CREATE TABLE paged AS SELECT UNNEST(?::VARCHAR[]) AS key", [sorted(systems_before(draft))])
        connection.execute(f"CREATE TABLE things AS {question('things/keys')}")
        yield connection


def systems_before(draft: ReleaseDraft) -> frozenset[str]:
    """Identifiers of the systems that have a page in the release before: their addresses lead on."""
    before = draft.changes.before
    return frozenset(path.stem for path in (before.parent / "systems").glob("*.html")) if before else frozenset()


def _shown(table: Table, base: str) -> str:
    """A SELECT of the rows of a table as documents have them: with arrays for lists, and a permalink."""
    added = ADDED.get(table.name, {})
    columns = [
        f"COALESCE(STRING_SPLIT({c.name}, ';'), []) AS {c.name}" if c.items else f'"{c.name}"' for c in table.columns
    ]
    columns += [name for name in added if name not in {"permalink", "api"}]
    if "permalink" in added:
        place = f"SUBSTR({table.key[0]}, LENGTH(note_id) + 2)"
        columns.append(f"{literal(base)} || 'notes/' || note_id || '.html#' || {place} AS permalink")
    if "api" in added:
        folder = next(kind.folder for kind in KINDS if kind.listed == table.name)
        columns.append(f"'{folder}/' || {table.key[0]} || '.json' AS api")
    return f"SELECT {', '.join(columns)} FROM {table.name}"
