"""The body of a document as a sequence of elements: paragraphs, headings, captions and text without a number.

Here: what each chunk between two signs of the run is. Sub-paragraphs, bullets and continuations after a page break
belong to the paragraph above; headings without label stand last before the next sign.
Not here: which signs open what (`search`), the tree that the elements make (`tree`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.archive.formats.numerals import bare
from pipelines.extract.outline.layout import (
    ANY_GAP,
    BLANKS,
    LINE_BREAK,
    MAX_HEADING,
    MAX_TITLE,
    Chunk,
    Reading,
    after_blanks,
    is_item,
    is_title,
    is_unfinished,
    next_title,
)
from pipelines.extract.outline.numbering import UNNUMBERED, NumberingSign
from pipelines.extract.outline.search import PARAGRAPH, PART
from pipelines.extract.outline.structure import LedgerKind
from pipelines.extract.sentences import ends_clause, ends_sentence, sentence_ends

MIN_UNNUMBERED = 4  # paragraphs without number that a body of numbered ones does not begin with
PROSE = 200  # characters of a block that are looked at; a longer one is a paragraph
MAX_RUN = 3  # headings without label or hint in a row; more are a list
MAX_STATE_NAME = 80  # characters
LAST_WORDS = 80  # characters that show how a long chunk ends

_ABOVE_TABLE = re.compile(r"[\s\x00]*(?:\([^()]{1,100}\)[\s\x00]*)?")


class Heading(NamedTuple):
    """A heading in place: `start` with its label, the title from `title_start` to `end`.

    `meeting`: the ordinal of the one for which a State has sent what stands below its name.
    """

    start: int
    title_start: int
    end: int
    level: int
    label: str | None
    opens_part: bool = False
    meeting: int | None = None


class Element(NamedTuple):
    """A span of the body. `number` for a paragraph, `heading` for a heading or annex; a caption is of a table."""

    kind: LedgerKind
    start: int
    end: int
    number: NumberingSign | None = None
    heading: Heading | None = None

    def extended(self, end: int) -> Element:
        """Return the element with what goes on up to `end`."""
        return self._replace(end=end, heading=self.heading._replace(end=end) if self.heading else None)


class Unit(NamedTuple):
    """A chunk with its words: empty where it is too long for a heading."""

    chunk: Chunk
    words: str

    @property
    def may_be_title(self) -> bool:
        """The words have the form of a heading."""
        return is_title(self.words, MAX_HEADING if self.chunk.heading is not None else MAX_TITLE)


def are_lists(reading: Reading, start: int, run: Sequence[NumberingSign]) -> bool:
    """Tell lists in a body of unnumbered paragraphs from numbered paragraphs: more of the former go before."""
    numbered = [sign.start for sign in run if sign.role is PARAGRAPH]
    above = reading.layout.chunks(start, numbered[0]) if numbered else []
    return sum(chunk.end - chunk.start > PROSE for chunk in above) >= max(MIN_UNNUMBERED, len(numbered))


class BodyReader:
    """Reads the elements of one document's body."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._running = reading.running
        self._words = reading.vocabulary
        self._flattened = False  # the lines of the document are lost

    def read(self, start: int, signs: Sequence[NumberingSign], contents: tuple[int, int]) -> list[Element]:
        """Return the elements from `start` on, less the contents table; `signs`: those of the run there."""
        numbers = [sign.start for sign in signs if sign.role is PARAGRAPH]
        self._flattened = not all(map(self._reading.layout.opens_chunk, numbers))
        end = len(self._running.text)
        if contents[0] <= start:
            return self._read(start, end, signs)
        above = [sign for sign in signs if sign.start < contents[0]]
        return self._read(start, contents[0], above) + self._read(contents[1], end, signs[len(above) :])

    def _read(self, start: int, end: int, signs: Sequence[NumberingSign]) -> list[Element]:
        elements = self._stretch(start, signs[0].start if signs else end, None, signs[0] if signs else None)
        for index, sign in enumerate(signs):
            following = signs[index + 1] if index + 1 < len(signs) else None
            stop = following.start if following else end
            if sign.role is PARAGRAPH:
                elements += self._stretch(sign.end, stop, sign, following)
            else:
                elements += self._below_label(sign, stop, following)
        return elements

    def _below_label(self, sign: NumberingSign, stop: int, following: NumberingSign | None) -> list[Element]:
        """Return a heading with a label, or an annex, and what stands below it up to the next sign."""
        text = self._running.text
        printed = bare(text[sign.start : sign.end]).split()
        label = " ".join(printed if sign.role is PART else printed[-1:])  # "II" of "Chapter II"
        title_start, title_end = sign.title
        title_end = min(title_end, stop)
        if not self._running.plain(title_start, title_end):  # a label that no words follow is the heading
            title_start, title_end = sign.start, sign.end
        end = title_start + len(text[title_start:title_end].rstrip(BLANKS))
        heading = Heading(sign.start, title_start, end, sign.level, label)
        if sign.role is PART:
            annex = Element(LedgerKind.HEADING, heading.start, heading.end, heading=heading._replace(opens_part=True))
            return [annex, *self._stretch(heading.end, stop, None, following)]
        elements = self._split(heading, glued=sign.title[1] > stop)
        return elements[:-1] + self._stretch(elements[-1].end, stop, None, following, above=elements[-1])

    def _stretch(
        self,
        start: int,
        end: int,
        number: NumberingSign | None,
        following: NumberingSign | None,
        above: Element | None = None,
    ) -> list[Element]:
        """Return the elements of what stands between two signs, with the heading `above` that may go on in it."""
        units = [self._unit(chunk) for chunk in self._reading.layout.chunks(start, end)]
        elements = [above] if above else []
        first = 1 if number else 0
        while above and first < len(units) and self._goes_on(elements[-1], units[first]):
            elements[-1] = elements[-1].extended(units[first].chunk.end)
            first += 1
        units, run, glued = self._run(units, first, following)
        if number and units:
            elements = [Element(LedgerKind.PARAGRAPH, number.start, units[0].chunk.end, number=number)]
        elif number:  # a number that stands alone numbers nothing; the gap that it leaves is said
            elements = [Element(LedgerKind.UNNUMBERED_TEXT, number.start, number.end)]
        ends_part = following is None or following.role is PART
        for index, unit in enumerate(units[first:], first):
            kind = self._kind_in_run(elements, unit) if index >= run else self._kind(units, index)
            heads = unit is not units[-1] or following is not None  # more than nothing, or footnotes
            in_paragraph = kind is LedgerKind.PARAGRAPH and bool(elements) and elements[-1].kind is kind
            if kind is None or (in_paragraph and not (ends_part and is_title(unit.words))):
                elements[-1] = elements[-1].extended(unit.chunk.end)
            elif kind is LedgerKind.HEADING and heads:
                heading = Heading(unit.chunk.start, unit.chunk.start, unit.chunk.end, UNNUMBERED, None)
                elements += self._split(heading, glued=glued)
            else:
                kind = kind if kind is LedgerKind.TABLE else LedgerKind.UNNUMBERED_TEXT
                elements.append(Element(kind, unit.chunk.start, unit.chunk.end))
        return elements

    def _run(self, units: list[Unit], first: int, following: NumberingSign | None) -> tuple[list[Unit], int, bool]:
        """Return the units, parted from headings glued to text; where headings before a sign begin; whether glued."""
        if following is None or following.role is PART:
            return units, len(units), False
        run = self._possible_run(units, first)
        if self._flattened and units and run == len(units) and following.role is PARAGRAPH:
            chunk = units[-1].chunk
            if position := self._glued_heading(chunk):
                end = chunk.start + len(self._running.text[chunk.start : position].rstrip())
                parted = Chunk(chunk.start, end, None), Chunk(position, chunk.end, None)
                return [*units[:-1], *map(self._unit, parted)], run, True
        return units, self._certain_run(units, run), False

    def _unit(self, chunk: Chunk) -> Unit:
        long = chunk.end - chunk.start > 2 * MAX_HEADING
        return Unit(chunk, "" if long else self._running.plain(chunk.start, chunk.end))

    def _possible_run(self, units: Sequence[Unit], first: int) -> int:
        """Return the index from which all units to the next sign may be headings, their wraps and brackets."""
        run = len(units)
        while run > first:
            if self._is_caption(units[run - 1]) or not self._may_stand_in_run(units[run - 1]):
                break
            run -= 1
        return run

    def _certain_run(self, units: Sequence[Unit], run: int) -> int:
        """Return the index from which the units of a possible run are headings."""
        plain = sum(unit.chunk.heading is None for unit in units[run:])
        above = units[run - 1] if run else None
        if plain > MAX_RUN or (above and not (is_item(above.words) or self._ends_sentence(above.chunk))):
            # What is above goes on here, or a list is: only what is surely a heading opens the run.
            while run < len(units) and units[run].chunk.heading is None:
                run += 1
        return run

    def _may_stand_in_run(self, unit: Unit) -> bool:
        words = unit.words
        if not words or is_item(words):
            return False
        if next(sentence_ends(words, 0, len(words) - 1, self._words.sets["abbreviations"]), None) is not None:
            return False
        return unit.may_be_title or words[-1] == ")" or (words[0].islower() and not ends_clause(words))

    def _ends_sentence(self, chunk: Chunk) -> bool:
        return ends_sentence(self._running.plain(max(chunk.start, chunk.end - LAST_WORDS), chunk.end))

    def _glued_heading(self, chunk: Chunk) -> int | None:
        """Return where the words after the last sentence of a chunk begin, if they have the form of a heading."""
        text, end = self._running.text, chunk.end
        low = max(chunk.start, end - 3 * MAX_TITLE)
        last = max(sentence_ends(text, low, end, self._words.sets["abbreviations"]), default=0)
        begin = after_blanks(text, last, end)
        return begin if last and is_title(self._running.plain(begin, end)) else None

    def _goes_on(self, element: Element, unit: Unit) -> bool:
        """Tell whether a unit is a wrapped line of the heading above it."""
        above = element.heading
        if above is None or not unit.words:
            return False
        if is_unfinished(self._running.plain(above.title_start, above.end), self._words):
            return len(unit.words) <= MAX_TITLE
        if unit.words[0] == "(":
            return self._words.references.reference.match(unit.words, 1) is not None
        return unit.words[0].islower() and not ends_clause(unit.words)

    def _kind_in_run(self, elements: Sequence[Element], unit: Unit) -> LedgerKind | None:
        """Return what a unit of a run of headings is; None for a wrapped line of the heading above."""
        if elements and elements[-1].kind is LedgerKind.HEADING and self._goes_on(elements[-1], unit):
            return None
        if unit.words[:1] in ("(", "["):
            return LedgerKind.UNNUMBERED_TEXT
        return LedgerKind.TABLE if self._stands_above_table(unit) else LedgerKind.HEADING

    def _kind(self, units: Sequence[Unit], index: int) -> LedgerKind:
        """Return what a unit is that does not stand in a run of headings before a sign."""
        unit = units[index]
        chunk, words = unit.chunk, unit.words
        if not words or is_item(words):
            return LedgerKind.PARAGRAPH
        if self._is_caption(unit):
            return LedgerKind.TABLE
        if chunk.heading is not None and (unit.may_be_title or (chunk.heading > 0 and len(words) <= MAX_HEADING)):
            return LedgerKind.TABLE if self._stands_above_table(unit) else LedgerKind.HEADING
        return LedgerKind.HEADING if self._heads_state(units, index) else LedgerKind.PARAGRAPH

    def _is_caption(self, unit: Unit) -> bool:
        """Tell the caption of a table or box."""
        return self._words.caption.match(unit.words) is not None and not ends_sentence(unit.words)

    def _stands_above_table(self, unit: Unit) -> bool:
        """Tell the title of a table: the table, or its unit in brackets and then the table, comes next."""
        end = unit.chunk.end
        following = self._running.cuts_within(end, end + 4 * LAST_WORDS)
        table = next((cut for cut in following if cut.kind is LedgerKind.TABLE), None)
        return table is not None and _ABOVE_TABLE.fullmatch(self._running.text, end, table.start) is not None

    def _heads_state(self, units: Sequence[Unit], index: int) -> bool:
        """Tell the name of a State as a heading from one in a list: text follows, and none stands beside it."""
        words = units[index].words
        if index + 1 >= len(units) or len(words) > MAX_STATE_NAME or self._reading.state_of(words) is None:
            return False
        text = self._running.text
        lines = [text[unit.chunk.start : unit.chunk.end].split("\n") for unit in units[max(0, index - 1) : index + 2]]
        beside = [" ".join(line.split()) for line in (*(above[-1] for above in lines[:-2]), lines[-1][0])]
        return not any(len(name) <= MAX_STATE_NAME and self._reading.state_of(name) for name in beside)

    def _split(self, heading: Heading, *, glued: bool) -> list[Element]:
        """Split a heading where a rendition has glued the next one to it."""
        text = self._running.text
        at = ANY_GAP if glued and self._flattened else LINE_BREAK if self._reading.layout.by_lines else None
        elements: list[Element] = []
        position, end = heading.title_start, heading.end
        while position < end:
            stop = end
            if at is ANY_GAP or (at is LINE_BREAK and "\n" in text[position:stop]):
                stop = next_title(text, position, stop, self._words, at) or stop
            title_end = position + len(text[position:stop].rstrip(BLANKS))
            if elements:
                part = Heading(position, position, title_end, UNNUMBERED, None)
            else:
                part = heading._replace(end=title_end)
            elements.append(Element(LedgerKind.HEADING, part.start, part.end, heading=part))
            position = stop
        # a label whose title holds nothing but blanks is a heading all the same
        return elements or [Element(LedgerKind.HEADING, heading.start, heading.end, heading=heading)]
