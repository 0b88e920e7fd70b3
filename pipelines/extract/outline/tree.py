"""The tree of sections: from the elements of a body to what an outline hands on.

Here: headings with parents, articles and first and last paragraph, inheritance of articles, the paragraphs with their
texts.
Not here: which words are a heading (`body`), which State a name is (`state_of` of the reading), the texts below the
names of States (`state_texts`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.outline.body import MAX_STATE_NAME, Element
from pipelines.extract.outline.layout import Reading
from pipelines.extract.outline.numbering import ROMAN, UNNUMBERED
from pipelines.extract.outline.references import convention_references
from pipelines.extract.outline.structure import BODY, ArticleReference, LedgerKind, LedgerSpan, Paragraph, Section

_BELOW_NUMBERED, _STATE = 0.5, -0.5  # what depth an unnumbered heading has beside others of its level
UNKNOWN_LEVEL = 7  # of a heading without a sign: below all that have one


class SectionTree:
    """The sections and paragraphs of one document, built from its elements in order."""

    def __init__(self, reading: Reading, convention: str | None, elements: Sequence[Element]) -> None:
        """`convention`: as `convention_references` takes it. `elements`: of a whole body."""
        self._running = reading.running
        self._layout = reading.layout
        self._convention = convention
        self._vocabulary = reading.vocabulary
        self._state_of = reading.state_of
        self._part = BODY
        self._annexes = 0
        self._open: list[tuple[float, int, int]] = []  # depth, index, first paragraph of the sections that go on
        self.sections: list[Section] = []
        self.paragraphs: list[Paragraph] = []
        self.ledger: list[LedgerSpan] = []
        self.elements = elements
        for element in elements:
            if element.kind is LedgerKind.HEADING:
                self._add_section(element)
                owner: int | None = len(self.sections) - 1
            elif element.kind is LedgerKind.PARAGRAPH:
                self._add_paragraph(element)
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

    def _add_section(self, heading: Element) -> None:
        depth = float(heading.level)
        if heading.opens_part:
            self._annexes += 1
            self._part = f"annex-{self._annexes}"
            depth = 0.0
        words = self._running.plain(*heading.words)
        short = heading.level >= ROMAN and len(words) <= MAX_STATE_NAME
        state = self._state_of(words) if short else None
        if heading.level == UNNUMBERED and heading.label:
            depth += heading.label.count(".") / 100  # "2.1" stands below "2"
        elif heading.level == UNNUMBERED:
            # A State's part holds the headings in it; a heading with a number those without.
            depth += _STATE if state else _BELOW_NUMBERED
            depth += (self._layout.chunk_at(heading.start).heading or UNKNOWN_LEVEL) / 100
        self._close(depth)
        parent = self._open[-1][1] if self._open else None
        articles = self._articles(words, parent)
        if parent is not None and (self.sections[parent].label or (articles and not articles[0].inherited)):
            # Without a number "Conclusions" may follow the last State; an article stands below it.
            state = state or self.sections[parent].state_iso3
        self._open.append((depth, len(self.sections), len(self.paragraphs)))
        self.sections.append(
            Section(
                level=heading.level,
                label=heading.label,
                heading=words,
                parent=parent,
                part=self._part,
                start=heading.start,
                end=heading.end,
                articles=articles,
                state_iso3=state,
            )
        )

    def _articles(self, words: str, parent: int | None) -> tuple[ArticleReference, ...]:
        """Return the articles that a heading names, else those of the section above, as inherited."""
        references = convention_references(words, self._convention, self._vocabulary)
        own = tuple(dict.fromkeys(article for reference in references for article in reference.articles))
        if own or parent is None:
            return own
        return tuple(article._replace(inherited=True) for article in self.sections[parent].articles)

    def _add_paragraph(self, element: Element) -> None:
        text, pieces = self._running.read(*element.words)
        self.paragraphs.append(
            Paragraph(
                element.label or "",
                self._part,
                self._open[-1][1] if self._open else None,
                text,
                pieces,
                element.start,
                element.end,
                self._running.marks(*element.words),
            )
        )
