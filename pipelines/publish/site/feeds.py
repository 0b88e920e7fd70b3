"""Feeds of a State, an article, a topic, a series of documents: the new and changed statements, newest first.

Each release hands its feeds on to the next, which adds what it changed: so an entry has the day of the release that
changed it, and a feed to which nothing was added keeps its bytes. Not here: the feed of releases
(`catalogues/discovery.py`), how a feed is written (`pipelines/publish/atom.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipelines.contract.articles import article_code
from pipelines.publish import atom
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site, clean
from pipelines.publish.site.rows import Rows, rows_of_release
from pipelines.publish.streams import Row
from pipelines.workspace.engine import literal

_ENTRIES = 100
_CHANGED = """
SELECT s.*, n.document_type, c.change, a.numbers FROM statements AS s INNER JOIN notes AS n ON s.note_id = n.note_id
INNER JOIN ({changes}) AS c ON s.statement_id = c.identifier
LEFT JOIN (
    SELECT statement_id, LIST(article) AS numbers FROM statement_articles WHERE NOT by_range GROUP BY ALL
) AS a ON s.statement_id = a.statement_id
ORDER BY s.statement_id
"""
# Which feeds there are, each with the name of its page and its title.
_STATES = "SELECT state_iso3 AS name, state_name AS title FROM by_state WHERE statement_count > 0 ORDER BY state_iso3"
_TOPICS = (
    "SELECT topic AS name, topic_title AS title FROM topics SEMI JOIN statement_topics USING (topic) ORDER BY topic"
)
_ARTICLES = "SELECT article AS name, article_title AS title FROM by_article WHERE statement_count > 0 ORDER BY article"


@renders()
def render_feeds(draft: ReleaseDraft) -> Made:
    """A feed for each State, article, topic and series that a statement is of, and those that the release before had.

    Raises:
        OSError, duckdb.Error: a file can't be read or written.
    """
    rows = rows_of_release(draft)
    news: dict[str, list[Row]] = defaultdict(list)
    for row in _changed(draft, rows):
        paths = [addresses.feed("states", row["state_iso3"]), addresses.series_feed(row["note_symbol"])]
        paths += [addresses.feed("articles", article_code(number)) for number in row["numbers"] or ()]
        paths += [addresses.feed("topics", topic) for topic in (row["topics"] or "").split(";") if topic]
        for path in paths:
            if len(news[path]) < _ENTRIES:
                news[path].append(row)
    before = draft.identity.before.parent if draft.identity.before else None
    subjects = _subjects(draft, rows)
    for path, (subject, page) in subjects.items():
        yield path, _feed(draft, path, news[path], before, subject=subject, page=page)
    for old in sorted((before / "feeds").rglob("*.atom")) if before else ():
        path = old.relative_to(before or old).as_posix()
        if path not in subjects:
            # Who follows what nobody speaks of any more is not sent away.
            yield path, old.read_bytes()


def _subjects(draft: ReleaseDraft, rows: Rows) -> dict[str, tuple[str, str]]:
    """By path of a feed, what it is of, and the page of that."""
    found = {
        addresses.feed("states", row["name"]): (row["title"], addresses.state(row["name"])) for row in rows.ask(_STATES)
    }
    for row in rows.ask(_ARTICLES):
        number = row["name"]
        subject = f"Article {number}: {row['title']}"
        found[addresses.feed("articles", article_code(number))] = subject, addresses.article(number)
    for row in rows.ask(_TOPICS):
        found[addresses.feed("topics", row["name"])] = row["title"], addresses.topic(row["name"])
    for symbol in sorted(note["note_symbol"] or "" for note in draft.notes):
        if path := addresses.series_feed(symbol):
            found[path] = f"Notes {addresses.series(symbol)}", "notes.html"
    return found


def _changed(draft: ReleaseDraft, rows: Rows) -> Iterator[Row]:
    """The statements that are new or changed; all of them in a first release."""
    changed = draft.identity.changes.rows
    if draft.identity.before is None:
        changes = "SELECT statement_id AS identifier, 'added' AS change FROM statements"
    elif changed is None:
        return iter(())
    else:
        wanted = "\"table\" = 'statements' AND change <> 'removed' AND columns <> 'topics'"
        changes = f"SELECT identifier, change FROM {literal(changed)} WHERE {wanted}"
    return rows.stream(_CHANGED.format(changes=changes))


def _feed(draft: ReleaseDraft, path: str, news: list[Row], last: Path | None, *, subject: str, page: str) -> bytes:
    before, updated = _handed_on(last / path if last else None)
    entries = {row["statement_id"]: _entry(draft, row) for row in news}
    names = {entry.findtext(f"{{{atom.ATOM}}}id") for entry in entries.values()}
    kept = [entry for entry in before if entry.findtext(f"{{{atom.ATOM}}}id") not in names]
    feed = atom.feed(
        draft.publication,
        path,
        title=f"{subject} – {draft.publication.title}",
        subtitle="New and changed statements, with the Secretariat’s words. No news says nothing about a State.",
        page=page,
        updated=draft.identity.published if entries or not updated else updated,
    )
    feed.extend([*entries.values(), *kept][:_ENTRIES])
    return atom.as_xml(feed)


def _entry(draft: ReleaseDraft, row: Row) -> etree._Element:
    note = draft.once(Site).environment.filters["source"](row)
    link = draft.publication.base_url + addresses.note(row["note_id"])
    link += f"#{addresses.anchor(row['statement_id'], row['note_id'])}"
    changed = "" if row["change"] == "added" else "Changed: "
    title = f"{changed}{row['state_name']}, {note}, paragraph {row['paragraph_number']}"
    entry = atom.entry(link, str(clean(title)), draft.identity.published)
    atom.add_link(entry, "alternate", link, "text/html")
    atom.add(entry, "summary", str(clean(row["quote"])))
    return entry


def _handed_on(path: Path | None) -> tuple[list[etree._Element], str]:
    """The entries of the feed of the release before, and the day on which one was last added.

    A feed that is damaged and could not be made again begins anew: it must not keep a release from being published.
    """
    if path is None or not path.is_file():
        return [], ""
    try:
        feed = etree.parse(path, etree.XMLParser(resolve_entities=False, remove_blank_text=True)).getroot()
    except etree.XMLSyntaxError:
        return [], ""
    return feed.findall(f"{{{atom.ATOM}}}entry"), feed.findtext(f"{{{atom.ATOM}}}updated", "")[:10]
