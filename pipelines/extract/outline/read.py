"""The outline of a note: reads a document's structure in one code path for every source format.

Here: the one order in which a document is read, each step on what is left by the one before: furniture, footnotes,
numbers, contents, front, headings and text, sections; then what all of them say of every character.
Not here: any rule about a single part; those are the modules that this one imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.archive.document import Document
from pipelines.extract.outline.body import BodyReader, are_lists
from pipelines.extract.outline.footnotes import Note, find_footnotes, read_footnotes
from pipelines.extract.outline.front import Front, find_contents, find_front
from pipelines.extract.outline.furniture import Furniture, find_furniture
from pipelines.extract.outline.layout import Reading, layout_of, usual_size
from pipelines.extract.outline.masthead import read_masthead
from pipelines.extract.outline.numbering import find_signs
from pipelines.extract.outline.own_symbol import OwnSymbol
from pipelines.extract.outline.references import find_citations
from pipelines.extract.outline.running_text import Cut, RunningText, disjoint, make_ledger
from pipelines.extract.outline.search import ITEM, PARAGRAPH, doubtful_numbers, longest_run
from pipelines.extract.outline.signals import find_signals, refusal_of
from pipelines.extract.outline.state_texts import (
    article_of,
    compiled_elements,
    is_compilation,
    is_headed_by_states,
    start_of_table,
    texts_of_states,
    without_numbers,
)
from pipelines.extract.outline.structure import (
    Citation,
    Footnote,
    LedgerKind,
    LedgerSpan,
    Masthead,
    Structure,
    SubmissionText,
)
from pipelines.extract.outline.tree import SectionTree
from pipelines.extract.outline.words import Words, language_of


def read_structure(
    document: Document,
    vocabulary: Words,
    resolve_state: Callable[[str], str | None] = lambda _: None,
) -> Structure:
    """Return the outline of a document.

    `resolve_state` gives the ISO 3166-1 alpha-3 code of the State whose name is the whole of a text, else None. It
    tells headings that are the name of a State. A document that is no note still has a complete ledger, and a
    `refusal` that says what was looked for.
    """
    compilation = is_compilation(document.text, vocabulary)
    furniture = find_furniture(document, vocabulary, tables=not compilation)
    usual = usual_size(document)
    notes, marks = find_footnotes(document, RunningText(document.text, furniture.cuts), usual, vocabulary)
    suspended = vocabulary.sets["after_suspended_hyphens"]
    inner = disjoint([*furniture.cuts, *marks])
    whole = RunningText(document.text, inner, suspended)
    running = whole.without(Cut(note.start, note.end, LedgerKind.FOOTNOTE) for note in notes)
    language = language_of(running.text, furniture.start, vocabulary)
    layout = layout_of(document, running.text, usual)
    reading = Reading(document, running, layout, vocabulary, furniture.start, language, compilation, resolve_state)
    parts = (_read_compilation(reading, furniture.own) if compilation else None) or _read_note(reading, furniture.own)
    return _put_together(parts, furniture, whole, notes)


class _Parts(NamedTuple):
    """The parts of a document's outline; `layers` for the ledger. `doubtful`: where numbers stand that may be some."""

    reading: Reading
    front: Front
    masthead: Masthead
    tree: SectionTree
    texts: Sequence[SubmissionText]
    layers: Sequence[Sequence[LedgerSpan]]
    doubtful: Sequence[int] = ()


def _read_note(reading: Reading, own: OwnSymbol) -> _Parts:
    signs = find_signs(reading)
    contents = find_contents(reading, signs)
    signs = [sign for sign in signs if not contents[0] <= sign.start < contents[1]]
    run = longest_run(signs)
    doubtful = [sign.start for sign in doubtful_numbers(signs, run)]
    run = [sign for sign in run if sign.role is not ITEM]
    front = find_front(reading, contents, run)
    masthead = read_masthead(reading, front, own)
    run = [sign for sign in run if sign.start >= front.body]
    if are_lists(reading, front.body, run):
        run = [sign for sign in run if sign.role is not PARAGRAPH]
    elements = BodyReader(reading).read(front.body, run, contents)
    tree = SectionTree(reading, masthead.convention, elements)
    texts: list[SubmissionText] = []
    ledger = tree.ledger
    if is_headed_by_states(tree, reading.text):
        tree = SectionTree(reading, masthead.convention, without_numbers(reading, tree))
        texts, ledger = texts_of_states(reading.running, tree, article_of(masthead, reading.vocabulary))
    zones = [LedgerSpan(*front.summary, LedgerKind.SUMMARY), LedgerSpan(*contents, LedgerKind.CONTENTS)]
    return _Parts(reading, front, masthead, tree, texts, [ledger, zones], doubtful)


def _read_compilation(reading: Reading, own: OwnSymbol) -> _Parts | None:
    """Return the parts of a thematic compilation; None where no State's name heads a text in it."""
    elements = [*compiled_elements(reading)]
    if not elements:
        return None
    heads = elements[0].start
    front = Front(reading.start, (0, 0), (0, 0), start_of_table(reading.document, heads))
    masthead = read_masthead(reading, front, own)
    tree = SectionTree(reading, masthead.convention, elements)
    texts, ledger = texts_of_states(reading.running, tree, article_of(masthead, reading.vocabulary))
    table = LedgerSpan(front.body, heads, LedgerKind.TABLE)
    return _Parts(reading, front, masthead, tree, texts, [ledger, [table]])


def _put_together(parts: _Parts, furniture: Furniture, whole: RunningText, notes: Sequence[Note]) -> Structure:
    """Return the outline of all parts. `whole`: the running text with footnotes in place."""
    document, vocabulary = parts.reading.document, parts.reading.vocabulary
    paragraphs, masthead = parts.tree.paragraphs, parts.masthead
    footnotes = read_footnotes(notes, whole, paragraphs)
    owners = {footnote.source_start: index for index, footnote in enumerate(footnotes)}  # one without words has none
    below = [LedgerSpan(note.start, note.end, LedgerKind.FOOTNOTE, owners.get(note.start)) for note in notes]
    cuts = [LedgerSpan(cut.start, cut.end, cut.kind, None, cut.reason) for cut in whole.cuts]
    structure = Structure(
        masthead=masthead,
        sections=tuple(parts.tree.sections),
        paragraphs=tuple(paragraphs),
        footnotes=footnotes,
        citations=tuple(_citations(parts, footnotes)),
        submission_texts=tuple(parts.texts),
        ledger=make_ledger(document.text, [*parts.layers, below, cuts], parts.front.body),
        signals=(),
        refusal=None,
    )
    return replace(
        structure,
        signals=tuple(find_signals(document, furniture.own, structure, vocabulary, parts.doubtful)),
        refusal=refusal_of(document.text, parts.front, furniture.own, structure, vocabulary),
    )


def _citations(parts: _Parts, footnotes: Sequence[Footnote]) -> Iterator[Citation]:
    paragraphs = parts.tree.paragraphs
    texts = [paragraph.text for paragraph in paragraphs] + [footnote.text for footnote in footnotes]
    for index, cited in find_citations(texts, parts.masthead.convention, parts.reading.vocabulary):
        within = index < len(paragraphs)
        paragraph, footnote = (index, None) if within else (None, index - len(paragraphs))
        yield Citation(cited.kind, cited.target, paragraph, footnote, cited.start, cited.end)
