"""Has documents extracted, and writes the rows of those that come through, in batches: folders of rows.

Whatever is raised over a document, at whichever stage, is caught here and costs that document alone; so does a process
that hangs or dies over one. Not here: what is in a note (`note.py`), which documents are one (`identity.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive.store import Archive, ArchiveError
from pipelines.contract.rows import Row, broken_rows
from pipelines.contract.tables import load_contract
from pipelines.extract.claims import NoteInput, claims_of
from pipelines.extract.corrections import apply_corrections
from pipelines.extract.extraction import Extraction, Index, refused
from pipelines.extract.note import extract_note
from pipelines.extract.promises import broken_promises
from pipelines.extract.unfit import Unfit, UnfitReason, breakdown, breaks_contract, gave_up
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.extract.word_files import VocabularyError
from pipelines.workspace.atomic import write_folder
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.pool import Runner
from pipelines.workspace.progress import Stage
from pipelines.workspace.seal import seal

BATCH = 256
_SHOWN = 100  # characters of a passage

Tables = dict[str, pa.Table]


def extract_sources(
    sources: Sequence[NoteInput], index: Index, archive: Archive, runner: Runner, *, seconds: float
) -> list[Extraction]:
    """Give the extraction of every document, in order; only those that the index does not hold are made.

    `seconds`: for one document. One over which a process hangs or dies is refused; every other one is extracted.

    Raises:
        OSError: the folder can't be written.
    """
    keys = [source.key for source in sources]
    new = [source for source, key in zip(sources, keys, strict=True) if key not in index.entries]
    work = partial(extract_batch, archive=archive, folder=index.folder)
    with Stage("Extracting notes", len(new)) as running:
        for outcome in runner(work, new, seconds=seconds, most=BATCH):
            made = outcome.result or refused(outcome.item, gave_up(outcome.failure or "crash", seconds))
            index.entries[made.key] = made
            running.advance(made.note_id)
    index.used.update(keys)
    return [index.entries[key] for key in keys]


def extract_batch(sources: Sequence[NoteInput], *, archive: Archive, folder: Path) -> list[Extraction]:
    """Extract some documents, and write the rows of those that come through as one batch.

    Returns:
        One extraction per document, in order.

    Raises:
        OSError: the folder can't be written.
    """
    name = hashlib.sha256("\0".join(source.key for source in sources).encode()).hexdigest()[:16]
    made = [extract(source, archive) for source in sources]
    if notes := {extraction.key: tables for extraction, tables in made if tables}:
        write_batch(folder / name, notes)
    return [replace(extraction, batch=name) if tables else extraction for extraction, tables in made]


def extract(source: NoteInput, archive: Archive) -> tuple[Extraction, Tables | None]:
    """Pass one document through every stage, from the archive to rows that can be written as they are.

    Returns:
        What became of it, without a batch; and its rows, None where it is refused.

    Raises:
        VocabularyError: what is wrong is no fault of the document.
    """
    vocabulary = _vocabulary()
    try:
        return _extract(source, archive, vocabulary)
    except VocabularyError:
        raise
    except ArchiveError as error:
        return refused(source, Unfit(UnfitReason.DAMAGED, str(error))), None
    except Exception as error:  # noqa: BLE001 - a fault that one document in thousands shows must not cost the others
        return refused(source, error if isinstance(error, Unfit) else breakdown(error)), None


def _extract(source: NoteInput, archive: Archive, vocabulary: Vocabulary) -> tuple[Extraction, Tables]:
    document = archive.document(source.sha256)
    rows = extract_note(document, source, vocabulary, archive.document)
    if broken := broken_promises(rows, document.text):
        raise breaks_contract(_told(broken, rows, document.text))
    found, unmet = apply_corrections(rows, source.corrections, load_contract())
    extraction = Extraction(
        sha256=source.sha256,
        key=source.key,
        note_id=rows["notes"][0]["note_id"],
        claims=claims_of(rows, source),
        broken="\n".join(unmet),
        corrections=tuple(map(str, found)),
    )
    return extraction, tables_of(rows, document.text)


def tables_of(rows: Mapping[str, Sequence[Row]], text: str = "") -> Tables:
    """The rows of one note as Arrow tables, which can be written as they are. `text`: the archived one.

    Raises:
        Unfit: a row breaks the contract of its table.
    """
    contract = load_contract()
    if broken := broken_rows(rows):
        raise breaks_contract(_told([(v.sentence, rows[v.table][v.row - 2]) for v in broken], rows, text))
    return {name: contract[name].as_extracted.arrow_rows(found) for name, found in rows.items()}


def _told(broken: Iterable[tuple[str, Row]], rows: Mapping[str, Sequence[Row]], text: str) -> list[str]:
    """Sentences on single rows, each with where a person finds in the document what the row says."""
    return [f"{said} {_place(rows, row, text)}".strip() for said, row in broken]


def _place(rows: Mapping[str, Sequence[Row]], row: Row, text: str) -> str:
    """Where in the document a person finds what a row says, as a sentence; empty where the row is of no passage."""
    of_row = (p for p in rows.get("paragraphs", ()) if p["paragraph_id"] == row.get("paragraph_id", ""))
    paragraph = next(of_row, {})
    words = next(filter(None, (r.get(name) for r in (row, paragraph) for name in ("quote", "heading", "text"))), "")
    page, start = (row.get(name) or paragraph.get(name) for name in ("page", "source_start"))
    line = f" on line {text.count(chr(10), 0, start) + 1} of the text" if start is not None and text else ""
    passage = " ".join(str(words).split())[:_SHOWN]
    return f"It stands{f' on page {page}' if page else line}: '{passage}'." if passage else ""


def write_batch(folder: Path, notes: Mapping[str, Tables]) -> None:
    """Write the rows of some notes, by key of their extraction, as one Parquet file a table.

    Each row says in the column `key` of which extraction it is: a batch may hold two texts of one note.

    Raises:
        OSError: the folder can't be written.
    """
    keyed = [
        {name: rows.append_column("key", pa.repeat(key, len(rows))) for name, rows in tables.items()}
        for key, tables in notes.items()
    ]
    together = {name: pa.concat_tables([tables[name] for tables in keyed]) for name in keyed[0]}
    write_folder(folder, {f"{name}.parquet": _parquet(table) for name, table in together.items()}, seal)


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="snappy")
    return bytes(sink.getvalue().to_pybytes())


def prepare() -> None:
    """Have the words of extraction ready, those of most notes' language too, and the contract."""
    _vocabulary().readings.get("en")
    load_contract()


@cache
def _vocabulary() -> Vocabulary:
    state_named("any")  # what is wrong with the lists of names is no fault of a document
    return load_vocabulary(DATAPACKAGE)
