"""Finds page headers and footers in a PDF: by their place, by repetition, and by naming the page and the document.

Here: rows at the edges of pages.
Not here: mastheads, which stand at the top of the first page only (`pdf_lines`), and footnotes (`pdf_notes`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.document import Role

if TYPE_CHECKING:
    from pipelines.archive.readers.pdf_lines import Line

HEADER_ZONE, FOOTER_ZONE = 0.85, 0.15  # of the page's height
MAX_ROWS = 3  # at the top and at the foot of a page
SAME_PLACE = 4.0  # points: a running header stands at one height
PAGE_NUMBER = re.compile(r"(?:page|página|страница)|[-–]|(\d{1,4})(?:/\d{1,4})?|[ivxlc]{1,6}", re.IGNORECASE)
JOB_NUMBER = re.compile(
    r"(?:[A-Z]{1,3}\.)?\d{2}-\d{4,6}\*?(?:\s*\([A-Z]\))?(?:\s*\d{6})*\*?|\*\d{6,8}\*+|Please recycle\b.*", re.IGNORECASE
)
NAME_OF_DOCUMENT = re.compile(r"\S*[A-Z]\S*/\S*\d\S*|\S*\d{2}-\d{4,6}\*?")  # a symbol, a job number


def mark_furniture(pages: list[list[Line]], heights: list[float]) -> None:
    """Find page headers and footers: outermost rows that stand on other pages too, or only number and name the page."""
    known = {token for line in pages[0] for token in NAME_OF_DOCUMENT.findall(line.text)} if pages else set()
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    seen: defaultdict[tuple[Role, str], list[float]] = defaultdict(list)
    for index, page in enumerate(edges):
        for role, rows in page.items():
            if index or role is Role.PAGE_FOOTER:
                for row in rows:
                    seen[role, _pattern(row)].append(row[0].y)
    for index, page in enumerate(edges):
        for role, rows in page.items():
            for row in rows:
                places = seen[role, _pattern(row)]
                repeated = sum(abs(place - row[0].y) < SAME_PLACE for place in places) > 1
                if index == 0 and role is Role.PAGE_HEADER:
                    break  # the masthead
                if not (repeated or _names_page(row, index + 1, known)):
                    break
                for line in row:
                    line.role = role


def _edges(lines: list[Line], height: float) -> dict[Role, list[list[Line]]]:
    """Return the rows nearest to the page's top and foot, outermost first."""
    top = [row for row in _rows(lines[: 4 * MAX_ROWS]) if row[0].y > HEADER_ZONE * height]
    foot = [row for row in _rows(lines[-4 * MAX_ROWS :]) if row[0].y < FOOTER_ZONE * height]
    return {Role.PAGE_HEADER: top[:MAX_ROWS], Role.PAGE_FOOTER: foot[: -MAX_ROWS - 1 : -1]}


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].y - line.y) < SAME_PLACE:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _pattern(row: list[Line]) -> str:
    """Return a row's text with numbers alike and left and right alike, since both change from page to page."""
    tokens = [re.sub(r"\d+", "#", token) for line in row for token in line.text.split()]
    return " ".join(sorted(tokens))


def _names_page(row: list[Line], page: int, known: set[str]) -> bool:
    """Tell whether a row holds only the page's number, and the symbol or job number that the first page has too."""
    if all(JOB_NUMBER.fullmatch(line.text) for line in row):
        return True
    named = False
    for token in (token for line in row for token in line.text.split()):
        number = PAGE_NUMBER.fullmatch(token)
        if (number and (number[1] is None or int(number[1]) == page)) or (page > 1 and token in known):
            named = True
        else:
            return False
    return named
