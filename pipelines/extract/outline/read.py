"""The outline of a note: reads a document's structure in one code path for every source format.

Here: `read_structure`, which calls the readers of each part in order and puts their findings together.
Not here: any rule about a single part; those are the modules that this one imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.archive.document import Document
from pipelines.extract.outline.body import BodyReader, Element, are_lists
from pipelines.extract.outline.footnotes import Note, find_footnotes, read_footnotes
from pipelines.extract.outline.front import Front, find_contents, find_front, find_start, title_below_kind
from pipelines.extract.outline.furniture import (
    CHROME,
    cuts_by_role,
    late_masthead,
    left_by_programs,
    marks_of_pages,
    page_numbers_at_starts,
    rules,
    start_of_table,
)
from pipelines.extract.outline.layout import MAX_FRONT, Layout, Reading
from pipelines.extract.outline.masthead import HintedTitle, hinted_title, read_masthead
from pipelines.extract.outline.numbering import NumberingSign, find_signs
from pipelines.extract.outline.own_symbol import OwnSymbol, find_own_symbol
from pipelines.extract.outline.references import find_citations
from pipelines.extract.outline.running_text import Cut, RunningText, disjoint, make_ledger
from pipelines.extract.outline.search import (
    ITEM,
    PARAGRAPH,
    doubtful_numbers,
    longest_run,
)
from pipelines.extract.outline.signals import find_signals, refusal_of
from pipelines.extract.outline.state_texts import (
    article_of,
    compiled_elements,
    is_compilation,
    is_headed_by_states,
    is_numbered,
    texts_of_states,
)
from pipelines.extract.outline.structure import (
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
    start = find_start(document.text, vocabulary)
    late = late_masthead(document.text, start, vocabulary)
    own = find_own_symbol(document, start, [(cut.start, cut.end) for cut in late], vocabulary)
    compiled = is_compilation(document.text, start, vocabulary)
    furniture = disjoint(
        [
            *([Cut(0, start, LedgerKind.FURNITURE, CHROME)] if start else []),
            *cuts_by_role(document, vocabulary, tables=not compiled),
            *page_numbers_at_starts(document, start, vocabulary),
            *late,
            *left_by_programs(document.text),
            *rules(document.text, start),
            *marks_of_pages(document, start, own, vocabulary),
        ]
    )
    notes, marks = find_footnotes(document, RunningText(document.text, furniture), vocabulary)
    inner = disjoint([*furniture, *marks])
    suspended = vocabulary.sets["after_suspended_hyphens"]
    running = whole = RunningText(document.text, inner, suspended)
    if notes:
        outside = [Cut(n.start, n.end, LedgerKind.FOOTNOTE) for n in notes]
        running = RunningText(document.text, disjoint([*outside, *inner]), suspended)
    reading = Reading(running, Layout(document, running.text), vocabulary)
    language = language_of(reading.text, start, vocabulary)
    found = _Findings(document, reading, whole, notes, own, resolve_state, start, language)
    return _put_together((_read_compilation(found) if compiled else None) or _read_note(found))


@dataclass(frozen=True, slots=True)
class _Findings:
    """What is known of a document before its parts are read: `whole` is the running text with footnotes in place."""

    document: Document
    reading: Reading
    whole: RunningText
    notes: Sequence[Note]
    own: OwnSymbol
    resolve_state: Callable[[str], str | None]
    start: int
    language: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a document's outline, with their spans for the ledger."""

    found: _Findings
    front: Front
    masthead: Masthead
    sections: Sequence[Section]
    paragraphs: Sequence[Paragraph]
    texts: Sequence[SubmissionText]
    spans: Sequence[LedgerSpan]
    doubtful: Sequence[int] = ()


def _read_note(found: _Findings) -> _Parts:
    reading, start = found.reading, found.start
    signs = find_signs(reading, start, found.language)
    contents = find_contents(reading, start, signs)
    if contents[1]:
        signs = [sign for sign in signs if not contents[0] <= sign.start < contents[1]]
    run = longest_run(signs)
    once = not any(cut.kind is LedgerKind.CONTENTS for cut in reading.running.cuts)
    if once and any(sign.role is PARAGRAPH and sign.start < contents[0] for sign in run):
        return _read_note(_without_contents(found, contents))  # the table comes after the first paragraphs
    doubtful = [sign.start for sign in doubtful_numbers(signs, run)]
    run = [sign for sign in run if sign.role is not ITEM]
    first = next((sign.start for sign in run if sign.role is PARAGRAPH), len(reading.text))
    hinted = hinted_title(found.document, reading, start, min(first, start + MAX_FRONT))
    front = find_front(reading, start, contents, run, hinted.end)
    masthead = _masthead(found, front, hinted)
    if masthead.title is None and (below := title_below_kind(reading, front.body, run)):
        masthead = replace(masthead, title=reading.running.plain(below.start, below.end).strip("* "))
        front = front._replace(body=below.end)
    run = [sign for sign in run if sign.start >= front.body]
    tree = _read_body(found, front.body, run, masthead)
    texts: list[SubmissionText] = []
    ledger = tree.ledger
    if is_headed_by_states(tree, reading.text):
        first = next(section.start for section in tree.sections if section.state_iso3)
        if not is_numbered(tree, first):  # what a State numbers are no paragraphs of the note
            run = [sign for sign in run if sign.role is not PARAGRAPH or sign.start < first]
            tree = _read_body(found, front.body, run, masthead)
        texts, ledger = texts_of_states(reading.running, tree, article_of(masthead, reading.vocabulary))
    elif tree.paragraphs and are_lists(reading, front.body, tree.paragraphs):
        run = [sign for sign in run if sign.role is not PARAGRAPH]
        tree = _read_body(found, front.body, run, masthead)
        ledger = tree.ledger
    spans = [*_front_spans(front), *ledger]
    return _Parts(found, front, masthead, tree.sections, tree.paragraphs, texts, spans, doubtful)


def _masthead(found: _Findings, front: Front, hinted: HintedTitle) -> Masthead:
    return read_masthead(found.document, found.reading, front, found.own, language=found.language, hinted=hinted)


def _without_contents(found: _Findings, contents: tuple[int, int]) -> _Findings:
    words = found.reading.text[slice(*contents)].rstrip()
    table = Cut(contents[0], contents[0] + len(words), LedgerKind.CONTENTS)
    return replace(found, reading=found.reading.without(table, found.document))


def _read_body(found: _Findings, body: int, run: Sequence[NumberingSign], masthead: Masthead) -> SectionTree:
    reading = found.reading
    return _tree(found, masthead, BodyReader(reading, found.resolve_state).read(body, len(reading.text), run))


def _tree(found: _Findings, masthead: Masthead, elements: Sequence[Element]) -> SectionTree:
    tree = SectionTree(found.reading, masthead.convention, found.resolve_state)
    tree.add(elements)
    return tree


def _read_compilation(found: _Findings) -> _Parts | None:
    """Return the parts of a thematic compilation; None where no State's name heads a text in it."""
    elements = [*compiled_elements(found.reading, found.start, found.resolve_state)]
    if not elements:
        return None
    heads = elements[0].start
    front = Front(found.start, (0, 0), (0, 0), start_of_table(found.document, heads))
    masthead = _masthead(found, front, HintedTitle())
    tree = _tree(found, masthead, elements)
    texts, ledger = texts_of_states(found.reading.running, tree, article_of(masthead, found.reading.vocabulary))
    spans = [LedgerSpan(front.body, heads, LedgerKind.TABLE), *ledger]
    return _Parts(found, front, masthead, tree.sections, [], texts, spans)


def _put_together(parts: _Parts) -> Structure:
    found, text = parts.found, parts.found.document.text
    footnotes = read_footnotes(found.notes, found.whole, parts.paragraphs)
    owners = {footnote.source_start: index for index, footnote in enumerate(footnotes)}
    ledger = make_ledger(text, parts.spans, _ledger_cuts(found, owners), parts.front.body)
    structure = Structure(
        masthead=parts.masthead,
        sections=tuple(parts.sections),
        paragraphs=tuple(parts.paragraphs),
        footnotes=footnotes,
        citations=tuple(_citations(parts, footnotes)),
        submission_texts=tuple(parts.texts),
        ledger=ledger,
        signals=(),
        refusal=None,
    )
    return replace(
        structure,
        signals=tuple(find_signals(found.document, found.own, structure, found.reading.vocabulary, parts.doubtful)),
        refusal=refusal_of(text, parts.front, found.own, structure, found.reading.vocabulary),
    )


def _ledger_cuts(found: _Findings, owners: Mapping[int, int]) -> list[Cut]:
    """Return all cuts for the ledger: footnotes with their owner, which part a contents table, parted by markup.

    `owners`: by where a footnote begins, its index; one without words has none.
    """
    cuts = [cut for cut in found.reading.running.cuts if cut.kind is not LedgerKind.FOOTNOTE]
    for table in [cut for cut in cuts if cut.kind is LedgerKind.CONTENTS]:
        inside = [note for note in found.notes if table.start <= note.start < table.end]
        starts, ends = [table.start, *(n.end for n in inside)], [*(n.start for n in inside), table.end]
        cuts.remove(table)
        cuts += [table._replace(start=start, end=end) for start, end in zip(starts, ends, strict=True)]
    for note in found.notes:
        position, index = note.start, owners.get(note.start)
        for inner in found.whole.cuts_within(note.start, note.end):
            cuts.append(Cut(position, inner.start, LedgerKind.FOOTNOTE, owner=index))
            cuts.append(inner)
            position = inner.end
        cuts.append(Cut(position, note.end, LedgerKind.FOOTNOTE, owner=index))
    return sorted(cut for cut in cuts if cut.start < cut.end)


def _citations(parts: _Parts, footnotes: Sequence[Footnote]) -> Iterator[Citation]:
    found = parts.found
    texts = [paragraph.text for paragraph in parts.paragraphs] + [footnote.text for footnote in footnotes]
    convention, count = parts.masthead.convention, len(parts.paragraphs)
    for index, cited in find_citations(texts, convention, found.reading.vocabulary):
        paragraph, footnote = (index, None) if index < count else (None, index - count)
        yield Citation(cited.kind, cited.target, paragraph, footnote, cited.start, cited.end)


def _front_spans(front: Front) -> list[LedgerSpan]:
    """Return what stands in the masthead: contents table and summary."""
    return [LedgerSpan(*front.contents, LedgerKind.CONTENTS), LedgerSpan(*front.summary, LedgerKind.SUMMARY)]
