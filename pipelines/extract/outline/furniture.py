"""What the source, a converter or a web site puts around and into a document, and is no part of what it says.

Here: what the source format itself marks (page headers, footers, tables), heading markup, pages counted at their
starts, and a masthead that comes after the first page's text.
Not here: furniture known by its form (`page_furniture`), footnotes (`footnotes`), contents tables (`front`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.archive.document import Document, Role
from pipelines.extract.outline.footnotes import footnote_blocks
from pipelines.extract.outline.page_furniture import HEADER, PAGE
from pipelines.extract.outline.running_text import Cut
from pipelines.extract.outline.structure import LedgerKind
from pipelines.extract.outline.symbols import LOOSE_SYMBOL, PLACEHOLDER
from pipelines.extract.outline.words import Words

CHROME, FOOTER, MARKDOWN = "web site around the document", "page footer", "heading markup"
FONT, HYPHEN = "letters of a font without meaning", "hyphen of a word broken at the end of a line"
OVERLEAF = 8  # lines of footnotes and page furniture that may stand within a masthead
MAX_BODY, MAX_BODY_LINES = 60, 2
MAX_FACTS = 300  # characters of a line of a masthead
FIRST_PAGE = 12000  # characters in which a masthead may come late

_PRIVATE = re.compile(r"[\ue000-\uf8ff](?:[ \t]*[\ue000-\uf8ff])*")
_BROKEN, _WITHIN_LINE = re.compile(r"(?<=[^\W\d_])‐[ \t]*\n[ \t]*(?=[^\W\d_A-ZÀ-Þ])"), re.compile(r"\w‐\w")
_MARKDOWN_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+(?=\S)", re.MULTILINE)
_ESCAPED = re.compile(r"\\(?<=\d\\)(?=\.)")  # "1\\."
_PIPE_TABLE = re.compile(r"^[ \t]*\|.*\|[ \t]*(?:\n[ \t]*\|.*\|[ \t]*)+$", re.MULTILINE)
_PAGE_ONE = re.compile(r"1[ \t]+(?=\S)")
_PAGE_OPENS = re.compile(r"(\d{1,3})[ \t]+(?=\S)")
_PARAGRAPH = re.compile(r"(?:^|\n)[ \t]*1\.[\s]")
_NUMBER_CELL, MIN_TEXT = re.compile(r"\d{1,3}[.)]"), 60
_LINE = re.compile(r"\S[^\n\f]*")


def _numbered_rows(document: Document) -> Iterator[int]:
    """Yield where the cells of tables begin whose rows are the number of a paragraph and its text."""
    for number, words in pairwise(document.blocks):
        if number.role is words.role is Role.TABLE and _NUMBER_CELL.fullmatch(document.text, number.start, number.end):
            yield from (number.start, words.start) if words.end - words.start > MIN_TEXT else ()


def cuts_by_role(document: Document, *, tables: bool) -> Iterator[Cut]:
    """Yield what the source format itself marks as page header, page footer, or (if `tables` are cut) as table."""
    footnotes = {block.start for block in footnote_blocks(document)}
    kept = frozenset(_numbered_rows(document)) if tables else ()
    for block in document.blocks:
        if block.role is Role.PAGE_HEADER:
            yield Cut(block.start, block.end, LedgerKind.FURNITURE, HEADER)
        elif block.role is Role.PAGE_FOOTER and block.start not in footnotes:
            yield Cut(block.start, block.end, LedgerKind.FURNITURE, FOOTER)
        elif block.role is Role.TABLE and tables and block.start not in kept:
            yield Cut(block.start, block.end, LedgerKind.TABLE)


def left_by_programs(text: str, start: int, vocabulary: Words) -> Iterator[Cut]:
    """Yield what programs leave in a text, which they do not print.

    Letters of fonts that have no meaning of their own, such as those of a barcode; hyphens at which words were broken
    at the ends of lines, where they stand nowhere else; marks of headings and numbers in Markdown; tables of two and
    more lines between bars, but for a masthead laid out so.
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
    for match in _ESCAPED.finditer(text) if "\\." in text else ():
        yield Cut(*match.span(), LedgerKind.FURNITURE, MARKDOWN, parts_words=False)
    for match in _PIPE_TABLE.finditer(text, start) if "\n|" in text else ():
        if not (vocabulary.distribution.search(match[0]) or vocabulary.original.search(match[0])):
            yield Cut(match.start(), match.end(), LedgerKind.TABLE)


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
