"""Writes `everything.csv`: one row a statement with all that people ask for, the quote first (`sql/everything.sql`).

Here: its columns, and what the question asks beside the tables. Not here: the same as a sheet (`spreadsheet.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from pipelines.archive.symbols import official_address
from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Contract, Table
from pipelines.publish.data import write_csv
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.workspace.engine import connect, make_table
from pipelines.workspace.questions import question

FILE = "everything.csv"
PURPOSE = "one row a statement: quote, State, note, date, articles, topics, stage, links to quote and note, citation"
# What it has beside columns of statements and notes.
_ADDED = (
    Column("document_url", "string", "Address of the document", "Where the note itself can be read.", required=False),
    Column("permalink", "string", "Permalink", "Address of the quote on the page of its note.", unique=True),
    Column("citation", "string", "Citation", "How to cite the quote, with this release."),
)


def everything(contract: Contract) -> Table:
    """The columns of the file, as those of a table."""
    statements = {column.name: column for column in contract["statements"].columns}
    before = ("quote", "state_name", "note_title", "note_issued", "note_symbol", "articles", "topics", "stage")
    language = next(column for column in contract["notes"].columns if column.name == "language")
    return replace(
        contract["statements"],
        name="everything",
        title="Everything",
        stage="publish",
        key=("permalink",),
        columns=(*(statements[name] for name in (*before, "confidence")), language, *_ADDED),
    )


@contextmanager
def opened(draft: ReleaseDraft) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that has the rows as `everything`, in their order."""
    publication, record = draft.publication, draft.record
    addresses = [
        (n["note_id"], official_address(n["note_symbol"], n["language"]) if n["note_symbol"] else n["source_url"])
        for n in draft.notes
    ]
    kinds = list(draft.contract.meanings("document_type").items())
    named = (publication.base_url, publication.title, publication.publisher.name)
    release = (*named, record.identifier, record.published.isoformat())
    with connect(replace(draft.engine, threads=1)) as connection:  # which keeps the order of rows
        for table in ("statements", "notes"):
            connection.execute(f"CREATE VIEW {table} AS FROM {rows_of(draft.folder / 'data', table)}")
        for table, columns, rows in (
            ("documents", "note_id, document_url", addresses),
            ("document_types", "code, meaning", kinds),
            ("release", "address, title, publisher, id, published", [release]),
        ):
            make_table(connection, table, ", ".join(f"{column} VARCHAR" for column in columns.split(", ")), rows)
        connection.execute(f"CREATE TABLE everything AS {question('everything')}")
        yield connection


@renders()
def render_everything(draft: ReleaseDraft) -> Made:
    """The file."""
    target = draft.folder / FILE
    with opened(draft) as connection:
        write_csv(connection, everything(draft.contract), "everything", target)
    yield FILE, target
