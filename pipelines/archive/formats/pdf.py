"""Reads PDF with PDFium: opens it safely, refuses what has no whole text, and hands its pages on.

Here: the document and its pages, the limits, and the refusals.
Not here: lines (`pdf_lines`), columns (`pdf_columns`), what lines are (`pdf_layout`), paragraphs (`pdf_blocks`).
"""

from __future__ import annotations

import re

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from pipelines.archive.document import Document
from pipelines.archive.formats.builder import DocumentBuilder
from pipelines.archive.formats.pdf_bidi import has_right_to_left, put_in_order
from pipelines.archive.formats.pdf_blocks import add_blocks
from pipelines.archive.formats.pdf_columns import cut_masthead, in_columns
from pipelines.archive.formats.pdf_glyphs import Fonts, Glyphs
from pipelines.archive.formats.pdf_layout import find_tables, mark_repeated
from pipelines.archive.formats.pdf_lines import Page, join_lines, read_lines
from pipelines.archive.formats.registry import HEAD, Format, by_bytes, register
from pipelines.archive.unreadable import Reason, Unreadable, keep_to
from pipelines.workspace.limits import Limits

MEDIA_TYPE = "application/pdf"
END_MARK = b"%%EOF"
END_ZONE = 2048  # bytes: some servers and mailers add a little after the end mark
MIN_PAGE_LENGTH = 40  # characters: the text layer of a scanned page, where it has any, holds stamps and its number
MAX_EMPTY_SHARE = 0.5  # of the pages may be empty; a single page must not be
SAMPLE_LINES = 8  # of each page, to look for characters without a meaning
GARBLED = re.compile("[\ufffd\ue000-\uf8ff]")
MAX_GARBLED_SHARE = 0.1


def read_pdf(data: bytes, limits: Limits) -> Document:
    """Read a PDF.

    Raises:
        Unreadable: `encrypted_pdf`, `truncated_pdf`, `too_many_pages`, `no_text_layer`, `unreadable_fonts`.
    """
    if END_MARK not in data.rstrip(b"\0\r\n \t")[-END_ZONE:]:
        raise _truncated("it has no end mark")
    with _open(data) as document:
        pages = _pages(document, limits)
    _refuse_without_text(pages)
    mark_repeated(pages)
    parts = [part for page in pages for part in in_columns(page)]
    style = find_tables(parts)
    builder = DocumentBuilder(limits)
    for lines in parts:
        add_blocks(lines, style, builder)
    return builder.document(MEDIA_TYPE, len(pages))


def _open(data: bytes) -> PdfDocument:
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            what, why = "The PDF is protected by a password", "its text can't be read without it"
            raise Unreadable(Reason.ENCRYPTED_PDF, what, why) from error
        raise _truncated("no document is found in it") from error


def _pages(document: PdfDocument, limits: Limits) -> list[Page]:
    count = len(document)
    keep_to(limits, max_pages=count)
    fonts = Fonts()
    return [_page(document, index, fonts) for index in range(count)]


def _page(document: PdfDocument, index: int, fonts: Fonts) -> Page:
    page = pdfium.FPDF_LoadPage(document, index)
    text_page = pdfium.FPDFText_LoadPage(page) if page else None
    if not text_page:
        raise _truncated(f"page {index + 1} of {len(document)} can't be loaded")
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        return _read_page(Glyphs(text_page, fonts), index + 1, width, height)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _read_page(glyphs: Glyphs, number: int, width: float, height: float) -> Page:
    if has_right_to_left(glyphs.text):
        put_in_order(glyphs, width)
    lines = read_lines(glyphs, number)
    if number == 1:
        lines = cut_masthead(glyphs, lines, width, height)
    return Page(join_lines(glyphs, lines), height)


def _refuse_without_text(pages: list[Page]) -> None:
    lengths = [sum([len(line.text) for line in page.lines]) for page in pages]
    empty = sum(length < MIN_PAGE_LENGTH for length in lengths)
    if empty > MAX_EMPTY_SHARE * len(pages):
        raise Unreadable(
            Reason.NO_TEXT_LAYER,
            "The PDF has no text layer",
            f"{empty:,} of its {len(pages):,} pages hold no text: they are images, such as of a scan",
        )
    sample = "".join([line.text for page in pages for line in page.lines[:SAMPLE_LINES]])
    garbled = len(GARBLED.findall(sample))
    if garbled > MAX_GARBLED_SHARE * len(sample):
        raise Unreadable(
            Reason.UNREADABLE_FONTS,
            "The PDF's text can't be decoded",
            f"its fonts don't say which letters {garbled:,} of {len(sample):,} characters are",
        )


def _truncated(why: str) -> Unreadable:
    return Unreadable(Reason.TRUNCATED_PDF, "The PDF is cut off or damaged", why)


def _is_pdf(data: bytes) -> bool:
    head = data[:HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\f\x00").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head and (b"startxref" in data or b"endobj" in data)


register(Format(MEDIA_TYPE, "pdf", "PDF", 40, by_bytes(_is_pdf), read_pdf, has_pages=True))
