"""Furniture: what programs, pages and web sites put around and into a document, and is no part of what it says.

Here: what the source format itself marks (page headers, footers, tables); rules and what programs leave in a text; by
their form what pages print around the text (the symbol, page and job numbers); a masthead that comes after the first
page's text.
Not here: what stands in containers of its own or on several pages (`archive/formats/`);
footnotes (`footnotes`), contents tables (`front`), the form of symbols and numbers (`archive/symbols`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from pipelines.archive.document import Block, Document, Role
from pipelines.archive.formats.numerals import FIRST_PARAGRAPH, OPENS_PARAGRAPH
from pipelines.archive.formats.registry import has_pages
from pipelines.archive.symbols import (
    JOB,
    LOOSE_SYMBOL,
    PAGE,
    PAGE_FIGURE,
    PAGE_OF_LAST,
    PAGE_WORD,
    PLACEHOLDER,
    RECYCLE,
    RULE_LINE,
    SYMBOL,
)
from pipelines.extract.outline.layout import MAX_FRONT, MAX_MASTHEAD, opens_line
from pipelines.extract.outline.own_symbol import OwnSymbol, find_own_symbol
from pipelines.extract.outline.running_text import Cut, disjoint
from pipelines.extract.outline.structure import LedgerKind
from pipelines.extract.outline.words import Words

HEADER, FOOTER, PAGE_MARKS = "running header", "page footer", "page number, job number or running header"
FEET = frozenset({PAGE_MARKS, HEADER})  # what ends a page
RULE = "rule line"
FURNITURE_ROLES = {Role.PAGE_HEADER: HEADER, Role.PAGE_FOOTER: FOOTER, Role.REPEATED: PAGE_MARKS}

MAX_HEADER = 100  # characters of a title beside the symbol
NEAR = 40  # characters around a symbol that show whether it belongs to its sentence

_RULE = re.compile(RULE_LINE)
# Marks of pages: what is nothing else wherever it stands; what is a mark on a line of its own, or beside others.
_SURE = rf"{JOB}|\[Start\d*\]"
_PAGE = (
    rf"(?<![\w/.,-])(?:{PAGE}|{PAGE_OF_LAST})(?![\w/.])|(?<!\S)\d{{1,3}}(?=[ \t]+(?:{JOB}))"
    rf"|/(?:\.{{3}}|…)|{RECYCLE}(?:[ \t]*♻)?"
)
# The language may stand on a line of its own between symbol and page.
_HEADER = rf"(?:{PLACEHOLDER.pattern}|{SYMBOL.pattern})(?:[ \t]*\n[ \t]*[^\W\d_]+[ \t]*\n[ \t]*(?={PAGE_WORD}))?"
_MARK = re.compile(rf"(?P<sure>{_SURE})|(?P<page>{_PAGE})|(?P<header>{_HEADER})")
_ANY = f"(?>{_SURE}|{_PAGE}|{_HEADER})"
_LINE_END = re.compile(r"[^\S\n]*+(?=\n|\Z)")
_RUN = re.compile(rf"{_ANY}(?:[ \t/|*∗]*+{_ANY})*+(?:[ \t]*+[/|*∗]++(?={_LINE_END.pattern}))?")
_PAGE_OF = re.compile(r"(\d{1,4})[ \t]?/[ \t]?(\d{1,4})")
_FIGURE = re.compile(PAGE_FIGURE)
_NUMBER_ALONE = re.compile(rf"^[^\S\n]*+({PAGE_FIGURE})[^\S\n]*+$", re.MULTILINE)

CHROME = "web site around the document"
FONT, HYPHEN = "letters of a font without meaning", "hyphen of a word broken at the end of a line"
OVERLEAF = 8  # lines of footnotes and page furniture that may stand within a masthead
MAX_BODY, MAX_BODY_LINES = 60, 2

_PRIVATE = re.compile(r"[\ue000-\uf8ff](?:[ \t]*[\ue000-\uf8ff])*")
_BROKEN = re.compile(r"(?<=[^\W\d_])‐[ \t]*\n[ \t]*(?=[^\W\d_A-ZÀ-Þ])")
_PAGE_OPENS = re.compile(r"(\d{1,3})[ \t]+(?=\S)")
_OPENS_PAGE_ONE = re.compile(r"(?:(?<=\s)|^)1[ \t]+$")
MIN_TEXT = 60  # characters of a cell that is a paragraph
_LINE = re.compile(r"\S[^\n\f]*")
CHROME_SIGNS = 600  # characters in which a web site shows itself
_BETWEEN = re.compile(r"[\s|*\x00\x1f]*")
_BARE_NUMBER = re.compile(r"\s*(?:\d{1,4}\s*\n|1[ \t])")


class Furniture(NamedTuple):
    """Where a document begins, its own symbol, and what of its text is furniture, in order and disjoint."""

    start: int
    own: OwnSymbol
    cuts: list[Cut]


def find_furniture(document: Document, vocabulary: Words, *, tables: bool) -> Furniture:
    """Return what surrounds and interrupts the text of a document. `tables`: tables are cut, too."""
    text = document.text
    start = find_start(text, vocabulary)
    late = late_masthead(text, start, vocabulary)
    own = find_own_symbol(document, start, [(cut.start, cut.end) for cut in late], vocabulary)
    marks = [*marks_of_pages(document, start, own, vocabulary)]
    at_edges = {cut[:2] for cut in marks}
    blocks = [block for block in document.blocks if (block.start, block.end) not in at_edges]
    cuts = [
        *([Cut(0, start, LedgerKind.FURNITURE, CHROME)] if start else []),
        *marks,
        *cuts_by_role(text, blocks, own, tables=tables),
        *page_numbers_at_starts(document, start, vocabulary),
        *late,
        *left_by_programs(text),
        *rules(text, start),
    ]
    return Furniture(start, own, disjoint(cuts))


def find_start(text: str, vocabulary: Words) -> int:
    """Return where the document begins, after what a web site put before it.

    The document begins with the name of the Organization beside a symbol or "Distr.", or with the symbol above it.
    """
    head = text[:MAX_MASTHEAD]
    if not _shows_chrome(head, vocabulary):
        return 0
    for match in vocabulary.organization.finditer(head):
        after = _BETWEEN.match(head, match.end())
        at = after.end() if after else match.end()
        if LOOSE_SYMBOL.match(head, at) or vocabulary.distribution.match(head, at) or "[" in head[at : at + 40]:
            line = head.rfind("\n", 0, match.start()) + 1
            symbol = LOOSE_SYMBOL.match(head, line)
            begins = line if symbol and not head[symbol.end() : match.start()].strip() else match.start()
            page = _OPENS_PAGE_ONE.search(head, 0, begins)
            return page.start() if page else begins
    return 0


def _shows_chrome(head: str, vocabulary: Words) -> bool:
    """Tell whether a web site may have put something before a document: its words, a page count, a cut title."""
    folded = head[:CHROME_SIGNS].casefold()
    if any(word in folded for word in vocabulary.sets["chrome"]) or _BARE_NUMBER.match(head):
        return True
    first_line = head.lstrip().partition("\n")[0]
    return "..." in first_line or "…" in first_line


def _numbered_rows(text: str, cells: Sequence[Block]) -> Iterator[Block]:
    """Yield the cells of tables whose rows are paragraphs: a number in one, a long text in the next."""
    for cell, beside in pairwise(cells):
        number = OPENS_PARAGRAPH.match(text, cell.start, cell.end)
        if number and number.end() == cell.end and beside.end - beside.start > MIN_TEXT:
            yield from (cell, beside)


def cuts_by_role(text: str, blocks: Sequence[Block], own: OwnSymbol, *, tables: bool) -> Iterator[Cut]:
    """Yield what the source format itself marks as page header, page footer or (if they are cut) tables.

    A masthead that is laid out as a table stays.
    """
    for role, of_role in groupby(blocks, lambda block: block.role):
        parts = [*of_role]
        if role is Role.TABLE and tables and not _is_masthead_table(text, parts, own):
            kept = {*_numbered_rows(text, parts)}
            yield from (Cut(cell.start, cell.end, LedgerKind.TABLE) for cell in parts if cell not in kept)
        elif role in FURNITURE_ROLES:
            yield from (Cut(part.start, part.end, LedgerKind.FURNITURE, FURNITURE_ROLES[role]) for part in parts)


def left_by_programs(text: str) -> Iterator[Cut]:
    """Yield what programs leave in a text, which they do not print.

    Letters of fonts that have no meaning of their own, such as those of a barcode; hyphens (U+2010) at which words were
    broken at the ends of lines.
    """
    for match in _PRIVATE.finditer(text):
        yield Cut(*match.span(), LedgerKind.FURNITURE, FONT, parts_words=False)
    for match in _BROKEN.finditer(text):
        yield Cut(*match.span(), LedgerKind.FURNITURE, HYPHEN, parts_words=False)


def _is_masthead_table(text: str, cells: Sequence[Block], own: OwnSymbol) -> bool:
    """Tell a masthead that is a table: it stands in the front and holds the document's symbol."""
    printed = "\n".join(text[cell.start : cell.end] for cell in cells if cell.start <= MAX_FRONT)
    return any(name in printed for name in own.names)


def page_numbers_at_starts(document: Document, start: int, vocabulary: Words) -> Iterator[Cut]:
    """Yield page numbers where a rendition opens each page with its number ("1 United Nations", "2 I. Overview")."""
    first = _PAGE_OPENS.match(document.text, start)
    if first is None or vocabulary.organization.match(document.text, first.end()) is None:
        return
    expected = 1
    for block in document.blocks:
        match = _PAGE_OPENS.match(document.text, max(block.start, start), block.end)
        if match and int(match[1]) == expected:
            yield _furniture(*match.span(1))
            expected += 1


def late_masthead(text: str, start: int, vocabulary: Words) -> list[Cut]:
    """Return the parts of a masthead that a rendition puts below agenda item or title, or after the first page's text.

    They are the lines around "Distr." that hold nothing but what a masthead holds.
    """
    distr = text.find("istr.", start, start + MAX_FRONT)  # nothing is above one that is not there
    signs = (FIRST_PARAGRAPH, vocabulary.agenda, vocabulary.kind)
    above = next((match for sign in signs if (match := sign.search(text, start, distr))), None)
    if above is None:
        return []
    spans = [m.span() for m in _LINE.finditer(text, above.end(), distr + MAX_FRONT)]
    at = next((i for i, (a, b) in enumerate(spans) if a <= distr < b), len(spans))
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
    if not any(map(str.isalnum, words)):
        return False
    facts = (vocabulary.original, vocabulary.distribution, vocabulary.organization, vocabulary.date)
    for pattern in (*facts, PLACEHOLDER, LOOSE_SYMBOL, vocabulary.language_name):
        words = pattern.sub(" ", words)
    return not any(map(str.isalpha, words))


def rules(text: str, start: int) -> Iterator[Cut]:
    """Yield the rules of a text, which writers type in every format: underscores, dashes or other signs in a row."""
    for match in _RULE.finditer(text, start):
        yield Cut(*match.span(), LedgerKind.FURNITURE, RULE)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Tell whether nothing stands beside a span on its line."""
    return opens_line(text, start) and _LINE_END.match(text, end) is not None


def marks_of_pages(document: Document, start: int, own: OwnSymbol, vocabulary: Words) -> Iterator[Cut]:
    """Yield what pages print around the text, as it shows by its form: where the format knows pages, at their edges.

    The document's own symbol is a running header below the masthead, but for where the document cites itself.
    """
    text = document.text
    if has_pages(document.media_type):
        yield from _at_edges(document, own)
        return
    for run in _RUN.finditer(text, start):
        marks = [*_MARK.finditer(text, *run.span())]
        kinds = {"own" if _is_own(mark, own) else str(mark.lastgroup) for mark in marks}
        if _is_alone(text, *run.span()):
            descends = any(int(page) > int(last) for page, last in _PAGE_OF.findall(run[0]))  # a resolution
            if kinds != {"header"} and not (kinds == {"page"} and descends):
                yield _furniture(run.start(), run.end())
        elif "sure" in kinds or ("own" in kinds and ("page" in kinds or _is_amid(text, run, vocabulary))):
            first = next(mark for mark in marks if mark.lastgroup != "header" or _is_own(mark, own))
            yield _furniture(first.start(), run.end())
    for number in _NUMBER_ALONE.finditer(text, start):
        yield _furniture(*number.span(1))


def _at_edges(document: Document, own: OwnSymbol) -> Iterator[Cut]:
    """Yield the outermost blocks of pages that hold nothing but what pages print around the text."""
    for page, of_page in groupby(document.blocks, key=lambda block: block.page):
        blocks = [*of_page]
        for outermost in (blocks, blocks[::-1]) if page else ():
            for block in takewhile(lambda block: _is_around(document.text, block, own), outermost):
                if block.role not in FURNITURE_ROLES:
                    yield _furniture(block.start, block.end)


def _is_around(text: str, block: Block, own: OwnSymbol) -> bool:
    """Tell whether a block holds only marks of pages, or is furniture by its role.

    Beside the document's symbol a later page may print the title of the document or of a section, with a capital.
    """
    if block.role in FURNITURE_ROLES:
        return True
    matches = _MARK.finditer(text, block.start, block.end)
    marks = [mark for mark in matches if mark.lastgroup != "header" or _is_own(mark, own)]
    edges = [block.start, *(edge for mark in marks for edge in mark.span()), block.end]
    rest = " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    words = [word for word in rest.split() if word.strip("/|*∗")]
    if not words:
        return bool(marks)
    if len(words) == 1 and block.role is not Role.TABLE and _FIGURE.fullmatch(words[0]):
        return not words[0].isdecimal() or int(words[0]) == block.page
    named = any(mark.lastgroup == "header" for mark in marks)
    return named and block.page > 1 and words[0][0].isupper() and block.end - block.start <= MAX_HEADER


def _is_own(mark: re.Match[str], own: OwnSymbol) -> bool:
    """Tell whether a mark is the document's own symbol, or what stands in its place, below the masthead."""
    return mark.start() >= own.end and mark[0].split("\n")[0] in own.names


def _is_amid(text: str, run: re.Match[str], vocabulary: Words) -> bool:
    """Tell whether a symbol in the middle of a line belongs to no sentence: nothing cites or punctuates it."""
    before = text[max(0, run.start() - NEAR) : run.start()].rpartition("\n")[2].split()
    after = text[run.end() : run.end() + NEAR].split("\n", 1)[0]
    cited = not before or before[-1][-1] in "([“" or before[-1].casefold() in vocabulary.sets["citing"]
    return not cited and not after[:1].isalnum() and (after.strip()[:1] or "a").isalnum()


def _furniture(start: int, end: int) -> Cut:
    return Cut(start, end, LedgerKind.FURNITURE, PAGE_MARKS)
