"""Extracts the documents of an inventory, each alone, and then those together that are versions of one note.

Here: the order of things. Not here: which documents are one note (`works.py`), extraction itself (`batches.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.archive.intake import Inventory, Item
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.store import Archive
from pipelines.extract.batches import Elsewhere, Extraction, Index, Task, extract_tasks
from pipelines.extract.corrections import Correction
from pipelines.extract.refusal import UnfitReason
from pipelines.extract.register import Register
from pipelines.extract.works import Version, Work, decide
from pipelines.workspace.limits import Limits


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file in which a note was received; `role` as in the table `note_files`.

    `language`, `revision`: of the version that it holds; None for the one that carries the structure.
    """

    name: str
    sha256: str
    bytes: int
    media_type: str
    role: str = "primary"
    language: str | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class NoteInput:
    """What is known of a document beside its text.

    `files`: as received; the first is the one that is read. `symbol`, `title`, `issued` (`YYYY-MM-DD`), `url`,
    `note_id`, `stands`: as declared in `datapackage/sources.yaml`; they win over the masthead. `notices`: rule and
    message of signals that come from looking at several documents. `versions`: the other versions of the note.
    `any_family`: True where the document is published whatever family it belongs to.
    """

    files: tuple[SourceFile, ...]
    url: str | None = None
    symbol: str | None = None
    title: str | None = None
    issued: str | None = None
    note_id: str | None = None
    stands: bool = False
    notices: tuple[tuple[str, str], ...] = ()
    any_family: bool = False
    versions: tuple[Version, ...] = ()


def extract_inventory(
    inventory: Inventory,
    claims: dict[str, DocumentFacts],
    corrections: Sequence[Correction],
    index: Index,
    archive: Archive,
    *,
    workers: int,
    limits: Limits,
    register: Register | None = None,
    elsewhere: Elsewhere | None = None,
    judged: Mapping[str, Extraction] | None = None,
) -> list[Extraction]:
    """Give the extraction of every note that is published, and of every document that is refused.

    `register`: what the last release knows notes by. `judged`: refusals of documents whose rows break the contract.

    Returns:
        Sorted by note and checksum.

    Raises:
        OSError: the folder can't be written.
    """
    tasks = [Task(source, _of_note(corrections, source.note_id)) for source in sources_of(inventory.readable, claims)]
    seconds = limits.max_seconds
    found = extract_tasks(tasks, index, archive, workers=workers, seconds=seconds, elsewhere=elsewhere)
    found = [(judged or {}).get(e.sha256, e) for e in found]
    alone = {task.source.files[0].sha256: (task, e) for task, e in zip(tasks, found, strict=True)}
    works = decide([e.claims for e in found if e.claims], register or Register())
    published = [_task(work, alone, corrections) for work in works if work.versions]
    made = extract_tasks(published, index, archive, workers=workers, seconds=seconds, elsewhere=elsewhere)
    refused = [e for e in found if e.refusal]
    refused += [_stray(alone[claims.sha256][1], work) for work in works for claims in work.stray]
    return sorted([*made, *refused], key=lambda e: (e.note_id, e.sha256))


def sources_of(items: Iterable[Item], claims: dict[str, DocumentFacts]) -> list[NoteInput]:
    """What extraction is told of each document, sorted by checksum; files with the same bytes are one."""
    by_content: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_content[item.sha256].append(item)
    sources = []
    for sha256, group in sorted(by_content.items()):
        known = claims.get(sha256, DocumentFacts())
        names = sorted({item.name for item in group})
        first = group[0]
        sources.append(
            NoteInput(
                files=tuple(
                    SourceFile(name, sha256, first.bytes, first.media_type, "same_bytes" if n else "primary")
                    for n, name in enumerate(names)
                ),
                url=known.url or next((item.url for item in group if item.url), None),
                symbol=known.symbol,
                title=known.title,
                issued=known.issued,
                note_id=known.note_id,
                any_family=known.any_family or any(item.any_family for item in group),
                stands=known.stands,
            )
        )
    return sources


def _of_note(corrections: Sequence[Correction], note_id: str | None) -> tuple[Correction, ...]:
    """Corrections of rows of a note; identifiers of rows begin with the note's."""
    if note_id is None:
        return ()
    return tuple(c for c in corrections if c.row == note_id or c.row.startswith((f"{note_id}.", f"{note_id}/")))


def _task(work: Work, alone: dict[str, tuple[Task, Extraction]], corrections: Sequence[Correction]) -> Task:
    """The task of a note: that of its document alone, where nothing is to be said beside."""
    carrier, *others = work.versions
    task, extraction = alone[carrier.claims.sha256]
    files = [f for n, d in enumerate(carrier.files) for f in _files(alone[d.sha256][0], rendition=n > 0)]
    files += [
        replace(file, language=version.claims.language, revision=version.claims.revision)
        for version in others
        for n, document in enumerate(version.files)
        for file in _files(alone[document.sha256][0], rendition=n > 0)
    ]
    source = replace(
        task.source,
        files=tuple(files),
        note_id=task.source.note_id if work.note_id == extraction.note_id else work.note_id,
        notices=work.notices,
        versions=tuple(others),
    )
    return Task(source, _of_note(corrections, work.note_id))


def _files(task: Task, *, rendition: bool) -> tuple[SourceFile, ...]:
    files = task.source.files
    return tuple(replace(file, role="rendition") for file in files) if rendition else files


def _stray(extraction: Extraction, work: Work) -> Extraction:
    corrected = extraction.claims.work if extraction.claims else "a note"
    message = (
        f"It corrects {corrected}, which is not here. Put that note into the source; then "
        "this is listed as one of its versions."
    )
    return replace(
        extraction, note_id=work.note_id, batch=None, reason=str(UnfitReason.NOTHING_TO_CORRECT), refusal=message
    )
