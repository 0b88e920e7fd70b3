"""Says what the tables of the site show, column by column, and writes the pages that are one table of single rows.

One component draws and enlivens all of them: the macro `live` and `static/table.js`. Here: columns, and the pages of
statements, collective statements and named systems. Not here: the pages on which a table is one thing among others.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import rows_of_release


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
    """A page, or several, that is one table. `select`, `order`: its rows. `weight`: bytes of one of them, in SQL.

    `by_year`: whether its rows are in the order of their notes, so that pages can be parted by year.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    select: str
    order: str
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
_BY_NOTE = "note_issued DESC NULLS LAST, note_id, position"

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
        "SELECT s.*, t.region FROM statements AS s INNER JOIN states AS t ON s.state_iso3 = t.state_iso3",
        f"{_BY_NOTE}, statement_id",
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
        "SELECT * FROM collective_statements",
        f"{_BY_NOTE}, collective_statement_id",
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
        "INNER JOIN states AS t ON s.state_iso3 = t.state_iso3",
        "system_name, system_id",
        "STRLEN(quote) + 2 * STRLEN(system_id) + STRLEN(system_name) + STRLEN(note_title) + 700",
        by_year=False,
    ),
)

_HEAD = 3_000


@renders("statements*.html", "collective*.html", "systems*.html")
def write_tables(draft: ReleaseDraft) -> None:
    """Write `statements.html`, `collective.html` and `systems.html`, and their continuations."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for listed in LISTED:
        ordered = f"FROM ({listed.select}) ORDER BY {listed.order}"
        things = rows.connection.execute(f"SELECT YEAR(note_issued), {listed.weight} {ordered}").fetchall()
        weights = [weight for _, weight in things]
        years = addresses.by_year(things, _HEAD) if listed.by_year else None
        site.write_listing(
            listed.name,
            rows.stream(f"SELECT * {ordered}"),
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
