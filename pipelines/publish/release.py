"""Makes a release: built aside, verified, moved into place by renames. No old release is changed.

Here: the order of things, and the identity of a release: its day of publication and a digest over all that it says.
Not here: what each file says (its renderer) and the list of releases (`history.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pipelines.archive.quarantine import Refusal
from pipelines.archive.store import Archive
from pipelines.contract.tables import Contract
from pipelines.extract.batches import Extraction
from pipelines.extract.corrections import Correction
from pipelines.publish.by_language import write_by_language
from pipelines.publish.changes import Changes, compare
from pipelines.publish.consent import with_consent, write_withdrawn
from pipelines.publish.data import write_data
from pipelines.publish.days import days_before, table_days
from pipelines.publish.descriptor import resources
from pipelines.publish.draft import Edition, ReleaseDraft, gather
from pipelines.publish.history import PUBLISHED, RESTORED, Entry, History
from pipelines.publish.identifiers import write_identifiers
from pipelines.publish.integrity import SUMS, Digests, files_below, write_sums
from pipelines.publish.note_keys import write_note_keys
from pipelines.publish.publication import Publication
from pipelines.publish.record import Record, Versions, read_record
from pipelines.publish.renderers import Renderer, registered, render
from pipelines.publish.retention import make_again
from pipelines.publish.reuse import Rendered, Reuse, link_or_copy, rendered_at, rendering_code, share_equal
from pipelines.publish.slices import write_slices
from pipelines.publish.verify import broken_rows, verify
from pipelines.workspace.atomic import sync
from pipelines.workspace.engine import Engine
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.limits import PART_ROWS
from pipelines.workspace.progress import stage
from pipelines.workspace.seal import digest_of, sha256_file

# A release in trial is called so.
_PROGRAM = "uncac-notes"
_NAMELESS, _NO_DAY = "0000-00-00-000000000000", date(2000, 1, 1)


class ReleaseError(ReportedError):
    """A release was built and is not fit to be published; the message says what is wrong. Nothing was published."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a release is made of.

    `model`: folder with the Parquet files of every table. `day`: on which it is published, if it says anything new.
    `refused`: the documents that are not published. `part_rows`: no CSV has more rows.
    """

    contract: Contract
    publication: Publication
    corrections: Sequence[Correction]
    current: Sequence[Extraction]
    archive: Archive
    model: Path
    engine: Engine
    day: date
    refused: Sequence[Refusal] = ()
    part_rows: int = PART_ROWS


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


def publish_release(inputs: Inputs, publish: Path, *, accepted: str | None = None) -> Release:
    """Make the release of the built tables, unless the latest is the same.

    `accepted`: reason for which the operator accepts that rows disappear; None where it doesn't.

    Raises:
        StateError: nobody knows whether an operator holds the latest release.
        RemovalsNeedConsentError: rows of the last release would disappear without consent.
        ReleaseError: what was built is not fit to be published.
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
    before = latest / "data" if latest else None
    changes = compare(inputs.contract, before, inputs.model, inputs.engine)
    write_note_keys(inputs.contract, before, inputs.model, inputs.engine)
    changes = with_consent(
        changes,
        inputs.contract,
        inputs.corrections,
        accepted,
        before=before,
        after=inputs.model,
        rolled_back=_rolled_back(history),
        engine=inputs.engine,
    )
    history.releases.mkdir(parents=True, exist_ok=True)
    history.sweep()
    aside = history.releases / f".{os.getpid()}.tmp"
    try:
        return _publish(inputs, history, aside, changes, latest)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _rolled_back(history: History) -> list[Path]:
    """Data folders of the releases that stand and that the latest does not come from, newest first."""
    line = {entry.id for entry in history.line()}
    return [history.releases / entry.id / "data" for entry in history.published() if entry.id not in line]


def _publish(inputs: Inputs, history: History, aside: Path, changes: Changes, latest: Path | None) -> Release:
    aside.mkdir()
    record = read_record(latest) if latest else None
    listed = history.entry(latest.name).published if latest else ""
    last = date.fromisoformat(listed) if listed else inputs.day
    # A clock that was set back must not date a release before the one that it follows.
    day = max(inputs.day, last)
    before = latest / "data" if latest else None
    write_withdrawn(inputs.contract, before, changes, inputs.model / "withdrawn.parquet", inputs.engine)
    data = aside / "data"
    reuse = _reuse(inputs, history, latest)
    same = before if reuse.usable else None
    escaped = write_data(inputs.contract, inputs.model, data, inputs.engine, before=same, part_rows=inputs.part_rows)
    with ThreadPoolExecutor(1) as beside:
        slices = beside.submit(write_slices, inputs.contract, data, inputs.engine, reuse)
        write_by_language(inputs.contract, data, inputs.engine)
        _write_texts(inputs, aside / "texts", latest)
        known = days_before(inputs.contract, before, record, last) if before else {}
        days = table_days(inputs.contract, data, changes, day, before=before, known=known)
        slices.result()
        draft = gather(
            aside,
            inputs.publication,
            inputs.contract,
            inputs.engine,
            escaped=escaped,
            days=days,
            digests=Digests(latest),
            reuse=reuse,
        )
        with closing(draft.shared):
            dated = replace(inputs, day=day)
            return _rendered(dated, history, draft, beside, changes=changes, latest=latest, record=record)


def _rendered(
    inputs: Inputs,
    history: History,
    draft: ReleaseDraft,
    beside: Executor,
    *,
    changes: Changes,
    latest: Path | None,
    record: Record | None,
) -> Release:
    """The release of the draft, in its place; the latest one, whose record it is, where that says the same."""
    renderers, aside, day = registered(), draft.folder, inputs.day
    before = latest / "data" if latest else None
    render(renderers, draft)
    # What is new with every release changes nothing about the tables.
    tables = draft.once(resources)
    judged = beside.submit(broken_rows, aside, inputs.contract, inputs.engine, tables, draft.digests)
    digest = _digest(draft, renderers)
    if latest and record and record.digest == digest:
        return Release(latest.name, latest, new=False, rows=draft.rows, changes=changes)
    id_ = f"{day}-{digest[:12]}"
    target = history.releases / id_
    listed = {entry.id for entry in history.entries()}
    if target.exists() and id_ not in listed:
        # A run was killed before it pointed to it: nobody ever saw it, and it may compare with another release.
        history.delete(id_)
    if target.exists():
        what = "An earlier release with the same content is damaged; delete its folder and run again"
        _refuse(
            what,
            target,
            make_again(history, id_, contract=inputs.contract, publication=inputs.publication, engine=inputs.engine),
        )
        _refuse(what, target, verify(target, inputs.contract, inputs.engine))
    else:
        write_identifiers(inputs.contract, before, aside / "data", id_, inputs.engine)
        edition = draft.named(
            id=id_,
            published=day,
            program=version(_PROGRAM),
            changes=changes,
            past=history.line(),
            before=before,
            refused=inputs.refused,
            trial=False,
        )
        _record(edition, digest).write(aside)
        render(renderers, edition)
        draft.shared.close()
        with stage("Verifying the release"):
            sums = write_sums(aside, draft.digests)
            if latest:
                share_equal(aside, latest, sums, draft.digests)
            broken = verify(aside, inputs.contract, inputs.engine, digests=draft.digests, judged=(tables, judged))
            _refuse("The release was built but not published", aside, broken)
        _sync(aside)
        aside.rename(target)
        sync(history.releases)
    history.point_to(id_)
    rendered_at(history.folder).save(Rendered(id_, draft.reuse.code, draft.reuse.units))
    history.record(
        Entry(
            RESTORED if id_ in listed else PUBLISHED,
            id_,
            published=day.isoformat(),
            sums=sha256_file(target / SUMS),
            code=rendering_code(),
            rows=draft.rows,
            changes=changes.totals,
            previous=latest.name if latest else None,
        )
    )
    return Release(id_, target, new=True, rows=draft.rows, changes=changes)


def _reuse(inputs: Inputs, history: History, latest: Path | None) -> Reuse:
    """What may be taken over from the latest release, where the same code made it for the same publication."""
    parts = sorted(t.name for t in inputs.contract.tables if (inputs.model / f"{t.name}.parquet").is_dir())
    code = digest_of(rendering_code(), inputs.publication.model_dump_json(), parts)
    known = rendered_at(history.folder).load()
    if latest is None or (known.release, known.code) != (latest.name, code):
        return Reuse(code)
    return Reuse(code, latest, known.units)


def _digest(draft: ReleaseDraft, renderers: Collection[Renderer]) -> str:
    """Digest over all that the release says, whatever it is called, whenever it is published, whatever it follows.

    So what is new with every release is rendered without that, looked at, and taken away again.
    """
    # Not on the copy alone: the sums of the release want them, too.
    known = draft.digests.all(files_below(draft.folder))
    nameless = replace(draft, digests=draft.digests.copy()).named(
        id=_NAMELESS, published=_NO_DAY, program="", changes=Changes(), past=(), before=None, refused=(), trial=True
    )
    render(renderers, nameless)
    new = {name: path for name, path in files_below(draft.folder).items() if name not in known}
    known |= nameless.digests.all(new)
    lines = [f"{digest}  {name}\n" for name, digest in sorted(known.items())]
    # Catalogues on trial list two files of many: what the others are called in other languages stands nowhere else.
    lines.append(json.dumps(draft.publication.dictionary, sort_keys=True))
    for path in new.values():
        Path(path).unlink()
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _record(draft: Edition, digest: str) -> Record:
    return Record(
        identifier=draft.id,
        published=draft.published,
        previous=draft.past[0].id if draft.past else None,
        digest=digest,
        counts=draft.rows,
        changes=draft.changes.totals,
        versions=Versions(program=draft.program, contract=draft.publication.contract),
        tables=dict(draft.days),
    )


def _refuse(what: str, folder: Path, broken: Collection[str]) -> None:
    if broken:
        raise ReleaseError(f"{what} ({folder.name}):\n" + "\n".join(f"  {b}" for b in broken))


def _write_texts(inputs: Inputs, texts: Path, latest: Path | None) -> None:
    texts.mkdir()
    for extraction in inputs.current:
        own = [("", extraction.sha256)] if extraction.batch else []
        for language, sha256 in (*own, *((f".{language}", sha256) for language, sha256 in extraction.texts)):
            name = f"{extraction.note_id}{language}.txt"
            # Rows of the latest release lead to the words as they were read for it.
            kept = latest / "texts" / name if extraction.kept and latest else None
            link_or_copy(kept or inputs.archive.text_file(sha256, READERS), texts / name)


def _sync(folder: Path) -> None:
    """Make sure that the files are on disk before the pointer moves."""
    # One call for all: thousands of small files one after the other would take longer than making them.
    os.sync()
    sync(folder)
