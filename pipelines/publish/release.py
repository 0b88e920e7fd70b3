"""Makes a release in one pass: built aside, verified, moved into place by one rename. No release ever changes.

Here: the order of things, and the identity of a release, which is known before anything is rendered. Not here: what
each file says (its renderer) and the list of releases (`history.py`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from itertools import chain, count
from pathlib import Path

from pipelines.archive.quarantine import Refusal
from pipelines.archive.store import Archive
from pipelines.contract.parts import parquet_of, rows_of
from pipelines.contract.register import IDENTIFIERS
from pipelines.contract.tables import Contract
from pipelines.extract.corrections import Correction
from pipelines.extract.extraction import Extraction
from pipelines.publish.changes import Changes, compare
from pipelines.publish.consent import Consent, with_consent
from pipelines.publish.data import write_data
from pipelines.publish.draft import Identity, ReleaseDraft, gather
from pipelines.publish.history import History, read_entry
from pipelines.publish.integrity import SUMS, broken_files, damage, share_equal, told_damage, write_sums
from pipelines.publish.losses import Received
from pipelines.publish.publication import Publication
from pipelines.publish.record import RECORD, Record, Versions, read_record
from pipelines.publish.register import write_register
from pipelines.publish.renderers import asked_for, render
from pipelines.publish.verify import verify
from pipelines.workspace.atomic import sync
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import PUBLISHING
from pipelines.workspace.progress import Stage
from pipelines.workspace.seal import sha256_file

_PROGRAM = "uncac-notes"


class ReleaseError(ReportedError):
    """A release was built and is not fit to be published; the message says what is wrong. Nothing was published."""


class DamagedError(ReleaseError):
    """The latest release is damaged, by its checksums."""

    def __init__(self, release: Path, broken: Mapping[str, str]) -> None:
        super().__init__(
            told_damage(release.name, broken).rstrip("."),
            "a release is never altered, nor made again",
            f"Put {release} back from a copy or the mirror; or make another release of the same content with "
            "`uncac publish --again`, which is compared with the newest whole one; or go back with `uncac rollback`",
        )


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a release is made of.

    `model`: folder with the Parquet files of every table. `day`: on which it is published, if it says anything new.
    `received`: what the sources give; `refused`: the documents of it that are not published. `processes`: so many may
    render pages.
    """

    contract: Contract
    publication: Publication
    corrections: Sequence[Correction]
    current: Sequence[Extraction]
    archive: Archive
    model: Path
    engine: Engine
    day: date
    received: Received = field(default_factory=Received)
    refused: Sequence[Refusal] = ()
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Release:
    """What came of it.

    `new`: False where the latest release already says all this, or where an operator holds the latest one (`held`).
    """

    id: str
    folder: Path
    new: bool
    rows: dict[str, int]
    changes: Changes
    held: bool = False


def standing(history: History, latest: Path, *, held: bool = False) -> Release:
    """The latest release, where no other is made."""
    return Release(latest.name, latest, new=False, rows=history.entry(latest.name).rows, changes=Changes(), held=held)


def publish_release(
    inputs: Inputs, publish: Path, *, accepted: str = "", reason: str = "", again: bool = False
) -> Release:
    """Make the release of the built tables, unless the latest is the same.

    `accepted`: digest of the rows of which the operator accepts that they disappear; empty for none. `reason`: why.
    `again`: make another release also where the latest is the same, or is damaged.

    Raises:
        StateError: nobody knows whether an operator holds the latest release.
        RemovalsNeedConsentError: rows of the last release would disappear without consent.
        ReleaseError: what was built is not fit to be published.
        DamagedError: what the next release is compared with is damaged.
        OSError, duckdb.Error: it could not be built.
    """
    history = History(publish)
    held = history.pins.load().held
    if held and (history.releases / held).is_dir():
        # A rollback may have been killed before it moved the pointer.
        history.point_to(held)
    latest = history.latest() or history.go_back()
    if latest and held:
        return standing(history, latest, held=True)
    latest = _followed(history, again=again)
    before = latest / "data" if latest else None
    contract, engine = inputs.contract, inputs.engine
    changes = compare([t for t in contract.tables if t.stage != "publish"], before, inputs.model, engine)
    removals = publish / "removals"
    changes = with_consent(
        changes,
        contract,
        inputs.corrections,
        Consent(removals, accepted, reason),
        before=before,
        after=inputs.model,
        received=inputs.received,
        refused=inputs.refused,
        rolled_back=_rolled_back(history),
        engine=engine,
    )
    texts = _texts(inputs, before)
    tables = [table.name for table in contract.tables if table.stage != "publish"]
    sums = {f"data/{name}.parquet": sha256_file(parquet_of(inputs.model, name)) for name in tables}
    sums |= {f"texts/{name}": sha256_file(text) for name, text in sorted(texts.items())}
    digest = _digest(inputs.publication, sums)
    record = read_record(latest) if latest else None
    if latest and record and record.digest == digest and not again:
        return standing(history, latest)
    history.releases.mkdir(parents=True, exist_ok=True)
    history.sweep()
    # A clock that was set back must not date a release before the one that it follows.
    day = max(inputs.day, record.published) if record else inputs.day
    id_ = _name(history, f"{day}-{digest[:12]}")
    line = history.line()
    past = line[[entry.id for entry in line].index(latest.name) :] if latest else []
    identity = Identity(id_, day, version(_PROGRAM), digest, changes, before, past, inputs.refused)
    aside, target = history.releases / f".{os.getpid()}.tmp", history.releases / id_
    try:
        _build(inputs, aside, identity, texts, sums)
        aside.rename(target)
        sync(history.releases)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    history.point_to(id_)
    # What a refusal listed were rows of the release before this one.
    shutil.rmtree(removals, ignore_errors=True)
    entry = read_entry(target)
    history.record(entry)
    return Release(id_, target, new=True, rows=entry.rows, changes=changes)


def _rolled_back(history: History) -> list[Path]:
    """Data folders of the releases that stand and that the latest does not come from, newest first."""
    line = {entry.id for entry in history.line()}
    return [history.releases / entry.id / "data" for entry in history.published() if entry.id not in line]


def handed_on(name: str) -> bool:
    """Whether the next release looks at that file of a release."""
    return name in {SUMS, RECORD, IDENTIFIERS} or name.endswith(".parquet")


def _followed(history: History, *, again: bool) -> Path | None:
    """The release that the next one is compared with: the latest or, `again`, the newest before it that can be.

    Raises:
        DamagedError: files of the latest are damaged that the next one looks at.
    """
    latest = history.latest()
    broken = {name: said for name, said in damage(history).items() if handed_on(name)}
    if not latest or not broken:
        return latest
    if not again:
        raise DamagedError(latest, broken)
    for entry in history.line()[1:]:
        folder = history.releases / entry.id
        if (folder / SUMS).is_file() and not any(handed_on(name) for name in broken_files(folder)):
            return folder
    return None


def _digest(publication: Publication, sums: Mapping[str, str]) -> str:
    """Digest over all that a release follows from, but for its name, its day and the release before.

    That is: tables but the register, which follows from them and the release before, and archived texts (`sums`, by
    path); declarations, what is said of the dataset, and the version of the program.
    """
    lines = [PUBLISHING, publication.model_dump_json(), *(f"{name} {digest}" for name, digest in sums.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _name(history: History, name: str) -> str:
    """What the release is called: a name once published means the same bytes for good, so that none is given twice."""
    listed = {entry.id for entry in history.entries()}
    id_ = next(id_ for id_ in chain([name], (f"{name}-{number}" for number in count(2))) if id_ not in listed)
    if (history.releases / id_).exists():
        # A run was killed before it pointed to it: nobody ever saw it.
        history.delete(id_)
    return id_


def _build(inputs: Inputs, aside: Path, identity: Identity, texts: Mapping[str, Path], sums: Mapping[str, str]) -> None:
    """Make the release in a folder aside. `texts`: the archived texts of its notes, by the names that it gives them.

    `sums`: checksums of its Parquet files and texts, by path.

    Raises:
        ReleaseError: it is not fit to be published.
    """
    contract, engine = inputs.contract, inputs.engine
    write_register(contract, inputs.model, engine, identity)
    escaped = write_data(contract, inputs.model, aside / "data", engine)
    (aside / "texts").mkdir()
    for name, text in texts.items():
        # No second name for the archive's file: whoever writes into that must not write into a release.
        shutil.copyfile(text, aside / "texts" / name)
    draft = gather(aside, inputs.publication, contract, engine, identity=identity, escaped=escaped, sums=sums)
    (aside / RECORD).write_text(_record(draft).model_dump_json(indent=1) + "\n", encoding="utf-8")
    made = {file.path: file.sha256 for file in draft.files}
    made[RECORD] = sha256_file(aside / RECORD)
    made |= render(asked_for(inputs.publication), draft, inputs.processes)
    with Stage("Verifying the release"):
        if identity.before:
            share_equal(aside, identity.before.parent, made)
        write_sums(aside, made)
        if broken := verify(aside, engine):
            listed = "\n".join(f"  {b}" for b in broken)
            raise ReleaseError(f"The release was built but not published ({identity.id}):\n{listed}")
    # One call for all: thousands of small files one after the other would take longer than making them.
    os.sync()
    sync(aside)


def _record(draft: ReleaseDraft) -> Record:
    identity = draft.identity
    return Record(
        identifier=identity.id,
        published=identity.published,
        previous=identity.past[0].id if identity.past else None,
        digest=identity.digest,
        counts=draft.rows,
        changes=identity.changes.totals,
        versions=Versions(program=identity.program, contract=draft.publication.contract),
        tables=dict(draft.days),
    )


def _texts(inputs: Inputs, before: Path | None) -> dict[str, Path]:
    """The archived texts of the notes, by the names of the files that the release has of them.

    `before`: data folder of the release before.
    """
    kept = {extraction.note_id for extraction in inputs.current if extraction.kept}
    notes, versions = (rows_of(inputs.model, table) for table in ("notes", "note_versions"))
    found = {}
    with connect(inputs.engine) as connection:
        texts = connection.execute(
            "SELECT note_id, CASE WHEN v.language <> n.language THEN '.' || v.language ELSE '' END, v.source_sha256 "
            f"FROM {versions} AS v INNER JOIN {notes} AS n USING (note_id) WHERE v.current ORDER BY ALL"
        ).fetchall()
    for note_id, language, sha256 in texts:
        name = f"{note_id}{language}.txt"
        # Rows of the latest release lead to the words as they were read for it.
        old = before.parent / "texts" / name if note_id in kept and before else None
        found[name] = old if old and old.is_file() else inputs.archive.text_file(sha256)
    return found
