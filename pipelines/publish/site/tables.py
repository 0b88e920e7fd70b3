"""Says what the tables of the site show, column by column, and writes the pages that are one table of single rows.

One component draws and enlivens all of them: the macro `live` and `static/table.js`. Here: columns, and the pages of
statements, collective statements and named systems. Not here: the pages on which a table is one thing among others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Row, Rows, rows_of_release


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
    """A page, or several, that is one table. `select`: its rows. `weight`: bytes of one of them, in SQL.

    `by_year`: whether its rows are in the order of their notes, so that pages can be parted by year.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    select: str
    weight: str
    by_year: bool = True


STATE = Column("state_name", "State", "state", "State")
_NOTE = (
    Column("note_title", "Note", "note", "Note"),
    Column("note_issued", "Issued", "day", "Year", 4),
    Column("paragraph_number", "Paragraph", "place"),
)
_CODES = (Column("state_iso3", "Code", hidden=True), Column("region", "Region", filter="Region", hidden=True))
_ARTICLES = Column("articles", "Articles", "articles", "Article")
_BY_NOTE = "{0}.note_issued DESC NULLS LAST, {0}.note_id, {0}.position"

LISTED = (
    Listed(
        "statements",
        "Statements",
        "One row is what one numbered paragraph of a note says that one State itself has done, has, or plans. "
        "The newest note comes first.",
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
        "SELECT s.*, t.region FROM statements AS s INNER JOIN states AS t ON s.state_iso3 = t.state_iso3 "
        f"ORDER BY {_BY_NOTE.format('s')}, s.statement_id",
        "STRLEN(quote) + 2 * STRLEN(statement_id) + STRLEN(note_title) + STRLEN(COALESCE(theme, '')) + 620",
    ),
    Listed(
        "collective",
        "Collective statements",
        "What paragraphs say of a number of States without naming them. These are never counted for a State.",
        (
            Column("subject_as_written", "Of whom", "any"),
            Column("scope", "Scope", "scope", "Scope"),
            _ARTICLES,
            Column("quote", "Quote", "quote"),
            *_NOTE,
            Column("theme", "Heading", "any", hidden=True),
            Column("collective_statement_id", "Identifier", "id", hidden=True),
        ),
        f"SELECT c.* FROM collective_statements AS c ORDER BY {_BY_NOTE.format('c')}, c.collective_statement_id",
        "STRLEN(quote) + 2 * STRLEN(collective_statement_id) + STRLEN(note_title) + 620",
    ),
    Listed(
        "systems",
        "Named systems",
        "Portals, registers, platforms, programmes and hotlines that a statement calls by their names.",
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
        "SELECT n.system_id, n.system_name, n.acronym, s.*, t.region FROM named_systems AS n "
        "INNER JOIN statements AS s ON n.statement_id = s.statement_id "
        "INNER JOIN states AS t ON s.state_iso3 = t.state_iso3 ORDER BY n.system_name, n.system_id",
        "STRLEN(quote) + 2 * STRLEN(system_id) + STRLEN(system_name) + STRLEN(note_title) + 700",
        by_year=False,
    ),
)

_AT_ONCE = 1_000
_HEAD = 3_000


@renders("statements*.html", "collective*.html", "systems*.html")
def write_tables(draft: ReleaseDraft) -> None:
    """Write `statements.html`, `collective.html` and `systems.html`, and their continuations."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for listed in LISTED:
        rows.connection.execute(f"CREATE OR REPLACE TEMP TABLE listed AS {listed.select}")
        things = rows.ask(f"SELECT YEAR(note_issued) AS year, {listed.weight} AS weight FROM listed ORDER BY rowid")
        weights = [thing["weight"] for thing in things]
        years = (
            addresses.by_year([(thing["year"], thing["weight"]) for thing in things], _HEAD) if listed.by_year else None
        )
        site.write_listing(
            listed.name,
            _listed(rows, len(weights)),
            years.pages if years else addresses.paginate(weights, _HEAD),
            years=years,
            template="table.html",
            kind="table",
            title=listed.title,
            parted=True,
            listed=listed,
            links=rows.link,
            total=len(weights),
        )
        rows.connection.execute("DROP TABLE listed")


def _listed(rows: Rows, total: int) -> Iterator[Row]:
    """The numbered rows, of which only so many are held here at a time."""
    for start in range(0, total, _AT_ONCE):
        end = start + _AT_ONCE
        yield from rows.ask(f"SELECT * FROM listed WHERE rowid >= {start} AND rowid < {end} ORDER BY rowid")
