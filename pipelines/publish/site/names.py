"""Writes `names.bin`: by which words a reader may ask for a State, an article, a note, a topic and so on.

Here: the names, and what a card of the search says of each. Not here: matching (`static/names.js`, `static/query.js`),
words of paragraphs (`search.py`).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pipelines.contract.articles import articles_in
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import compact
from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.phrases import TRANSLATED
from pipelines.publish.site.rendering import Site, code_list, pages
from pipelines.publish.site.rows import Rows, rows_of_release
from pipelines.publish.site.search import names_of_states, words_of
from pipelines.publish.site.superseded import other_states
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml

# Of a State the articles under which it is quoted, with how often, else its status there.
_STATES = """
SELECT s.state_iso3, s.state_name, b.state_iso3 IS NOT NULL AS there, STRING_AGG(
    CONCAT(c.article, ':', CASE c.status WHEN 'reported' THEN CAST(c.statement_count AS VARCHAR) ELSE c.status END),
    ' ' ORDER BY c.article
) AS cells
FROM states AS s LEFT JOIN by_state AS b ON s.state_iso3 = b.state_iso3
LEFT JOIN by_state_article AS c ON s.state_iso3 = c.state_iso3 AND c.status <> 'not_listed'
GROUP BY s.state_iso3, s.state_name, b.state_iso3 ORDER BY s.state_name
"""
_ARTICLES = """
SELECT a.article, a.article_title, b.article IS NOT NULL AS there,
    CONCAT_WS(' ', b.statement_count, b.state_count, b.collective_statement_count) AS counts
FROM articles AS a LEFT JOIN by_article AS b ON a.article = b.article ORDER BY a.article
"""
_TOPICS = """
SELECT t.topic, t.topic_title, t.articles, COUNT(s.statement_id) AS statements,
    COUNT(DISTINCT s.state_iso3) AS states
FROM topics AS t LEFT JOIN statement_topics AS n ON t.topic = n.topic
LEFT JOIN statements AS s ON n.statement_id = s.statement_id
GROUP BY t.topic, t.topic_title, t.articles ORDER BY t.topic
"""
_NOTES = "SELECT * FROM notes ORDER BY note_issued DESC NULLS LAST, note_id"
_SYSTEMS = "SELECT * FROM systems ORDER BY system_id"
_SILENT = """
SELECT s.silent, CONCAT_WS(' ', s.note_id, STRING_AGG(s.state_iso3, ' ' ORDER BY s.state_name)) AS states
FROM submissions AS s INNER JOIN notes AS n ON s.note_id = n.note_id WHERE s.silent OR s.silent IS NULL
GROUP BY s.silent, s.note_id, n.note_issued ORDER BY n.note_issued DESC NULLS LAST, s.note_id
"""

# Kind, code, what is shown, its page (empty where there is none), names, and what more is known of it.
Entry = list[object]


@pages()
def render_names(draft: ReleaseDraft, site: Site) -> Made:
    """The names, compressed, because many file servers send files as they are.

    More of a State are its articles, of an article and a topic its counts, of a note its day, of silence who was
    silent in which note, and of whom that can't be told. A name may be a term as `language/<iso>/topics.yaml` writes
    them; `#` is a number.
    """
    rows = rows_of_release(draft)
    entries = [*_states(draft, site, rows), *_articles(site, rows), *_notes(site, rows), *_topics(site, rows)]
    entries += [*_systems(site, rows), *_asked(site, rows)]
    text = ",\n".join(compact(entry) for entry in entries)
    yield f"{site.prefix}names.bin", gzip.compress(f"[\n{text}\n]\n".encode(), compresslevel=6, mtime=0)


def _states(draft: ReleaseDraft, site: Site, rows: Rows) -> Iterator[Entry]:
    names = names_of_states()
    only_named = {row["state_iso3"] for row in draft.once(other_states)}
    for row in rows.ask(_STATES):
        iso3 = row["state_iso3"]
        page = addresses.state(iso3) if row["there"] or iso3 in only_named else ""
        called = _apart(site.named(row), [row["state_name"], *sorted(names[iso3])])
        # Of one that is only named nothing is known; of one that is listed at least that.
        yield ["State", iso3, site.named(row), page, called, (row["cells"] or "") if row["there"] else None]


def _articles(site: Site, rows: Rows) -> Iterator[Entry]:
    titles = [code_list("articles", language) for language in TRANSLATED]
    for row in rows.ask(_ARTICLES):
        number = row["article"]
        page = addresses.article(number) if row["there"] else "articles.html#others"
        called = [row["article_title"], *_called(titles, str(number), "article_title")]
        yield ["Article", number, site.article(number, row), page, _apart("", called), row["counts"]]


def _called(titles: Iterable[Mapping[str, Mapping[str, str]]], code: str, column: str) -> list[str]:
    """A title in each language that has it. `titles`: a code list in each."""
    return [told[code][column] for told in titles if code in told]


def _notes(site: Site, rows: Rows) -> Iterator[Entry]:
    for row in rows.ask(_NOTES):
        shown = f"{site.read(row['note_title'])} ({site.phrases.day(row['note_issued'])})"
        symbol = [row["note_symbol"]] if row["note_symbol"] else []
        issued = row["note_issued"].isoformat() if row["note_issued"] else ""
        yield ["Note", row["note_id"], shown, addresses.note(row["note_id"]), symbol, issued]


def _topics(site: Site, rows: Rows) -> Iterator[Entry]:
    titles = [code_list("topics", language) for language in TRANSLATED]
    for row in rows.ask(_TOPICS):
        code = row["topic"]
        terms = [term for words in _words("topics").values() for term in words["terms"].get(code, ())]
        called = [row["topic_title"], *_called(titles, code, "topic_title"), *terms]
        page = addresses.topic(code) if row["statements"] else ""
        about = articles_in(row["articles"])
        shown = site.topics[code]["topic_title"]
        yield ["Topic", code, shown, page, [*dict.fromkeys(called)], [row["statements"], row["states"], about]]


def _systems(site: Site, rows: Rows) -> Iterator[Entry]:
    for row in rows.ask(_SYSTEMS):
        called = ";".join(filter(None, (row["system_name"], row["acronyms"], row["other_names"]))).split(";")
        acronym = (row["acronyms"] or "").partition(";")[0]
        written = f" ({acronym})" if acronym and acronym not in row["system_name"] else ""
        shown = f"{site.read(row['system_name'])}{written}, {site.named(row)}"
        page = f"systems.html?state={row['state_iso3']}"
        yield ["System", row["system_id"], shown, page, _apart("", called), ""]


def _asked(site: Site, rows: Rows) -> Iterator[Entry]:
    """What is asked for by words of `search.yaml`: stages, silence, articles by number; and what asks for nothing."""
    asked = list(_words("search").values())
    for code, shown in site.environment.globals["stages"].items():  # type: ignore[attr-defined]
        yield ["Stage", code, shown, "", [term for words in asked for term in words["stages"][code]], ""]
    silent = [term for words in asked for term in words["silence"]]
    found = rows.ask(_SILENT)
    told = [[row["states"].split() for row in found if row["silent"] is certain] for certain in (True, None)]
    yield ["Silence", "", site.say("Sent information, not mentioned"), "states.html?silent=yes", silent, told]
    yield ["Number", "", "", "", [way for words in asked for way in words["article"]], ""]
    yield ["Nothing", "", "", "", sorted({word for words in asked for word in words["nothing"]}), ""]


@cache
def _words(name: str) -> dict[str, Any]:
    """By language, the file of a name in its folder, where it has one."""
    return {path.parent.name: read_yaml(path) for path in sorted((DATAPACKAGE / "language").glob(f"*/{name}.yaml"))}


def _apart(shown: str, names: list[str]) -> list[str]:
    """Names, each once, however it is written, but for the one that is shown anyway."""
    once = {" ".join(words_of(name)): name for name in reversed(names)}
    once.pop(" ".join(words_of(shown)), None)
    return [*reversed(once.values())]
