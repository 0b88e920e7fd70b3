"""How the release is found and followed: `feed.atom`, `sitemap.xml`, `robots.txt`.

Source of the rules: RFC 4287 (Atom), sitemaps.org 0.9, RFC 9309 (robots). Plain XML by lxml; feedgen, the library for
feeds, dates them by the clock. Not here: the pages themselves (`site/`, `pages.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

from pipelines.publish.catalogues.kinds import NEEDS
from pipelines.publish.catalogues.mapping import catalogue as make_catalogue
from pipelines.publish.facts import Edition, Facts
from pipelines.publish.renderers import renders
from pipelines.publish.sums import read_sums

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SITEMAP_LIMIT = 50_000
_ATOM_ONLY: Any = {None: _ATOM}
_SITEMAP_ONLY: Any = {None: _SITEMAP}


@renders("feed.atom", needs=("changes.html", *NEEDS), edition=True)
def write_feed(facts: Edition) -> None:
    """Write the feed: one entry a release, the newest first, each with links to what it changed."""
    catalogue = facts.once(make_catalogue)
    publication, base = catalogue.publication, catalogue.base
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_ATOM_ONLY)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", publication.language)
    _text(feed, "id", f"{base}feed.atom")
    _text(feed, "title", publication.series.title)
    _text(feed, "subtitle", publication.series.description)
    _text(feed, "updated", _instant(catalogue.published))
    _link(feed, "self", f"{base}feed.atom", "application/atom+xml")
    _link(feed, "alternate", base, "text/html")
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _text(author, "name", publication.publisher.name)
    _text(author, "uri", publication.publisher.url)
    _text(author, "email", publication.contact.email)
    _text(feed, "rights", publication.rights)
    releases = [(facts.id, f"{facts.published}", catalogue.version_notes)]
    # A release of which nobody knows the day is at least no newer than what follows it.
    releases += [(past.id, past.published or f"{catalogue.days.first_published}", "") for past in facts.past]
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


@renders("sitemap*.xml", needs=("*.html",), edition=True)
def write_sitemap(facts: Edition) -> None:
    """Write the sitemap over every page of the release; where they are too many for one file, an index of several.

    A page that is as it was in the release before keeps the day on which it last changed.
    """
    folder, base = facts.folder, facts.publication.base_url
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if path.name != "404.html")
    known = _days_of_pages(facts)
    digests = facts.digests.all({page: folder / page for page in pages}) if known else {}
    listed = [
        (base + quote(page.removesuffix("index.html")), known.get((page, digests.get(page)), facts.published))
        for page in pages
    ]
    if len(listed) <= _SITEMAP_LIMIT:
        _write(_sitemap("urlset", "url", listed), folder / "sitemap.xml")
        return
    parts: list[tuple[str, date | str]] = []
    for start in range(0, len(listed), _SITEMAP_LIMIT):
        name = f"sitemap-{len(parts) + 1}.xml"
        some = listed[start : start + _SITEMAP_LIMIT]
        _write(_sitemap("urlset", "url", some), folder / name)
        parts.append((base + name, facts.published))
    _write(_sitemap("sitemapindex", "sitemap", parts), folder / "sitemap.xml")


def _days_of_pages(facts: Edition) -> dict[tuple[str, str | None], str]:
    """By page of the release before and its checksum, the day on which it last changed."""
    if facts.before is None:
        return {}
    release, base = facts.before.parent, facts.publication.base_url
    sums = read_sums(release)
    found: dict[tuple[str, str | None], str] = {}
    for file in sorted(release.glob("sitemap*.xml")):
        for entry in etree.parse(file).iterfind(f"{{{_SITEMAP}}}url"):
            address, day = (entry.findtext(f"{{{_SITEMAP}}}{name}", "") for name in ("loc", "lastmod"))
            page = unquote(address.removeprefix(base))
            page = f"{page}index.html" if page.endswith("/") or not page else page
            if page in sums:
                found[page, sums[page]] = day
    return found


@renders("robots.txt")
def write_robots(facts: Facts) -> None:
    """Write the rules for robots, which may read all. They hold where the release stands at the root of a host."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {facts.publication.base_url}sitemap.xml\n"
    (facts.folder / "robots.txt").write_text(text, encoding="utf-8")


def _sitemap(root: str, item: str, listed: Sequence[tuple[str, date | str]]) -> etree._Element:
    element = etree.Element(f"{{{_SITEMAP}}}{root}", nsmap=_SITEMAP_ONLY)
    for address, day in listed:
        entry = etree.SubElement(element, f"{{{_SITEMAP}}}{item}")
        etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = address
        etree.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = str(day)
    return element


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=relation, href=address, type=media_type)


def _instant(day: date | str) -> str:
    return f"{day}T00:00:00Z"


def _write(root: etree._Element, path: Path) -> None:
    etree.indent(root)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")
