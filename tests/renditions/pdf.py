"""Prints a note as a PDF like those of the Secretariat: two-column masthead, running headers, footnotes at the foot.

Lines are justified word by word, raised marks are in small type, paragraphs break over pages, and words break after
their own hyphens only: all that a reader must undo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fpdf import FPDF

from tests.renditions.content import Heading, NoteContent, pieces

WIDTH, HEIGHT = 612.0, 792.0
LEFT, INDENT, RIGHT = 123.4, 147.3, 488.0
TOP, BOTTOM = 84.0, 716.0
LEADING, GAP = 12.0, 6.0
NOTE_SIZE, NOTE_LEADING, NOTE_LEFT = 8.5, 10.5, 117.0
MARK_SIZE = 0.65  # of the type around it
RISE = 0.35
# A word: stretches of text, each with whether it is a mark.
Word = list[tuple[str, bool]]


def render_pdf(note: NoteContent) -> bytes:
    """Return the note as PDF."""
    return _Printer(note).print()


@dataclass
class _Printer:
    note: NoteContent
    pdf: FPDF = field(init=False)
    y: float = TOP
    page: int = 0
    notes: list[str] = field(default_factory=list)
    widths: dict[tuple[str, float, str], float] = field(default_factory=dict)

    def print(self) -> bytes:
        self.pdf = FPDF(unit="pt", format=(WIDTH, HEIGHT))
        self.pdf.core_fonts_encoding = "windows-1252"
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_creation_date(datetime(2022, 6, 9, tzinfo=UTC))
        self._new_page()
        self._masthead()
        note = self.note
        for line in note.masthead.session:
            self._paragraph(line, left=60, right=330, style="")
        self._paragraph(note.agenda_title, left=60, right=330, style="B")
        self.y += 14
        self._paragraph(note.title, left=LEFT, style="B", size=14)
        self._paragraph(note.document_type, left=LEFT, style="B", size=12)
        for element in note.elements:
            if isinstance(element, Heading):
                self._heading(element)
            else:
                number = f"{element.number}." if element.number else ""
                self._paragraph(element.text, label=number, first=INDENT, justified=True)
        self._finish_page()
        return bytes(self.pdf.output())

    def _new_page(self) -> None:
        self.pdf.add_page()
        self.page += 1
        self.y = TOP
        symbol = self.note.masthead.symbol
        if self.page > 1:
            if symbol:
                self._put(60 if self.page % 2 == 0 else 478, 59, symbol, "B", 8.5)
            left, right = f"{self.page}", self.note.masthead.job_number
            if self.page % 2:
                left, right = right, left
            self._put(60, 754, left, "B", 8.5)
            self._put(520, 754, right, "", 7)

    def _finish_page(self) -> None:
        if self.page == 1:
            self._put(60, 748, f"{self.note.masthead.job_number} (E)    090622", "", 10)
            self._put(60, 762, "*2209999*", "B", 12)
        lines = [line for mark in self.notes for line in self._note_lines(mark)]
        y = BOTTOM - NOTE_LEADING * (len(lines) - 1)
        if lines:
            self._put(99.6, y - 12, "__________________", "", 8)
        for line in lines:
            self._line(line, NOTE_LEFT, y, size=NOTE_SIZE)
            y += NOTE_LEADING
        self.notes = []

    def _masthead(self) -> None:
        masthead = self.note.masthead
        # The right column is written last, as the Secretariat's templates do.
        self._put(LEFT, 58, "United Nations", "", 14)
        self.pdf.line(52, 64, 560, 64)
        body_lines = self._broken(_words(masthead.body), 20, "B", 250, 250)
        for index, line in enumerate(body_lines):
            self._line(line, LEFT, 86 + 22 * index, size=20, style="B")
        if masthead.symbol:
            self._put(430, 57, masthead.symbol[0], "", 20)
            self._put(443.4, 57, masthead.symbol[1:], "", 10)
        facts = [f"Distr.: {masthead.distribution}", masthead.date, "", f"Original: {masthead.original}"]
        for index, fact in enumerate(facts):
            self._put(397, 86 + LEADING * index, fact, "", 10)
        self.pdf.line(52, 210, 560, 210)
        self.y = 224

    def _heading(self, heading: Heading) -> None:
        size = {1: 14.0, 2: 12.0, 3: 10.0}[heading.level]
        self.y += GAP
        self._room(3 * LEADING)
        if heading.label:
            self._put(101, self.y, f"{heading.label}.", "B", size)
        self._paragraph(heading.text, style="B", size=size)
        self.y += GAP

    def _paragraph(
        self,
        text: str,
        *,
        label: str = "",
        left: float = LEFT,
        first: float | None = None,
        right: float = RIGHT,
        style: str = "",
        size: float = 10.0,
        justified: bool = False,
    ) -> None:
        leading = max(LEADING, size + 1)
        lines = self._broken(_words(text), size, style, right - (first or left), right - left)
        for index, line in enumerate(lines):
            new = [mark for word in line for mark, is_mark in word if is_mark]
            self._room(leading, new)
            self.notes += new
            if index == 0 and label:
                self._put(left, self.y, label, style, size)
            start = first if index == 0 and first else left
            edge = right if justified and index < len(lines) - 1 else None
            self._line(line, start, self.y, size=size, style=style, right=edge)
            self.y += leading
        self.y += GAP

    def _room(self, height: float, new: list[str] | None = None) -> None:
        """Begin a page where the next line and the footnotes it needs would not fit on this one."""
        marks = [*self.notes, *(new or [])]
        needed = sum(NOTE_LEADING * len(self._note_lines(mark)) for mark in marks) + (24 if marks else 0)
        if self.y + height > BOTTOM - needed:
            self._finish_page()
            self._new_page()

    def _note_lines(self, mark: str) -> list[list[Word]]:
        words: list[Word] = [[(mark, mark.isdigit())], *_words(self.note.footnote(mark).text)]
        return self._broken(words, NOTE_SIZE, "", RIGHT - NOTE_LEFT, RIGHT - NOTE_LEFT)

    def _broken(self, words: list[Word], size: float, style: str, first: float, rest: float) -> list[list[Word]]:
        lines: list[list[Word]] = [[]]
        space = self._width([(" ", False)], size, style)
        for word in words:
            room = first if len(lines) == 1 else rest
            taken = sum(self._width(other, size, style) + (space if not _breaks(other) else 0) for other in lines[-1])
            if lines[-1] and taken + self._width(word, size, style) > room:
                lines.append([])
            lines[-1].append(word)
        return lines

    def _line(
        self, words: list[Word], x: float, y: float, *, size: float, style: str = "", right: float | None = None
    ) -> None:
        space = self._width([(" ", False)], size, style)
        spaces = sum(not _breaks(word) for word in words[:-1])
        if right is not None and spaces:
            width = sum(self._width(word, size, style) for word in words)
            space = (right - x - width) / spaces
        for word in words:
            for text, is_mark in word:
                own = size * MARK_SIZE if is_mark else size
                self._put(x, y - (RISE * size if is_mark else 0), text, style, own)
                x += self._width([(text, is_mark)], size, style)
            x += 0 if _breaks(word) else space

    def _width(self, word: Word, size: float, style: str) -> float:
        return sum(self._text_width(text, size * MARK_SIZE if is_mark else size, style) for text, is_mark in word)

    def _text_width(self, text: str, size: float, style: str) -> float:
        if (text, size, style) not in self.widths:
            self.pdf.set_font("Times", style, size)
            self.widths[text, size, style] = self.pdf.get_string_width(text)
        return self.widths[text, size, style]

    def _put(self, x: float, y: float, text: str, style: str, size: float) -> None:
        if text:
            self.pdf.set_font("Times", style, size)
            self.pdf.text(x, y, text)


def _breaks(word: Word) -> bool:
    """Tell whether the next word follows without a space: this one ends with a hyphen of its own."""
    return word[-1][0].endswith("-")


def _words(text: str) -> list[Word]:
    return list(_in_words(text))


def _in_words(text: str) -> Iterator[Word]:
    word: Word = []
    for part, mark in pieces(text):
        for piece in re.findall(r"\s+|[^\s-]*-(?=\w)|[^\s-]+(?:-(?!\w))?", part):
            if piece.isspace():
                if word:
                    yield word
                word = []
            else:
                word.append((piece, False))
                if piece.endswith("-"):
                    yield word
                    word = []
        if mark:
            word.append((mark, True))
    if word:
        yield word
