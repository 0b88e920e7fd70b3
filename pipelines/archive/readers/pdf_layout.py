"""Tells what the lines of a PDF are by place and repetition: page headers and footers, mastheads, tables, footnotes.

Here: what takes all pages to know, such as the usual type size, and the role of every line.
Not here: finding lines (`pdf_lines`) and making paragraphs of them (`pdf_blocks`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.document import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.archive.readers.pdf_lines import Line

HEADER_ZONE, FOOTER_ZONE = 0.85, 0.15  # of the page's height
FURNITURE_ROWS = 3  # at the top and at the foot of a page, at most
SAME_PLACE = 4.0  # points: a running header stands at one height
PAGE_NUMBER = re.compile(r"(?:page|página|страница)|[-–]|(\d{1,4})(?:/\d{1,4})?|[ivxlc]{1,6}", re.IGNORECASE)
JOB_NUMBER = re.compile(
    r"(?:[A-Z]{1,3}\.)?\d{2}-\d{4,6}\*?(?:\s*\([A-Z]\))?(?:\s*\d{6})*\*?|\*\d{6,8}\*+|Please recycle\b.*", re.IGNORECASE
)
RULE = re.compile(r"[_─—–-]{5,}")
LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
NOTE_MARK = re.compile(r"[*∗†‡]{1,5}(?=\s?[^\s*])")
SMALL_TYPE = 0.93  # of the usual size: footnotes are set smaller than that
TABLE_INTERRUPTION = 3  # lines of one column only, at most, between rows of one table


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: type size of the text, distance of baselines within a paragraph."""

    size: float
    leading: float


def assign_roles(pages: list[list[Line]], heights: list[float]) -> Style:
    """Give every line of a document its role, and return what is usual in the document."""
    _furniture(pages, heights)
    style = _style(pages)
    carried = False
    for lines in pages:
        body = [line for line in lines if line.role is Role.BODY]
        for line in body:
            if line.column:
                line.role = Role.MASTHEAD
        carried = _footnotes([line for line in body if line.role is Role.BODY], style, carried=carried)
        _tables([line for line in body if line.role is Role.BODY], style)
    return style


def _furniture(pages: list[list[Line]], heights: list[float]) -> None:
    """Find page headers and footers: outermost rows that stand on other pages too, or only number and name the page."""
    known = {token for line in pages[0] for token in line.text.split()} if pages else set()
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
    top = [row for row in _rows(lines[: 4 * FURNITURE_ROWS]) if row[0].y > HEADER_ZONE * height]
    foot = [row for row in _rows(lines[-4 * FURNITURE_ROWS :]) if row[0].y < FOOTER_ZONE * height]
    return {Role.PAGE_HEADER: top[:FURNITURE_ROWS], Role.PAGE_FOOTER: foot[: -FURNITURE_ROWS - 1 : -1]}


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
        if (number and (number[1] is None or int(number[1]) == page)) or (
            page > 1 and token in known and any(character.isdigit() for character in token)
        ):
            named = True
        else:
            return False
    return named


def _style(pages: list[list[Line]]) -> Style:
    sizes: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    for lines in pages:
        body = [line for line in lines if line.role is Role.BODY and not line.column]
        for line in body:
            sizes[round(2 * line.size) / 2] += len(line.text)
        right = right_edge(body)
        for above, below in pairwise(body):
            if above.x1 > right - 4 * above.size and abs(above.size - below.size) < 0.5 and above.y - below.y > 2:
                leadings[round(2 * (above.y - below.y)) / 2] += len(below.text)
    size = max(sizes, key=lambda key: (sizes[key], -key), default=10.0)
    leading = max(leadings, key=lambda key: (leadings[key], -key), default=1.2 * size)
    return Style(size, min(leading, 2.6 * size))


def right_edge(lines: list[Line]) -> float:
    """Return where the lines of a page's text end on the right, a few longer ones apart."""
    edges = sorted(line.x1 for line in lines)
    return edges[len(edges) * 19 // 20] if edges else 0.0


def _footnotes(lines: list[Line], style: Style, *, carried: bool) -> bool:
    """Find the footnotes of a page: small type at its foot, beginning with a mark. Return whether there are any.

    `carried`: whether the page before has footnotes, so that small type without a mark may go on from there.
    """
    first = len(lines)
    while first and (lines[first - 1].size < SMALL_TYPE * style.size or _starts_note(lines[first - 1], style)):
        first -= 1
    foot = lines[first:]
    ruled = next((index for index, line in enumerate(foot) if RULE.fullmatch(line.text)), None)
    start = next((index for index, line in enumerate(foot) if _starts_note(line, style)), None)
    if ruled is not None and (start is None or ruled < start):
        foot[ruled].role = Role.PAGE_FOOTER
        start = ruled + 1
    elif start is None:
        if not (carried and foot and first and lines[first - 1].y - foot[0].y > 1.3 * style.leading):
            return False
        start = 0
    role = Role.FOOTNOTE
    for line in foot[start:]:
        if line.marks and line.marks[0][0] == 0:
            # Letters mark the notes of a table.
            role = Role.TABLE if line.text[0].isalpha() else Role.FOOTNOTE
        line.role = role
    return any(line.role is Role.FOOTNOTE for line in foot)


def _starts_note(line: Line, style: Style) -> bool:
    if line.marks and line.marks[0][0] == 0 and line.marks[0][1] < len(line.text):
        return True
    mark = NOTE_MARK.match(line.text)
    return mark is not None and line.size <= style.size


def _tables(lines: list[Line], style: Style) -> None:
    """Find tables: two rows or more with gaps as between columns, and the few lines between them."""
    rows = [index for index, line in enumerate(lines) if _is_row(lines, index)]
    for run in _runs(rows):
        if len(run) < 2:
            continue
        first, last = run[0], run[-1]
        while first and lines[first - 1].size < SMALL_TYPE * style.size:
            first -= 1
        for line in lines[first : last + 1]:
            line.role = Role.TABLE


def _is_row(lines: list[Line], index: int) -> bool:
    line = lines[index]
    if LEADERS.search(line.text):
        return False
    beside = any(
        abs(lines[other].y - line.y) < SAME_PLACE / 2 and lines[other].x0 != line.x0
        for other in (index - 1, index + 1)
        if 0 <= other < len(lines)
    )
    return bool(line.gaps) or beside


def _runs(rows: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for row in rows:
        if run and row - run[-1] > TABLE_INTERRUPTION:
            yield run
            run = []
        run.append(row)
    if run:
        yield run
