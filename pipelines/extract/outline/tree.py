"""The tree of sections: from the elements of a body to headings with parents, articles and first and last paragraph.

Here: nesting, inheritance of articles, and the paragraphs with their texts.
Not here: which words are a heading (`body`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.extract.outline.articles import convention_references
from pipelines.extract.outline.body import Element, Heading
from pipelines.extract.outline.layout import Reading
from pipelines.extract.outline.markers import ROMAN, UNNUMBERED, Marker
from pipelines.extract.outline.structure import BODY, ArticleReference, LedgerSpan, Paragraph, Section

_MAX_STATE_NAME = 80
_BELOW_NUMBERED, _STATE = 0.5, -0.5  # what depth an unnumbered heading has beside others of its level


class SectionTree:
    """Builds sections and paragraphs of one document from its elements in order."""

    def __init__(
        self,
        reading: Reading,
        convention: str | None,
        language: str,
        resolve_state: Callable[[str], str | None],
    ) -> None:
        """`convention`, `language`: as `convention_references` takes them."""
        self._running = reading.running
        self._convention = convention
        self._language = language
        self._vocabulary = reading.vocabulary
        self._resolve_state = resolve_state
        self._part = BODY
        self._annexes = 0
        self._open: list[tuple[float, int, int]] = []  # depth, index, first paragraph of the sections that go on
        self.sections: list[Section] = []
        self.paragraphs: list[Paragraph] = []
        self.ledger: list[LedgerSpan] = []

    def add(self, elements: Sequence[Element]) -> None:
        """Add the elements of a whole body."""
        for element in elements:
            if element.heading is not None:
                self._add_section(element, element.heading)
                owner: int | None = len(self.sections) - 1
            elif element.number is not None:
                self._add_paragraph(element, element.number)
                owner = len(self.paragraphs) - 1
            else:
                owner = self._open[-1][1] if self._open else None
            self.ledger.append(LedgerSpan(element.start, element.end, element.kind, owner))
        self._close(float("-inf"))

    def _close(self, depth: float) -> None:
        """End the sections that do not hold one of a depth."""
        while self._open and self._open[-1][0] >= depth:
            _, index, first = self._open.pop()
            last = len(self.paragraphs) - 1
            if first <= last:
                self.sections[index] = self.sections[index]._replace(first_paragraph=first, last_paragraph=last)

    def _add_section(self, element: Element, heading: Heading) -> None:
        depth = float(heading.level)
        if heading.opens_part:
            self._annexes += 1
            self._part = f"annex-{self._annexes}"
            depth = 0.0
        words = self._running.plain(heading.title_start, heading.end)
        short = heading.level >= ROMAN and len(words) <= _MAX_STATE_NAME
        state = self._resolve_state(words) if short else None
        if heading.level == UNNUMBERED and not heading.label:
            # A State's part holds the headings in it; a heading with a number those without.
            depth += _STATE if state else _BELOW_NUMBERED
        self._close(depth)
        parent = self._open[-1][1] if self._open else None
        self._open.append((depth, len(self.sections), len(self.paragraphs)))
        self.sections.append(
            Section(
                position=len(self.sections) + 1,
                level=heading.level,
                label=heading.label,
                heading=words,
                parent=parent,
                part=self._part,
                start=element.start,
                end=element.end,
                articles=self._articles(words, parent),
                state_iso3=state,
            )
        )

    def _articles(self, words: str, parent: int | None) -> tuple[ArticleReference, ...]:
        """Return the articles that a heading names, else those of the section above, as inherited."""
        references = convention_references(words, self._convention, self._vocabulary, self._language)
        own = tuple(dict.fromkeys(article for reference in references for article in reference.articles))
        if own or parent is None:
            return own
        return tuple(article._replace(inherited=True) for article in self.sections[parent].articles)

    def _add_paragraph(self, element: Element, number: Marker) -> None:
        text, pieces = self._running.read(number.end, element.end)
        self.paragraphs.append(
            Paragraph(
                self._running.text[number.start : number.end].strip(".．、-–()§¶ \t"),
                self._part,
                self._open[-1][1] if self._open else None,
                text,
                pieces,
                element.start,
                element.end,
                self._running.marks(number.end, element.end, pieces),
            )
        )
