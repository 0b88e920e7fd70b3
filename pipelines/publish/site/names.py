"""Writes `assets/names.json`: by which names a reader may look for a State, an article, a note, and where it leads.

Here: the names, and what a card of the search says of each. Not here: matching (`static/names.js`), words of paragraphs
(`search.py`).
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.phrases import ENGLISH
from pipelines.publish.site.rows import rows_of_release
from pipelines.workspace.paths import DATAPACKAGE

# Forms of a name that stand in running text; nobody looks for a State by its genitive.
_RUNNING = {"case"}
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


@renders()
def render_names(draft: ReleaseDraft) -> Made:
    """The names. Each entry: kind, code, what is shown, its page (empty where no note speaks of it), names, counts."""
    rows = rows_of_release(draft)
    names = _names_of_states(DATAPACKAGE / "codes")
    entries: list[list[object]] = []
    for row in rows.ask(_STATES):
        iso3 = row["state_iso3"]
        page = addresses.state(iso3) if row["there"] else ""
        entries.append(["State", iso3, row["state_name"], page, sorted({iso3, *names[iso3]}), row["cells"] or ""])
    for row in rows.ask(_ARTICLES):
        number, title = row["article"], row["article_title"]
        page = addresses.article(number) if row["there"] else ""
        called = [title, *(f"{word} {number}" for word in ("art.", "article", "artículo", "articles"))]
        entries.append(["Article", number, f"Article {number}: {title}", page, called, row["counts"]])
    for row in rows.ask("SELECT * FROM notes ORDER BY note_issued DESC NULLS LAST, note_id"):
        shown = f"{row['note_title']} ({ENGLISH.day(row['note_issued'])})"
        code = row["note_symbol"] or row["note_title"]
        entries.append(["Note", code, shown, addresses.note(row["note_id"]), [code], ""])
    text = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    yield "assets/names.json", f"[\n{text}\n]\n"


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
