"""Finds the columns of one PDF page: those of the masthead, and those of running text, each read to its foot.

Here: where a right column begins, cutting there what PDFium takes for one line, and the order of the columns.
Not here: lines (`pdf_lines`), and what they are (`pdf_layout`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_glyphs import Glyphs
from pipelines.archive.formats.pdf_lines import COLUMN_TOLERANCE, Line, Page, Space, parted

LEAST = 8  # lines that a column has at least
ALIKE = 0.85  # of the wider column: the other is at least that wide, as columns of text are and those of tables are not
FULL = 0.7  # of a column's width: a line of running text is mostly that long
MIDDLE = (0.4, 0.65)  # of the width of the page's text: the right column begins between these
SAME_START = 1.5  # points: a column's lines begin that near to where it does
GUTTER = 1.3  # of the usual word space of the column that is less stretched: the gutter is wider than that
CLEAR = 1.5  # ems: the white space on either side of a heading over both columns is wider than that
APART = 1.3  # of the usual leading: a paragraph, or the row of a table, begins below such a step


def in_columns(page: Page) -> list[list[Line]]:
    """The lines of a page, parted as they are read: headers, columns of the masthead, columns of text, footers."""
    lines, begins = page.lines, page.right_column
    head, foot = ([line for line in lines if line.role is role] for role in (Role.PAGE_HEADER, Role.PAGE_FOOTER))
    masthead = [[line for line in lines if line.role is Role.MASTHEAD and line.column == column] for column in (1, 2)]
    text = [line for line in lines if line.role is Role.BODY]
    return [head, *masthead, *(_parts(text, begins) if begins is not None else [text]), foot]


def usual_columns(pages: list[Page]) -> list[float]:
    """Where the right column begins on left-hand and on right-hand pages, if most pages of a document have two."""
    starts = [page.right_column for page in pages if page.right_column is not None]
    return [start for start, _ in Counter(starts).most_common(2)] if 2 * len(starts) >= len(pages) else []


def cut_columns(glyphs: Glyphs, lines: list[Line], known: list[float]) -> tuple[list[Line], float | None]:
    """Cut at the gutter what PDFium takes for one line of two columns of text, however narrow the gutter is.

    Return the lines from top to bottom, and where the right column begins: where least runs over it, for its indented
    lines begin further right; None where the page has one column. `known`: where columns of other pages begin.
    """
    found: list[tuple[int, float, list[Line]]] = []
    for begins in [*known, *_starts(lines)]:
        cut = [part for line in lines for part in _cut(glyphs, line, begins)]
        if begins not in known and min(map(len, _sides(cut, begins))) < LEAST:
            continue
        cut.sort(key=lambda line: (-line.y, line.x0))
        left, right = _sides_of_columns(cut, begins)
        if _are_columns(left, right) or (begins in known and _may_be_columns(left, right)):
            found.append((len(cut) - len(left) - len(right), begins, cut))
    if not found:
        return lines, None
    _, begins, cut = min(found, key=lambda columns: columns[:2])
    return cut, begins


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


def _starts(text: list[Line]) -> list[int]:
    """Where a right column may begin: where most lines or words do about the middle of the page's text."""
    left, right = min((line.x0 for line in text), default=0.0), max((line.x1 for line in text), default=0.0)
    least, most = (left + share * (right - left) for share in MIDDLE)
    starts = Counter(
        round(start)
        for line in text
        for start in (line.x0, *(space.right for space in line.spaces))
        if least < start < most
    )
    return [start for start, count in starts.most_common(4) if count >= LEAST / 2]


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
    alike = min(_width(left), _width(right)) > ALIKE * max(_width(left), _width(right))
    return alike and _runs_on(left) and _runs_on(right) and not _in_rows(left, right)


def _may_be_columns(left: list[Line], right: list[Line]) -> bool:
    """Tell whether the sides may be columns that other pages have too, though one of them is short."""
    return bool(left and right) and _runs_on(max(left, right, key=len)) and not _in_rows(left, right)


def _width(side: list[Line]) -> float:
    return max(line.x1 for line in side) - min(line.x0 for line in side)


def _runs_on(side: list[Line]) -> bool:
    """Tell whether most lines are as long as those of running text."""
    return sum(line.x1 - line.x0 > FULL * _width(side) for line in side) >= len(side) / 2


def _in_rows(left: list[Line], right: list[Line]) -> bool:
    """Whether most of what begins on the side where less begins does so level with the other, as cells do."""
    fewer, more = sorted((_begins(left), _begins(right)), key=len)
    level = sum(any(abs(y - other) < COLUMN_TOLERANCE for other in more) for y in fewer)
    return level > 1 and level > len(fewer) / 2


def _begins(side: list[Line]) -> list[float]:
    """The heights at which something begins below a step."""
    steps = [above.y - line.y for above, line in pairwise(side)]
    least = APART * median(steps or [0.0])
    return [line.y for line, step in zip(side[1:], steps, strict=True) if step > least]


def _sides_of_columns(text: list[Line], begins: float) -> tuple[list[Line], list[Line]]:
    """The lines on either side of where a column begins, without those above the columns."""
    over = _over_both(text, begins)
    return _sides([line for line, is_over in zip(text, over, strict=True) if not is_over], begins)


def _over_both(text: list[Line], begins: float) -> list[bool]:
    """Tell of each line whether it is above columns: it runs over both, or the right one begins only below it.

    Columns go from one line over both to the next, so that there may be several pairs on a page.
    """
    over: list[bool] = []
    apart = _apart_from_columns(text, begins)
    for is_apart, run in groupby(text, lambda line: _side(line, begins) < 0 or id(line) in apart):
        lines = list(run)
        top = max((line.y + line.size for line in lines if _side(line, begins) == 1), default=-math.inf)
        over.extend(is_apart or line.y > top for line in lines)
    return over


def _apart_from_columns(text: list[Line], begins: float) -> set[int]:
    """The ids of what is over both columns though it doesn't run over the gutter: rows of a table, short headings."""
    long = FULL * (begins - min((line.x0 for line in text), default=0.0))
    rows: list[list[Line]] = []
    for line in text:
        if rows and rows[-1][0].y - line.y < COLUMN_TOLERANCE:
            rows[-1].append(line)
        else:
            rows.append([line])
    tables = [[*run] for is_row, run in groupby(rows, lambda row: _is_row(row, begins, long)) if is_row]
    apart = [row for table in tables if len(table) > 1 for row in table]
    apart += [row for at, row in enumerate(rows) if _is_between_columns(rows[max(at - 2, 0) : at + 3], row, begins)]
    return {id(line) for row in apart for line in row}


def _is_between_columns(near: list[list[Line]], row: list[Line], begins: float) -> bool:
    """Tell whether a row is one line with white space above and below, between lines of both columns."""
    above = [line for other in near for line in other if line.y > row[0].y]
    below = [line for other in near for line in other if line.y < row[-1].y]
    return len(row) == 1 and all(
        {_side(line, begins) for line in lines} == {0, 1}
        and min(abs(line.y - row[0].y) for line in lines) > CLEAR * lines[0].size
        for lines in (above, below)
    )


def _is_row(row: list[Line], begins: float, long: float) -> bool:
    sides = {_side(line, begins) for line in row}
    is_parted = len(row) > 2 or any(line.gaps for line in row)
    return is_parted and (len(sides) > 1 or -1 in sides) and all(line.gaps or line.x1 - line.x0 < long for line in row)


def _parts(text: list[Line], begins: float) -> Iterator[list[Line]]:
    """Between lines that run over both columns, the left one and then the right one."""
    over = dict(zip(map(id, text), _over_both(text, begins), strict=True))
    for is_over, run in groupby(text, lambda line: over[id(line)]):
        lines = list(run)
        yield from [lines] if is_over else filter(None, _sides(lines, begins))


def cut_masthead(glyphs: Glyphs, lines: list[Line], width: float, height: float) -> list[Line]:
    """Part the left and the right column of a masthead (body; distribution, date, language) on the first page.

    The right column begins where most lines of the upper half begin that begin in its right half; what PDFium takes
    for one line is cut there.
    """
    upper = [line for line in lines if line.y > height / 2]
    starts = [line.x0 for line in upper] + [space.right for line in upper for space in _wide(line)]
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


def _wide(line: Line) -> list[Space]:
    return [space for space in line.spaces if space.index in line.gaps]
