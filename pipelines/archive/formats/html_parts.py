"""What an element of a page of HTML is: a footnote, hidden, a table of data or of layout, what a page break has left.

Here: the links between marks and notes, too, and the names by which converters call them. Not here: walking the page
(`html`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipelines.archive.formats.page_marks import JOB, PAGE_ALONE

MARK = re.compile(r"\s*(\[?(?:\d{1,3}|[*∗†‡§]{1,5}|[a-z])\]?)\s*")
NOTE_NAMES = re.compile(r"(?:foot|end)-?notes?(?!-?ref)", re.IGNORECASE)
REFERENCE_NAMES = re.compile(r"noteref|footnote|_ftn|^fn", re.IGNORECASE)
BACK_LINK = re.compile(r"[\s↩↑^⏎︎]*")
NAMING = ("class", "id", "role", "epub:type")
WITHIN_LINES = {"span", "font", "b", "strong", "i", "em", "u", "small"}
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
        mark = MARK.fullmatch(text_of(link))
        if place and mark and place[0] > position and _is_reference(link):
            holder = _holder(place[1])
            if holder is not None:
                marks.add(link)
                notes.setdefault(holder, mark[1])
    return marks, notes


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


HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LONG_CELL = 1_000  # characters: a table with such a cell arranges text, it does not tabulate
# The first of two cells that only sets a number, a label or a bullet apart from its text.
LABEL_CELL = re.compile(
    r"\(?(?:\d{1,4}(?:\.\d{1,3})?|[IVXLC]{1,7}|\w{1,2})[.)．、-]{1,2}|[-–]\w{1,6}|\w{2,6}[-–]|\d{1,3}\.\d{1,3}|[•▪●–—-]"
)
WORD_CELL = re.compile(r"[^\W\d_]{3,10}(?: [IVX\d]{1,4})?")  # "Annex I", where the row is the whole table
# What page breaks leave within and between paragraphs.
PAGE_NAMES = re.compile(
    r"\b(?:page-?(?:no|num|number|break|header|footer)?|pg|folio|job-?n\w*|run(?:ning)?-?(?:head|foot)\w*)\b",
    re.IGNORECASE,
)
PAGE_FORMS = re.compile(f"{PAGE_ALONE}|{JOB}")
# Elements and roles of what a site puts beside the main content of a page, and how a part of the document shows there:
# by the number of a paragraph, "Distr.", a symbol.
AROUND_MAIN = {"header", "nav", "aside", "footer", "banner", "navigation", "complementary", "contentinfo"}
OF_DOCUMENT = re.compile(
    r"^[^\S\n]*\d{1,3}\.(?!\S)|\bDistr\.|(?<![\w/.])[A-Z]{1,6}/(?:[\w.()-]+/){0,9}[\w.()-]*\d", re.MULTILINE
)
MAX_PAGE_MARK = 80  # characters


def is_hidden(element: etree._Element) -> bool:
    """Tell what a browser does not show."""
    return element.get("hidden") is not None or HIDDEN_STYLE.search(element.get("style", "")) is not None


def outside_main(root: etree._Element) -> frozenset[etree._Element]:
    """Return what a web site puts around the element that a page calls its main content: banners, lists of links.

    What else stands beside it is text of the document as all other, as is a banner that holds the masthead.
    """
    found = [element for element in root.iter("*") if element.tag == "main" or element.get("role") == "main"]
    if len(found) != 1 or 2 * len(text_of(found[0])) < len(text_of(root)):
        return frozenset()
    path = (found[0], *found[0].iterancestors())
    if any(is_hidden(element) for element in path):
        return frozenset()
    return frozenset(beside for up in path for beside in _beside(up) if _surrounds(beside))


def _beside(element: etree._Element) -> Iterator[etree._Element]:
    yield from element.itersiblings("*", preceding=True)
    yield from element.itersiblings("*")


def _surrounds(element: etree._Element) -> bool:
    pieces: Any = element.xpath("descendant-or-self::*/text()[not(ancestor::a or ancestor::script or ancestor::style)]")
    if any(OF_DOCUMENT.search(piece) for piece in pieces):
        return False
    is_around = element.tag in AROUND_MAIN or element.get("role") in AROUND_MAIN
    linked: Any = element.xpath("descendant-or-self::a//text()")
    return is_around or len("".join(pieces).strip()) < len("".join(linked).strip())


def tabulates(table: etree._Element) -> bool:
    """Tell a table of data from one that only arranges the page, or puts a box around text."""
    if any(element is not table for element in table.iter("table", *HEADINGS)):
        return False
    if sets_labels_apart(table):
        return False
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    short = all(len(text_of(cell)) <= LONG_CELL for row in cells for cell in row)
    return short and any(len(row) > 1 for row in cells)


def sets_labels_apart(table: etree._Element) -> bool:
    """Tell a table whose rows are a number, a label or a bullet in one cell and its text in the other."""
    rows = list(table.iter("tr"))
    if not rows or any([cell.tag for cell in row] != ["td", "td"] for row in rows):
        return False
    labels = [text_of(row[0]).strip() for row in rows]
    if len(rows) == 1 and WORD_CELL.fullmatch(labels[0]):
        return True
    return all(LABEL_CELL.fullmatch(label) for label in labels)


def is_page_mark(element: etree._Element) -> bool:
    """Tell what a page break has left within a text: the number of a page, of a job, a running header."""
    words = text_of(element).strip()
    if not 0 < len(words) <= MAX_PAGE_MARK:
        return False
    named = any(PAGE_NAMES.search(element.get(name, "")) for name in NAMING)
    return named or PAGE_FORMS.fullmatch(words) is not None
