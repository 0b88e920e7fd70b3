"""Renders the web site of a release: static pages for people, in the folder of the release itself.

Here: which pages are made, in which order. Not here: single kinds of page (their modules), feed and sitemap
(`pipelines/publish/catalogues/`), downloads (`pipelines/publish/downloads/`).
"""

from __future__ import annotations

from pipelines.publish.facts import Facts
from pipelines.publish.site.articles import write_articles
from pipelines.publish.site.assets import engine_bytes, write_assets
from pipelines.publish.site.cards import write_cards
from pipelines.publish.site.changes_page import write_changes
from pipelines.publish.site.doubts_page import write_doubts
from pipelines.publish.site.landing import write_landing
from pipelines.publish.site.large import write_large_site
from pipelines.publish.site.notes import write_notes
from pipelines.publish.site.reference import write_reference
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import read
from pipelines.publish.site.search_index import SearchIndex
from pipelines.publish.site.states import write_states
from pipelines.publish.site.summary import summarise


def write_site(facts: Facts) -> None:
    """Write every page of the release, its pictures and its search index. Comes after `write_downloads`.

    Of a release in parts, only the pages that lead to its files.

    Raises:
        SearchIndexError, UnknownIndexError: Pagefind failed, or is of another version than this project knows.
        OSError, duckdb.Error: a file can't be written or read.
    """
    if facts.in_parts:
        write_large_site(facts)
        return
    site = Site(facts)
    write_assets(facts.folder / "assets")
    with read(facts) as rows, SearchIndex(facts, rows):
        summary = summarise(facts, rows)
        write_notes(site, rows)
        cells = write_states(site, rows)
        chart = write_articles(site, rows)
        write_landing(site, rows, cells, chart, summary)
        write_changes(site, rows)
        write_doubts(site)
        write_reference(site, engine_bytes(facts.folder / "assets"))
    write_cards(site, summary)
