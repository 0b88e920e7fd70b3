"""Rows of the outline: sections, paragraphs, footnotes, citations, submission texts, signals and the ledger.

Not here: rows of statements (`statement_rows.py`) and of the note itself (`note_rows.py`).
"""

from __future__ import annotations

from pipelines.contract.articles import article_code
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.outline.structure import LedgerKind, Signal

_IN_OTHER_TABLES = {LedgerKind.PARAGRAPH, LedgerKind.HEADING, LedgerKind.FOOTNOTE, LedgerKind.SUBMISSION_TEXT}


def add_outline(builder: NoteBuilder) -> None:
    """Add the rows of all that the note prints."""
    _sections(builder)
    _paragraphs(builder)
    _footnotes(builder)
    _citations(builder)
    _submission_texts(builder)
    for signal in builder.structure.signals:
        builder.signal(signal)
    _ledger(builder)


def _sections(builder: NoteBuilder) -> None:
    paragraphs = builder.structure.paragraphs
    for index, section in enumerate(builder.structure.sections):
        first, last = section.first_paragraph, section.last_paragraph
        if not section.heading:
            message = "A heading without words stands here; what is below it is told without it."
            builder.signal(Signal("heading_without_words", section.start, section.end, section.label or "", message))
            continue
        builder.add(
            "sections",
            section_id=builder.section_id(index),
            parent_section_id=builder.section_id(section.parent),
            position=index + 1,
            level=section.level,
            label=section.label,
            heading=section.heading,
            part=section.part,
            first_paragraph_number=None if first is None else paragraphs[first].value,
            last_paragraph_number=None if last is None else paragraphs[last].value,
            source_start=section.start,
            source_end=section.end,
        )
        for article in builder.articles(index):
            builder.add("section_articles", section_id=builder.section_id(index), **article)


def _paragraphs(builder: NoteBuilder) -> None:
    for index, paragraph in enumerate(builder.structure.paragraphs):
        builder.add(
            "paragraphs",
            paragraph_id=builder.paragraph_id(index),
            section_id=builder.section_id(paragraph.section),
            paragraph_number=paragraph.value,
            # In brackets, so that no program takes the column for numbers in one release and for text in the next.
            printed_number=f"[{paragraph.number}]",
            part=paragraph.part,
            position=index + 1,
            text=paragraph.text,
            page=builder.page(paragraph.source_start),
            source_start=paragraph.source_start,
            source_end=paragraph.source_end,
        )


def _footnotes(builder: NoteBuilder) -> None:
    for index, footnote in enumerate(builder.structure.footnotes):
        builder.add(
            "footnotes",
            footnote_id=builder.footnote_id(index),
            marker=f"[{footnote.marker}]",
            paragraph_id=builder.paragraph_id(footnote.paragraph),
            text=footnote.text,
            source_start=footnote.source_start,
            source_end=footnote.source_end,
        )


def _citations(builder: NoteBuilder) -> None:
    for index, citation in enumerate(builder.structure.citations):
        builder.add(
            "citations",
            citation_id=f"{builder.stem}.c{index + 1:03d}",
            paragraph_id=builder.paragraph_id(citation.paragraph),
            footnote_id=builder.footnote_id(citation.footnote),
            kind=str(citation.kind),
            target=article_code(int(citation.target)) if citation.target.isdecimal() else citation.target,
        )


def _submission_texts(builder: NoteBuilder) -> None:
    for index, text in enumerate(builder.structure.submission_texts):
        builder.add(
            "submission_texts",
            submission_text_id=builder.submission_text_id(index),
            state_iso3=text.state_iso3,
            name_as_written=text.state_name,
            article=None if text.article is None else int(text.article),
            provision=text.provision,
            meeting=text.meeting,
            text=text.text,
            paragraph_count=text.paragraphs,
            source_start=text.source_start,
            source_end=text.source_end,
        )


def _ledger(builder: NoteBuilder) -> None:
    """Add the ledger; white space between two spans belongs to the span before it, other characters to none."""
    text = builder.document.text
    spans = builder.structure.ledger
    starts = [span.start for span in spans]
    ends = [*starts[1:], len(text)]
    if starts and text[: starts[0]].isspace():
        starts[0] = 0
    for span, first, next_start in zip(spans, starts, ends, strict=False):
        last = next_start if text[span.end : next_start].isspace() else span.end
        builder.add(
            "ledger",
            source_start=first,
            source_end=last,
            span_kind=str(span.kind),
            owner_id=_owner(builder, span.kind, span.owner),
            reason=span.reason,
            span_text=None if span.kind in _IN_OTHER_TABLES else text[span.start : span.end],
        )


def _owner(builder: NoteBuilder, kind: LedgerKind, owner: int | None) -> str | None:
    """Identifier of the row whose text a span of the ledger is: a paragraph, footnote, submission text or section."""
    if owner is None:
        return None
    match kind:
        case LedgerKind.PARAGRAPH | LedgerKind.FOOTNOTE_MARK:
            return builder.paragraph_ids[owner]
        case LedgerKind.FOOTNOTE:
            return builder.footnote_id(owner)
        case LedgerKind.SUBMISSION_TEXT:
            return builder.submission_text_id(owner)
        case _:
            return builder.section_id(owner)
