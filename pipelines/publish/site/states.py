"""One page per State that a note lists or speaks of, silent respondents included, and the list of States.

Not here: pages by article (`articles.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from pipelines.contract.articles import articles_in
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Pager, paged
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import Question, in_languages, rows_of_release, weight_with_markup
from pipelines.publish.site.superseded import other_states
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

# What stands before the first quote.
_HEAD = 6_000

_NAMED = "{'state_iso3': state_iso3, 'state_name': state_name}"
_QUESTIONS = {
    "state": Question(
        "SELECT b.state_iso3 AS unit, b.*, s.m49, s.subregion, n.before, n.after FROM by_state AS b "
        "INNER JOIN states AS s ON b.state_iso3 = s.state_iso3 INNER JOIN ("
        f"SELECT state_iso3, LAG({_NAMED}) OVER by_name AS before, LEAD({_NAMED}) OVER by_name AS after "
        "FROM by_state WINDOW by_name AS (ORDER BY state_name)) AS n ON b.state_iso3 = n.state_iso3",
        "unit",
    ),
    "written": Question(
        "SELECT DISTINCT s.state_iso3 AS unit, s.name_as_written, n.language FROM statements AS s "
        "INNER JOIN notes AS n ON s.note_id = n.note_id",
        "unit, name_as_written",
    ),
    # A statement stands once, below all its articles.
    "statements": Question(
        "SELECT state_iso3 AS unit, * FROM statements",
        "unit, articles NULLS LAST, note_issued DESC NULLS LAST, note_id, position",
    ),
    "in_languages": Question(
        "SELECT s.state_iso3 AS unit, t.statement_id, t.language, t.quote AS words, h.heading AS theme "
        "FROM statement_texts AS t "
        "INNER JOIN statements AS s ON t.statement_id = s.statement_id "
        "INNER JOIN paragraphs AS p ON s.paragraph_id = p.paragraph_id "
        "LEFT JOIN section_texts AS h ON p.section_id = h.section_id AND t.language = h.language",
        "unit, statement_id, language",
    ),
    "cells": Question(
        "SELECT c.state_iso3 AS unit, c.article, a.article_title, c.statement_count, c.status "
        "FROM by_state_article AS c INNER JOIN articles AS a ON c.article = a.article",
        "unit, article",
    ),
    "timeline": Question(
        "SELECT state_iso3 AS unit, *, STRING_SPLIT(statement_ids, ';')[1] AS first FROM state_timeline",
        "unit, article, note_issued NULLS LAST, note_id",
    ),
    # Of each topic of which several notes quote the State, and of each of its systems that several notes name, the
    # first quote and the last.
    "before_and_after": Question(
        "SELECT * FROM (SELECT s.state_iso3 AS unit, n.topic, n.system_id, n.system_name, s.statement_id, s.note_id, "
        "s.paragraph_id, s.note_issued, s.quote, n.stage, ROW_NUMBER() OVER in_order AS place, "
        "COUNT(*) OVER of_one AS quotes, COUNT(DISTINCT s.note_id) OVER of_one AS notes FROM ("
        "SELECT statement_id, topic, NULL AS system_id, NULL AS system_name, stage, words_start FROM statement_topics "
        "UNION ALL SELECT m.statement_id, NULL, y.system_id, y.system_name, m.stage, m.words_start "
        "FROM system_mentions AS m INNER JOIN systems AS y ON m.system_id = y.system_id) AS n "
        "INNER JOIN statements AS s ON n.statement_id = s.statement_id "
        "WINDOW of_one AS (PARTITION BY s.state_iso3, n.topic, n.system_id), "
        "in_order AS (PARTITION BY s.state_iso3, n.topic, n.system_id "
        "ORDER BY s.note_issued NULLS LAST, s.note_id, s.position, n.words_start)) "
        "WHERE notes > 1 AND place IN (1, quotes)",
        "unit, topic, system_id, place",
    ),
    "silent": Question(
        "SELECT state_iso3 AS unit, * FROM submissions WHERE silent OR silent IS NULL",
        "unit, note_id",
    ),
    "texts": Question(
        "SELECT s.state_iso3 AS unit, s.submission_text_id, s.note_id, s.article, a.article_title, s.meeting, "
        "s.paragraph_count FROM submission_texts AS s LEFT JOIN articles AS a ON s.article = a.article",
        "unit, article NULLS LAST, meeting, submission_text_id",
    ),
    # By note that lists the State, how many collective statements it has: for reading beside its statements, never
    # counted. Words that are quoted for it ("Several States, including Kenya, …") are among its statements.
    "collective": Question(
        "SELECT b.state_iso3 AS unit, c.note_id, c.note_issued, COUNT(*) AS statement_count "
        "FROM collective_statements AS c INNER JOIN submissions AS b ON c.note_id = b.note_id AND b.declared "
        "ANTI JOIN statements AS o ON b.state_iso3 = o.state_iso3 AND c.paragraph_id = o.paragraph_id "
        "AND c.quote_start < o.quote_end AND o.quote_start < c.quote_end GROUP BY ALL",
        "unit, note_issued DESC NULLS LAST, note_id",
    ),
}
_LIST = """
SELECT
    b.*, s.subregion,
    CASE WHEN b.submission_count > 0 THEN 'yes' ELSE 'no' END AS listed,
    CASE WHEN b.statement_count > 0 THEN 'yes' ELSE 'no' END AS quoted,
    CASE WHEN b.silent_note_count > 0 THEN 'yes' ELSE 'no' END AS silent,
    CASE WHEN b.unclear_note_count > 0 THEN 'yes' ELSE 'no' END AS unclear
FROM by_state AS b INNER JOIN states AS s ON b.state_iso3 = s.state_iso3 ORDER BY b.state_name
"""
_COLUMNS = (
    Column("state_name", "State", "state"),
    Column("state_iso3", "Code"),
    Column("region", "Region", "said", "Region"),
    Column("subregion", "Subregion", "said", "Subregion", hidden=True),
    Column("listed", "Listed", "said", "Listed"),
    Column("quoted", "Quoted", "said", "Quoted"),
    Column("statement_count", "Statements", "num"),
    Column("articles", "Articles", "articles", "Article"),
    Column("submission_count", "Notes that list it", "num"),
    Column("silent", "Sent information, not mentioned", "said", "Not mentioned", hidden=True),
    Column("unclear", "Sent information, can’t be told", "said", "Can’t be told", hidden=True),
    Column("submission_text_count", "Own texts", "num", hidden=True),
    Column("first_note_issued", "First note", "day", hidden=True),
    Column("last_note_issued", "Last note", "day", hidden=True),
)


def _timeline(steps: Sequence[Row]) -> dict[int, list[Row]]:
    """By article, what note after note says; nothing, where the notes that cover them are one alone."""
    found: dict[int, list[Row]] = {}
    for step in steps:
        found.setdefault(step["article"], []).append(step)
    return found if any(len(of) > 1 for of in found.values()) else {}


def _begin(parts: Sequence[tuple[Pager, Sequence[Row]]]) -> dict[int | None, str]:
    """By article, the address of the first group of statements under it; under None that of a group of no article.

    Each row is given `opens`, which says what begins with it: articles, and the group that it opens.
    """
    begin: dict[int | None, str] = {}
    for pager, held in parts:
        articles = ""
        for place, row in enumerate(held):
            row["opens"] = None
            if place == 0 or row["articles"] != articles:
                articles = row["articles"]
                own = [n for n in articles_in(articles) if n not in (row["ranged"] or ())]
                new = [number for number in own if number not in begin]
                row["opens"] = new
                begin |= dict.fromkeys(new, pager.address)
    return begin


@pages()
def render_states_listed(draft: ReleaseDraft, site: Site) -> Made:
    """`states.html`: the States that a note lists or speaks of, and the others' names."""
    rows = rows_of_release(draft)
    others = rows.ask("SELECT * FROM states ANTI JOIN by_state USING (state_iso3) ORDER BY state_name")
    paged = {row["state_iso3"] for row in draft.once(other_states)}
    context: dict[str, Any] = {
        "kind": "list",
        "columns": _COLUMNS,
        "rows": site.by_name(rows.ask(_LIST)),
        "others": [row | {"paged": row["state_iso3"] in paged} for row in site.by_name(others)],
    }
    yield site.page("states.html", title=site.say("States"), **context)


@pages()
def render_states(draft: ReleaseDraft, site: Site) -> Made:
    """The pages of States."""
    rows = rows_of_release(draft)
    for iso3, found in rows.each(_QUESTIONS, draft.states):
        (state,) = found["state"]
        statements = in_languages(found["statements"], found["in_languages"])
        parts = list(paged(statements, weight_with_markup, partial(addresses.state, iso3), head=_HEAD))
        begin = _begin(parts)
        yield from site.pages(
            parts,
            "state.html",
            title=site.named(state),
            kind="state",
            state=state,
            notes=rows.notes,
            links=rows.link,
            written=sorted({name for row in found["written"] if (name := site.written(state | row, row["language"]))}),
            cells=found["cells"],
            begin=begin,
            timeline=_timeline(found["timeline"]),
            before_and_after=found["before_and_after"],
            silent=found["silent"],
            texts=found["texts"],
            collective=found["collective"],
        )
