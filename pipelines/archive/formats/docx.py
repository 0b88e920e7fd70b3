"""Reads DOCX: masthead and running headers from the header parts, text, tables and text boxes, notes where referred to.

Here: the order of blocks, the role of each by the part it stands in, and what is in a paragraph: runs, fields, tracked
changes, symbols, marks of notes. Not here: the container (`docx_package`), styles and lists (`docx_styles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count, repeat

from lxml import etree

from pipelines.archive.document import Document, Role
from pipelines.archive.formats.builder import DocumentBuilder
from pipelines.archive.formats.docx_package import R_ID, Package, W, damaged
from pipelines.archive.formats.docx_styles import Numbering, Style, Styles, is_on, numbered, value
from pipelines.archive.formats.numerals import RAISED_MARK, in_format
from pipelines.archive.formats.registry import Format, by_bytes, register
from pipelines.workspace.limits import Limits

HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{4}")
PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b", re.IGNORECASE)
P, R, T, TBL = W + "p", W + "r", W + "t", W + "tbl"
RUN_PROPERTIES = W + "rPr"
STYLE, NUMBERING, END_DELETED = (f"{W}pPr/{W}{path}" for path in ("pStyle", "numPr", f"rPr/{W}del"))
FIELD, INSTRUCTION, SIMPLE_FIELD = W + "fldChar", W + "instrText", W + "fldSimple"
SYMBOL, BOX = W + "sym", W + "txbxContent"
CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
NOTE_REFERENCES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
OWN_MARKS = {W + "footnoteRef", W + "endnoteRef"}
DRAWINGS = {W + "drawing", W + "pict", W + "object"}
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE, FALLBACK = (COMPATIBILITY + name for name in ("AlternateContent", "Choice", "Fallback"))
# Elements that stand for their content. What is in no list here is left out with all it holds: deletions, comments.
WRAPPERS = [
    *(W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml")),
    *(W + name for name in ("fldSimple", "dir", "bdo", "ruby", "rubyBase")),
    *(ALTERNATIVES, CHOICE, FALLBACK),
]
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Characters of symbol fonts, which have no meaning of their own.
SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "▸", 0xF0FC: "✓", 0xF02D: "-", 0xF0BE: "—"}


@dataclass(slots=True)
class Paragraph:
    """One paragraph as printed: runs of text, each with whether it is a footnote mark; notes referred to, in order."""

    style: Style
    runs: list[tuple[str, bool]] = field(default_factory=list)
    notes: tuple[tuple[str, str, str], ...] = ()  # kind, identifier, mark
    boxes: tuple[etree._Element, ...] = ()
    bold: bool = True
    size: float = 0.0
    joins_next: bool = False


class ParagraphReader:
    """Reads paragraphs in the order of the document, since lists and notes are counted on."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[str, Iterator[str]]) -> None:
        """`notes`: by kind, the marks of notes in the order in which they are referred to."""
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._fields: list[str | None] = []  # the open fields: the instruction so far, None within the result
        self._own_mark = ""

    def read(self, element: etree._Element, own_mark: str = "", *, alone: bool = False) -> Paragraph:
        """Read one `w:p`.

        `own_mark`: within a footnote, the mark that its `w:footnoteRef` stands for. `alone`: it is all of a table's
        cell, which may hold nothing but the number that a list gives it.
        """
        self._own_mark = own_mark
        style = numbered(self._styles.paragraph(value(element.find(STYLE))), element.find(NUMBERING))
        paragraph = Paragraph(style, joins_next=element.find(END_DELETED) is not None)
        label = self._numbering.label(style.number, style.level)
        self._children(element, paragraph)
        if label and (paragraph.runs or alone):
            paragraph.runs.insert(0, (label, False))
        if self._fields:
            # A result may go on over paragraphs; an instruction doesn't, and if unended would swallow the rest.
            self._fields = [None for field in self._fields if field is None]
        return paragraph

    def _children(self, parent: etree._Element, paragraph: Paragraph) -> None:
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child, paragraph)
            elif tag.startswith(MATH):
                paragraph.runs.append(("".join(map(str, child.itertext(MATH + "t"))), False))

    def _run(self, run: etree._Element, paragraph: Paragraph) -> None:
        style = paragraph.style
        text: list[str] = []
        note: tuple[str, str] | None = None
        for child in run:
            tag = child.tag
            if tag == T:
                text.append(child.text or "")
            elif tag == RUN_PROPERTIES:
                if len(child):
                    style = self._styles.run(child, style)
            elif tag in CHARACTERS:
                text.append(CHARACTERS[tag])
            elif tag in NOTE_REFERENCES:
                note = self._reference(child, paragraph)
            else:
                self._special(child, text, paragraph)
        content = "".join(text)
        if not content or style.hidden or (self._fields and any(field is not None for field in self._fields)):
            return
        if note:
            self._refer(paragraph, *note, content.strip())
            return
        paragraph.runs.append((content, style.superscript is True and RAISED_MARK.fullmatch(content) is not None))
        if not content.isspace():
            if not style.bold:
                paragraph.bold = False
            if style.size is not None and style.size > paragraph.size:
                paragraph.size = style.size

    def _special(self, child: etree._Element, text: list[str], paragraph: Paragraph) -> None:
        tag = child.tag
        if tag == FIELD:
            self._field(child.get(W + "fldCharType"))
        elif tag == INSTRUCTION:
            if self._fields and self._fields[-1] is not None:
                self._fields[-1] += child.text or ""
        elif tag in OWN_MARKS:
            paragraph.runs.append((self._own_mark, False))
        elif tag == SYMBOL:
            code = int(child.get(W + "char", "0"), 16) if HEXADECIMAL.fullmatch(child.get(W + "char", "")) else 0
            text.append(SYMBOLS.get(code, chr(code)) if code else "")
        elif tag in DRAWINGS:
            paragraph.boxes += tuple(child.iter(BOX))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields:
            instruction = self._fields[-1]
            # The result of a page field is a number of the day: it stays shut like an instruction.
            self._fields[-1] = instruction if PAGE_FIELD.match(instruction or "") else None
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _reference(self, reference: etree._Element, paragraph: Paragraph) -> tuple[str, str] | None:
        """Refer to a note under its next mark; return the note where its mark is what follows in the run."""
        kind, identifier = NOTE_REFERENCES[reference.tag], reference.get(W + "id", "")
        if reference.get(W + "customMarkFollows") in {"1", "true", "on"}:
            return kind, identifier
        self._refer(paragraph, kind, identifier, next(self._notes[kind]))
        return None

    @staticmethod
    def _refer(paragraph: Paragraph, kind: str, identifier: str, mark: str) -> None:
        paragraph.runs.append((mark, True))
        paragraph.notes += ((kind, identifier, mark),)


MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MASTHEAD_PARAGRAPHS = 3  # a header with as many holds more than a symbol and a page number
NOTE_FORMATS = {"footnotes": "decimal", "endnotes": "lowerRoman"}
ROW, CELL, HEADER, FOOTER = (W + name for name in ("tr", "tc", "headerReference", "footerReference"))


def read_docx(data: bytes, limits: Limits) -> Document:
    """Read a DOCX; macros of a DOCM are left alone.

    Raises:
        Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`, `unknown_format`.
    """
    package = Package(data, limits)
    root = _unwrapped(package.xml(package.main))
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise damaged("it has no body")
    builder = DocumentBuilder(limits)
    sections = list(body.iter(W + "sectPr"))
    reader = _Reader(package, builder, sections)
    headers = list(_headers(package, sections))
    masthead = [part for role, part in headers if role is Role.MASTHEAD]
    for part in masthead:
        reader.add(part, Role.MASTHEAD)
    opening = next(filter(_filled, body.iterchildren(P, TBL)), None)
    reader.add(body, Role.BODY, masthead=opening if all(map(_is_short, masthead)) else None)
    reader.add_endnotes()
    for role, part in headers:
        if role is not Role.MASTHEAD:
            reader.add(part, role)
    return builder.document(package.media_type)


def _headers(package: Package, sections: list[etree._Element]) -> Iterator[tuple[Role, etree._Element]]:
    """Yield the header and footer parts, each once, with what they are: the masthead, headers or footers of pages."""
    seen: set[str] = set()
    for index, section in enumerate(sections):
        title_page = is_on(section.find(W + "titlePg")) or False
        for reference in section.iterchildren(HEADER, FOOTER):
            kind, identifier = value(reference, "type"), reference.get(R_ID, "")
            if identifier in seen or (kind == "first" and not title_page):
                continue
            seen.add(identifier)
            part = _unwrapped(package.by_id(identifier))
            if part is None:
                continue
            if reference.tag == FOOTER:
                yield Role.PAGE_FOOTER, part
            elif index == 0 and kind == ("first" if title_page else "default") and (title_page or not _is_short(part)):
                yield Role.MASTHEAD, part
            else:
                yield Role.PAGE_HEADER, part


def _is_short(part: etree._Element) -> bool:
    """Tell whether a header holds no more than a symbol and a page number."""
    return _filled(part) < MASTHEAD_PARAGRAPHS


def _filled(part: etree._Element) -> int:
    """Count the paragraphs that hold text."""
    return sum(any(text.text for text in paragraph.iter(W + "t")) for paragraph in part.iter(P))


class _Reader:
    """Adds the blocks of a document's parts to a builder."""

    def __init__(self, package: Package, builder: DocumentBuilder, sections: list[etree._Element]) -> None:
        self._builder = builder
        counters: dict[str, Iterator[str]] = {
            k: map(in_format, count(1), repeat(_note_format(k, sections))) for k in NOTE_FORMATS
        }
        self._notes = {kind: _notes(_unwrapped(package.related(kind))) for kind in NOTE_FORMATS}
        styles = Styles(package.related("styles"))
        self._paragraphs = ParagraphReader(styles, Numbering(package.related("numbering")), counters)
        self._endnotes: list[tuple[str, str]] = []
        self._carried: list[tuple[str, bool]] = []  # text of a paragraph whose end is a tracked deletion
        self._running: set[tuple[Role, str]] = set()  # headers and footers, which sections repeat

    def add(self, parent: etree._Element, role: Role, *, masthead: etree._Element | None = None) -> None:
        """Add the paragraphs and tables of an element. `masthead`: the one of its tables that is the masthead."""
        for element in parent.iterchildren(P, TBL):
            if element.tag == P:
                self._add_paragraph(element, role)
            elif element is masthead:
                self._add_table(element, Role.MASTHEAD)
            else:
                self._add_table(element, Role.TABLE if role is Role.BODY else role)

    def add_endnotes(self) -> None:
        """Add the endnotes that were referred to, at the end of the text."""
        for identifier, mark in self._endnotes:
            self._add_note("endnotes", identifier, mark)

    def _add_paragraph(self, element: etree._Element, role: Role) -> None:
        paragraph = self._paragraphs.read(element)
        paragraph.runs[:0] = self._carried
        self._carried = []
        if paragraph.joins_next:
            self._carried = paragraph.runs
        else:
            self._add([paragraph], role)

    def _add(self, paragraphs: list[Paragraph], role: Role) -> None:
        """Add paragraphs as one block, and what is anchored in them: text boxes and footnotes."""
        runs = _lines(paragraphs)
        printed = role, "".join(text for text, _ in runs)
        if printed not in self._running:
            if role in {Role.PAGE_HEADER, Role.PAGE_FOOTER}:
                self._running.add(printed)
            size = max([paragraph.size for paragraph in paragraphs], default=0) or None
            bold = all(paragraph.bold for paragraph in paragraphs)
            self._builder.add(
                runs, role=role, level=paragraphs[0].style.heading if paragraphs else None, size=size, bold=bold
            )
        for paragraph in paragraphs:
            for box in paragraph.boxes:
                self.add(box, role)
            for kind, identifier, mark in paragraph.notes:
                if kind == "footnotes":
                    self._add_note(kind, identifier, mark)
                else:
                    self._endnotes.append((identifier, mark))

    def _add_note(self, kind: str, identifier: str, mark: str) -> None:
        note = self._notes[kind].pop(identifier, None)
        if note is not None:
            runs = _lines([self._paragraphs.read(element, mark) for element in note.iter(P)])
            runs[:1] = [(text, False) for text, _ in runs[:1]]  # the note's own mark
            self._builder.add(runs, role=Role.FOOTNOTE, marker=mark)

    def _add_table(self, table: etree._Element, role: Role) -> None:
        """Add a table cell by cell; a table of one column is a box around text, not a table."""
        rows = [list(row.iterchildren(CELL)) for row in table.iterchildren(ROW)]
        boxed = all(len(row) == 1 for row in rows)
        for cell in chain.from_iterable(rows):
            if boxed:
                self.add(cell, Role.BODY if role is Role.TABLE else role)
                continue
            for inner in cell.iterchildren(TBL):
                self._add_table(inner, role)
            elements = list(cell.iterchildren(P))
            self._add([self._paragraphs.read(element, alone=len(elements) == 1) for element in elements], role)


def _lines(paragraphs: Iterable[Paragraph]) -> list[tuple[str, bool]]:
    """The runs of paragraphs, each on lines of its own."""
    return [run for paragraph in paragraphs for run in (*paragraph.runs, ("\n", False))]


def _unwrapped(part: etree._Element | None) -> etree._Element | None:
    """Take out of a part what only wraps other elements, fields of page numbers, and all alternatives but the first."""
    if part is not None:
        for alternatives in part.iter(ALTERNATIVES):
            for other in list(alternatives)[1:]:  # repeats the first for older programs
                alternatives.remove(other)
        for field in part.iter(SIMPLE_FIELD):
            if PAGE_FIELD.match(field.get(W + "instr", "")):
                field.clear()
        etree.strip_tags(part, *WRAPPERS)
    return part


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


register(Format(MEDIA_TYPE, "docx", "DOCX", 20, by_bytes(_is_zip), read_docx, has_pages=True))
