"""Rows of the versions of a note, and of its titles, headings, paragraphs and quotes in other languages.

Here, too: signals on versions that depart from the note. Not here: which documents are versions of one note
(`works.py`), how outlines are laid over each other and quotes are chosen (`versions/`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from pipelines.contract.languages import LANGUAGES
from pipelines.contract.rows import Row
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.claims import DocumentClaims, Version, content_of
from pipelines.extract.outline.structure import Paragraph, Signal, Structure
from pipelines.extract.versions.align import Alignment, align
from pipelines.extract.versions.quotes import find_quote

SHOWN = 3  # departures of a version that its signal names
_OF_NOTE = ("language", "revision", "note_title", "note_symbol", "note_issued", "paragraph_count", "source_sha256")


def add_versions(builder: NoteBuilder, versions: Sequence[Version], read: Callable[[str], Structure]) -> None:
    """Add the rows of all versions of the note; to call after all its other rows are made.

    `versions`: all but the one that carries the structure. `read`: from a checksum to the outline of its document.
    """
    (note,) = builder.rows["notes"]
    digest = content_of(builder.rows, builder.document.text)
    own = {column: note[column] for column in _OF_NOTE}
    builder.add("note_versions", current=True, aligned=True, content_digest=digest, **own)
    for version in versions:
        if not version.current:
            _add_version(builder, version, aligned=False)
            continue
        claims = version.claims
        structure = read(claims.sha256)
        alignment = align(builder.structure, structure)
        _add_version(builder, version, aligned=bool(alignment.paragraphs))
        builder.add("note_texts", language=claims.language, note_title=claims.title)
        _add_texts(builder, structure, alignment, claims.language)
        _signal_departures(builder, alignment, claims)


def _add_version(builder: NoteBuilder, version: Version, *, aligned: bool) -> None:
    claims = version.claims
    builder.add(
        "note_versions",
        language=claims.language,
        revision=claims.revision or None,
        current=version.current,
        aligned=aligned,
        note_title=claims.title,
        note_symbol=claims.symbol or None,
        note_issued=date.fromisoformat(claims.issued) if claims.issued else None,
        paragraph_count=claims.paragraph_count,
        source_sha256=claims.sha256,
        content_digest=claims.content,
    )


def _signal_departures(builder: NoteBuilder, alignment: Alignment, claims: DocumentClaims) -> None:
    """Add a signal on a version whose outline is not that of the note."""
    departures = alignment.departures
    if alignment.paragraphs and not departures:
        return
    carrier, other = (LANGUAGES[code].name for code in (builder.structure.masthead.language, claims.language))
    shown = "; ".join(departures[:SHOWN]) or "neither has numbered paragraphs"
    more = f"; and {len(departures) - SHOWN} times more" if len(departures) > SHOWN else ""
    given = f"{len(alignment.paragraphs)} of {len(builder.structure.paragraphs)} paragraphs"
    message = (
        f"The {other} text ({claims.file}) departs from the {carrier} one: {shown}{more}. What fits is published in "
        f"{other} ({given}), the rest as text only."
    )
    builder.signal(Signal("version_departs", 0, 0, "", message))


def _add_texts(builder: NoteBuilder, structure: Structure, alignment: Alignment, language: str) -> None:
    """Add the headings, paragraphs and quotes of a version. `structure`: its outline."""
    for index, theirs in alignment.sections.items():
        heading = structure.sections[theirs].heading
        builder.add("section_texts", section_id=builder.section_id(index), language=language, heading=heading)
    statements: dict[str, list[Row]] = defaultdict(list)
    for row in builder.rows["statements"]:
        statements[row["paragraph_id"]].append(row)
    for index, theirs in alignment.paragraphs.items():
        paragraph = structure.paragraphs[theirs]
        paragraph_id = builder.paragraph_ids[index]
        builder.add(
            "paragraph_texts",
            paragraph_id=paragraph_id,
            language=language,
            text=paragraph.text,
            source_start=paragraph.source_start,
            source_end=paragraph.source_end,
        )
        for row in statements[paragraph_id]:
            others = [other["state_iso3"] for other in statements[paragraph_id] if other is not row]
            own = builder.structure.paragraphs[index]
            _add_quote(builder, own, paragraph.text, row, others, language=language)


def _add_quote(
    builder: NoteBuilder, own: Paragraph, text: str, statement: Row, others: Sequence[str], *, language: str
) -> None:
    """Add the quote of a statement in a version; a signal where the paragraph there does not name the State.

    `own`: the paragraph in the text that carries the structure. `text`: that of the version. `others`: the other States
    with a statement in it.
    """
    quote = find_quote(
        text,
        language,
        statement["state_iso3"],
        others,
        builder.vocabulary.structure.sets["abbreviations"],
        alone=(statement["quote_start"], statement["quote_end"]) == (0, len(own.text)),
    )
    if quote is None:
        message = (
            f"The {LANGUAGES[language].name} text of paragraph {own.value} does not name "
            f"{statement['name_as_written']} ({statement['state_iso3']}) in a form that is known; the statement has no "
            f"quote in that language."
        )
        builder.signal(Signal("state_not_named_in_version", own.source_start, own.source_end, text[:200], message))
        return
    builder.add(
        "statement_texts",
        statement_id=statement["statement_id"],
        language=language,
        name_as_written=quote.name,
        quote=text[quote.start : quote.end],
        quote_start=quote.start,
        quote_end=quote.end,
    )
