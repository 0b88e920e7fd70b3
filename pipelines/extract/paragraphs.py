"""The body of a document as a sequence of elements: paragraphs, headings, captions and text without a number.

Here: what each chunk between two paragraph numbers is. Sub-paragraphs, bullets and continuations after a page break
belong to the paragraph above; headings stand last before the next number.
Not here: which numbers number paragraphs (`numbering`), the form of headings (`headings`).
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.endings import MAX_HEADING, MAX_TITLE, ends_clause, ends_sentence, is_item, is_title
from pipelines.extract.headings import Heading, Labels, glued_headings, split_headings, without_label
from pipelines.extract.layout import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.extract.layout import Layout
    from pipelines.extract.numbering import Candidate
    from pipelines.extract.running_text import RunningText
    from pipelines.extract.structure_vocabulary import StructureVocabulary

MAX_RUN = 3  # headings without label or hint in a row; more are a list
MIN_INLINE = 0.1  # of the numbers stand within a line where a document is flattened
MAX_STATE_NAME = 80  # characters

_BLANKS = " \t\n\r\f\v\x00\x1f"
_ARTICLE = re.compile(r"\((?:art|artículo|стать)", re.IGNORECASE)


class ElementKind(Enum):
    """What a span of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ANNEX = "annex"
    CAPTION = "caption"
    TEXT = "text"


class Element(NamedTuple):
    """A span of the body. `number` for a paragraph, `heading` for a heading or annex."""

    kind: ElementKind
    start: int
    end: int
    number: Candidate | None = None
    heading: Heading | None = None


class BodyReader:
    """Reads the elements of one document's body."""

    def __init__(
        self,
        running: RunningText,
        layout: Layout,
        vocabulary: StructureVocabulary,
        resolve_state: Callable[[str], str | None],
    ) -> None:
        self._running = running
        self._layout = layout
        self._vocabulary = vocabulary
        self._resolve_state = resolve_state
        self._labels = Labels(vocabulary)
        self._flattened = False

    def read(self, start: int, end: int, numbers: Sequence[Candidate], annexes: Sequence[Heading]) -> list[Element]:
        """Return the elements from `start` to `end`; `numbers` and `annexes` are in it, in order."""
        inline = sum(not self._layout.opens_chunk(number.start) for number in numbers)
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
        before_number = following is not None and not isinstance(following, Heading)
        chunks = self._layout.chunks(start, end)
        first = 1 if number else 0
        if number and len(chunks) == 1 and ends_sentence(self._running.text[chunks[0].end - 8 : chunks[0].end]):
            return [Element(ElementKind.PARAGRAPH, number.start, chunks[0].end, number=number)]
        run = len(chunks)
        if before_number:
            run = self._run_before_number(chunks, first)
            chunks = self._part_glued(chunks, run)
        elements: list[Element] = []
        paragraph_end = chunks[0].end if number and chunks else start
        for index, chunk in enumerate(chunks[first:], first):
            kind = self._kind_in_run(elements, chunk) if index >= run else self._kind(chunks, index)
            if kind is None:
                elements[-1] = self._extended(elements[-1], chunk)
            elif kind is ElementKind.HEADING:
                elements += self._headings(chunk)
            elif (
                kind is ElementKind.PARAGRAPH
                and number
                and not elements
                and (before_number or not self._is_foreign(chunk))
            ):
                paragraph_end = chunk.end
            else:
                elements.append(
                    Element(ElementKind.TEXT if kind is ElementKind.PARAGRAPH else kind, chunk.start, chunk.end)
                )
        if number:
            elements.insert(0, Element(ElementKind.PARAGRAPH, number.start, paragraph_end, number=number))
        return elements

    def _words(self, chunk: Chunk) -> str:
        """Return the words of a chunk short enough to be a heading, else nothing."""
        return self._running.plain(chunk.start, chunk.end) if chunk.end - chunk.start <= 2 * MAX_HEADING else ""

    def _run_before_number(self, chunks: Sequence[Chunk], first: int) -> int:
        """Return the index from which all chunks up to the next number are headings, their wrapped lines and brackets."""
        run = len(chunks)
        while run > first and self._may_stand_in_run(chunks[run - 1]):
            run -= 1
        labels = [without_label(self._words(chunk))[0] for chunk in chunks[run:]]
        plain = sum(not label and chunk.heading is None for label, chunk in zip(labels, chunks[run:], strict=True))
        listed = sum(label.isdigit() for label in labels) > 1
        above = self._words(chunks[run - 1]) or self._last_words(chunks[run - 1]) if run else "."
        if not ends_sentence(above) or plain > MAX_RUN or listed:
            # What is above goes on here, or a list is: only what is surely a heading opens the run.
            run += next(
                (i for i, c in enumerate(chunks[run:]) if c.heading is not None or labels[i].isupper()), len(labels)
            )
        while run < len(chunks) and not self._is_title(chunks[run]):
            run += 1
        return run

    def _may_stand_in_run(self, chunk: Chunk) -> bool:
        words = without_label(self._words(chunk))[1]
        if not words or is_item(words) or self._vocabulary.caption.match(words):
            return False
        return self._is_title(chunk) or words[-1] == ")" or (words[0].islower() and not ends_clause(words))

    def _is_title(self, chunk: Chunk) -> bool:
        label, words = without_label(self._words(chunk))
        return is_title(words, MAX_HEADING if label or chunk.heading is not None else MAX_TITLE)

    def _last_words(self, chunk: Chunk) -> str:
        return self._running.plain(max(chunk.start, chunk.end - 80), chunk.end)

    def _part_glued(self, chunks: list[Chunk], run: int) -> list[Chunk]:
        """Part the last chunk above a run from the headings glued to its end.

        Unless a document is flattened, only headings with a label in sequence are glued to text.
        """
        if not run:
            return chunks
        chunk = chunks[run - 1]
        position = glued_headings(self._running, chunk.start, chunk.end, self._vocabulary.abbreviations)
        if position is None:
            return chunks
        labelled = self._labels.read(self._running.text, position, chunk.end, own_chunk=False)
        if not labelled and (run < len(chunks) or not self._flattened):
            return chunks
        above = self._running.text[chunk.start : position].rstrip(_BLANKS)
        parts = [Chunk(chunk.start, chunk.start + len(above), None), Chunk(position, chunk.end, None)]
        return [*chunks[: run - 1], *parts, *chunks[run:]]

    def _kind_in_run(self, elements: Sequence[Element], chunk: Chunk) -> ElementKind | None:
        """Return what a chunk of a run of headings is; None for a wrapped line of the heading above."""
        words = self._words(chunk)
        above = elements[-1] if elements and elements[-1].kind is ElementKind.HEADING else None
        if above and above.heading and chunk.heading is None:
            heading = self._running.plain(above.heading.title_start, above.heading.end)
            unfinished = (
                heading[-1:] in tuple(",-–—:") or heading.rsplit(None, 1)[-1].casefold() in self._vocabulary.never_last
            )
            if unfinished or words[:1].islower() or _ARTICLE.match(words):
                return None
        return ElementKind.TEXT if words[:1] in "([" else ElementKind.HEADING

    def _kind(self, chunks: Sequence[Chunk], index: int) -> ElementKind:
        """Return what a chunk is that does not stand in a run of headings before a number."""
        chunk = chunks[index]
        words = self._words(chunk)
        label, title = without_label(words)
        if not words or is_item(words):
            return ElementKind.PARAGRAPH
        if self._vocabulary.caption.match(words) and not ends_sentence(words):
            return ElementKind.CAPTION
        if chunk.heading is not None and (
            is_title(title, MAX_HEADING) or (chunk.heading > 0 and len(title) <= MAX_HEADING)
        ):
            return ElementKind.HEADING
        if label and not label.isdigit() and is_title(title, MAX_HEADING):
            if self._labels.read(self._running.text, chunk.start, chunk.end, own_chunk=True):
                return ElementKind.HEADING
        if len(words) <= MAX_STATE_NAME and is_title(words) and self._heads_state(chunks, index, words):
            return ElementKind.HEADING
        return ElementKind.PARAGRAPH

    def _heads_state(self, chunks: Sequence[Chunk], index: int, words: str) -> bool:
        """Tell the name of a State as a heading from one in a list: text follows, and none stands beside it."""
        if self._resolve_state(words) is None or index + 1 >= len(chunks):
            return False
        beside = [self._words(chunks[i]) for i in (index - 1, index + 1) if 0 <= i < len(chunks)]
        return not any(other and len(other) <= MAX_STATE_NAME and self._resolve_state(other) for other in beside)

    def _is_foreign(self, chunk: Chunk) -> bool:
        """Tell what follows the last paragraph without belonging to it: words in the form of a title."""
        return is_title(self._words(chunk))

    def _headings(self, chunk: Chunk) -> list[Element]:
        own_chunk = self._layout.opens_chunk(chunk.start)
        headings = split_headings(self._running, chunk.start, chunk.end, self._labels, own_chunk=own_chunk)
        return [Element(ElementKind.HEADING, h.start, h.end, heading=h) for h in headings]

    @staticmethod
    def _extended(element: Element, chunk: Chunk) -> Element:
        heading = element.heading._replace(end=chunk.end) if element.heading else None
        return element._replace(end=chunk.end, heading=heading)
