"""One archived note in, its rows out: puts together what the outline and the sentences of a note say.

Here: the note's identifier and its own row. Not here: the other rows (`outline_rows.py`, `statement_rows.py`),
corrections (`corrections.py`), files and Parquet (`batches.py`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from pipelines.archive.document import Document
from pipelines.extract.builder import Builder, Rows
from pipelines.extract.family import foreign
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.structure import Structure
from pipelines.extract.outline_rows import add_outline
from pipelines.extract.refusal import Reason, Unfit
from pipelines.extract.statement_rows import NoteReader, Respondents, add_submissions
from pipelines.extract.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file in which a note was received; `role` as in the table `note_files`."""

    name: str
    sha256: str
    bytes: int
    media_type: str
    role: str = "primary"


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document beside its text.

    `files`: as received; the first is the one that is read. `symbol`, `title`, `issued` (`YYYY-MM-DD`), `url`,
    `note_id`: as declared in `datapackage/sources.yaml`, or decided where two documents have one symbol; they win over
    the masthead. `notices`: rule and message of signals that come from looking at several documents. `any_family`: True
    where the document is published whatever family it belongs to.
    """

    files: tuple[SourceFile, ...]
    url: str | None = None
    symbol: str | None = None
    title: str | None = None
    issued: str | None = None
    note_id: str | None = None
    notices: tuple[tuple[str, str], ...] = ()
    any_family: bool = False


def extract_note(document: Document, source: Source, vocabulary: Vocabulary) -> Rows:
    """All rows of one note, by table name, in the columns that `datapackage/tables/` declares.

    Raises:
        Unfit: the text is not that of a note, or of one of another family.
    """
    structure = read_structure(document, vocabulary.structure, vocabulary.names.named_by)
    if structure.refusal:
        raise Unfit(Reason.NOT_A_NOTE, structure.refusal)
    symbol = source.symbol or structure.masthead.symbol
    if not source.any_family and (why := foreign(structure, symbol, vocabulary.family)):
        raise Unfit(Reason.NOT_OF_THIS_FAMILY, why)
    builder = Builder(document, structure, vocabulary, _note_id(structure, source))
    add_outline(builder)
    reading = vocabulary.readings.get(structure.masthead.language)
    respondents: list[Respondents] = []
    unread: frozenset[str] = frozenset()
    if reading is not None:
        reader = NoteReader(builder, reading)
        respondents = reader.find_respondents()
        unread = reader.add_statements()
    add_submissions(builder, respondents, unread)
    _add_note(builder, source, respondents)
    return builder.rows


def _note_id(structure: Structure, source: Source) -> str:
    masthead = structure.masthead
    if source.note_id:
        return source.note_id
    if symbol := source.symbol or masthead.symbol:
        return _slug(symbol)
    title = _slug(source.title or masthead.title or "", limit=64)
    issued = source.issued or masthead.issued or ""
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


def _add_note(builder: Builder, source: Source, respondents: list[Respondents]) -> None:
    masthead = builder.structure.masthead
    declared = [listed.declared_number for listed in respondents if listed.declared_number is not None]
    for rule, message in source.notices:
        builder.signal(rule, (0, 0), "", message)
    primary = source.files[0]
    builder.add(
        "notes",
        note_symbol=source.symbol or masthead.symbol,
        note_title=source.title or masthead.title or primary.name,
        document_type=masthead.document_type,
        body=masthead.body,
        place=masthead.place,
        session_start=_date(masthead.session_start),
        session_end=_date(masthead.session_end),
        agenda_item=masthead.agenda_item,
        note_issued=_date(source.issued or masthead.issued),
        original_language=masthead.original_language,
        language=masthead.language,
        declared_respondent_count=declared[0] if declared else None,
        paragraph_count=len(builder.structure.paragraphs),
        revision=masthead.revision,
        supersedes=masthead.supersedes,
        source_file=primary.name,
        source_url=source.url,
        source_sha256=primary.sha256,
        source_media_type=primary.media_type,
        source_bytes=primary.bytes,
        source_character_count=len(builder.document.text),
    )
    for file in source.files:
        builder.add(
            "note_files",
            source_file=file.name,
            source_sha256=file.sha256,
            source_media_type=file.media_type,
            source_bytes=file.bytes,
            file_role=file.role,
        )
