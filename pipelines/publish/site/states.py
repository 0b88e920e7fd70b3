"""One page per State that a note lists or speaks of, silent respondents included, and the list of States.

Not here: pages by article (`articles.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import SEEN, SEEN_FROM, Question, Row, Rows, in_languages, rows_of_release, units_of
from pipelines.publish.site.tables import Column

# Markup around a quote, and what stands before the first of them.
_PER_STATEMENT = 1_150
_HEAD = 6_000
_COLLECTIVE = 12

_SEEN = SEEN_FROM.format(row="s", holder="paragraph_id")
_NAMED = "{'state_iso3': b.state_iso3, 'state_name': b.state_name}"
_QUESTIONS = {
    "state": Question(
        f"SELECT b.state_iso3 AS unit, b.*, s.m49, s.subregion, LAG({_NAMED}) OVER by_name AS before, "
        f"LEAD({_NAMED}) OVER by_name AS after FROM by_state AS b "
        "INNER JOIN states AS s ON b.state_iso3 = s.state_iso3 WINDOW by_name AS (ORDER BY b.state_name)",
        "unit",
    ),
    "statements": Question(
        f"SELECT s.state_iso3 AS unit, s.*, a.article, {SEEN} FROM statements AS s "
        f"LEFT JOIN statement_articles AS a ON s.statement_id = a.statement_id {_SEEN}",
        "unit, article NULLS LAST, note_issued NULLS LAST, note_id, position",
    ),
    "in_languages": Question(
        "SELECT s.state_iso3 AS unit, t.statement_id, t.language, t.quote AS words FROM statement_texts AS t "
        "INNER JOIN statements AS s ON t.statement_id = s.statement_id",
        "unit, statement_id, language",
    ),
    "cells": Question(
        "SELECT c.state_iso3 AS unit, c.article, a.article_title, c.statement_count, c.status "
        "FROM by_state_article AS c INNER JOIN articles AS a ON c.article = a.article",
        "unit, article",
    ),
    "silent": Question(
        "SELECT s.state_iso3 AS unit, s.note_id, n.cited FROM submissions AS s "
        "INNER JOIN cited AS n ON s.note_id = n.note_id WHERE s.silent",
        "unit, note_id",
    ),
    "texts": Question(
        f"SELECT s.state_iso3 AS unit, s.submission_text_id, s.note_id, s.article, a.article_title, s.meeting, "
        f"s.paragraph_count, {SEEN} FROM submission_texts AS s LEFT JOIN articles AS a ON s.article = a.article "
        + SEEN_FROM.format(row="s", holder="submission_text_id"),
        "unit, article NULLS LAST, meeting, submission_text_id",
    ),
    # What is said of States in general in the notes that list this one: for reading beside its statements, never
    # counted.
    "collective": Question(
        f"SELECT f.unit, s.*, f.total, {SEEN} FROM (SELECT b.state_iso3 AS unit, c.collective_statement_id, "
        "COUNT(*) OVER (PARTITION BY b.state_iso3) AS total, ROW_NUMBER() OVER (PARTITION BY b.state_iso3 "
        "ORDER BY c.note_issued NULLS LAST, c.collective_statement_id) AS place FROM collective_statements AS c "
        "INNER JOIN submissions AS b ON c.note_id = b.note_id AND b.declared) AS f "
        f"INNER JOIN collective_statements AS s ON f.collective_statement_id = s.collective_statement_id {_SEEN} "
        f"WHERE f.place <= {_COLLECTIVE}",
        "unit, note_issued NULLS LAST, collective_statement_id",
    ),
}
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


def places(draft: ReleaseDraft) -> Places:
    """Part the pages of every State."""
    pages: dict[str, list[int]] = {}
    cells: dict[tuple[str, int], str] = {}
    found = rows_of_release(draft).stream(_WEIGHTS)
    for iso3, group in groupby(found, lambda row: row["state_iso3"]):
        statements = list(group)
        pages[iso3] = addresses.paginate((int(row["bytes"]) + _PER_STATEMENT for row in statements), _HEAD)
        for row, page in zip(statements, pages[iso3], strict=True):
            if row["article"]:
                cells.setdefault((iso3, row["article"]), f"{addresses.state(iso3, page)}#article-{row['article']}")
    return Places(pages, cells)


@renders("states*.html")
def write_states_listed(draft: ReleaseDraft) -> None:
    """Write `states.html`, and its continuations: the States that a note lists or speaks of, and the others' names."""
    rows = rows_of_release(draft)
    listed = rows.ask(_LIST)
    others = rows.ask("SELECT * FROM states ANTI JOIN by_state USING (state_iso3) ORDER BY state_name")
    pages = addresses.paginate([480] * len(listed), 1_000 + 25 * len(others))
    more: dict[str, Any] = {"title": "States", "columns": _COLUMNS, "others": others}
    draft.once(Site).write_listing("states", listed, pages, kind="list", **more)


@renders("states/*.html", units=units_of(_QUESTIONS, "state"))
def write_states(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write the pages of States."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for iso3, found in rows.each(_QUESTIONS, due, 40):
        begun = len(site.written)
        _state(site, rows, found)
        yield iso3, site.written[begun:]


def _state(site: Site, rows: Rows, found: dict[str, list[Row]]) -> None:
    (state,), placed = found["state"], site.draft.once(places)
    iso3 = state["state_iso3"]
    statements = in_languages(found["statements"], found["in_languages"])
    site.write_pages(
        partial(addresses.state, iso3),
        "state.html",
        statements,
        placed.pages.get(iso3, []),
        kind="state",
        title=state["state_name"],
        parted=True,
        state=state,
        notes=rows.notes,
        links=rows.link,
        written=sorted({row["name_as_written"] for row in statements} - {state["state_name"]}),
        cells=[cell | {"link": placed.cells.get((iso3, cell["article"]))} for cell in found["cells"]],
        silent=[rows.notes[row["note_id"]] for row in found["silent"]],
        texts=found["texts"],
        collective=found["collective"],
    )
