"""Keeps the list of what was published and what failed, the pointer to the latest release, and what operators decided.

Here: `releases.json`, `latest`, `current.json`, `pins.json`. Not here: what is in a release, whether a new one is due
(`release.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.publish.record import RecordError, read_record
from pipelines.workspace.atomic import sync, write_file
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.state import State

PUBLISHED, ROLLED_BACK, FAILED = "published", "rolled_back", "failed"
# What pages of old releases look into: which release is the latest, and which stand beside it.
CURRENT = "current.json"

# Failures that are listed; releases are all listed, always.
_FAILURES = 100


class PointerError(ReportedError):
    """`latest` can't be made to lead to a release."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of `releases.json`.

    `result`: published (a new release), rolled_back or failed. `id`: the release that became the latest; empty where
    the run failed. `at`: when. `published`: its day of publication. `sums`: SHA-256 of its SHA256SUMS. `rows`: counts
    by table. `changes`: rows added, changed and removed. `previous`: the release that it was compared with. `error`:
    why it failed; `times`, `last`: how often in a row, and when last.
    """

    result: str
    id: str = ""
    at: str = ""
    published: str = ""
    sums: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    previous: str | None = None
    error: str | None = None
    times: int = 1
    last: str = ""


@dataclass(frozen=True, slots=True)
class Pins:
    """What an operator decided.

    `held`: the release that stays the latest after a rollback, with reason and time; None where publication goes on.
    Until then runs look, read and check, and publish nothing. `kept`: releases that are never deleted.
    """

    held: str | None = None
    reason: str = ""
    since: str = ""
    kept: tuple[str, ...] = ()


def now() -> str:
    """The time, for the list of releases and nothing inside a release."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


class History:
    """The releases below one folder."""

    def __init__(self, publish: Path) -> None:
        self.folder = publish
        self.releases = publish / "releases"
        self.list = publish / "releases.json"
        self.pins = State[Pins](
            publish / "pins.json",
            Pins(),
            cure="Nobody knows whether a rollback holds publication, and nothing was published. Run `uncac rollback "
            "--resume` to let publication go on, or `uncac rollback RELEASE` to hold a release",
        )
        self._list = State[list[Entry] | None](self.list, None)
        self._pointer = publish / "latest"

    def entries(self) -> list[Entry]:
        """Everything that is listed, newest first; where the list is lost or damaged, what the releases themselves say.

        A release that became the latest and was not yet listed when its run was killed comes first.
        """
        known = self._list.load()
        listed = self._rebuilt() if known is None else known
        latest = self.latest()
        if latest and latest.name not in {entry.id for entry in listed}:
            listed.insert(0, read_entry(latest))
        return listed

    def published(self) -> list[Entry]:
        """The releases that stand on disk, each once, newest first."""
        return [entry for entry in self._by_id().values() if (self.releases / entry.id).is_dir()]

    def entry(self, release_id: str) -> Entry:
        """What is listed of a release and its publication; where nothing is, its name alone."""
        return self._by_id().get(release_id, Entry(PUBLISHED, release_id))

    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries() if entry.result == PUBLISHED}

    def line(self) -> list[Entry]:
        """The latest release and those it came from, newest first; what was rolled back is not among them."""
        return self._back_from_latest(self._by_id())

    def _back_from_latest(self, by_id: dict[str, Entry]) -> list[Entry]:
        latest = self.latest()
        found: list[Entry] = []
        follow = latest.name if latest else None
        while follow in by_id and by_id[follow] not in found:
            found.append(by_id[follow])
            follow = by_id[follow].previous
        return found

    def latest(self) -> Path | None:
        """Folder of the latest release, None before the first."""
        with contextlib.suppress(OSError):
            target = self.releases / self._pointer.readlink().name
            if target.is_dir():
                return target
        return None

    def lost(self) -> str:
        """What is wrong with the pointer, and what to do, where releases stand and none is the latest; else empty."""
        standing = [] if self.latest() else self.published()
        if not standing:
            return ""
        how = "leads to no release" if self._pointer.is_symlink() else "is missing"
        cure = "`uncac publish` goes on from it"
        if self._blocked():
            how, cure = "is a folder, and no link to a release", "Move it away, and run `uncac publish`"
        return f"{self._pointer} {how}. The newest that stands is {standing[0].id}. {cure}."

    def _blocked(self) -> bool:
        return self._pointer.is_dir() and not self._pointer.is_symlink()

    def go_back(self) -> Path | None:
        """Where somebody deleted the latest release by hand, make the newest that stands the latest; its folder.

        Raises:
            PointerError, OSError: the pointer can't be written.
        """
        standing = self.published()
        if standing:
            self.point_to(standing[0].id)
        return self.latest()

    def point_to(self, release_id: str) -> None:
        """Make a release the latest, by one rename.

        Raises:
            PointerError: a folder stands where the pointer does.
            OSError: the folder can't be written; the pointer is where it was.
        """
        if self._blocked():
            raise PointerError(f"{self._pointer} is a folder, and no link to a release. Move it away, and run again.")
        aside = self._pointer.with_name(f".latest.{os.getpid()}.tmp")
        try:
            aside.unlink(missing_ok=True)
            aside.symlink_to(Path("releases") / release_id)
            aside.replace(self._pointer)
        finally:
            aside.unlink(missing_ok=True)
        sync(self.folder)

    def record(self, entry: Entry) -> None:
        """List what happened as the newest.

        Raises:
            OSError: the list can't be written.
        """
        entry = replace(entry, at=entry.at or now())
        again = (PUBLISHED, entry.id) if entry.result == PUBLISHED else None
        entries = [entry, *(e for e in self.entries() if e != entry and (e.result, e.id) != again)]
        failures = [e for e in entries if e.result == FAILED][:_FAILURES]
        self._list.save([e for e in entries if e.result != FAILED or e in failures])
        self.tell_readers()

    def tell_readers(self) -> None:
        """Say beside the releases which is the latest and which stand, for pages of old ones.

        Raises:
            OSError: it can't be written.
        """
        latest = self.latest()
        standing = [
            {"release": e.id, "published": e.published} | {name: e.rows.get(name) for name in ("notes", "statements")}
            for e in self.published()
        ]
        told = {"current": latest.name if latest else None, "releases": standing}
        write_file(self.folder / CURRENT, (json.dumps(told, indent=1) + "\n").encode())

    def list_failure(self, error: str, *, again: bool) -> None:
        """List a failed run. `again`: the one before failed in the same way; several in a row are one entry.

        Raises:
            OSError: the list can't be written.
        """
        entries = self.entries()
        listed = next((n for n, e in enumerate(entries) if e.result == FAILED and e.error == error), None)
        if again and listed is not None:
            entries[listed] = replace(entries[listed], times=entries[listed].times + 1, last=now())
            self._list.save(entries)
        else:
            self.record(Entry(FAILED, error=error))

    def complete(self) -> None:
        """Mend the list where it is damaged, or lacks a release whose run was killed before it could list it.

        Raises:
            OSError: the list can't be written.
        """
        if (entries := self.entries()) != self._list.load():
            self._list.save([replace(e, at=e.at or now()) for e in entries])
            self.tell_readers()

    def delete(self, release_id: str) -> None:
        """Delete the folder of a release; it is gone at once, or not at all.

        Raises:
            OSError: it can't be deleted.
        """
        aside = self.releases / f".{release_id}.gone.tmp"
        (self.releases / release_id).rename(aside)
        shutil.rmtree(aside)

    def retire(self, keep: int) -> list[str]:
        """Delete all but the newest `keep` releases, the latest, and those that an operator keeps; 0 keeps all.

        Returns:
            The releases that were deleted; they stay listed.

        Raises:
            StateError: nobody knows what an operator keeps.
            OSError: a release can't be deleted.
        """
        pins, latest = self.pins.load(), self.latest()
        kept = {*pins.kept, pins.held, latest.name if latest else None}
        gone = [entry.id for entry in self.published()[keep:] if entry.id not in kept] if keep else []
        for release_id in gone:
            self.delete(release_id)
        self.tell_readers()
        return gone

    def sweep(self) -> None:
        """Delete what a killed run left half done."""
        for leftover in [*self.releases.glob(".*.tmp"), *self.folder.glob(".*.tmp")]:
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover)
            else:
                leftover.unlink(missing_ok=True)

    def _rebuilt(self) -> list[Entry]:
        if not self.releases.is_dir():
            return []
        found = [read_entry(p) for p in sorted(self.releases.iterdir(), reverse=True) if not p.name.startswith(".")]
        line = self._back_from_latest({entry.id: entry for entry in found})
        return [*line, *(entry for entry in found if entry not in line)]


def read_entry(release: Path) -> Entry:
    """What a release says of itself."""
    try:
        sums = hashlib.sha256((release / "SHA256SUMS").read_bytes()).hexdigest()
        record = read_record(release)
    except (OSError, RecordError):
        return Entry(PUBLISHED, release.name, published=release.name[:10])
    day = record.published.isoformat()
    return Entry(
        PUBLISHED, release.name, "", day, sums, rows=record.counts, changes=record.changes, previous=record.previous
    )


def dated_ahead(history: History, today: date) -> str:
    """What is wrong with the day of the latest release, and what to do, where it lies ahead of `today`; else empty."""
    line, day = [entry for entry in history.line() if entry.published], today.isoformat()
    if not line or line[0].published <= day:
        return ""
    right = next((entry.id for entry in line if entry.published <= day), "")
    cure = f"Set the clock, go back with `uncac rollback {right}`, and go on with `uncac rollback --resume`"
    if not right:
        cure = "Set the clock and move the outputs away, for every release that stands is dated so"
    return (
        f"Release {line[0].id} is dated {line[0].published}, and today is {day}: a clock ran ahead, and each release "
        f"until then gets that day, too. {cure}."
    )
