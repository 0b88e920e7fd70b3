"""Leads old links on: what was published on the page of a note and is no more, and what stands in its place today.

Here: which rows a page leads on from, and the short page of a note, State, article or topic of which nothing is left.
Not here: why a row left and what succeeds it (`pipelines/publish/consent.py`).
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from pipelines.publish.api.documents import NAMED
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.articles import WITH_A_PAGE
from pipelines.publish.site.rendering import Site, pages
from pipelines.publish.site.rows import Rows, rows_of_release
from pipelines.publish.streams import Row

# What has a place of its own on the page of a note, and so may be linked.
_LINKED = ("notes", "paragraphs", "statements", "collective_statements", "submission_texts")
_ROWS = """
SELECT REGEXP_EXTRACT(row_id, '^[^./]+') AS note_id, table_name, row_id, reason, successor_id
FROM withdrawn WHERE LIST_CONTAINS(?, table_name) ORDER BY row_id
"""
# The States that no note lists or quotes but some paragraph names, or that had a page, and articles and topics that had
# a page and have none any more, each with the statements that were on it.
_STATES = f"""
SELECT s.state_iso3, s.state_name, LIST(w.row_id) FILTER (WHERE w.row_id IS NOT NULL) AS held FROM states AS s
ANTI JOIN by_state AS b ON s.state_iso3 = b.state_iso3
LEFT JOIN withdrawn AS w ON w.table_name IN ('statements', 'submissions')
    AND s.state_iso3 = REGEXP_EXTRACT(w.row_id, '[./]([A-Z]{{3}})[^./]*$', 1)
WHERE w.row_id IS NOT NULL OR {NAMED}
GROUP BY ALL ORDER BY s.state_iso3
"""
_ARTICLES = f"""
SELECT a.article, LIST(SPLIT_PART(w.row_id, '/', 1)) AS held FROM withdrawn AS w
INNER JOIN articles AS a ON CAST(a.article AS VARCHAR) = SPLIT_PART(w.row_id, '/', 2)
ANTI JOIN ({WITH_A_PAGE}) AS p ON a.article = p.article
WHERE w.table_name = 'statement_articles' GROUP BY ALL ORDER BY a.article
"""
_TOPICS = """
SELECT t.topic, LIST(SPLIT_PART(w.row_id, '/', 1)) AS held FROM withdrawn AS w
INNER JOIN topics AS t ON t.topic = SPLIT_PART(w.row_id, '/', 2) ANTI JOIN statement_topics AS n ON t.topic = n.topic
WHERE w.table_name = 'statement_topics' GROUP BY ALL ORDER BY t.topic
"""
_MOVED = """
SELECT w.row_id, w.successor_id FROM withdrawn AS w SEMI JOIN notes AS n ON w.successor_id = n.note_id
WHERE w.table_name = 'notes' ORDER BY w.row_id
"""
_BELOW_A_PARAGRAPH = ("statements", "collective_statements")


def left_behind(draft: ReleaseDraft) -> dict[str, list[Row]]:
    """By identifier of the note, what is no more: identifier, anchor, why, and where it leads today."""
    rows = rows_of_release(draft)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows.ask(_ROWS, list(_LINKED)):
        found[row["note_id"]].append(
            row | {"anchor": addresses.anchor(row["row_id"], row["note_id"]), "link": _link(rows, row)}
        )
    return found


def other_states(draft: ReleaseDraft) -> list[Row]:
    """The States of which there is a short page, with the rows that were on it."""
    return rows_of_release(draft).ask(_STATES)


def left_note(site: Site, note_id: str, left: list[Row]) -> tuple[str, str]:
    """The short page of a note that is no more, where its page was."""
    return site.page(addresses.note(note_id), "left.html", kind="note", title=note_id, left=left, note_id=note_id)


@pages()
def render_gone(draft: ReleaseDraft, site: Site) -> Made:
    """The short page of every State that is named or was spoken of once, and of such articles and topics."""
    rows = rows_of_release(draft)
    left = {row["row_id"]: row for of_note in draft.once(left_behind).values() for row in of_note}
    pages = [(addresses.state(r["state_iso3"]), "state", site.named(r), r) for r in draft.once(other_states)]
    pages += [
        (addresses.article(r["article"]), "article", site.article(r["article"], r), r) for r in rows.ask(_ARTICLES)
    ]
    pages += [
        (addresses.topic(r["topic"]), "topic", site.topics[r["topic"]]["topic_title"], r) for r in rows.ask(_TOPICS)
    ]
    for path, kind, title, row in pages:
        held = [left[row_id] for row_id in sorted(set(row["held"] or ())) if row_id in left]
        yield site.page(path, "gone.html", kind=kind, title=title, left=held)


@renders()
def render_redirects(draft: ReleaseDraft) -> Made:
    """`_redirects`: where the files of a note that has another identifier today are; its page is kept.

    Those in other languages, too, where the note has them today.
    One line each: old path, new path, status, as Cloudflare, GitLab and Netlify know them, and `deploy/Caddyfile`.
    """
    rows, base = rows_of_release(draft), urlsplit(draft.publication.base_url).path
    lines = []
    for old, new in ((note["row_id"], note["successor_id"]) for note in rows.ask(_MOVED)):
        for file in draft.folder.glob(f"texts/{new}.*"):
            folder = f"{base}{file.parent.name}/"
            lines.append(f"{folder}{old}{file.name.removeprefix(new)} {folder}{file.name} 301\n")
    if lines:
        yield "_redirects", "".join(sorted(lines))


def _link(rows: Rows, row: Row) -> str | None:
    """Where it leads: the row in its place, else its note where that is still there."""
    successor = row["successor_id"] or (row["note_id"] if row["note_id"] in rows.notes else None)
    if successor is None:
        return None
    note_id = successor.partition(".")[0]
    if note_id not in rows.notes:
        return None
    if successor == note_id:
        return addresses.note(note_id)
    holder = successor.rpartition(".")[0] if row["table_name"] in _BELOW_A_PARAGRAPH else successor
    return rows.link(note_id, holder, successor)
