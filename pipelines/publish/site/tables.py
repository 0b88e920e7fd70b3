"""Says what the tables of the site show, column by column, and writes the pages that are one table of single rows.

One component draws and enlivens all of them: the macro `live` and `static/table.js`. Here: columns, and the pages of
statements, collective statements, named systems and notes. Not here: the pages on which a table is one thing among
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Page, parted
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import PARAGRAPH, SEEN, SEEN_FROM, Question, rows_of_release, units_of


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on a page.

    `key`: its name in the row, in the address of the page, and in the file that a reader saves. `kind`: how the macro
    `cell` shows it. `filter`: label of the list by which a reader chooses rows; `part`: only so many characters of the
    value count there. `hidden`: shown to those who ask for it.
    """

    key: str
    label: str
    kind: str = "text"
    filter: str | None = None
    part: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of single rows, on a page or several, that is one table.

    `select`: its rows, with their `key`. `order`, `weight`, `label`: in SQL, how they come, bytes of one, and by what a
    person knows it. `by_year`: whether they come in the order of their notes, so that pages can be parted by year.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    select: str
    weight: str
    order: str = "note_issued DESC NULLS LAST, note_id, position, key"
    label: str = PARAGRAPH
    by_year: bool = True


STATE = Column("state_name", "State", "state", "State")
_NOTE = (
    Column("note_title", "Note", "note", "Note"),
    Column("note_issued", "Issued", "day", "Year", 4),
    Column("paragraph_number", "Paragraph", "place"),
)
_CODES = (Column("state_iso3", "Code", hidden=True), Column("region", "Region", filter="Region", hidden=True))
_ARTICLES = Column("articles", "Articles", "articles", "Article")
_BLANK = "A blank is not “did nothing”."
_SEEN = SEEN_FROM.format(row="{0}", holder="paragraph_id")

LISTED = (
    Listed(
        "statements",
        "Statements",
        "One row is what one numbered paragraph of a note says that one State itself has done, has, or plans. "
        f"The newest note comes first. {_BLANK}",
        (
            STATE,
            *_CODES,
            _ARTICLES,
            Column("quote", "Quote", "quote"),
            *_NOTE,
            Column("theme", "Heading", "any", hidden=True),
            Column("reporting_verb", "Verb", hidden=True),
            Column("statement_id", "Identifier", "id", hidden=True),
        ),
        f"SELECT s.*, s.statement_id AS key, t.region, {SEEN} FROM statements AS s "
        f"INNER JOIN states AS t ON s.state_iso3 = t.state_iso3 {_SEEN.format('s')}",
        "STRLEN(quote) + 2 * STRLEN(statement_id) + STRLEN(note_title) + STRLEN(COALESCE(theme, '')) + 620",
    ),
    Listed(
        "collective",
        "Collective statements",
        "What paragraphs say of a number of States without naming each of them. They are never counted for a State; "
        f"one that is named with them (“including Kenya”) has a statement of its own. {_BLANK}",
        (
            Column("subject_as_written", "Of whom", "any"),
            Column("scope", "Scope", "scope", "Scope"),
            _ARTICLES,
            Column("quote", "Quote", "quote"),
            *_NOTE,
            Column("theme", "Heading", "any", hidden=True),
            Column("collective_statement_id", "Identifier", "id", hidden=True),
        ),
        f"SELECT c.*, c.collective_statement_id AS key, {SEEN} FROM collective_statements AS c {_SEEN.format('c')}",
        "STRLEN(quote) + 2 * STRLEN(collective_statement_id) + STRLEN(note_title) + 620",
    ),
    Listed(
        "systems",
        "Named systems",
        f"Portals, registers, platforms, programmes and hotlines that a statement calls by their names. {_BLANK}",
        (
            Column("system_name", "Name", "any"),
            Column("acronym", "Acronym"),
            STATE,
            *_CODES,
            _ARTICLES,
            *_NOTE,
            Column("quote", "Quote", "quote", hidden=True),
            Column("system_id", "Identifier", "id", hidden=True),
        ),
        f"SELECT d.system_id, d.system_id AS key, d.system_name, d.acronym, s.*, t.region, {SEEN} "
        "FROM named_systems AS d INNER JOIN statements AS s ON d.statement_id = s.statement_id "
        f"INNER JOIN states AS t ON s.state_iso3 = t.state_iso3 {_SEEN.format('s')}",
        "STRLEN(quote) + 2 * STRLEN(system_id) + STRLEN(system_name) + STRLEN(note_title) + 700",
        order="system_name, key",
        label="system_name",
        by_year=False,
    ),
    Listed(
        "notes",
        "Notes",
        "The documents of the United Nations Secretariat from which everything here is taken, newest first.",
        (
            Column("note_title", "Title", "title"),
            Column("note_symbol", "Symbol"),
            Column("note_issued", "Issued", "day", "Year", 4),
            Column("document_type", "Kind", "type", "Kind"),
            Column("body", "Body", filter="Body", hidden=True),
            Column("language", "Language", "language", "Language", hidden=True),
            Column("articles", "Articles", "articles", "Article"),
            Column("statement_count", "Statements", "num"),
            Column("found_respondent_count", "Respondents", "num"),
            Column("paragraph_count", "Paragraphs", "num"),
            Column("submission_text_count", "States’ own texts", "num", hidden=True),
        ),
        "SELECT n.*, n.note_id AS key, c.statement_count, c.found_respondent_count, c.submission_text_count, "
        "a.articles FROM notes AS n INNER JOIN coverage AS c ON n.note_id = c.note_id LEFT JOIN (SELECT note_id, "
        "ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT PRINTF('article-%02d', article))), ';') AS articles "
        "FROM section_articles GROUP BY note_id) AS a ON n.note_id = a.note_id",
        "STRLEN(note_title) + 900",
        order="note_issued DESC NULLS LAST, key",
        label="COALESCE(note_symbol, note_id)",
    ),
)

_QUESTIONS = {
    listed.name: Question(
        f"SELECT p.unit, q.* FROM ({listed.select}) AS q INNER JOIN {listed.name}_rows AS p ON q.key = p.key",
        f"unit, {listed.order}",
    )
    for listed in LISTED
}
_HEAD = 3_000


def _pages(draft: ReleaseDraft) -> dict[str, Page]:
    rows, found = rows_of_release(draft), dict[str, Page]()
    for listed in LISTED:
        things = rows.things(
            f"SELECT NULL, key, {listed.label}, {listed.weight}, YEAR(note_issued) "
            f"FROM ({listed.select}) ORDER BY {listed.order}"
        )[None]
        pages = parted(things, partial(addresses.listing, listed.name), head=_HEAD, by_year=listed.by_year)
        found |= rows.place(listed.name, {listed.name: pages})
    return found


@renders(
    "statements*.html",
    "collective*.html",
    "systems*.html",
    "notes.*html",
    units=units_of(_pages, _QUESTIONS),
)
def write_tables(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write the pages of statements, collective statements, named systems and notes."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for address, found in rows.each(_QUESTIONS, due):
        (listed,) = (listed for listed in LISTED if listed.name == address.partition(".")[0])
        shown: dict[str, Any] = {"kind": "table", "listed": listed, "links": rows.link}
        site.write_page(draft.once(_pages)[address], "table.html", found[listed.name], title=listed.title, **shown)
        yield address, [address]
