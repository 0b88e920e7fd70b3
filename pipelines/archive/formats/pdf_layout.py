"""Tells what the lines of a PDF are: page headers and footers, masthead, footnotes, tables, or text.

Here: the order in which that is told, tables, and furniture: by its place, by repetition, and by naming the page and
the document. Not here: finding lines and mastheads (`pdf_lines`), notes (`pdf_notes`), paragraphs (`pdf_blocks`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from pipelines.archive.document import Role
from pipelines.archive.formats.page_marks import JOB, RECYCLE
from pipelines.archive.formats.pdf_lines import Line
from pipelines.archive.formats.pdf_notes import find_footnotes, last_number
from pipelines.archive.formats.pdf_style import PARAGRAPH_START, Style, has_leaders, measure_style, most

HEADER_ZONE, FOOTER_ZONE = 0.85, 0.15  # of the page's height
NUMBER = re.compile(r"\d+")
MAX_LENGTH = 100  # characters of a header or footer
MAX_ROWS = 3  # at the top and at the foot of a page
SAME_PLACE = 4.0  # points: a running header stands at one height
PAGE_NUMBER = re.compile(r"(?:page|página|страница)|[-–]|(\d{1,4})(?:/\d{1,4})?|[ivxlc]{1,6}", re.IGNORECASE)
JOB_NUMBER = re.compile(rf"{JOB}|{RECYCLE}\b.*")
NAME_OF_DOCUMENT = re.compile(r"[^A-Z]*+[A-Z][^/]*+/\D*+\d.*|.*\d{2}-\d{4,6}\*?")  # a symbol, a job number


def assign_roles(parts: list[list[Line]]) -> Style:
    """Give every line of a document's pages or columns its role, and return what is usual in the document.

    Furniture has its role already (`mark_furniture`).
    """
    style = measure_style(parts)
    carried, number = False, 0
    for lines in parts:
        body = [line for line in lines if line.role is Role.BODY]
        for line in body:
            if line.column:
                line.role = Role.MASTHEAD
        text = [line for line in body if line.role is Role.BODY]
        carried = find_footnotes(text, style, carried=carried, number=number)
        text = [line for line in text if line.role is Role.BODY]
        number = last_number(text, number)
        _tables(text, style)
    return style


def _tables(lines: list[Line], style: Style) -> None:
    """Find tables: rows with gaps as between columns, two or more without running text between, and their cells."""
    rows = _table_rows(lines)
    if len(rows) < 2:
        return
    left = most(Counter(line.x0 for line in lines if line.x1 - line.x0 > 0.7 * style.width), 0.0) + 5 * style.size
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and not any(_is_text(line, style, left) for line in lines[runs[-1][1] + 1 : row]):
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    for first, last in runs:
        if first == last:
            continue
        start, end = first, last + 1
        while start and style.is_small(lines[start - 1]):
            start -= 1
        near = 1.25 * style.leading
        while end < len(lines) and not _is_text(lines[end], style, left) and lines[end - 1].y - lines[end].y < near:
            end += 1
        for line in lines[start:end]:
            line.role = Role.TABLE


def _table_rows(lines: list[Line]) -> list[int]:
    """Return the indexes of lines that have gaps, or others beside them."""
    rows = {index for index, line in enumerate(lines) if line.gaps}
    for index, (above, line) in enumerate(pairwise(lines), 1):
        if above.y - line.y < SAME_PLACE / 2 and above.x0 != line.x0:
            rows.update((index - 1, index))
    return sorted(index for index in rows if not has_leaders(lines[index].text))


def _is_text(line: Line, style: Style, left: float) -> bool:
    """Tell whether a line runs from the left over most of the page, or is a heading, or begins a numbered paragraph."""
    wide = line.x0 < left and line.x1 - line.x0 > 0.7 * style.width
    return wide or style.stands_out(line) or bool(PARAGRAPH_START.match(line.text))


def mark_furniture(pages: list[list[Line]], heights: list[float]) -> None:
    """Find page headers and footers: outermost rows that stand on other pages too, or only number and name the page."""
    tokens = (token for line in (pages or [[]])[0] for token in line.text.split())
    known = {token for token in tokens if NAME_OF_DOCUMENT.fullmatch(token)}
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    edges[0:1] = [{Role.PAGE_FOOTER: page[Role.PAGE_FOOTER]} for page in edges[0:1]]  # the masthead is no header
    patterns = [{role: [_pattern(row) for row in rows] for role, rows in page.items()} for page in edges]
    seen: defaultdict[tuple[Role, str], list[float]] = defaultdict(list)
    for page, named in zip(edges, patterns, strict=True):
        for role, rows in page.items():
            for row, pattern in zip(rows, named[role], strict=True):
                seen[role, pattern].append(row[0].y)
    for number, (page, named) in enumerate(zip(edges, patterns, strict=True), 1):
        for role, rows in page.items():
            for row, pattern in zip(rows, named[role], strict=True):
                repeated = sum([abs(place - row[0].y) < SAME_PLACE for place in seen[role, pattern]]) > 1
                if not pattern or not (repeated or _names_page(row, number, known)):
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
    """Return a row's text with numbers alike and left and right alike, since both change from page to page.

    A row of running text has none: it is longer than a header.
    """
    text = " ".join([line.text for line in row])
    return " ".join(sorted(NUMBER.sub("#", text).split())) if len(text) <= MAX_LENGTH else ""


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
