"""Numbering signs in a running text: numbers and labels that may open a paragraph, a heading, an annex.

Here: finding them, with the features of their place (what stands before, whether the words after them are a title).
Not here: their forms (`archive/formats/numerals`), and which of them are what: that is decided over the whole document
(`search`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.archive.formats.numerals import (
    AFTER_HYPHEN,
    BEFORE_STOP,
    OPENS_PARAGRAPH_IN_PARTS,
    OTHER_STOPS,
    ROMANS,
    STOP,
    TO_STOP,
)
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.outline.layout import (
    BLANKS,
    MAX_HEADING,
    MAX_TITLE,
    Layout,
    Reading,
    after_blanks,
    is_title,
    opens_line,
)
from pipelines.extract.outline.words import Words
from pipelines.extract.sentences import CLAUSE_STOPS, STOPS, ends_clause, is_abbreviation, sentence_ends

# What the place of a sign is worth (`_strength`).
OWN_CHUNK, AFTER_END, AMID_WORDS, TAKEN, NEVER = 4, 3, 1, 0, -1
ROMAN, CAPITAL, UNNUMBERED = 1, 2, 3
OTHER_SCRIPTS = frozenset(language.code for language in LANGUAGES.values() if language.script != "Latn")
NUMBER, LABEL, ANNEX = "number", "label", "annex"

_FOLLOWING = re.compile(r"[\s\x00\x1f“\"‘«'(*\[]*([^\s\x00\x1f])")
_BEFORE = re.compile(r"([^\W\d_]*)\W*$")


class NumberingSign(NamedTuple):
    """A sign from `start` to `end` (with its stop).

    `value`: of a number. `orders`: of a label, (level, place in the order) for each way to read it. `strength`: of its
    place. `title`: where a label's title stands, if it opens a heading. `titled`: the words up to the next sign have
    the form of a title; for a number only where they are a chunk of their own. `colon`: a colon stands before it.
    `heads`: it numbers a heading ("1.2" where paragraphs are "1.2.3").

    What the search over the whole document adds: its `role`, the `level` of a heading, whether the order is `broken`.
    """

    start: int
    end: int
    kind: str
    value: int
    strength: int
    orders: tuple[tuple[int, int], ...] = ()
    title: tuple[int, int] = (0, 0)
    titled: bool = False
    colon: bool = False
    heads: bool = False
    role: str = ""
    level: int = 0
    broken: bool = False


def find_signs(reading: Reading) -> list[NumberingSign]:
    """Return all signs of a document, in the order of the text."""
    text, start = reading.text, reading.start
    stops = [match.start() for match in STOP.finditer(text, start)]
    if reading.language in OTHER_SCRIPTS:
        stops = sorted({*stops, *(m.start() for stop in OTHER_STOPS for m in stop.finditer(text, start))})
    finder = _Finder(reading)
    signs = [sign for stop in stops if (sign := finder.at_stop(stop)) is not None]
    parts = [*finder.parts()]
    in_parts = {sign.start for sign in parts if not sign.heads}
    whole = sum(sign.kind is NUMBER and sign.strength == OWN_CHUNK for sign in signs)
    signs += parts
    signs += finder.chapters()
    if reading.language in OTHER_SCRIPTS:
        starts = {sign.start for sign in signs}
        signs += [sign for sign in finder.other_labels() if sign.start not in starts]
    signs += finder.annexes()
    signs = finder.with_titles(sorted(signs))
    if len(in_parts) <= whole:
        return signs
    # Whole numbers beside them number headings, or the lines of a list.
    return [sign for sign in signs if sign.kind is not NUMBER or sign.heads or sign.start in in_parts]


def follows_in_parts(above: Sequence[int], parts: Sequence[int]) -> bool:
    """Tell whether a number in parts is the next one: its last part is, or one before and all behind it begin anew."""
    at = next((i for i, (a, b) in enumerate(zip(above, parts, strict=True)) if a != b), len(parts) - 1)
    return parts[at] == above[at] + 1 and all(part == 1 for part in parts[at + 1 :])


def orders_of(label: str, vocabulary: Words) -> tuple[tuple[int, int], ...]:
    """Return the ways to read a label: the level of its heading, and its place in the order there."""
    orders = []
    if (value := ROMANS.get(label)) is not None:
        orders.append((ROMAN, value))
    latin = vocabulary.latin.get(label, label)
    if len(latin) == 1 and latin.isascii():
        orders.append((CAPITAL, ord(latin) - ord("A") + 1))
    if label in vocabulary.labels:
        orders.append(vocabulary.labels[label])
    return tuple(dict.fromkeys(orders))


class _Finder:
    """Finds signs in one running text."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.text
        self._running = reading.running
        self._layout: Layout = reading.layout
        self._words: Words = reading.vocabulary
        self._start = reading.start
        self._first_parts: set[str] = set()  # of numbers in parts: those of chapters
        self._opening = [chunk.start for chunk in reading.layout.chunks(reading.start, len(reading.text))]

    def at_stop(self, stop: int) -> NumberingSign | None:
        """Return the sign that ends at a stop, without its title."""
        text = self._text
        if text[stop] in "-–" and text[stop + 1 : stop + 2].isdigit():
            number = AFTER_HYPHEN.match(text, stop)
            return None if number is None else self.sign(stop, number.end(), int(number[1]))
        match = BEFORE_STOP.search(text, max(self._start, stop - TO_STOP), stop)
        if match is None:
            return None
        if match["number"]:
            return self.sign(match.start(), stop + 1, int(match["number"]))
        orders = orders_of(match["label"], self._words)
        return self.sign(match.start(), stop + 1, 0, orders) if orders else None

    def sign(self, start: int, end: int, value: int, orders: tuple[tuple[int, int], ...] = ()) -> NumberingSign:
        """Return the sign of a span with the features of its place, without its title."""
        kind, colon = LABEL if orders else NUMBER, self._before(start)[1] in (":", "：")
        return NumberingSign(start, end, kind, value, self._strength(start, end), orders, colon=colon)

    def with_titles(self, signs: list[NumberingSign]) -> list[NumberingSign]:
        """Return the signs with their titles, which end at the next sign at the latest; a label without one is none."""
        titled_signs: list[NumberingSign] = []
        following = len(self._text)
        for sign in reversed(signs):
            if sign.kind is LABEL:
                if sign.strength <= TAKEN or (titled := self._labelled(sign, following)) is None:
                    continue
                titled_signs.append(titled)
            elif sign.kind is NUMBER and sign.strength == OWN_CHUNK and titled_signs:  # what ends a text heads nothing
                titled_signs.append(self._titled_number(sign, following))
            else:
                titled_signs.append(sign)
            if sign.strength > TAKEN:
                following = sign.start
        return titled_signs[::-1]

    def parts(self) -> Iterator[NumberingSign]:
        """Yield numbers in parts at the beginnings of lines ("16.1 The", "1.2.3 The"), where they count up.

        Those with most parts are paragraphs, the others number their headings. The value of a paragraph is its place
        among all that there are.
        """
        numbered = [
            (match, [*map(int, match[1].split("."))])
            for match in OPENS_PARAGRAPH_IN_PARTS.finditer(self._text, self._start)
        ]
        chained: dict[int, dict[int, tuple[int, ...]]] = {}  # by the count of parts and where they begin, the numbers
        ends = {match.start(1): match.end() for match, _ in numbered}
        for count in {len(parts) for _, parts in numbered}:
            for (one, parts), (other, following) in pairwise(pair for pair in numbered if len(pair[1]) == count):
                if follows_in_parts(parts, following):
                    numbers = chained.setdefault(count, {})
                    numbers |= {one.start(1): (*parts,), other.start(1): (*following,)}
        for count, numbers in sorted(chained.items()):
            self._first_parts.update(str(parts[0]) for parts in numbers.values())
            place = {parts: value for value, parts in enumerate(sorted({*numbers.values()}), 1)}
            for start, own in sorted(numbers.items()):
                sign = NumberingSign(start, ends[start], NUMBER, place[own], OWN_CHUNK)
                heads = self._titled_number(sign, len(self._text)).titled
                paragraph = count == max(chained) and not (heads and self._layout.chunk_at(start).heading)
                if (paragraph or heads) and self._strength(*sign[:2]) > NEVER:
                    yield sign._replace(heads=not paragraph)

    def chapters(self) -> Iterator[NumberingSign]:
        """Yield labels with a word before them ("Chapter II", "Section A") at the beginnings of chunks."""
        for at in self._opening:
            match = self._words.chapter.match(self._text, at)
            if match and (orders := orders_of(match["label"], self._words)):
                yield self.sign(match.start(), match.end(), 0, orders)

    def other_labels(self) -> Iterator[NumberingSign]:
        """Yield labels that are words or characters of another script, at the beginnings of chunks and lines."""
        for match in self._words.label.finditer(self._text, self._start):
            if opens_line(self._text, match.start()):
                yield self.sign(match.start(), match.end(), 0, (self._words.labels[match["label"] or match["turned"]],))

    def _labelled(self, sign: NumberingSign, following: int) -> NumberingSign | None:
        """Return a label with its title: the rest of its chunk, or the next chunk where it stands alone."""
        first, last = self._words_of(sign)
        words = self._running.plain(first, min(last, following, first + MAX_HEADING + 1))
        return sign._replace(title=(first, last), titled=True) if is_title(words, MAX_HEADING) else None

    def _titled_number(self, sign: NumberingSign, following: int) -> NumberingSign:
        """Return a number with the title that it heads, if the rest of its chunk has the form of one.

        `following`: where the next sign stands, whose words are not this one's.
        """
        first, last = self._words_of(sign)
        if last - first > MAX_TITLE or self._text[last - 1 : last] in STOPS or first >= following:
            return sign
        words = self._running.plain(first, last)
        within = sentence_ends(words, 0, len(words) - 1, self._words.sets["abbreviations"])
        if not is_title(words) or next(within, None) is not None:
            return sign
        chapter = self._text[sign.start : sign.end].rstrip(".") in self._first_parts
        return sign._replace(title=(first, last), titled=True, heads=sign.heads or chapter)

    def _words_of(self, sign: NumberingSign) -> tuple[int, int]:
        """Return where the words of a sign stand: the rest of its chunk, or the next chunk where it stands alone."""
        chunk = self._layout.chunk_at(sign.start)
        first, last = after_blanks(self._text, sign.end, chunk.end), chunk.end
        if first >= last and (below := self._layout.chunk_after(sign.start)) is not None:
            return below.start, below.end
        return first, last

    def _strength(self, start: int, end: int) -> int:
        """Return what the place of a sign is worth: how surely a paragraph or a heading begins there.

        the place of "4."                                              | before "The" | before "the"
        it begins a chunk                                              | OWN_CHUNK    | AFTER_END
        it does, below a wrapped line in lower case ("as of / 4. The") | AFTER_END    | AFTER_END
        it begins a line after a sentence ("was adopted. / 4. The")    | OWN_CHUNK    | NEVER
        it follows a sentence or a clause ("was adopted. 4. The")      | AFTER_END    | NEVER
        what is before it takes the number ("paragraph 4. The", "No.") | TAKEN        | NEVER
        it follows other words ("was adopted 4. The")                  | AMID_WORDS   | NEVER
        """
        text = self._text
        following = _FOLLOWING.match(text, end)
        lower = following is None or following[1].islower()
        if not self._layout.opens_chunk(start):
            return NEVER if lower else self._strength_amid(start)
        below_line = text[start - 1] == "\n" != text[start - 2]
        wrapped = self._layout.wraps and below_line and self._before(start)[1].islower()
        return AFTER_END if lower or wrapped else OWN_CHUNK

    def _before(self, start: int) -> tuple[str, str]:
        """Return some of the text before a place, and its last character, a closing quotation mark or bracket apart."""
        before = self._text[max(0, start - 40) : start].rstrip(BLANKS)
        return before, before.rstrip("”\"’')]»")[-1:]

    def _strength_amid(self, start: int) -> int:
        """Return what a place within a chunk is worth."""
        before, last = self._before(start)
        word = _BEFORE.search(before)
        own = word[1] if word else ""
        if last in CLAUSE_STOPS and not (last == "." and is_abbreviation(own, self._words.sets["abbreviations"])):
            return OWN_CHUNK if last in STOPS and opens_line(self._text, start) else AFTER_END
        taken = last in {",", "."} or own.casefold() in self._words.sets["before_numbers"]
        return TAKEN if taken else AMID_WORDS

    def annexes(self) -> Iterator[NumberingSign]:
        """Yield annexes: at the beginning of a chunk, with the title below or beside it."""
        for position in self._opening:
            match = self._words.annex.match(self._text, position)
            if match is None or self._text[position].islower():
                continue
            title = self._annex_title(match)
            if title is not None:
                yield NumberingSign(position, match.end(), ANNEX, 0, OWN_CHUNK, (), title, titled=True)

    def _annex_title(self, match: re.Match[str]) -> tuple[int, int] | None:
        chunk = self._layout.chunk_at(match.start())
        own = self._running.plain(match.end(), chunk.end).lstrip("*")
        if own:
            if own.split(None, 1)[0] in self._words.sets["annex_to"] and not ends_clause(own):
                return match.start(), chunk.end
            return (match.end(), chunk.end) if is_title(own) else None
        below = self._layout.chunk_after(match.start())
        if below and is_title(self._running.plain(below.start, below.end)):
            return below.start, below.end
        return match.end(), match.end()
