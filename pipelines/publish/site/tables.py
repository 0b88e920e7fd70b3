"""Says what the tables of the site show, column by column, and writes the pages that are one table of single rows.

One component draws and enlivens all of them: the macro `live` and `static/table.js`. Here: columns, and the pages of
statements, collective statements, named systems and notes. Not here: the pages on which a table is one thing among
others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import paged
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.streams import Row


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on a page.

    `key`: its name in the row, in the address of the page, and in the file that a reader saves. `kind`: how the macro
    `cell` shows it. `filter`: label of the list by which a reader chooses rows; `part`: only so many characters of the
    value count there; `least`: the list offers what is at least so much. `hidden`: shown to those who ask for it.
    """

    key: str
    label: str
    kind: str = "text"
    filter: str | None = None
    part: int | None = None
    hidden: bool = False
    least: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of single rows, on a page or several, that is one table.

    `select`: its rows. `text`: the column whose length says most about what a row takes. `order`: how they come.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    select: str
    text: str
    order: str = "note_issued DESC NULLS LAST, note_id, position"


STATE = Column("state_name", "State", "state", "State")
_NOTE = (
    Column("note_title", "Note", "note", "Note"),
    Column("note_issued", "Issued", "day", "Year", 4),
    Column("paragraph_number", "Paragraph", "place"),
)
_CODES = (Column("state_iso3", "Code", hidden=True), Column("region", "Region", "said", "Region", hidden=True))
_ARTICLES = Column("articles", "Articles", "articles", "Article")
_BLANK = "A blank is not “did nothing”."

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
            Column("confidence", "Sure", "sure", "Sure", least=(0.7, 0.9, 0.97)),
            Column("stage", "Stage told first", "stage", "Stage told first"),
            Column("attribution", "Named as", "attribution", "Named as", hidden=True),
            Column("lead_in", "Words before", "any", hidden=True),
            Column("topics", "Topics", "topics", "Topic", hidden=True),
            Column("theme", "Heading", "any", hidden=True),
            Column("reporting_verb", "Verb", hidden=True),
            Column("statement_id", "Identifier", "id", hidden=True),
        ),
        "SELECT s.*, t.region FROM statements AS s INNER JOIN states AS t ON s.state_iso3 = t.state_iso3",
        "quote",
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
        "SELECT * FROM collective_statements",
        "quote",
    ),
    Listed(
        "systems",
        "Named systems",
        f"Portals, registers, platforms, programmes and hotlines that a statement calls by their names. {_BLANK}",
        (
            Column("words", "Name", "any"),
            Column("acronym", "Acronym"),
            Column("system_kind", "Kind", "said", "Kind"),
            STATE,
            *_CODES,
            _ARTICLES,
            *_NOTE,
            Column("quote", "Quote", "quote", hidden=True),
            Column("stage", "Stage", "stage", "Stage"),
            Column("system_id", "System", "id", hidden=True),
        ),
        "SELECT d.system_id, d.mention_id, d.words, d.acronym, d.system_kind, d.stage, s.* EXCLUDE stage, t.region "
        "FROM system_mentions AS d "
        "INNER JOIN statements AS s ON d.statement_id = s.statement_id "
        "INNER JOIN states AS t ON s.state_iso3 = t.state_iso3",
        "quote",
        order="state_name, system_id, note_issued NULLS LAST, mention_id",
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
        "SELECT n.*, c.statement_count, c.found_respondent_count, c.submission_text_count, "
        "a.articles FROM notes AS n INNER JOIN coverage AS c ON n.note_id = c.note_id LEFT JOIN (SELECT note_id, "
        "ARRAY_TO_STRING(LIST_SORT(LIST(PRINTF('article-%02d', article))), ';') AS articles "
        "FROM covered_articles GROUP BY note_id) AS a ON n.note_id = a.note_id",
        "note_title",
        order="note_issued DESC NULLS LAST, note_id",
    ),
)

# What stands around a row's text.
_ROW, _HEAD = 850, 3_000


@pages()
def render_tables(draft: ReleaseDraft, site: Site) -> Made:
    """The pages of statements, collective statements, named systems and notes."""
    rows = rows_of_release(draft)
    for listed in LISTED:
        found = rows.ask(f"{listed.select} ORDER BY {listed.order}")
        yield from site.pages(
            paged(found, partial(_weight, listed.text), partial(addresses.listing, listed.name), head=_HEAD),
            "table.html",
            title=site.say(listed.title),
            kind="table",
            listed=listed,
            links=rows.link,
        )


def _weight(text: str, row: Row) -> int:
    return _ROW + len(row[text])
