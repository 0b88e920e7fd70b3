"""How the release is found and followed: `feed.atom`, `sitemap.xml`, `robots.txt`.

Source of the rules: RFC 4287 (Atom), sitemaps.org 0.9, RFC 9309 (robots). Plain XML by lxml; feedgen, the library for
feeds, dates them by the clock. Not here: the pages themselves (`site/`, `pages.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from pipelines.publish.catalogues.mapping import Catalogue
from pipelines.publish.facts import Facts

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SITEMAP_LIMIT = 50_000
_ATOM_ONLY: Any = {None: _ATOM}
_SITEMAP_ONLY: Any = {None: _SITEMAP}


def write_feed(facts: Facts, catalogue: Catalogue) -> None:
    """Write the feed: one entry a release, the newest first, each with links to what it changed."""
    publication, base = catalogue.publication, catalogue.base
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_ATOM_ONLY)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", publication.language)
    _text(feed, "id", f"{base}feed.atom")
    _text(feed, "title", publication.series.title)
    _text(feed, "subtitle", publication.series.description)
    _text(feed, "updated", _instant(catalogue.modified))
    _link(feed, "self", f"{base}feed.atom", "application/atom+xml")
    _link(feed, "alternate", base, "text/html")
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _text(author, "name", publication.publisher.name)
    _text(author, "uri", publication.publisher.url)
    _text(author, "email", publication.contact.email)
    _text(feed, "rights", publication.rights)
    releases = [(facts.id, catalogue.modified, catalogue.version_notes)]
    releases += [(past.id, past.date or publication.first_published.isoformat(), "") for past in facts.past]
    for release, day, notes in releases:
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        folder = f"{base}releases/{release}/"
        _text(entry, "id", folder)
        _text(entry, "title", f"Release {release}")
        _text(entry, "updated", _instant(day))
        here = facts.folder if release == facts.id else facts.folder.parent / release
        if (here / "changes.html").is_file():
            _link(entry, "alternate", f"{folder}changes.html", "text/html")
        else:
            _link(entry, "alternate", f"{folder}CHANGELOG.md", "text/markdown")
        _link(entry, "related", f"{folder}changes.csv", "text/csv")
        _link(entry, "related", f"{folder}changes.json", "application/json")
        _text(entry, "summary", notes or f"Release {release}, with the list of what it changed.")
    _write(feed, facts.folder / "feed.atom")


def write_sitemap(folder: Path, catalogue: Catalogue) -> None:
    """Write the sitemap over every page in the folder; where they are too many for one file, an index of several."""
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if path.name != "404.html")
    addresses = [catalogue.base + quote(page.removesuffix("index.html")) for page in pages] or [catalogue.base]
    if len(addresses) <= _SITEMAP_LIMIT:
        _write(_sitemap("urlset", "url", addresses, catalogue.modified), folder / "sitemap.xml")
        return
    parts: list[str] = []
    for start in range(0, len(addresses), _SITEMAP_LIMIT):
        name = f"sitemap-{len(parts) + 1}.xml"
        some = addresses[start : start + _SITEMAP_LIMIT]
        _write(_sitemap("urlset", "url", some, catalogue.modified), folder / name)
        parts.append(catalogue.base + name)
    _write(_sitemap("sitemapindex", "sitemap", parts, catalogue.modified), folder / "sitemap.xml")


def write_robots(folder: Path, catalogue: Catalogue) -> None:
    """Write the rules for robots, which may read all. They hold where the release stands at the root of a host."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {catalogue.base}sitemap.xml\n"
    (folder / "robots.txt").write_text(text, encoding="utf-8")


def _sitemap(root: str, item: str, addresses: list[str], day: str) -> etree._Element:
    element = etree.Element(f"{{{_SITEMAP}}}{root}", nsmap=_SITEMAP_ONLY)
    for address in addresses:
        entry = etree.SubElement(element, f"{{{_SITEMAP}}}{item}")
        etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = address
        etree.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = day
    return element


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=relation, href=address, type=media_type)


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _write(root: etree._Element, path: Path) -> None:
    etree.indent(root)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")
