"""Reads HTML: headings, paragraphs, lists, table cells, footnotes. Nothing is executed or fetched.

Here: walking the page, what is left out of it (scripts, navigation, hidden parts), what a site puts around and into its
content, the encoding it declares, and which elements are footnotes, tables of data, marks of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from pipelines.archive.document import Document, Role
from pipelines.archive.formats.builder import DocumentBuilder, clean
from pipelines.archive.formats.limits import too_deep
from pipelines.archive.formats.numerals import LIST_FORMATS, in_format
from pipelines.archive.formats.page_marks import JOB, PAGE_ALONE
from pipelines.archive.formats.registry import Format, register
from pipelines.archive.formats.running_text import refuse_error_page
from pipelines.archive.formats.text import decode
from pipelines.workspace.limits import Limits

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
# Elements and roles of what a site puts beside the main content of a page, and names that stand for them.
AROUND_MAIN = {"header", "nav", "aside", "footer", "banner", "navigation", "complementary", "contentinfo", "form"}
AROUND_NAMES = re.compile(r"(?<!\S)(?:nav|navigation|breadcrumbs?|footer)(?!\S)", re.IGNORECASE)
CONTROLS = ("button", "input", "select", "textarea")
ASIDE = {"aside", "form", "complementary", "search"}  # what it puts within the content, too
BOXES = {"div", "section"}
# How a part of the document shows there: by the number of a paragraph, the label of a heading, "Distr.", a symbol.
NUMBER = re.compile(r"^[^\S\n]*(\d{1,3})\.(?!\S)", re.MULTILINE)
OF_DOCUMENT = re.compile(
    r"^[^\S\n]*(?:[IVXLC]{1,7}|[A-Z])\.(?!\S)|\bDistr\.|(?<![\w/.])[A-Z]{1,6}/(?:[\w.()-]+/){0,9}[\w.()-]*\d",
    re.MULTILINE,
)
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
        numbers = frozenset(number for text, _ in self._texts(content) for number in NUMBER.findall(text))
        beside = {e for up in path for e in _beside(up) if self._surrounds(e, around, numbers)}
        return frozenset(beside | {e for e in content.iterdescendants("*") if self._interrupts(e)})

    def _told(self) -> etree._Element | None:
        """Return what the page calls its main content, where it holds half of the text."""
        found = [element for element in self._root.iter("*") if element.tag == "main" or element.get("role") == "main"]
        if len(found) != 1 or 2 * len(text_of(found[0])) < len(text_of(self._root)):
            return None
        return None if any(map(self._is_left_out, (found[0], *found[0].iterancestors()))) else found[0]

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

    def _surrounds(self, element: etree._Element, around: Collection[str], numbers: frozenset[str]) -> bool:
        """Tell whether what stands beside the content is the site's; `numbers`: those of paragraphs in the content."""
        if self._is_of_document(element, numbers):
            return False
        is_around = element.tag in around or element.get("role") in AROUND_MAIN
        named = any(AROUND_NAMES.search(element.get(name, "")) for name in ("class", "id"))
        return is_around or named or next(element.iter(*CONTROLS), None) is not None or self._is_links(element)

    def _interrupts(self, element: etree._Element) -> bool:
        """Tell whether what stands within the content is the site's: an aside, links in a box under a heading."""
        is_aside = element.tag in ASIDE or element.get("role") in ASIDE
        if not is_aside and element.tag in BOXES:
            is_aside = element.get("aria-hidden") == "true" or (_is_box_of_lists(element) and self._is_links(element))
        return is_aside and not self._is_of_document(element, frozenset())

    def _is_of_document(self, element: etree._Element, numbers: frozenset[str]) -> bool:
        """Tell whether an element holds notes, contents, or what has the form of a part of the document."""
        if any(inner in self._notes or holds_notes(inner) for inner in element.iter("*")):
            return True
        if sum(re.match("#.", link.get("href", "")) is not None for link in element.iter("a")) > 1:
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


META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
# Encodings in which ASCII bytes are ASCII text; a page can't hide anything by declaring one of these.
KNOWN_ENCODINGS = re.compile(
    r"utf-8|(?:windows-|cp)(?:125\d|874)|iso-8859-\d{1,2}|koi8-[ru]|gb18030|big5|euc-(?:jp|kr)"
)
# Browsers read these names as the wider encoding.
ALIASES = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
HEAD = 4096
DROPPED = {"script", "style", "noscript", "template", "nav", "head", "iframe", "object", "embed", "svg", "canvas"}
DROPPED |= {"audio", "video", "button", "select", "textarea", "input", "del", "rp", "rt", "map", "dialog"}
BLOCKS = {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "address", "article", "section", "main"}
BLOCKS |= {"header", "footer", "aside", "figure", "figcaption", "caption", "center", "fieldset", "table", "tr", "td"}
BLOCKS |= {"th", "tbody", "thead", "tfoot", "hr", "body", "html", "details", "summary", *HEADINGS}
PAGE_ELEMENTS = {"html", "body", "div", "form"}
BOLD = {"b", "strong"}
SPACES = re.compile(r"[ \t\n\r\f]+")
NOTE_START = re.compile(r"\s*(\[?(?:\d{1,3}|[*∗†‡§]{1,5})\]?)")

MEDIA_TYPE = "text/html"
HTML_ELEMENTS = "html|head|body|title|meta|link|script|style|iframe|div|p|table|h[1-6]|font|center|section|article|main"
HTML_START = re.compile(
    rf"\s*(?:<\?xml[^>]{{0,200}}>\s*)?(?:(?><!--.{{0,2000}}?-->)\s*)*+(?:<!doctype\s+html\b|<(?:{HTML_ELEMENTS})[\s>/])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """An element whose blocks have a role of their own; `joined`: they make one block with line breaks."""

    element: etree._Element
    role: Role
    marker: str | None = None
    joined: bool = False


def declared_text(data: bytes) -> str | None:
    """Decode a page by the encoding it declares; None where it declares none that fits."""
    match = META_CHARSET.search(data, 0, HEAD)
    if not match:
        return None
    name = match[1].decode("ascii").lower()
    name = ALIASES.get(name, name)
    if not KNOWN_ENCODINGS.fullmatch(name):
        return None
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def read_html(text: str, limits: Limits) -> Document:
    """Read a page that has been decoded.

    Raises:
        Unreadable: `too_deep` for elements nested beyond what a page has; limits as everywhere.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(clean(text).encode(), parser)
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise too_deep("The page's elements")
    if root is None:
        return DocumentBuilder(limits).document(MEDIA_TYPE)
    document = _Walker(root, DocumentBuilder(limits)).walk()
    refuse_error_page(document.text, " ".join(text_of(title) for title in root.iter("title")))
    return document


class _Walker:
    """Walks a page from its first to its last element and adds a block for each stretch between block boundaries."""

    def __init__(self, root: etree._Element, builder: DocumentBuilder) -> None:
        self._root = root
        self._builder = builder
        self._marks, self._notes = find_notes(root)
        self._hidden = hidden_names(root)
        self._outside = Surroundings(root, self._notes, self._is_left_out).find()
        self._runs: list[tuple[str, bool]] = []
        self._scopes: list[_Scope] = [_Scope(root, Role.BODY)]
        self._lists: list[tuple[str, int]] = []
        self._bold = self._raised = self._pre = 0
        self._all_bold = True
        self._heading: int | None = None
        self._prefix = ""  # number or bullet of the list item whose text is still to come
        self._is_first = True
        # What a table is, told once for all its cells.
        self._tabulates, self._sets_labels_apart = cache(tabulates), cache(sets_labels_apart)

    def walk(self) -> Document:
        """Return the page as a document."""
        stack: list[tuple[etree._Element, Iterator[etree._Element]]] = []
        if self._start(self._root):
            stack.append((self._root, iter(self._root)))
        while stack:
            element, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._end(element)
                self._text(element.tail if stack else None)
            elif self._start(child):
                stack.append((child, iter(child)))
            else:
                self._text(child.tail)
        self._flush()
        return self._builder.document(MEDIA_TYPE)

    def _start(self, element: etree._Element) -> bool:
        """Enter an element; return False where it is left out with all it holds."""
        tag = element.tag
        if self._is_left_out(element):
            return False
        if tag == "a" and self._scopes[-1].role is Role.FOOTNOTE and is_back_link(element):
            return False
        if element in self._outside:
            self._boundary()
            self._scopes.append(_Scope(element, Role.PAGE_FOOTER))
        if tag in BLOCKS:
            if not (tag in {"td", "th"} and self._follows_label(element)):
                self._boundary()
            self._open_block(element)
        elif tag in WITHIN_LINES and is_page_mark(element):
            self._boundary()
            self._scopes.append(_Scope(element, Role.PAGE_FOOTER))
        elif tag == "br":
            self._break()
        elif tag == "q":
            self._runs.append(("“", False))
        self._bold += tag in BOLD
        self._raised += tag == "sup" or element in self._marks
        self._pre += tag == "pre"
        self._text(element.text)
        return True

    def _is_left_out(self, element: etree._Element) -> bool:
        return not isinstance(element.tag, str) or element.tag in DROPPED or is_hidden(element, self._hidden)

    def _open_block(self, element: etree._Element) -> None:
        tag = element.tag
        self._heading = HEADINGS.get(tag, self._heading)
        if element in self._notes:
            self._scopes.append(_Scope(element, Role.FOOTNOTE, self._notes[element], joined=True))
        elif tag not in PAGE_ELEMENTS - {"div"} and tag not in HEADINGS and holds_notes(element):
            self._scopes.append(_Scope(element, Role.FOOTNOTE))
        elif tag in {"td", "th"} and (table := next(element.iterancestors("table"), None)) is not None:
            if self._tabulates(table):
                first = self._is_first and table.getparent() is not None
                self._scopes.append(_Scope(element, Role.MASTHEAD if first else Role.TABLE, joined=True))
        elif tag == "footer" and all(parent.tag in PAGE_ELEMENTS for parent in element.iterancestors()):
            self._scopes.append(_Scope(element, Role.PAGE_FOOTER))
        if tag in {"ol", "ul"}:
            start = element.get("start", "1")
            first_number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
            self._lists.append((element.get("type", "1") if tag == "ol" else "", first_number - 1))
        elif tag == "li":
            self._label(element)

    def _follows_label(self, cell: etree._Element) -> bool:
        """Tell a cell with the text of what is labelled in the cell before it."""
        table = next(cell.iterancestors("table"), None) if cell.getprevious() is not None else None
        return table is not None and self._sets_labels_apart(table)

    def _label(self, item: etree._Element) -> None:
        """Print the number or bullet of a list item, as a browser does."""
        if not self._lists:
            return
        form, number = self._lists[-1]
        given = item.get("value", "")
        number = int(given) if re.fullmatch(r"\d{1,6}", given) else number + 1
        self._lists[-1] = form, number
        if item in self._notes:
            self._prefix = ""  # its mark is what links to it
        elif self._scopes[-1].role is Role.FOOTNOTE:
            self._prefix = f"{number} "
        else:
            self._prefix = in_format(number, LIST_FORMATS.get(form, "decimal")) + ". " if form else "• "

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        self._bold -= tag in BOLD
        self._raised -= tag == "sup" or element in self._marks
        self._pre -= tag == "pre"
        if tag == "q":
            self._runs.append(("”", False))
        scope = self._scopes[-1]
        if tag not in BLOCKS and (scope.element is not element or len(self._scopes) == 1):
            return
        if tag in {"td", "th"} and (following := element.getnext()) is not None and self._follows_label(following):
            self._runs.append(("\t", False))
            return
        if scope.element is element and element is not self._root:
            self._flush()
            while self._scopes[-1].element is element:
                self._scopes.pop()
        else:
            self._boundary()
        if tag in HEADINGS:
            self._heading = None
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._prefix = ""
        elif tag == "table":
            self._is_first = False

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._pre:
            text = SPACES.sub(" ", text)
        if not text.strip():
            if self._runs:
                self._runs.append((" ", False))
            return
        is_mark = self._raised > 0 and MARK.fullmatch(text) is not None
        if is_mark and self._scopes[-1].role is Role.FOOTNOTE and not any(run.strip() for run, _ in self._runs):
            is_mark = False  # the note's own mark
        self._runs.append((text, is_mark))
        self._all_bold = self._all_bold and (self._bold > 0 or is_mark)

    def _break(self) -> None:
        """Break the line; a second break after it ends the paragraph."""
        written = [text for text, _ in self._runs if text.strip(" ")]
        if written and written[-1] == "\n" and not self._scopes[-1].joined:
            self._flush()
        else:
            self._runs.append(("\n", False))

    def _boundary(self) -> None:
        if self._scopes[-1].joined:
            if self._runs and not self._runs[-1][0].endswith("\n"):
                self._runs.append(("\n", False))
        else:
            self._flush()

    def _flush(self) -> None:
        runs, self._runs = list(_collapsed(self._runs)), []
        scope = self._scopes[-1]
        heading = self._heading
        if heading is None and self._all_bold:
            heading = 0
        self._all_bold = True
        if not any(run.strip() for run, _ in runs):
            return
        prefix, self._prefix = self._prefix, ""
        marker = None
        if scope.role is Role.FOOTNOTE:
            start = NOTE_START.match(prefix + "".join(run for run, _ in runs))
            marker = start[1] if start else scope.marker
            own = next(run.strip() for run, _ in runs if run.strip())
            if not start and marker and own != marker:
                prefix = marker + " "
        elif scope.role is not Role.MASTHEAD:
            self._is_first = False
        runs.insert(0, (prefix, False))
        self._builder.add(runs, role=scope.role, heading=heading if scope.role is Role.BODY else None, marker=marker)


def _collapsed(runs: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Leave out spaces that follow another white space, across the runs of a block."""
    after_space = True
    for text, is_mark in runs:
        kept = text.lstrip(" ") if after_space else text
        if kept:
            after_space = kept[-1] in " \n"
            yield kept, is_mark


def _told(data: bytes) -> str | None:
    """The text of a page, in the encoding that it declares or else by its bytes; None where it is no page."""
    declared = declared_text(data)
    if declared is not None and HTML_START.match(declared[:HEAD]):
        return declared
    text = decode(data)
    return text if HTML_START.match(text[:HEAD]) else None


register(Format(MEDIA_TYPE, "html", "HTML", 30, _told, read_html, is_text=True))
