"""Reads the rows that pages show from the Parquet files of the release.

Here: the questions that several pages ask, and on which page of its note a paragraph stands. Not here: rows of one kind
of page (its module).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.contract.parts import rows_of
from pipelines.publish.draft import Edition, ReleaseDraft
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Page, Thing, paginate
from pipelines.publish.site.phrases import TRANSLATED
from pipelines.publish.streams import AT_ONCE, Row, by_unit, stream
from pipelines.workspace.engine import another, connect
from pipelines.workspace.seal import digest_of

# What one thing on the page of a note weighs: its text, and the markup around it and around what was extracted from it.
_ITEMS = """
SELECT
    note_id, paragraph_id AS id, source_start,
    STRLEN(text) + 4 * LENGTH(REGEXP_EXTRACT_ALL(text, '[<>&"'']')) + 190
        + 370 * COALESCE(found.n, 0) + COALESCE(found.bytes, 0) + COALESCE(noted.bytes, 0)
        + COALESCE(headed.bytes, 0) AS weight
FROM paragraphs
LEFT JOIN (
    SELECT paragraph_id, COUNT(*) AS n, SUM(STRLEN(quote)) FILTER (WHERE shorter) AS bytes
    FROM (
        SELECT paragraph_id, quote, FALSE AS shorter FROM collective_statements
        UNION ALL
        SELECT s.paragraph_id, quote, quote_end - quote_start < LENGTH(p.text)
        FROM statements AS s INNER JOIN paragraphs AS p ON s.paragraph_id = p.paragraph_id
    ) GROUP BY paragraph_id
) AS found USING (paragraph_id)
LEFT JOIN (
    SELECT paragraph_id, SUM(bytes) AS bytes
    FROM (
        SELECT paragraph_id, STRLEN(note_id) + STRLEN(paragraph_id) + 90 AS bytes FROM paragraph_texts
        UNION ALL SELECT paragraph_id, STRLEN(text) + 80 AS bytes FROM footnotes
        UNION ALL SELECT paragraph_id, STRLEN(message) + 100 AS bytes FROM signals
    ) GROUP BY paragraph_id
) AS noted USING (paragraph_id)
LEFT JOIN (
    SELECT p.paragraph_id, SUM(STRLEN(s.heading) + 170) AS bytes
    FROM sections AS s ASOF JOIN paragraphs AS p ON s.note_id = p.note_id AND s.source_start <= p.source_start
    GROUP BY p.paragraph_id
) AS headed USING (paragraph_id)
UNION ALL
SELECT
    note_id, submission_text_id, source_start,
    STRLEN(text) + 4 * LENGTH(REGEXP_EXTRACT_ALL(text, '[<>&"'']')) + 700
FROM submission_texts
"""
_HEAD_OF_A_NOTE = 3_500
_PER_RESPONDENT = 75


@dataclass(frozen=True, slots=True)
class Question:
    """Rows that the pages of one note show, or one page of a list.

    `select`: a SELECT with a column `unit`, the note or the page. `order`: of the rows of one unit. The digest of a
    unit is over all that its questions give. So what a page looks up besides must be among the columns: `SEEN` has the
    note that is cited and the place that a link leads to.
    """

    select: str
    order: str


# Joined by `paragraph_id` or `submission_text_id` as `holder`: what citing a row and linking to it look up.
SEEN = "n.cited, COALESCE(g.page, 1) AS on_page"
SEEN_FROM = "INNER JOIN cited AS n ON {row}.note_id = n.note_id LEFT JOIN placed AS g ON {row}.{holder} = g.holder"

# Of statements on the pages of States and articles: their bytes without markup, and by what a person knows them.
WEIGHT = "STRLEN(quote) + STRLEN(COALESCE(theme, '')) + COALESCE(t.bytes, 0)"
WEIGHT_FROM = (
    "LEFT JOIN (SELECT statement_id AS id, SUM(STRLEN(quote) + 150) AS bytes FROM statement_texts GROUP BY id) AS t "
    "ON statement_id = t.id"
)
PARAGRAPH = "CONCAT(COALESCE(note_symbol, note_id), ', paragraph ', paragraph_number)"

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

    def things(self, select: str) -> dict[Any, list[Thing]]:
        """What is to be parted into pages, by what it is of. `select`: that, then what a `Thing` has."""
        found: dict[Any, list[Thing]] = defaultdict(list)
        asked = another(self.connection).execute(select)
        while some := asked.fetchmany(AT_ONCE):
            for of, *thing in some:
                found[of].append(Thing(*thing))
        return found

    def place(self, kind: str, pages: Mapping[str, Sequence[Page]]) -> dict[str, Page]:
        """Tell questions which page is whose, and what stands on it; gives the pages by address.

        `pages`: of each thing. The table `<kind>_pages` has `unit`, `thing`, `is_first`, `is_last`; `<kind>_rows` has
        `unit` and `key`.
        """
        ends = [(p.address, thing, p.pager.first, p.pager.last) for thing, several in pages.items() for p in several]
        held = [(p.address, row.key) for several in pages.values() for p in several for row in p.things]
        self.tell(f"{kind}_pages", unit="VARCHAR", thing="VARCHAR", is_first="BOOLEAN", is_last="BOOLEAN", rows=ends)
        self.tell(f"{kind}_rows", unit="VARCHAR", key="VARCHAR", rows=held)
        # Memory must not grow with all that stands on all pages.
        return {page.address: replace(page, things=()) for several in pages.values() for page in several}

    def tell(self, table: str, rows: Sequence[tuple[Any, ...]], **columns: str) -> None:
        """Make a table of rows that were worked out here. `columns`: name and type of each."""
        of_each = zip(*rows, strict=True) if rows else ((),) * len(columns)
        self.connection.register("told", pa.table(list(map(pa.array, of_each)), list(columns)))
        selected = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns.items())
        self.connection.execute(f"CREATE TABLE {table} AS SELECT {selected} FROM told")
        self.connection.unregister("told")

    def digests(self, questions: Questions) -> dict[str, str]:
        """By unit, a digest over all that questions give of it."""
        asked = " UNION ALL ".join(
            f"SELECT q.unit, hash('{name}', q) AS digest FROM ({question.select}) AS q"
            for name, question in questions.items()
        )
        found = self.ask(f"SELECT unit, CAST(SUM(digest) AS VARCHAR) AS digest FROM ({asked}) GROUP BY unit")
        return {row["unit"]: row["digest"] for row in found}

    def each(
        self, questions: Questions, units: Sequence[str], at_once: int = 400
    ) -> Iterator[tuple[str, dict[str, list[Row]]]]:
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
    """The statements, to each of which its quotes in other languages are added: `language` and `words`."""
    found: dict[str, list[Row]] = defaultdict(list)
    for text in texts:
        found[text["statement_id"]].append(text)
    for row in statements:
        row["in_languages"] = found.get(row["statement_id"] or "", [])
    return statements


# Asked for once per page: kept in the order of the pages, with what those questions would else look up.
_KEPT = {
    "paragraphs": "SELECT * FROM {rows} ORDER BY note_id, position",
    "statements": (
        "SELECT s.*, p.position FROM {rows} AS s INNER JOIN paragraphs AS p ON s.paragraph_id = p.paragraph_id "
        "ORDER BY s.state_iso3, s.note_issued NULLS LAST, s.note_id, p.position"
    ),
    "collective_statements": (
        "SELECT c.*, p.position FROM {rows} AS c INNER JOIN paragraphs AS p ON c.paragraph_id = p.paragraph_id "
        "ORDER BY c.note_issued NULLS LAST, c.note_id, p.position, c.collective_statement_id"
    ),
    "statement_articles": "FROM {rows}",
    "statement_texts": "FROM {rows}",
    "sections": "FROM {rows}",
    "section_articles": "FROM {rows}",
    "submissions": "SELECT * FROM {rows} ORDER BY state_iso3, note_id",
    "by_state_article": "FROM {rows}",
    "by_state": "FROM {rows}",
    "by_theme": "FROM {rows}",
    "articles": "FROM {rows}",
}


def rows_of_release(draft: ReleaseDraft) -> Rows:
    """The rows of the release in the making, for pages of every single thing; with a connection of the asker's own."""
    shared = _said(draft).opened(_read)
    return replace(shared, connection=another(shared.connection))


def units_of(
    pages: Callable[[ReleaseDraft], Mapping[str, Page]], questions: Questions
) -> Callable[[ReleaseDraft], dict[str, str]]:
    """What gives a renderer of lists its units: a digest of each page, by its address. `pages`: gives them."""

    def units(draft: ReleaseDraft) -> dict[str, str]:
        placed = draft.once(pages)
        digests = rows_of_release(draft).digests(questions)
        return {address: digest_of(digests.get(address), page.pager) for address, page in placed.items()}

    return units


def _said(draft: ReleaseDraft) -> ReleaseDraft:
    """What renderers share of a release whether or not it has its name."""
    return draft.said if isinstance(draft, Edition) else draft


@contextmanager
def look(draft: ReleaseDraft, file: Path | None = None) -> Iterator[Rows]:
    """The rows of the release in the making as they lie in its files, for a few questions. `file`: as `connect`."""
    data = draft.folder / "data"
    with connect(draft.engine, file) as connection:
        for table in draft.contract.tables:
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {rows_of(data, table.name)}")
        yield Rows(connection, {note["note_id"]: note for note in draft.notes})


@contextmanager
def _read(draft: ReleaseDraft) -> Iterator[Rows]:
    data = draft.folder / "data"
    # Tables that are too large for one file are too large for memory.
    with look(draft, draft.engine.spill / "pages.duckdb" if draft.in_parts else None) as rows:
        for name, select in _KEPT.items():
            rows.connection.execute(f"DROP VIEW {name}")
            rows.connection.execute(f"CREATE TABLE {name} AS {select.format(rows=rows_of(data, name))}")
        _place(rows)
        yield rows


def _place(rows: Rows) -> None:
    """Part every note into pages."""
    counted = rows.connection.execute("SELECT note_id, COUNT(*) FROM submissions GROUP BY note_id").fetchall()
    heads = {note_id: _PER_RESPONDENT * respondents for note_id, respondents in counted}
    found = another(rows.connection).execute(
        f"SELECT note_id, id, CAST(weight AS BIGINT) FROM ({_ITEMS}) ORDER BY note_id, source_start, id"
    )
    items = chain.from_iterable(iter(partial(found.fetchmany, AT_ONCE), []))
    for note_id, group in groupby(items, itemgetter(0)):
        _, ids, weights = zip(*group, strict=True)
        head = _HEAD_OF_A_NOTE + heads.get(note_id, 0) + sum(len(id_) - len(note_id) for id_ in ids)
        pages = paginate(weights, head)
        rows.last_page[note_id] = pages[-1]
        rows.note_pages |= {id_: page for id_, page in zip(ids, pages, strict=True) if page > 1}
    rows.tell("placed", list(rows.note_pages.items()), holder="VARCHAR", page="BIGINT")
    rows.connection.execute("CREATE TABLE cited AS SELECT note_id, hash(n) AS cited FROM notes AS n")


_IN_LANGUAGES = """
SELECT DISTINCT q.language, s.state_iso3, a.article
FROM (
    SELECT statement_id, language FROM statement_texts
    UNION ALL SELECT s.statement_id, n.language FROM statements AS s INNER JOIN notes AS n ON s.note_id = n.note_id
) AS q
INNER JOIN statements AS s ON q.statement_id = s.statement_id
LEFT JOIN statement_articles AS a ON s.statement_id = a.statement_id
UNION SELECT language, NULL, NULL FROM note_texts UNION SELECT language, NULL, NULL FROM notes
"""


def sister_pages(draft: ReleaseDraft) -> dict[str, tuple[str, ...]]:
    """By address of a page, the other languages in whose editions it has a sister: home, States, articles."""
    return _said(draft).once(_sister_pages)


def _sister_pages(draft: ReleaseDraft) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of_release(draft).ask(_IN_LANGUAGES):
        if row["language"] not in TRANSLATED:
            continue
        found["index.html"].add(row["language"])
        if row["state_iso3"]:
            found[addresses.state(row["state_iso3"])].add(row["language"])
        if row["article"]:
            found[addresses.article(row["article"])].add(row["language"])
    return {path: tuple(sorted(languages)) for path, languages in found.items()}
