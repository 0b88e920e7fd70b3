"""Tells what an element of an HTML page is: a footnote, hidden, a site's own, a table of data, a mark of a page.

Not here: walking the page (`html.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from pipelines.archive.formats.numerals import LABEL_ALONE, RAISED_MARK
from pipelines.archive.symbols import PAGE

NOTE_NAMES = re.compile(r"(?:foot|end)-?notes?(?!-?ref)", re.IGNORECASE)
REFERENCE_NAMES = re.compile(r"noteref|footnote|_ftn|^fn", re.IGNORECASE)
BACK_LINK = re.compile(r"[\s↩↑^⏎︎]*")
NAMING = ("class", "id", "role", "epub:type")
WITHIN_LINES = {"span", "font", "b", "strong", "i", "em", "u", "small"}
BOLD = {"b", "strong"}
HOLDERS = {"p", "li", "div", "aside", "dd", "td", "section"}


def find_notes(root: etree._Element) -> tuple[set[etree._Element], dict[etree._Element, str]]:
    """Find the links that are reference marks, and the elements that hold the notes, each with its mark.

    A link back from the note is none, since it points upwards.
    """
    places: dict[str, tuple[int, etree._Element]] = {}
    links: list[tuple[int, etree._Element, str]] = []
    for position, element in enumerate(root.iter()):
        for name in (element.get("id"), element.get("name")):
            if name:
                places.setdefault(name, (position, element))
        target = element.get("href", "") if element.tag == "a" else ""
        if target.startswith("#") and len(target) > 1:
            links.append((position, element, target[1:]))
    marks: set[etree._Element] = set()
    notes: dict[etree._Element, str] = {}
    for position, link, target in links:
        place = places.get(target)
        mark = RAISED_MARK.fullmatch(text_of(link))
        if place and mark and place[0] > position and _is_reference(link):
            holder = _holder(place[1])
            if holder is not None:
                marks.add(link)
                notes.setdefault(holder, mark[1])
    return marks, notes


def holds_notes(element: etree._Element) -> bool:
    """Tell whether an element says that it is a footnote or holds some."""
    return _is_named(element, NOTE_NAMES, NAMING)


def is_back_link(element: etree._Element) -> bool:
    """Tell whether a link only leads from a note back to its mark."""
    return BACK_LINK.fullmatch(text_of(element)) is not None


def text_of(element: etree._Element) -> str:
    """Return all text within an element."""
    return "".join(map(str, element.itertext()))


def _is_named(element: etree._Element, names: re.Pattern[str], attributes: Collection[str]) -> bool:
    return any(names.search(element.get(attribute, "")) is not None for attribute in attributes)


def _is_reference(link: etree._Element) -> bool:
    around = [link, *link.iterdescendants("sup"), *list(link.iterancestors())[:2]]
    return any(element.tag == "sup" or _is_named(element, REFERENCE_NAMES, (*NAMING, "href")) for element in around)


def _holder(target: etree._Element) -> etree._Element | None:
    """Return the element that holds the whole note: the target itself, or the paragraph that its anchor stands in."""
    if target.tag in HOLDERS:
        return target
    return next((element for element in target.iterancestors() if element.tag in HOLDERS), None)


PAGE_ELEMENTS = {"html", "body", "div", "form"}
DROPPED = {"script", "style", "noscript", "template", "nav", "head", "iframe", "object", "embed", "svg", "canvas"}
DROPPED |= {"audio", "video", "button", "select", "textarea", "input", "del", "rp", "rt", "map", "dialog"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ARRANGES = {"presentation", "none"}  # roles of a table that tabulates nothing (WAI-ARIA 1.2)
# What page breaks leave within and between paragraphs.
PAGE_NAMES = re.compile(
    r"\b(?:page-?(?:no|num|number|break|header|footer)?|pg|folio|job-?n\w*|run(?:ning)?-?(?:head|foot)\w*)\b",
    re.IGNORECASE,
)
MAX_PAGE_MARK = 80  # characters


def is_hidden(element: etree._Element) -> bool:
    """Tell what a browser does not show, by the element itself."""
    return element.get("hidden") is not None or HIDDEN_STYLE.search(element.get("style", "")) is not None


def find_surroundings(root: etree._Element, notes: Collection[etree._Element]) -> frozenset[etree._Element]:
    """Return what a web site puts around a document: what stands beside the main content of its page, asides, footers.

    The main content is what the page calls so by `main`, or the one `article` in it or without it, where that holds
    half of the text; a page without either is read whole. `notes`: the elements that hold footnotes, which are the
    document's wherever they stand.
    """
    content = root
    for name in ("main", "article"):
        named = [element for element in content.iter("*") if name in (element.tag, element.get("role"))]
        if len(named) == 1 and 2 * len(text_of(named[0])) >= len(text_of(content)):
            content = named[0]
    feet = (foot for foot in root.iter("footer") if all(parent.tag in PAGE_ELEMENTS for parent in foot.iterancestors()))
    outside = [root.iter("aside"), feet]
    for up in (content, *content.iterancestors()):
        outside += (up.itersiblings("*", preceding=True), up.itersiblings("*"))
    elements = [element for group in outside for element in group]
    return frozenset(e for e in elements if not any(inner in notes or holds_notes(inner) for inner in e.iter("*")))


def tabulates(table: etree._Element) -> bool:
    """Tell a table of data from one that only arranges the page, or puts a box around text."""
    if table.get("role") in ARRANGES or any(element is not table for element in table.iter("table", *HEADINGS)):
        return False
    if sets_labels_apart(table):
        return False
    return any(len([*row.iterchildren("td", "th")]) > 1 for row in table.iter("tr"))


def sets_labels_apart(table: etree._Element) -> bool:
    """Tell a table whose rows are a number, a label or a bullet in one cell and its text in the other.

    A row may have no label, or be a heading in one cell.
    """
    rows = [list(row) for row in table.iter("tr")]
    if any(len(row) > 2 or row[-1].tag != "td" for row in rows if len(row)):
        return False
    labels = [label for row in rows if len(row) == 2 and (label := text_of(row[0]).strip())]
    return bool(labels) and all(LABEL_ALONE.fullmatch(label) and not label.isalnum() for label in labels)


def is_page_mark(element: etree._Element) -> bool:
    """Tell what a page break has left within a text: what is named so, or a page number in an element of its own."""
    words = text_of(element).strip()
    if not 0 < len(words) <= MAX_PAGE_MARK:
        return False
    return _is_named(element, PAGE_NAMES, NAMING) or re.fullmatch(PAGE, words) is not None
