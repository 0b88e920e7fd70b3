"""Reads the paragraphs of a DOCX part: their text as printed, their footnote marks, their numbers.

Here: runs, fields, tracked changes, symbols and breaks within a paragraph.
Not here: which part is what (`docx`) and what styles and lists say (`docx_styles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.archive.formats.docx_package import W
from pipelines.archive.formats.docx_styles import Numbering, Style, Styles, number_of, value

MARK = re.compile(r"\s*(?:\d{1,3}|[*∗†‡§]{1,5}|[a-z])\s*")
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{4}")
PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b", re.IGNORECASE)
P, R, T, TBL = W + "p", W + "r", W + "t", W + "tbl"
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = W + "pPr", W + "rPr"
FIELD, INSTRUCTION, SIMPLE_FIELD = W + "fldChar", W + "instrText", W + "fldSimple"
VAL, STYLE, NUMBERING, RUN_STYLE, DELETED = (W + name for name in ("val", "pStyle", "numPr", "rStyle", "del"))
SYMBOL, BOX = W + "sym", W + "txbxContent"
CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
NOTE_REFERENCES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
OWN_MARKS = {W + "footnoteRef", W + "endnoteRef"}
DRAWINGS = {W + "drawing", W + "pict", W + "object"}
# Elements that stand for their content. What is in no list here is left out with all it holds: deletions, comments.
TRANSPARENT = {
    W + name
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml"),
        *("fldSimple", "dir", "bdo", "ruby", "rubyBase"),
    )
}
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE, FALLBACK = (COMPATIBILITY + name for name in ("AlternateContent", "Choice", "Fallback"))
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

    def read(self, element: etree._Element, own_mark: str = "") -> Paragraph:
        """Read one `w:p`. `own_mark`: within a footnote, the mark that its `w:footnoteRef` stands for."""
        self._own_mark = own_mark
        name = numbering = None
        joins_next = False
        properties = element[0] if len(element) and element[0].tag == PARAGRAPH_PROPERTIES else ()
        for setting in properties:
            tag = setting.tag
            if tag == STYLE:
                name = setting.get(VAL)
            elif tag == NUMBERING:
                numbering = setting
            elif tag == RUN_PROPERTIES:
                joins_next = setting.find(DELETED) is not None
        style = self._styles.paragraph(name)
        paragraph = Paragraph(style, joins_next=joins_next)
        number, level = style.number, style.level or 0
        if numbering is not None:
            number = value(numbering.find(W + "numId")) or number
            level = number_of(value(numbering.find(W + "ilvl")), level)
        label = self._numbering.label(number, level) if number else ""
        self._children(element, paragraph)
        if label and paragraph.runs:
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
            elif tag == PARAGRAPH_PROPERTIES:
                continue
            elif tag in TRANSPARENT:
                if tag != SIMPLE_FIELD or not PAGE_FIELD.match(child.get(W + "instr", "")):
                    self._children(child, paragraph)
            elif tag == ALTERNATIVES:
                self._children(_chosen(child), paragraph)
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
        paragraph.runs.append((content, style.superscript is True and MARK.fullmatch(content) is not None))
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
        elif tag == ALTERNATIVES:
            for chosen in _chosen(child):
                self._special(chosen, text, paragraph)

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


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Return the one alternative that counts: the first, which the rest repeat for older programs."""
    choice = alternatives.find(CHOICE)
    if choice is None:
        choice = alternatives.find(FALLBACK)
    return alternatives if choice is None else choice
