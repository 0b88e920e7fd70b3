"""Reads the rows that pages show from the Parquet files of the release.

Here: the questions that several pages ask, and on which page of its note a paragraph stands. Not here: rows of one kind
of page (its module).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.model.tables import read_query
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import pages_of
from pipelines.publish.streams import AT_ONCE, Row, by_unit, stream
from pipelines.workspace.engine import another, connect
from pipelines.workspace.paths import SQL

# What one thing on the page of a note weighs.
_ITEMS = """
SELECT note_id, paragraph_id AS id, source_start, 2 * STRLEN(text) + 1000 AS weight FROM paragraphs
UNION ALL
SELECT note_id, submission_text_id, source_start, 2 * STRLEN(text) + 700 FROM submission_texts
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Rows that the pages of one thing show: a note, a State, an article.

    `select`: a SELECT with a column `unit`, which says whose page they stand on. `order`: of the rows of one unit.
    """

    select: str
    order: str


Questions = Mapping[str, Question]


@dataclass(slots=True)
class Rows:
    """The rows of a release.

    `note_pages`: by identifier of a paragraph or submission text, the page of its note on which it stands, where that
    is not the first. `last_page`: by note, the number of its pages. `notes`: by identifier.
    """

    connection: duckdb.DuckDBPyConnection
    notes: dict[str, Row]
    note_pages: dict[str, int] = field(default_factory=dict)
    last_page: dict[str, int] = field(default_factory=dict)

    def ask(self, select: str, *values: Any) -> list[Row]:
        """The rows of a SELECT, as mappings."""
        return list(stream(self.connection, select, *values))

    def stream(self, select: str, *values: Any) -> Iterator[Row]:
        """The same, of which only some are held at a time."""
        return stream(another(self.connection), select, *values)

    def each(
        self, questions: Questions, units: Sequence[Any], at_once: int = 400
    ) -> Iterator[tuple[Any, dict[str, list[Row]]]]:
        """Each of some units, sorted, and what questions give of it: rows by question.

        `at_once`: how many units DuckDB sorts together; here the rows of one are held.
        """
        units = sorted(units)
        for start in range(0, len(units), at_once):
            some = units[start : start + at_once]
            found = (
                by_unit(
                    self.stream(
                        f"SELECT * FROM ({question.select}) WHERE unit IN (SELECT UNNEST(?)) ORDER BY {question.order}",
                        some,
                    ),
                    some,
                )
                for question in questions.values()
            )
            for unit, *rows in zip(some, *found, strict=True):
                yield unit, dict(zip(questions, rows, strict=True))

    def link(self, note_id: str, holder: str, row_id: str | None = None, language: str | None = None) -> str:
        """Where a row stands on the pages of its note, in a language. `holder`: the paragraph or text that holds it."""
        page = self.note_pages.get(holder, 1)
        own = language in (None, self.notes[note_id]["language"])
        address = addresses.note(note_id, page) if own else addresses.version(note_id, str(language), page)
        return f"{address}#{addresses.anchor(row_id or holder, note_id)}"


def in_languages(statements: list[Row], texts: list[Row]) -> list[Row]:
    """The statements, to each of which its quotes in other languages are added: `language` and `quote`."""
    found: dict[str, list[Row]] = defaultdict(list)
    for text in texts:
        found[text["statement_id"]].append(text)
    for row in statements:
        row["in_languages"] = found.get(row["statement_id"] or "", [])
    return statements


# Of each paragraph the articles that its headings name within a range alone.
_RANGED = (
    "LEFT JOIN (SELECT o.paragraph_id, LIST(a.article ORDER BY a.article) AS ranged FROM paragraphs AS o "
    "INNER JOIN section_articles AS a ON o.section_id = a.section_id WHERE a.by_range GROUP BY o.paragraph_id) AS r "
    "ON s.paragraph_id = r.paragraph_id"
)
# Asked for once per page: kept in the order of the pages, with what those questions would else look up.
_KEPT = {
    "section_articles": "FROM {rows}",
    "paragraphs": "SELECT * FROM {rows} ORDER BY note_id, position",
    "statements": (
        "SELECT s.*, p.position, r.ranged FROM {rows} AS s INNER JOIN paragraphs AS p "
        f"ON s.paragraph_id = p.paragraph_id {_RANGED} "
        "ORDER BY s.state_iso3, s.note_issued DESC NULLS LAST, s.note_id, p.position"
    ),
    "collective_statements": (
        "SELECT s.*, p.position, p.section_id, r.ranged FROM {rows} AS s INNER JOIN paragraphs AS p "
        f"ON s.paragraph_id = p.paragraph_id {_RANGED} "
        "ORDER BY s.note_issued DESC NULLS LAST, s.note_id, p.position, s.collective_statement_id"
    ),
    "statement_articles": "FROM {rows}",
    "statement_texts": "FROM {rows}",
    "sections": "FROM {rows}",
    "submissions": "SELECT * FROM {rows} ORDER BY state_iso3, note_id",
    "by_state_article": "FROM {rows}",
    "by_state": "FROM {rows}",
    "by_theme": "FROM {rows}",
    "articles": "FROM {rows}",
}


def rows_of_release(draft: ReleaseDraft) -> Rows:
    """The rows of the release in the making, for pages of every single thing; with a connection of the asker's own."""
    shared = draft.opened(_read)
    return replace(shared, connection=another(shared.connection))


@contextmanager
def _read(draft: ReleaseDraft) -> Iterator[Rows]:
    data = draft.folder / "data"
    with connect(draft.engine) as connection:
        for table in draft.contract.tables:
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(data, table.name)}")
        for name, select in _KEPT.items():
            connection.execute(f"DROP VIEW {name}")
            connection.execute(f"CREATE TABLE {name} AS {select.format(rows=rows_of(data, name))}")
        connection.execute(f"CREATE VIEW covered_articles AS {read_query(SQL / 'views' / 'covered_articles.sql')}")
        found = Rows(connection, {note["note_id"]: note for note in draft.notes})
        _place(found)
        yield found


def _place(rows: Rows) -> None:
    """Part every note into pages."""
    found = another(rows.connection).execute(
        f"SELECT note_id, id, CAST(weight AS BIGINT) FROM ({_ITEMS}) ORDER BY note_id, source_start, id"
    )
    items = chain.from_iterable(iter(partial(found.fetchmany, AT_ONCE), []))
    for note_id, group in groupby(items, itemgetter(0)):
        _, ids, weights = zip(*group, strict=True)
        pages = pages_of(weights)
        rows.last_page[note_id] = pages[-1]
        rows.note_pages |= {id_: page for id_, page in zip(ids, pages, strict=True) if page > 1}


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
    """Words that the end of a line parted in some note, as they are printed there ("Phil-ippines"), and whole.

    What is no such word ("anti-corruption") stands without a hyphen hardly anywhere, or ends in a word.
    """
    return {row["word"]: row["whole"] for row in rows_of_release(draft).ask(_PARTED)}
