"""Says what the next run would do with each document, and writes nothing.

Here: the comparison of what the sources give now with what the latest release was made of. Not here: doing it
(`pipelines/definitions.py`), showing it (`pipelines/cli/plan.py`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from pipelines.archive.document import Document
from pipelines.archive.formats import Unreadable
from pipelines.archive.formats.limits import too_large
from pipelines.archive.formats.worker import read_apart
from pipelines.archive.inbox import Incoming
from pipelines.contract.parts import files_of
from pipelines.extract.claims import claims_of
from pipelines.extract.note import NoteInput, SourceFile, extract_note
from pipelines.extract.refusal import Unfit, breakdown
from pipelines.extract.register import Register, read_register
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
from pipelines.publish.made_from import made_from_at
from pipelines.workspace.fingerprint import EXTRACTION, READERS
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.seal import sha256_file

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

    `failed`: sources that can't be had now, with what stays published. `all_again`: True where the rules of extraction
    have changed since the latest release, so that every note is extracted anew.
    """

    release: str | None
    documents: tuple[Planned, ...]
    failed: tuple[str, ...]
    all_again: bool

    def counts(self) -> dict[str, int]:
        """How many documents there are in each state."""
        counted = Counter(document.state for document in self.documents)
        return {state: counted[state] for state in STATES}

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values."""
        return {**asdict(self), "counts": self.counts()}


@dataclass(frozen=True, slots=True)
class _Published:
    name: str
    sha256: str
    note_id: str


def make_plan(workspace: Workspace) -> Plan:
    """Look at the sources and say what the next run would do with each document.

    Raises:
        SourcesError, SettingsError: the declarations can't be used.
    """
    latest = History(workspace.outputs.publish).latest()
    published = _published(latest / "data") if latest else []
    with TemporaryDirectory() as fetched:
        looks = workspace.watch(Path(fetched)).look(workspace.sources)
        planner = _Planner(workspace, published, read_register(latest / "data" if latest else None))
        documents = [planner.plan(file) for look in looks for file in look.files]
    here = {document.name for document in documents}
    passed_over = [entry for look in looks for entry in look.skipped]
    documents += [Planned("skipped", e.name, e.source, message=f"{e.name}: {e.why}") for e in passed_over]
    gone = [p for p in published if p.sha256 not in planner.seen and p.name not in here]
    documents += [Planned("withdrawn", p.name, note_id=p.note_id) for p in gone]
    known = made_from_at(workspace.outputs.publish).load()
    return Plan(
        release=latest.name if latest else None,
        documents=tuple(sorted(documents, key=lambda d: (STATES.index(d.state), d.source, d.name))),
        failed=tuple(look.error for look in looks if look.error),
        all_again=bool(latest) and known.extraction != EXTRACTION,
    )


def _published(data: Path) -> list[_Published]:
    columns = ["source_file", "source_sha256", "note_id"]
    tables = [pq.read_table(file, columns=columns) for file in files_of(data, "note_files").values()]
    return [_Published(*(row[column] for column in columns)) for table in tables for row in table.to_pylist()]


class _Planner:
    """Tells the state of one document after the other. `seen`: checksums of those that were there."""

    def __init__(self, workspace: Workspace, published: list[_Published], register: Register) -> None:
        self._workspace = workspace
        self._register = register
        self._by_sha = {p.sha256: p.note_id for p in published}
        self._by_name = {p.name: p.note_id for p in published}
        self._notes = {p.note_id for p in published}
        self._vocabulary: Vocabulary | None = None
        self.seen: set[str] = set()

    def plan(self, file: Incoming) -> Planned:
        """The state of a document."""
        if file.refusal:
            return _quarantined(file, f"{file.name} was not opened: {file.refusal}.", "unsafe_file")
        try:
            digest = file.sha256 or sha256_file(file.path)
            self.seen.add(digest)
            if digest in self._by_sha:
                return Planned("unchanged", file.name, file.source, self._by_sha[digest])
            note_id = self._note_id(file, digest)
        except (Unreadable, Unfit) as refusal:
            return _quarantined(file, f"{file.name}: {refusal}", refusal.reason)
        except OSError as error:
            return _quarantined(file, f"{file.name} could not be opened: {error.strerror or error}.", "no_access")
        except Exception as error:  # noqa: BLE001 - what the run will quarantine must not end the plan
            unfit = breakdown(error)
            return _quarantined(file, f"{file.name}: {unfit}", unfit.reason)
        state = "changed" if file.name in self._by_name or note_id in self._notes else "new"
        return Planned(state, file.name, file.source, note_id)

    def _note_id(self, file: Incoming, digest: str) -> str:
        document = self._read(file, digest)
        if self._vocabulary is None:
            self._vocabulary = load_vocabulary(DATAPACKAGE)
        known = self._workspace.document_facts.get(digest)
        declared = {f: getattr(known, f) for f in ("symbol", "title", "issued", "note_id")} if known else {}
        any_family = file.any_family or (known is not None and known.any_family)
        files = (SourceFile(file.name, digest, file.bytes, document.media_type),)
        source = NoteInput(files, **declared, any_family=any_family)
        claims = claims_of(extract_note(document, source, self._vocabulary), source)
        return claims.declared or self._register.note_of(claims.known_by()) or claims.base_id

    def _read(self, file: Incoming, digest: str) -> Document:
        archive, limits = self._workspace.archive, self._workspace.settings.reader_limits
        if archive.holds(digest, READERS):
            return archive.document(digest, READERS)
        size = file.path.stat().st_size
        if size > limits.max_bytes:
            raise too_large("file", size, limits.max_bytes, "bytes", "max_bytes")
        return read_apart(file.path.read_bytes(), limits)


def _quarantined(file: Incoming, message: str, reason: str) -> Planned:
    return Planned("quarantined", file.name, file.source, reason=str(reason), message=message)
