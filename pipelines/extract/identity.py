"""Decides which files are one note, and which identifier each note has.

Two documents may have one symbol: the same note in another form, or other content under the same symbol (a reissue).
Here: those decisions, over the extractions of all documents. Not here: extraction itself (`batches.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.archive.formats.registry import rank
from pipelines.archive.intake import Inventory, Item
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.store import Archive
from pipelines.extract.batches import Elsewhere, Extraction, Index, Task, extract_tasks
from pipelines.extract.corrections import Correction
from pipelines.extract.note import Source, SourceFile
from pipelines.workspace.limits import Limits


def extract_inventory(
    inventory: Inventory,
    facts: dict[str, DocumentFacts],
    corrections: Sequence[Correction],
    index: Index,
    archive: Archive,
    *,
    workers: int,
    limits: Limits,
    elsewhere: Elsewhere | None = None,
) -> list[Extraction]:
    """Give the extraction of every readable document that is published or refused, sorted by note and checksum.

    Raises:
        OSError: the folder can't be written.
    """
    tasks = [Task(source, _of_note(corrections, source.note_id)) for source in _sources(inventory.readable, facts)]
    seconds = limits.max_seconds
    found = extract_tasks(tasks, index, archive, workers=workers, seconds=seconds, elsewhere=elsewhere)
    decided = _decide(zip(tasks, found, strict=True), corrections)
    changed = [task for task, _ in decided if task.key not in index.entries]
    # What a run before has made under these keys is used again, and must not be cleared away.
    index.used.update(task.key for task, _ in decided)
    if changed:
        extract_tasks(changed, index, archive, workers=workers, seconds=seconds, elsewhere=elsewhere)
    made = [
        replace(index.entries[task.key], base_id=extraction.base_id) if extraction.refusal is None else extraction
        for task, extraction in decided
    ]
    return sorted(made, key=lambda e: (e.note_id, e.sha256))


def _sources(items: Iterable[Item], facts: dict[str, DocumentFacts]) -> list[Source]:
    by_content: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_content[item.sha256].append(item)
    sources = []
    for sha256, group in sorted(by_content.items()):
        known = facts.get(sha256, DocumentFacts())
        names = sorted({item.name for item in group})
        first = group[0]
        sources.append(
            Source(
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
            )
        )
    return sources


def _of_note(corrections: Sequence[Correction], note_id: str | None) -> tuple[Correction, ...]:
    """Corrections of rows of a note; identifiers of rows begin with the note's."""
    if note_id is None:
        return ()
    return tuple(c for c in corrections if c.row == note_id or c.row.startswith((f"{note_id}.", f"{note_id}/")))


def _decide(
    pairs: Iterable[tuple[Task, Extraction]], corrections: Sequence[Correction]
) -> list[tuple[Task, Extraction]]:
    """The tasks that are to be published, with the identifier, files, notices and corrections that each is to have."""
    groups: dict[str, list[tuple[Task, Extraction]]] = defaultdict(list)
    decided = []
    for task, extraction in pairs:
        if extraction.refusal is not None:
            decided.append((task, extraction))
        else:
            groups[extraction.base_id].append((task, extraction))
    taken = set(groups)
    for base_id, group in sorted(groups.items()):
        notes = _join_renditions(group)
        for position, (task, extraction) in enumerate(notes):
            note_id = base_id if position == 0 else _other_id(extraction, taken)
            taken.add(note_id)
            source = replace(task.source, note_id=note_id if note_id != extraction.base_id else task.source.note_id)
            if len(notes) > 1:
                source = replace(source, notices=(_same_symbol(notes, position),))
            decided.append((Task(source, _of_note(corrections, note_id)), extraction))
    return decided


def _join_renditions(group: list[tuple[Task, Extraction]]) -> list[tuple[Task, Extraction]]:
    """One entry per content, earliest date of issue first; other forms of it become its files."""
    by_content: dict[str, list[tuple[Task, Extraction]]] = defaultdict(list)
    for task, extraction in group:
        by_content[extraction.content].append((task, extraction))
    notes = []
    for same in by_content.values():
        same.sort(key=lambda pair: (_preference(pair[0].source), pair[1].sha256))
        task, extraction = same[0]
        others = tuple(replace(f, role="rendition") for other, _ in same[1:] for f in other.source.files)
        notes.append((replace(task, source=replace(task.source, files=task.source.files + others)), extraction))
    return sorted(notes, key=lambda pair: (pair[1].issued, pair[1].sha256))


def _preference(source: Source) -> int:
    """Of several forms of one note, the one that says most about its structure is read."""
    return rank(source.files[0].media_type)


def _other_id(extraction: Extraction, taken: set[str]) -> str:
    by_date = f"{extraction.base_id}-{extraction.issued}" if extraction.issued else ""
    return by_date if by_date and by_date not in taken else f"{extraction.base_id}-{extraction.sha256[:8]}"


def _same_symbol(notes: Sequence[tuple[Task, Extraction]], position: int) -> tuple[str, str]:
    others = ", ".join(task.source.files[0].name for n, (task, _) in enumerate(notes) if n != position)
    message = (
        f"Another document has the same symbol, or the same title and date, but other content: {others}. "
        "Both are kept; the one issued later is current. If one is superseded, remove it from the source."
    )
    return "same_symbol_other_content", message
