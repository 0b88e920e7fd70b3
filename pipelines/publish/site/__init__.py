"""Renders the web site of a release: static pages for people, in the folder of the release itself.

Here: which pages are made, in which order. Not here: single kinds of page (their modules), feed and sitemap
(`pipelines/publish/catalogues/`), downloads (`pipelines/publish/downloads/`).
"""

from __future__ import annotations

from pipelines.publish.facts import Edition, Facts, Finisher
from pipelines.publish.site.articles import write_articles
from pipelines.publish.site.assets import engine_bytes, write_assets
from pipelines.publish.site.cards import write_cards
from pipelines.publish.site.changes_page import write_changes
from pipelines.publish.site.doubts_page import write_doubts
from pipelines.publish.site.landing import Landing, prepare_landing
from pipelines.publish.site.large import write_large_site
from pipelines.publish.site.notes import write_notes
from pipelines.publish.site.reference import write_reference
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import look, read
from pipelines.publish.site.search_index import SearchIndex
from pipelines.publish.site.states import write_states
from pipelines.publish.site.summary import summarise


def write_site(facts: Facts) -> Finisher:
    """Write the pages of the release, its pictures and its search index. Comes after `write_downloads`.

    Of a release in parts, only the pages that lead to its files.

    Returns:
        What writes the pages that are new with every release: the landing page, and what changed.

    Raises:
        SearchIndexError, UnknownIndexError: Pagefind failed, or is of another version than this project knows.
        OSError, duckdb.Error: a file can't be written or read.
    """
    if facts.in_parts:
        return write_large_site(facts)
    site = Site(facts)
    write_assets(facts.folder / "assets")
    with read(facts) as rows, SearchIndex(facts, rows):
        summary = summarise(facts, rows)
        write_notes(site, rows)
        cells = write_states(site, rows)
        chart = write_articles(site, rows)
        landing = prepare_landing(site, rows, cells, chart, summary)
        write_doubts(site)
        write_reference(site, engine_bytes(facts.folder / "assets"))
        pages = rows.note_pages
    write_cards(site, summary, "landing", "changes")
    return lambda edition: _finish(edition, landing, pages)


def _finish(facts: Edition, landing: Landing, note_pages: dict[str, int]) -> None:
    site = Site(facts)
    landing.write(site, facts)
    with look(facts) as rows:
        rows.note_pages = note_pages
        write_changes(site, facts, rows)
