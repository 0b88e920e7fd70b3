"""What the outline is unsure of, for a person to settle.

Here: rules over the finished outline: numbering, headings, contents table, text that belongs nowhere.
Not here: signals about States and statements.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.extract.outline.markers import CAPITAL, ROMAN
from pipelines.extract.outline.own_symbol import symbol_signals
from pipelines.extract.outline.structure import LedgerKind, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.archive.document import Document
    from pipelines.extract.outline.own_symbol import OwnSymbol
    from pipelines.extract.outline.structure import LedgerSpan, Paragraph, Section, Structure, SubmissionText

LONG_TEXT = 600  # characters of unnumbered text that deserve a look
MIN_ANSWERED = 0.75  # of the headings stand in a contents table that lists them in the same words
MAX_AHEAD = 2000  # letters of entries that may come before the one that a heading answers
SHOWN = 80

_ENTRY = re.compile(r"(?<!\S)(?:[IVXL]{1,8}|[A-Z])\.\s*[^\W\d_]{2}[^.]{10,}")


def find_signals(document: Document, own: OwnSymbol, structure: Structure) -> Iterator[Signal]:
    """Yield the signals of one outline, rule by rule, each in the order of the text."""
    yield from symbol_signals(document, own)
    if structure.masthead.title is None:
        yield Signal("no_title", 0, 0, "", "No title was found in the masthead. Declare it in sources.yaml.")
    yield from _numbering(structure.paragraphs)
    yield from _headings_without_article(structure.sections)
    yield from _unanswered_entries(document.text, structure.sections, structure.ledger)
    yield from _unresolved_states(structure.sections, structure.submission_texts)
    if structure.paragraphs:
        yield from _long_text(document.text, structure.ledger)
    elif not structure.submission_texts:
        message = "The document has no numbered paragraphs; its text is kept in the ledger as unnumbered."
        yield Signal("no_numbered_paragraphs", 0, 0, "", message)


def _numbering(paragraphs: Sequence[Paragraph]) -> Iterator[Signal]:
    for above, paragraph in zip([None, *paragraphs], paragraphs, strict=False):
        opens = above is None or above.part != paragraph.part
        last = 0 if above is None or opens else above.value
        number = paragraph.value
        shown = f"{paragraph.number}. {paragraph.text[:SHOWN]}"
        place = paragraph.source_start, paragraph.source_end
        if number > last + 1 and not (opens and above is not None):
            missing = str(last + 1) if number == last + 2 else f"{last + 1}–{number - 1}"
            message = (
                f"Paragraph {missing} is missing before paragraph {number}: lost in this rendition, or not printed."
            )
            yield Signal("numbering_gap", *place, shown, message)
        elif not opens and number <= last:
            message = (
                f"Paragraph {number} comes after paragraph {last}: the number is printed twice, or numbering restarts."
            )
            yield Signal("duplicate_number", *place, shown, message)


def _headings_without_article(sections: Sequence[Section]) -> Iterator[Signal]:
    """Where headings with a capital letter name articles, one beside them that does not deserves a look."""
    groups: dict[int | None, list[Section]] = {}
    for section in sections:
        if section.level == CAPITAL:
            groups.setdefault(section.parent, []).append(section)
    for group in groups.values():
        named = sum(any(not article.inherited for article in section.articles) for section in group)
        for section in group if named >= 2 else []:
            if not section.articles and section.first_paragraph is not None:
                message = "Headings beside this one name an article of the Convention; this one does not."
                yield Signal("heading_without_article", section.start, section.end, section.heading, message)


def _unanswered_entries(text: str, sections: Sequence[Section], ledger: Sequence[LedgerSpan]) -> Iterator[Signal]:
    """Where a contents table repeats the headings, one of its entries that no heading answers deserves a look."""
    table = [span for span in ledger if span.kind is LedgerKind.CONTENTS]
    places = [at for span in table for at in range(span.start, span.end) if text[at].isalpha()]
    letters = "".join(text[at].lower()[0] for at in places)
    listed = [section for section in sections if section.level in {ROMAN, CAPITAL} and section.label] if table else []
    answered: list[tuple[int, int]] = []
    position = 0
    for section in listed:
        words = "".join(letter.lower()[0] for letter in section.heading if letter.isalpha())
        found = letters.find(words, position, position + len(words) + MAX_AHEAD)
        if found >= 0:
            position = found + len(words)
            answered.append((found, position))
    if len(answered) < max(2, MIN_ANSWERED * len(listed)):
        return
    for (_, end), (start, _) in pairwise([*answered, (len(letters), 0)]):
        between = text[places[end] : places[start - 1] + 1] if end < start else ""
        entry = _ENTRY.search(between)
        if entry is not None:
            shown = " ".join(entry.group().split())[:SHOWN]
            begin = places[end] + entry.start()
            message = "The contents table has an entry that no heading answers."
            yield Signal("contents_entry", begin, begin + len(entry.group()), shown, message)


def _unresolved_states(sections: Sequence[Section], texts: Sequence[SubmissionText]) -> Iterator[Signal]:
    for section, text in zip(sections, texts, strict=False):
        if text.state_iso3 is None:
            message = f"“{text.state_name}” heads a text like a State, and is no known name of one."
            yield Signal("unknown_state", section.start, section.end, section.heading, message)


def _long_text(text: str, ledger: Sequence[LedgerSpan]) -> Iterator[Signal]:
    start = end = 0
    for span in [*ledger, None]:
        if span is not None and span.kind is LedgerKind.UNNUMBERED_TEXT:
            start = start if end else span.start
            end = span.end
            continue
        if span is not None and span.kind in {LedgerKind.FURNITURE, LedgerKind.FOOTNOTE, LedgerKind.FOOTNOTE_MARK}:
            continue
        if end - start >= LONG_TEXT:
            message = f"{end - start:,} characters here belong to no numbered paragraph."
            yield Signal("unnumbered_text", start, end, " ".join(text[start : start + SHOWN].split()), message)
        start = end = 0
