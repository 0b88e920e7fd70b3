"""The outline of a note, as the structure half of extraction hands it on.

Here: immutable records for masthead facts, sections, numbered paragraphs, footnotes, citations, texts of thematic
compilations, the character ledger and signals; and the mapping from a text back to the archived characters.
Not here: how any of it is recognised (the sibling modules), nor what a paragraph says of States.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

BODY = "body"


class Piece(NamedTuple):
    """A run of characters that stand in the same order in a text and in the archived text of the document.

    `text[text_start:text_end]` equals `Document.text[source_start:source_end]` character for character, but that any
    one white space character of the source is a space in the text. Both spans have the same length.
    """

    text_start: int
    text_end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the first page says about the document itself. Empty facts are None.

    `symbol`: the document's own, without reissue asterisk and inner spaces; two symbols are joined by `-` as in the
    Official Document System. `revision`: `Rev.1`, `Add.1`, `Corr.1`, `*` for a reissue; several joined by ` `.
    `session_start`, `session_end`, `issued`: `YYYY-MM-DD`. `original_language`: ISO 639-1, several joined by `;`.
    `language`: of the text, by content. `document_type`: as in the table `notes`.
    `convention`: the treaty that "the Convention" means in this document: `uncac`, another key of the vocabulary, None.
    """

    symbol: str | None
    title: str | None
    document_type: str
    body: str | None
    place: str | None
    session_start: str | None
    session_end: str | None
    agenda_item: str | None
    issued: str | None
    original_language: str | None
    language: str
    revision: str | None
    convention: str | None


class ArticleReference(NamedTuple):
    """An article of the Convention: `9`, and where a paragraph of it is named, `7(4)` or `13(1)(c)`.

    `by_range`: it is named as one of a range ("articles 15 to 42").
    """

    article: str
    provision: str | None
    inherited: bool = False
    by_range: bool = False


class Section(NamedTuple):
    """One printed heading.

    `level`: roman numeral and annex 1, capital letter 2, everything else 3. `label`: as printed without full stop.
    `parent`: index of the section above. `part`: `body`, `annex-1`, …. `start`, `end`: span of the heading in the
    archived text. `first_paragraph`, `last_paragraph`: indexes in `Structure.paragraphs`, sub-headings included.
    `articles`: own ones, or inherited from the nearest section above that has any. `state_iso3`: where the heading, or
    one above it, is the name of a State.
    """

    level: int
    heading: str
    start: int
    end: int
    label: str | None = None
    parent: int | None = None
    part: str = BODY
    articles: tuple[ArticleReference, ...] = ()
    first_paragraph: int | None = None
    last_paragraph: int | None = None
    state_iso3: str | None = None


class Paragraph(NamedTuple):
    """One numbered paragraph, joined over page breaks and footnotes, without number and footnote marks.

    `number`: as printed. `section`: index in `Structure.sections`, None before the first heading.
    `source_start`, `source_end`: from the number to the last character in the archived text. `marks`: of footnotes, as
    they are printed.
    """

    number: str
    part: str
    section: int | None
    text: str
    pieces: tuple[Piece, ...]
    source_start: int
    source_end: int
    marks: tuple[str, ...] = ()

    @property
    def value(self) -> int:
        """The number as one: of "16.1" that of the paragraph."""
        if self.number.isdecimal():
            return int(self.number)
        figures = re.findall(r"\d+", self.number)
        return int(figures[-1]) if figures else 0


class Footnote(NamedTuple):
    """One footnote without its marker.

    `paragraph`: index of the paragraph with its mark, None elsewhere; `marked`: its mark was found, wherever it stands.
    """

    marker: str
    text: str
    paragraph: int | None
    pieces: tuple[Piece, ...]
    source_start: int
    source_end: int
    marked: bool = True


class CitationKind(StrEnum):
    """What a citation refers to."""

    DOCUMENT = "document"
    RESOLUTION = "resolution"
    ARTICLE = "article"
    URL = "url"


class Citation(NamedTuple):
    """One reference. `start`, `end`: span in the text of the paragraph or footnote (exactly one of both is set)."""

    kind: CitationKind
    target: str
    paragraph: int | None
    footnote: int | None
    start: int
    end: int


class SubmissionText(NamedTuple):
    """A State's own text in a thematic compilation. `paragraphs`: how many visual paragraphs `text` joins (by LF)."""

    state_name: str
    state_iso3: str | None
    article: str | None
    provision: str | None
    meeting: int | None
    text: str
    paragraphs: int
    pieces: tuple[Piece, ...]
    source_start: int
    source_end: int


class LedgerKind(StrEnum):
    """What a span of the archived text is."""

    MASTHEAD = "masthead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    FOOTNOTE = "footnote"
    FOOTNOTE_MARK = "footnote_mark"
    CONTENTS = "contents"
    SUMMARY = "summary"
    TABLE = "table"
    SUBMISSION_TEXT = "submission_text"
    UNNUMBERED_TEXT = "unnumbered_text"
    FURNITURE = "furniture"


class LedgerSpan(NamedTuple):
    """A span of the archived text and what it is.

    `owner`: index in the list of its kind (`sections` for headings and unnumbered text, else `paragraphs`,
    `footnotes`, `submission_texts`), None where nothing owns it. `reason`: why furniture is discarded.
    """

    start: int
    end: int
    kind: LedgerKind
    owner: int | None = None
    reason: str | None = None


class Signal(NamedTuple):
    """Something that a person should look at, by a rule, with a message for readers.

    `start`, `end`: span in the archived text; in the paragraph's text where the signal is of one of its sentences.
    `iso3`, `confidence`: of what may be a statement, the State and how likely it is one.
    """

    rule: str
    start: int
    end: int
    text: str
    message: str
    iso3: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """The outline of one document.

    `refusal`: None, or why this is no note (what was looked for and not found), for the person who sent it.
    """

    masthead: Masthead
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    citations: tuple[Citation, ...]
    submission_texts: tuple[SubmissionText, ...]
    ledger: tuple[LedgerSpan, ...]
    signals: tuple[Signal, ...]
    refusal: str | None


def source_span(pieces: tuple[Piece, ...], start: int, end: int) -> tuple[int, int]:
    """Map the half-open span `start`–`end` of a text to its half-open span in the archived text.

    Raises:
        ValueError: the span is empty or outside the text.
    """
    if not 0 <= start < end <= pieces[-1].text_end:
        raise ValueError(f"no span {start}–{end} in a text of {pieces[-1].text_end} characters")
    first = next(p for p in pieces if p.text_end > start)
    last = next(p for p in reversed(pieces) if p.text_start < end)
    return (
        first.source_start + max(0, start - first.text_start),
        last.source_start + min(end, last.text_end) - last.text_start,
    )
