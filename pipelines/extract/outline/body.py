"""The body of a document as a sequence of elements: paragraphs, headings, captions and text without a number.

Here: what each chunk between two signs of the run is. Sub-paragraphs, bullets and what a page break parts belong to the
paragraph above; headings without a label stand last before the next sign:

    1. The Group adopted its agenda.      the sign "1." opens a paragraph
    (a) Elections;                        it goes on
    Public procurement                    a heading, since the sign "2." is next
    2. Kenya reported on its portal.
Not here: which signs open what (`search`), the tree that the elements make (`tree`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.archive.formats.numerals import OPENS_ITEM, bare
from pipelines.extract.outline.layout import (
    BLANKS,
    MAX_HEADING,
    MAX_TITLE,
    Chunk,
    Reading,
    after_blanks,
    is_title,
    is_unfinished,
    new_titles,
    opens_line,
)
from pipelines.extract.outline.numbering import UNNUMBERED, NumberingSign
from pipelines.extract.outline.search import PARAGRAPH, PART
from pipelines.extract.outline.structure import LedgerKind
from pipelines.extract.sentences import ends_clause, ends_sentence, sentence_ends

MIN_UNNUMBERED = 4  # paragraphs without number that a body of numbered ones does not begin with
PROSE = 200  # characters of a block that are looked at; a longer one is a paragraph
MAX_RUN = 3  # headings without label or hint in a row; more are a list
MAX_STATE_NAME = 80  # characters

_ABOVE_TABLE = re.compile(r"[\s\x00]*(?:\([^()]{1,100}\)[\s\x00]*)?")


class Element(NamedTuple):
    """A span of the body: a heading, a numbered paragraph, a caption (of a table), or text without a number.

    `words`: where its words stand, without number or label. `label`: the number of a paragraph, or the label of a
    heading, as printed. `level`: of a heading. `meeting`: the ordinal of the one for which a State has sent what stands
    below its name.
    """

    kind: LedgerKind
    start: int
    end: int
    words: tuple[int, int] = (0, 0)
    label: str | None = None
    level: int = UNNUMBERED
    opens_part: bool = False
    meeting: int | None = None

    def extended(self, end: int) -> Element:
        """Return the element with what goes on up to `end`."""
        return self._replace(end=end, words=(self.words[0], end))


class Unit(NamedTuple):
    """A chunk with its words."""

    chunk: Chunk
    words: str


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
        self._flattened = False  # the line breaks of the document do not say where each paragraph begins

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
        elements: list[Element] = []
        for sign, following in pairwise([None, *signs, None]):
            stop = following.start if following else end
            opening = self._opening(sign, stop) if sign else None
            elements += self._stretch(opening, opening.end if opening else start, stop, following)
        return elements

    def _opening(self, sign: NumberingSign, stop: int) -> Element:
        """Return the heading that a sign opens, or the paragraph, whose words are still to come."""
        text = self._running.text
        printed = bare(text[sign.start : sign.end])
        if sign.role is PARAGRAPH:
            return Element(LedgerKind.PARAGRAPH, sign.start, sign.end, (sign.end, sign.end), printed)
        label = " ".join(printed.split()[0 if sign.role is PART else -1 :])  # "II" of "Chapter II"
        first, last = sign.title[0], self._end_of_title(sign, stop)
        if not self._running.plain(first, last):  # a label that no words follow is the heading
            first, last = sign.start, sign.end
        end = first + len(text[first:last].rstrip(BLANKS))
        return Element(LedgerKind.HEADING, sign.start, end, (first, end), label, sign.level, sign.role is PART)

    def _end_of_title(self, sign: NumberingSign, stop: int) -> int:
        """Return where the title of a label ends: a heading without a label may run on from it before the next sign.

        "II. Public procurement (article 9)" and, on the next line, "Electronic procurement" are two headings.
        """
        first, last = sign.title
        glued = self._flattened and last > stop
        last = min(last, stop)
        for title in new_titles(self._running.text, first, last, self._words):
            if glued or (self._reading.layout.by_lines and opens_line(self._running.text, title)):
                return title
        return last

    def _stretch(self, opening: Element | None, start: int, end: int, following: NumberingSign | None) -> list[Element]:
        """Return the elements from one sign to the next: the one that the sign opens, and what stands below it.

        `opening`: that element, None before the first sign. `following`: the next sign, None at the end of the text.
        """
        chunks = self._reading.layout.chunks(start, end)
        if self._flattened and chunks and following and following.role is PARAGRAPH:
            chunks[-1:] = self._parted(chunks[-1])
        units = [Unit(chunk, self._running.plain(*chunk[:2])) for chunk in chunks]
        # A number that no words follow numbers nothing; the gap that it leaves is a signal.
        elements = [opening] if opening and (units or opening.kind is LedgerKind.HEADING) else []
        first = 0
        while elements and first < len(units) and self._goes_on(elements[-1], units[first]):
            elements[-1] = elements[-1].extended(units[first].chunk.end)
            first += 1
        # What ends a text or stands above an annex heads nothing: a list of States there is no part of the paragraph.
        ends_part = following is None or following.role is PART
        run = len(units) if ends_part else self._run(units, first)
        for index, unit in enumerate(units[first:], first):
            kind = self._kind_in_run(elements, unit) if index >= run else self._kind(units, index)
            in_paragraph = kind is LedgerKind.PARAGRAPH and bool(elements) and elements[-1].kind is kind
            if kind is None or (in_paragraph and not (ends_part and is_title(unit.words))):
                elements[-1] = elements[-1].extended(unit.chunk.end)
            else:
                kind = LedgerKind.UNNUMBERED_TEXT if kind is LedgerKind.PARAGRAPH else kind
                elements.append(Element(kind, *unit.chunk[:2], unit.chunk[:2]))
        return elements

    def _parted(self, chunk: Chunk) -> list[Chunk]:
        """Return a chunk, parted from a heading that runs on from its last sentence.

        "… on its portal. Open contracting" before "4. Peru …" are two, on one line or on two.
        """
        text, end = self._running.text, chunk.end
        sentences = sentence_ends(text, max(chunk.start, end - 3 * MAX_TITLE), end, self._words.sets["abbreviations"])
        last = max(sentences, default=end)
        title = after_blanks(text, last, end)
        if not is_title(self._running.plain(title, end)):
            return [chunk]
        above = chunk.start + len(text[chunk.start : title].rstrip())
        return [Chunk(chunk.start, above, None), Chunk(title, end, None)]

    def _run(self, units: Sequence[Unit], first: int) -> int:
        """Return the index of the first of the units that are headings before the next sign, wrapped lines included."""
        end = run = len(units)
        while run > first and not self._is_caption(units[run - 1]) and self._may_stand_in_run(units[run - 1].words):
            run -= 1
        plain = sum(unit.chunk.heading is None for unit in units[run:])
        above = units[run - 1].words if run else None
        if plain > MAX_RUN or (above and not (OPENS_ITEM.match(above) or ends_sentence(above))):
            # What is above goes on here, or a list is: only what is surely a heading opens the run.
            run = next((index for index in range(run, end) if units[index].chunk.heading is not None), end)
        return run

    def _may_stand_in_run(self, words: str) -> bool:
        within = sentence_ends(words, 0, len(words) - 1, self._words.sets["abbreviations"])
        if OPENS_ITEM.match(words) or next(within, None) is not None:
            return False
        return is_title(words, MAX_HEADING) or words[-1] == ")" or (words[0].islower() and not ends_clause(words))

    def _goes_on(self, element: Element, unit: Unit) -> bool:
        """Tell whether a unit is what a number opens, or a wrapped line of the heading above it."""
        if element.kind is not LedgerKind.HEADING or element.opens_part:
            return element.words == (element.end, element.end)
        if is_unfinished(self._running.plain(*element.words), self._words):
            return len(unit.words) <= MAX_TITLE
        if unit.words[0] == "(":
            return self._words.references.reference.match(unit.words, 1) is not None
        return unit.words[0].islower() and not ends_clause(unit.words)

    def _kind_in_run(self, elements: Sequence[Element], unit: Unit) -> LedgerKind | None:
        """Return what a unit of a run of headings is; None for a wrapped line of the heading above."""
        if elements and self._goes_on(elements[-1], unit):
            return None
        if unit.words[:1] in ("(", "["):
            return LedgerKind.UNNUMBERED_TEXT
        return LedgerKind.TABLE if self._stands_above_table(unit) else LedgerKind.HEADING

    def _kind(self, units: Sequence[Unit], index: int) -> LedgerKind:
        """Return what a unit is that does not stand in a run of headings before a sign."""
        unit = units[index]
        chunk, words = unit.chunk, unit.words
        if self._is_caption(unit):
            return LedgerKind.TABLE
        if chunk.heading is not None and (is_title(words, MAX_HEADING) or chunk.heading > 0):
            return LedgerKind.TABLE if self._stands_above_table(unit) else LedgerKind.HEADING
        return LedgerKind.HEADING if self._heads_state(units, index) else LedgerKind.PARAGRAPH

    def _is_caption(self, unit: Unit) -> bool:
        """Tell the caption of a table or box."""
        return self._words.caption.match(unit.words) is not None and not ends_sentence(unit.words)

    def _stands_above_table(self, unit: Unit) -> bool:
        """Tell the title of a table: the table, or its unit in brackets and then the table, comes next."""
        end = unit.chunk.end
        following = self._running.cuts_within(end, end + MAX_TITLE)
        table = next((cut for cut in following if cut.kind is LedgerKind.TABLE), None)
        return table is not None and _ABOVE_TABLE.fullmatch(self._running.text, end, table.start) is not None

    def _heads_state(self, units: Sequence[Unit], index: int) -> bool:
        """Tell the name of a State as a heading from one in a list: text follows, and none stands beside it."""
        words = units[index].words
        if index + 1 >= len(units) or self._reading.state_of(words) is None:
            return False
        text = self._running.text
        lines = [text[unit.chunk.start : unit.chunk.end].split("\n") for unit in units[max(0, index - 1) : index + 2]]
        beside = [" ".join(line.split()) for line in (*(above[-1] for above in lines[:-2]), lines[-1][0])]
        return not any(map(self._reading.state_of, beside))
