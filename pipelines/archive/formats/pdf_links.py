"""Asks PDFium which text of a page is nothing but a link to the top of its document ("Back to top").

Here: links that a page's annotations make. Such text is of the program that prints pages of a web site, not of a note.
Not here: links to other documents, which are text as all other.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_lines import Line

TOP = 20.0  # points from the upper edge of the first page: no text stands above
ROUND = 1.0  # points by which programs round where a link stands
MAX_LINKS = 100  # to the top, of one page


def mark_links_to_top(document: PdfDocument, page: Any, lines: list[Line]) -> None:
    """Give the lines of a loaded page their role that are nothing but links to the top of its document."""
    for box in islice(_links_to_top(document, page), MAX_LINKS):
        for line in lines:
            within = box.left - ROUND < line.x0 and line.x1 < box.right + ROUND
            if within and box.bottom - ROUND < line.y < box.top:
                line.role = Role.PAGE_FOOTER


def _links_to_top(document: PdfDocument, page: Any) -> Iterator[Any]:
    """Yield where the links stand."""
    at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    _, height = document.get_page_size(0)
    while pdfium.FPDFLink_Enumerate(page, at, link):
        target = pdfium.FPDFLink_GetDest(document.raw, link)
        box = pdfium.FS_RECTF()
        if target and _is_top(document, target, height) and pdfium.FPDFLink_GetAnnotRect(link, box):
            yield box


def _is_top(document: PdfDocument, target: Any, height: float) -> bool:
    has_x, has_y, has_zoom = (ctypes.c_int() for _ in range(3))
    x, y, zoom = (ctypes.c_float() for _ in range(3))
    told = pdfium.FPDFDest_GetLocationInPage(target, has_x, has_y, has_zoom, x, y, zoom)
    first = pdfium.FPDFDest_GetDestPageIndex(document.raw, target) == 0
    return bool(told and has_y.value and first and y.value >= height - TOP)
