"""One page per State that a note lists or speaks of, silent respondents included, and the list of States.

Not here: pages by article (`articles.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby

from pipelines.publish.facts import Facts
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Pager, Site
from pipelines.publish.site.rows import Row, Rows, rows_of_release
from pipelines.publish.site.tables import Column

# Markup around a quote, and what stands before the first of them.
_PER_STATEMENT = 1_150
_HEAD = 6_000
_COLLECTIVE = 12

_STATEMENTS = """
SELECT s.*, a.article, STRLEN(s.quote) + STRLEN(COALESCE(s.theme, '')) AS bytes
FROM statements AS s
LEFT JOIN statement_articles AS a ON s.statement_id = a.statement_id
WHERE s.state_iso3 = ?
ORDER BY a.article NULLS LAST, s.note_issued NULLS LAST, s.note_id, s.position
"""
# What is said of States in general in the notes that list this one: for reading beside its statements, never counted.
_COLLECTIVE_ROWS = f"""
SELECT c.*, COUNT(*) OVER () AS total FROM collective_statements AS c
INNER JOIN submissions AS s ON c.note_id = s.note_id AND s.declared
WHERE s.state_iso3 = ? ORDER BY c.note_issued NULLS LAST, c.collective_statement_id LIMIT {_COLLECTIVE}
"""
_SILENT = "SELECT note_id FROM submissions WHERE silent AND state_iso3 = ? ORDER BY note_id"
_TEXTS = """
SELECT t.submission_text_id, t.note_id, t.article, a.article_title, t.meeting, t.paragraph_count
FROM submission_texts AS t
LEFT JOIN articles AS a ON t.article = a.article
WHERE t.state_iso3 = ? ORDER BY t.article NULLS LAST, t.meeting, t.submission_text_id
"""
_CELLS = """
SELECT c.article, a.article_title, c.statement_count, c.status FROM by_state_article AS c
INNER JOIN articles AS a ON c.article = a.article
WHERE c.state_iso3 = ? ORDER BY c.article
"""
_LIST = """
SELECT
    b.*, s.subregion,
    CASE WHEN b.submission_count > 0 THEN 'yes' ELSE 'no' END AS listed,
    CASE WHEN b.statement_count > 0 THEN 'yes' ELSE 'no' END AS quoted,
    CASE WHEN b.silent_note_count > 0 THEN 'yes' ELSE 'no' END AS silent
FROM by_state AS b INNER JOIN states AS s ON b.state_iso3 = s.state_iso3 ORDER BY b.state_name
"""
_COLUMNS = (
    Column("state_name", "State", "state"),
    Column("state_iso3", "Code"),
    Column("region", "Region", filter="Region"),
    Column("subregion", "Subregion", filter="Subregion", hidden=True),
    Column("listed", "Listed", filter="Listed"),
    Column("quoted", "Quoted", filter="Quoted"),
    Column("statement_count", "Statements", "num"),
    Column("articles", "Articles", "articles", "Article"),
    Column("submission_count", "Notes that list it", "num"),
    Column("silent", "Silent in a note", filter="Silent", hidden=True),
    Column("submission_text_count", "Own texts", "num", hidden=True),
    Column("first_note_issued", "First note", "day", hidden=True),
    Column("last_note_issued", "Last note", "day", hidden=True),
)


# What of a State's statements its pages are parted by.
_WEIGHTS = """
SELECT
    s.state_iso3, a.article, STRLEN(s.quote) + STRLEN(COALESCE(s.theme, '')) + COALESCE(t.bytes, 0) AS bytes
FROM statements AS s
LEFT JOIN statement_articles AS a ON s.statement_id = a.statement_id
LEFT JOIN (
    SELECT statement_id, SUM(STRLEN(quote) + 150) AS bytes FROM statement_texts GROUP BY statement_id
) AS t ON s.statement_id = t.statement_id
ORDER BY s.state_iso3, a.article NULLS LAST, s.note_issued NULLS LAST, s.note_id, s.position
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where statements stand on the pages of States.

    `pages`: by State, the page of each of its statements, in their order. `cells`: by State and article, where its
    statements under that article begin.
    """

    pages: dict[str, list[int]]
    cells: dict[tuple[str, int], str]


def places(facts: Facts) -> Places:
    """Part the pages of every State."""
    pages: dict[str, list[int]] = {}
    cells: dict[tuple[str, int], str] = {}
    found = rows_of_release(facts).ask(_WEIGHTS)
    for iso3, group in groupby(found, lambda row: row["state_iso3"]):
        statements = list(group)
        pages[iso3] = addresses.paginate((int(row["bytes"]) + _PER_STATEMENT for row in statements), _HEAD)
        for row, page in zip(statements, pages[iso3], strict=True):
            if row["article"]:
                cells.setdefault((iso3, row["article"]), f"{addresses.state(iso3, page)}#article-{row['article']}")
    return Places(pages, cells)


@renders("states/*.html", size="whole")
def write_states(facts: Facts) -> None:
    """Write a page, or several, for each State."""
    site, rows = facts.once(Site), rows_of_release(facts)
    states = rows.ask(
        "SELECT b.*, s.m49, s.subregion FROM by_state AS b INNER JOIN states AS s ON b.state_iso3 = s.state_iso3 "
        "ORDER BY b.state_name"
    )
    for position, state in enumerate(states):
        before = states[position - 1] if position else None
        after = states[position + 1] if position + 1 < len(states) else None
        _state(site, rows, state, before, after)


@renders("states*.html", size="whole")
def write_states_listed(facts: Facts) -> None:
    """Write `states.html`, and its continuations: the States that a note lists or speaks of, and the others' names."""
    rows = rows_of_release(facts)
    listed = rows.ask(_LIST)
    others = rows.ask("SELECT * FROM states ANTI JOIN by_state USING (state_iso3) ORDER BY state_name")
    pages = addresses.paginate([480] * len(listed), 1_000 + 25 * len(others))
    more = {"title": "States", "columns": _COLUMNS, "others": others}
    facts.once(Site).write_listing("states", "states.html", listed, pages, kind="list", **more)


def _state(site: Site, rows: Rows, state: Row, before: Row | None, after: Row | None) -> None:
    iso3, placed = state["state_iso3"], site.facts.once(places)
    statements = rows.in_languages(rows.ask(_STATEMENTS, iso3))
    pages = placed.pages.get(iso3, [])
    written = sorted({row["name_as_written"] for row in statements} - {state["state_name"]})
    shared = {
        "state": state,
        "before": before,
        "after": after,
        "notes": rows.notes,
        "links": rows.link,
        "written": written,
        "cells": [cell | {"link": placed.cells.get((iso3, cell["article"]))} for cell in rows.ask(_CELLS, iso3)],
        "silent": [rows.notes[row["note_id"]] for row in rows.ask(_SILENT, iso3)],
        "texts": rows.ask(_TEXTS, iso3),
        "collective": rows.ask(_COLLECTIVE_ROWS, iso3),
    }
    last = max(pages, default=1)
    for page in range(1, last + 1):
        here = [row for row, where in zip(statements, pages, strict=True) if where == page]
        pager = Pager(page, last, partial(addresses.state, iso3))
        path = addresses.state(iso3, page)
        part = f", part {page} of {last}" if page > 1 else ""
        title = state["state_name"] + part
        site.write(path, "state.html", kind="state", title=title, statements=here, pager=pager, **shared)
