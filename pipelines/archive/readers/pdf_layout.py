"""Tells what the lines of a PDF are by place and repetition: page headers and footers, mastheads, tables, footnotes.

Here: what takes all pages to know, such as the usual type size, and the role of every line.
Not here: finding lines (`pdf_lines`) and making paragraphs of them (`pdf_blocks`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from pipelines.archive.readers.pdf_lines import Line, right_edge
from pipelines.document import Role

HEADER_ZONE, FOOTER_ZONE = 0.85, 0.15  # of the page's height
FURNITURE_ROWS = 3  # at the top and at the foot of a page, at most
STYLE_PAGES = 12  # enough to tell what is usual
SAME_PLACE = 4.0  # points: a running header stands at one height
PAGE_NUMBER = re.compile(r"(?:page|página|страница)|[-–]|(\d{1,4})(?:/\d{1,4})?|[ivxlc]{1,6}", re.IGNORECASE)
JOB_NUMBER = re.compile(
    r"(?:[A-Z]{1,3}\.)?\d{2}-\d{4,6}\*?(?:\s*\([A-Z]\))?(?:\s*\d{6})*\*?|\*\d{6,8}\*+|Please recycle\b.*", re.IGNORECASE
)
RULE = re.compile(r"[_─—–-]{5,}")
LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}")
NOTE_MARK = re.compile(r"[*∗†‡]{1,5}(?=\s?[^\s*])")
SENTENCE_END = re.compile(r"[.:;?!…][\"”’)\]»]*[\d*]*$")
SMALL_TYPE = 0.93  # of the usual size: footnotes are set smaller than that
LARGE = 1.12  # of the usual size: a heading is larger than that, or bold
PARAGRAPH_START = re.compile(r"(\d{1,3})\.\s?(?=[^\d\s])")


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: type size of the text, distance of its baselines, length of its lines."""

    size: float
    leading: float
    width: float


def assign_roles(pages: list[list[Line]], heights: list[float]) -> Style:
    """Give every line of a document its role, and return what is usual in the document."""
    _furniture(pages, heights)
    style = _style(pages)
    carried = False
    for lines in pages:
        body = [line for line in lines if line.role is Role.BODY]
        for line in body:
            if line.column:
                line.role = Role.MASTHEAD
        carried = _footnotes([line for line in body if line.role is Role.BODY], style, carried=carried)
        _tables([line for line in body if line.role is Role.BODY], style)
    return style


def _furniture(pages: list[list[Line]], heights: list[float]) -> None:
    """Find page headers and footers: outermost rows that stand on other pages too, or only number and name the page."""
    known = {token for line in pages[0] for token in line.text.split()} if pages else set()
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    seen: defaultdict[tuple[Role, str], list[float]] = defaultdict(list)
    for index, page in enumerate(edges):
        for role, rows in page.items():
            if index or role is Role.PAGE_FOOTER:
                for row in rows:
                    seen[role, _pattern(row)].append(row[0].y)
    for index, page in enumerate(edges):
        for role, rows in page.items():
            for row in rows:
                places = seen[role, _pattern(row)]
                repeated = sum(abs(place - row[0].y) < SAME_PLACE for place in places) > 1
                if index == 0 and role is Role.PAGE_HEADER:
                    break  # the masthead
                if not (repeated or _names_page(row, index + 1, known)):
                    break
                for line in row:
                    line.role = role


def _edges(lines: list[Line], height: float) -> dict[Role, list[list[Line]]]:
    """Return the rows nearest to the page's top and foot, outermost first."""
    top = [row for row in _rows(lines[: 4 * FURNITURE_ROWS]) if row[0].y > HEADER_ZONE * height]
    foot = [row for row in _rows(lines[-4 * FURNITURE_ROWS :]) if row[0].y < FOOTER_ZONE * height]
    return {Role.PAGE_HEADER: top[:FURNITURE_ROWS], Role.PAGE_FOOTER: foot[: -FURNITURE_ROWS - 1 : -1]}


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].y - line.y) < SAME_PLACE:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _pattern(row: list[Line]) -> str:
    """Return a row's text with numbers alike and left and right alike, since both change from page to page."""
    tokens = [re.sub(r"\d+", "#", token) for line in row for token in line.text.split()]
    return " ".join(sorted(tokens))


def _names_page(row: list[Line], page: int, known: set[str]) -> bool:
    """Tell whether a row holds only the page's number, and the symbol or job number that the first page has too."""
    if all(JOB_NUMBER.fullmatch(line.text) for line in row):
        return True
    named = False
    for token in (token for line in row for token in line.text.split()):
        number = PAGE_NUMBER.fullmatch(token)
        if (number and (number[1] is None or int(number[1]) == page)) or (
            page > 1 and token in known and any(character.isdigit() for character in token)
        ):
            named = True
        else:
            return False
    return named


def _style(pages: list[list[Line]]) -> Style:
    sizes: Counter[float] = Counter()
    widths: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    for lines in pages[:: len(pages) // STYLE_PAGES + 1]:
        body = [line for line in lines if line.role is Role.BODY and not line.column]
        right = right_edge(body)
        for above, below in zip(body, [*body[1:], None], strict=True):
            letters = len(above.text)
            sizes[round(2 * above.size) / 2] += letters
            widths[(above.x1 - above.x0) // 10 * 10] += letters
            if below and above.x1 > right - 4 * above.size and abs(above.size - below.size) < 0.5:
                leadings[round(2 * (above.y - below.y)) / 2] += letters
    size = _most(sizes, 10.0)
    leading = _most(Counter({step: count for step, count in leadings.items() if step > 0.5 * size}), 1.2 * size)
    return Style(size, min(leading, 2.6 * size), _most(widths, 400.0))


def _most(counts: Counter[float], default: float) -> float:
    """Return the most frequent value, the smaller one of equals."""
    return max(counts, key=lambda value: (counts[value], -value), default=default)


def _footnotes(lines: list[Line], style: Style, *, carried: bool) -> bool:
    """Find the footnotes of a page: small type at its foot, beginning with a mark. Return whether the last is unended.

    `carried`: whether the last footnote of the page before is, so that small type without a mark goes on from there.
    """
    first = len(lines)
    while first and _may_be_note(lines[first - 1], style):
        first -= 1
    foot = lines[first:]
    ruled = next((index for index, line in enumerate(foot) if RULE.fullmatch(line.text)), None)
    start = next((index for index, line in enumerate(foot) if _starts_note(line, style)), None)
    if ruled is not None and (start is None or ruled < start):
        foot[ruled].role = Role.PAGE_FOOTER
        start = ruled + 1
    elif start is None:
        if not (carried and foot and first and lines[first - 1].y - foot[0].y > 1.3 * style.leading):
            return False
        start = 0
    role = Role.FOOTNOTE
    for line in foot[start:]:
        if line.marks and line.marks[0][0] == 0:
            # Letters mark the notes of a table.
            role = Role.TABLE if line.text[0].isalpha() else Role.FOOTNOTE
        line.role = role
    return bool(foot) and foot[-1].role is Role.FOOTNOTE and not ends_sentence(foot[-1].text)


def _may_be_note(line: Line, style: Style) -> bool:
    small = line.size < SMALL_TYPE * style.size and not has_leaders(line.text)
    return small or _starts_note(line, style)


def _starts_note(line: Line, style: Style) -> bool:
    if line.marks and line.marks[0][0] == 0 and line.marks[0][1] < len(line.text):
        return True
    mark = NOTE_MARK.match(line.text)
    return mark is not None and line.size <= style.size


def _tables(lines: list[Line], style: Style) -> None:
    """Find tables: rows with gaps as between columns, two or more without running text between, and their cells."""
    rows = _table_rows(lines)
    if len(rows) < 2:
        return
    left = _most(Counter(line.x0 for line in lines if line.x1 - line.x0 > 0.7 * style.width), 0.0) + 5 * style.size
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
        while start and lines[start - 1].size < SMALL_TYPE * style.size:
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
    return wide or stands_out(line, style) or bool(PARAGRAPH_START.match(line.text))


def _follows(above: Line, line: Line, style: Style) -> bool:
    return above.y - line.y < 1.25 * style.leading


def stands_out(line: Line, style: Style) -> bool:
    """Tell whether a line is bold or in larger type than the text."""
    return line.bold or line.size > LARGE * style.size


def has_leaders(text: str) -> bool:
    """Tell whether a line has dot leaders, as in a table of contents."""
    return ("..." in text or ". ." in text or "…" in text) and LEADERS.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence or a clause does, a footnote mark apart."""
    return SENTENCE_END.search(text, max(len(text) - 8, 0)) is not None
