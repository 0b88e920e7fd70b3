"""The texts of States that a document reproduces, each below a State's name.

Here: which documents do so; the headings of thematic compilations on one article, which may carry the ordinal of a
meeting and stand on the line of the text; the text below each heading, which is the State's whatever stands in it.
Not here: headings of other documents (`body`), the tree of sections (`tree`), which State a name is (`state_of`
of the reading).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.archive.document import Document, Role
from pipelines.extract.outline.body import MAX_STATE_NAME, Element
from pipelines.extract.outline.layout import BLANKS, MAX_MASTHEAD, Chunk, Reading, after_blanks
from pipelines.extract.outline.references import convention_references
from pipelines.extract.outline.running_text import RunningText
from pipelines.extract.outline.structure import (
    ArticleReference,
    LedgerKind,
    LedgerSpan,
    Masthead,
    Piece,
    SubmissionText,
)
from pipelines.extract.outline.tree import SectionTree
from pipelines.extract.outline.words import Words

MIN_STATES = 3  # headings that are names of States

_BRACKETED = re.compile(r"(?:[(\[][^()\[\]]{1,80}[)\]]\s*)+")
_CAPITALS_AT_END = re.compile(r"(?<!\w)[^\W\d_a-zß-ÿ]{2}[^a-zß-ÿ]*$")


def is_compilation(text: str, vocabulary: Words) -> bool:
    """Tell a thematic compilation by its title."""
    lines = text[:MAX_MASTHEAD].split("\n")
    return any(vocabulary.compilation_title.match(line) for line in lines)


def compiled_elements(reading: Reading) -> Iterator[Element]:
    """Yield the headings of States and what stands below each.

    They have the ordinal of a meeting, or else are a State's name alone.
    """
    heads = [*_with_meeting(reading)] or [*_names_alone(reading)]
    ends = [*(head.start for head in heads[1:]), len(reading.text)]
    for head, end in zip(heads, ends, strict=False):
        yield head
        for chunk in reading.layout.chunks(head.end, end):
            yield Element(LedgerKind.UNNUMBERED_TEXT, chunk.start, chunk.end)


def _names_alone(reading: Reading) -> Iterator[Element]:
    text, vocabulary = reading.text, reading.vocabulary
    chunks = reading.layout.chunks(reading.start, len(text))
    for chunk, beside in pairwise([*chunks, Chunk(len(text), len(text), None)]):
        field = vocabulary.state_field.match(text, chunk.start, chunk.end)
        first = field.end() if field else chunk.start
        if chunk.end - first <= MAX_STATE_NAME and reading.state_of(reading.running.plain(first, chunk.end)):
            meeting = vocabulary.ordinals.get(text[beside.start : beside.end].casefold())  # the next cell of a table
            end = beside.end if meeting else chunk.end
            yield Element(LedgerKind.HEADING, chunk.start, end, (first, chunk.end), meeting=meeting)


def _with_meeting(reading: Reading) -> Iterator[Element]:
    """Yield headings like "AUSTRIA (TENTH MEETING)", "Chile – 8th meeting:", also with the text on the same line."""
    text, vocabulary, start = reading.text, reading.vocabulary, reading.start
    for match in vocabulary.nth_meeting.finditer(text, start):
        least = max(start, match.start() - MAX_STATE_NAME)
        low = max(least, text.rfind("\n", least, match.start()) + 1)
        if not text[low : match.start()].strip(f"{BLANKS}([–—-"):
            low = max(least, text.rfind("\n", least, low - 1) + 1)  # the name stands on the line above
        end = low + len(text[low : match.start()].rstrip(f"{BLANKS}([–—-"))
        at = after_blanks(text, low, end)
        field = vocabulary.state_field.match(text, at, end)
        first = field.end() if field else at
        name = reading.running.plain(first, end)
        capitals = _CAPITALS_AT_END.search(text, first, end)
        if capitals and not name.isupper() and reading.state_of(name) is None:
            # Words of the text above, where a rendition runs them into the heading.
            at = first = capitals.start()
            name = reading.running.plain(first, end)
        if name and (name.isupper() or reading.state_of(name)):
            meeting = vocabulary.ordinals[match["ordinal"].casefold()]
            yield Element(LedgerKind.HEADING, at, match.end(), (first, end), meeting=meeting)


def start_of_table(document: Document, position: int) -> int:
    """Return where the table begins in whose cells a position is; the position itself where it is in none."""
    start = position
    for block in reversed([block for block in document.blocks if block.start <= position]):
        if block.role is not Role.TABLE:
            break
        start = block.start
    return start


def article_of(masthead: Masthead, vocabulary: Words) -> ArticleReference | None:
    """Return the article that a title names first ("ARTICLE 6 UNCAC")."""
    reference = next(convention_references(masthead.title or "", masthead.convention, vocabulary), None)
    return reference.articles[0] if reference else None


def is_headed_by_states(tree: SectionTree, text: str) -> bool:
    """Tell a document that reproduces the texts of States, each below its name, from one that reports on them.

    Their texts are not numbered, or a line in brackets ("[Original: Spanish]") stands above them.
    """
    states = [section for section in tree.sections if section.state_iso3]
    if len(states) < MIN_STATES:
        return False
    after = {element.start: following.start for element, following in pairwise(tree.elements)}
    reproduced = sum(_BRACKETED.match(text, after.get(state.start, state.end)) is not None for state in states)
    return reproduced >= MIN_STATES or not is_numbered(tree, states[0].start)


def without_numbers(reading: Reading, tree: SectionTree) -> list[Element]:
    """Return the elements of a tree, of which what a State numbers in its own text is no paragraph of the note."""
    first = next(section.start for section in tree.sections if section.state_iso3)
    if is_numbered(tree, first):
        return [*tree.elements]
    elements: list[Element] = []
    for element in tree.elements:
        if element.kind is LedgerKind.PARAGRAPH and element.start >= first:
            chunks = reading.layout.chunks(element.start, element.end)
            elements += [Element(LedgerKind.UNNUMBERED_TEXT, chunk.start, chunk.end) for chunk in chunks]
        else:
            elements.append(element)
    return elements


def is_numbered(tree: SectionTree, start: int) -> bool:
    """Tell whether most of the text from `start` on stands in numbered paragraphs."""
    texts = [element for element in tree.elements if element.kind is not LedgerKind.HEADING and element.start >= start]
    numbered = sum(element.end - element.start for element in texts if element.kind is LedgerKind.PARAGRAPH)
    return 2 * numbered >= sum(element.end - element.start for element in texts)


def texts_of_states(
    running: RunningText, tree: SectionTree, article: ArticleReference | None
) -> tuple[list[SubmissionText], list[LedgerSpan]]:
    """Return the text below each heading that is a State's name, and the ledger of the tree: what has no number is its.

    `article`: what the texts are about where their headings do not say it.
    """
    headings = [element for element in tree.elements if element.kind is LedgerKind.HEADING]
    owners: dict[int | None, int | None] = {}  # of sections: the State's that they are below
    for at, (section, heading) in enumerate(zip(tree.sections, headings, strict=True)):
        owners[at] = at if section.state_iso3 or heading.meeting else owners.get(section.parent)
    spans: dict[int, list[tuple[int, int]]] = {}
    order: dict[int, int] = {}  # of State's sections: the text of theirs
    ledger = [*tree.ledger]
    last = -1
    for index, element in enumerate(tree.elements):
        is_heading = element.kind is LedgerKind.HEADING
        last += is_heading
        owner = None if is_heading else owners.get(last)
        if owner is not None and not _BRACKETED.fullmatch(running.text, element.start, element.end):
            spans.setdefault(owner, []).append((element.words[0] or element.start, element.end))
            text = order.setdefault(owner, len(order))
            if ledger[index].kind is LedgerKind.UNNUMBERED_TEXT:
                ledger[index] = ledger[index]._replace(kind=LedgerKind.SUBMISSION_TEXT, owner=text)
    texts = []
    for at, parts in spans.items():
        section, (words, pieces) = tree.sections[at], _join(running, parts)
        about = next(iter(section.articles), article)
        number, provision = (about.article, about.provision) if about else (None, None)
        facts = section.heading, section.state_iso3, number, provision, headings[at].meeting
        texts.append(SubmissionText(*facts, words, len(parts), pieces, parts[0][0], parts[-1][1]))
    return texts, ledger


def _join(running: RunningText, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[Piece, ...]]:
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for start, end in spans:
        text, read = running.read(start, end)
        if texts:
            length += 1
        pieces += (Piece(p.text_start + length, p.text_end + length, p.source_start, p.source_end) for p in read)
        texts.append(text)
        length += len(text)
    return "\n".join(texts), tuple(pieces)
