"""Tells what the lines of a PDF are: what other pages repeat, masthead, tables, or text.

Here: what is usual in the document and stands out from it; tables; what is printed at one place on several pages.
Not here: what is furniture by its form (`extract/outline`); lines (`pdf_lines`), columns (`pdf_columns`), paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, groupby, pairwise, zip_longest

from pipelines.archive.document import LARGE, SMALL, Role
from pipelines.archive.formats.numerals import OPENS_WITH_SIGN
from pipelines.archive.formats.pdf_lines import EDGE, Line, Page, right_edge
from pipelines.archive.symbols import LEADERS

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

    def stands_out(self, line: Line) -> bool:
        """Tell whether a line is bold or in larger type than the text."""
        return line.bold or line.size > LARGE * self.size


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
    """Mark the outermost rows that stand at one height on other pages, too; above the first page's masthead is none."""
    edges = [rows for page in pages for rows in _edges(page)]
    seen: defaultdict[str, list[tuple[Line, list[int]]]] = defaultdict(list)
    for row in chain.from_iterable(edges):
        pattern, numbers = _pattern(row)
        seen[pattern].append((row[0], numbers))
    for rows in edges[1:]:
        for row in rows:
            pattern, numbers = _pattern(row)
            if not pattern or not any(_repeats(row[0], numbers, *other) for other in seen[pattern]):
                break
            for line in row:
                line.role = Role.REPEATED


def _repeats(line: Line, numbers: list[int], other: Line, others: list[int]) -> bool:
    """Tell whether another page has a row at the same height whose numbers are the same, or count up with the pages."""
    pages = line.page - other.page
    same = all(number - there in {0, pages} for number, there in zip(numbers, others, strict=True))
    return pages != 0 and same and abs(line.y - other.y) < SAME_PLACE


def _edges(page: Page) -> tuple[list[list[Line]], list[list[Line]]]:
    """Return the rows nearest to a page's top and those nearest to its foot, outermost first."""
    rows = [[*row] for _, row in groupby(page.lines, lambda line: line.row)]
    top = [row for row in rows[:MAX_ROWS] if row[0].y > HEADER_ZONE * page.height]
    return top, [row for row in rows[: -MAX_ROWS - 1 : -1] if row[0].y < FOOTER_ZONE * page.height]


def _pattern(row: list[Line]) -> tuple[str, list[int]]:
    """Return a row's text with numbers alike and left and right alike, since both change from page to page; and these.

    A row of running text has none: it is longer than a header; nor has one that a mark opens, as it does a footnote.
    """
    text = " ".join([line.text for line in row])
    if len(text) > MAX_LENGTH or opens_with_mark(row[0]):
        return "", []
    text = " ".join(sorted(text.split(), key=lambda word: NUMBER.sub("#", word)))
    return NUMBER.sub("#", text), [*map(int, NUMBER.findall(text))]
