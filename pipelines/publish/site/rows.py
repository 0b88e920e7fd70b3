"""Queries over the tables of the release in the making, for pages that show more than one thing.

Not here: documents of single things (`pipelines/publish/api/things.py`), which open the tables; what a page asks (its
module).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from pipelines.publish.api.things import tables
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.streams import Row, stream
from pipelines.workspace.engine import another
from pipelines.workspace.questions import question


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a release. `notes`: by identifier."""

    connection: duckdb.DuckDBPyConnection
    notes: dict[str, Row]
    _asked: dict[str, list[Row]] = field(default_factory=dict)

    def ask(self, page: str) -> list[Row]:
        """The rows of the question `sql/pages/<page>.sql`, as mappings: asked once for all languages."""
        if page not in self._asked:
            self._asked[page] = self.select(question(f"pages/{page}"))
        return self._asked[page]

    def select(self, select: str, *values: Any) -> list[Row]:
        """The rows of a SELECT of one table, as mappings."""
        return list(stream(self.connection, select, *values))

    def stream(self, select: str) -> Iterator[Row]:
        """The same one by one, without all of them in memory."""
        return stream(another(self.connection), select)


def rows_of_release(draft: ReleaseDraft) -> Rows:
    """The rows of the release in the making."""
    return draft.once(_rows)


def _rows(draft: ReleaseDraft) -> Rows:
    return Rows(another(draft.opened(tables)), {note["note_id"]: note for note in draft.notes})


def newest_first(notes: Iterable[Row]) -> list[Row]:
    """Notes by their day of issue, then by identifier; those without one last."""
    return sorted(notes, key=lambda note: (-(note["note_issued"] or date.min).toordinal(), note["note_id"]))


def parted_words(draft: ReleaseDraft) -> dict[str, str]:
    """By each word that a line end divides in some note, as printed there ("Phil-ippines"), the whole word."""
    return {row["word"]: row["whole"] for row in rows_of_release(draft).ask("parted_words")}
