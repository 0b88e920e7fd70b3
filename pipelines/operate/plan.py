"""Says what the next run would do with each document, and writes nothing.

Here: the comparison of what the sources give now with what the latest release was made of. Not here: doing it
(`pipelines/definitions.py`), showing it (`pipelines/cli/plan.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from pipelines.archive.incoming import Incoming
from pipelines.archive.intake import Inventory, gathered, take_in
from pipelines.archive.store import Archive
from pipelines.contract.parts import parquet_of
from pipelines.extract.batch import extract_sources
from pipelines.extract.claims import CONTENT, read_register
from pipelines.extract.extraction import Index
from pipelines.extract.identity import sources_of
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
from pipelines.publish.streams import Row
from pipelines.workspace.fingerprint import EXTRACTION

STATES = ("new", "changed", "unchanged", "withdrawn", "quarantined", "skipped")


@dataclass(frozen=True, slots=True)
class Planned:
    """One document. `state`: one of `STATES`. `reason`, `message`: why it is not published, a code and words."""

    state: str
    name: str
    source: str = ""
    note_id: str | None = None
    reason: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next run would do.

    `failed`: sources that can't be had now, with what stays published. `lost`: what the run is refused for, as
    sentences. `all_again`: True where the rules of extraction have changed since the latest release, so that every note
    is extracted anew.
    """

    release: str | None
    documents: tuple[Planned, ...]
    failed: tuple[str, ...]
    lost: tuple[str, ...]
    all_again: bool

    def counts(self) -> dict[str, int]:
        """How many documents there are in each state."""
        counted = Counter(document.state for document in self.documents)
        return {state: counted[state] for state in STATES}

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values."""
        return {**asdict(self), "counts": self.counts()}


def make_plan(workspace: Workspace) -> Plan:
    """Look at the sources and say what the next run would do with each document.

    Raises:
        SourcesError, SettingsError: the declarations can't be used.
    """
    latest = History(workspace.outputs.publish).latest()
    published: list[Row] = _files(latest / "data") if latest else []
    note_of = {p["source_sha256"]: p["note_id"] for p in published}
    with TemporaryDirectory() as folder:
        looks = workspace.watch(Path(folder) / "fetched").look(workspace.sources)
        incoming, limits, archive = gathered(looks), workspace.settings.limits, Archive(Path(folder))
        files = incoming.items
        others = Inventory(tuple(file for file in files if file.sha256 not in note_of))
        items = take_in(others, archive, limits, workspace.runner, today="").items
        given = {file.sha256 for file in files if file.sha256}
        documents = list(_others(workspace, items, archive, published, latest, given=given))
    same = [(file, note_of[file.sha256]) for file in files if file.sha256 in note_of]
    documents += [Planned("unchanged", file.name, file.source, note_id) for file, note_id in same]
    seen = {*(file.sha256 for file in files), *(item.sha256 for item in items)}
    here = {document.name for document in documents}
    documents += [Planned("skipped", e.name, e.source, message=f"{e.name}: {e.why}") for e in incoming.skipped]
    gone = [p for p in published if p["source_sha256"] not in seen and p["source_file"] not in here]
    documents += [Planned("withdrawn", p["source_file"], note_id=p["note_id"]) for p in gone]
    origins = workspace.origins.load()
    lost = [
        f"{p['source_file']} of {p['note_id']} is no longer at {origins.get(p['source_sha256'], 'its source')}."
        for p in gone
    ]
    made_from = workspace.remembered.load()
    return Plan(
        release=latest.name if latest else None,
        documents=tuple(sorted(documents, key=lambda d: (STATES.index(d.state), d.source, d.name))),
        failed=incoming.failed,
        lost=tuple(lost),
        all_again=bool(latest) and made_from.extraction != EXTRACTION,
    )


def _files(data: Path) -> list[Row]:
    return list(pq.ParquetFile(parquet_of(data, "note_files")).read().to_pylist())


def _others(
    workspace: Workspace,
    items: Sequence[Incoming],
    archive: Archive,
    published: Sequence[Row],
    latest: Path | None,
    *,
    given: set[str],
) -> Iterator[Planned]:
    """The state of each document that the latest release has not; `archive` holds those that can be read.

    `given`: checksums of all that the sources give now.
    """
    if not items:
        return
    register = read_register(latest / "data" if latest else None)
    sources = sources_of([i for i in items if not i.reason], workspace.document_facts)
    seconds = workspace.settings.limits.max_seconds
    with TemporaryDirectory() as folder:
        made = extract_sources(sources, Index(Path(folder)), archive, workspace.runner, seconds=seconds)
    extraction_of = {extraction.sha256: extraction for extraction in made}
    names = {p["source_file"] for p in published}
    for item in items:
        if item.reason:
            yield Planned("quarantined", item.name, item.source, reason=item.reason, message=item.message)
            continue
        extraction = extraction_of[item.sha256]
        if (claims := extraction.claims) is None:
            message = f"{item.name}: {extraction.refusal}"
            yield Planned("quarantined", item.name, item.source, reason=extraction.reason, message=message)
            continue
        note_id = claims.declared or register.note_of(claims.note_keys()) or claims.base_id
        text = given.intersection(register.standing.get((note_id, claims.language, claims.revision), {}).values())
        stands = next((p["source_file"] for p in published if p["source_sha256"] in text), "")
        if stands and not claims.stands and register.notes.get((CONTENT, claims.content)) != note_id:
            message = (
                f"{item.name}: {stands} is another text of this version, was there first and stands. If this one "
                f"is to, write into sources.yaml, below documents: sha256: {item.sha256}, stands: true."
            )
            yield Planned("skipped", item.name, item.source, note_id, message=message)
            continue
        yield Planned("changed" if item.name in names else "new", item.name, item.source, note_id)
