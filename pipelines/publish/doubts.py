"""What a person should look at in a release: what may be a statement, unsure ones, other signals, similar systems.

`uncac review` lists all, a page of the release those that readers can use. Not here: deciding
(`pipelines/extract/corrections.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract.cures import operators_alone
from pipelines.contract.parts import rows_of

# A published statement below this confidence is looked at.
SURE = 0.9

# Names are similar from this likeness on.
SIMILAR = 0.92
SIMILAR_SYSTEM = "similar_system"

_DOUBTS = """
WITH systems AS (
    SELECT
        *, ROW_NUMBER() OVER (PARTITION BY system_id ORDER BY mention_id) AS place,
        BOOL_OR(reviewed) OVER (PARTITION BY system_id) AS settled,
        REGEXP_REPLACE(name_key, '[^0-9]+', '', 'g') AS numbers
    FROM {mentions}
)
SELECT
    'signals' AS "table", s.signal_id AS row, s.note_id, COALESCE(s.paragraph_id, '') AS paragraph_id, s.rule,
    s.message, COALESCE(s.signal_text, '') AS words, COALESCE(p.text, '') AS text, s.state_iso3, s.confidence,
    NULL AS same_key
FROM {signals} AS s LEFT JOIN {paragraphs} AS p ON s.paragraph_id = p.paragraph_id
WHERE s.signal_status = 'open'
UNION ALL
SELECT
    'statements', s.statement_id, s.note_id, s.paragraph_id, s.attribution,
    format('A statement of {{}} with a confidence of {{:.2f}}.', s.state_iso3, s.confidence), s.quote, p.text,
    s.state_iso3, s.confidence, NULL
FROM {statements} AS s INNER JOIN {paragraphs} AS p ON s.paragraph_id = p.paragraph_id
WHERE s.confidence < {sure} AND NOT s.reviewed
UNION ALL
SELECT
    'system_mentions', a.mention_id, a.note_id, s.paragraph_id, '{similar_system}',
    format('{{}} of {{}} may be what is called {{}} ({{}}).', a.words, a.state_iso3, b.words, b.system_id),
    a.words, s.quote, a.state_iso3, NULL, b.system_key
FROM systems AS a INNER JOIN systems AS b
ON a.state_iso3 = b.state_iso3 AND a.system_kind = b.system_kind AND a.system_id > b.system_id
INNER JOIN {statements} AS s ON a.statement_id = s.statement_id
WHERE a.place = 1 AND b.place = 1 AND NOT a.settled
AND (a.numbers = b.numbers OR '' IN (a.numbers, b.numbers)) AND (
    jaro_winkler_similarity(a.name_key, b.name_key) >= {similar}
    OR contains('-' || a.name_key || '-', '-' || b.name_key || '-')
    OR contains('-' || b.name_key || '-', '-' || a.name_key || '-')
)
"""
# The most doubtful first; what has no confidence comes last.
ORDER = 'COALESCE(ABS(confidence - 0.5), 1), note_id, paragraph_id, "table", row'


# Of doubts or signals, those that readers can use.
FOR_READERS = f"NOT list_contains({sorted(operators_alone())}, rule)"

# What the query calls the tables it reads.
TABLES = {**{name: name for name in ("signals", "statements", "paragraphs")}, "mentions": "system_mentions"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One row that a person should look at.

    `table`: signals, statements or system_mentions. `row`: its identifier. `rule`: what raised it, or by what it names
    its State.
    `message`: why it is doubtful. `words`: those it is about. `text`: the whole paragraph, empty where it is of none.
    `state_iso3`, `confidence`: of what is or may be a statement. `same_key`: key of the system that this may be.
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
    same_key: str | None


def doubts_in(**tables: str) -> str:
    """A SELECT of the doubtful rows, to be put in `ORDER`. `tables`: where those of `TABLES` are."""
    return _DOUBTS.format(**tables, sure=SURE, similar=SIMILAR, similar_system=SIMILAR_SYSTEM)


def find_doubts(data: Path) -> list[Doubt]:
    """The doubtful rows of a release. `data`: folder of its tables.

    Raises:
        duckdb.Error: the tables can't be read.
    """
    tables = {name: rows_of(data, of) for name, of in TABLES.items()}
    with duckdb.cursor() as connection:
        rows = connection.execute(f"FROM ({doubts_in(**tables)}) ORDER BY {ORDER}").fetchall()
    return [Doubt(*row) for row in rows]


def notes_of(data: Path) -> set[str]:
    """Identifiers of the notes of a release. `data`: folder of its tables. Raises as `find_doubts`."""
    with duckdb.cursor() as connection:
        found = connection.execute(f"SELECT note_id FROM {rows_of(data, 'notes')}").fetchall()
    return {note_id for (note_id,) in found}
