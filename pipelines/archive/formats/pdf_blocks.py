"""Makes visual paragraphs of the lines of a PDF page: by leading, type size, indents and lines that end early.

Here: which lines belong together.
Not here: the lines' roles (`pdf_layout`), and joining a paragraph over pages, which is extraction's.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.archive.document import Role
from pipelines.archive.formats.builder import DocumentBuilder
from pipelines.archive.formats.numerals import OPENS_HEADING, OPENS_ITEM, OPENS_PARAGRAPH, is_ended
from pipelines.archive.formats.pdf_layout import Style, has_leaders, opens_with_mark
from pipelines.archive.formats.pdf_lines import Line, right_edge


def add_blocks(lines: list[Line], style: Style, builder: DocumentBuilder) -> None:
    """Add the lines of one part of a page to a document as visual paragraphs."""
    right = right_edge([line for line in lines if line.role is Role.BODY])
    for block in _blocks(lines, style, right):
        builder.add(
            _runs(block),
            role=block[0].role,
            page=block[0].page,
            size=round(max(line.size for line in block), 1),
            bold=all(line.bold for line in block),
            italic=all(line.italic for line in block),
        )


def _blocks(lines: list[Line], style: Style, right: float) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and not _goes_on(block, line, style, right):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _goes_on(block: list[Line], line: Line, style: Style, right: float) -> bool:
    """Tell whether a line goes on with the block above it."""
    last = block[-1]
    step = last.y - line.y
    size = max(last.size, line.size)
    if line.role is not last.role:
        return False
    if step < 2:
        return line.role is not Role.TABLE
    if line.role is Role.REPEATED:
        return False
    if step > max(1.45 * size, 1.25 * style.leading) or abs(last.size - line.size) > 0.1 * size:
        return False
    if line.role is Role.TABLE:
        return not (last.gaps or line.gaps or abs(last.x0 - line.x0) > size or opens_with_mark(line))
    return line.role is not Role.BODY or not _begins(block, line, style, right)


def _begins(block: list[Line], line: Line, style: Style, right: float) -> bool:
    """Tell whether a line of text begins a paragraph, though it stands no further below the last than within one."""
    last = block[-1]
    if has_leaders(last.text) or opens_with_mark(line):
        return True
    above, below = style.stands_out(last), style.stands_out(line)
    if above and below:
        return OPENS_HEADING.match(line.text) is not None
    ended = is_ended(last.text)
    labelled = OPENS_PARAGRAPH.match(line.text) or OPENS_ITEM.match(line.text)
    if (ended or above != below or labelled) and _ends_early(last, line, right):
        return True
    # The first line of the next paragraph stands further in, or that of the next item further out.
    return ended and len(block) > 1 and abs(line.x0 - last.x0) > line.size


def _ends_early(last: Line, line: Line, right: float) -> bool:
    """Tell whether the first word of a line would have had room at the end of the line above."""
    word = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) / max(len(line.text) - 1, 1)
    return last.x1 + last.size + (len(word) - 1) * width < right


def _runs(block: list[Line]) -> Iterator[tuple[str, bool]]:
    for index, line in enumerate(block):
        if index:
            yield "\n", False
        at = 0
        for first, last in line.marks:
            yield line.text[at:first], False
            yield line.text[first:last], True
            at = last
        yield line.text[at:], False
