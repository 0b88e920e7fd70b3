"""Rows of the tables `notes` and `note_files`, and the identifier of a note.

Not here: sections, paragraphs and footnotes (`outline_rows.py`), statements (`statement_rows.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from pipelines.archive.symbols import official_address
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.claims import MISLABELLED, NoteInput, SourceFile
from pipelines.extract.outline.layout import MAX_MASTHEAD
from pipelines.extract.outline.structure import Signal, Structure
from pipelines.extract.outline.words import folded
from pipelines.extract.respondent_lists import Respondents

_LABEL = 200  # characters before that of the original in which a masthead names the language of the text


def add_note(
    builder: NoteBuilder, source: NoteInput, symbol: str | None, respondents: list[Respondents], read: str
) -> None:
    """Add the row of the note, those of its files, and signals about the files.

    `symbol`: of the note. `read`: the value of `respondents_read`.
    """
    masthead, primary = builder.structure.masthead, source.files[0]
    numbers = [listed.declared_number for listed in respondents if listed.declared_number is not None]
    _check_label(builder, primary.name)
    for rule, message in source.work.notices if source.work else ():
        builder.signal(Signal(rule, 0, 0, "", message))
    builder.add(
        "notes",
        note_symbol=symbol,
        document_url=official_address(symbol, masthead.language) if symbol else None,
        note_title=source.facts.title or masthead.title or primary.name,
        document_type=masthead.document_type,
        body=masthead.body,
        place=masthead.place,
        session_start=_date(masthead.session_start),
        session_end=_date(masthead.session_end),
        agenda_item=masthead.agenda_item and f"Item {masthead.agenda_item}",
        note_issued=_date(source.facts.issued or masthead.issued),
        original_language=masthead.original_language,
        language=masthead.language,
        declared_respondent_count=numbers[0] if numbers else None,
        respondents_read=read,
        paragraph_count=len(builder.structure.paragraphs),
        revision=builder.revision or None,
        source_file=primary.name,
        source_url=source.facts.url,
        source_sha256=primary.sha256,
        source_media_type=primary.media_type,
        source_bytes=primary.bytes,
        source_character_count=len(builder.document.text),
    )
    if source.work is None:
        _add_files(builder, masthead.language, builder.revision, [source.files])
        return
    for version in source.work.versions:
        claims = version.claims
        _add_files(builder, claims.language, claims.revision, [document.files for document in version.files])


def _add_files(builder: NoteBuilder, language: str, revision: str, documents: Sequence[Sequence[SourceFile]]) -> None:
    """Add the files of the documents of one version; the document that is read stands first."""
    for rendition, files in enumerate(documents):
        for copy, file in enumerate(files):
            builder.add(
                "note_files",
                source_file=file.name,
                source_sha256=file.sha256,
                source_media_type=file.media_type,
                source_bytes=file.bytes,
                file_role="rendition" if rendition else "same_bytes" if copy else "primary",
                language=language,
                revision=revision or None,
            )


def _check_label(builder: NoteBuilder, file: str) -> None:
    """Add a signal where the masthead names another language ("Français / Original: anglais") than that of the text."""
    words, text = builder.vocabulary.structure, builder.document.text
    original = words.original.search(text, 0, MAX_MASTHEAD)
    if original is None:
        return
    end = original.start("names") if original["names"] else original.end()
    labels = words.language_name.findall(text, max(0, original.start() - _LABEL), end)
    language = builder.structure.masthead.language
    if labels and words.language_codes[folded(labels[-1])] != language:
        message = (
            f"The masthead of {file} says {labels[-1]}, and the text is in another language (ISO 639-1: {language}). "
            "It is taken as what the text is."
        )
        builder.signal(Signal(MISLABELLED, 0, 0, labels[-1], message))


def note_id_of(structure: Structure, source: NoteInput, work: str) -> str:
    """The identifier of a note: of its work, else as declared, else by symbol (`work`), else by date and title.

    `x-2022-3` for the symbol X/2022/3; `2022-06-09-good-practices` for a title of that day.
    """
    masthead = structure.masthead
    if note_id := source.work.note_id if source.work else source.facts.note_id:
        return note_id
    if work:
        return _slug(work)
    title = _slug(source.facts.title or masthead.title or "", limit=64)
    issued = source.facts.issued or masthead.issued or ""
    return "-".join(part for part in (issued, title) if part) or f"note-{source.files[0].sha256[:12]}"


def _slug(text: str, limit: int | None = None) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    if limit is None:
        return "-".join(words)
    kept = [word for word, length in zip(words, accumulate(len(w) + 1 for w in words), strict=True) if length <= limit]
    # Cut short, a title does not end in "for the".
    while len(kept) < len(words) and kept and len(kept[-1]) < 4:
        kept.pop()
    return "-".join(kept or [word[:limit] for word in words[:1]])


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
