"""Atom feeds (RFC 4287), written by lxml: what every feed says of itself, and its entries.

feedgen, the library for feeds, dates them by the clock. Not here: which entries a feed has (`catalogues/discovery.py`,
`site/feeds.py`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

from pipelines.publish.publication import Publication

ATOM = "http://www.w3.org/2005/Atom"
_ONLY: Any = {None: ATOM}


def feed(
    publication: Publication, path: str, *, title: str, subtitle: str, page: str, updated: date | str
) -> etree._Element:
    """A feed without entries. `path`: where it stands; `page`: of which page it is, both below the release."""
    base = publication.base_url
    found = etree.Element(f"{{{ATOM}}}feed", nsmap=_ONLY)
    found.set("{http://www.w3.org/XML/1998/namespace}lang", publication.language)
    add(found, "id", f"{base}{path}")
    add(found, "title", title)
    add(found, "subtitle", subtitle)
    add(found, "updated", instant(updated))
    add_link(found, "self", f"{base}{path}", "application/atom+xml")
    add_link(found, "alternate", f"{base}{page}", "text/html")
    author = etree.SubElement(found, f"{{{ATOM}}}author")
    add(author, "name", publication.publisher.name)
    add(author, "uri", publication.publisher.url)
    add(author, "email", publication.contact.email)
    add(found, "rights", publication.rights)
    return found


def entry(name: str, title: str, updated: date | str) -> etree._Element:
    """An entry. `name`: its lasting identifier, an address."""
    found = etree.Element(f"{{{ATOM}}}entry", nsmap=_ONLY)
    add(found, "id", name)
    add(found, "title", title)
    add(found, "updated", instant(updated))
    return found


def add(parent: etree._Element, name: str, text: str) -> None:
    """Add an element with a text."""
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def add_link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    """Add a link."""
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address, type=media_type)


def instant(day: date | str) -> str:
    """The beginning of a day."""
    return f"{day}T00:00:00Z"


def as_xml(root: etree._Element) -> bytes:
    """XML, indented."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
