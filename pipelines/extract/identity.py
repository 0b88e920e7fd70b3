"""Extracts the documents of an inventory, each alone, and then those together that are versions of one note.

Here: the order of things. Not here: which documents are one note (`works.py`), extraction itself (`batch.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.archive.inbox import Incoming
from pipelines.archive.intake import Inventory
from pipelines.archive.quarantine import Refusal
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.store import Archive
from pipelines.extract.batch import extract_tasks
from pipelines.extract.claims import NoteInput, SourceFile, read_register
from pipelines.extract.corrections import Correction
from pipelines.extract.extraction import Extraction, Index, Task
from pipelines.extract.last_good import keep, kept_notes
from pipelines.extract.refusal import UnfitReason
from pipelines.extract.works import Work, decide
from pipelines.workspace.pool import Runner


def extract_inventory(
    inventory: Inventory,
    facts: dict[str, DocumentFacts],
    corrections: Sequence[Correction],
    index: Index,
    *,
    archive: Archive,
    runner: Runner,
    seconds: float,
    latest: Path | None = None,
) -> list[Extraction]:
    """Give the extraction of every note that is published, and of every document that is refused.

    `seconds`: that one document may take. `latest`: the latest release, which tells what notes are known by, and whose
    rows stand where a note that it published no longer passes.

    Returns:
        Sorted by note and checksum.

    Raises:
        OSError: the folder can't be written.
    """
    register = read_register(latest / "data" if latest else None)
    published = frozenset[str]().union(*register.standing.values())
    tasks = [Task(source, _of_note(corrections, source.note_id)) for source in sources_of(inventory.readable, facts)]
    found = extract_tasks(tasks, index, archive, runner, seconds=seconds)
    alone = {task.source.files[0].sha256: (task, extraction) for task, extraction in zip(tasks, found, strict=True)}
    while True:
        works = decide([extraction.claims for _, extraction in alone.values() if extraction.claims], register)
        together = [_task(work, alone, corrections) for work in works if work.versions]
        made = extract_tasks(together, index, archive, runner, seconds=seconds)
        to_blame = {
            sha256: extraction
            for task, extraction in zip(together, made, strict=True)
            if extraction.refusal
            for sha256 in _to_blame(task, published)
        }
        if not to_blame:
            break
        for sha256, extraction in to_blame.items():
            alone[sha256] = (alone[sha256][0], replace(extraction, sha256=sha256))
    refused = [extraction for _, extraction in alone.values() if extraction.refusal]
    if latest and (kept := kept_notes(latest, works, refusals(inventory, refused))):
        standing = [
            index.add(replace(e, corrections=tuple(map(str, _of_note(corrections, e.note_id)))))  # which were applied
            for e in keep(latest, kept, index.folder)
        ]
        made = [*standing, *(e for e in made if e.note_id not in {one.note_id for one in standing})]
    refused += [_stray(alone[claims.sha256][1], work) for work in works for claims in work.stray]
    return sorted([*made, *refused], key=lambda e: (e.note_id, e.sha256))


def _to_blame(task: Task, published: Collection[str]) -> list[str]:
    """The documents of a note without which it is tried again: what is new in it, or all that only comes beside."""
    documents = list(dict.fromkeys(file.sha256 for file in task.source.files))
    new = [sha256 for sha256 in documents if sha256 not in published]
    return new if 0 < len(new) < len(documents) else documents[1:] or documents


def refusals(inventory: Inventory, extractions: Sequence[Extraction]) -> list[Refusal]:
    """The files of an inventory that are not published: those that can't be read, and those that are no notes."""
    unfit = {e.sha256: e for e in extractions if e.refusal}
    return [Refusal(item.name, item.sha256, item.reason, item.message) for item in inventory.refused] + [
        Refusal(item.name, e.sha256, e.reason, f"{item.name}: {e.refusal}")
        for item in inventory.readable
        if (e := unfit.get(item.sha256))
    ]


def sources_of(items: Iterable[Incoming], claims: dict[str, DocumentFacts]) -> list[NoteInput]:
    """What extraction is told of each document, sorted by checksum; files with the same bytes are one."""
    by_content: dict[str, list[Incoming]] = defaultdict(list)
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
    # A note has the symbol that any of its languages prints.
    symbol = next((v.claims.work for v in others if v.current and v.claims.work), None)
    lent = symbol if symbol and not carrier.claims.symbol else None
    source = replace(
        task.source,
        files=tuple(files),
        symbol=task.source.symbol or lent,
        note_id=task.source.note_id if work.note_id == extraction.note_id and not lent else work.note_id,
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
