"""Visual breaks of a document and the form of words: what a line, a chunk, a title, an item of a list is.

Here: chunks (runs of text that a blank line, a page or a deliberate line break parts from others) with the hints of the
source format; what tells a heading from text by its words alone.
Not here: what a chunk is (`body`), where sentences end (`sentences.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipelines.archive.document import LARGE, Block, Document, Role
from pipelines.archive.formats.numerals import ROMANS, is_ended
from pipelines.archive.formats.text import MEDIA_TYPE as TEXT
from pipelines.extract.outline.running_text import EDGES, RunningText
from pipelines.extract.outline.words import Words

MAX_MASTHEAD = 4000  # characters from the start of a document in which its masthead stands
MAX_FRONT = 12000  # characters in which its front does: masthead, title, the beginning of a contents table
MAX_TITLE = 400  # characters of a heading without label or hint
MAX_ITALIC = 120  # characters of what stands out in italics alone: what is longer is a paragraph printed so
MAX_HEADING = 1000  # characters of one with a label in sequence or a hint of the source format
BLANKS = " \t\n\r\f\v\x00\x1f\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"

_BLANKS = re.compile(f"[{BLANKS}]*")
_BEFORE_TITLE = re.compile(r"[“\"'‘«《]*(?:(?:19|20)\d\d[ ])?")  # quotes, a year ("2030 Agenda")
_NEW_TITLE = re.compile(
    r"(?P<before>(?<![^\W\d_])[^\W\d_]++(?:[-’'][^\W\d_]++){0,9}+|\)|”|(?<![\d/])\d{1,3}(?:/\d{1,3})?)[\s\x1f\x00]+"
    r"(?=(?P<first>[A-ZÀ-ÞА-Я](?:-?[^\W\d_])+)(?!\w))"
)


def after_blanks(text: str, start: int, end: int) -> int:
    """Return where the first character stands that is no blank; `end` where there is none."""
    blanks = _BLANKS.match(text, start, end)
    return blanks.end() if blanks else end


def is_title(words: str, limit: int = MAX_TITLE) -> bool:
    """Tell whether words could be a heading: they begin like one, do not end like a sentence, are no row of figures."""
    if not words or len(words) > limit or words[-1] in ".:;,…。：；" or "..." in words:
        return False
    first = _BEFORE_TITLE.sub("", words, count=1)[:1]
    if not first.isalpha() or first.islower():
        return False
    tokens = words.split()
    return 3 * sum(token[0].isdigit() for token in tokens) <= len(tokens) + 3


def opens_line(text: str, position: int) -> bool:
    """Tell whether what stands at a position begins a line."""
    while position and text[position - 1] in " \t\x1f\x00":
        position -= 1
    return position == 0 or text[position - 1] in "\n\f"


def is_unfinished(words: str, vocabulary: Words) -> bool:
    """Tell whether a title must go on: it ends within a bracket, at a comma, or with a word that none ends with."""
    if words.endswith((",", "-", "–", "—", ":", "、")) or words.count("(") > words.count(")"):
        return True
    return words.rpartition(" ")[2].casefold() in vocabulary.sets["never_last"]


def new_titles(text: str, start: int, end: int, vocabulary: Words) -> Iterator[int]:
    """Yield where other titles begin within words that run together: at capitals where no name goes on.

    "… in the prevention of corruption Integrity in sport": the word before is no small word that a name would follow,
    and the capital is not that of an institution.
    """
    institutions, never_last = (vocabulary.sets[part] for part in ("institutions", "never_last"))
    for match in _NEW_TITLE.finditer(text, start, end):
        before, folded, first = match["before"], match["before"].casefold(), match["first"].casefold()
        ends_name = not before[0].isupper() or folded in institutions or before in ROMANS
        if ends_name and folded not in never_last and first not in institutions:
            yield match.end()


# A line of wrapped text may end this much before the margin because the next word did not fit.
RAGGED = 0.85
UNWRAPPED = 200  # lines longer than this are whole paragraphs: every line break is deliberate

_BREAK, _LINE_BREAK = re.compile(r"[\n\f]\s*"), re.compile(r"\n\s*")  # the latter is six times as fast
_NEXT_WORD = re.compile(r"\s*(\S*)")


class Chunk(NamedTuple):
    """A span of the running text without white space at its ends; `heading`: its level by its type, None for text."""

    start: int
    end: int
    heading: int | None


def headings_by_type(document: Document, running: str, usual: float) -> list[tuple[Block, int]]:
    """Return the blocks that are headings by their type, each with its level: what the format says, else 0.

    `running`: the text that they stand in, without furniture and notes. `usual`: the usual type size.
    """
    headings: list[tuple[Block, int]] = []
    page, unended = 0, False  # of the text above
    for block in document.blocks:
        if block.role is not Role.BODY or not running[block.start : block.end].strip(EDGES):
            continue
        words = document.text[block.start : block.end]
        ended = is_ended(words)
        size = block.size or usual
        goes_on = unended and block.page > page and size <= usual
        stands_out = block.bold or size > LARGE * usual or (block.italic and len(words) <= MAX_ITALIC and not ended)
        level = block.level
        if level is None and stands_out and len(words) <= MAX_HEADING and not (goes_on or words[0].islower()):
            level = 0
        if level is not None:
            headings.append((block, level))
        page, unended = block.page, level is None and not ended
    return headings


def usual_size(document: Document) -> float:
    """Return the type size in which most of a document is set; 0 where no block has one."""
    sizes: Counter[float] = Counter()
    for block in document.blocks:
        sizes[round(2 * (block.size or 0)) / 2] += block.end - block.start
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def _level(headings: Sequence[tuple[Block, int]], start: int, end: int) -> int | None:
    """Return the level of the heading by type whose block, or a line of it, is a span; None where there is none."""
    at = bisect_right(headings, start, key=lambda pair: pair[0].start)
    # The block may begin with a mark that is cut.
    near = (pair for pair in headings[max(0, at - 1) : at + 1] if pair[0].start <= start + 2)
    return next((level for block, level in near if block.end >= end), None)


class Layout:
    """The chunks of a running text, in order.

    `headings`: the blocks that are headings by their type. `by_lines`: only lines tell what they are. `wraps`: a line
    break may be that of a line that was full.
    """

    def __init__(
        self, text: str, chunks: Sequence[Chunk], headings: Sequence[Block], *, by_lines: bool, wraps: bool
    ) -> None:
        self._text = text
        self._chunks = chunks
        self._starts = [chunk.start for chunk in chunks]
        self.headings = headings
        self.by_lines = by_lines
        self.wraps = wraps

    def chunks(self, start: int, end: int) -> list[Chunk]:
        """Return the chunks of a span; those at its ends may be parts of longer ones."""
        first = max(0, bisect_right(self._starts, start) - 1)
        chunks = [*self._chunks[first : bisect_left(self._starts, end)]]
        if chunks and chunks[0].start < start:
            chunks[:1] = self._clip(chunks[0], start, end)
        if chunks and chunks[-1].end > end:
            chunks[-1:] = self._clip(chunks[-1], start, end)
        return chunks

    def chunk_at(self, position: int) -> Chunk:
        """Return the chunk that a position stands in, or the first one."""
        return self._chunks[max(0, bisect_right(self._starts, position) - 1)]

    def chunk_after(self, position: int) -> Chunk | None:
        """Return the first chunk that begins after a position."""
        at = bisect_right(self._starts, position)
        return self._chunks[at] if at < len(self._chunks) else None

    def opens_chunk(self, position: int) -> bool:
        """Tell whether what stands at a position begins a chunk."""
        return self.chunk_at(position).start == position

    def _clip(self, chunk: Chunk, start: int, end: int) -> list[Chunk]:
        """Return what of a chunk is in a span, without white space at its ends."""
        first = after_blanks(self._text, max(start, chunk.start), chunk.end)
        # a mark at the end belongs to what it stands at
        last = chunk.end if end >= chunk.end else first + len(self._text[first:end].rstrip())
        return [Chunk(first, last, chunk.heading)] if first < last else []


def layout_of(document: Document, text: str, usual: float) -> Layout:
    """Return the chunks of a document's running text: they end at blank lines, pages and deliberate line breaks.

    `usual`: the usual type size of the document.
    """
    headings = headings_by_type(document, text, usual)
    by_lines = document.media_type == TEXT
    margin = _margin(text) if by_lines else 0.0
    ends = [
        match.span()
        for match in (_BREAK if "\f" in text else _LINE_BREAK).finditer(text)
        if match[0].count("\n") > 1 or "\f" in match[0] or _is_deliberate(text, match.start(), margin)
    ]
    chunks = []
    for start, end in zip([0, *(last for _, last in ends)], [*(first for first, _ in ends), len(text)], strict=True):
        raw = text[start:end].lstrip(BLANKS)
        if stripped := raw.rstrip():
            first = end - len(raw)
            last = first + len(stripped)
            chunks.append(Chunk(first, last, _level(headings, first, last)))
    wraps = margin < float("inf")
    return Layout(text, chunks, [block for block, _ in headings], by_lines=by_lines, wraps=wraps)


def _margin(text: str) -> float:
    """Return the column at which lines wrap: nine in ten longer lines end before it; infinite if they do not."""
    lengths = sorted(length for line in text.split("\n") if (length := len(line.rstrip())) > 20)
    if len(lengths) < 3:
        return float("inf")
    margin = lengths[len(lengths) * 9 // 10]
    return float("inf") if margin > UNWRAPPED else margin * RAGGED


def _is_deliberate(text: str, newline: int, margin: float) -> bool:
    """Tell whether a line was ended before the margin: the next word would have fitted."""
    width = len(text[text.rfind("\n", 0, newline) + 1 : newline].rstrip()) + 1
    word = _NEXT_WORD.match(text, newline)
    return width + (len(word[1]) if word else 0) <= margin


class Reading(NamedTuple):
    """What the readers of every part work on.

    `running`: the text of the document less furniture, footnotes and marks; `start`: where the document begins in it;
    `layout`: of that text; `vocabulary`: the declared words; `language`: of the text; `compilation`: its title is
    that of a thematic compilation; `state_of`: gives the code of a State whose name is the whole of a text, else None.
    """

    document: Document
    running: RunningText
    layout: Layout
    vocabulary: Words
    start: int
    language: str
    compilation: bool
    state_of: Callable[[str], str | None]

    @property
    def text(self) -> str:
        """The running text: as long as the archived one."""
        return self.running.text
