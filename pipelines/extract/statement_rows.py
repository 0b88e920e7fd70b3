"""Rows of what States reported: statements, collective statements, named systems and submissions.

Not here: how a statement is recognised (`statements.py` and its siblings).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TypeVar

from pipelines.extract.builder import Builder, paragraph_number
from pipelines.extract.outline.structure import LedgerKind, Paragraph, Piece, source_span
from pipelines.extract.refusal import place
from pipelines.extract.respondents import (
    Announcement,
    Respondents,
    read_announcement,
    read_bare_list,
    read_respondents,
)
from pipelines.extract.statements import NOTHING, ParagraphReading, read_paragraph
from pipelines.extract.vocabulary import Vocabulary

NOT_READ = "paragraph_not_read"

T = TypeVar("T")


def add_statements(builder: Builder) -> None:
    """Add statements, their articles and systems, collective statements, and signals about them."""
    structure = builder.structure
    articles_of = cache(builder.articles)
    for index, paragraph in enumerate(structure.paragraphs):
        section = None if paragraph.section is None else structure.sections[paragraph.section]
        heading_state = section.state_iso3 if section else None
        read = partial(read_paragraph, paragraph.text, builder.vocabulary, heading_state)
        reading = _whatever(read, NOTHING, builder, paragraph)
        if not (reading.statements or reading.collective or reading.signals):
            continue
        theme = section.heading if section else None
        _paragraph_statements(builder, index, reading, theme, articles_of(paragraph.section))
        for signal in reading.signals:
            span = source_span(paragraph.pieces, signal.start, signal.end)
            builder.signal(signal.rule, span, signal.text, signal.message)


def _whatever(read: Callable[[], T], nothing: T, builder: Builder, paragraph: Paragraph | None) -> T:
    """What a text says of States; where the program breaks down over it, nothing, and a signal that says so.

    A fault that one paragraph in many thousands shows must not cost the note. `paragraph`: None for other texts.
    """
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - see above
        span = (paragraph.source_start, paragraph.source_end) if paragraph else (0, 0)
        what = "This paragraph" if paragraph else "A footnote, table or unnumbered text"
        message = (
            f"{what} is published, but the program broke down while it looked for what it says of States "
            f"({type(error).__name__}, in {place(error)}). Statements or respondents may be missing. Report it."
        )
        builder.signal(NOT_READ, span, paragraph.text[:200] if paragraph else "", message)
        return nothing


def _paragraph_statements(
    builder: Builder,
    index: int,
    reading: ParagraphReading,
    theme: str | None,
    articles: Sequence[tuple[str, str | None, bool]],
) -> None:
    paragraph = builder.structure.paragraphs[index]
    paragraph_id = builder.paragraph_ids[index]
    shared = {
        "paragraph_id": paragraph_id,
        "paragraph_number": paragraph_number(paragraph),
        "articles": ";".join(article for article, _, _ in articles) or None,
        "theme": theme,
    }
    for statement in reading.statements:
        statement_id = f"{paragraph_id}.{statement.iso3}"
        builder.add(
            "statements",
            statement_id=statement_id,
            **shared,
            state_iso3=statement.iso3,
            name_as_written=statement.name_as_written,
            reporting_verb=statement.verb,
            quote=paragraph.text[statement.quote_start : statement.quote_end],
            quote_start=statement.quote_start,
            quote_end=statement.quote_end,
            page=builder.page(source_span(paragraph.pieces, statement.quote_start, statement.quote_end)[0]),
            attribution_rule=statement.rule,
            trigger_start=statement.trigger[0],
            trigger_end=statement.trigger[1],
        )
        for article, provision, _ in articles:
            builder.add(
                "statement_articles",
                statement_id=statement_id,
                article=article,
                provision=provision,
            )
        for position, system in enumerate(statement.systems, 1):
            builder.add(
                "named_systems",
                system_id=f"{statement_id}.sys{position}",
                statement_id=statement_id,
                state_iso3=statement.iso3,
                system_name=system.name,
                acronym=system.acronym,
            )
    for position, collective in enumerate(reading.collective, 1):
        builder.add(
            "collective_statements",
            collective_statement_id=f"{paragraph_id}.all{position}",
            **shared,
            scope=collective.scope,
            subject_as_written=collective.subject_as_written,
            reporting_verb=collective.verb,
            quote=paragraph.text[collective.quote_start : collective.quote_end],
            quote_start=collective.quote_start,
            quote_end=collective.quote_end,
            page=builder.page(source_span(paragraph.pieces, collective.quote_start, collective.quote_end)[0]),
        )


def _texts(builder: Builder) -> Iterator[tuple[str, tuple[Piece, ...], Paragraph | None, Announcement | None]]:
    """Every text that may list respondents: paragraphs, footnotes, and unnumbered text (annexes, boxes).

    With each: the paragraph that it is; what a paragraph said of respondents that it did not name, where the text may
    be nothing but their names.
    """
    paragraphs = builder.structure.paragraphs
    announced: dict[int | None, Announcement] = {}
    for index, paragraph in enumerate(paragraphs):
        read = partial(read_announcement, paragraph.text, builder.vocabulary)
        if announcement := _whatever(read, None, builder, paragraph):
            announced[index] = announcement
    for paragraph in paragraphs:
        yield paragraph.text, paragraph.pieces, paragraph, None
    for footnote in builder.structure.footnotes:
        yield footnote.text, footnote.pieces, None, announced.get(footnote.paragraph)
    anywhere = next(iter(announced.values()), None)
    for span in builder.structure.ledger:
        if span.kind in {LedgerKind.UNNUMBERED_TEXT, LedgerKind.TABLE, LedgerKind.SUMMARY}:
            text = " ".join(builder.document.text[span.start : span.end].split())
            yield text, (Piece(0, span.end - span.start, span.start, span.end),), None, anywhere


def find_respondents(builder: Builder) -> list[Respondents]:
    """Every list of respondents of the note; a State listed twice in one raises a signal."""
    found = []
    for text, pieces, paragraph, announcement in _texts(builder):
        respondents = _whatever(partial(_listed, text, announcement, builder.vocabulary), None, builder, paragraph)
        if respondents:
            found.append(respondents)
            counts = Counter(state.iso3 for state in respondents.states)
            for iso3 in sorted(i for i, n in counts.items() if n > 1):
                span = pieces[0].source_start, pieces[-1].source_end
                message = f"{iso3} is listed {counts[iso3]} times among those that sent information; it counts once."
                builder.signal("respondent_listed_twice", span, text[:200], message)
    return found


def _listed(text: str, announcement: Announcement | None, vocabulary: Vocabulary) -> Respondents | None:
    """The respondents that a text lists; after an announcement, names alone are such a list."""
    respondents = read_respondents(text, vocabulary)
    if announcement and respondents is None:
        names = read_bare_list(text, vocabulary)
        return Respondents(announcement.number, names) if names else None
    if announcement and respondents and respondents.declared_number is None:
        return respondents._replace(declared_number=announcement.number)
    return respondents


def add_submissions(builder: Builder, respondents: list[Respondents]) -> None:
    """Add one row per State that is listed, has a text, or is reported on; after the statements."""
    written: dict[str, str | None] = {}
    for listed in respondents:
        for state in listed.states:
            written.setdefault(state.iso3, state.as_written)
    for text in builder.structure.submission_texts:
        if text.state_iso3:
            written.setdefault(text.state_iso3, text.state_name)
    counts = Counter(row["state_iso3"] for row in builder.rows["statements"])
    with_text = {text.state_iso3 for text in builder.structure.submission_texts}
    # What was not read may speak of any State, and to call one silent needs certainty.
    certain = all(row["rule"] != NOT_READ for row in builder.rows["signals"])
    for iso3 in sorted(set(written) | set(counts)):
        builder.add(
            "submissions",
            state_iso3=iso3,
            declared=iso3 in written,
            name_as_written=written.get(iso3),
            statement_count=counts[iso3],
            silent=certain and iso3 in written and not counts[iso3] and iso3 not in with_text,
        )
