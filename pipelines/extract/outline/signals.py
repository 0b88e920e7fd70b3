"""What the outline is unsure of, for a person to settle; and whether a document is a note of the United Nations at all.

Here: rules over the finished outline: numbering, headings, contents table, text that belongs nowhere; the refusal for
the person who sent something else.
Not here: signals about States and statements; error pages of web servers, which the readers refuse.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.archive.document import Document
from pipelines.archive.formats.numerals import HEADING_LABEL, OPENS_HEADING
from pipelines.archive.symbols import LOOSE_SYMBOL
from pipelines.extract.outline.front import Front
from pipelines.extract.outline.layout import MAX_MASTHEAD, is_title
from pipelines.extract.outline.numbering import CAPITAL, ROMAN, orders_of
from pipelines.extract.outline.own_symbol import OwnSymbol, symbol_signals
from pipelines.extract.outline.structure import (
    LedgerKind,
    LedgerSpan,
    Paragraph,
    Section,
    Signal,
    Structure,
    SubmissionText,
)
from pipelines.extract.outline.words import Words
from pipelines.extract.sentences import ends_clause, ends_sentence

LONG_TEXT, SENTENCE = 600, 40  # characters of unnumbered text that deserve a look; of a sentence that does
MIN_TURNED, MIN_NAMED = 2, 2
MIN_ANSWERED = 0.75  # of the headings stand in a contents table that lists them in the same words
KEY = 12  # letters that an entry and its heading have in common
SHOWN, MAX_INSIDE = 80, 300  # characters that are shown, that a footnote within a paragraph takes

_DIGITS_AT_END = re.compile(r"[.!?؟。]\s?\d{1,3}\Z")
_NOTE_AT_END = re.compile(r"\. (?:\d{1,3}|\*{1,3}) [A-Z][^.]{2,}.{0,200}\Z")
_SUFFIX = re.compile(r"\d\s?[^\W\d_]{2}")
_LISTED = re.compile(r"(?:[•▪●–-]|\([a-z]{1,3}\))[\s]")
_LAM_ALEF_TURNED = re.compile("[\u0621-\u064a](?<![اأإآوفبك])[اأ]ل(?=[\u0621-\u064a])")
_LAM_ALEF = re.compile("[\u0621-\u064a](?<!ا)ل[اأإآ]")
_ENTRY = re.compile(rf"(?<!\S){HEADING_LABEL}\.(?=\s*(?P<words>[^\W\d_]{{2}}[^.\n]{{10,80}}))")


def find_signals(
    document: Document, own: OwnSymbol, structure: Structure, vocabulary: Words, doubtful: Sequence[int]
) -> Iterator[Signal]:
    """Yield the signals of one outline, rule by rule, each in the order of the text.

    `doubtful`: where numbers stand that were read as text and may begin a paragraph.
    """
    yield from symbol_signals(document, own)
    if structure.masthead.title is None:
        yield Signal("no_title", 0, 0, "", "No title was found in the masthead.")
    if structure.masthead.symbol and structure.masthead.issued is None:
        yield Signal("no_date", 0, 0, "", "No date of issue was found in the masthead.")
    if structure.masthead.agenda_item and structure.masthead.body is None:
        yield Signal("no_body", 0, 0, "", "No body was found in the masthead, though it names an agenda item.")
    yield from _numbering(structure.paragraphs)
    yield from _numbers_not_taken(document.text, doubtful, structure)
    yield from _ends_of_paragraphs(structure.paragraphs)
    yield from _letters_turned(document.text)
    yield from _labels(structure.sections, vocabulary)
    yield from _footnotes(structure)
    yield from _headings_without_article(structure.sections)
    yield from _unanswered_entries(document.text, structure.sections, structure.ledger)
    yield from _unresolved_states(structure.submission_texts)
    yield from _headings_in_texts(structure.submission_texts)
    if structure.paragraphs:
        yield from _long_text(document.text, structure.ledger)
    elif not structure.submission_texts:
        message = "The document has no numbered paragraphs; its text is published as unnumbered."
        yield Signal("no_numbered_paragraphs", 0, 0, "", message)


def _numbering(paragraphs: Sequence[Paragraph]) -> Iterator[Signal]:
    above: Paragraph | None = None
    last = 0
    for paragraph in paragraphs:
        new_part = above is not None and above.part != paragraph.part
        opens = above is None or new_part or _chapter(above) != _chapter(paragraph)
        last = 0 if opens else last
        number = paragraph.value
        before = number if _SUFFIX.search(paragraph.number) else number - 1
        if before > last and not new_part:
            missing = str(before) if before == last + 1 else f"{last + 1}–{before}"
            message = (
                f"Paragraph {missing} is missing before paragraph {number}: lost in this rendition, or not printed."
            )
            yield Signal("numbering_gap", *_shown(paragraph), message)
        elif before < last:
            message = (
                f"Paragraph {number} comes after paragraph {last}: the number is printed twice, or numbering restarts."
            )
            yield Signal("duplicate_number", *_shown(paragraph), message)
        above, last = paragraph, number


def _chapter(paragraph: Paragraph) -> str:
    """Return what of a number in two parts is its chapter's."""
    return paragraph.number.rpartition(".")[0]


def _shown(paragraph: Paragraph) -> tuple[int, int, str]:
    return paragraph.source_start, paragraph.source_end, f"{paragraph.number}. {paragraph.text[:SHOWN]}"


def _numbers_not_taken(text: str, doubtful: Sequence[int], structure: Structure) -> Iterator[Signal]:
    """Yield a signal for each number that may open a paragraph and was read as text, or as an unannounced list."""
    spans = [span for span in structure.ledger if span.kind in {LedgerKind.PARAGRAPH, LedgerKind.UNNUMBERED_TEXT}]
    ends = [span.end for span in spans]
    for start in doubtful:
        at = bisect_right(ends, start)
        if at < len(spans) and spans[at].start <= start:
            shown = " ".join(text[start : start + SHOWN].split())
            message = f"The number {shown.split()[0].rstrip('.')} may begin a paragraph here and was read as text."
            yield Signal("number_not_taken", start, start + SHOWN, shown, message)


def _ends_of_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Signal]:
    """Yield a signal for each paragraph that ends in digits or within a sentence: some is lost, or glued to it."""
    for paragraph in paragraphs:
        place, end = (paragraph.source_start, paragraph.source_end), paragraph.text[-MAX_INSIDE:]
        match = _DIGITS_AT_END.search(end) if end[-1:].isdigit() else _NOTE_AT_END.search(end)
        if match:
            message = f"The paragraph ends with “{match.group()}”: a mark or a footnote may have been read as its text."
            yield Signal("digits_at_end", *place, end[-SHOWN:], message)
        elif end and not ends_clause(end) and not _LISTED.search(end):
            message = (
                "The paragraph ends within a sentence: its end is lost, or a heading or a footnote is glued to it."
            )
            yield Signal("paragraph_cut_off", *place, end[-SHOWN:], message)


def _letters_turned(text: str) -> Iterator[Signal]:
    """Yield a signal where lam and alef are turned round inside Arabic words more often than not."""
    turned = len(_LAM_ALEF_TURNED.findall(text)) if "ا" in text else 0
    if turned >= MIN_TURNED and turned > len(_LAM_ALEF.findall(text)):
        message = "The letters lam and alef seem to be turned round inside words of this rendition."
        yield Signal("letters_turned", 0, 0, "", message)


def _headings_in_texts(texts: Sequence[SubmissionText]) -> Iterator[Signal]:
    for text in texts:
        for line in text.text.split("\n")[:-1]:
            if len(line) < SHOWN and is_title(line):
                message = f"“{line}” stands alone within the text of {text.state_name}: it may be a heading."
                yield Signal("heading_in_text", text.source_start, text.source_end, line, message)


def _labels(sections: Sequence[Section], vocabulary: Words) -> Iterator[Signal]:
    """Yield a signal for each label that does not follow the one above it: a heading is lost, or one is none."""
    last: dict[tuple[int, int | None, str], int] = {}
    unlabelled = any(not section.label for section in sections)
    beside = Counter((s.level, s.parent, s.part) for s in sections if s.label)
    for section in sections:
        if not section.label and OPENS_HEADING.match(section.heading):
            message = "The heading begins with what may be a label, but the labels above do not lead to it."
            yield Signal("label_out_of_order", section.start, section.end, section.heading, message)
        values = [value for level, value in orders_of(section.label or "", vocabulary) if level == section.level]
        if not values:
            continue
        place = section.level, section.parent, section.part
        expected = last.get(place, 0) + 1
        if expected not in values:
            message = f"Heading {section.label} is not the next one: {expected - 1} stand above it on its level."
            yield Signal("label_out_of_order", section.start, section.end, section.heading, message)
        elif unlabelled and beside[place] == 1:
            message = f"Heading {section.label} is the only one of its level: what is beside it may be lost."
            yield Signal("label_out_of_order", section.start, section.end, section.heading, message)
        last[place] = expected if expected in values else values[0]


def _footnotes(structure: Structure) -> Iterator[Signal]:
    """Yield a signal for footnotes that answer no mark: a number glued to a text may be one that was read as text."""
    numbered = [footnote for footnote in structure.footnotes if footnote.marker.isdigit()]
    lost = [footnote for footnote in numbered if footnote.paragraph is None]
    signs = [footnote for footnote in structure.footnotes if not footnote.marked and not footnote.marker.isdigit()]
    if signs or (numbered and len(lost) > len(numbered) // 2):
        first = (signs or lost)[0]
        message = f"{len(lost)} of {len(numbered)} numbered footnotes answer no mark in a paragraph."
        if signs:
            message = f"The footnote “{first.marker}” answers no mark: its mark is lost, or it is printed with another."
        yield Signal("footnotes_without_mark", first.source_start, first.source_end, first.text[:SHOWN], message)


def _headings_without_article(sections: Sequence[Section]) -> Iterator[Signal]:
    """Yield a signal for each heading with a capital letter that names no article, though those beside it do."""
    capitals = [section for section in sections if section.level == CAPITAL]
    named = Counter(s.parent for s in capitals if any(not article.inherited for article in s.articles))
    for section in capitals:
        if named[section.parent] >= MIN_NAMED and not section.articles and section.first_paragraph is not None:
            message = "Headings beside this one name an article of the Convention; this one does not."
            yield Signal("heading_without_article", section.start, section.end, section.heading, message)


def _unanswered_entries(text: str, sections: Sequence[Section], ledger: Sequence[LedgerSpan]) -> Iterator[Signal]:
    """Yield a signal for each entry of a contents table that no heading answers, if headings answer most of them."""
    labelled = [section for section in sections if section.level in {ROMAN, CAPITAL} and section.label]
    headings = tuple({words[:KEY] for section in labelled if (words := _letters(section.heading))})
    tables = [span for span in ledger if span.kind is LedgerKind.CONTENTS]
    entries = [entry for span in tables for entry in _ENTRY.finditer(text, span.start, span.end)]
    unanswered = [entry for entry in entries if not _letters(entry["words"]).startswith(headings)]
    if len(entries) - len(unanswered) < max(2, MIN_ANSWERED * len(labelled)):
        return
    for entry in unanswered:
        start, end = entry.start(), entry.end("words")
        message = "The contents table has an entry that no heading answers."
        yield Signal("contents_entry", start, end, " ".join(text[start:end].split()), message)


def _letters(words: str) -> str:
    return "".join(filter(str.isalpha, words)).casefold()


def _unresolved_states(texts: Sequence[SubmissionText]) -> Iterator[Signal]:
    for text in texts:
        if text.state_iso3 is None:
            message = f"“{text.state_name}” heads a text like a State, and is no known name of one."
            yield Signal("unknown_state", text.source_start, text.source_end, text.state_name, message)


def _long_text(text: str, ledger: Sequence[LedgerSpan]) -> Iterator[Signal]:
    start = end = 0
    for span in [*ledger, None]:
        if span is not None and span.kind is LedgerKind.UNNUMBERED_TEXT:
            start = start if end else span.start
            end = span.end
            continue
        if span is not None and span.kind in {LedgerKind.FURNITURE, LedgerKind.FOOTNOTE, LedgerKind.FOOTNOTE_MARK}:
            continue
        if end - start >= LONG_TEXT or (end - start >= SENTENCE and ends_sentence(text[start:end])):
            message = f"{end - start:,} characters here belong to no numbered paragraph."
            yield Signal("unnumbered_text", start, end, " ".join(text[start : start + SHOWN].split()), message)
        start = end = 0


def mostly_unread(structure: Structure) -> str | None:
    """Return why an outline is none: most of the text is in no paragraph and under no heading; None where it is one."""
    first = structure.sections[0].start if structure.sections else None
    read = unread = 0
    for span in structure.ledger:
        if span.kind in {LedgerKind.PARAGRAPH, LedgerKind.SUBMISSION_TEXT}:
            read += span.end - span.start
        elif span.kind is LedgerKind.UNNUMBERED_TEXT and (first is None or span.start < first):
            unread += span.end - span.start
    if unread <= max(read, LONG_TEXT):
        return None
    return (
        f"Most of its text ({unread:,} of {unread + read:,} characters) stands in no numbered paragraph and under no "
        "heading that was recognised, so that little can be told of what it says. Send the note in another form (DOCX, "
        "PDF or HTML), and report it if that does not help."
    )


def refusal_of(text: str, front: Front, own: OwnSymbol, structure: Structure, vocabulary: Words) -> str | None:
    """Return why a document is no note, or None where it is one.

    A note has a masthead (a symbol, "Distr.", "Original:", an agenda item or a line that says its kind) and says
    something below it.
    """
    if not text.strip():
        return "The document holds no text."
    if structure.submission_texts or own.symbol or own.placeholder:
        return None
    end = min(max(front.body, front.start + 200), front.start + MAX_MASTHEAD, len(text))
    signs = (vocabulary.distribution, vocabulary.original, vocabulary.kind, vocabulary.agenda, vocabulary.body)
    if any(sign.search(text, front.start, end) for sign in signs):
        return None
    count = len(structure.paragraphs)
    counted = f"{count} numbered paragraphs" if count else "no numbered paragraphs either"
    return (
        "This does not look like a note of the United Nations. Looked for a symbol (such as CAC/COSP/WG.4/2022/3), "
        "“Distr.”, “Original:”, an agenda item or a line such as “Note by the Secretariat” in its first "
        f"{end - front.start:,} characters, and found none; {counted}.{_further_on(text, end, structure, vocabulary)} "
        "If it is a note, declare its symbol in sources.yaml or send it in another format."
    )


def _further_on(text: str, end: int, structure: Structure, vocabulary: Words) -> str:
    """Return what of a masthead is printed after where one is looked for, and where first, as a sentence."""
    signs = {"symbol": LOOSE_SYMBOL, "“Distr.”": vocabulary.distribution, "“Original:”": vocabulary.original}
    printed = {name: [match.start() for match in sign.finditer(text, end)] for name, sign in signs.items()}
    if not any(printed.values()):
        return ""
    first = min(starts[0] for starts in printed.values() if starts)
    within = (f"in paragraph {p.number}" for p in structure.paragraphs if p.source_start <= first < p.source_end)
    counted = ", ".join(f"{len(starts)} × {name}" for name, starts in printed.items() if starts)
    return (
        f" Further on it prints {counted}, first {next(within, f'at character {first:,}')}: text may stand before them."
    )
