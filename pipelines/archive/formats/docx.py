"""Reads DOCX: masthead and running headers from the header parts, text, tables and text boxes, notes where referred to.

Here: the order of blocks and the role of each by the part it stands in.
Not here: the container (`docx_package`), styles and lists (`docx_styles`), what is in a paragraph (`docx_text`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, repeat

from lxml import etree

from pipelines.archive.document import Document, Role
from pipelines.archive.formats.builder import DocumentBuilder
from pipelines.archive.formats.docx_package import R_ID, Package, W, damaged
from pipelines.archive.formats.docx_styles import Numbering, Styles, is_on, value
from pipelines.archive.formats.docx_text import TBL, TRANSPARENT, P, Paragraph, ParagraphReader
from pipelines.archive.formats.limits import Budget
from pipelines.archive.formats.numerals import in_format
from pipelines.archive.formats.registry import BinaryFormat, register

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGE = 1.12  # of the usual type size: a heading is larger than that, or bold
MAX_HEADING = 1_000  # characters
MASTHEAD_PARAGRAPHS = 3  # a header with as many holds more than a symbol and a page number
NOTE_FORMATS = {"footnotes": "decimal", "endnotes": "lowerRoman"}
# What says only how it looks. Two elements of three are such, and walking past each costs more than dropping all.
APPEARANCE = [
    W + name
    for name in (
        *("tabs", "spacing", "ind", "jc", "szCs", "rFonts", "bCs", "i", "iCs", "lang", "kern", "color", "highlight"),
        *("w", "tcPr", "trPr", "tblPr", "tblGrid", "keepNext", "keepLines", "noProof", "bookmarkStart", "bookmarkEnd"),
        *("proofErr", "commentRangeStart", "commentRangeEnd", "lastRenderedPageBreak", "shd", "widowControl"),
    )
]
ROW, CELL = W + "tr", W + "tc"


def read_docx(data: bytes, budget: Budget) -> Document:
    """Read a DOCX; macros of a DOCM are left alone.

    Raises:
        Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`, `unknown_format`, `timeout`.
    """
    package = Package(data, budget)
    root = package.xml(package.main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise damaged("it has no body")
    builder = DocumentBuilder(budget)
    etree.strip_elements(body, *APPEARANCE)
    sections = list(body.iter(W + "sectPr"))
    reader = _Reader(package, builder, sections)
    masthead, running = _headers(package, sections)
    for part in masthead:
        reader.add_all(part, Role.MASTHEAD)
    reader.add_body(body, masthead_in_table=all(_filled(part) < MASTHEAD_PARAGRAPHS for part in masthead))
    reader.add_endnotes()
    for role, part in running:
        reader.add_all(part, role)
    return builder.document(package.media_type)


def _headers(
    package: Package, sections: list[etree._Element]
) -> tuple[list[etree._Element], list[tuple[Role, etree._Element]]]:
    """Return the header parts that make the masthead, and the others and the footers, each once."""
    masthead: list[etree._Element] = []
    running: list[tuple[Role, etree._Element]] = []
    seen: set[str] = set()
    for index, section in enumerate(sections):
        title_page = is_on(section.find(W + "titlePg")) or False
        for reference in section:
            if reference.tag not in {W + "headerReference", W + "footerReference"}:
                continue
            kind, identifier = value(reference, "type"), reference.get(R_ID, "")
            if identifier in seen or (kind == "first" and not title_page):
                continue
            seen.add(identifier)
            part = package.by_id(identifier)
            if part is None:
                continue
            if reference.tag == W + "footerReference":
                running.append((Role.PAGE_FOOTER, part))
            elif index == 0 and _is_masthead(part, kind, title_page=title_page):
                masthead.append(part)
            else:
                running.append((Role.PAGE_HEADER, part))
    return masthead, running


def _is_masthead(part: etree._Element, kind: str | None, *, title_page: bool) -> bool:
    if title_page:
        return kind == "first"
    return kind == "default" and _filled(part) >= MASTHEAD_PARAGRAPHS


def _filled(part: etree._Element) -> int:
    return sum(any(text.text for text in paragraph.iter(W + "t")) for paragraph in part.iter(P))


class _Reader:
    """Adds the blocks of a document's parts to a builder."""

    def __init__(self, package: Package, builder: DocumentBuilder, sections: list[etree._Element]) -> None:
        self._builder = builder
        counters: dict[str, Iterator[str]] = {
            k: map(in_format, count(1), repeat(_note_format(k, sections))) for k in NOTE_FORMATS
        }
        self._notes = {kind: _notes(package.related(kind)) for kind in NOTE_FORMATS}
        styles = Styles(package.related("styles"))
        self._usual_size = styles.paragraph(None).size or 10.0
        self._paragraphs = ParagraphReader(styles, Numbering(lambda: package.related("numbering")), counters)
        self._endnotes: list[tuple[str, str]] = []
        self._carried: list[tuple[str, bool]] = []  # text of a paragraph whose end is a tracked deletion
        self._running: set[tuple[Role, str]] = set()  # headers and footers, which sections repeat

    def add_body(self, body: etree._Element, *, masthead_in_table: bool) -> None:
        """Add the main text. `masthead_in_table`: whether a table before all text is the masthead."""
        first = masthead_in_table
        for element in _content(body):
            if element.tag == TBL:
                self._add_table(element, Role.MASTHEAD if first else Role.TABLE)
                first = False
            elif self._add_paragraph(element, Role.BODY):
                first = False

    def add_all(self, part: etree._Element, role: Role) -> None:
        """Add all paragraphs of a header or footer, once where several sections have the same."""
        for element in part.iter(P):
            if not any(parent.tag == W + "txbxContent" for parent in element.iterancestors()):
                self._add_paragraph(element, role)

    def add_endnotes(self) -> None:
        """Add the endnotes that were referred to, at the end of the text."""
        for identifier, mark in self._endnotes:
            self._add_note("endnotes", identifier, mark)

    def _add_paragraph(self, element: etree._Element, role: Role) -> bool:
        paragraph = self._paragraphs.read(element)
        runs = [*self._carried, *paragraph.runs]
        self._carried = []
        if paragraph.joins_next:
            self._carried = runs
            return bool(runs)
        text = "".join(content for content, _ in runs).strip()
        if text and (role, text) not in self._running:
            if role in {Role.PAGE_HEADER, Role.PAGE_FOOTER}:
                self._running.add((role, text))
            heading = self._heading(paragraph, text) if role is Role.BODY else None
            self._builder.add(runs, role=role, heading=heading, size=paragraph.size or None)
        if paragraph.boxes or paragraph.notes:
            self._add_attached(paragraph, role)
        return bool(text)

    def _heading(self, paragraph: Paragraph, text: str) -> int | None:
        if paragraph.style.heading is not None:
            return paragraph.style.heading
        stands_out = paragraph.bold or paragraph.size > LARGE * self._usual_size
        return 0 if stands_out and len(text) <= MAX_HEADING else None

    def _add_attached(self, paragraph: Paragraph, role: Role) -> None:
        """Add what is anchored in a paragraph: text boxes and footnotes."""
        for box in paragraph.boxes:
            for element in _content(box):
                if element.tag == P:
                    self._add_paragraph(element, role)
                else:
                    self._add_table(element, Role.TABLE)
        for kind, identifier, mark in paragraph.notes:
            if kind == "footnotes":
                self._add_note(kind, identifier, mark)
            else:
                self._endnotes.append((identifier, mark))

    def _add_note(self, kind: str, identifier: str, mark: str) -> None:
        note = self._notes[kind].pop(identifier, None)
        if note is not None:
            runs: list[tuple[str, bool]] = []
            for element in note.iter(P):
                runs += [("\n", False)] if runs else []
                runs += self._paragraphs.read(element, mark).runs
            runs[:1] = [(text, False) for text, _ in runs[:1]]  # the note's own mark
            self._builder.add(runs, role=Role.FOOTNOTE, marker=mark)

    def _add_table(self, table: etree._Element, role: Role) -> None:
        """Add a table cell by cell; a table of one column is a box around text, not a table."""
        rows = [list(_content(row, CELL)) for row in _content(table, ROW)]
        boxed = all(len(row) == 1 for row in rows)
        for row in rows:
            for cell in row:
                if boxed:
                    self._add_box(cell, role)
                else:
                    self._add_cell(cell, role)

    def _add_box(self, cell: etree._Element, role: Role) -> None:
        for element in _content(cell):
            if element.tag == TBL:
                self._add_table(element, role)
            else:
                self._add_paragraph(element, Role.BODY if role is Role.TABLE else role)

    def _add_cell(self, cell: etree._Element, role: Role) -> None:
        runs: list[tuple[str, bool]] = []
        read: list[Paragraph] = []
        for element in _content(cell):
            if element.tag == TBL:
                self._add_table(element, role)
                continue
            paragraph = self._paragraphs.read(element)
            if paragraph.runs:
                runs += [("\n", False), *paragraph.runs] if runs else paragraph.runs
            if paragraph.runs or paragraph.boxes:
                read.append(paragraph)
        if read:
            self._builder.add(runs, role=role, size=max([paragraph.size for paragraph in read]) or None)
            for paragraph in read:
                self._add_attached(paragraph, role)


def _content(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables (or what has one of the tags) of an element, through what only wraps them."""
    wanted = tags or (P, TBL)
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in TRANSPARENT:
            yield from _content(child, *tags)


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    """Return the notes of a part by identifier, without its separator lines."""
    if root is None:
        return {}
    return {note.get(W + "id", ""): note for note in root if note.get(W + "type", "normal") == "normal"}


def _note_format(kind: str, sections: list[etree._Element]) -> str:
    name = W + kind.removesuffix("s") + "Pr"
    forms = (value(section.find(f"{name}/{W}numFmt")) for section in sections)
    return next(filter(None, forms), NOTE_FORMATS[kind])


def _is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))  # another zip than a DOCX is refused by what it holds


register(BinaryFormat(MEDIA_TYPE, "docx", "DOCX", 20, _is_zip, read_docx))
