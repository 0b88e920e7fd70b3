"""Reads HTML: headings, paragraphs, lists, table cells, footnotes. Nothing is executed or fetched.

Here: the encoding that a page declares, and walking it. Not here: what an element of it is (`html_parts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from pipelines.archive.document import Document, Role
from pipelines.archive.formats.builder import DocumentBuilder, clean
from pipelines.archive.formats.html_parts import (
    BOLD,
    DROPPED,
    HEADINGS,
    PAGE_ELEMENTS,
    WITHIN_LINES,
    find_notes,
    find_surroundings,
    holds_notes,
    is_back_link,
    is_hidden,
    is_page_mark,
    sets_labels_apart,
    tabulates,
    text_of,
)
from pipelines.archive.formats.no_running_text import refuse_error_page
from pipelines.archive.formats.numerals import LIST_FORMATS, NOTE_MARK, RAISED_MARK, in_format
from pipelines.archive.formats.registry import Format, register
from pipelines.archive.formats.text import decode
from pipelines.archive.unreadable import Reason, Unreadable
from pipelines.workspace.limits import Limits

META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
# Encodings in which ASCII bytes are ASCII text; a page can't hide anything by declaring one of these.
KNOWN_ENCODINGS = re.compile(
    r"utf-8|(?:windows-|cp)(?:125\d|874)|iso-8859-\d{1,2}|koi8-[ru]|gb18030|big5|euc-(?:jp|kr)"
)
# Browsers read these names as the wider encoding.
ALIASES = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
HEAD = 4096
BLOCKS = {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "address", "article", "section", "main"}
BLOCKS |= {"header", "footer", "aside", "figure", "figcaption", "caption", "center", "fieldset", "table", "tr", "td"}
BLOCKS |= {"th", "tbody", "thead", "tfoot", "hr", "body", "html", "details", "summary", *HEADINGS}
CAPTIONS = {"figcaption", "caption"}
SPACES = re.compile(r"[ \t\n\r\f]+")
LABEL_ENDS = ("\t", False)  # the run between a label and its text, which no boundary of elements parts
NOTE_START = re.compile(rf"\s*(\[?{NOTE_MARK}\]?)")

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
        raise Unreadable(Reason.TOO_DEEP, "The page's elements are nested too deeply", "it can't be read to its end")
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
        self._outside = find_surroundings(root, self._notes)
        self._runs: list[tuple[str, bool]] = []
        self._scopes: list[_Scope] = [_Scope(root, Role.BODY)]
        self._lists: list[tuple[str, int]] = []
        self._bold = self._raised = self._pre = 0
        self._all_bold = True
        self._heading: int | None = None
        self._prefix = ""  # number or bullet of the list item whose text is still to come
        # What a table is, asked once for all its cells.
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
        if not isinstance(tag, str) or tag in DROPPED or is_hidden(element):
            return False
        if tag == "a" and self._scopes[-1].role is Role.FOOTNOTE and is_back_link(element):
            return False
        if element in self._outside:
            self._boundary()
            self._scopes.append(_Scope(element, Role.PAGE_FOOTER))
        if tag in BLOCKS:
            self._boundary()
            self._open_block(element)
        elif tag in WITHIN_LINES and is_page_mark(element):
            self._boundary()
            self._scopes.append(_Scope(element, Role.PAGE_FOOTER))
        elif tag == "br":
            self._break()
        self._bold += tag in BOLD
        self._raised += tag == "sup" or element in self._marks
        self._pre += tag == "pre"
        self._text(element.text)
        return True

    def _open_block(self, element: etree._Element) -> None:
        tag = element.tag
        self._heading = HEADINGS.get(tag, self._heading)
        if element in self._notes:
            self._scopes.append(_Scope(element, Role.FOOTNOTE, self._notes[element], joined=True))
        elif tag not in PAGE_ELEMENTS - {"div"} and tag not in HEADINGS and holds_notes(element):
            self._scopes.append(_Scope(element, Role.FOOTNOTE))
        elif tag in {"td", "th"} and (table := next(element.iterancestors("table"), None)) is not None:
            if self._tabulates(table):
                self._scopes.append(_Scope(element, Role.TABLE, joined=True))
        elif tag in CAPTIONS:
            self._scopes.append(_Scope(element, Role.TABLE, joined=True))
        if tag in {"ol", "ul"}:
            start = element.get("start", "1")
            first_number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
            self._lists.append((element.get("type", "1") if tag == "ol" else "", first_number - 1))
        elif tag == "li":
            self._label(element)

    def _is_label(self, element: etree._Element) -> bool:
        """Tell what only labels the text in the cell after it."""
        is_first = element.tag in {"td", "th"} and element.getnext() is not None
        table = next(element.iterancestors("table"), None) if is_first else None
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
        scope = self._scopes[-1]
        if scope.element is not element and self._is_label(element):
            self._runs.append(LABEL_ENDS)
            return
        if tag not in BLOCKS and (scope.element is not element or len(self._scopes) == 1):
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

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._pre:
            text = SPACES.sub(" ", text)
        if not text.strip():
            if self._runs and self._runs[-1] != LABEL_ENDS:
                self._runs.append((" ", False))
            return
        is_mark = self._raised > 0 and RAISED_MARK.fullmatch(text) is not None
        if is_mark and self._scopes[-1].role is Role.FOOTNOTE and not any(run.strip() for run, _ in self._runs):
            is_mark = False  # the note's own mark
        if is_mark and self._scopes[-1].role is Role.BODY and self._line_ended():
            self._flush()  # a line that a mark opens is a note
        self._runs.append((text, is_mark))
        self._all_bold = self._all_bold and (self._bold > 0 or is_mark)

    def _break(self) -> None:
        """Break the line; a second break after it ends the paragraph."""
        if self._line_ended() and not self._scopes[-1].joined:
            self._flush()
        else:
            self._runs.append(("\n", False))

    def _line_ended(self) -> bool:
        return next((text for text, _ in reversed(self._runs) if text.strip(" ")), "") == "\n"

    def _boundary(self) -> None:
        if self._runs and self._runs[-1] == LABEL_ENDS:
            return
        if self._scopes[-1].joined:
            if self._runs and not self._runs[-1][0].endswith("\n"):
                self._runs.append(("\n", False))
        else:
            self._flush()

    def _flush(self) -> None:
        runs, self._runs = list(_collapsed(self._runs)), []
        scope = self._scopes[-1]
        bold, self._all_bold = self._all_bold, True
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
        runs.insert(0, (prefix, False))
        self._builder.add(runs, role=scope.role, level=self._heading, bold=bold, marker=marker)


def _collapsed(runs: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Leave out spaces that follow another white space, across the runs of a block."""
    after_space = True
    for text, is_mark in runs:
        kept = text.lstrip(" ") if after_space else text
        if kept:
            after_space = kept[-1] in " \n\t"
            yield kept, is_mark


def _page(data: bytes) -> str | None:
    """Return the text of a page, in the encoding that it declares or else by its bytes; None where it is no page."""
    declared = declared_text(data)
    if declared is not None and HTML_START.match(declared[:HEAD]):
        return declared
    text = decode(data)
    return text if HTML_START.match(text[:HEAD]) else None


register(Format(MEDIA_TYPE, "html", "HTML", 30, _page, read_html, has_pages=False, is_text=True))
