"""What a person should look at in a release: what may be a statement, unsure ones, other signals, similar systems.

`uncac review` lists all, a page of the release those that readers can use. Not here: deciding
(`pipelines/extract/corrections.py`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.contract.cures import operators_alone
from pipelines.contract.parts import rows_of
from pipelines.publish.streams import Row, stream
from pipelines.workspace.questions import question

# A published statement below this confidence is looked at.
SURE = 0.9

# Names are similar from this likeness on.
SIMILAR = 0.92
SIMILAR_SYSTEM = "similar_system"

# Of doubts or signals, those that readers can use.
FOR_READERS = f"NOT list_contains({sorted(operators_alone())}, rule)"


def doubts(**tables: str) -> str:
    """A SELECT of the doubtful rows, in order of their `turn`. `tables`: where those are that the connection lacks."""
    limits = f"(SELECT {SURE} AS sure, {SIMILAR} AS alike)"
    return question("doubts", limits=limits, **tables)


def find_doubts(data: Path) -> list[Row]:
    """The doubtful rows of a release, the most doubtful first; `sql/doubts.sql` says what they have.

    `data`: folder of its tables.
    """
    tables = {name: rows_of(data, name) for name in ("signals", "statements", "paragraphs", "system_mentions")}
    with duckdb.cursor() as connection:
        return list(stream(connection, f"SELECT * EXCLUDE (turn) FROM ({doubts(**tables)}) ORDER BY turn"))


def notes_of(data: Path) -> set[str]:
    """Identifiers of the notes of a release. `data`: folder of its tables."""
    with duckdb.cursor() as connection:
        rows = connection.execute(f"SELECT note_id FROM {rows_of(data, 'notes')}").fetchall()
    return {note_id for (note_id,) in rows}
