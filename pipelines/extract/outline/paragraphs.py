"""The body of a document as a sequence of elements: paragraphs, headings, captions and text without a number.

Here: what each chunk between two paragraph numbers is. Sub-paragraphs, bullets and continuations after a page break
belong to the paragraph above; headings stand last before the next number.
Not here: which numbers number paragraphs (`numbering`), the form of headings (`headings`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.extract.outline.elements import Element, ElementKind, Unit
from pipelines.extract.outline.endings import (
    MAX_HEADING,
    ends_clause,
    ends_sentence,
    is_item,
    is_title,
    sentence_ends,
)
from pipelines.extract.outline.headings import (
    ANY_GAP,
    LINE_BREAK,
    Heading,
    Labels,
    glued_headings,
    split_headings,
    without_label,
)
from pipelines.extract.outline.layout import Chunk
from pipelines.extract.outline.numbering import OWN_CHUNK, OWN_LINE
from pipelines.extract.outline.running_text import BLANK
from pipelines.extract.outline.structure import LedgerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.extract.outline.layout import Reading
    from pipelines.extract.outline.numbering import Candidate

MAX_RUN = 3  # headings without label or hint in a row; more are a list
MIN_INLINE = 0.1  # of the numbers stand within a line where a document is flattened
MAX_STATE_NAME = 80  # characters
LAST_WORDS = 80  # characters that show how a long chunk ends

_BLANKS = " \t\n\r\f\v\x00\x1f"
_ARTICLE = re.compile(r"\((?:art|artículo|стать)", re.IGNORECASE)
_ABOVE_TABLE = re.compile(r"[\s\x00]*(?:\([^()]{1,100}\)[\s\x00]*)?")


class BodyReader:
    """Reads the elements of one document's body."""

    def __init__(self, reading: Reading, resolve_state: Callable[[str], str | None]) -> None:
        self._reading = reading
        self._running = reading.running
        self._resolve_state = resolve_state
        self._labels = Labels(reading.vocabulary)
        self._flattened = False

    def read(self, start: int, end: int, numbers: Sequence[Candidate], annexes: Sequence[Heading]) -> list[Element]:
        """Return the elements from `start` to `end`; `numbers` and `annexes` are in it, in order."""
        inline = sum(number.strength not in {OWN_CHUNK, OWN_LINE} for number in numbers)
        self._flattened = inline > MIN_INLINE * len(numbers)
        stops: list[Candidate | Heading] = sorted([*numbers, *annexes], key=lambda stop: stop.start)
        elements = self._interval(start, stops[0].start if stops else end, None, stops[0] if stops else None)
        for index, stop in enumerate(stops):
            following = stops[index + 1] if index + 1 < len(stops) else None
            stop_end = following.start if following else end
            if isinstance(stop, Heading):
                elements.append(Element(ElementKind.ANNEX, stop.start, stop.end, heading=stop))
                self._labels.restart()
                elements += self._interval(stop.end, stop_end, None, following)
            else:
                elements += self._interval(stop.end, stop_end, stop, following)
        return elements

    def _interval(
        self, start: int, end: int, number: Candidate | None, following: Candidate | Heading | None
    ) -> list[Element]:
        """Return the elements of what stands between two numbers (or annexes)."""
        chunks = self._reading.layout.chunks(start, end)
        if number and len(chunks) == 1 and ends_sentence(self._running.text[chunks[0].end - 8 : chunks[0].end]):
            return [Element(ElementKind.PARAGRAPH, number.start, chunks[0].end, number=number)]
        units = [self._unit(chunk) for chunk in chunks]
        first = 1 if number else 0
        run = len(units)
        before_number = following is not None and not isinstance(following, Heading)
        glued = False
        if before_number:
            run = self._possible_run(units, first)
            parted = self._part_glued(units, run)
            units, glued = parted, len(parted) > len(units)
            run = run if glued else self._certain_run(units, run)
        elements: list[Element] = []
        paragraph_end = units[0].chunk.end if number and units else start
        for index, unit in enumerate(units[first:], first):
            kind = self._kind_in_run(elements, unit) if index >= run else self._kind(units, index)
            if kind is None:
                elements[-1] = elements[-1].extended(unit.chunk.end)
            elif kind is ElementKind.HEADING:
                elements += self._headings(unit.chunk, glued=index == run and glued)
            elif kind is not ElementKind.PARAGRAPH:
                elements.append(Element(kind, unit.chunk.start, unit.chunk.end))
            elif number and not elements and (before_number or not is_title(unit.words)):
                paragraph_end = unit.chunk.end
            else:
                elements.append(Element(ElementKind.TEXT, unit.chunk.start, unit.chunk.end))
        if number:
            elements.insert(0, Element(ElementKind.PARAGRAPH, number.start, paragraph_end, number=number))
        return elements

    def _unit(self, chunk: Chunk) -> Unit:
        if chunk.end - chunk.start > 2 * MAX_HEADING:
            return Unit(chunk, "", "", "")
        words = self._running.plain(chunk.start, chunk.end)
        return Unit(chunk, words, *without_label(words))

    def _possible_run(self, units: Sequence[Unit], first: int) -> int:
        """Return the index from which all units to the next number may be headings, their wraps and brackets."""
        run = len(units)
        while run > first:
            closes_bracket = run > first + 1 and units[run - 2].is_cut_off and ")" in units[run - 1].words
            if not closes_bracket and not self._may_stand_in_run(units[run - 1]):
                break
            run -= 1
        return run

    def _certain_run(self, units: Sequence[Unit], run: int) -> int:
        """Return the index from which the units of a possible run are headings."""
        if run == len(units):
            return run
        plain = sum(not unit.label and unit.chunk.heading is None for unit in units[run:])
        listed = sum(unit.label.isdigit() for unit in units[run:]) > 1
        above = units[run - 1] if run else None
        open_above = above is not None and not self._ends_sentence(above)
        if above is not None and is_item(above.words):
            # The items of a list need no full stop; but at the end of a page an item may go on with a name.
            open_above = self._parted_by_page(above.chunk.end, units[run]) and self._awaits_name(above)
        if open_above or plain > MAX_RUN or listed:
            # What is above goes on here, or a list is: only what is surely a heading opens the run.
            while run < len(units) and units[run].chunk.heading is None and not units[run].label.isupper():
                run += 1
        while run < len(units) and not units[run].may_be_title:
            run += 1
        return run

    def _may_stand_in_run(self, unit: Unit) -> bool:
        title = unit.title
        if not title or is_item(title) or self._reading.vocabulary.caption.match(title):
            return False
        abbreviations = self._reading.vocabulary.abbreviations
        if next(sentence_ends(title, 0, len(title) - 1, abbreviations), None) is not None:
            return False
        return unit.may_be_title or title[-1] == ")" or (title[0].islower() and not ends_clause(title))

    def _ends_sentence(self, unit: Unit) -> bool:
        chunk = unit.chunk
        return ends_sentence(unit.words or self._running.plain(max(chunk.start, chunk.end - LAST_WORDS), chunk.end))

    def _part_glued(self, units: list[Unit], run: int) -> list[Unit]:
        """Part the last chunk above a run from the headings glued to its end."""
        if not run:
            return units
        chunk = units[run - 1].chunk
        flattened = self._flattened and run == len(units)
        position = glued_headings(self._running, chunk.start, chunk.end, self._labels, flattened=flattened)
        if position is None:
            return units
        above = self._running.text[chunk.start : position].rstrip()
        parts = (Chunk(chunk.start, chunk.start + len(above), None), Chunk(position, chunk.end, None))
        return [*units[: run - 1], *(self._unit(part) for part in parts), *units[run:]]

    def _kind_in_run(self, elements: Sequence[Element], unit: Unit) -> ElementKind | None:
        """Return what a unit of a run of headings is; None for a wrapped line of the heading above."""
        above = elements[-1].heading if elements and elements[-1].kind is ElementKind.HEADING else None
        if above and (unit.chunk.heading is None or self._parted_by_page(above.end, unit)):
            heading = self._running.plain(above.title_start, above.end)
            last = heading.rsplit(None, 1)[-1].casefold()
            unfinished = heading[-1:] in tuple(",-–—:") or heading.count("(") > heading.count(")")
            unfinished = unfinished or last in self._reading.vocabulary.never_last or self._wraps(above, unit)
            if unfinished or unit.words[:1].islower() or _ARTICLE.match(unit.words):
                return None
        if unit.words[:1] in ("(", "["):
            return ElementKind.TEXT
        return ElementKind.CAPTION if self._stands_above_table(unit) else ElementKind.HEADING

    def _awaits_name(self, unit: Unit) -> bool:
        """Tell whether words may go on with a name: they end with a capital, or a small word before a name."""
        last = unit.words.rsplit(None, 1)[-1]
        return last[0].isupper() or last.casefold() in self._reading.vocabulary.never_last

    def _parted_by_page(self, end: int, unit: Unit) -> bool:
        """Tell whether footnotes or page furniture stand between an offset and a unit."""
        return BLANK in self._running.text[end : unit.chunk.start]

    def _wraps(self, above: Heading, unit: Unit) -> bool:
        """Tell whether a line goes on with a heading: blank lines part headings here, and there is none between."""
        text = self._running.text
        before, between = text[max(0, above.start - LAST_WORDS) : above.start], text[above.end : unit.chunk.start]
        gap = before[len(before.rstrip()) :]
        if unit.label or self._running.text[above.end - 1] == ")":
            return False
        if self._parted_by_page(above.end, unit):
            words = self._running.plain(above.title_start, above.end), unit.words
            last = words[0].rsplit(None, 1)[-1]
            is_name = last[0].isupper() and last.casefold() not in self._reading.vocabulary.institutions
            return is_name and words[1][:1].isupper()
        return between.count("\n") == 1 and gap.count("\n") > 1 and BLANK not in gap

    def _kind(self, units: Sequence[Unit], index: int) -> ElementKind:
        """Return what a unit is that does not stand in a run of headings before a number."""
        unit = units[index]
        chunk, words = unit.chunk, unit.words
        if not words or is_item(words):
            return ElementKind.PARAGRAPH
        if self._is_caption(unit):
            return ElementKind.CAPTION
        if chunk.heading is not None and (unit.may_be_title or (chunk.heading > 0 and len(unit.title) <= MAX_HEADING)):
            return ElementKind.CAPTION if self._stands_above_table(unit) else ElementKind.HEADING
        if unit.label and not unit.label.isdigit() and unit.may_be_title:
            in_sequence = self._labels.read(self._running.text, chunk.start, chunk.end, own_chunk=True)
            return ElementKind.HEADING if in_sequence else ElementKind.PARAGRAPH
        return ElementKind.HEADING if self._heads_state(units, index) else ElementKind.PARAGRAPH

    def _is_caption(self, unit: Unit) -> bool:
        """Tell the caption of a table or box, or a whole box whose first line is its caption."""
        caption = self._reading.vocabulary.caption.match(unit.words)
        if caption is None:
            return False
        first_line = self._running.text[unit.chunk.start : unit.chunk.end].partition("\n")[0]
        return not ends_sentence(unit.words) or len(first_line.rstrip(". ")) <= caption.end()

    def _stands_above_table(self, unit: Unit) -> bool:
        """Tell the title of a table: the table, or its unit in brackets and then the table, comes next."""
        if unit.label:
            return False
        end = unit.chunk.end
        following = self._running.cuts_within(end, end + 4 * LAST_WORDS)
        table = next((cut for cut in following if cut.kind is LedgerKind.TABLE), None)
        return table is not None and _ABOVE_TABLE.fullmatch(self._running.text, end, table.start) is not None

    def _heads_state(self, units: Sequence[Unit], index: int) -> bool:
        """Tell the name of a State as a heading from one in a list: text follows, and none stands beside it."""
        words = units[index].words
        if index + 1 >= len(units) or len(words) > MAX_STATE_NAME or not is_title(words):
            return False
        if self._resolve_state(words) is None:
            return False
        beside = [self._lines(unit)[-1] for unit in units[max(0, index - 1) : index]]
        beside.append(self._lines(units[index + 1])[0])
        return not any(name and len(name) <= MAX_STATE_NAME and self._resolve_state(name) for name in beside)

    def _lines(self, unit: Unit) -> list[str]:
        return [" ".join(line.split()) for line in self._running.text[unit.chunk.start : unit.chunk.end].split("\n")]

    def _headings(self, chunk: Chunk, *, glued: bool) -> list[Element]:
        layout = self._reading.layout
        own_chunk = layout.opens_chunk(chunk.start)
        at = ANY_GAP if glued and self._flattened else LINE_BREAK if layout.by_lines else None
        headings = split_headings(self._running, chunk.start, chunk.end, self._labels, own_chunk=own_chunk, at=at)
        return [Element(ElementKind.HEADING, h.start, h.end, heading=h) for h in headings]
