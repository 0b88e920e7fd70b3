"""Extracts the notes of an inventory and keeps their rows as Parquet, one folder per batch of notes.

Here: what is new, what is known, and writing. Not here: what is in a note (`note.py`), which identifiers and files
belong together (`identity.py`).
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive.store import Archive
from pipelines.contract.tables import load_contract
from pipelines.extract.builder import TABLES, Rows
from pipelines.extract.claims import DocumentClaims, claims_of
from pipelines.extract.corrections import Correction, UnmetError, apply_corrections
from pipelines.extract.note import NoteInput, extract_note
from pipelines.extract.promises import broken_promises
from pipelines.extract.reading.language import VocabularyError
from pipelines.extract.refusal import Unfit, breakdown, breaks_contract
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.workspace import beside
from pipelines.workspace.atomic import write_folder
from pipelines.workspace.fingerprint import EXTRACTION, READERS
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.pool import even, run_each
from pipelines.workspace.progress import Stage, stage
from pipelines.workspace.seal import damaged, seal
from pipelines.workspace.state import State

BATCH = 256
_FAILURES = {
    "timeout": "it took longer than limits.max_seconds",
    "crash": "the process died, perhaps for want of memory",
}
Elsewhere = Callable[[Callable[[Sequence["Task"]], list["Extraction"]], list[list["Task"]]], list["Extraction"]]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What became of one document.

    `key`: over everything that decides its rows. `batch`: the folder that holds them, None where it was refused.
    `claims`: what the document says of itself alone. `texts`: language and checksum of the documents whose words are
    published beside it. `reason`, `refusal`: why it is not published, as a code (`UnfitReason`) and in words; empty
    and None where it is. `broken`: how a correction does not fit, empty where all do.
    `corrections`: those that found their row.
    """

    sha256: str
    key: str
    batch: str | None = None
    note_id: str = ""
    claims: DocumentClaims | None = None
    texts: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    refusal: str | None = None
    broken: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A document to extract, and the corrections that may touch it."""

    source: NoteInput
    corrections: tuple[Correction, ...] = ()

    @property
    def key(self) -> str:
        """Digest over everything that decides the rows: code and vocabulary, document, claims, corrections."""
        parts = [EXTRACTION, repr(self.source), repr(self.corrections)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class Index:
    """The extractions that are there, by key, and which of them are current; damaged batches are removed.

    `note_ids`: of the notes that are or were there.

    Saved as `index.json` and `current.json` below the folder of the extract stage.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for batch in damaged(*sorted(folder.glob("[!.]*/"))):
            shutil.rmtree(batch)
        # Where it is lost, that costs one full extraction and nothing else.
        self._known = State[list[Extraction]](folder / "index.json", [])
        known = self._known.load()
        self.note_ids = {e.note_id for e in known}
        self.entries = {e.key: e for e in known if e.batch is None or (folder / e.batch).is_dir()}
        self.used: set[str] = set()

    def forget(self, batches: Collection[str]) -> None:
        """Let the notes of these batches be as if they had never been extracted.

        Raises:
            OSError: a batch can't be removed.
        """
        self.entries = {key: entry for key, entry in self.entries.items() if entry.batch not in batches}
        for batch in batches:
            shutil.rmtree(self.folder / batch)

    def save(self, current: Sequence[Extraction]) -> None:
        """Keep the extractions that this run used, and the batches that hold them."""
        entries = [e for key, e in sorted(self.entries.items()) if key in self.used]
        self._known.save(entries)
        _current(self.folder).save(list(current))
        kept = {e.batch for e in entries}
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder)


def current_extractions(folder: Path) -> list[Extraction]:
    """The extractions that the last run of the extract stage made current, refused documents included.

    Raises:
        StateError: the list is damaged.
    """
    return _current(folder).load()


def _current(folder: Path) -> State[list[Extraction]]:
    return State[list[Extraction]](
        folder / "current.json", [], cure="Run `uncac publish`, or the extract stage: it makes the list again"
    )


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
    state_named("any")
    load_contract()


@cache
def _vocabulary() -> Vocabulary:
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
        return _refused(task, unfit), None
    except Exception as error:  # noqa: BLE001 - a fault that one document in thousands shows must not cost the others
        return _refused(task, breakdown(error)), None
    if promises := broken_promises(rows, document.text):
        return _refused(task, breaks_contract(promises)), None
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


def _refused(task: Task, unfit: Unfit) -> Extraction:
    return Extraction(task.source.files[0].sha256, task.key, reason=str(unfit.reason), refusal=str(unfit))


def extract_tasks(
    tasks: Sequence[Task],
    index: Index,
    archive: Archive,
    *,
    workers: int,
    seconds: float,
    elsewhere: Elsewhere | None = None,
) -> list[Extraction]:
    """Give the extraction of every task, in order; only those that the index does not hold are made.

    `elsewhere`: does the work on batches, where another engine than this machine's processes is to do it.

    A document over which a worker hangs or dies is refused; every other one is extracted.

    Raises:
        OSError: the folder can't be written.
    """
    new = [task for task in tasks if task.key not in index.entries]
    work = partial(extract_batch, archive=archive, folder=index.folder)
    share = workers if elsewhere is None and len(new) > BATCH // 8 else 1
    size = even(len(new), share, BATCH)
    batches = [new[at : at + size] for at in range(0, len(new), size)]
    with stage("Extracting notes", len(new)) as running:
        if elsewhere is not None and batches:
            made = elsewhere(work, batches)
            running.advance(pieces=len(new))
        elif share > 1:
            made = _made_apart(work, batches, workers, seconds, running)
        else:
            # Where the second process has read the vocabulary meanwhile, this one need not.
            there = beside.elsewhere if workers > 1 else lambda *_: None
            given = ((there(work, batch), partial(work, batch)) for batch in batches)
            made = [e for future, here in given for e in _told(beside.result_of(future, here), running)]
    index.entries.update({e.key: e for e in made})
    index.used.update(task.key for task in tasks)
    return [index.entries[task.key] for task in tasks]


def _told(made: list[Extraction], running: Stage) -> list[Extraction]:
    running.advance(made[-1].note_id, len(made))
    return made


def _made_apart(
    work: partial[list[Extraction]], batches: list[list[Task]], workers: int, seconds: float, running: Stage
) -> list[Extraction]:
    made: list[Extraction] = []
    retry: list[list[Task]] = []
    for outcome in run_each(work, batches, workers=workers, seconds=seconds * 4, chunk=1):
        if outcome.result is None:
            retry.extend([task] for task in outcome.item)
        else:
            made.extend(_told(outcome.result, running))
    for outcome in run_each(work, retry, workers=workers, seconds=seconds, chunk=1) if retry else ():
        if outcome.result is None:
            made.extend(_told([_refused(outcome.item[0], breakdown(_FAILURES[outcome.failure or "crash"]))], running))
        else:
            made.extend(_told(outcome.result, running))
    return made
