"""Which of the numbers in a running text number its paragraphs: found by sequence, not by where a line begins.

Here: candidates with the strength of their place, and the choice among them.
Not here: where the text of a paragraph ends (`paragraphs`); numbers of footnotes and headings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.extract.outline.layout import Layout

# What stands before a number: the end of a chunk; the end of a sentence; the end of a line; words of a heading, or of a
# sentence that merely holds the number; a word that takes the number for itself ("Goal 5.").
OWN_CHUNK, AFTER_SENTENCE, OWN_LINE, AMID_WORDS, TAKEN, NEVER = 4, 3, 2, 1, 0, -1

MAX_GAP = 5  # numbers that a rendition may have lost in a row; more only where the sequence goes on
_FAR_GAP = 40
_LOOK_AHEAD = 500  # candidates

# What ends a number, with what must stand beside it. Each pattern begins with its sign: a text is searched for one
# character many times faster than for digits.
_STOPS = {
    **{sign: re.compile(rf"{re.escape(sign)}(?<=\d.)(?=[\s\x1f]|[A-Z“\"])") for sign in ".．"},
    **{sign: re.compile(rf"{sign}(?:(?<=\d.)|(?<=\d[ \t].))(?=[ \t]*[\u0600-\u06ff\ufb50-\ufefc])") for sign in "-–"},
}
_NUMBER = re.compile(r"(?:(?<=[\s\x00])|\A)\d{1,4}(?=[ \t]?\Z)")
_TO_STOP = 5  # characters of a number up to its stop
_FOLLOWING = re.compile(r"[\s\x00“\"‘'«(*\[]*([^\s])")
_BEFORE = re.compile(r"([^\W\d_]*)\W*$")


class Candidate(NamedTuple):
    """A number with a full stop: its value, `start`–`end` with the full stop, and the strength of its place."""

    number: int
    start: int
    end: int
    strength: int


def find_candidates(text: str, start: int, layout: Layout, before_numbers: frozenset[str]) -> list[Candidate]:
    """Return all numbers from `start` on that could number a paragraph."""
    candidates = []
    for stop in sorted(match.start() for sign in _STOPS.values() for match in sign.finditer(text, start)):
        if number := _NUMBER.search(text, max(start, stop - _TO_STOP), stop):
            strength = _strength(text, number.start(), stop + 1, layout, before_numbers)
            candidates.append(Candidate(int(number.group()), number.start(), stop + 1, strength))
    return candidates


def _strength(text: str, start: int, end: int, layout: Layout, before_numbers: frozenset[str]) -> int:
    following = _FOLLOWING.match(text, end)
    lower = following is None or following[1].islower()
    before = text[max(0, start - 40) : start].rstrip(" \t\n\r\f\x1f\x00")
    last = before.rstrip("”\"’')]»")[-1:]
    if layout.opens_chunk(start):
        own_line = last.islower() and text[start - 1] == "\n" and text[start - 2] != "\n"
        return OWN_LINE if lower or own_line else OWN_CHUNK
    if lower:
        return NEVER
    if last in tuple(".!?:;。؟"):
        return AFTER_SENTENCE
    if text[end : end + 1] == "\t" or (text[end : end + 2].isspace() and layout.opens_line(start)):
        return AFTER_SENTENCE  # set apart from its text as paragraph numbers are
    word = _BEFORE.search(before)
    return TAKEN if word is None or word[1].casefold() in before_numbers or last == "," else AMID_WORDS


class _Choice:
    """The state of choosing: what number comes next, and whether a numbered list inside a paragraph is open."""

    def __init__(self, candidates: Sequence[Candidate], text: str, layout: Layout) -> None:
        self.candidates = candidates
        self.text = text
        self.layout = layout
        self.expected = 1
        self.list_next: int | None = None
        self.last: Candidate | None = None
        self.strong: dict[int, list[int]] = {}
        self.any: dict[int, list[int]] = {}
        for index, candidate in enumerate(candidates):
            if candidate.strength > TAKEN:
                self.any.setdefault(candidate.number, []).append(index)
            if candidate.strength >= AFTER_SENTENCE:
                self.strong.setdefault(candidate.number, []).append(index)

    def next_strong(self, number: int, after: int) -> int:
        """Return the index of the next strong candidate with a number; past the end if there is none."""
        return _next(self.strong.get(number, []), after, len(self.candidates))

    def takes(self, index: int) -> bool:
        """Tell whether the candidate at an index numbers a paragraph, and move on."""
        candidate = self.candidates[index]
        number = candidate.number
        if number == self.expected and not self._opens_list(index) and self._is_next(index):
            return self._accept(candidate)
        if self.list_next is not None and number == self.list_next:
            self.list_next += 1
            return False
        if number == 1 and candidate.strength >= OWN_LINE and not self._restarts(index):
            self.list_next = 2
            return False
        repeats = self.last is not None and number == self.last.number and self._repeats(index)
        bridges = number > self.expected and self._bridges_gap(index)
        restarts = number == 1 and candidate.strength >= OWN_LINE
        return self._accept(candidate) if repeats or bridges or restarts else False

    def _accept(self, candidate: Candidate) -> bool:
        self.expected, self.list_next, self.last = candidate.number + 1, None, candidate
        return True

    def _is_next(self, index: int) -> bool:
        candidate = self.candidates[index]
        if candidate.strength == NEVER:
            return False
        if self.list_next == candidate.number and self._list_goes_on(index):
            return False
        if candidate.strength >= AFTER_SENTENCE:
            return True
        better = self.next_strong(candidate.number, index)
        if candidate.strength == TAKEN:
            following = _next(self.any.get(candidate.number + 1, []), index, len(self.candidates))
            other = _next(self.any.get(candidate.number, []), index, len(self.candidates))
            return following < other == len(self.candidates)
        following = self.next_strong(candidate.number + 1, index)
        return better > following or better == len(self.candidates)

    def _list_goes_on(self, index: int) -> bool:
        """Both the list and the paragraphs await this number: it is the list's if the number comes again after it."""
        for candidate in self.candidates[index + 1 : index + 1 + _LOOK_AHEAD]:
            if candidate.strength >= OWN_LINE and candidate.number == self.expected:
                return True
            if candidate.strength >= OWN_LINE and candidate.number == 1:
                return False
        return False

    def _restarts(self, index: int) -> bool:
        """Numbering begins anew below a heading: the old sequence does not go on, or the new one overtakes it."""
        if self.candidates[index].strength != OWN_CHUNK or self._last_before(index) in tuple(".:;,"):
            return False
        if self.next_strong(self.expected, index) == len(self.candidates):
            return True
        run = self.candidates[index : index + self.expected]
        return [candidate.number for candidate in run] == [*range(1, self.expected + 1)]

    def _opens_list(self, index: int) -> bool:
        """Tell the items of a list from paragraphs where none is numbered yet: a colon announces them."""
        return self.expected == 1 and self._last_before(index) == ":"

    def _last_before(self, index: int) -> str:
        start = self.candidates[index].start
        return self.text[max(0, start - 300) : start].rstrip(" \t\n\f\x1f\x00")[-1:]

    def _bridges_gap(self, index: int) -> bool:
        candidate = self.candidates[index]
        gap = candidate.number - self.expected
        after = self.next_strong(candidate.number + 1, index)
        goes_on = after < len(self.candidates)
        if candidate.strength < AFTER_SENTENCE or gap > (_FAR_GAP if goes_on else MAX_GAP):
            return False
        if (self.list_next is not None or candidate.strength < OWN_CHUNK) and not goes_on:
            return False
        return all(self.next_strong(number, index) > after for number in range(self.expected, candidate.number))

    def _repeats(self, index: int) -> bool:
        """Tell a number that is printed twice from one in a sentence: the sequence goes on right after it."""
        if self.candidates[index].strength < OWN_CHUNK or self.list_next is not None:
            return False
        following = self.next_strong(self.expected, index)
        return following < len(self.candidates) and all(
            c.strength < OWN_CHUNK for c in self.candidates[index + 1 : following]
        )


def choose_numbers(
    candidates: Sequence[Candidate], restarts: Sequence[int], text: str, layout: Layout
) -> list[Candidate]:
    """Return the candidates that number paragraphs, in the order of the text.

    `restarts`: offsets (of annex headings) after which numbering may begin at 1 again, or go on.
    """
    chosen: list[Candidate] = []
    bounds = [0, *restarts]
    starts = [candidate.start for candidate in candidates]
    expected = 1
    for index, bound in enumerate(bounds):
        low = bisect_right(starts, bound - 1)
        high = bisect_right(starts, bounds[index + 1] - 1) if index + 1 < len(bounds) else len(candidates)
        part = candidates[low:high]
        choice = _Choice(part, text, layout)
        if index and expected > 1 and choice.next_strong(expected, -1) < choice.next_strong(1, -1):
            choice.expected = expected
        taken = [candidate for at, candidate in enumerate(part) if choice.takes(at)]
        chosen += taken
        expected = choice.expected if taken else expected
    return chosen


def _next(indexes: list[int], after: int, default: int) -> int:
    at = bisect_right(indexes, after)
    return indexes[at] if at < len(indexes) else default
