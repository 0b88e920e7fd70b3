"""Extracts the notes of one batch and writes their rows as Parquet.

Not here: which notes are to be extracted, and where (`batches.py`); what is in a note (`note.py`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive.store import Archive
from pipelines.contract.tables import load_contract
from pipelines.extract.batches import Extraction, Task, refused
from pipelines.extract.builder import TABLES, Rows
from pipelines.extract.claims import claims_of
from pipelines.extract.corrections import Correction, UnmetError, apply_corrections
from pipelines.extract.note import extract_note
from pipelines.extract.promises import broken_promises
from pipelines.extract.reading.language import VocabularyError
from pipelines.extract.refusal import Unfit, breakdown, breaks_contract
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.workspace.atomic import write_folder
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.seal import seal


def extract_batch(tasks: Sequence[Task], *, archive: Archive, folder: Path) -> list[Extraction]:
    """Extract some documents and write their rows as one batch; of documents of one note, each into one of its own.

    Rows are known by their batch and note: two texts of a note side by side could not be told from each other.

    Returns:
        One extraction per task, in order.

    Raises:
        OSError: the folder can't be written.
    """
    vocabulary = _vocabulary()
    name = hashlib.sha256("\0".join(task.key for task in tasks).encode()).hexdigest()[:16]
    batches: dict[str, Rows] = {}
    met: Counter[str] = Counter()
    done = []
    for extraction, rows in (_extract(task, archive, vocabulary) for task in tasks):
        if rows is not None:
            nth = met[extraction.note_id]
            met[extraction.note_id] += 1
            batch = f"{name}-{nth}" if nth else name
            tables = batches.setdefault(batch, {table: [] for table in TABLES})
            for table in TABLES:
                tables[table].extend(rows[table])
            extraction = replace(extraction, batch=batch)  # noqa: PLW2901 - the same, with its place
        done.append(extraction)
    for batch, tables in batches.items():
        write_folder(folder / batch, {f"{table}.parquet": _parquet(table, tables) for table in TABLES}, seal)
    return done


def prepare() -> None:
    """Have the words of extraction ready, those of most notes' language too, and the contract."""
    _vocabulary().readings.get("en")
    load_contract()


@cache
def _vocabulary() -> Vocabulary:
    state_named("any")  # what is wrong with the lists of names is no fault of a document
    return load_vocabulary(DATAPACKAGE)


def _parquet(table: str, rows: Rows) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(load_contract()[table].arrow_rows(rows[table], extracted=True), sink, compression="snappy")
    return bytes(sink.getvalue().to_pybytes())


def _extract(task: Task, archive: Archive, vocabulary: Vocabulary) -> tuple[Extraction, Rows | None]:
    sha = task.source.files[0].sha256
    try:
        documents = partial(archive.document, reader_version=READERS)
        document = documents(sha)
        rows = extract_note(document, task.source, vocabulary, documents)
    except VocabularyError:  # no fault of the document
        raise
    except Unfit as unfit:
        return refused(task, unfit), None
    except Exception as error:  # noqa: BLE001 - a fault that one document in thousands shows must not cost the others
        return refused(task, breakdown(error)), None
    if promises := broken_promises(rows, document.text):
        return refused(task, breaks_contract(promises)), None
    found: Sequence[Correction] = ()
    broken = ""
    try:
        found = apply_corrections(rows, task.corrections, load_contract())
    except UnmetError as error:
        found, broken = error.found, str(error)
    extraction = Extraction(
        sha256=sha,
        key=task.key,
        batch="",
        note_id=rows["notes"][0]["note_id"],
        claims=claims_of(rows, task.source),
        texts=tuple((v.claims.language, v.claims.sha256) for v in task.source.versions if v.current),
        broken=broken,
        corrections=tuple(str(c) for c in found),
    )
    return extraction, rows
