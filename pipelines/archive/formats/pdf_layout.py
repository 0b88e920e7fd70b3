"""Tells what the lines of a PDF are: page furniture, masthead, footnotes, tables, or text.

Here: the order in which that is told, and tables.
Not here: finding lines (`pdf_lines`), furniture (`pdf_furniture`), notes (`pdf_notes`), paragraphs (`pdf_blocks`).
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_furniture import SAME_PLACE, mark_furniture
from pipelines.archive.formats.pdf_lines import Line
from pipelines.archive.formats.pdf_notes import find_footnotes
from pipelines.archive.formats.pdf_style import PARAGRAPH_START, Style, has_leaders, measure_style, most


def assign_roles(pages: list[list[Line]], heights: list[float]) -> Style:
    """Give every line of a document its role, and return what is usual in the document."""
    mark_furniture(pages, heights)
    style = measure_style(pages)
    carried = False
    for lines in pages:
        body = [line for line in lines if line.role is Role.BODY]
        for line in body:
            if line.column:
                line.role = Role.MASTHEAD
        carried = find_footnotes([line for line in body if line.role is Role.BODY], style, carried=carried)
        _tables([line for line in body if line.role is Role.BODY], style)
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
        while (
            end < len(lines) and not _is_text(lines[end], style, left) and _follows(lines[end - 1], lines[end], style)
        ):
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


def _follows(above: Line, line: Line, style: Style) -> bool:
    return above.y - line.y < 1.25 * style.leading
