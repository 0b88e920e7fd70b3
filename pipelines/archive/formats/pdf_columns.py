"""Parts a PDF page that is set in two columns of running text, so that one is read to its foot before the other.

Here: whether a page has columns, where, and the order of what stands in them. Not here: the columns of a masthead
(`pdf_lines`) and of tables, whose cells are read row by row (`pdf_layout`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_lines import COLUMN_TOLERANCE, Line

LEAST = 8  # lines that a column has at least
ALIKE = 0.85  # of the wider column: the other is at least that wide, as columns of text are and those of tables are not
FULL = 0.7  # of a column's width: a line of running text is mostly that long
MIDDLE = (0.4, 0.65)  # of the width of the page's text: the right column begins between these
APART = 1.3  # of the usual leading: a paragraph, or the row of a table, begins below such a step


def in_columns(lines: list[Line]) -> list[list[Line]]:
    """The lines of a page, parted as they are read: one part where it is set in one column.

    `lines`: from top to bottom, with the role of those that are furniture, which stays with the first and last part.
    """
    text = [line for line in lines if line.role is Role.BODY and not line.column]
    begins = _right_column(text)
    if begins is None:
        return [lines]
    head = [line for line in lines if line.role is Role.PAGE_HEADER or line.column]
    foot = [line for line in lines if line.role is not Role.BODY and line.role is not Role.PAGE_HEADER]
    return [head, *_parts(text, begins), foot]


def _right_column(text: list[Line]) -> float | None:
    """Where the right column of a page begins; None where its text has one column."""
    left, right = min((line.x0 for line in text), default=0.0), max((line.x1 for line in text), default=0.0)
    least, most = (left + share * (right - left) for share in MIDDLE)
    starts = Counter(round(line.x0) for line in text if least < line.x0 < most)
    for start, count in starts.most_common(2):
        if count >= LEAST / 2 and _are_columns(*_sides(text, start)):
            return start
    return None


def _sides(text: list[Line], begins: float) -> tuple[list[Line], list[Line]]:
    one = [line for line in text if _side(line, begins) == 0]
    return one, [line for line in text if _side(line, begins) == 1]


def _side(line: Line, begins: float) -> int:
    """0 left of where a column begins, 1 right of it, -1 over both."""
    if line.x0 >= begins - COLUMN_TOLERANCE:
        return 1
    return 0 if line.x1 + line.size / 2 < begins - COLUMN_TOLERANCE else -1


def _are_columns(left: list[Line], right: list[Line]) -> bool:
    if min(len(left), len(right)) < LEAST:
        return False
    widths = [max(line.x1 for line in side) - min(line.x0 for line in side) for side in (left, right)]
    full = [
        sum(line.x1 - line.x0 > FULL * width for line in side) >= len(side) / 2
        for side, width in zip((left, right), widths, strict=True)
    ]
    return min(widths) > ALIKE * max(widths) and all(full) and not _in_rows(left, right)


def _in_rows(left: list[Line], right: list[Line]) -> bool:
    """Whether most of what begins on the side where less begins does so level with the other, as cells do."""
    fewer, more = sorted((_begins(left), _begins(right)), key=len)
    level = sum(any(abs(y - other) < COLUMN_TOLERANCE for other in more) for y in fewer)
    return level > 1 and level > len(fewer) / 2


def _begins(side: list[Line]) -> list[float]:
    """The heights at which something begins below a step."""
    steps = [above.y - line.y for above, line in pairwise(side)]
    least = APART * median(steps)
    return [line.y for line, step in zip(side[1:], steps, strict=True) if step > least]


def _parts(text: list[Line], begins: float) -> Iterator[list[Line]]:
    """Between lines that run over both columns, the left one and then the right one."""
    top = max(line.y + line.size for line in text if _side(line, begins) == 1)
    for over, run in groupby(text, lambda line: line.y > top or _side(line, begins) < 0):
        lines = list(run)
        yield from [lines] if over else filter(None, _sides(lines, begins))
