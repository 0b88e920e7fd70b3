"""Tells what the lines of a PDF are: page headers and footers, masthead, footnotes, tables, or text.

Here: what is usual in the document and stands out from it; footnotes, by the marks that the text refers to and by
smaller type, to the foot of the page or to where the numbering of paragraphs goes on; tables; furniture, by its place,
by repetition, and by what names the page.
Not here: lines (`pdf_lines`), columns (`pdf_columns`), paragraphs (`pdf_blocks`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from pipelines.archive.document import Role
from pipelines.archive.formats.builder import LARGE
from pipelines.archive.formats.numerals import NOTE_SIGNS, SIGNED_MARK
from pipelines.archive.formats.pdf_lines import EDGE, Line, Page, right_edge
from pipelines.archive.symbols import JOB, PAGE_WORD, RECYCLE, RULE_LINE, SYMBOL

LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
ENDED = re.compile(rf"[.:;?!…][\"”’)\]»]*[\d{NOTE_SIGNS}]*$")
PARAGRAPH_START = re.compile(r"(\d{1,3})\.\s?(?=[^\d\s])")
EQUAL = 1.2  # of the narrowest word space: the widest of a line whose words all stand as wide apart
SMALL_TYPE = 0.93  # of the usual size: footnotes are set smaller than that


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: type size of the text, distance of its baselines, length of its lines."""

    size: float
    leading: float
    width: float

    def is_small(self, line: Line) -> bool:
        """Tell whether a line is set in smaller type than the text."""
        return line.size < SMALL_TYPE * self.size

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
    return ("..." in text or ". ." in text or "…" in text) and LEADERS.search(text) is not None


def is_ended(text: str) -> bool:
    """Tell whether a line ends what it says, as a sentence or a clause does, a footnote mark apart."""
    return ENDED.search(text, max(len(text) - 8, 0)) is not None


MARK_WITHIN = re.compile(rf"(?<=[^\s{NOTE_SIGNS}]){SIGNED_MARK}(?=\s|$|[.,;:])")
MARK_BEFORE = re.compile(rf"{SIGNED_MARK}(?=\s?[^\s{NOTE_SIGNS}])")
NUMBERED = re.compile(r"\d{1,3}\s")
SAME_SIZE = 0.5  # points
FAR_BELOW = 2.0  # of the usual leading: no line of a note stands that far below another
ABOVE_NOTES = 1.3  # of the usual leading: the text stands at least that far above its notes


def find_footnotes(lines: list[Line], style: Style, *, carried: bool, number: int) -> bool:
    """Give the footnotes of a page their role. Return whether the last one is unended.

    `carried`: whether the last note of the page before is, so that small type without a mark goes on from there.
    `number`: of the last paragraph before the page.
    """
    unended = carried
    while lines:
        marks = _references(lines)
        start = _by_reference(lines, marks, style, number)
        if start is None:
            start = _by_type(lines, style, carried=carried)
        if start is None:
            return False
        number = last_number(lines[:start], number)
        end = _end_of_notes(lines, start, style, number)
        unended = end > start and _take(lines[:end], start, [*marks], style, carried=carried)
        # What stands above the next paragraph, as its headings, is text.
        lines = lines[next((at for at in range(end, len(lines)) if _numbers(lines[at], number + 1)), end) :]
        carried = False
    return unended


def last_number(lines: list[Line], number: int) -> int:
    """Return the number of the last paragraph that lines of text count up to from a number."""
    for line in lines:
        number += _numbers(line, number + 1)
    return number


def _numbers(line: Line, number: int) -> bool:
    """Tell whether a line begins with the number of a paragraph."""
    paragraph = PARAGRAPH_START.match(line.text)
    return paragraph is not None and int(paragraph[1]) == number and not (line.marks and line.marks[0][0] == 0)


def _end_of_notes(lines: list[Line], start: int, style: Style, number: int) -> int:
    """Return the line where notes end: at the next paragraph and the headings above it, or at the foot of the page."""
    end = next((at for at in range(start, len(lines)) if _numbers(lines[at], number + 1)), len(lines))
    while start < end < len(lines) and not is_ended(lines[end - 1].text):
        above = lines[end - 2] if end > start + 1 else lines[start]
        apart = above.y - lines[end - 1].y > ABOVE_NOTES * style.leading
        if not apart and abs(lines[end - 1].size - lines[start].size) < SAME_SIZE:
            break  # a note that ends without a full stop
        end -= 1
    return end


def _take(lines: list[Line], start: int, marks: list[str], style: Style, *, carried: bool) -> bool:
    """Give the notes from a line on their role. Return whether the last one is unended."""
    while carried and start and style.is_small(lines[start - 1]) and not has_leaders(lines[start - 1].text):
        start -= 1
    _assign(lines[start:], marks)
    _part_from_foot(lines[start:], style)
    return lines[-1].role is Role.FOOTNOTE and not is_ended(lines[-1].text)


def _part_from_foot(notes: list[Line], style: Style) -> None:
    """Give the lines their role that stand far below the last note, as what a web site prints below a document."""
    last = next((at for at in range(len(notes) - 1, 0, -1) if NUMBERED.match(notes[at].text) or notes[at].marker), 0)
    for at in range(last + 1, len(notes)):
        above = notes[at - 1]
        if above.y - notes[at].y > FAR_BELOW * style.leading and is_ended(above.text):
            for line in notes[at:]:
                line.role = Role.PAGE_FOOTER if line.role is Role.FOOTNOTE else line.role
            return


def _assign(notes: list[Line], expected: list[str]) -> None:
    role = Role.FOOTNOTE
    for line in notes:
        if line.role is Role.PAGE_FOOTER:  # a rule
            continue
        if line.marks and line.marks[0][0] == 0:
            line.marker = line.text[: line.marks[0][1]]
        elif expected and _begins_with(line, expected[0]):
            line.marker = expected[0]
        elif mark := MARK_BEFORE.match(line.text):
            line.marker = mark[0]
        if line.marker:
            # Letters mark the notes of a table.
            role = Role.TABLE if line.marker[0].isalpha() else Role.FOOTNOTE
            if line.marker in expected:
                del expected[: expected.index(line.marker) + 1]
        line.role = role


def _references(lines: list[Line]) -> dict[str, int]:
    """Return the marks in the text of a page, in order, with the line of the first of each."""
    references: dict[str, int] = {}
    for index, line in enumerate(lines):
        found = [line.text[first:last] for first, last in line.marks if first]
        found += [match.group() for match in MARK_WITHIN.finditer(line.text)]
        for mark in found:
            if not mark[0].isalpha():
                references.setdefault(mark, index)
    return references


def _by_reference(lines: list[Line], marks: dict[str, int], style: Style, number: int) -> int | None:
    """Return the line where the notes begin: one for each mark in the text above them, in order, to their end."""
    if not marks:
        return None
    mark, referred = next(iter(marks.items()))
    for start in range(referred + 1, len(lines)):
        above, line = lines[start - 1], lines[start]
        if not _begins_with(line, mark):
            continue
        end = _end_of_notes(lines, start, style, last_number(lines[:start], number))
        if _has_in_order(lines[start:end], [mark for mark, at in marks.items() if at < start]):
            far = above.y - line.y > ABOVE_NOTES * style.leading
            apart = far or style.is_small(line) or above.role is Role.PAGE_FOOTER
            if apart and not any(
                style.stands_out(below) for below in lines[start:end]
            ):  # no heading stands below a note
                return start
    return None


def _begins_with(line: Line, mark: str) -> bool:
    """Tell whether a line begins with a mark, and goes on with something else."""
    rest = line.text[len(mark) :]
    if not line.text.startswith(mark) or not rest.strip():
        return False
    raised = bool(line.marks) and line.marks[0] == (0, len(mark))
    glued = mark[0] in NOTE_SIGNS or (rest[0].isupper() and rest[1:2].isalpha())
    return raised or rest[0] == " " or (glued and rest[0] not in NOTE_SIGNS)


def _has_in_order(lines: list[Line], marks: list[str]) -> bool:
    """Tell whether the lines that begin with one of the marks begin with all of them, in the order of the text."""
    for line in lines:
        if marks and _begins_with(line, marks[0]):
            marks.pop(0)
    return not marks


def _by_type(lines: list[Line], style: Style, *, carried: bool) -> int | None:
    """Return the line where small type at the foot of the page begins with a mark, or goes on from the page before."""
    first = len(lines)
    while first and _may_be_note(lines[first - 1], style):
        first -= 1
    foot = lines[first:]
    for index, line in enumerate(foot):
        if line.role is Role.PAGE_FOOTER and index + 1 < len(foot):
            return first + index + 1
        if _starts_note(line, style):
            return first + index
    if carried and foot and first and lines[first - 1].y - foot[0].y > ABOVE_NOTES * style.leading:
        return first
    return None


def _may_be_note(line: Line, style: Style) -> bool:
    return (style.is_small(line) and not has_leaders(line.text)) or _starts_note(line, style)


def _starts_note(line: Line, style: Style) -> bool:
    if line.marks and line.marks[0][0] == 0 and line.marks[0][1] < len(line.text):
        return True
    return MARK_BEFORE.match(line.text) is not None and line.size <= style.size


HEADER_ZONE, FOOTER_ZONE = 0.85, 0.15  # of the page's height
NUMBER = re.compile(r"\d+")
MAX_LENGTH = 100  # characters of a header or footer
MAX_ROWS = 3  # at the top and at the foot of a page
SAME_PLACE = 4.0  # points: a running header stands at one height
PAGE_NUMBER = re.compile(rf"{PAGE_WORD}|[-–]|(\d{{1,4}})(?:/\d{{1,4}})?|[ivxlc]{{1,6}}", re.IGNORECASE)
JOB_NUMBER = re.compile(rf"{JOB}|{RECYCLE}\b.*")
NAME_OF_DOCUMENT = re.compile(rf"(?:{SYMBOL.pattern}|{JOB})\*?")


def assign_roles(parts: list[list[Line]]) -> Style:
    """Give every line of a document's pages or columns its role, and return what is usual in the document.

    Masthead and furniture have theirs already (`cut_masthead`, `mark_furniture`).
    """
    style = measure_style(parts)
    carried, number = False, 0
    for lines in parts:
        body = [line for line in lines if line.role is Role.BODY]
        for line in body:
            if re.fullmatch(RULE_LINE, line.text):
                line.role = Role.PAGE_FOOTER
        carried = find_footnotes(body, style, carried=carried, number=number)
        text = [line for line in body if line.role is Role.BODY]
        number = last_number(text, number)
        _tables(text, style)
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
        if above.y - line.y < SAME_PLACE / 2 and above.x0 != line.x0:
            rows.update((index - 1, index))
    return sorted(index for index in rows if not has_leaders(lines[index].text))


def _is_stretched(line: Line, style: Style) -> bool:
    """Tell whether a line of justified text has so few words that all stand as wide apart as cells."""
    widths = [space.width for space in line.spaces]
    full = abs(line.x1 - line.x0 - style.width) < 2 * EDGE
    return full and len(widths) > 1 and max(widths) < EQUAL * min(widths)


def _is_text(line: Line, style: Style, left: float) -> bool:
    """Tell whether a line runs from the left over most of the page, or is a heading, or begins a numbered paragraph."""
    wide = line.x0 < left and line.x1 - line.x0 > 0.7 * style.width
    return wide or style.stands_out(line) or bool(PARAGRAPH_START.match(line.text))


def mark_furniture(pages: list[Page]) -> None:
    """Find page headers and footers: outermost rows that stand on other pages too, or only number and name the page.

    Above the first page's masthead, a row is a header that holds a name of the document which the page has once more.
    """
    first = " ".join([line.text for page in pages[:1] for line in page.lines])
    known = Counter(token for token in first.split() if NAME_OF_DOCUMENT.fullmatch(token))
    again = known.keys() - {name for name, count in known.items() if count == 1}
    edges = [
        (number, role, rows)
        for number, page in enumerate(pages, 1)
        for role, rows in _edges(page.lines, page.height).items()
    ]
    offset = _page_offset(edges, len(pages))
    seen: defaultdict[tuple[Role, str], list[float]] = defaultdict(list)
    for _, role, rows in edges:
        for row in rows:
            seen[role, _pattern(row)].append(row[0].y)
    for number, role, rows in edges:
        above_masthead = number == 1 and role is Role.PAGE_HEADER
        for row in rows:
            pattern = _pattern(row)
            is_furniture = _names_page(row, number, known if number > 1 else again)
            is_furniture |= offset is not None and _outer_number(row, role) == number + offset
            if not above_masthead:
                is_furniture |= sum([abs(place - row[0].y) < SAME_PLACE for place in seen[role, pattern]]) > 1
            if not pattern or not is_furniture:
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


def _page_offset(edges: list[tuple[int, Role, list[list[Line]]]], pages: int) -> int | None:
    """Return by how much the printed numbers of pages are higher than theirs, if most pages print one."""
    printed = {
        (number, outer - number) for number, role, rows in edges for row in rows if (outer := _outer_number(row, role))
    }
    (offset, count), *_ = Counter(offset for _, offset in printed).most_common(1) or [(0, 0)]
    return offset if count > 1 and 2 * count >= pages else None


def _outer_number(row: list[Line], role: Role) -> int:
    """Return the number at the outer edge of a row: first on a left-hand page, last on a right-hand one; 0 if none.

    Beside it, a header may name the volume on the one side and the document on the other; a footer would be a note.
    """
    tokens = " ".join([line.text for line in row]).split()
    if role is Role.PAGE_FOOTER and len(tokens) > 1:
        return 0
    for token, parity in ((tokens[0], 0), (tokens[-1], 1)):
        if len(token) <= 4 and token.isdecimal() and int(token) % 2 == parity:
            return int(token)
    return 0


def _names_page(row: list[Line], page: int, known: Collection[str]) -> bool:
    """Tell whether a row holds only the page's number, and the symbol or job number that the first page has too.

    Beside such a name a later page may print the title of the document or of a section, with a capital.
    """
    text, names = JOB_NUMBER.subn(" ", " ".join([line.text for line in row]))
    numbers, words = 0, []
    for token in text.split():
        number = PAGE_NUMBER.fullmatch(token)
        if token in known:
            names += 1
        elif number and (number[1] is None or int(number[1]) == page):
            numbers += 1
        else:
            words.append(token)
    if not words:
        return names + numbers > 0
    return names > 0 and page > 1 and words[0][0].isupper()
