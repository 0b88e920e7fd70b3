"""Visual breaks of a document and the form of words: what a line, a chunk, a title, an item of a list is.

Here: chunks (runs of text that a blank line, a page or a deliberate line break parts from others) with the hints of the
source format; what tells a heading from text by its words alone.
Not here: what a chunk is (`body`), where sentences end (`sentences.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from pipelines.archive.document import Block, Document
from pipelines.archive.formats.numerals import ROMANS
from pipelines.archive.formats.text import MEDIA_TYPE as TEXT
from pipelines.extract.outline.running_text import Cut, RunningText
from pipelines.extract.outline.words import Words

MAX_MASTHEAD = 4000  # characters from the start of a document in which its masthead stands
MAX_FRONT = 12000  # characters in which its front does: masthead, title, the beginning of a contents table
MAX_TITLE = 400  # characters of a heading without label or hint
MAX_HEADING = 1000  # characters of one with a label in sequence or a hint of the source format
BLANKS = " \t\n\r\f\v\x00\x1f\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"

_BLANKS = re.compile(f"[{BLANKS}]*")
_DIGIT = re.compile(r"\d")
_BEFORE_TITLE = re.compile(r"[“\"'‘«《]*(?:(?:19|20)\d\d[ ])?")  # quotes, a year ("2030 Agenda")
_BULLET = re.compile(r"[•·▪‣●○■□–—\-*✓➢][\s\x1f]|\(?[a-zа-я]{1,2}\)|\(?[ivx]{1,5}\)|\([A-Z]\)|\(\d{1,3}\)|[㈠-㈩]")
_NEW_TITLE = re.compile(
    r"(?P<before>(?<![^\W\d_])[^\W\d_]++(?:[-’'][^\W\d_]++){0,9}+|\)|”|(?<![\d/])\d{1,3}(?:/\d{1,3})?)(?P<gap>[\s\x1f\x00]+)"
    r"(?=(?P<first>[A-ZÀ-ÞА-Я](?:-?[^\W\d_])+)(?!\w))"
)
ANY_GAP, LINE_BREAK = re.compile(r"[\s\x1f\x00]+"), re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")


def after_blanks(text: str, start: int, end: int) -> int:
    """Return where the first character stands that is no blank; `end` where there is none."""
    blanks = _BLANKS.match(text, start, end)
    return blanks.end() if blanks else end


def is_title(words: str, limit: int = MAX_TITLE) -> bool:
    """Tell whether words could be a heading: they begin like one, do not end like a sentence, are no row of figures."""
    if not words or len(words) > limit or words[-1] in ".:;,…。：；" or words[0] in "(|[" or "..." in words:
        return False
    first = _BEFORE_TITLE.sub("", words, count=1)[:1]
    if not first.isalpha() or first.islower() or _BULLET.match(words):
        return False
    if _DIGIT.search(words) is None:
        return True
    tokens = words.split()
    return 3 * sum(token[0].isdigit() for token in tokens) <= len(tokens) + 3


def opens_line(text: str, position: int) -> bool:
    """Tell whether what stands at a position begins a line."""
    while position and text[position - 1] in " \t\x1f\x00":
        position -= 1
    return position == 0 or text[position - 1] in "\n\f"


def is_item(words: str) -> bool:
    """Tell whether words begin as a sub-paragraph or bullet: they belong to the paragraph above."""
    return _BULLET.match(words) is not None


def is_cut_off(words: str) -> bool:
    """Tell whether words end within a bracket that they open."""
    return words.count("(") > words.count(")")


def is_unfinished(words: str, vocabulary: Words) -> bool:
    """Tell whether a title must go on: it ends within a bracket, at a comma, or with a word that none ends with."""
    if not words or words[-1] in ",-–—:、" or is_cut_off(words):
        return bool(words)
    return words.rsplit(None, 1)[-1].casefold() in vocabulary.sets["never_last"]


def next_title(text: str, start: int, end: int, vocabulary: Words, at: re.Pattern[str] = ANY_GAP) -> int | None:
    """Return where a title begins within words that run together: at the first capital where no name goes on.

    Only capitals after a gap that `at` matches are looked at.

    "… in the prevention of corruption Integrity in sport": the word before is no small word that a name would follow,
    and the capital is not that of an institution.
    """
    institutions = vocabulary.sets["institutions"]
    for match in _NEW_TITLE.finditer(text, start, end):
        before, first = match["before"], match["first"].casefold()
        ends_name = not before[0].isupper() or before.casefold() in institutions or before in ROMANS
        goes_on = before.casefold() in vocabulary.sets["never_last"] or first in institutions
        if ends_name and not goes_on and at.fullmatch(match["gap"]):
            return match.end()
    return None


# A line of wrapped text may end this much before the margin because the next word did not fit.
RAGGED = 0.85
UNWRAPPED = 200  # lines longer than this are whole paragraphs: every line break is deliberate

_BREAK, _LINE_BREAK = re.compile(r"[\n\f]\s*"), re.compile(r"\n\s*")  # the latter is six times as fast
_WORD = re.compile(r"\S*")


class Chunk(NamedTuple):
    """A span of the running text without white space at its ends; `heading` as in `Block`."""

    start: int
    end: int
    heading: int | None


class Layout:
    """Breaks of one document over its running text (see `RunningText`)."""

    def __init__(self, document: Document, text: str) -> None:
        self._text = text
        self._hinted: list[Block] = [block for block in document.blocks if block.heading is not None]
        self._hint_starts = [block.start for block in self._hinted]
        self.by_lines = document.media_type == TEXT
        self._margin = self._find_margin() if self.by_lines else 0.0
        self.wraps = self._margin < float("inf")  # a line break may be that of a line that was full
        self._chunks = self._find_chunks()
        self._starts = [chunk.start for chunk in self._chunks]
        self._opening = frozenset(self._starts)

    def chunks(self, start: int, end: int) -> list[Chunk]:
        """Return the chunks of a span; those at its ends may be parts of longer ones."""
        first = max(0, bisect_right(self._starts, start) - 1)
        chunks = self._chunks[first : bisect_left(self._starts, end)]
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

    def _clip(self, chunk: Chunk, start: int, end: int) -> list[Chunk]:
        """Return what of a chunk is in a span, without white space at its ends."""
        first = after_blanks(self._text, max(start, chunk.start), chunk.end)
        # a mark at the end belongs to what it stands at
        last = chunk.end if end >= chunk.end else first + len(self._text[first:end].rstrip())
        return [Chunk(first, last, chunk.heading)] if first < last else []

    def _find_chunks(self) -> list[Chunk]:
        chunks: list[Chunk] = []
        position = 0
        for match in (_BREAK if "\f" in self._text else _LINE_BREAK).finditer(self._text):
            gap = match.group()
            parts = gap != "\n" and (gap.count("\n") > 1 or "\f" in gap)
            if parts or self._is_deliberate(match.start()):
                self._add(chunks, position, match.start())
                position = match.end()
        self._add(chunks, position, len(self._text))
        return chunks

    def opens_chunk(self, position: int) -> bool:
        """Tell whether what stands at a position begins a chunk."""
        return position in self._opening

    def heading_hint(self, start: int, end: int) -> int | None:
        """Return the hint of the block or line that is a span, or None."""
        if not self._hinted:
            return None
        at = bisect_right(self._hint_starts, start)
        # The block may begin with a mark that is cut.
        near = (block for block in self._hinted[max(0, at - 1) : at + 1] if block.start <= start + 2)
        return next((block.heading for block in near if block.end >= end), None)

    def _add(self, chunks: list[Chunk], start: int, end: int) -> None:
        raw = self._text[start:end].lstrip(BLANKS)
        stripped = raw.rstrip()
        if stripped:
            first = end - len(raw)
            last = first + len(stripped)
            chunks.append(Chunk(first, last, self.heading_hint(first, last)))

    def _find_margin(self) -> float:
        """Return the column at which lines wrap: nine in ten longer lines end before it; infinite if they do not."""
        lengths = sorted(length for line in self._text.split("\n") if (length := len(line.rstrip())) > 20)
        if len(lengths) < 3:
            return float("inf")
        margin = lengths[len(lengths) * 9 // 10]
        return float("inf") if margin > UNWRAPPED else margin * RAGGED

    def _is_deliberate(self, newline: int) -> bool:
        """Tell whether a line was ended before its margin: the next word would have fitted."""
        if not self.by_lines:
            return False
        text = self._text
        following = newline + 1
        while text[following : following + 1].isspace():
            following += 1
        width = len(text[text.rfind("\n", 0, newline) + 1 : newline].rstrip()) + 1
        if width > self._margin:
            return False
        word = _WORD.match(text, following)
        return width + (word.end() - following if word else 0) <= self._margin


class Reading(NamedTuple):
    """What the readers of every part work on: the running text, its layout, and the declared words."""

    running: RunningText
    layout: Layout
    vocabulary: Words

    @property
    def text(self) -> str:
        """The running text: as long as the archived one."""
        return self.running.text

    def without(self, cut: Cut, document: Document) -> Reading:
        """Return the reading of the text without a part of it."""
        running = self.running.without(cut, document.text)
        return Reading(running, Layout(document, running.text), self.vocabulary)
