"""How the release is found and followed: `feed.atom`, `sitemap.xml`, `robots.txt`.

Source of the rules: RFC 4287 (Atom; feedgen, the library for feeds, dates them by the clock), sitemaps.org 0.9, RFC
9309 (robots). Not here: the pages themselves (`site/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

from pipelines.publish.catalogues.facts import catalogue as make_catalogue
from pipelines.publish.downloads.kinds import DOWNLOADS
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.integrity import read_sums
from pipelines.publish.renderers import Made, renders

_ATOM = "http://www.w3.org/2005/Atom"
_ATOM_ONLY: Any = {None: _ATOM}
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SITEMAP_LIMIT = 50_000
_SITEMAP_ONLY: Any = {None: _SITEMAP}


@renders(after=DOWNLOADS)
def render_feed(draft: ReleaseDraft) -> Made:
    """`feed.atom`: one entry a release, the newest first, each with links to what it changed."""
    catalogue = draft.once(make_catalogue)
    publication, base = catalogue.publication, catalogue.base
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_ATOM_ONLY)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", publication.language)
    _add(feed, id=f"{base}feed.atom", title=publication.series.title, subtitle=publication.series.description)
    _add(feed, updated=_instant(catalogue.published))
    _add_link(feed, "self", f"{base}feed.atom", "application/atom+xml")
    _add_link(feed, "alternate", base, "text/html")
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, name=publication.publisher.name, uri=publication.publisher.url, email=publication.contact.email)
    _add(feed, rights=publication.rights)
    for record in (draft.record, *draft.past):
        release, notes = record.identifier, catalogue.version_notes if record is draft.record else ""
        folder = f"{base}releases/{release}/"
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, id=folder, title=f"Release {release}", updated=_instant(record.published))
        if release == draft.record.identifier or (draft.folder.parent / release / "changes.html").is_file():
            _add_link(entry, "alternate", f"{folder}changes.html", "text/html")
        else:
            _add_link(entry, "alternate", f"{folder}CHANGELOG.md", "text/markdown")
        _add_link(entry, "related", f"{folder}changes.csv", "text/csv")
        _add_link(entry, "related", f"{folder}changes.json", "application/json")
        _add(entry, summary=notes or f"Release {release}, with the list of what it changed.")
    yield "feed.atom", _as_xml(feed)


def _add(parent: etree._Element, **texts: str) -> None:
    for name, text in texts.items():
        etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _add_link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=relation, href=address, type=media_type)


def _as_xml(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _instant(day: date | str) -> str:
    """The beginning of a day."""
    return f"{day}T00:00:00Z"


@renders(last=True)
def render_sitemap(draft: ReleaseDraft) -> Made:
    """The sitemap over the pages of the release; where they are too many for one file, an index of several.

    Not listed: the page for addresses that lead nowhere. A page that is as it was in the release before keeps the day
    on which it last changed.
    """
    base = draft.publication.base_url
    pages = {page: digest for page, digest in sorted(draft.sums.items()) if page.endswith(".html")}
    days = _days_of_pages(draft)
    listed = [
        (base + quote(page.removesuffix("index.html")), days.get((page, digest), draft.record.published))
        for page, digest in pages.items()
        if page != "404.html"
    ]
    if len(listed) <= _SITEMAP_LIMIT:
        yield "sitemap.xml", _as_xml(_sitemap("urlset", "url", listed))
        return
    parts: list[tuple[str, date | str]] = []
    for start in range(0, len(listed), _SITEMAP_LIMIT):
        name = f"sitemap-{len(parts) + 1}.xml"
        some = listed[start : start + _SITEMAP_LIMIT]
        yield name, _as_xml(_sitemap("urlset", "url", some))
        parts.append((base + name, draft.record.published))
    yield "sitemap.xml", _as_xml(_sitemap("sitemapindex", "sitemap", parts))


def _days_of_pages(draft: ReleaseDraft) -> dict[tuple[str, str], str]:
    """By page of the release before and its checksum, the day on which it last changed."""
    if draft.changes.before is None:
        return {}
    release, base = draft.changes.before.parent, draft.publication.base_url
    sums = read_sums(release)
    days: dict[tuple[str, str], str] = {}
    for file in sorted(release.glob("sitemap*.xml")):
        for entry in etree.parse(file).iterfind(f"{{{_SITEMAP}}}url"):
            address, day = (entry.findtext(f"{{{_SITEMAP}}}{name}", "") for name in ("loc", "lastmod"))
            page = unquote(address.removeprefix(base))
            page = f"{page}index.html" if page.endswith("/") or not page else page
            if page in sums:
                days[page, sums[page]] = day
    return days


@renders()
def render_robots(draft: ReleaseDraft) -> Made:
    """`robots.txt`: robots may read all. It holds where the release stands at the root of a host."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {draft.publication.base_url}sitemap.xml\n"
    yield "robots.txt", text


def _sitemap(root: str, item: str, listed: Sequence[tuple[str, date | str]]) -> etree._Element:
    element = etree.Element(f"{{{_SITEMAP}}}{root}", nsmap=_SITEMAP_ONLY)
    for address, day in listed:
        entry = etree.SubElement(element, f"{{{_SITEMAP}}}{item}")
        etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = address
        etree.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = str(day)
    return element
