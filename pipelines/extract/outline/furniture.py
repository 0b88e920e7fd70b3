"""Furniture: what programs, pages and web sites put around and into a document, and is no part of what it says.

Here: what the source format itself marks (page headers, footers, tables); what is known by its form (running headers,
page and job numbers, rules, marks of converters, markup); a masthead that comes after the first page's text.
Not here: footnotes (`footnotes`), contents tables (`front`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.symbols import JOB, LOOSE_SYMBOL, OF_ALL, PAGE_ALONE, PAGE_WORD, PLACEHOLDER, RECYCLE, SYMBOL
from pipelines.extract.outline.references import resolution_lists
from pipelines.extract.outline.running_text import QUOTATION, Cut, occurrences
from pipelines.extract.outline.structure import LedgerKind
from pipelines.extract.outline.words import Words

HEADER, PAGE, JOB_NUMBER, RULE = "running header", "page number", "job number", "rule line"
CONVERTER = "mark left by a converter"
FEET = frozenset({PAGE, JOB_NUMBER, HEADER})  # what ends a page

MAX_LINE = 120  # a line of furniture is short; a longer line is searched within
MIN_PAGE = 300  # characters from one page's number to that of the next
NEAR = 40  # characters around a symbol that show whether it belongs to its sentence

_RULES = (("_", 3), ("─‗", 3), ("—=", 5), ("-", 8))  # characters, and how many in a row are a rule
_RULE = "|".join(f"[{characters}]{{{least},}}" for characters, least in _RULES)
_PAGE = rf"\d{{1,4}}[ \t]?/[ \t]?\d{{1,4}}(?![\w/.])|{PAGE_ALONE}"
_CONVERTER = rf"\[Start\d*\]|/(?:\.{{3}}|…)|{RECYCLE}(?:[ \t]*♻)?"

_TOKEN = re.compile(
    rf"(?P<rule>{_RULE}|-{{5,}})|(?P<job>{JOB})|(?P<page>{_PAGE})|(?P<converter>{_CONVERTER})"
    rf"|(?P<header>{SYMBOL.pattern})[*∗]?"
)
_INLINE = re.compile(rf"(?P<rule>{_RULE})|(?P<job>{JOB})|(?P<converter>\[Start\d*\])")
_REASONS = {"rule": RULE, "job": JOB_NUMBER, "page": PAGE, "converter": CONVERTER, "header": HEADER}
_BARE_NUMBER = re.compile(r"\d{1,3}|[ivxlc]{1,7}")
_PAGE_OF = re.compile(r"(\d{1,4})[ \t]?/[ \t]?(\d{1,4})")
_PAGE_OF_ALL = re.compile(
    rf"(?<![\d/.])(?:{PAGE_WORD}[ \t]+)?(?P<page>\d{{1,3}})(?:[ \t]?/[ \t]?|[ \t]+{OF_ALL}[ \t]+)(?P<last>\d{{1,3}})"
    r"(?![\d/]|\.\d)"
)
_INLINE_PAGE = re.compile(rf"[ \t]*(?:{_PAGE})")
_PAGE_BEFORE = re.compile(rf"(?:(?<=\s)|^)(?:{_PAGE})[ \t]*\Z")
_PAGE_BEFORE_JOB = re.compile(rf"(?:(?<=\s)|^)(?:{_PAGE}|\d{{1,3}})[ \t]*\Z")
_AFTER_JOB = re.compile(rf"(?:[ \t]*(?:{_PAGE}))?[ \t]*(?P<header>{SYMBOL.pattern})")
# What every match of `_INLINE` begins with, or holds not far behind its start. A pattern that begins with one character
# skips through a text many times faster than one that begins with alternatives.
_ANCHORS = (
    *(re.compile(f"{c}(?<![{all_}]{c})[{all_}]{{{least - 1}}}") for all_, least in _RULES for c in all_),
    *map(re.compile, (r"-(?<=\d\d-)\d{4}", r"N\d{7}", r"V[ \t]+\([A-Z]\)", r"\*[NMVK]?\d{6}", r"\[Start")),
)
_TO_ANCHOR = len("UNEP. 25")  # characters that stand before an anchor at most

CHROME, FOOTER, MARKDOWN = "web site around the document", "page footer", "heading markup"
COMMENT = "comment markup"
FONT, HYPHEN = "letters of a font without meaning", "hyphen of a word broken at the end of a line"
OVERLEAF = 8  # lines of footnotes and page furniture that may stand within a masthead
MAX_BODY, MAX_BODY_LINES = 60, 2
MAX_FACTS = 300  # characters of a line of a masthead
FIRST_PAGE = 12000  # characters in which a masthead may come late

_PRIVATE = re.compile(r"[\ue000-\uf8ff](?:[ \t]*[\ue000-\uf8ff])*")
_BROKEN, _WITHIN_LINE = re.compile(r"(?<=[^\W\d_])‐[ \t]*\n[ \t]*(?=[^\W\d_A-ZÀ-Þ])"), re.compile(r"\w‐\w")
_MARKDOWN_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+(?=\S)", re.MULTILINE)
_HEADING_ENDS = re.compile(r"\{[#.][^{}\n]{1,200}\}[ \t]*$|(?<=[ \t])#{1,6}[ \t]*$")  # its identifier; marks again
_ESCAPED = re.compile(r"\\(?<=\d\\)(?=\.)")  # "1\\."
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->)[\s\S])*-->")
_LINKS_WITHIN = re.compile(  # a list of two and more links to the document's own headings
    r"(?:^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\d{1,3}\.[ \t]+)?\[[^\[\]\n]+\]\(#[^()\s]*\)[ \t]*$(?:\s*\n)?){2,}",
    re.MULTILINE,
)
_QUOTATION = re.compile(r"^[ \t]{0,3}(>(?:[ \t]*>)*)(?=\s)", re.MULTILINE)
_PIPE_TABLE = re.compile(r"^[ \t]*\|.*\|[ \t]*(?:\n[ \t]*\|.*\|[ \t]*)+$", re.MULTILINE)
_PAGE_ONE = re.compile(r"1[ \t]+(?=\S)")
_PAGE_OPENS = re.compile(r"(\d{1,3})[ \t]+(?=\S)")
_PARAGRAPH = re.compile(r"(?:^|\n)[ \t]*1\.[\s]")
_NUMBER_CELL, MIN_TEXT = re.compile(r"(\d{1,3})[.)](?!\S)"), 60
_LINE = re.compile(r"\S[^\n\f]*")


def _numbered_rows(document: Document) -> Iterator[int]:
    """Yield where the cells of tables begin whose rows are paragraphs: a number, and the text in the other cells.

    The text is a long one in the next cell, or the numbers go on from the paragraph above the table to that below it.
    """
    for number, words in pairwise(document.blocks):
        if number.role is words.role is Role.TABLE and _NUMBER_CELL.fullmatch(document.text, number.start, number.end):
            yield from (number.start, words.start) if words.end - words.start > MIN_TEXT else ()
    above = 0
    table: list[Block] = []
    for block in document.blocks:
        match = _NUMBER_CELL.match(document.text, block.start, block.end) if block.role is Role.BODY else None
        if match:
            yield from _rows_that_go_on(document.text, table, above, int(match[1]))
            table, above = [], int(match[1])
        elif block.role is Role.TABLE:
            table.append(block)
    yield from _rows_that_go_on(document.text, table, above, None)


def _rows_that_go_on(text: str, cells: list[Block], above: int, below: int | None) -> Iterator[int]:
    """Yield where the cells of rows begin whose numbers lead from `above` to `below`, those of the text around."""
    starts: list[int] = []
    for index, cell in enumerate(cells):
        match = _NUMBER_CELL.fullmatch(text, cell.start, cell.end)
        if match and int(match[1]) == above + len(starts) + 1:
            starts.append(index)
    if above and starts and below in {above + len(starts) + 1, None}:
        # The last row is as long as the longest above it: what comes after it has no number.
        width = max((end - start for start, end in pairwise(starts)), default=len(cells))
        yield from (cell.start for cell in cells[starts[0] : starts[-1] + width])


def cuts_by_role(document: Document, vocabulary: Words, *, tables: bool) -> Iterator[Cut]:
    """Yield what the source format itself marks as page header, page footer, contents or (if they are cut) tables."""
    kept = frozenset(_numbered_rows(document)) if tables else ()
    for block in document.blocks:
        if block.role is Role.PAGE_HEADER:
            yield Cut(block.start, block.end, LedgerKind.FURNITURE, HEADER)
        elif block.role is Role.PAGE_FOOTER:
            yield Cut(block.start, block.end, LedgerKind.FURNITURE, FOOTER)
        elif block.role is Role.CONTENTS:
            yield Cut(_with_title(document.text, block.start, vocabulary), block.end, LedgerKind.CONTENTS)
        elif block.role is Role.TABLE and tables and block.start not in kept:
            yield Cut(block.start, block.end, LedgerKind.TABLE)


def left_by_programs(text: str, start: int, vocabulary: Words) -> Iterator[Cut]:
    """Yield what programs leave in a text, which they do not print.

    Letters of fonts that have no meaning of their own, such as those of a barcode; hyphens at which words were broken
    at the ends of lines, where they stand nowhere else; marks of headings, numbers, quotations and comments in
    Markdown; a contents table that is a list of links; tables of two and more lines between bars, but for a masthead
    laid out so.
    """
    encoded = text.encode()
    private = b"\xee" in encoded or b"\xef" in encoded  # as all characters of the private use area begin
    for match in _PRIVATE.finditer(text) if private else ():
        yield Cut(*match.span(), LedgerKind.FURNITURE, FONT, parts_words=False)
    for match in _BROKEN.finditer(text) if "‐" in text and _WITHIN_LINE.search(text) is None else ():
        yield Cut(*match.span(), LedgerKind.FURNITURE, HYPHEN, parts_words=False)
    if "\n#" in text or text.startswith("#"):
        for match in _MARKDOWN_HEADING.finditer(text):
            yield Cut(match.start(1), match.end(), LedgerKind.FURNITURE, MARKDOWN)
            line_end = text.find("\n", match.end())
            ends = _HEADING_ENDS.search(text, match.end(), line_end if line_end >= 0 else len(text))
            if ends:
                yield Cut(*ends.span(), LedgerKind.FURNITURE, MARKDOWN)
    for match in _ESCAPED.finditer(text) if "\\." in text else ():
        yield Cut(*match.span(), LedgerKind.FURNITURE, MARKDOWN, parts_words=False)
    for match in _COMMENT.finditer(text) if "<!--" in text else ():
        yield Cut(*match.span(), LedgerKind.FURNITURE, COMMENT)
    for match in _LINKS_WITHIN.finditer(text, start) if "](#" in text else ():
        end = match.start() + len(match[0].rstrip())
        yield Cut(_with_title(text, match.start(), vocabulary), end, LedgerKind.CONTENTS)
    quoted = [*_QUOTATION.finditer(text, start)] if ">" in text else []
    whole = 2 * len(quoted) > text.count("\n", start)  # the whole document is quoted, as in a message
    for match in quoted:
        yield Cut(*match.span(1), LedgerKind.FURNITURE, MARKDOWN if whole else QUOTATION)
    for match in _PIPE_TABLE.finditer(text, start) if "\n|" in text else ():
        if not (vocabulary.distribution.search(match[0]) or vocabulary.original.search(match[0])):
            yield Cut(match.start(), match.end(), LedgerKind.TABLE)


def _with_title(text: str, start: int, vocabulary: Words) -> int:
    """Return where a contents table begins: at its title, if that is the line above its entries."""
    above = text[max(0, start - MAX_FACTS) : start]
    gap = len(above) - len(above.rstrip())
    words = above.rstrip().rpartition("\n")[2].lstrip("# \t")
    return start - gap - len(words) if vocabulary.contents.fullmatch(words.strip("*_")) else start


def page_numbers_at_starts(document: Document, start: int, vocabulary: Words) -> Iterator[Cut]:
    """Yield page numbers where a rendition opens each page with its number ("1 United Nations", "2 I. Overview")."""
    first = _PAGE_ONE.match(document.text, start)
    if first is None or vocabulary.organization.match(document.text, first.end()) is None:
        return
    expected = 1
    for block in document.blocks:
        match = _PAGE_OPENS.match(document.text, max(block.start, start), block.end)
        if match and block.end > start and int(match[1]) == expected:
            yield Cut(match.start(1), match.end(1), LedgerKind.FURNITURE, PAGE)
            expected += 1


def late_masthead(text: str, start: int, vocabulary: Words) -> list[Cut]:
    """Return the parts of a masthead that a rendition puts below the agenda item, or after the first page's text.

    They are the lines around "Distr." that hold nothing but what a masthead holds.
    """
    found = text.find("istr.", start, start + FIRST_PAGE)
    if found < 0:
        return []
    above = _PARAGRAPH.search(text, start, found) or vocabulary.agenda.search(text, start, found)
    if above is None:
        return []
    spans = [m.span() for m in _LINE.finditer(text, above.end(), found + FIRST_PAGE)]
    at = next((i for i, (a, b) in enumerate(spans) if a <= found < b), len(spans))
    holds = [_is_masthead(text, *span, vocabulary) for span in spans[: at + 1]]
    if not any(holds[at:]):
        return []
    high = next((i for i in range(at + 1, len(spans)) if not _is_masthead(text, *spans[i], vocabulary)), len(spans))
    low = at
    for i in range(at - 1, -1, -1):
        # A body's name of two lines may stand between its symbol and "Distr.".
        if low - i > MAX_BODY_LINES + 1 or (not holds[i] and spans[i][1] - spans[i][0] > MAX_BODY):
            break
        low = i if holds[i] else low
    parts = [(spans[low][0], spans[high - 1][1])]
    # The page may end within the masthead.
    overleaf = (line for line in spans[high : high + OVERLEAF - 1] if vocabulary.original.match(text, *line))
    parts += [line for line in overleaf if _is_masthead(text, *line, vocabulary)][:1]
    return [Cut(a, a + len(text[a:b].rstrip()), LedgerKind.MASTHEAD) for a, b in parts]


def _is_masthead(text: str, start: int, end: int, vocabulary: Words) -> bool:
    """Tell whether a line holds nothing but the organization, a symbol, "Distr.", a date and languages."""
    words = text[start:end]
    if len(words) > MAX_FACTS or words.lstrip()[:1] in ("*", "∗") or not any(map(str.isalnum, words)):
        return False
    for pattern in (vocabulary.original, vocabulary.distribution, vocabulary.organization, PLACEHOLDER, LOOSE_SYMBOL):
        words = pattern.sub(" ", words)
    words = vocabulary.language_name.sub(" ", words)
    rest = re.sub(vocabulary.month, " ", words, flags=re.IGNORECASE)
    return not any(character.isalpha() for character in rest)


def start_of_table(document: Document, position: int) -> int:
    """Return where the table begins in whose cells a position is; the position itself where it is in none."""
    start = position
    for block in reversed([block for block in document.blocks if block.start <= position]):
        if block.role is not Role.TABLE:
            break
        start = block.start
    return start


class _Line(NamedTuple):
    """A line that is not blank, without its margins: where it begins, and its words."""

    start: int
    words: str


def cuts_by_form(text: str, start: int, own: str | None, own_end: int, vocabulary: Words) -> Iterator[Cut]:
    """Yield furniture known by its form alone, from `start` on.

    `own`: the document's own symbol, or what stands in its place; after `own_end` it is a running header, but for where
    the document cites itself.
    """
    lines = list(_lines(text, start))
    inline = sorted([*_inline(text, start), *_headers_amid(text, own, own_end, vocabulary.sets["citing"])])
    begins = [span.start for span in inline]
    found: list[list[Cut]] = []
    for line in lines:
        cuts = _whole_line(line, own, own_end) if len(line.words) <= MAX_LINE else []
        if inline and not cuts:
            spans = inline[bisect_left(begins, line.start) : bisect_left(begins, line.start + len(line.words))]
            cuts = list(_within_line(text, line, spans, own_end))
        if not cuts and _BARE_NUMBER.fullmatch(line.words):
            yield _furniture(line.start, line.start + len(line.words), PAGE)
        found.append(cuts)
    yield from _pages_of_all(text, start, vocabulary)
    for index, cuts in enumerate(found):
        yield from cuts
        amid = not cuts and 0 < index < len(found) - 1 and found[index - 1] and found[index + 1]
        if amid and lines[index].words.isalpha():  # a line of a running header: "English" over "Page 2"
            yield _furniture(lines[index].start, lines[index].start + len(lines[index].words), HEADER)


def _lines(text: str, start: int) -> Iterator[_Line]:
    position = start
    for line in text[start:].split("\n"):
        if words := line.strip():
            yield _Line(position + line.index(words[0]), words)
        position += len(line) + 1


def _whole_line(line: _Line, own: str | None, own_end: int) -> list[Cut]:
    """Return the cuts of a line that holds nothing but furniture, else nothing."""
    words = line.words
    if words.rstrip("*∗ ") == own:
        return [_furniture(line.start, line.start + len(words), HEADER)] if line.start >= own_end else []
    cuts: list[Cut] = []
    kinds: set[str] = set()
    position = 0
    while position < len(words):
        match = _TOKEN.match(words, position)
        if match is None:
            return []
        kind = next(name for name in _REASONS if match[name] is not None)
        kinds.add(kind)
        begin, position = position, match.end()
        while position < len(words) and words[position] in " \t/|*∗":
            position += 1
        cuts.append(_furniture(line.start + begin, line.start + len(words[:position].rstrip()), _REASONS[kind]))
    if kinds == {"header"} or (kinds == {"page"} and any(int(a) > int(b) for a, b in _PAGE_OF.findall(words))):
        return []  # a symbol alone that is no running header; a resolution
    return cuts


def _inline(text: str, start: int) -> Iterator[Cut]:
    """Yield what `_INLINE` matches from `start` on, found from its anchors."""
    anchors = sorted(match.start() for anchor in _ANCHORS for match in anchor.finditer(text, start))
    position = start
    for anchor in anchors:
        for begin in range(max(position, anchor - _TO_ANCHOR), anchor + 1):
            if match := _INLINE.match(text, begin):
                yield _furniture(begin, match.end(), _REASONS[match.lastgroup or "job"])
                position = match.end()
                break


def _headers_amid(text: str, own: str | None, own_end: int, citing: Collection[str]) -> Iterator[Cut]:
    """Yield running headers in the middle of a line: a page number follows, or nothing cites or punctuates them."""
    header = own or ""
    for start in occurrences(text, header, own_end) if header else ():
        end = start + len(header)
        before = text[max(0, start - NEAR) : start].rpartition("\n")[2].split()
        after = text[end : end + NEAR].split("\n", 1)[0]
        goes_on = after[:1].isalnum() or after[:1] == "/" or not (after.strip()[:1] or "a").isalnum()
        cited = not before or before[-1][-1] in "([“" or before[-1].casefold() in citing
        if _INLINE_PAGE.match(after) or not (goes_on or cited):
            yield _furniture(start, end, HEADER)


def _within_line(text: str, line: _Line, inline: list[Cut], own_end: int) -> Iterator[Cut]:
    """Yield furniture inside a line of a flattened document; `inline`: what of it is found by its form."""
    last = line.start + len(line.words)
    jobs = (_AFTER_JOB.match(text, cut.end, last) for cut in inline if cut.reason == JOB_NUMBER)
    headers = (_furniture(*job.span("header"), HEADER) for job in jobs if job and job.start() >= own_end)
    for cut in sorted([*inline, *headers]):
        page = _INLINE_PAGE.match(text, cut.end, last)
        before = _PAGE_BEFORE_JOB if cut.reason == JOB_NUMBER and not page else _PAGE_BEFORE
        if above := before.search(text, max(line.start, cut.start - 12), cut.start):
            yield _furniture(above.start(), above.start() + len(above[0].rstrip()), PAGE)
        yield cut
        if cut.reason != RULE and page:
            yield _furniture(page.end() - len(page[0].lstrip()), page.end(), PAGE)


def _pages_of_all(text: str, start: int, vocabulary: Words) -> Iterator[Cut]:
    """Yield the numbers of all pages of a document wherever they stand ("3/7"), glued to words too.

    They count up, page by page, to the last page, which tells them from resolutions and figures.
    """
    cited = [*resolution_lists(text, vocabulary)]
    begins = [match.start() for match in cited]
    counted: dict[tuple[int, int], list[re.Match[str]]] = {}  # by page and last page, what counts up to it
    for match in _PAGE_OF_ALL.finditer(text, start):
        at = bisect_left(begins, match.end()) - 1
        if at < 0 or match.start() >= cited[at].end():
            page, last = int(match["page"]), int(match["last"])
            above = counted.get((page - 1, last), [])
            goes_on = above and match.start() - above[-1].end() >= MIN_PAGE
            counted[page, last] = [*above, match] if goes_on else [match]
    for (page, last), pages in counted.items():
        if page == last and len(pages) >= max(2, min(3, last - 1)):
            yield from (_furniture(*match.span(), PAGE) for match in pages)


def _furniture(start: int, end: int, reason: str) -> Cut:
    return Cut(start, end, LedgerKind.FURNITURE, reason)
