"""The tree of sections, and the texts of States: from the elements of a body to what an outline hands on.

Here: headings with parents, articles and first and last paragraph, inheritance of articles, the paragraphs with their
texts; thematic compilations on one article, with the States' headings and the ordinal of the meeting, and other
documents that reproduce texts below the names of States.
Not here: which words are a heading (`body`), which State a name is (the caller's `resolve_state`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipelines.extract.outline.body import MAX_STATE_NAME, Element, Heading
from pipelines.extract.outline.layout import BLANKS, Reading
from pipelines.extract.outline.markers import ROMAN, UNNUMBERED, Marker
from pipelines.extract.outline.references import convention_references, find_references
from pipelines.extract.outline.running_text import RunningText
from pipelines.extract.outline.structure import (
    BODY,
    ArticleReference,
    LedgerSpan,
    Paragraph,
    Piece,
    Section,
    SubmissionText,
)
from pipelines.extract.outline.words import Words

_BELOW_NUMBERED, _STATE = 0.5, -0.5  # what depth an unnumbered heading has beside others of its level
UNKNOWN_LEVEL = 7  # of a heading without a mark: below all that have one


class SectionTree:
    """Builds sections and paragraphs of one document from its elements in order."""

    def __init__(
        self,
        reading: Reading,
        convention: str | None,
        resolve_state: Callable[[str], str | None],
    ) -> None:
        """`convention`: as `convention_references` takes it."""
        self._running = reading.running
        self._layout = reading.layout
        self._convention = convention
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
        short = heading.level >= ROMAN and len(words) <= MAX_STATE_NAME
        state = self._resolve_state(words) if short else None
        if heading.level == UNNUMBERED and not heading.label:
            # A State's part holds the headings in it; a heading with a number those without.
            depth += _STATE if state else _BELOW_NUMBERED
            if (
                self._layout.by_lines
            ):  # Markdown says the level; styles of other formats are chosen for their looks, too
                depth += (self._layout.heading_hint(heading.start, heading.end) or UNKNOWN_LEVEL) / 100
        self._close(depth)
        parent = self._open[-1][1] if self._open else None
        articles = self._articles(words, parent)
        if parent is not None and (self.sections[parent].label or (articles and not articles[0].inherited)):
            # Without a number "Conclusions" may follow the last State; an article stands below it.
            state = state or self.sections[parent].state_iso3
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

    def _add_paragraph(self, element: Element, number: Marker) -> None:
        text, pieces = self._running.read(number.end, element.end)
        self.paragraphs.append(
            Paragraph(
                number.reading or self._running.text[number.start : number.end].strip(".．、-–—:()§¶ \t\x00"),
                self._part,
                self._open[-1][1] if self._open else None,
                text,
                pieces,
                element.start,
                element.end,
                self._running.marks(number.end, element.end, pieces),
            )
        )


MAX_HEADING = 120  # characters
MIN_STATES = 3  # headings that are names of States
MAX_TITLE_ZONE = 3000  # characters in which a compilation says what it is

_BRACKETED = re.compile(r"(?:[(\[][^()\[\]]{1,80}[)\]]\s*)+")
_StateNamed = tuple[int, int, str, str | None, int | None]  # start, end, name, code, ordinal of a meeting
_CAPITALS_AT_END = re.compile(r"(?<!\w)[^\W\d_a-zß-ÿ]{2}[^a-zß-ÿ]*$")


def is_compilation(text: str, start: int, vocabulary: Words) -> bool:
    """Tell a thematic compilation by its title."""
    lines = text[start : start + MAX_TITLE_ZONE].split("\n")
    return any(vocabulary.compilation_title.match(line) for line in lines)


def compilation_article(title_zone: str, vocabulary: Words) -> ArticleReference | None:
    """Return the article of the title ("ARTICLE 6 UNCAC"): the first one named."""
    reference = next(find_references(title_zone, vocabulary), None)
    return reference.articles[0] if reference else None


def find_state_headings(
    reading: Reading, start: int, resolve_state: Callable[[str], str | None]
) -> list[tuple[Section, int | None]]:
    """Return the headings of States from `start` on: with the ordinal of a meeting, or else a State's name alone."""
    found = [*_with_meeting(reading, start, resolve_state)] or [*_names_alone(reading, start, resolve_state)]
    return [
        (Section(position, UNNUMBERED, name, first, last, state_iso3=iso3), meeting)
        for position, (first, last, name, iso3, meeting) in enumerate(found, 1)
    ]


def _names_alone(reading: Reading, start: int, resolve_state: Callable[[str], str | None]) -> Iterator[_StateNamed]:
    ordinals = reading.vocabulary.ordinals
    chunks = [
        chunk for chunk in reading.layout.chunks(start, len(reading.text)) if chunk.end - chunk.start <= MAX_HEADING
    ]
    names = [reading.running.plain(chunk.start, chunk.end) for chunk in chunks]
    for index, (chunk, words) in enumerate(zip(chunks, names, strict=True)):
        name = reading.vocabulary.state_field.sub("", words, count=1)
        if iso3 := resolve_state(name):
            beside = names[index + 1].casefold() if index + 1 < len(names) else ""  # the next cell of a table
            end = chunks[index + 1].end if beside in ordinals else chunk.end
            yield chunk.start, end, name, iso3, ordinals.get(beside)


def _with_meeting(reading: Reading, start: int, resolve_state: Callable[[str], str | None]) -> Iterator[_StateNamed]:
    """Yield headings like "AUSTRIA (TENTH MEETING)", "Chile – 8th meeting:", also with the text on the same line."""
    text, vocabulary = reading.text, reading.vocabulary
    for match in vocabulary.nth_meeting.finditer(text, start):
        least = max(start, match.start() - MAX_HEADING)
        low = max(least, text.rfind("\n", least, match.start()) + 1)
        if not text[low : match.start()].strip(f"{BLANKS}([–—-"):
            low = max(least, text.rfind("\n", least, low - 1) + 1)  # the name stands on the line above
        before = text[low : match.start()].rstrip(f"{BLANKS}([–—-")
        at = low + len(before) - len(before.lstrip())
        field = vocabulary.state_field.match(text, at, low + len(before))
        first = field.end() if field else at
        name = " ".join(text[first : low + len(before)].split())
        iso3 = resolve_state(name)
        if iso3 is None and not name.isupper() and (capitals := _CAPITALS_AT_END.search(name)):
            # Words of the text above, where a rendition runs them into the heading.
            at, name = low + before.rfind(capitals.group().split()[0]), " ".join(capitals.group().split())
            iso3 = resolve_state(name)
        if name and (iso3 or name.isupper()):
            yield at, match.end(), name, iso3, vocabulary.ordinals[match["ordinal"].casefold()]


def is_headed_by_states(sections: Sequence[Section], elements: Sequence[Element], text: str) -> bool:
    """Tell a document that reproduces the texts of States, each below its name, from one that reports on them.

    Their texts are not numbered, or a line in brackets ("[Original: Spanish]") stands above them.
    """
    if sum(section.state_iso3 is not None for section in sections) < MIN_STATES:
        return False
    after = [following.start for element, following in pairwise(elements) if element.heading is not None]
    bracketed = (
        section.state_iso3 and _BRACKETED.match(text, at) for section, at in zip(sections, after, strict=False)
    )
    reproduced = sum(map(bool, bracketed))
    first = next(section.start for section in sections if section.state_iso3)
    return reproduced >= MIN_STATES or not is_numbered(elements, first)


def is_numbered(elements: Sequence[Element], start: int) -> bool:
    """Tell whether most of the text from `start` on stands in numbered paragraphs."""
    texts = [element for element in elements if element.heading is None and element.start >= start]
    numbered = sum(element.end - element.start for element in texts if element.number is not None)
    return 2 * numbered >= sum(element.end - element.start for element in texts)


def texts_of_states(
    running: RunningText, sections: Sequence[Section], elements: Sequence[Element]
) -> tuple[list[SubmissionText], dict[int, int]]:
    """Return the text below each heading that is a State's name, and which of them each element is a part of."""
    spans: dict[int, list[tuple[int, int]]] = {}
    owners: dict[int, int] = {}
    section, current = -1, None
    for index, element in enumerate(elements):
        if element.heading is not None:
            section += 1
            if sections[section].state_iso3:
                current = section
            elif current is not None and not _is_below(sections, section, current):
                current = None
        elif current is not None and not _BRACKETED.fullmatch(running.text, element.start, element.end):
            first = element.number.end if element.number else element.start
            spans.setdefault(current, []).append((first, element.end))
            owners[index] = len(spans) - 1
    heads = ((sections[at], parts) for at, parts in spans.items())
    texts = [_text(running, head, None, head.articles[0] if head.articles else None, parts) for head, parts in heads]
    return texts, owners


def _is_below(sections: Sequence[Section], section: int, above: int) -> bool:
    parent = sections[section].parent
    while parent is not None and parent != above:
        parent = sections[parent].parent
    return parent == above


def read_submission_texts(
    reading: Reading, headings: list[tuple[Section, int | None]], article: ArticleReference | None
) -> list[SubmissionText]:
    """Return the text below each State's heading; its visual paragraphs are joined by LF."""
    texts = []
    ends = [*(head.start for head, _ in headings[1:]), len(reading.text)]
    for (head, meeting), end in zip(headings, ends, strict=False):
        spans = [(chunk.start, chunk.end) for chunk in reading.layout.chunks(head.end, end)]
        texts.append(_text(reading.running, head, meeting, article, spans or [(head.end, head.end)]))
    return texts


def _text(
    running: RunningText,
    head: Section,
    meeting: int | None,
    article: ArticleReference | None,
    spans: Sequence[tuple[int, int]],
) -> SubmissionText:
    text, pieces = _join(running, spans)
    number, provision = (article.article, article.provision) if article else (None, None)
    parts = sum(start < end for start, end in spans)
    said = head.heading, head.state_iso3, number, provision, meeting
    return SubmissionText(*said, text, parts, pieces, spans[0][0], spans[-1][1])


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
