"""Tells what the lines of a PDF are: page headers and footers, masthead, tables, or text.

Here: what is usual in the document and stands out from it; tables; what is printed at one place on several pages.
Not here: what is furniture by its form (`extract/outline`); lines (`pdf_lines`), columns (`pdf_columns`), paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest

from pipelines.archive.document import LARGE, SMALL, Role
from pipelines.archive.formats.numerals import NOTE_SIGNS, OPENS_WITH_SIGN
from pipelines.archive.formats.pdf_lines import EDGE, Line, Page, right_edge
from pipelines.archive.symbols import LEADERS

ENDED = re.compile(rf"[.:;?!…][\"”’)\]»]*[\d{NOTE_SIGNS}]*$")
EQUAL = 1.2  # of the narrowest word space: the widest of a line whose words all stand as wide apart


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: type size of the text, distance of its baselines, length of its lines."""

    size: float
    leading: float
    width: float

    def is_small(self, line: Line) -> bool:
        """Tell whether a line is set in smaller type than the text."""
        return line.size < SMALL * self.size

    def is_large(self, line: Line) -> bool:
        """Tell whether a line is set in larger type than the text."""
        return line.size > LARGE * self.size

    def stands_out(self, line: Line) -> bool:
        """Tell whether a line is bold or in larger type than the text."""
        return line.bold or self.is_large(line)


def measure_style(pages: list[list[Line]]) -> Style:
    """Measure what is usual in a document."""
    sizes: Counter[float] = Counter()
    widths: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    for lines in pages:
        body = [line for line in lines if line.role is Role.BODY]
        right = right_edge(body)
        for above, below in zip_longest(body, body[1:]):
            letters = len(above.text)
            sizes[round(2 * above.size) / 2] += letters
            widths[(above.x1 - above.x0) // 10 * 10] += letters
            if below and above.x1 > right - 4 * above.size and abs(above.size - below.size) < 0.5:
                leadings[round(2 * (above.y - below.y)) / 2] += letters
    size = most(sizes, 10.0)
    leading = most(Counter({step: count for step, count in leadings.items() if step > 0.5 * size}), 1.2 * size)
    return Style(size, min(leading, 2.6 * size), most(widths, 400.0))


def most(counts: Counter[float], default: float) -> float:
    """Return the most frequent value, the smaller one of equals."""
    return max(counts, key=lambda value: (counts[value], -value), default=default)


def has_leaders(text: str) -> bool:
    """Tell whether a line has dot leaders, as in a table of contents."""
    return ("..." in text or ". ." in text or "…" in text) and re.search(LEADERS, text) is not None


def is_ended(text: str) -> bool:
    """Tell whether a line ends what it says, as a sentence or a clause does, a footnote mark apart."""
    return ENDED.search(text, max(len(text) - 8, 0)) is not None


def opens_with_mark(line: Line) -> bool:
    """Tell whether a line begins with a raised mark, or with a sign that is one, and goes on."""
    raised = bool(line.marks) and line.marks[0][0] == 0 and line.marks[0][1] < len(line.text)
    return raised or OPENS_WITH_SIGN.match(line.text) is not None


HEADER_ZONE, FOOTER_ZONE = 0.85, 0.15  # of the page's height
NUMBER = re.compile(r"\d+")
MAX_LENGTH = 100  # characters of a header or footer
MAX_ROWS = 3  # at the top and at the foot of a page
SAME_PLACE = 4.0  # points: a running header stands at one height


def find_tables(parts: list[list[Line]]) -> Style:
    """Give the lines of tables in pages and columns their role, and return what is usual in the document."""
    style = measure_style(parts)
    for lines in parts:
        _tables([line for line in lines if line.role is Role.BODY], style)
    return style


def _tables(lines: list[Line], style: Style) -> None:
    """Find tables: rows with gaps as between columns, two or more without running text between, and their cells."""
    rows = _table_rows(lines, style)
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


def _table_rows(lines: list[Line], style: Style) -> list[int]:
    """Return the indexes of lines that have gaps, or others beside them."""
    rows = {index for index, line in enumerate(lines) if line.gaps and not _is_stretched(line, style)}
    for index, (above, line) in enumerate(pairwise(lines), 1):
        if above.row == line.row:
            rows.update((index - 1, index))
    return sorted(index for index in rows if not has_leaders(lines[index].text))


def _is_stretched(line: Line, style: Style) -> bool:
    """Tell whether a line of justified text has so few words that all stand as wide apart as cells."""
    widths = [space.width for space in line.spaces]
    full = abs(line.x1 - line.x0 - style.width) < 2 * EDGE
    return full and len(widths) > 1 and max(widths) < EQUAL * min(widths)


def _is_text(line: Line, style: Style, left: float) -> bool:
    """Tell whether a line runs from the left over most of the page, or is a heading."""
    wide = line.x0 < left and line.x1 - line.x0 > 0.7 * style.width
    return wide or style.stands_out(line)


def mark_repeated(pages: list[Page]) -> None:
    """Give page headers and footers their role: the outermost rows that stand at one height on other pages, too.

    Above the first page's masthead there is none.
    """
    edges = [(page, role, rows) for page in pages for role, rows in _edges(page.lines, page.height).items()]
    seen: defaultdict[tuple[Role, str], list[float]] = defaultdict(list)
    for _, role, rows in edges:
        for row in rows:
            seen[role, _pattern(row)].append(row[0].y)
    for page, role, rows in edges:
        for row in rows if role is Role.PAGE_FOOTER or page is not pages[0] else ():
            pattern = _pattern(row)
            if not pattern or sum([abs(place - row[0].y) < SAME_PLACE for place in seen[role, pattern]]) < 2:
                break
            for line in row:
                line.role = role


def _edges(lines: list[Line], height: float) -> dict[Role, list[list[Line]]]:
    """Return the rows nearest to the page's top and foot, outermost first."""
    rows = [[*row] for _, row in groupby(lines, lambda line: line.row)]
    top = [row for row in rows[:MAX_ROWS] if row[0].y > HEADER_ZONE * height]
    foot = [row for row in rows[: -MAX_ROWS - 1 : -1] if row[0].y < FOOTER_ZONE * height]
    return {Role.PAGE_HEADER: top, Role.PAGE_FOOTER: foot}


def _pattern(row: list[Line]) -> str:
    """Return a row's text with numbers alike and left and right alike, since both change from page to page.

    A row of running text has none: it is longer than a header.
    """
    text = " ".join([line.text for line in row])
    return " ".join(sorted(NUMBER.sub("#", text).split())) if len(text) <= MAX_LENGTH else ""
