"""Queries over the tables of the release in the making, for pages that show more than one thing.

Not here: documents of single things (`pipelines/publish/api/things.py`), which open the tables; what a page asks (its
module).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.publish.api.things import tables
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.streams import Row, stream
from pipelines.workspace.engine import another


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a release. `notes`: by identifier."""

    connection: duckdb.DuckDBPyConnection
    notes: dict[str, Row]

    def ask(self, select: str, *values: Any) -> list[Row]:
        """The rows of a SELECT, as mappings."""
        return list(stream(self.connection, select, *values))

    def stream(self, select: str, *values: Any) -> Iterator[Row]:
        """The same one by one, without all of them in memory."""
        return stream(another(self.connection), select, *values)


def rows_of_release(draft: ReleaseDraft) -> Rows:
    """The rows of the release in the making; each caller has a connection of its own."""
    return Rows(another(draft.opened(tables)), {note["note_id"]: note for note in draft.notes})


# Words with hyphens that stand without them much more often, and whose last part is hardly ever a word of its own.
_PARTED = r"""
WITH texts AS (
    SELECT n.language, p.text FROM paragraphs AS p INNER JOIN notes AS n ON p.note_id = n.note_id
    UNION ALL SELECT language, text FROM paragraph_texts
),
letters AS (
    SELECT language, REPLACE(REPLACE(REPLACE(text, 'ﬀ', 'ff'), 'ﬁ', 'fi'), 'ﬂ', 'fl') AS text FROM texts
),
words AS (
    SELECT language, word, COUNT(*) AS n
    FROM (SELECT language, UNNEST(REGEXP_EXTRACT_ALL(text, '\p{L}+(?:[-‐]\p{L}+)*')) AS word FROM letters)
    GROUP BY language, word
)
SELECT parted.word, whole.word AS whole FROM words AS parted
INNER JOIN words AS whole
    ON parted.language = whole.language AND REGEXP_REPLACE(parted.word, '[-‐]', '', 'g') = whole.word
LEFT JOIN words AS part
    ON parted.language = part.language AND REGEXP_EXTRACT(parted.word, '[^-‐]+$') = part.word
WHERE parted.word <> whole.word AND whole.n > 2 * parted.n AND whole.n > 10 * COALESCE(part.n, 0)
ORDER BY parted.word, parted.language
"""


def parted_words(draft: ReleaseDraft) -> dict[str, str]:
    """Words that a line end divides in some note: the word as printed there ("Phil-ippines"), and the whole word.

    What is no such word ("anti-corruption") stands without a hyphen hardly anywhere, or ends in a word.
    """
    return {row["word"]: row["whole"] for row in rows_of_release(draft).ask(_PARTED)}
