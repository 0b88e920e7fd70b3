"""Writes `names.json`: by which names a reader may look for a State, an article, a note, and where it leads.

Here: the names, and what a card of the search says of each. Not here: matching (`static/names.js`), words of paragraphs
(`search.py`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import compact
from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.phrases import TRANSLATED, Phrases
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import rows_of_release
from pipelines.publish.site.search import words_of
from pipelines.workspace.paths import DATAPACKAGE

# Forms of a name that stand in running text; nobody looks for a State by its genitive.
_RUNNING = {"case"}
# How an article is called, in each language.
ARTICLE = ("Article %(number)s", "Art. %(number)s")
# Of a State the articles under which it is quoted, with how often, or listed without a paragraph.
_STATES = """
SELECT s.state_iso3, s.state_name, b.state_iso3 IS NOT NULL AS there, STRING_AGG(
    CONCAT(c.article, ':', CASE c.status WHEN 'reported' THEN CAST(c.statement_count AS VARCHAR) ELSE 'o' END),
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
SELECT t.topic, t.topic_title, CONCAT_WS(' ', COUNT(*), COUNT(DISTINCT s.state_iso3)) AS counts FROM topics AS t
INNER JOIN statement_topics AS n ON t.topic = n.topic INNER JOIN statements AS s ON n.statement_id = s.statement_id
GROUP BY t.topic, t.topic_title ORDER BY t.topic
"""


@pages()
def render_names(draft: ReleaseDraft, site: Site) -> Made:
    """The names. Each entry: kind, code, what is shown, its page (empty where no note speaks of it), names, counts.

    A note has its day in place of counts.
    """
    rows = rows_of_release(draft)
    names = _names_of_states(DATAPACKAGE / "codes")
    every = [Phrases(language) for language in ("en", *TRANSLATED)]
    entries: list[list[object]] = []
    for row in rows.ask(_STATES):
        iso3 = row["state_iso3"]
        page = addresses.state(iso3) if row["there"] else ""
        called = _apart([site.named(row), iso3, row["state_name"], *sorted(names[iso3])])
        entries.append(["State", iso3, site.named(row), page, called, row["cells"] or ""])
    for row in rows.ask(_ARTICLES):
        number, title = row["article"], site.titled(row)
        page = addresses.article(number) if row["there"] else ""
        called = [title, *(phrases.say(way, number=number) for phrases in every for way in ARTICLE)]
        entries.append(["Article", number, site.article(number, row), page, called, row["counts"]])
    for row in rows.ask("SELECT * FROM notes ORDER BY note_issued DESC NULLS LAST, note_id"):
        shown = f"{site.read(row['note_title'])} ({site.phrases.day(row['note_issued'])})"
        symbol = [row["note_symbol"]] if row["note_symbol"] else []
        issued = row["note_issued"].isoformat() if row["note_issued"] else ""
        entries.append(["Note", row["note_id"], shown, addresses.note(row["note_id"]), symbol, issued])
    for row in rows.ask(_TOPICS):
        code = row["topic"]
        shown = site.topics[code]["topic_title"]
        entries.append(["Topic", code, shown, addresses.topic(code), [row["topic_title"]], row["counts"]])
    text = ",\n".join(compact(entry) for entry in entries)
    yield f"{site.prefix}names.json", f"[\n{text}\n]\n"


def _apart(names: list[str]) -> list[str]:
    """Names, each once, however it is written; the first is shown anyway."""
    return list({" ".join(words_of(name)): name for name in reversed(names)}.values())[-2::-1]


def _names_of_states(folder: Path) -> dict[str, set[str]]:
    """By State, every form of its name in any language, and what else readers may call it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (
        folder / "state-names.csv",
        folder / "state-aliases.csv",
        *sorted((folder / "state-names").glob("*.csv")),
    ):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if row.get("kind") not in _RUNNING:
                    found[row["state_iso3"]].add(row["name"])
    return found
