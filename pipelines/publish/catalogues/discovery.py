"""How the release is found and followed: `feed.atom` and `sitemap.xml`.

Source of the rules: RFC 4287 (Atom; feedgen, the library for feeds, dates them by the clock), sitemaps.org 0.9. Not
here: the pages themselves (`site/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from pipelines.publish.catalogues.facts import version_notes
from pipelines.publish.documents import from_template
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.integrity import read_sums
from pipelines.publish.renderers import Made, renders

# A sitemap lists no more pages.
_MOST = 50_000
_IN_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@renders()
def render_feed(draft: ReleaseDraft) -> Made:
    """`feed.atom`: one entry a release, the newest first, each with links to what it changed."""
    yield from_template("feed.atom", draft, version_notes=version_notes(draft))


@renders(last=True)
def render_sitemap(draft: ReleaseDraft) -> Made:
    """The sitemap over the pages of the release; where they are too many for one file, an index of several.

    Not listed: the page for addresses that lead nowhere. A page that is as it was in the release before keeps the day
    on which it last changed.
    """
    base, today = draft.publication.base_url, draft.record.published
    before = draft.changes.before.parent if draft.changes.before else None
    sums, days = (read_sums(before), _days_of_pages(before)) if before else ({}, {})
    pages = [page for page in sorted(draft.sums) if page.endswith(".html") and page != "404.html"]
    listed: list[tuple[str, date | str]] = []
    for page in pages:
        address = base + quote(page.removesuffix("index.html"))
        same = sums.get(page) == draft.sums[page]
        listed.append((address, days.get(address, today) if same else today))
    if len(listed) <= _MOST:
        yield _sitemap(draft, "sitemap.xml", "urlset", "url", listed)
        return
    parts = [(f"sitemap-{start // _MOST + 1}.xml", start) for start in range(0, len(listed), _MOST)]
    for name, start in parts:
        yield _sitemap(draft, name, "urlset", "url", listed[start : start + _MOST])
    yield _sitemap(draft, "sitemap.xml", "sitemapindex", "sitemap", [(base + name, today) for name, _ in parts])


def _days_of_pages(release: Path) -> dict[str, str]:
    """By address of a page in the sitemap of a release, the day on which it last changed."""
    entries = (entry for file in release.glob("sitemap*.xml") for entry in etree.parse(file).iter(f"{_IN_SITEMAP}url"))
    return {entry.findtext(f"{_IN_SITEMAP}loc", ""): entry.findtext(f"{_IN_SITEMAP}lastmod", "") for entry in entries}


def _sitemap(
    draft: ReleaseDraft, name: str, root: str, item: str, listed: Sequence[tuple[str, date | str]]
) -> tuple[str, str]:
    _, text = from_template("sitemap.xml", draft, root=root, item=item, listed=listed)
    return name, text
