"""The running text of a document: the archived text with what interrupts it blanked out at equal length.

Here: blanking, so that every pattern can run over offsets of the archived text; and reading a span as text with
single spaces, with the pieces that lead back to the archived characters.
Not here: what is blanked and why (`furniture`, `footnotes`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.structure import LedgerKind, Mark, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

# No archived text holds these controls (see `Document`). The first is white space to `str.split` and `\s`: what was
# there parts words. The second stands inside a word or glued to one, and leaves no blank when it goes.
BLANK = "\x1f"
GONE = "\x00"

_WORD = re.compile(r"[^\s\x00]+")
_HYPHEN_AT_LINE_END = re.compile(r"[-‐]\n")


class Cut(NamedTuple):
    """A span of the archived text that is no part of the running text."""

    start: int
    end: int
    kind: LedgerKind
    reason: str | None
    parts_words: bool
    marker: str | None = None
    owner: int | None = None


def disjoint(cuts: Iterable[Cut]) -> list[Cut]:
    """Return cuts in order without overlaps: of two that overlap the one that begins first stays whole."""
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        last = kept[-1].end if kept else 0
        if cut.start >= last:
            kept.append(cut)
        elif cut.end > last:
            kept.append(cut._replace(start=last))
    return kept


class RunningText:
    """An archived text with its cuts (in order, disjoint) blanked. `text` has the length of the archived text."""

    def __init__(self, archived: str, cuts: list[Cut], suspended: frozenset[str] = frozenset()) -> None:
        self.cuts = cuts
        self._starts = [cut.start for cut in self.cuts]
        self._suspended = suspended
        self.text = self._blanked(archived)

    def _blanked(self, archived: str) -> str:
        if not self.cuts:
            return archived
        parts, position = [], 0
        for cut in self.cuts:
            parts += (archived[position : cut.start], (BLANK if cut.parts_words else GONE) * (cut.end - cut.start))
            position = cut.end
        parts.append(archived[position:])
        return "".join(parts)

    def cuts_within(self, start: int, end: int) -> list[Cut]:
        """Return the cuts that start in a span."""
        return self.cuts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def read(self, start: int, end: int) -> tuple[str, tuple[Piece, ...]]:
        """Return the span as text with single spaces, and its pieces; both empty where there is nothing to read.

        A hyphen at a line's end after a letter is a real one: the word goes on without a space.
        """
        raw = self.text[start:end]
        text = " ".join(raw.split())
        stripped = raw.strip()
        # Every gap is one white space character that was there: one piece.
        if (
            len(text) == len(stripped)
            and GONE not in text
            and BLANK not in stripped
            and not _HYPHEN_AT_LINE_END.search(stripped)
        ):
            first = start + len(raw) - len(raw.lstrip())
            return text, ((Piece(0, len(text), first, first + len(text)),) if text else ())
        return self._read_by_words(start, end)

    def plain(self, start: int, end: int) -> str:
        """Return the span as text with single spaces."""
        return self.read(start, end)[0]

    def marks(self, start: int, end: int, pieces: tuple[Piece, ...]) -> tuple[Mark, ...]:
        """Return the footnote marks cut out of a span that was read into `pieces`."""
        marks = []
        for cut in self.cuts_within(start, end):
            if cut.marker is not None and cut.kind is LedgerKind.FOOTNOTE_MARK:
                before = (p for p in pieces if p.source_start < cut.start)
                offset = max((p.text_start + min(cut.start, p.source_end) - p.source_start for p in before), default=0)
                marks.append(Mark(cut.marker, offset))
        return tuple(marks)

    def _read_by_words(self, start: int, end: int) -> tuple[str, tuple[Piece, ...]]:
        source = self.text
        words: list[str] = []
        pieces: list[Piece] = []
        length, previous_end = 0, start
        for match in _WORD.finditer(source, start, end):
            word = match.group()
            first, last = match.span()
            gap = source[previous_end:first]
            glue = not words or not gap.strip(GONE) or self._goes_on_after_hyphen(words[-1], gap, word)
            if words and not glue:
                words.append(" ")
                length += 1
            if pieces and not glue and len(gap) == 1 and gap != BLANK:
                piece = pieces[-1]
                pieces[-1] = Piece(piece.text_start, length + len(word), piece.source_start, last)
            else:
                pieces.append(Piece(length, length + len(word), first, last))
            words.append(word)
            length += len(word)
            previous_end = last
        return "".join(words), tuple(pieces)

    def _goes_on_after_hyphen(self, word: str, gap: str, following: str) -> bool:
        return (
            word[-1] in "-‐"
            and len(word) > 1
            and word[-2].isalpha()
            and "\n" in gap
            and following[0].isalpha()
            and following.casefold() not in self._suspended
        )
