"""One page per State that a note lists or speaks of, silent respondents included, and the list of States.

Not here: pages by article (`articles.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Page, Thing, parted
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import (
    PARAGRAPH,
    SEEN,
    SEEN_FROM,
    WEIGHT,
    WEIGHT_FROM,
    Question,
    in_languages,
    rows_of_release,
    units_of,
)
from pipelines.publish.site.tables import Column

# Markup around a quote, and what stands before the first of them.
_PER_STATEMENT = 1_150
_HEAD = 6_000
_COLLECTIVE = 12

_SEEN = SEEN_FROM.format(row="s", holder="paragraph_id")
_NAMED = "{'state_iso3': b.state_iso3, 'state_name': b.state_name}"
# What stands on the pages of States; a statement stands below each of its articles.
_SAID = (
    f"SELECT s.*, a.article, CONCAT_WS('/', s.statement_id, a.article) AS key, {SEEN} FROM statements AS s "
    f"LEFT JOIN statement_articles AS a ON s.statement_id = a.statement_id {_SEEN}"
)
_ORDER = "article NULLS LAST, note_issued NULLS LAST, note_id, position"
_ON_PAGE = "INNER JOIN state_rows AS p ON s.key = p.key"
_FIRST, _LAST = (
    f"INNER JOIN state_pages AS p ON {{0}}.state_iso3 = p.thing AND p.{end}" for end in ("is_first", "is_last")
)
_QUESTIONS = {
    "state": Question(
        "SELECT p.unit, b.* FROM (SELECT b.state_iso3, b.state_name, b.region, s.m49, s.subregion, "
        f"LAG({_NAMED}) OVER by_name AS before, LEAD({_NAMED}) OVER by_name AS after FROM by_state AS b "
        "INNER JOIN states AS s ON b.state_iso3 = s.state_iso3 WINDOW by_name AS (ORDER BY b.state_name)) AS b "
        "INNER JOIN state_pages AS p ON b.state_iso3 = p.thing",
        "unit",
    ),
    "counts": Question(f"SELECT p.unit, b.* FROM by_state AS b {_FIRST.format('b')}", "unit"),
    "written": Question(
        "SELECT DISTINCT p.unit, s.name_as_written FROM statements AS s "
        "INNER JOIN state_pages AS p ON s.state_iso3 = p.thing WHERE s.name_as_written <> s.state_name",
        "unit, name_as_written",
    ),
    "statements": Question(f"SELECT p.unit, s.* FROM ({_SAID}) AS s {_ON_PAGE}", f"unit, {_ORDER}"),
    "in_languages": Question(
        f"SELECT p.unit, t.statement_id, t.language, t.quote AS words FROM statement_texts AS t "
        f"INNER JOIN ({_SAID}) AS s ON t.statement_id = s.statement_id {_ON_PAGE}",
        "unit, statement_id, language",
    ),
    "cells": Question(
        "SELECT p.unit, c.article, a.article_title, c.statement_count, c.status, l.link "
        f"FROM by_state_article AS c INNER JOIN articles AS a ON c.article = a.article {_FIRST.format('c')} "
        "LEFT JOIN state_cells AS l ON c.state_iso3 = l.state_iso3 AND c.article = l.article",
        "unit, article",
    ),
    "silent": Question(
        "SELECT p.unit, s.note_id, n.cited FROM submissions AS s "
        f"INNER JOIN cited AS n ON s.note_id = n.note_id {_FIRST.format('s')} WHERE s.silent",
        "unit, note_id",
    ),
    "texts": Question(
        "SELECT p.unit, s.submission_text_id, s.note_id, s.article, a.article_title, s.meeting, s.paragraph_count, "
        f"{SEEN} FROM submission_texts AS s LEFT JOIN articles AS a ON s.article = a.article {_LAST.format('s')} "
        + SEEN_FROM.format(row="s", holder="submission_text_id"),
        "unit, article NULLS LAST, meeting, submission_text_id",
    ),
    # What is said of States in general in the notes that list this one: for reading beside its statements, never
    # counted. Words that are quoted for it ("Several States, including Kenya, …") are among its statements.
    "collective": Question(
        f"SELECT p.unit, s.*, f.total, {SEEN} FROM (SELECT b.state_iso3, c.collective_statement_id, "
        "COUNT(*) OVER (PARTITION BY b.state_iso3) AS total, ROW_NUMBER() OVER (PARTITION BY b.state_iso3 "
        "ORDER BY c.note_issued NULLS LAST, c.collective_statement_id) AS place FROM collective_statements AS c "
        "INNER JOIN submissions AS b ON c.note_id = b.note_id AND b.declared ANTI JOIN statements AS o "
        "ON b.state_iso3 = o.state_iso3 AND c.paragraph_id = o.paragraph_id AND c.quote_start < o.quote_end "
        "AND o.quote_start < c.quote_end) AS f "
        f"INNER JOIN collective_statements AS s ON f.collective_statement_id = s.collective_statement_id "
        f"{_LAST.format('f')} {_SEEN} WHERE f.place <= {_COLLECTIVE}",
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
_THINGS = f"""
SELECT
    s.state_iso3, s.key, CONCAT('article ' || s.article || ', ', {PARAGRAPH}), {WEIGHT} + {_PER_STATEMENT}
FROM ({_SAID}) AS s {WEIGHT_FROM}
ORDER BY s.state_iso3, {_ORDER}
"""

# Where its statements under an article begin, of each State.
_CELLS = """
CREATE TABLE state_cells AS
SELECT state_iso3, article, FIRST(unit ORDER BY place) || '#article-' || article AS link
FROM (
    SELECT p.thing AS state_iso3, CAST(NULLIF(SPLIT_PART(r.key, '/', 2), '') AS BIGINT) AS article, r.unit,
        r.rowid AS place
    FROM state_rows AS r INNER JOIN state_pages AS p ON r.unit = p.unit
) WHERE article IS NOT NULL GROUP BY state_iso3, article
"""


def pages_of_states(draft: ReleaseDraft) -> dict[str, Page]:
    """Part the pages of every State; where its statements under an article begin is then in the table `state_cells`."""
    rows = rows_of_release(draft)
    things = rows.things(_THINGS)
    pages = {
        iso3: parted(things[iso3], partial(addresses.state, iso3), head=_HEAD)
        for (iso3,) in rows.connection.execute("SELECT state_iso3 FROM by_state ORDER BY state_name").fetchall()
    }
    placed = rows.place("state", pages)
    rows.connection.execute(_CELLS)
    return placed


@renders("states*.html")
def write_states_listed(draft: ReleaseDraft) -> None:
    """Write `states.html`, and its continuations: the States that a note lists or speaks of, and the others' names."""
    rows = rows_of_release(draft)
    listed = rows.ask(_LIST)
    others = rows.ask("SELECT * FROM states ANTI JOIN by_state USING (state_iso3) ORDER BY state_name")
    things = [Thing(row["state_iso3"], row["state_name"], 480) for row in listed]
    pages = parted(things, partial(addresses.listing, "states"), head=1_000 + 25 * len(others))
    more: dict[str, Any] = {"title": "States", "columns": _COLUMNS, "others": others}
    draft.once(Site).write_pages(pages, "states.html", listed, kind="list", **more)


@renders("states/*.html", units=units_of(pages_of_states, _QUESTIONS))
def write_states(draft: ReleaseDraft, due: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Write the pages of States."""
    site, rows = draft.once(Site), rows_of_release(draft)
    for address, found in rows.each(_QUESTIONS, due):
        ((state,), counts) = found["state"], found["counts"]
        site.write_page(
            draft.once(pages_of_states)[address],
            "state.html",
            in_languages(found["statements"], found["in_languages"]),
            title=state["state_name"],
            kind="state",
            state=state | (counts[0] if counts else {}),
            notes=rows.notes,
            links=rows.link,
            written=[row["name_as_written"] for row in found["written"]],
            cells=found["cells"],
            silent=[rows.notes[row["note_id"]] for row in found["silent"]],
            texts=found["texts"],
            collective=found["collective"],
        )
        yield address, [address]
