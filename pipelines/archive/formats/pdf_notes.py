"""Finds the footnotes of a PDF page: by the marks that the page's text refers to, and by smaller type.

Here: where the notes begin and which lines they take: to the foot of the page, or to where the numbering of paragraphs
goes on below them.
Not here: joining a note's lines (`pdf_blocks`); notes that go on over pages stay in two blocks.
"""

from __future__ import annotations

import re

from pipelines.archive.document import Role
from pipelines.archive.formats.pdf_lines import Line
from pipelines.archive.formats.pdf_style import PARAGRAPH_START, Style, ends_sentence, has_leaders

RULE = re.compile(r"[_─—–-]{5,}")
STARRED = re.compile(r"(?<=[^\s*])[*∗†‡]{1,5}(?=\s|$|[.,;:])")
NOTE_MARK = re.compile(r"[*∗†‡]{1,5}(?=\s?[^\s*])")
SAME_SIZE = 0.5  # points
ABOVE_NOTES = 1.3  # of the usual leading: the text stands at least that far above its notes


def find_footnotes(lines: list[Line], style: Style, *, carried: bool, number: int) -> bool:
    """Give the footnotes of a page their role. Return whether the last one is unended.

    `carried`: whether the last note of the page before is, so that small type without a mark goes on from there.
    `number`: of the last paragraph before the page.
    """
    unended = False
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
    while start < end < len(lines) and not ends_sentence(lines[end - 1].text):
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
    if start and RULE.fullmatch(lines[start - 1].text):
        lines[start - 1].role = Role.PAGE_FOOTER
    _assign(lines[start:], marks)
    return lines[-1].role is Role.FOOTNOTE and not ends_sentence(lines[-1].text)


def _assign(notes: list[Line], expected: list[str]) -> None:
    role = Role.FOOTNOTE
    for line in notes:
        if RULE.fullmatch(line.text):
            line.role = Role.PAGE_FOOTER
            continue
        if line.marks and line.marks[0][0] == 0:
            line.marker = line.text[: line.marks[0][1]]
        elif expected and _begins_with(line, expected[0]):
            line.marker = expected[0]
        elif mark := NOTE_MARK.match(line.text):
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
        if "*" in line.text:
            found += [match.group() for match in STARRED.finditer(line.text)]
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
            apart = far or style.is_small(line) or RULE.fullmatch(above.text)
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
    glued = mark[0] == "*" or (rest[0].isupper() and rest[1:2].isalpha())
    return raised or rest[0] == " " or (glued and rest[0] != "*")


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
        if RULE.fullmatch(line.text) and index + 1 < len(foot):
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
    return NOTE_MARK.match(line.text) is not None and line.size <= style.size
