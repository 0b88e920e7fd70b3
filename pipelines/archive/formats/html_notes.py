"""Finds the footnotes of an HTML page: what reference marks link to, and what says of itself that it holds notes.

Here: the links between marks and notes, and the names by which converters call them.
Not here: walking the page (`html`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

MARK = re.compile(r"\s*(\[?(?:\d{1,3}|[*∗†‡§]{1,5}|[a-z])\]?)\s*")
NOTE_NAMES = re.compile(r"(?:foot|end)-?notes?(?!-?ref)", re.IGNORECASE)
REFERENCE_NAMES = re.compile(r"noteref|footnote|_ftn|^fn", re.IGNORECASE)
BACK_LINK = re.compile(r"[\s↩↑^⏎︎]*")
NAMING = ("class", "id", "role", "epub:type")
HOLDERS = {"p", "li", "div", "aside", "dd", "td", "section"}


@dataclass(slots=True)
class NoteLinks:
    """`marks`: links that are reference marks. `notes`: elements that hold a note, with its mark."""

    marks: set[etree._Element] = field(default_factory=set)
    notes: dict[etree._Element, str] = field(default_factory=dict)


def find_notes(root: etree._Element) -> NoteLinks:
    """Find the notes that reference marks link to; a link back from the note is none, since it points upwards."""
    places: dict[str, tuple[int, etree._Element]] = {}
    links: list[tuple[int, etree._Element, str]] = []
    for position, element in enumerate(root.iter()):
        for name in (element.get("id"), element.get("name")):
            if name:
                places.setdefault(name, (position, element))
        target = element.get("href", "") if element.tag == "a" else ""
        if target.startswith("#") and len(target) > 1:
            links.append((position, element, target[1:]))
    found = NoteLinks()
    for position, link, target in links:
        place = places.get(target)
        mark = MARK.fullmatch(text_of(link))
        if place and mark and place[0] > position and _is_reference(link):
            holder = _holder(place[1])
            if holder is not None:
                found.marks.add(link)
                found.notes.setdefault(holder, mark[1])
    return found


def holds_notes(element: etree._Element) -> bool:
    """Tell whether an element says that it is a footnote or holds some."""
    return any(NOTE_NAMES.search(element.get(name, "")) for name in NAMING)


def is_back_link(element: etree._Element) -> bool:
    """Tell whether a link only leads from a note back to its mark."""
    return element.get("role") == "doc-backlink" or BACK_LINK.fullmatch(text_of(element)) is not None


def text_of(element: etree._Element) -> str:
    """Return all text within an element."""
    return "".join(map(str, element.itertext()))


def _is_reference(link: etree._Element) -> bool:
    around = [link, *link.iterdescendants("sup"), *list(link.iterancestors())[:2]]
    return any(
        element.tag == "sup" or any(REFERENCE_NAMES.search(element.get(name, "")) for name in (*NAMING, "href"))
        for element in around
    )


def _holder(target: etree._Element) -> etree._Element | None:
    """Return the element that holds the whole note: the target itself, or the paragraph that its anchor stands in."""
    if target.tag in HOLDERS:
        return target
    return next((element for element in target.iterancestors() if element.tag in HOLDERS), None)
