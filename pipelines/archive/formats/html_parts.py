"""Tells what an element of an HTML page is: a footnote, hidden, a site's own, a table of data, a mark of a page.

Not here: walking the page (`html.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from lxml import etree

from pipelines.archive.formats.numerals import HEADING_LABEL, RAISED_MARK
from pipelines.archive.symbols import PAGE_ALONE, SYMBOL

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
    return element.get("role") == "doc-backlink" or BACK_LINK.fullmatch(text_of(element)) is not None


def text_of(element: etree._Element) -> str:
    """Return all text within an element."""
    return "".join(map(str, element.itertext()))


def _is_named(element: etree._Element, names: re.Pattern[str], attributes: Collection[str] = ("class", "id")) -> bool:
    return any(names.search(element.get(attribute, "")) is not None for attribute in attributes)


def _links_within_page(element: etree._Element) -> list[etree._Element]:
    return [link for link in element.iter("a") if re.match("#.", link.get("href", ""))]


def _is_reference(link: etree._Element) -> bool:
    around = [link, *link.iterdescendants("sup"), *list(link.iterancestors())[:2]]
    return any(element.tag == "sup" or _is_named(element, REFERENCE_NAMES, (*NAMING, "href")) for element in around)


def _holder(target: etree._Element) -> etree._Element | None:
    """Return the element that holds the whole note: the target itself, or the paragraph that its anchor stands in."""
    if target.tag in HOLDERS:
        return target
    return next((element for element in target.iterancestors() if element.tag in HOLDERS), None)


DROPPED = {"script", "style", "noscript", "template", "nav", "head", "iframe", "object", "embed", "svg", "canvas"}
DROPPED |= {"audio", "video", "button", "select", "textarea", "input", "del", "rp", "rt", "map", "dialog"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ARRANGES = {"presentation", "none"}  # roles of a table that tabulates nothing (WAI-ARIA 1.2)
LONG_CELL = 1_000  # characters: a table with such a cell arranges text, it does not tabulate
# What only sets a number, a label or a bullet apart from its text: a sign stands beside it.
SIGNED_NUMBER = r"\(?\d{1,4}(?:\.\d{1,3})?[.)．、-]{1,2}|\d{1,3}\.\d{1,3}|[§¶]\s?\d{1,3}|\[\d{1,3}\]|\d{1,3}\s?[–—:]"
LABEL_CELL = re.compile(
    rf"{SIGNED_NUMBER}|\(?(?:{HEADING_LABEL}|\w{{1,2}})[.)．、-]{{1,2}}|[-–]\w{{1,6}}|\w{{2,6}}[-–]|[•▪●–—-]"
)
BARE_NUMBER = re.compile(r"\d{1,3}")  # no sign, so that text must stand beside it
NUMBER_LABEL = re.compile(rf"{SIGNED_NUMBER}|{BARE_NUMBER.pattern}")
LABELS = {"span", "b", "strong", "div", "p", "dt"}  # elements that hold the number of the paragraph beside them
SHORT_TEXT = 60  # characters: what is no longer may be an entry of a table
WORD_CELL = re.compile(r"[^\W\d_]{3,10}(?: [IVX\d]{1,4})?")  # "Annex I", where the row is the whole table
# What page breaks leave within and between paragraphs.
PAGE_NAMES = re.compile(
    r"\b(?:page-?(?:no|num|number|break|header|footer)?|pg|folio|job-?n\w*|run(?:ning)?-?(?:head|foot)\w*)\b",
    re.IGNORECASE,
)
# Elements and roles of what a site puts beside the main content of a page, and names that stand for them.
AROUND_MAIN = {"header", "nav", "aside", "footer", "banner", "navigation", "complementary", "contentinfo", "form"}
AROUND_NAMES = re.compile(
    r"(?<!\S)(?:nav|navigation|menu|breadcrumbs?|side|side-?bar|related|share|social|cookies?|footer)(?!\S)",
    re.IGNORECASE,
)
# Names of what a site advertises, and puts between the paragraphs of a document too.
PROMOTION_NAMES = re.compile(
    r"(?<!\S)(?:promo|promotion|advert|advertisement|ads|teaser|newsletter|sponsored)(?:[-_][\w-]*)?(?!\S)",
    re.IGNORECASE,
)
MAX_PROMOTION = 500  # characters
CONTROLS = ("button", "input", "select", "textarea")
ASIDE = {"aside", "form", "complementary", "search"}  # what it puts within the content, too
BOXES = {"div", "section"}
# How a part of the document shows there: by a number or label at the head of a line that the content has not, by
# "Distr." or a symbol.
NUMBER = re.compile(rf"^[^\S\n]*(\d{{1,3}}|{HEADING_LABEL})\.(?!\S)", re.MULTILINE)
OF_DOCUMENT = re.compile(rf"\bDistr\.|{SYMBOL.pattern}")
# Style sheets: what is left out of them, and a selector that names one class or identifier.
STYLE_LEFT_OUT = re.compile(r"/\*.*?(?:\*/|\Z)|@[^{};]*+(?:;|\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}|\Z)", re.DOTALL)
NAME_SELECTOR = re.compile(r"[.#][\w-]{1,100}")
SHOWN_STYLE = re.compile(r"(?:display|visibility)\s*:", re.IGNORECASE)
MAX_PAGE_MARK = 80  # characters


def hidden_names(root: etree._Element) -> frozenset[str]:
    """Return the classes (".x") and identifiers ("#x") whose elements a page's own style sheets do not show.

    What depends on the medium or on elements around is left alone; a later rule that shows them wins. A page that hides
    most of its text so shows it by a script: then there are none.
    """
    names: set[str] = set()
    for style in root.iter("style"):
        for rule in STYLE_LEFT_OUT.sub("", text_of(style)).split("}"):
            selectors, _, declarations = rule.rpartition("{")
            for selector in map(str.strip, selectors.split(",")):
                if HIDDEN_STYLE.search(declarations):
                    names |= {selector} if NAME_SELECTOR.fullmatch(selector) else set()
                elif SHOWN_STYLE.search(declarations):
                    names -= set(NAME_SELECTOR.findall(selector))
    shown = hidden = 0
    stack = [root] if names else []
    while stack:
        element = stack.pop()
        if element.tag in DROPPED:
            continue
        if is_hidden(element, names):
            hidden += len(text_of(element))
        else:
            shown += sum(len(text) for text in (element.text, *(child.tail for child in element)) if text)
            stack += element
    return frozenset(names if hidden < shown else ())


def is_hidden(element: etree._Element, names: Collection[str]) -> bool:
    """Tell what a browser does not show; `names`: see `hidden_names`."""
    style = element.get("style", "")
    if element.get("hidden") is not None or HIDDEN_STYLE.search(style) is not None:
        return True
    if SHOWN_STYLE.search(style):
        return False
    own = ["#" + element.get("id", ""), *("." + name for name in element.get("class", "").split())] if names else ()
    return any(name in names for name in own)


class Surroundings:
    """Finds what a web site puts around and into the content of a page: banners, questions, lists of links.

    The content is what a page calls its main content, else the smallest element with two thirds of the text that is no
    link. What else stands beside it is text of the document as all other, as is a banner that holds the masthead.
    """

    def __init__(
        self, root: etree._Element, notes: Collection[etree._Element], is_left_out: Callable[[etree._Element], bool]
    ) -> None:
        """`notes`: the elements that hold footnotes; `is_left_out`: which elements are no part of the page's text."""
        self._root = root
        self._notes = frozenset(notes)
        self._is_left_out = is_left_out

    def find(self) -> frozenset[etree._Element]:
        """Return the elements."""
        told = self._told()
        content = self._largest() if told is None else told
        # Without a main element, a header may be the document's own.
        around = AROUND_MAIN if told is not None else AROUND_MAIN - {"header"}
        path = (content, *content.iterancestors())
        numbers = self._numbers(content)
        every = numbers if told is None else self._numbers(self._root)
        beside = {e for up in path for e in _beside(up) if self._surrounds(e, around, every if _asks(e) else numbers)}
        return frozenset(beside | {e for e in content.iterdescendants("*") if self._interrupts(e)})

    def _told(self) -> etree._Element | None:
        """Return what the page calls its main content, or its one article, where that holds half of the text."""
        content: etree._Element | None = None
        for name in ("main", "article"):
            around = self._root if content is None else content
            found = [element for element in around.iter("*") if name in (element.tag, element.get("role"))]
            if len(found) == 1 and 2 * len(text_of(found[0])) >= len(text_of(around)):
                left_out = any(map(self._is_left_out, (found[0], *found[0].iterancestors())))
                content = content if left_out else found[0]
        return content

    def _largest(self) -> etree._Element:
        """Return the smallest element with more than two thirds of the text that is no link."""
        lengths: dict[etree._Element, int] = {}
        for element in reversed(list(self._root.iter("*"))):
            texts = (element.text, *(child.tail for child in element))
            own = sum(len(text.strip()) for text in texts if text) + sum(lengths[child] for child in element)
            lengths[element] = 0 if element.tag == "a" or self._is_left_out(element) else own
        content = self._root
        while larger := [child for child in content if 3 * lengths[child] > 2 * lengths[self._root]]:
            content = larger[0]
        return content

    def _texts(self, element: etree._Element) -> Iterator[tuple[str, bool]]:
        """Yield the texts that an element shows, each with whether it is within a link."""
        stack: list[tuple[etree._Element, bool]] = [(element, False)]
        while stack:
            inner, linked = stack.pop()
            if inner is not element and inner.tail:
                yield inner.tail, linked
            if not self._is_left_out(inner):
                within = linked or inner.tag == "a"
                if inner.text:
                    yield inner.text, within
                stack += [(child, within) for child in inner]

    def _numbers(self, element: etree._Element) -> frozenset[str]:
        return frozenset(number for text, _ in self._texts(element) for number in NUMBER.findall(text))

    def _surrounds(self, element: etree._Element, around: Collection[str], numbers: frozenset[str]) -> bool:
        """Tell whether what stands beside the content is the site's.

        `numbers`: those of paragraphs in the content; another number shows a part of the document, but where a site
        asks something beside its main element ("1. We use cookies").
        """
        if self._is_of_document(element, numbers):
            return False
        is_around = element.tag in around or element.get("role") in AROUND_MAIN
        named = _is_named(element, AROUND_NAMES)
        return is_around or named or _asks(element) or self._is_links(element)

    def _interrupts(self, element: etree._Element) -> bool:
        """Tell whether what stands within the content is the site's: asides, advertising, links to the top, boxes."""
        is_aside = element.tag in ASIDE or element.get("role") in ASIDE
        is_aside |= _advertises(element) or _leads_to_top(element)
        if not is_aside and element.tag in BOXES:
            is_aside = element.get("aria-hidden") == "true" or (_is_box_of_lists(element) and self._is_links(element))
        return is_aside and not self._is_of_document(element, frozenset())

    def _is_of_document(self, element: etree._Element, numbers: frozenset[str]) -> bool:
        """Tell whether an element holds notes, contents, or what has the form of a part of the document."""
        if any(inner in self._notes or holds_notes(inner) for inner in element.iter("*")):
            return True
        if len(_links_within_page(element)) > 1:
            return True
        shown = [text for text, linked in self._texts(element) if not linked]
        return any(OF_DOCUMENT.search(text) or not numbers.issuperset(NUMBER.findall(text)) for text in shown)

    def _is_links(self, element: etree._Element) -> bool:
        """Tell whether most of an element's text is links."""
        lengths = {True: 0, False: 0}
        for text, linked in self._texts(element):
            lengths[linked] += len(text.strip())
        links = sum(1 for _ in element.iter("a"))
        return lengths[True] > lengths[False] and (links > 1 or element.tag == "a")


def _advertises(element: etree._Element) -> bool:
    return _is_named(element, PROMOTION_NAMES) and len(text_of(element)) <= MAX_PROMOTION


def _leads_to_top(element: etree._Element) -> bool:
    """Tell a link to the top of the page that stands alone and is no heading."""
    parent, leads = element.getparent(), element.tag == "a" and element.get("href", "").lower() == "#top"
    if parent is None or not leads or any(True for _ in _beside(element)):
        return False
    beside = (parent.text or "") + (element.tail or "")
    return not beside.strip() and not any(up.tag in BOLD | HEADINGS.keys() for up in element.iterancestors())


def _asks(element: etree._Element) -> bool:
    return next(element.iter(*CONTROLS), None) is not None


def _is_box_of_lists(element: etree._Element) -> bool:
    """Tell whether an element holds a heading and lists below it, and nothing else."""
    while len(element) == 1 and element[0].tag in BOXES:
        element = element[0]
    tags = [child.tag for child in element]
    return len(tags) > 1 and tags[0] in HEADINGS and set(tags[1:]) <= {"ul", "ol"}


def _beside(element: etree._Element) -> Iterator[etree._Element]:
    yield from element.itersiblings("*", preceding=True)
    yield from element.itersiblings("*")


def tabulates(table: etree._Element) -> bool:
    """Tell a table of data from one that only arranges the page, or puts a box around text."""
    if table.get("role") in ARRANGES or any(element is not table for element in table.iter("table", *HEADINGS)):
        return False
    if sets_labels_apart(table):
        return False
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    short = all(len(text_of(cell)) <= LONG_CELL for row in cells for cell in row)
    return short and any(len(row) > 1 for row in cells)


def sets_labels_apart(table: etree._Element) -> bool:
    """Tell a table whose rows are a number, a label or a bullet in one cell and its text in the other.

    Numbers without a sign count up, and stand beside text; a row may have no label, or be a heading in one cell.
    """
    rows = [list(row) for row in table.iter("tr")]
    pairs = [row for row in rows if len(row) == 2]
    if not pairs or any(len(row) > 2 or row[-1].tag != "td" for row in rows if len(row)):
        return False
    labels = [label for row in pairs if (label := text_of(row[0]).strip())]
    if len(rows) == 1 and WORD_CELL.fullmatch("".join(labels)):
        return True
    numbers = [int(label) for label in labels if BARE_NUMBER.fullmatch(label)]
    if numbers and numbers == list(range(numbers[0], numbers[0] + len(labels))):
        return 2 * sum(_is_prose(text_of(row[1])) for row in pairs) > len(pairs)
    return bool(labels) and all(LABEL_CELL.fullmatch(label) for label in labels)


def labels_paragraph(element: etree._Element) -> bool:
    """Tell an element that holds nothing but a number, and opens one that holds nothing but its paragraph besides."""
    parent, following, tail = element.getparent(), element.getnext(), (element.tail or "").strip()
    if parent is None or element.tag not in LABELS or not NUMBER_LABEL.fullmatch((element.text or "").strip()):
        return False
    if element.tag == "dt":
        return following is not None and _is_prose(text_of(following))
    opens = len(element) == 0 and element.getprevious() is None and not (parent.text or "").strip()
    return opens and (len(parent) == 2 or tail[:1].isalpha()) and _is_prose(text_of(parent))


def _is_prose(text: str) -> bool:
    return len(text.strip()) > SHORT_TEXT or text.rstrip().endswith((".", "。", "؟", "?"))


def lists_contents(element: etree._Element) -> bool:
    """Tell a list of two and more links to places of the same page, which says little beside them."""
    links = _links_within_page(element)
    linked = sum(len(text_of(link).strip()) for link in links)
    return len(links) > 1 and 2 * linked > len("".join(text_of(element).split()))


def is_page_mark(element: etree._Element) -> bool:
    """Tell what a page break has left within a text: what is named so, or a page number in an element of its own."""
    words = text_of(element).strip()
    if not 0 < len(words) <= MAX_PAGE_MARK:
        return False
    return _is_named(element, PAGE_NAMES, NAMING) or re.fullmatch(PAGE_ALONE, words) is not None
