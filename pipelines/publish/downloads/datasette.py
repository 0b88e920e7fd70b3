"""Writes the metadata with which Datasette shows the SQLite database: titles, descriptions, licence, example questions.

Here: reading the questions, too, one SQL file each, whose first line is the question in words. Not here: the database
itself (`sqlite_file.py`), the page of the site that shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.contract.tables import Table
from pipelines.publish.downloads.kinds import path
from pipelines.publish.downloads.sqlite_file import FULL_TEXT
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import as_json
from pipelines.publish.renderers import Made, renders

_FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Question:
    """`name`: file name without suffix. `title`: the question in words. `sql`: one SELECT."""

    name: str
    title: str
    sql: str


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of their file names."""
    found = []
    for file in sorted(_FOLDER.glob("*.sql")):
        title, _, sql = file.read_text(encoding="utf-8").partition("\n")
        found.append(Question(file.stem.partition("-")[2], title.removeprefix("-- "), sql.strip()))
    return tuple(found)


# Columns that split a table into few groups, where the table has them.
_FACETS = ("state_name", "article", "scope", "status", "document_type", "region")
_LABELS = ("state_name", "system_name", "note_title", "article_title", "heading")


@renders()
def render_metadata(draft: ReleaseDraft) -> Made:
    """The metadata as JSON, for `datasette DATABASE --metadata FILE`."""
    publication = draft.publication
    metadata = {
        "title": publication.title,
        "description": publication.description,
        "license": publication.license.title,
        "license_url": publication.license.url,
        "source": publication.publisher.name,
        "source_url": publication.base_url,
        "databases": {
            publication.name: {
                "tables": {table.name: _table(table) for table in draft.contract.tables},
                "queries": {q.name: {"title": q.title, "sql": q.sql} for q in questions()},
            }
        },
    }
    yield path(draft, ".metadata.json").name, as_json(metadata)


def _table(table: Table) -> dict[str, object]:
    names = [c.name for c in table.columns]
    shown: dict[str, object] = {
        "title": table.title,
        "description": table.description,
        "columns": {c.name: c.description for c in table.columns},
        "facets": [name for name in _FACETS if name in names and [name] != list(table.key)],
    }
    label = next((name for name in _LABELS if name in names), None)
    if label:
        shown["label_column"] = label
    if table.name in FULL_TEXT:
        shown["fts_table"] = f"{table.name}_fts"
    return shown
