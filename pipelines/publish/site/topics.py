"""One page per topic: which States a quote says something of it for, newest first; and the list of topics.

Not here: how a quote is known to name a topic (`pipelines/extract/reading/topics.py`).
"""

from __future__ import annotations

from functools import partial
from itertools import groupby

from markupsafe import Markup

from pipelines.contract.articles import articles_in
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import paged, weight
from pipelines.publish.site.phrases import folded
from pipelines.publish.site.rendering import Site, pages, sites
from pipelines.publish.site.rows import Question, in_languages, rows_of_release
from pipelines.publish.site.tables import Column
from pipelines.publish.streams import Row

_LIST = """
SELECT
    t.*, COUNT(s.statement_id) AS statement_count,
    COUNT(DISTINCT s.state_iso3) AS state_count, MAX(s.note_issued) AS last_note_issued
FROM topics AS t LEFT JOIN {named} AS n ON t.topic = n.topic
LEFT JOIN statements AS s ON n.statement_id = s.statement_id
GROUP BY ALL
"""
# What is said of a narrower topic stands on the page of the broader one, too.
_NAMED = """(
SELECT whole AS topic, statement_id, words_start, words_end, stage
FROM statement_topics INNER JOIN (SELECT topic, UNNEST([topic, broader]) AS whole FROM topics) USING (topic)
QUALIFY ROW_NUMBER() OVER (PARTITION BY whole, statement_id ORDER BY words_start, words_end) = 1
)"""
_QUESTIONS = {
    "topic": Question(f"SELECT topic AS unit, * FROM ({_LIST.format(named=_NAMED)})", "unit"),
    "statements": Question(
        f"SELECT n.topic AS unit, s.* REPLACE (n.stage AS stage), n.words_start, n.words_end FROM {_NAMED} AS n "
        "INNER JOIN statements AS s ON n.statement_id = s.statement_id",
        "unit, state_name, note_issued DESC NULLS LAST, note_id, position",
    ),
    "in_languages": Question(
        "SELECT n.topic AS unit, t.statement_id, t.language, t.quote "
        f"FROM {_NAMED} AS n "
        "INNER JOIN statement_texts AS t ON n.statement_id = t.statement_id",
        "unit, statement_id, language",
    ),
}
_COLUMNS = (
    Column("topic_title", "Topic", "topic"),
    Column("definition", "What belongs to it", "any"),
    Column("numbers", "Articles about it"),
    Column("statement_count", "Statements", "num"),
    Column("state_count", "States", "num"),
    Column("last_note_issued", "Last note", "day"),
)


@pages()
def render_list_of_topics(draft: ReleaseDraft, site: Site) -> Made:
    """`topics.html`."""
    topics = [
        {**row, **site.topics[row["topic"]], "numbers": ", ".join(map(str, articles_in(row["articles"])))}
        for row in rows_of_release(draft).ask(f"{_LIST.format(named='statement_topics')} ORDER BY topic")
    ]
    topics.sort(key=lambda row: folded(row["topic_title"]))
    yield site.page("topics.html", kind="list", title=site.say("Topics"), rows=topics, columns=_COLUMNS)


@renders()
def render_topics(draft: ReleaseDraft) -> Made:
    """The pages of topics that a quote names."""
    rows = rows_of_release(draft)
    covered = {row["article"] for row in rows.ask("SELECT article FROM by_article")}
    named = {row["topic"] for row in rows.ask("SELECT DISTINCT topic FROM statement_topics")}
    for code, found in rows.each(_QUESTIONS, sorted(named)):
        told = in_languages(found["statements"], found["in_languages"])
        for site in sites(draft):
            topic = found["topic"][0] | site.topics[code]
            statements = [_marked(site, row) for row in site.by_name(told)]
            parts = list(paged(statements, weight, partial(addresses.topic, code)))
            places = {row["state_iso3"]: pager.address for pager, held in reversed(parts) for row in held}
            yield from site.pages(
                parts,
                "topic.html",
                title=topic["topic_title"],
                kind="topic",
                topic=topic,
                broader=[site.topics[topic["broader"]]] if topic["broader"] in named else [],
                narrower=[part for part in site.topics.values() if part["broader"] == code and part["topic"] in named],
                articles=articles_in(topic["articles"]),
                covered=covered,
                states=[next(rows) for _, rows in groupby(statements, lambda row: row["state_iso3"])],
                places=places,
                notes=rows.notes,
                links=rows.link,
            )


def _marked(site: Site, row: Row) -> Row:
    """The row, in whose quote the words are marked that name the topic."""
    quote, start, end = row["quote"], row["words_start"], row["words_end"]
    parts = map(site.read, (quote[:start], quote[start:end], quote[end:]))
    return {**row, "quote": Markup("{}<mark>{}</mark>{}").format(*parts)}
