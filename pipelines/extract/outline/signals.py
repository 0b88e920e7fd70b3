"""What the outline is unsure of, for a person to settle.

Here: rules over the finished outline: numbering, headings, contents table, text that belongs nowhere.
Not here: signals about States and statements.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.archive.document import Role
from pipelines.extract.outline.markers import CAPITAL, ROMAN, roman_value
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
SHOWN, MAX_INSIDE = 80, 300  # characters that are shown, that a footnote within a paragraph takes

_GLUED_AT_END = re.compile(r"[.!?؟。]\s?\d{1,3}$|[.!?] (?:\d{1,3}|\*{1,3}) [A-Z][^.]{2,}.{0,200}$")
_NUMBER = re.compile(r"(\d{1,5})[.．][ \t\n]+(?=[^\W\d_])(?![a-z])")
_ENTRY = re.compile(r"(?<!\S)(?:[IVXL]{1,8}|[A-Z])\.\s*[^\W\d_]{2}[^.]{10,}")


def find_signals(document: Document, own: OwnSymbol, structure: Structure) -> Iterator[Signal]:
    """Yield the signals of one outline, rule by rule, each in the order of the text."""
    yield from symbol_signals(document, own)
    if structure.masthead.title is None:
        yield Signal("no_title", 0, 0, "", "No title was found in the masthead. Declare it in sources.yaml.")
    if structure.masthead.symbol and structure.masthead.issued is None:
        message = "No date of issue was found in the masthead. Declare it in sources.yaml if it is known."
        yield Signal("no_date", 0, 0, "", message)
    if structure.masthead.agenda_item and structure.masthead.body is None:
        yield Signal("no_body", 0, 0, "", "No body was found in the masthead, though it names an agenda item.")
    yield from _numbering(structure.paragraphs)
    yield from _numbers_not_taken(document, structure)
    yield from _labels(structure.sections)
    yield from _footnotes(structure)
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


def _numbers_not_taken(document: Document, structure: Structure) -> Iterator[Signal]:
    """Where a visual paragraph begins with a number and is no numbered paragraph; but for lists, which begin at 1."""
    starts = {paragraph.source_start for paragraph in structure.paragraphs}
    in_order = sorted(starts)
    spans = [span for span in structure.ledger if span.kind in {LedgerKind.PARAGRAPH, LedgerKind.UNNUMBERED_TEXT}]
    ends = [span.end for span in spans]
    within, expected = -1, 1
    for block in document.blocks:
        number = _NUMBER.match(document.text, block.start, block.end)
        at = bisect_right(ends, block.start)
        if number is None or at == len(spans) or spans[at].start > block.start:
            continue
        owner = bisect_right(in_order, block.start)
        if block.start in starts or owner != within:
            within, expected = owner, 1
        if block.start in starts or block.role is not Role.BODY:
            continue
        above = document.text[max(0, block.start - 80) : block.start].rstrip()[-1:]
        if above.isalpha() or above == ",":
            continue  # a sentence goes on: "… until⏎2015. The Government …"
        if int(number[1]) == expected:
            expected += 1
            continue
        shown = " ".join(document.text[block.start : block.end].split())[:SHOWN]
        message = f"The number {number[1]} begins a paragraph here and was read as text: it is out of sequence."
        yield Signal("number_not_taken", block.start, block.end, shown, message)


def _labels(sections: Sequence[Section]) -> Iterator[Signal]:
    """Where labels of headings do not follow one another, one is lost, or a heading is none."""
    last: dict[tuple[int, int | None, str], int] = {}
    for section in sections:
        if section.level not in {ROMAN, CAPITAL} or not section.label:
            continue
        value = roman_value(section.label) if section.level == ROMAN else None
        if section.level == CAPITAL and len(section.label) == 1 and section.label.isascii():
            value = ord(section.label) - ord("A") + 1
        if value is None:
            continue
        place = section.level, section.parent, section.part
        expected = last.get(place, 0) + 1
        if value != expected:
            message = f"Heading {section.label} is not the next one: {expected - 1} stand above it on its level."
            yield Signal("label_out_of_order", section.start, section.end, section.heading, message)
        last[place] = value


def _footnotes(structure: Structure) -> Iterator[Signal]:
    """Where some footnotes answer marks in paragraphs, a number glued to a text may be a mark that was not read so."""
    numbered = [footnote for footnote in structure.footnotes if footnote.marker.isdigit()]
    lost = [footnote for footnote in numbered if footnote.paragraph is None]
    for paragraph in structure.paragraphs:
        if match := _GLUED_AT_END.search(paragraph.text, max(0, len(paragraph.text) - MAX_INSIDE)):
            message = f"The paragraph ends with “{match.group()}”: a mark or a footnote may have been read as its text."
            place = paragraph.source_start, paragraph.source_end
            yield Signal("digits_at_end", *place, paragraph.text[-SHOWN:], message)
    if numbered and len(lost) > len(numbered) // 2:
        message = f"{len(lost)} of {len(numbered)} numbered footnotes answer no mark in a paragraph."
        yield Signal("footnotes_without_mark", lost[0].source_start, lost[0].source_end, lost[0].text[:SHOWN], message)


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
