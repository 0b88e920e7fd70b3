"""Finds the columns of a PDF's masthead: the body, and beside it distribution, date and language.

Here: where the right column begins, cutting there what PDFium takes for one line, and the order of the columns.
Not here: lines (`pdf_lines`), and what they are (`pdf_layout`).
"""

from __future__ import annotations

from collections import Counter
from statistics import median

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_glyphs import Glyphs
from pipelines.archive.formats.pdf_lines import COLUMN_TOLERANCE, Line, Page, parted

SAME_START = 1.5  # points: a column's lines begin that near to where it does
GUTTER = 1.3  # of the usual word space of the column that is less stretched: the gutter is wider than that


def in_columns(page: Page) -> list[list[Line]]:
    """The lines of a page, parted as they are read: columns of the masthead, then all else."""
    return [[line for line in page.lines if line.column == column] for column in (1, 2, 0)]


def _cut(glyphs: Glyphs, line: Line, begins: float) -> list[Line]:
    """Cut a line at the space before a column, which is wider than the words of one of the columns stand apart.

    In a line over both columns, all words stand alike, also where one of them happens to begin where the column does.
    """
    for at, space in enumerate(line.spaces):
        if space.left < begins <= space.right + SAME_START:
            sides = [[other.width for other in side] for side in (line.spaces[:at], line.spaces[at + 1 :])]
            usual = min((median(widths) for widths in sides if widths), default=0.25 * line.size)
            return parted(glyphs, line, space.index) if space.width > GUTTER * usual else [line]
    return [line]


def cut_masthead(glyphs: Glyphs, lines: list[Line], width: float, height: float) -> list[Line]:
    """Part the left and the right column of a masthead (body; distribution, date, language) on the first page.

    The right column begins where most lines of the upper half begin that begin in its right half; what PDFium takes
    for one line is cut there.
    """
    upper = [line for line in lines if line.y > height / 2]
    starts = [line.x0 for line in upper] + [space.right for line in upper for space in line.gaps]
    right = Counter(round(start) for start in starts if start > width / 2)
    column, count = max(right.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if count < 2:
        return lines
    lines = [part for line in lines for part in (_cut(glyphs, line, column) if line.y > height / 2 else [line])]
    left_edge = column - COLUMN_TOLERANCE
    # The masthead ends where a line runs on over both columns.
    end = max((line.y for line in lines if line.x0 < left_edge < line.x1), default=0.0)
    in_column = [
        line.y for line in lines if abs(line.x0 - column) <= COLUMN_TOLERANCE and line.y > max(end, height / 2)
    ]
    if not in_column:
        return lines
    lines.sort(key=lambda line: -line.y)
    last = lines[0]
    for line in lines:
        beside = line.y >= min(in_column) - COLUMN_TOLERANCE
        goes_on = line.x1 < left_edge and abs(line.size - last.size) < 0.5 and last.y - line.y < 1.45 * last.size
        if beside and line.x0 > left_edge:
            line.column, line.role = 2, Role.MASTHEAD
        elif beside or (goes_on and last.column):
            line.column, line.role = 1, Role.MASTHEAD
            last = line
    return lines
