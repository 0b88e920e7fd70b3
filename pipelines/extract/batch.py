"""Extracts documents, each in a process with a time limit, and writes their rows in batches: folders of Parquet files.

An error over one document, or a process that hangs or dies over it, is caught here and costs that document alone. Not
here: what is in a note (`note.py`), which documents are one (`identity.py`).
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
    """The extraction of every document, in order; only those that the index lacks are made.

    `seconds`: limit for one document; where its process exceeds it or dies, that document is refused.

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
    """Extract some documents, and write the rows of those that are not refused as one batch.

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
    """Take one document from the archive to rows that keep the contract.

    Returns:
        Its extraction, whose batch is not set; and its rows, None where it is refused.

    Raises:
        VocabularyError: the declared words can't be used, which is no fault of the document.
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
        raise breaks_contract(_with_passages(broken, rows, document.text))
    applied, unmet = apply_corrections(rows, source.corrections, load_contract())
    extraction = Extraction(
        sha256=source.sha256,
        key=source.key,
        note_id=rows["notes"][0]["note_id"],
        claims=claims_of(rows, source),
        broken="\n".join(unmet),
        corrections=tuple(map(str, applied)),
    )
    return extraction, tables_of(rows, document.text)


def tables_of(rows: Mapping[str, Sequence[Row]], text: str = "") -> Tables:
    """The rows of one note as Arrow tables. `text`: the archived text, in which messages name lines.

    Raises:
        Unfit: a row breaks the contract of its table.
    """
    contract = load_contract()
    if broken := broken_rows(rows):
        raise breaks_contract(_with_passages([(v.sentence, rows[v.table][v.row - 2]) for v in broken], rows, text))
    return {name: contract[name].as_extracted.arrow_rows(of_table) for name, of_table in rows.items()}


def _with_passages(broken: Iterable[tuple[str, Row]], rows: Mapping[str, Sequence[Row]], text: str) -> list[str]:
    """The sentences on broken rows, each followed by where the row's words stand in the document."""
    return [f"{sentence} {_passage(rows, row, text)}".strip() for sentence, row in broken]


def _passage(rows: Mapping[str, Sequence[Row]], row: Row, text: str) -> str:
    """Where the words of a row stand: "It stands on page 3: 'Kenya …'."; empty for a row without words."""
    of_row = (p for p in rows.get("paragraphs", ()) if p["paragraph_id"] == row.get("paragraph_id", ""))
    paragraph = next(of_row, {})
    words = next(filter(None, (r.get(name) for r in (row, paragraph) for name in ("quote", "heading", "text"))), "")
    page, start = (row.get(name) or paragraph.get(name) for name in ("page", "source_start"))
    line = f" on line {text.count(chr(10), 0, start) + 1} of the text" if start is not None and text else ""
    passage = " ".join(str(words).split())[:_SHOWN]
    return f"It stands{f' on page {page}' if page else line}: '{passage}'." if passage else ""


def write_batch(folder: Path, notes: Mapping[str, Tables]) -> None:
    """Write the rows of some notes, by key of their extraction, as one Parquet file a table.

    The column `key` is that of the row's extraction: a batch may hold two texts of one note.

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
    """Load the declared words, those of English compiled, and the contract, before processes are forked."""
    _vocabulary().readings.get("en")
    load_contract()


@cache
def _vocabulary() -> Vocabulary:
    state_named("any")  # an error in the lists of names is no fault of a document
    return load_vocabulary(DATAPACKAGE)
