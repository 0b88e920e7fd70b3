"""A note as PDF, set like a document of the United Nations.

Here: type sizes, columns of the title page, superscript marks, running headers. Not here: line and page breaks
(`pages.py`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fpdf import FPDF

from benchmarks.corpus.pages import ANCHOR, Line, Setter, wrap

if TYPE_CHECKING:
    from benchmarks.corpus.model import Note
    from benchmarks.corpus.pages import Page

LEFT, RIGHT, TOP, LEADING = 80.0, 390.0, 74.0, 13.4  # points
WIDTH = 84  # characters of a line of text


def pdf_bytes(note: Note) -> bytes:
    """The PDF: the same note gives the same bytes."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_creation_date(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_auto_page_break(auto=False)
    pages = Setter(note, WIDTH, own_line=False, spaced=True).set(_front(note))
    for index, page in enumerate(pages, 1):
        pdf.add_page()
        _page(pdf, note, page, index, len(pages))
    return bytes(pdf.output())


def _front(note: Note) -> list[list[Line]]:
    """The title page: what stands in the right column follows a tab."""
    mast = note.masthead
    front: list[list[Line]] = []
    if mast.form != "none":
        rows = [
            f"United Nations\t{mast.symbol or ''}",
            "Conference of the States Parties\tDistr.: General",
            f"to the United Nations\t{mast.issued}",
            "Convention against Corruption\tOriginal: English",
        ]
        meeting = [*([mast.body] if mast.body else []), *mast.session_line.split("\n")]
        agenda = [*meeting, mast.item_line, mast.agenda]
        front.append([Line(row, "title", level=1) for row in rows])
        front.append([Line(line, "title") for text in agenda for line in wrap(text, 60)])
    front.append([Line(line, "heading", level=1) for line in wrap(mast.title, 60)])
    front.append([Line(mast.kind_line, "heading", level=2)])
    if note.summary:
        front.append([Line("Summary", "heading", level=3)])
        front.append([Line(line, "title") for line in wrap(note.summary, 70)])
    return front


def _page(pdf: FPDF, note: Note, page: Page, index: int, total: int) -> None:
    mast = note.masthead
    if index > 1 and mast.running:
        _text(pdf, LEFT if index % 2 == 0 else RIGHT, 46, mast.running, 8.5, bold=True)
    y = TOP
    last: list[tuple[Line, float]] = []  # some documents draw the title page's two columns after everything else
    for line in page.lines:
        if line.level == 1 and line.kind == "title" and mast.job[-1] in "02468":
            last.append((line, y))
        elif line.text:
            _line(pdf, line, y)
        y += LEADING if line.kind != "blank" else LEADING * 0.6
    y = 780.0 - len(page.notes) * 11
    if page.notes:
        pdf.line(LEFT, y - 14, LEFT + 90, y - 14)
    for line in page.notes:
        if line.starts:
            mark, rest = line.text.split(" ", 1)
            _text(pdf, LEFT, y - 3, mark, 5.5)
            _text(pdf, LEFT + 8, y, rest, 8.5)
        else:
            _text(pdf, LEFT, y, line.text, 8.5)
        y += 11
    _foot(pdf, note, index, total)
    for line, at in last:
        _line(pdf, line, at)


def _foot(pdf: FPDF, note: Note, index: int, total: int) -> None:
    mast = note.masthead
    if index == 1:
        if mast.form != "none":
            _text(pdf, LEFT, 806, f"{mast.job} (E)    {mast.job_date[:13]}", 8.5)
            _text(pdf, LEFT, 818, mast.job_date[14:], 8.5)
    elif index % 2 == 0:
        _text(pdf, LEFT, 806, f"{index}/{total}", 8.5, bold=True)
        _text(pdf, RIGHT + 60, 806, mast.job, 7)
    else:
        _text(pdf, LEFT, 806, mast.job, 7)
        _text(pdf, RIGHT + 90, 806, f"{index}/{total}", 8.5, bold=True)


def _line(pdf: FPDF, line: Line, y: float) -> None:
    if "\t" in line.text:
        left, right = line.text.split("\t")
        _text(pdf, LEFT - 30, y, left, 12, bold=True)
        _text(pdf, RIGHT, y, right, 10)
        return
    if line.kind == "heading":
        _text(pdf, LEFT - 20, y, line.text, 14.0 if line.level == 1 else 12.0 if line.level == 2 else 10.0, bold=True)
        return
    if line.kind == "text" and line.starts and line.text.split(".", 1)[0].isdigit():
        number, rest = line.text.split(" ", 1)
        _text(pdf, LEFT, y, number, 10)
        _marked(pdf, LEFT + 26, y, rest)
        return
    _marked(pdf, LEFT, y, line.text)


def _marked(pdf: FPDF, x: float, y: float, text: str) -> None:
    """Text with its footnote marks raised and small."""
    for at, piece in enumerate(text.split(ANCHOR)):
        x += _text(pdf, x, y - 4, piece, 6.5) if at % 2 else _text(pdf, x, y, piece, 10)


def _text(pdf: FPDF, x: float, y: float, text: str, size: float, *, bold: bool = False) -> float:
    """Set a text and return its width."""
    if not text:
        return 0.0
    pdf.set_font("Times", "B" if bold else "", size)
    pdf.text(x, y, text)
    return float(pdf.get_string_width(text))
