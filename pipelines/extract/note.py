"""From one archived document to the rows of its note.

Here: the order of the steps. Not here: how rows are made (`outline_rows.py`, `statement_rows.py`, `submissions.py`,
`note_rows.py`, `version_rows.py`), corrections (`corrections.py`), files and Parquet (`batch.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pipelines.archive.document import Document
from pipelines.archive.symbols import is_corrigendum, work_of
from pipelines.contract.languages import LANGUAGES
from pipelines.contract.rows import Rows
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.claims import NoteInput
from pipelines.extract.family import foreign
from pipelines.extract.note_rows import add_note, note_id_of
from pipelines.extract.outline.read import read_structure
from pipelines.extract.outline.signals import mostly_unread
from pipelines.extract.outline.structure import Signal
from pipelines.extract.outline_rows import add_outline
from pipelines.extract.respondent_lists import Respondents
from pipelines.extract.statement_rows import NoteReader
from pipelines.extract.submissions import add_submissions
from pipelines.extract.unfit import Unfit, UnfitReason
from pipelines.extract.version_rows import add_versions
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Vocabulary

Documents = Callable[[str], Document]


def _no_document(sha256: str) -> Document:
    raise LookupError(f"no document {sha256} is at hand")


def extract_note(
    document: Document, source: NoteInput, vocabulary: Vocabulary, documents: Documents = _no_document
) -> Rows:
    """All rows of one note, by table name, in the columns that `datapackage/tables/` declares.

    `documents`: from a checksum to its document; needed where the source has other versions.

    Raises:
        Unfit: the document is no note, could mostly not be read, or is of another family.
    """
    read = partial(read_structure, vocabulary=vocabulary.structure, resolve_state=state_named)
    structure = read(document)
    symbol = source.facts.symbol or structure.masthead.symbol or source.lent_symbol
    work, revision = work_of(symbol or "")
    if structure.refusal and not is_corrigendum(revision):
        raise Unfit(UnfitReason.NOT_A_NOTE, structure.refusal)
    if not is_corrigendum(revision) and (why := mostly_unread(structure)):
        raise Unfit(UnfitReason.MOSTLY_UNREAD, why)
    why = foreign(structure, symbol, vocabulary.family)
    if why and not source.facts.any_family:
        raise Unfit(UnfitReason.NOT_OF_THIS_FAMILY, why)
    note_id = note_id_of(structure, source, work)
    builder = NoteBuilder(document, structure, vocabulary, note_id, revision, foreign=why is not None)
    add_outline(builder)
    respondents, possible = _read_sentences(builder)
    read_as = add_submissions(builder, respondents, possible)
    add_note(builder, source, symbol, respondents, read_as)
    add_versions(builder, source.others, lambda sha256: read(documents(sha256)))
    return builder.rows


def _read_sentences(builder: NoteBuilder) -> tuple[list[Respondents], dict[str, str | None]]:
    """Add the rows of statements, or a signal that the language is not read.

    Returns:
        The lists of respondents, and the States that may have a statement that was not recognised, with its paragraph.
    """
    language = builder.structure.masthead.language
    reading = builder.vocabulary.readings.get(language)
    if reading is None:
        message = (
            f"No paragraph of this note was read: it is there in {LANGUAGES[language].name} alone, and statements "
            "are not recognised in it. Its headings and paragraphs are published."
        )
        builder.signal(Signal("language_not_read", 0, 0, "", message))
        return [Respondents()], {}
    reader = NoteReader(builder, reading)
    respondents = reader.find_respondents()
    return respondents, reader.add_statements()
