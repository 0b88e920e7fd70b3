"""The running text of a document: the archived text with what interrupts it blanked out at equal length; its ledger.

Here: blanking, so that every pattern can run over offsets of the archived text; reading a span as text with single
spaces, with the pieces that lead back to the archived characters; and what every character of the archived text is:
the spans of all findings, less what is cut out of them, so that nothing is lost or counted twice.
Not here: what is blanked and why (`furniture`, `footnotes`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from pipelines.extract.outline.structure import LedgerKind, LedgerSpan, Piece

# No archived text holds these controls (see `Document`). The first is white space to `str.split` and `\s`: what was
# there parts words. The second stands inside a word or glued to one, and leaves no blank when it goes.
BLANK = "\x1f"
GONE = "\x00"

# Gaps that are more than one white space character that was there, or that may join a word broken at its hyphen.
_IRREGULAR = re.compile(r"[\s\x00](?:[\s\x00]+|(?<=[\x00\x1f])|(?<=-\n))")
_WIDE = r"[\u3000-\u9fff\uff00-\uffef]"
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})\s*\n\s*(?={_WIDE})")
_WIDE_IRREGULAR = re.compile(rf"{_WIDE_BREAK.pattern}|{_IRREGULAR.pattern}")
# All that `str.split` parts words at, which a text without them must begin and end with.
EDGES = GONE + "".join(filter(str.isspace, map(chr, range(0x3001))))
_WORD = re.compile(r"[^\W\d_]+")
# Spaces that do not break or have a width of their own, for patterns a space as any other.
_SPACES = "\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"


class Cut(NamedTuple):
    """A span of the archived text that is no part of the running text."""

    start: int
    end: int
    kind: LedgerKind
    reason: str | None = None
    parts_words: bool = True
    marker: str | None = None


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


def occurrences(text: str, words: str, start: int = 0) -> Iterator[int]:
    """Yield where words stand in a text from `start` on."""
    position = text.find(words, start)
    while position >= 0:
        yield position
        position = text.find(words, position + len(words))


def matches(pattern: re.Pattern[str], text: str, signs: Iterable[str]) -> Iterator[re.Match[str]]:
    """Yield what a pattern matches from one character before a sign on: signs are found faster than a pattern fails."""
    end = 0
    for start in sorted({at - 1 for sign in signs if sign in text for at in occurrences(text, sign)}):
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


class RunningText:
    """An archived text with its cuts (in order, disjoint) blanked. `text` has the length of the archived text."""

    def __init__(self, archived: str, cuts: list[Cut], suspended: frozenset[str] = frozenset()) -> None:
        self._archived = archived
        self.cuts = cuts
        self._starts = [cut.start for cut in self.cuts]
        self._suspended = suspended
        self.text = self._blanked(archived)
        self._wide = "。" in archived  # written without spaces, in whole characters

    def _blanked(self, archived: str) -> str:
        parts: list[str] = []
        position = 0
        for cut in self.cuts:
            parts += (archived[position : cut.start], (BLANK if cut.parts_words else GONE) * (cut.end - cut.start))
            position = cut.end
        parts.append(archived[position:])
        text = "".join(parts)
        for space in _SPACES if not text.isascii() else ():
            text = text.replace(space, " ")
        return text

    def without(self, cuts: Iterable[Cut]) -> RunningText:
        """Return the text less further cuts."""
        return RunningText(self._archived, disjoint([*self.cuts, *cuts]), self._suspended)

    def cuts_within(self, start: int, end: int) -> list[Cut]:
        """Return the cuts that start in a span."""
        return self.cuts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def read(self, start: int, end: int) -> tuple[str, tuple[Piece, ...]]:
        """Return the span as text with single spaces, and its pieces; both empty where there is nothing to read.

        A hyphen at a line's end after a letter is a real one: the word goes on without a space.
        """
        raw = self.text[start:end]
        stripped = raw.strip(EDGES)
        if not stripped:
            return "", ()
        position = start + raw.index(stripped[0])
        text = " ".join(stripped.split())
        # Every gap is one white space character that was there: one piece.
        if self._wide and _WIDE_BREAK.search(stripped):
            return self._join(stripped, position)
        if len(text) == len(stripped) and GONE not in text and BLANK not in stripped and "-\n" not in stripped:
            return text, (Piece(0, len(text), position, position + len(text)),)
        return self._join(stripped, position)

    def plain(self, start: int, end: int) -> str:
        """Return the span as text with single spaces."""
        raw = self.text[start:end]
        if GONE in raw or "-\n" in raw:
            return self.read(start, end)[0]
        return " ".join(raw.split())

    def marks(self, start: int, end: int) -> tuple[str, ...]:
        """Return the footnote marks cut out of a span."""
        return tuple(cut.marker for cut in self.cuts_within(start, end) if cut.marker is not None)

    def _join(self, raw: str, start: int) -> tuple[str, tuple[Piece, ...]]:
        """Join what stands between irregular gaps: each run is a piece."""
        parts: list[str] = []
        pieces: list[Piece] = []
        length = position = 0
        gaps = [*(_WIDE_IRREGULAR if self._wide else _IRREGULAR).finditer(raw), None]
        for gap in gaps:
            end = len(raw) if gap is None else gap.start()
            if end > position:
                part = " ".join(raw[position:end].split())
                pieces.append(Piece(length, length + len(part), start + position, start + end))
                parts.append(part)
                length += len(part)
            if gap is not None:
                position = gap.end()
                if self._wide and _WIDE_BREAK.match(raw, gap.start()):
                    continue
                if gap.group().strip(GONE) and not self._goes_on_after_hyphen(raw, gap.start(), gap.end()):
                    parts.append(" ")
                    length += 1
        return "".join(parts), tuple(pieces)

    def _goes_on_after_hyphen(self, raw: str, start: int, end: int) -> bool:
        """Tell whether a gap parts a word at its hyphen: a line ends there, and no suspended hyphen does."""
        if raw[start - 1] != "-" or not raw[start - 2 : start - 1].isalpha() or "\n" not in raw[start:end]:
            return False
        following = _WORD.match(raw, end)
        return following is not None and following.group().casefold() not in self._suspended


def make_ledger(text: str, layers: Iterable[Iterable[LedgerSpan]], body: int) -> tuple[LedgerSpan, ...]:
    """Return the spans of a text in order, without overlaps and without leading or trailing white space.

    `layers`: spans in any order; those of a layer lie over those of the layers before it. What none covers is masthead
    before the `body`, and unnumbered text of no owner after it. A footnote mark is the paragraph's that it lies in.
    """
    ground = LedgerSpan(0, body, LedgerKind.MASTHEAD), LedgerSpan(body, len(text), LedgerKind.UNNUMBERED_TEXT)
    spans = [*ground, *chain.from_iterable(layers)]
    edges = sorted({edge for span in spans for edge in span[:2]})
    place = {edge: at for at, edge in enumerate(edges)}
    top: list[LedgerSpan | None] = [None] * len(edges)  # what lies on top from each edge to the next
    for laid in spans:
        first, last = place[laid.start], place[laid.end]
        span, below = laid, top[first]
        if span.kind is LedgerKind.FOOTNOTE_MARK and below and below.kind is LedgerKind.PARAGRAPH:
            span = span._replace(owner=below.owner)
        top[first:last] = [span] * (last - first)
    seams = [(edge, span) for edge, span, before in zip(edges, top, [None, *top], strict=False) if span is not before]
    ledger = []
    for (start, on_top), (end, _) in pairwise(seams):
        raw = text[start:end].rstrip()
        if raw and on_top:
            first = start + len(raw) - len(raw.lstrip())
            ledger.append(LedgerSpan(first, start + len(raw), *on_top[2:]))
    return tuple(ledger)
