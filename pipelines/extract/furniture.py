"""Page furniture: what a page or a web site puts around and into a document, and is no part of what it says.

Here: running headers, page and job numbers, rules, site chrome and converters' marks, as cuts with their reason; also
tables, which the source format marks as such.
Not here: footnotes and their marks (`footnotes`), contents tables and summaries (`front`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from pipelines.document import Role
from pipelines.extract.running_text import Cut
from pipelines.extract.structure import LedgerKind
from pipelines.extract.symbols import SYMBOL, normal_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.document import Document

HEADER, PAGE, JOB, RULE = "running header", "page number", "job number", "rule line"
CHROME, CONVERTER, FOOTER = "web site around the document", "mark left by a converter", "page footer"

MAX_LINE = 120  # a line of furniture is short; a longer line is searched within

_RULE = r"_{3,}|[─‗]{3,}|[—=]{5,}|-{8,}"
# V.19-09617 (E) 031019 041019 *1909617*; GE.25-06162 (E); 25-06741* (E); N2512345; "V (F) * *" with lost digits.
_DATES = r"(?:[ \t]+\d{6}){0,4}"
_BARCODE = r"\*(?:\d{6,9}|[NMVK]\d{7,8})\*"
_JOB = (
    r"(?:(?<!\w)(?:V|GE|NY|K|UNEP)\.[ \t]?\d\d-\d{4,6}|(?<![\w/.-])\d\d-\d{5}(?![\w-])|(?<!\w)N\d{7}(?!\w))"
    r"\*?(?:[ \t]*\([A-Z]\))?"
    rf"{_DATES}(?:[ \t]*{_BARCODE})?(?:[ \t]\*)?|(?<!\w)V[ \t]+\([A-Z]\)(?:[ \t]*\*){{0,3}}|{_BARCODE}"
)
_PAGE = (
    r"\d{1,4}[ \t]?/[ \t]?\d{1,4}(?![\w/.])|[Pp]age[ \t]+\d{1,4}(?:[ \t]+of[ \t]+\d{1,4})?|[-–][ \t]?\d{1,4}[ \t]?[-–]"
)
_CONVERTER = r"\[Start\d*\]|/(?:\.{3}|…)|Please recycle(?:[ \t]*♻)?"

_TOKEN = re.compile(
    rf"(?P<rule>{_RULE})|(?P<job>{_JOB})|(?P<page>{_PAGE})|(?P<converter>{_CONVERTER})|(?P<header>{SYMBOL.pattern})[*∗]?"
)
_INLINE = re.compile(rf"(?P<rule>{_RULE})|(?P<job>{_JOB})|(?P<converter>\[Start\d*\])")
_REASONS = {"rule": RULE, "job": JOB, "page": PAGE, "converter": CONVERTER, "header": HEADER}
_PAGE_OPENS = re.compile(r"(\d{1,3})[ \t]+(?=\S)")
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,7}")
_INLINE_PAGE = re.compile(rf"[ \t]*(?:{_PAGE})")
_PAGE_BEFORE = re.compile(rf"(?:(?<=\s)|^)(?:{_PAGE})[ \t]*$")
_SIGNS = re.compile(r"[/_─‗=\-*\[]")
# Without any of these a document holds no furniture inside its lines.
_INLINE_SIGNS = ("___", "───", "‗‗‗", "—————", "=====", "--------", "[Start", ") *")
_JOB_SIGN = re.compile(r"\d\d(?:-\d{4}|\d{4}\*)")


def cuts_by_role(document: Document, table_from: int) -> Iterator[Cut]:
    """Yield what the source format itself marks as page header, page footer, or (from `table_from` on) as table."""
    for block in document.blocks:
        if block.role is Role.PAGE_HEADER:
            yield Cut(block.start, block.end, LedgerKind.FURNITURE, HEADER, parts_words=True)
        elif block.role is Role.PAGE_FOOTER:
            yield Cut(block.start, block.end, LedgerKind.FURNITURE, FOOTER, parts_words=True)
        elif block.role is Role.TABLE and block.start >= table_from:
            yield Cut(block.start, block.end, LedgerKind.TABLE, None, parts_words=True)


def cuts_by_form(text: str, start: int, own: str | None, own_end: int) -> Iterator[Cut]:
    """Yield furniture known by its form alone, from `start` on.

    `own`: the document's own symbol, whose repetitions after `own_end` are running headers.
    """
    lines = list(_lines(text, start))
    flattened = any(sign in text for sign in _INLINE_SIGNS) or _JOB_SIGN.search(text) is not None
    flattened = flattened or (own is not None and text.find(own, own_end) >= 0)
    found: list[list[Cut]] = [[] for _ in lines]
    for index, (first, line) in enumerate(lines):
        if len(line) <= MAX_LINE and _SIGNS.search(line):
            found[index] = _whole_line(first, line, own, own_end)
        if flattened and not found[index]:
            found[index] = list(_within_line(first, line, own, own_end))
    for index, (first, line) in enumerate(lines):
        if not found[index] and _BARE_NUMBER.fullmatch(line) and _beside_furniture(found, index):
            yield _furniture(first, first + len(line), PAGE)
        yield from found[index]


def page_numbers_at_starts(document: Document, start: int) -> Iterator[Cut]:
    """Yield page numbers where a rendition opens each page with its number ("1 United Nations", "2 I. Overview")."""
    if not _PAGE_OPENS.match(document.text, start, start + 4):
        return
    expected = 1
    for block in document.blocks:
        match = _PAGE_OPENS.match(document.text, max(block.start, start), block.end)
        if match and block.end > start and int(match[1]) == expected:
            yield _furniture(match.start(1), match.end(1), PAGE)
            expected += 1


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield each line that is not blank: its first character that is not white space, and the line without margins."""
    position = start
    for line in text[start:].split("\n"):
        if stripped := line.strip():
            yield position + line.index(stripped[0]), stripped
        position += len(line) + 1


def _whole_line(first: int, line: str, own: str | None, own_end: int) -> list[Cut]:
    """Return the cuts of a line that holds nothing but furniture, else nothing."""
    cuts: list[Cut] = []
    position = 0
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None or match.lastgroup is None:
            return []
        kind = next(name for name in _REASONS if match[name] is not None)
        if kind == "header" and not _is_running_header(match["header"], first, own, own_end):
            return []
        begin, position = position, match.end()
        while position < len(line) and line[position] in " \t/|*∗":
            position += 1
        cuts.append(_furniture(first + begin, first + len(line[:position].rstrip()), _REASONS[kind]))
    if len(cuts) == 1 and cuts[0].reason == PAGE and line.count("/") == 1:
        page, pages = line.split("/")
        return cuts if int(page) <= int(pages) else []
    return cuts


def _is_running_header(symbol: str, position: int, own: str | None, own_end: int) -> bool:
    """A line with a symbol only is a running header if it is the own one; or any, where no own symbol is known."""
    return position >= own_end and (own is None or normal_symbol(symbol) in own or own in normal_symbol(symbol))


def _within_line(first: int, line: str, own: str | None, own_end: int) -> Iterator[Cut]:
    """Yield furniture inside a line of a flattened document."""
    spans = [(m.start(), m.end(), _REASONS[m.lastgroup or "job"]) for m in _INLINE.finditer(line)]
    ends = [end for _, end, _ in spans]
    starts = [start for start, _, _ in spans]
    for start, end in _own_symbols(line, own, max(0, own_end - first)):
        left, right = bisect_right(ends, start), bisect_left(starts, end)
        beside = (left and start - ends[left - 1] <= 2) or (right < len(starts) and starts[right] - end <= 10)
        if beside or _stands_in_the_way(line, start, end):
            spans.append((start, end, HEADER))
    for start, end, reason in sorted(spans):
        if page := _PAGE_BEFORE.search(line, max(0, start - 12), start):
            yield _furniture(first + page.start(), first + page.start() + len(page[0].rstrip()), PAGE)
        yield _furniture(first + start, first + end, reason)
        if reason is not RULE and (page := _INLINE_PAGE.match(line, end)):
            yield _furniture(first + end + len(page[0]) - len(page[0].lstrip()), first + page.end(), PAGE)


def _own_symbols(line: str, own: str | None, after: int) -> Iterator[tuple[int, int]]:
    position = -1 if own is None else line.find(own, after)
    while own is not None and position >= 0:
        yield position, position + len(own)
        position = line.find(own, position + len(own))


def _stands_in_the_way(line: str, start: int, end: int) -> bool:
    """Tell a running header from a note that cites itself: a page number follows, or it cuts through a sentence."""
    if _INLINE_PAGE.match(line, end):
        return True
    before, after = line[max(0, start - 40) : start].rstrip(), line[end : end + 40].lstrip()
    return before[-1:].islower() and after[:1].islower() and before.rsplit(None, 1)[-1] not in _CITING


_CITING = frozenset({"document", "documents", "in", "see", "of", "to", "and", "note", "paper", "report", "as", "under"})


def _beside_furniture(found: list[list[Cut]], index: int) -> bool:
    """Tell whether the lines before or after a bare number are furniture: then it is a page number."""
    before = found[index - 1] if index else []
    after = found[index + 1] if index + 1 < len(found) else []
    return any(cut.reason in {HEADER, JOB, PAGE} for cut in (*before, *after))


def _furniture(start: int, end: int, reason: str) -> Cut:
    return Cut(start, end, LedgerKind.FURNITURE, reason, parts_words=True)
