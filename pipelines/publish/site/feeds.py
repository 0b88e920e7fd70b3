"""Feeds of a State, an article, a series of documents: the new and changed statements, newest first.

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
from pipelines.contract.parts import read_files
from pipelines.publish import atom
from pipelines.publish.draft import Edition
from pipelines.publish.renderers import renders
from pipelines.publish.reuse import link_or_copy
from pipelines.publish.site import addresses
from pipelines.publish.site.rendering import Site, clean
from pipelines.publish.site.rows import Rows, look
from pipelines.publish.streams import Row

_ENTRIES = 100
_CHANGED = """
SELECT s.*, n.document_type, c.change, a.numbers FROM statements AS s INNER JOIN notes AS n ON s.note_id = n.note_id
INNER JOIN ({changes}) AS c ON s.statement_id = c.identifier
LEFT JOIN (
    SELECT statement_id, LIST(DISTINCT article) AS numbers FROM statement_articles GROUP BY statement_id
) AS a ON s.statement_id = a.statement_id
ORDER BY s.statement_id
"""
# Which feeds there are, each with the name of its page and its title.
_STATES = "SELECT state_iso3 AS name, state_name AS title FROM by_state ORDER BY state_iso3"
_ARTICLES = "SELECT article AS name, article_title AS title FROM by_article ORDER BY article"


@renders("feeds/*.atom", edition=True)
def write_feeds(draft: Edition) -> None:
    """Write a feed for each State, article and series.

    Raises:
        OSError, duckdb.Error: a file can't be read or written.
    """
    with look(draft) as rows:
        owned: dict[str, list[Row]] = defaultdict(list)
        for row in _changed(draft, rows):
            paths = [addresses.feed("states", row["state_iso3"]), addresses.series_feed(row["note_symbol"])]
            paths += [addresses.feed("articles", article_code(number)) for number in row["numbers"] or ()]
            for path in paths:
                if len(owned[path]) < _ENTRIES:
                    owned[path].append(row)
        for row in draft.few(rows.ask(_STATES)):
            path, page = addresses.feed("states", row["name"]), addresses.state(row["name"])
            _write(draft, path, owned[path], subject=row["title"], page=page)
        for row in draft.few(rows.ask(_ARTICLES)):
            path, page = addresses.feed("articles", article_code(row["name"])), addresses.article(row["name"])
            _write(draft, path, owned[path], subject=f"Article {row['name']}: {row['title']}", page=page)
        names = {
            addresses.series_feed(s): addresses.series(s) for s in sorted(n["note_symbol"] or "" for n in draft.notes)
        }
        for path, series in draft.few(list(names.items())):
            if path:
                _write(draft, path, owned[path], subject=f"Notes {series}", page="notes.html")
    _keep_the_others(draft)


def _keep_the_others(draft: Edition) -> None:
    """Hand on the feeds without news, and of what nobody speaks of any more: who follows them is not sent away."""
    last = draft.before.parent if draft.before else None
    for old in sorted((last / "feeds").rglob("*.atom")) if last else ():
        target = draft.folder / old.relative_to(last or old)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(old, target)


def _changed(draft: Edition, rows: Rows) -> Iterator[Row]:
    """The statements that are new or changed; all of them in a first release."""
    if draft.before is None:
        changes = "SELECT statement_id AS identifier, 'added' AS change FROM statements"
    elif draft.changes.rows is None:
        return iter(())
    else:
        source = read_files([draft.changes.rows])
        changes = f"SELECT identifier, change FROM {source} WHERE \"table\" = 'statements' AND change <> 'removed'"
    return rows.stream(_CHANGED.format(changes=changes) + " LIMIT 2" * draft.trial)


def _write(draft: Edition, path: str, news: list[Row], *, subject: str, page: str) -> None:
    old = draft.before.parent / path if draft.before else None
    if old and not news and draft.reuse.usable and old.is_file():
        return  # it is handed on as it is
    before, last = _handed_on(old)
    entries = {row["statement_id"]: _entry(draft, row) for row in news}
    names = {entry.findtext(f"{{{atom.ATOM}}}id") for entry in entries.values()}
    kept = [entry for entry in before if entry.findtext(f"{{{atom.ATOM}}}id") not in names]
    feed = atom.feed(
        draft.publication,
        path,
        title=f"{subject} – {draft.publication.title}",
        subtitle="New and changed statements, with the Secretariat’s words. No news says nothing about a State.",
        page=page,
        updated=draft.published if entries or not last else last,
    )
    feed.extend([*entries.values(), *kept][:_ENTRIES])
    atom.write_xml(feed, draft.folder / path)


def _entry(draft: Edition, row: Row) -> etree._Element:
    note = draft.once(Site).environment.filters["source"](row)
    link = draft.publication.base_url + addresses.note(row["note_id"])
    link += f"#{addresses.anchor(row['statement_id'], row['note_id'])}"
    changed = "" if row["change"] == "added" else "Changed: "
    title = f"{changed}{row['state_name']}, {note}, paragraph {row['paragraph_number']}"
    entry = atom.entry(link, str(clean(title)), draft.published)
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
