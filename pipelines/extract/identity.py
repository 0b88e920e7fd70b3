"""Extracts the documents of an inventory: each alone, for its claims, and then the versions of each note together.

Not here: which documents are one note (`works.py`), extraction itself (`batch.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.archive.incoming import Incoming
from pipelines.archive.intake import Inventory
from pipelines.archive.quarantine import Refusal
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.store import Archive
from pipelines.extract.batch import extract_sources
from pipelines.extract.claims import NoteInput, SourceFile, Version, Work, read_register
from pipelines.extract.corrections import Correction
from pipelines.extract.extraction import Extraction, Index
from pipelines.extract.last_good import keep, kept_notes
from pipelines.extract.unfit import UnfitReason
from pipelines.extract.works import decide
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
    """The extraction of every note that is published, and of every document that is refused.

    A note that is refused as a whole is tried again without the documents to blame, so that a broken translation does
    not cost the note.

    `facts`: by checksum. `seconds`: limit for one document. `latest`: the latest release, which has the register of
    notes, and whose rows stand where a note that it published is refused now.

    Returns:
        Sorted by note and checksum.

    Raises:
        OSError: the folder can't be written.
    """
    register = read_register(latest / "data" if latest else None)
    published = {sha256 for files in register.standing.values() for sha256 in files.values()}
    sources = [
        replace(source, corrections=_of_note(corrections, source.facts.note_id))
        for source in sources_of(inventory.readable, facts)
    ]
    extractions = extract_sources(sources, index, archive, runner, seconds=seconds)
    alone = {source.sha256: (source, extraction) for source, extraction in zip(sources, extractions, strict=True)}
    while True:
        works = decide([extraction.claims for _, extraction in alone.values() if extraction.claims], register)
        notes = [work for work in works if work.versions]
        together = [_together(work, alone, corrections) for work in notes]
        made = extract_sources(together, index, archive, runner, seconds=seconds)
        to_blame = {
            sha256: extraction
            for work, extraction in zip(notes, map(_refused_where_broken, made), strict=True)
            if extraction.refusal
            for sha256 in _to_blame(work, extraction, published)
        }
        if not to_blame:
            break
        for sha256, extraction in to_blame.items():
            alone[sha256] = (alone[sha256][0], replace(extraction, sha256=sha256))
    refused = [extraction for _, extraction in alone.values() if extraction.refusal]
    if latest and (kept := kept_notes(register, works, refusals(inventory, refused))):
        standing = [
            # Their corrections were applied when the rows were published.
            index.add(replace(e, corrections=tuple(map(str, _of_note(corrections, e.note_id)))))
            for e in keep(latest, kept, index.folder)
        ]
        made = [*standing, *(e for e in made if e.note_id not in {one.note_id for one in standing})]
    refused += [_stray(alone[claims.sha256][1], work) for work in works for claims in work.stray]
    return sorted([*made, *refused], key=lambda e: (e.note_id, e.sha256))


def _refused_where_broken(extraction: Extraction) -> Extraction:
    """The extraction of a note; refused where a correction does not fit its rows."""
    if not extraction.broken:
        return extraction
    reason = str(UnfitReason.CORRECTION_UNMET)
    return replace(extraction, batch=None, claims=None, reason=reason, refusal=extraction.broken)


def _to_blame(work: Work, extraction: Extraction, published: Collection[str]) -> list[str]:
    """The documents without which a refused note is tried again: the new ones, else all but the one that is read.

    All of them, where a correction does not fit the rows.
    """
    documents = [document.sha256 for version in work.versions for document in version.files]
    if extraction.reason == UnfitReason.CORRECTION_UNMET:
        return documents
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


def sources_of(items: Iterable[Incoming], facts: Mapping[str, DocumentFacts]) -> list[NoteInput]:
    """What to extract, sorted by checksum; files with the same bytes are one document. `facts`: by checksum."""
    by_content: dict[str, list[Incoming]] = defaultdict(list)
    for item in items:
        by_content[item.sha256].append(item)
    sources = []
    for sha256, group in sorted(by_content.items()):
        declared, names = facts.get(sha256, DocumentFacts()), sorted({item.name for item in group})
        of_source = {
            "url": declared.url or next((item.url for item in group if (item.url or "").startswith("http")), None),
            "any_family": declared.any_family or any(item.any_family for item in group),
        }
        files = tuple(SourceFile(name, sha256, group[0].bytes, group[0].media_type) for name in names)
        sources.append(NoteInput(files, declared.model_copy(update=of_source)))
    return sources


def _of_note(corrections: Sequence[Correction], note_id: str | None) -> tuple[Correction, ...]:
    """The corrections of a note's rows."""
    return tuple(c for c in corrections if c.note_id == note_id)


def _together(
    work: Work, alone: dict[str, tuple[NoteInput, Extraction]], corrections: Sequence[Correction]
) -> NoteInput:
    """What to extract of a note; the same as of its document alone, where it has no other and no signals."""
    claims = work.versions[0].claims
    source, extraction = alone[claims.sha256]
    nothing_else = work == Work(extraction.note_id, (Version((claims,), current=True),))
    return replace(source, work=None if nothing_else else work, corrections=_of_note(corrections, work.note_id))


def _stray(extraction: Extraction, work: Work) -> Extraction:
    """The refusal of a corrigendum whose note is not here."""
    corrected = extraction.claims.work if extraction.claims else "a note"
    message = (
        f"It corrects {corrected}, which is not here. Put that note into the source; then "
        "this is listed as one of its versions."
    )
    return replace(
        extraction, note_id=work.note_id, batch=None, reason=str(UnfitReason.NOTHING_TO_CORRECT), refusal=message
    )
