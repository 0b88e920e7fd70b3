"""Makes a release: built aside, verified, moved into place by renames. An old release is never touched.

Here: the order of things. Not here: what each file says (its renderer) and the list of releases (`history.py`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive.store import Archive
from pipelines.contract.tables import Contract
from pipelines.extract.batches import Extraction
from pipelines.extract.corrections import Correction
from pipelines.publish.catalogues import write_catalogues
from pipelines.publish.changes import Changes, compare
from pipelines.publish.codebook import write_codebook
from pipelines.publish.consent import with_consent, write_withdrawn
from pipelines.publish.data import escaped_before, link_or_copy, write_data
from pipelines.publish.descriptor import write_descriptor
from pipelines.publish.documents import write_documents
from pipelines.publish.downloads import write_downloads
from pipelines.publish.facts import Facts, gather
from pipelines.publish.history import PUBLISHED, RESTORED, Entry, History
from pipelines.publish.identifiers import write_identifiers
from pipelines.publish.note_keys import write_note_keys
from pipelines.publish.pins import pins_at
from pipelines.publish.publication import Publication
from pipelines.publish.site import write_site
from pipelines.publish.slices import write_slices
from pipelines.publish.sums import SUMS, Digests, write_sums
from pipelines.publish.verify import FRICTIONLESS_ROWS, verify
from pipelines.workspace.atomic import sync
from pipelines.workspace.engine import Engine
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import READERS
from pipelines.workspace.limits import PART_ROWS
from pipelines.workspace.progress import stage
from pipelines.workspace.seal import sha256_file

# Each writes its files into `facts.folder`. A new kind of file is one more entry here.
RENDERERS: tuple[Callable[[Facts], None], ...] = (
    write_descriptor,
    write_codebook,
    write_documents,
    write_downloads,
    write_site,
    write_catalogues,  # last: it lists what the others have written
)
# Downloads hold every row again in one file: where a table is so large that it comes in parts, the parts are what is
# published.
SMALL_ONLY = frozenset({write_downloads})


class ReleaseError(ReportedError):
    """A release was built and is not fit to be published; the message says what is wrong. Nothing was published."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a release is made of.

    `model`: folder with the Parquet files of every table. `part_rows`: no CSV has more rows. `frictionless_rows`: rows
    that Frictionless judges; of a larger release, a sample.
    """

    contract: Contract
    publication: Publication
    corrections: Sequence[Correction]
    current: Sequence[Extraction]
    archive: Archive
    model: Path
    engine: Engine
    part_rows: int = PART_ROWS
    frictionless_rows: int = FRICTIONLESS_ROWS


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
    held = pins_at(publish).load().held
    if held and (history.releases / held).is_dir():
        # A rollback may have been killed before it moved the pointer.
        history.point_to(held)
    latest = history.latest()
    if latest and held:
        rows = next((entry.rows for entry in history.entries() if entry.id == latest.name), {})
        return Release(latest.name, latest, new=False, rows=rows, changes=Changes(), held=True)
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
        engine=inputs.engine,
    )
    history.releases.mkdir(parents=True, exist_ok=True)
    history.sweep()
    aside = history.releases / f".{os.getpid()}.tmp"
    try:
        return _publish(inputs, history, aside, changes, before)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _publish(inputs: Inputs, history: History, aside: Path, changes: Changes, before: Path | None) -> Release:
    aside.mkdir()
    digests = Digests(before.parent if before else None)
    write_withdrawn(inputs.contract, before, changes, inputs.model / "withdrawn.parquet", inputs.engine)
    data = aside / "data"
    escaped = write_data(inputs.contract, inputs.model, data, inputs.engine, before=before, part_rows=inputs.part_rows)
    write_slices(inputs.contract, data, inputs.engine, before=before if escaped_before(before) else None)
    _write_texts(inputs, aside / "texts")
    facts = gather(
        aside,
        inputs.publication,
        inputs.contract,
        inputs.engine,
        escaped=escaped,
        changes=changes,
        past=history.past(),
        before=before,
        digests=digests,
    )
    target = history.releases / facts.id
    latest = history.latest()
    if latest == target:
        return Release(facts.id, target, new=False, rows=facts.rows, changes=changes)
    listed = any(entry.id == facts.id for entry in history.entries())
    if target.exists() and not listed:
        # A run was killed before it pointed to it: nobody ever saw it, and it may compare with another release.
        history.delete(facts.id)
    if target.exists():
        _require("An earlier release with the same content is damaged; delete its folder and run again", inputs, target)
    else:
        write_identifiers(inputs.contract, before, data, facts.id, inputs.engine)
        renderers = [render for render in RENDERERS if not (facts.in_parts and render in SMALL_ONLY)]
        with stage("Writing pages and files", len(renderers)) as running:
            for render in renderers:
                running.at(render.__name__.removeprefix("write_").replace("_", " "))
                render(facts)
                running.advance()
        with stage("Verifying the release"):
            write_sums(aside, digests)
            _require("The release was built but not published", inputs, aside, digests)
        _sync(aside)
        aside.rename(target)
        sync(history.releases)
    history.point_to(facts.id)
    history.record(
        Entry(
            RESTORED if listed else PUBLISHED,
            facts.id,
            date=facts.modified or "",
            sums=sha256_file(target / SUMS),
            rows=facts.rows,
            changes={kind: changes.count(kind) for kind in ("added", "changed", "removed")},
            previous=latest.name if latest else None,
        )
    )
    return Release(facts.id, target, new=True, rows=facts.rows, changes=changes)


def _require(what: str, inputs: Inputs, folder: Path, digests: Digests | None = None) -> None:
    broken = verify(folder, inputs.contract, inputs.engine, frictionless_rows=inputs.frictionless_rows, digests=digests)
    if broken:
        raise ReleaseError(f"{what} ({folder.name}):\n" + "\n".join(f"  {b}" for b in broken))


def _write_texts(inputs: Inputs, texts: Path) -> None:
    texts.mkdir()
    for extraction in inputs.current:
        if extraction.batch:
            link_or_copy(inputs.archive.text_file(extraction.sha256, READERS), texts / f"{extraction.note_id}.txt")
        for language, sha256 in extraction.texts:
            link_or_copy(inputs.archive.text_file(sha256, READERS), texts / f"{extraction.note_id}.{language}.txt")


def _sync(folder: Path) -> None:
    """Make sure that the files are on disk before the pointer moves."""
    # One call for all: thousands of small files one after the other would take longer than making them.
    os.sync()
    sync(folder)
