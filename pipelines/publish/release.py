"""Makes a release in one pass: built aside, verified, moved into place by one rename. No release ever changes.

Here: the order of things, and what a release is called, which is known before anything is rendered. Not here: what each
file says (its renderer) and the list of releases (`history.py`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from pipelines.publish.consent import Consent, Received, with_consent
from pipelines.publish.data import write_data
from pipelines.publish.draft import gather
from pipelines.publish.history import History
from pipelines.publish.integrity import SUMS, broken_files, damage, damage_in_words, share_equal, write_sums
from pipelines.publish.publication import Publication
from pipelines.publish.record import NOT_INSIDE, RECORD, Record, Versions, read_line, read_record
from pipelines.publish.register import write_register
from pipelines.publish.renderers import asked_for, render
from pipelines.publish.verify import verify
from pipelines.workspace.atomic import sync
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import PUBLISHING
from pipelines.workspace.progress import Stage
from pipelines.workspace.questions import question
from pipelines.workspace.seal import sha256_file

_PROGRAM = "uncac-notes"


class ReleaseError(ReportedError):
    """A release was built and is not fit to be published; the message says what is wrong. Nothing was published."""


class DamagedError(ReleaseError):
    """The latest release is damaged, by its checksums."""

    def __init__(self, release: Path, broken: Mapping[str, str]) -> None:
        super().__init__(
            damage_in_words(release.name, broken).rstrip("."),
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

    record: Record
    folder: Path
    new: bool
    changes: Changes
    held: bool = False

    @property
    def id(self) -> str:
        """What it is called."""
        return self.record.identifier


def standing(history: History, latest: Path, *, held: bool = False) -> Release:
    """The latest release, where no other is made."""
    return Release(history.record(latest), latest, new=False, changes=Changes(), held=held)


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
    previous = read_record(latest) if latest else None
    if latest and previous and previous.digest == digest and not again:
        return standing(history, latest)
    history.releases.mkdir(parents=True, exist_ok=True)
    history.sweep()
    # A clock that was set back must not date a release before the one that it follows.
    day = max(inputs.day, previous.published) if previous else inputs.day
    record = Record(
        identifier=_name(history, f"{day}-{digest[:12]}"),
        published=day,
        previous=previous.identifier if previous else None,
        digest=digest,
        changes=changes.counts,
        structure=changes.structure,
        versions=Versions(program=version(_PROGRAM), contract=inputs.publication.contract),
    )
    past = _past(history, latest) if latest else []
    aside, target = history.releases / f".{os.getpid()}.tmp", history.releases / record.identifier
    try:
        _build(inputs, aside, record=record, changes=changes, past=past, texts=texts, sums=sums)
        aside.rename(target)
        sync(history.releases)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    history.point_to(target.name)
    # What a refusal listed were rows of the release before this one.
    shutil.rmtree(removals, ignore_errors=True)
    return Release(history.add(target), target, new=True, changes=changes)


def _past(history: History, latest: Path) -> list[Record]:
    """The latest release and those that it came from, newest first: by its own list, else by that of all releases."""
    line = history.line()
    return read_line(latest) or line[[record.identifier for record in line].index(latest.name) :]


def _rolled_back(history: History) -> list[Path]:
    """Data folders of the releases that stand and that the latest does not come from, newest first."""
    line = {record.identifier for record in history.line()}
    gone = [record.identifier for record in history.standing() if record.identifier not in line]
    return [history.releases / identifier / "data" for identifier in gone]


def handed_on(name: str) -> bool:
    """Whether the next release looks at that file of a release."""
    return name in {SUMS, RECORD, IDENTIFIERS} or name.endswith(".parquet")


def _followed(history: History, *, again: bool) -> Path | None:
    """The release that the next one is compared with: the latest or, `again`, the newest before it that can be."""
    latest = history.latest()
    broken = {name: sentence for name, sentence in damage(history).items() if handed_on(name)}
    if not latest or not broken:
        return latest
    if not again:
        raise DamagedError(latest, broken)
    for record in history.line()[1:]:
        folder = history.releases / record.identifier
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
    listed = {record.identifier for record in history.records()}
    id_ = next(id_ for id_ in chain([name], (f"{name}-{number}" for number in count(2))) if id_ not in listed)
    if (history.releases / id_).exists():
        # A run was killed before it pointed to it: nobody ever saw it.
        history.delete(id_)
    return id_


def _build(
    inputs: Inputs,
    aside: Path,
    *,
    record: Record,
    changes: Changes,
    past: Sequence[Record],
    texts: Mapping[str, Path],
    sums: Mapping[str, str],
) -> None:
    """Make the release in a folder aside. `record`: without `counts`, `tables`. `sums`: of Parquet files and texts."""
    contract, engine = inputs.contract, inputs.engine
    write_register(contract, inputs.model, engine, record, changes)
    escaped = write_data(contract, inputs.model, aside / "data", engine)
    (aside / "texts").mkdir()
    for name, text in texts.items():
        # No second name for the archive's file: whoever writes into that must not write into a release.
        shutil.copyfile(text, aside / "texts" / name)
    draft = gather(aside, inputs.publication, contract, engine, record=record, changes=changes, sums=sums)
    draft = replace(draft, past=past, refused=inputs.refused, escaped=escaped)
    written = draft.record.model_dump_json(indent=1, exclude=set(NOT_INSIDE))
    (aside / RECORD).write_text(f"{written}\n", encoding="utf-8")
    made = {path: file.sha256 for path, file in draft.files.items()}
    made[RECORD] = sha256_file(aside / RECORD)
    made |= render(asked_for(inputs.publication), draft, inputs.processes)
    with Stage("Verifying the release"):
        if changes.before:
            share_equal(aside, changes.before.parent, made)
        write_sums(aside, made)
        if broken := verify(aside, engine):
            listed = "\n".join(f"  {b}" for b in broken)
            raise ReleaseError(f"The release was built but not published ({record.identifier}):\n{listed}")
    # One call for all: thousands of small files one after the other would take longer than making them.
    os.sync()
    sync(aside)


def _texts(inputs: Inputs, before: Path | None) -> dict[str, Path]:
    """The archived texts of the notes, by the names of the files that the release has of them.

    `before`: data folder of the release before.
    """
    kept = {extraction.note_id for extraction in inputs.current if extraction.kept}
    tables = {table: rows_of(inputs.model, table) for table in ("notes", "note_versions")}
    paths = {}
    with connect(inputs.engine) as connection:
        texts = connection.execute(question("texts", **tables)).fetchall()
    for note_id, edition, sha256 in texts:
        name = f"{note_id}{edition}.txt"
        # Rows of the latest release lead to the words as they were read for it.
        old = before.parent / "texts" / name if note_id in kept and before else None
        paths[name] = old if old and old.is_file() else inputs.archive.text_file(sha256)
    return paths
