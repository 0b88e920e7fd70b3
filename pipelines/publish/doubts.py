"""What a person should look at in a release: what may be a statement, statements that are not sure, other signals.

A page of the release and `uncac review` list the same. Not here: deciding (`pipelines/extract/corrections.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of

# A published statement below this confidence is looked at.
SURE = 0.9

_DOUBTS = """
SELECT
    'signals' AS "table", s.signal_id AS row, s.note_id, COALESCE(s.paragraph_id, '') AS paragraph_id, s.rule,
    s.message, COALESCE(s.signal_text, '') AS words, COALESCE(p.text, '') AS text, s.state_iso3, s.confidence
FROM {signals} AS s LEFT JOIN {paragraphs} AS p ON s.paragraph_id = p.paragraph_id
WHERE s.signal_status = 'open'
UNION ALL
SELECT
    'statements', s.statement_id, s.note_id, s.paragraph_id, s.attribution,
    format('A statement of {{}} with a confidence of {{:.2f}}.', s.state_iso3, s.confidence), s.quote, p.text,
    s.state_iso3, s.confidence
FROM {statements} AS s INNER JOIN {paragraphs} AS p ON s.paragraph_id = p.paragraph_id
WHERE s.confidence < {sure} AND NOT s.reviewed
"""
# The most doubtful first; what has no confidence comes last.
ORDER = 'COALESCE(ABS(confidence - 0.5), 1), note_id, paragraph_id, "table", row'


@dataclass(frozen=True, slots=True)
class Doubt:
    """One row that a person should look at.

    `table`: signals or statements. `row`: its identifier. `rule`: what raised it, or by what it names its State.
    `message`: why it is doubtful. `words`: those it is about. `text`: the whole paragraph, empty where it is of none.
    `state_iso3`, `confidence`: of what is or may be a statement.
    """

    table: str
    row: str
    note_id: str
    paragraph_id: str
    rule: str
    message: str
    words: str
    text: str
    state_iso3: str | None
    confidence: float | None


def doubts_in(**tables: str) -> str:
    """A SELECT of the doubtful rows, to be put in `ORDER`. `tables`: where signals, statements and paragraphs are."""
    return _DOUBTS.format(**tables, sure=SURE)


def find_doubts(data: Path) -> list[Doubt]:
    """The doubtful rows of a release. `data`: folder of its tables.

    Raises:
        duckdb.Error: the tables can't be read.
    """
    tables = {name: rows_of(data, name) for name in ("signals", "statements", "paragraphs")}
    with duckdb.cursor() as connection:
        rows = connection.execute(f"FROM ({doubts_in(**tables)}) ORDER BY {ORDER}").fetchall()
    return [Doubt(*row) for row in rows]


def notes_of(data: Path) -> set[str]:
    """Identifiers of the notes of a release. `data`: folder of its tables. Raises as `find_doubts`."""
    with duckdb.cursor() as connection:
        found = connection.execute(f"SELECT note_id FROM {rows_of(data, 'notes')}").fetchall()
    return {note_id for (note_id,) in found}
