"""One archived note in, its rows out: puts together what the outline and the sentences of a note say.

Here: the note's identifier and its own row. Not here: the other rows (`outline_rows.py`, `statement_rows.py`),
corrections (`corrections.py`), files and Parquet (`batches.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import accumulate

from pipelines.archive.document import Document
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.builder import NoteBuilder, Rows
from pipelines.extract.claims import MISLABELLED
from pipelines.extract.family import foreign
from pipelines.extract.identity import NoteInput
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.structure import Structure
from pipelines.extract.outline.symbols import is_corrigendum, work_of
from pipelines.extract.outline.words import folded
from pipelines.extract.outline_rows import add_outline
from pipelines.extract.refusal import Unfit, UnfitReason, during
from pipelines.extract.respondent_lists import Respondents
from pipelines.extract.statement_rows import NoteReader
from pipelines.extract.submissions import add_submissions
from pipelines.extract.version_rows import add_versions
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Vocabulary

# Where a masthead names the language of the text: shortly before that of the original.
_MASTHEAD, _LABEL = 3000, 200
Documents = Callable[[str], Document]


def _no_document(sha256: str) -> Document:
    raise LookupError(f"no document {sha256} is at hand")


def extract_note(
    document: Document, source: NoteInput, vocabulary: Vocabulary, documents: Documents = _no_document
) -> Rows:
    """All rows of one note, by table name, in the columns that `datapackage/tables/` declares.

    `documents`: gives the document of a checksum; needed where the source has other versions.

    Raises:
        Unfit: the text is not that of a note, or of one of another family.
    """
    read = partial(read_structure, vocabulary=vocabulary.structure, resolve_state=state_named)
    with during("its outline was made"):
        structure = read(document)
        symbol = source.symbol or structure.masthead.symbol
        work, revision = work_of(symbol or "")
    if structure.refusal and not is_corrigendum(revision):
        raise Unfit(UnfitReason.NOT_A_NOTE, structure.refusal)
    if not source.any_family and (why := foreign(structure, symbol, vocabulary.family)):
        raise Unfit(UnfitReason.NOT_OF_THIS_FAMILY, why)
    with during("rows were made of its outline"):
        builder = NoteBuilder(document, structure, vocabulary, _note_id(structure, source, work), revision)
        add_outline(builder)
    with during("its sentences were read"):
        respondents, unread = _read_sentences(builder)
    with during("rows were made of the note and its respondents"):
        add_submissions(builder, respondents, unread)
        _add_note(builder, source, respondents)
    with during("its texts in other languages were laid beside it"):
        add_versions(builder, source.versions, lambda sha256: read(documents(sha256)))
    return builder.rows


def _read_sentences(builder: NoteBuilder) -> tuple[list[Respondents], frozenset[str]]:
    """Add what paragraphs say of States; give the lists of respondents, and the States that paragraphs name."""
    language = builder.vocabulary.readings.get(builder.structure.masthead.language)
    if language is None:
        _say_not_read(builder)
        return [], frozenset()
    reader = NoteReader(builder, language)
    respondents = reader.find_respondents()
    unread = reader.add_statements()
    return respondents, unread


def _note_id(structure: Structure, source: NoteInput, work: str) -> str:
    masthead = structure.masthead
    if source.note_id:
        return source.note_id
    if work:
        return _slug(work)
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


def _say_not_read(builder: NoteBuilder) -> None:
    language = LANGUAGES[builder.structure.masthead.language].name
    message = (
        f"No paragraph of this note was read: it is there in {language} alone, and statements "
        "are not recognised in it. Its headings and paragraphs are published. Put the English text beside it."
    )
    builder.signal("language_not_read", (0, 0), "", message)


def _check_label(builder: NoteBuilder, file: str) -> None:
    """A signal where the masthead names another language than that of the text ("Français / Original: anglais")."""
    words, text = builder.vocabulary.structure, builder.document.text
    original = words.original.search(text, 0, _MASTHEAD)
    if original is None:
        return
    end = original.start("names") if original["names"] else original.end()
    labels = words.language_name.findall(text, max(0, original.start() - _LABEL), end)
    language = builder.structure.masthead.language
    if labels and words.language_codes[folded(labels[-1])] != language:
        message = (
            f"The masthead of {file} says {labels[-1]}, and the text is in another language (ISO 639-1: {language}). "
            "It is taken as what the text is. If it should be what the masthead says, the wrong file was put there."
        )
        builder.signal(MISLABELLED, (0, 0), labels[-1], message)


def _add_note(builder: NoteBuilder, source: NoteInput, respondents: list[Respondents]) -> None:
    masthead = builder.structure.masthead
    declared = [listed.declared_number for listed in respondents if listed.declared_number is not None]
    _check_label(builder, source.files[0].name)
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
        agenda_item=masthead.agenda_item and f"Item {masthead.agenda_item}",
        note_issued=_date(source.issued or masthead.issued),
        original_language=masthead.original_language,
        language=masthead.language,
        declared_respondent_count=declared[0] if declared else None,
        paragraph_count=len(builder.structure.paragraphs),
        revision=builder.revision or None,
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
            language=file.language or masthead.language,
            revision=(builder.revision if file.revision is None else file.revision) or None,
        )
