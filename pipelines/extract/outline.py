"""The outline of a note: reads a document's structure in one code path for every source format.

Here: `read_structure`, which calls the readers of each part in order and puts their findings together.
Not here: any rule about a single part; those are the modules that this one imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.document import Role
from pipelines.extract.annexes import find_annexes
from pipelines.extract.compilation import (
    compilation_article,
    find_state_headings,
    is_compilation,
    read_submission_texts,
)
from pipelines.extract.family import refusal_of
from pipelines.extract.footnotes import Note, find_footnotes, read_footnotes
from pipelines.extract.front import MAX_FRONT, Front, find_front, find_start
from pipelines.extract.furniture import CHROME, cuts_by_form, cuts_by_role, page_numbers_at_starts
from pipelines.extract.languages import language_of
from pipelines.extract.layout import Layout
from pipelines.extract.ledger import characters_accounted_for, make_ledger
from pipelines.extract.masthead import OwnSymbol, find_own_symbol, hinted_title, masthead_text, read_masthead
from pipelines.extract.numbering import choose_numbers, find_candidates
from pipelines.extract.paragraphs import BodyReader
from pipelines.extract.references import find_citations
from pipelines.extract.running_text import Cut, RunningText, disjoint
from pipelines.extract.sections import BODY, SectionTree
from pipelines.extract.signals import find_signals
from pipelines.extract.structure import (
    Citation,
    Footnote,
    LedgerKind,
    LedgerSpan,
    Masthead,
    Paragraph,
    Section,
    Structure,
    SubmissionText,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.document import Document
    from pipelines.extract.headings import Heading
    from pipelines.extract.numbering import Candidate
    from pipelines.extract.structure_vocabulary import StructureVocabulary

UNNUMBERED_BEFORE = 1500  # characters without a number at the beginning of a body
MIN_NUMBERED = 0.25  # of the characters of a body
PROSE = 200  # characters; a longer block before the body's tables shows that the masthead is over


def read_structure(
    document: Document,
    vocabulary: StructureVocabulary,
    resolve_state: Callable[[str], str | None] = lambda _: None,
) -> Structure:
    """Return the outline of a document.

    `resolve_state` gives the ISO 3166-1 alpha-3 code of the State whose name is the whole of a text, else None. It
    tells headings that are the name of a State. A document that is no note still has a complete ledger, and a
    `refusal` that says what was looked for.
    """
    start = find_start(document.text, vocabulary)
    own = find_own_symbol(document, start, vocabulary)
    furniture = disjoint(
        [
            *([Cut(0, start, LedgerKind.FURNITURE, CHROME, parts_words=True)] if start else []),
            *cuts_by_role(document, _end_of_masthead_tables(document)),
            *page_numbers_at_starts(document, start),
            *cuts_by_form(document.text, start, own.symbol, own.end),
        ]
    )
    notes, marks = find_footnotes(document, RunningText(document.text, furniture), vocabulary.abbreviations)
    inner = disjoint([*furniture, *marks])
    whole = RunningText(document.text, inner, vocabulary.after_suspended_hyphens)
    running = whole
    if notes:
        outside = [Cut(n.start, n.end, LedgerKind.FOOTNOTE, None, parts_words=True) for n in notes]
        running = RunningText(document.text, disjoint([*outside, *inner]), vocabulary.after_suspended_hyphens)
    layout = Layout(document, running.text)
    reader = _Reader(document, vocabulary, resolve_state, start, own, whole, running, layout, notes)
    return reader.compilation() if is_compilation(running.text, start, vocabulary) else reader.note()


class _Reader:
    """Reads one document whose furniture and footnotes are known."""

    def __init__(
        self,
        document: Document,
        vocabulary: StructureVocabulary,
        resolve_state: Callable[[str], str | None],
        start: int,
        own: OwnSymbol,
        whole: RunningText,
        running: RunningText,
        layout: Layout,
        notes: Sequence[Note],
    ) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.resolve_state = resolve_state
        self.start = start
        self.own = own
        self.whole = whole
        self.running = running
        self.layout = layout
        self.notes = notes

    def note(self) -> Structure:
        text, vocabulary = self.running.text, self.vocabulary
        candidates = find_candidates(text, self.start, self.layout, vocabulary.before_numbers)
        first = next((candidate.start for candidate in candidates if candidate.number == 1), len(text))
        title, titled = hinted_title(self.document, self.start, min(first, self.start + MAX_FRONT))
        front = find_front(self.running, self.layout, self.start, candidates, titled, vocabulary)
        masthead = self._masthead(front, title)
        candidates = [candidate for candidate in candidates if candidate.start >= front.body]
        annexes = find_annexes(self.running, self.layout, front.body, vocabulary, candidates)
        numbers = choose_numbers(candidates, [annex.end for annex in annexes], text, self.layout)
        tree = self._tree(front.body, numbers, annexes, masthead.convention)
        if numbers and _are_lists(tree, front.body, len(text)):
            tree = self._tree(front.body, [], annexes, masthead.convention)
        spans = [*_front_spans(front), *tree.ledger]
        return self._structure(masthead, tree.sections, tree.paragraphs, [], spans, front)

    def _tree(
        self, body: int, numbers: Sequence[Candidate], annexes: Sequence[Heading], convention: str | None
    ) -> SectionTree:
        reader = BodyReader(self.running, self.layout, self.vocabulary, self.resolve_state)
        tree = SectionTree(self.running, convention, self.vocabulary, self.resolve_state)
        tree.add(reader.read(body, len(self.running.text), numbers, annexes))
        return tree

    def compilation(self) -> Structure:
        headings = find_state_headings(self.running, self.layout, self.start, self.resolve_state, self.vocabulary)
        body = headings[0].start if headings else len(self.running.text)
        front = Front(self.start, (0, 0), (0, 0), body)
        masthead = self._masthead(front, None)
        title = self.running.plain(self.start, body)
        texts = read_submission_texts(self.running, self.layout, headings, compilation_article(title))
        sections = [
            Section(i + 1, 3, None, h.name, None, BODY, h.start, h.end, (), None, None, h.iso3)
            for i, h in enumerate(headings)
        ]
        spans = _front_spans(front)
        for index, (heading, text) in enumerate(zip(headings, texts, strict=True)):
            spans.append(LedgerSpan(heading.start, heading.end, LedgerKind.HEADING, index, None))
            spans.append(LedgerSpan(text.source_start, text.source_end, LedgerKind.SUBMISSION_TEXT, index, None))
        return self._structure(masthead, sections, [], texts, spans, front)

    def _masthead(self, front: Front, title: str | None) -> Masthead:
        end = min(front.body, *(zone[0] for zone in (front.contents, front.summary) if zone[1]), front.body)
        spans = [(front.start, end)]
        if front.contents[1] and not self.vocabulary.kind.search(self.running.text, front.start, end):
            kind = self.vocabulary.kind.search(self.running.text, *front.contents)
            title_start = front.contents[0] + len(
                self.running.text[front.contents[0] : front.contents[1]].split(None, 1)[0]
            )
            if kind and kind.end() - title_start < PROSE:
                spans.append((title_start, kind.end()))
        language = language_of(self.running.text[self.start :], self.vocabulary)
        return read_masthead(
            self.document, masthead_text(self.running, spans), self.own, language, title, self.vocabulary
        )

    def _structure(
        self,
        masthead: Masthead,
        sections: Sequence[Section],
        paragraphs: Sequence[Paragraph],
        texts: Sequence[SubmissionText],
        spans: Sequence[LedgerSpan],
        front: Front,
    ) -> Structure:
        text = self.document.text
        footnotes = read_footnotes(self.notes, self.whole, paragraphs)
        ledger = make_ledger(text, spans, self._ledger_cuts())
        return Structure(
            masthead=masthead,
            sections=tuple(sections),
            paragraphs=tuple(paragraphs),
            footnotes=footnotes,
            citations=self._citations(paragraphs, footnotes, masthead.convention),
            submission_texts=tuple(texts),
            ledger=ledger,
            signals=tuple(
                find_signals(self.document, self.own, masthead, sections, paragraphs, texts, ledger, self.running)
            ),
            refusal=refusal_of(text, front.start, front.body, self.own, paragraphs, texts, self.vocabulary),
            characters_accounted_for=characters_accounted_for(text, ledger),
        )

    def _ledger_cuts(self) -> list[Cut]:
        """Return all cuts for the ledger: footnotes with their owner, parted by the markup inside them."""
        cuts = [cut for cut in self.running.cuts if cut.kind is not LedgerKind.FOOTNOTE]
        for index, note in enumerate(self.notes):
            position = note.start
            for inner in self.whole.cuts_within(note.start, note.end):
                cuts.append(Cut(position, inner.start, LedgerKind.FOOTNOTE, None, parts_words=True, owner=index))
                cuts.append(inner)
                position = inner.end
            cuts.append(Cut(position, note.end, LedgerKind.FOOTNOTE, None, parts_words=True, owner=index))
        return sorted(cut for cut in cuts if cut.start < cut.end)

    def _citations(
        self, paragraphs: Sequence[Paragraph], footnotes: Sequence[Footnote], convention: str | None
    ) -> tuple[Citation, ...]:
        citations = []
        for index, paragraph in enumerate(paragraphs):
            for found in find_citations(paragraph.text, convention, self.vocabulary):
                citations.append(Citation(found.kind, found.target, index, None, found.start, found.end))
        for index, footnote in enumerate(footnotes):
            for found in find_citations(footnote.text, convention, self.vocabulary):
                citations.append(Citation(found.kind, found.target, None, index, found.start, found.end))
        return tuple(citations)


def _are_lists(tree: SectionTree, body: int, end: int) -> bool:
    """Tell numbered lists in a document of unnumbered paragraphs from its numbered paragraphs: they are little of it."""
    numbered = sum(len(paragraph.text) for paragraph in tree.paragraphs)
    return tree.paragraphs[0].source_start - body > UNNUMBERED_BEFORE and numbered < MIN_NUMBERED * (end - body)


def _front_spans(front: Front) -> list[LedgerSpan]:
    """Return the masthead and what stands in it: contents table and summary."""
    zones = [
        LedgerSpan(*zone, kind, None, None)
        for zone, kind in ((front.contents, LedgerKind.CONTENTS), (front.summary, LedgerKind.SUMMARY))
        if zone[1]
    ]
    spans, position = [], front.start
    for zone in sorted(zones):
        spans += [LedgerSpan(position, zone.start, LedgerKind.MASTHEAD, None, None), zone]
        position = zone.end
    spans.append(LedgerSpan(position, max(position, front.body), LedgerKind.MASTHEAD, None, None))
    return [span for span in spans if span.start < span.end]


def _end_of_masthead_tables(document: Document) -> int:
    """Return where tables begin to be tables: before the first prose a table is how a masthead is laid out."""
    for block in document.blocks:
        opening = document.text[block.start : block.start + 3]
        if block.role is Role.BODY and (block.end - block.start > PROSE or opening.startswith(("1.", "I."))):
            return block.start
    return 0
