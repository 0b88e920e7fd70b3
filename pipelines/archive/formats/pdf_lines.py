"""Finds the lines of one PDF page: their text, place, type size and weight, their spaces and their raised marks.

Here: what PDFium takes for a line, and what of it stands on one baseline and belongs together.
Not here: columns, at which lines are cut between the two (`pdf_columns`), what takes the whole document, such as its
usual type size (`pdf_layout`), and paragraphs (`pdf_blocks`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from pipelines.archive.document import Role
from pipelines.archive.formats.numerals import CLOSES_LINE, LABEL_ALONE, NOTE_SIGNS
from pipelines.archive.formats.pdf_glyphs import RAW_LINE, Glyphs, in_rows

POSSIBLE_MARK = re.compile(rf"[(\d{NOTE_SIGNS})]+(?:[a-z](?:,[a-z])*(?![^\s.,;:]))?")
LETTER = re.compile(r"[^\W\d_]{2}")
SMALL = 0.8  # of the line's type size: a mark is smaller than that
RAISED = 0.08  # of the line's type size: a mark stands at least that far above the baseline
WIDE_GAP = 1.2  # ems: no word space is that wide, except in a line stretched as a whole
STRETCH = 2.5  # a gap between columns is wider than that many of the narrowest word space of its line
SPLIT_WORD = re.compile(r"(?<=[^\W\d_]) (?=-(?:[^\W\d_]|$)|’)|(?<=[^\W\d_]-) (?=[^\W\d_])")
NARROW = 0.65  # of the line's word spaces
LABEL_GAP = 5.0  # ems between a paragraph's number and its first word, at most
COLUMN_TOLERANCE = 3.0  # points
EDGE = 6.0  # points within which lines end that end alike
APART = 1.5  # of the widest word space of its line: a number in the margin stands that far off


@dataclass(frozen=True, slots=True)
class Space:
    """A space in a line: its position in the text, and where it begins and the next word does, in points."""

    index: int
    left: float
    right: float

    @property
    def width(self) -> float:
        """How far apart the words are."""
        return self.right - self.left


@dataclass(slots=True)
class Line:
    """One line of type, or one column's part of it.

    `x0`, `x1`: left edge of its first and of its last character; `y`: baseline, in points from the page's foot.
    `marks`: spans in `text` of raised marks in small type. `spaces`: all spaces of what PDFium takes for a line, or of
    a part that was cut from it. `gaps`: those as wide as between columns.
    `column`: in the first page's masthead, 1 for the left and 2 for the right column; 0 elsewhere.
    `start`: index of the first character in the page's text. `role`: see `Role`; given by
    `pdf_layout`, in the masthead by `pdf_columns`.
    `row`: lines of a page that stand beside one another have the same one.
    """

    text: str
    page: int
    start: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    marks: tuple[tuple[int, int], ...] = ()
    gaps: tuple[Space, ...] = ()
    spaces: tuple[Space, ...] = ()
    column: int = 0
    role: Role = Role.BODY
    row: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines and its height."""

    lines: list[Line]
    height: float


def read_lines(glyphs: Glyphs, page: int) -> list[Line]:
    """Return what PDFium takes for the lines of a page, in the order in which they are drawn."""
    lines = []
    for match in RAW_LINE.finditer(glyphs.text):
        raw = match.group()
        text = raw.strip()
        if text:
            line = line_at(glyphs, text, match.start() + raw.index(text[0]), page)
            lines.extend([line] if line.x1 >= line.x0 else _turned_back(glyphs, line))
    return _with_margin_numbers_first(glyphs, lines)


def _with_margin_numbers_first(glyphs: Glyphs, lines: list[Line]) -> list[Line]:
    """Put numbers in the right margin before their lines: so some documents number paragraphs on right-hand pages."""
    right = right_edge(lines) + EDGE
    lines = [part for line in lines for part in _without_margin_number(glyphs, line, right)]
    for row in in_rows([(line.y, line.size, line) for line in lines]):
        beside = [line.x0 for line in row if right > line.x1 > right / 2]
        for line in row:
            if beside and line.x0 > right and CLOSES_LINE.fullmatch(f" {line.text}"):
                line.x0 = line.x1 = beside[-1] - line.size
    return lines


def _without_margin_number(glyphs: Glyphs, line: Line, right: float) -> list[Line]:
    """Part a line from the number in the right margin that PDFium takes for its last word.

    The number stands apart by more than words do, over the edge where lines end on the right:

        The Committee adopted its agenda, as amended, at |   12.
                                            `right` is here ^

    A row of a table has more such gaps, a raised number is the mark of a footnote.
    """
    number = CLOSES_LINE.search(line.text)
    if number is None or not line.spaces or number.span(1) in line.marks or line.gaps[:-1]:
        return [line]
    *within, last = line.spaces
    over_the_edge = right / 2 < last.left < right < last.right
    stands_apart = last.width >= APART * max((space.width for space in within), default=0.0)
    return parted(glyphs, line, number.start()) if over_the_edge and stands_apart else [line]


def join_lines(glyphs: Glyphs, lines: list[Line]) -> list[Line]:
    """Return a page's lines from top to bottom, and from left to right on one baseline, each in one piece."""
    for line in lines:
        if " -" in line.text or "- " in line.text or " ’" in line.text:
            _close_words(glyphs, line)
    return _join_rows(lines)


def _turned_back(glyphs: Glyphs, line: Line) -> list[Line]:
    """Part a line at whose end PDFium has put what stands to its left: a number or mark that is drawn last."""
    for match in reversed(list(re.finditer(r" +", line.text))):
        before, after = line.start + match.start() - 1, line.start + match.end()
        if glyphs.origin(before)[0] > line.x0 >= glyphs.origin(after)[0]:
            return parted(glyphs, line, match.start())
    return [line]


def right_edge(lines: list[Line]) -> float:
    """Return where most of the long lines of a page end on the right."""
    longest = max([len(line.text) for line in lines], default=0)
    edges = Counter([line.x1 // EDGE for line in lines if len(line.text) > longest / 2])
    return EDGE * max(edges, key=lambda edge: (edges[edge] + edges[edge + 1], edge), default=0.0) + EDGE


def line_at(glyphs: Glyphs, text: str, start: int, page: int) -> Line:
    """The line, or the part of one, that a text is which begins at an index of a page's text."""
    last = len(text) - 1
    x0, y0 = glyphs.origin(start)
    x1, y1 = glyphs.origin(start + last)
    y = min(y0, y1)
    # Asked where it is surely not a mark; a space that PDFium adds has no size.
    middle = last // 2
    if not text[middle].isalpha():
        letter = LETTER.search(text, middle) or LETTER.search(text)
        middle = letter.start() if letter else middle
    size = glyphs.size(start + middle)
    unmarked = max(len(text.rstrip(f"{NOTE_SIGNS}0123456789\ufffe")) - 1, 0)
    bold, italic = map(all, zip(*(glyphs.face(start + at) for at in {0, middle, unmarked}), strict=True))
    marks = [
        (first, match.end())
        for match in POSSIBLE_MARK.finditer(text)
        if (first := _mark_start(glyphs, start, match, size, y)) < match.end()
    ]
    if text[1:2] in {" ", ","} and text[0].islower() and _is_mark(glyphs, start, size, y):  # a table's note
        marks.insert(0, (0, len(text.split(" ", 1)[0])))
    spaces = tuple(
        Space(at, glyphs.origin(start + at)[0], glyphs.origin(start + at + 1)[0])
        for at, character in enumerate(text)
        if character == " "
    )
    gaps = tuple(_gaps(text, spaces, size))
    return Line(text.replace("\ufffe", "-"), page, start, x0, x1, y, size, bold, italic, tuple(marks), gaps, spaces)


def parted(glyphs: Glyphs, line: Line, space: int) -> list[Line]:
    """Part a line at one of its spaces."""
    rest = line.text[space:].lstrip()
    start = line.start + len(line.text) - len(rest)
    return [line_at(glyphs, line.text[:space].rstrip(), line.start, line.page), line_at(glyphs, rest, start, line.page)]


def _mark_start(glyphs: Glyphs, start: int, match: re.Match[str], size: float, y: float) -> int:
    """Return where the mark begins that a possible one ends with: at its end, where it is none."""
    first = match.end()
    while first > match.start() and _is_mark(glyphs, start + first - 1, size, y):
        first -= 1
    return first


def _is_mark(glyphs: Glyphs, index: int, size: float, y: float) -> bool:
    return glyphs.size(index) < SMALL * size and glyphs.origin(index)[1] > y + RAISED * size


def _gaps(text: str, spaces: tuple[Space, ...], size: float) -> Iterator[Space]:
    """Yield the spaces as wide as between columns, but for the one after a label."""
    # Not the usual one: in a row of figures most are gaps.
    narrowest = min(space.width for space in spaces) if len(spaces) > 2 else 0.0
    least = max(WIDE_GAP * size, STRETCH * narrowest)
    for space in spaces:
        if space.width > least and not LABEL_ALONE.fullmatch(text, 0, space.index):
            yield space


def _close_words(glyphs: Glyphs, line: Line) -> None:
    """Take out spaces beside a hyphen or apostrophe that PDFium adds for a gap much narrower than a word space."""
    widths = {space.index: space.width for space in line.spaces}
    usual = median(widths.values())
    for match in reversed(list(SPLIT_WORD.finditer(line.text))):
        index = match.start()
        if 0 < widths[index] < NARROW * usual and glyphs.is_added(line.start + index):
            line.text = line.text[:index] + line.text[index + 1 :]
            line.marks = tuple((first - (first > index), last - (last > index)) for first, last in line.marks)


def _join_rows(lines: list[Line]) -> list[Line]:
    """Sort lines visually and join what stands on one baseline without a gap: a number and its paragraph, a mark."""
    lines.sort(key=lambda line: line.x0)
    joined = []
    for number, row in enumerate(in_rows([(line.y, line.size, line) for line in lines])):
        for line in _join_row(row):
            line.row = number
            joined.append(line)
    return joined


def _join_row(row: list[Line]) -> list[Line]:
    if len(row) == 1:
        return row
    row.sort(key=lambda line: line.x0)
    joined = [row[0]]
    for line in row[1:]:
        left = joined[-1]
        ends_in_mark = bool(left.marks) and left.marks[-1][1] == len(left.text)
        last_size = min(left.size, line.size) * (0.6 if ends_in_mark else 1)
        gap = line.x0 - left.x1 - 0.5 * last_size  # half an em for the last character itself
        most = (LABEL_GAP if LABEL_ALONE.fullmatch(left.text) else WIDE_GAP) * max(left.size, line.size)
        if left.column == line.column and gap < most:
            joined[-1] = _joined(left, line, gap)
        else:
            joined.append(line)
    return joined


def _joined(left: Line, right: Line, gap: float) -> Line:
    main = left if len(left.text) >= len(right.text) else right
    space = " " if gap > 0.1 * main.size or LABEL_ALONE.fullmatch(left.text) else ""
    offset = len(left.text) + len(space)
    marks = [*left.marks, *((first + offset, last + offset) for first, last in right.marks)]
    for part, shift in ((left, 0), (right, offset)):
        if part is not main and part.size < SMALL * main.size and part.y > main.y + RAISED * main.size:
            marks.append((shift, shift + len(part.text)))
    return replace(
        left,
        text=left.text + space + right.text,
        x1=right.x1,
        y=main.y,
        size=main.size,
        bold=left.bold and right.bold,
        italic=left.italic and right.italic,
        marks=tuple(sorted(marks)),
        gaps=left.gaps + right.gaps,
        spaces=(),
    )
