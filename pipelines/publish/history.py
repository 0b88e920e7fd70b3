"""Keeps the list of what was published, the pointer to the latest release, and what operators decided.

Here: `releases.json`, `latest`, `current.json`, `pins.json`. Not here: what is in a release, whether a new one is due
(`release.py`).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from pipelines.publish.record import Record, listed_record
from pipelines.workspace.atomic import sync, write_file
from pipelines.workspace.day import now
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.state import State

# What pages of old releases look into: which release is the latest, and which stand beside it.
CURRENT = "current.json"


def _releases_alone(listed: Any) -> Any:
    """Of a list from before contract 3.0.0, which has failed runs and rollbacks, too, the releases."""
    if not isinstance(listed, list):
        return listed
    return [e for e in listed if not isinstance(e, dict) or e.get("result", "published") == "published"]


# What stands in `releases.json`.
_Listed = Annotated[list[Record], BeforeValidator(_releases_alone)]


class PointerError(ReportedError):
    """`latest` can't be made to lead to a release."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What an operator decided.

    `held`: the release that stays the latest after a rollback, with the reason; None where publication goes on. Until
    then runs look, read and check, and publish nothing. `since`: when somebody last went back. `kept`: releases that
    are never deleted.
    """

    held: str | None = None
    reason: str = ""
    since: str = ""
    kept: tuple[str, ...] = ()


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
        self._list = State[_Listed | None](self.list, None)
        self._pointer = publish / "latest"

    def records(self) -> list[Record]:
        """Every release, newest first, also those that were deleted; where the list is lost, those that stand.

        A release that became the latest and was not yet listed when its run was killed comes first.
        """
        listed = self._list.load()
        records = self._rebuilt() if listed is None else listed
        latest = self.latest()
        if latest and latest.name not in {record.identifier for record in records}:
            return [listed_record(latest), *records]
        return records

    def standing(self) -> list[Record]:
        """The releases that stand on disk, newest first."""
        return [record for record in self.records() if (self.releases / record.identifier).is_dir()]

    def record(self, release: Path) -> Record:
        """What is listed of a release; where nothing is, what it says of itself."""
        listed = (record for record in self.records() if record.identifier == release.name)
        return next(listed, None) or listed_record(release)

    def line(self) -> list[Record]:
        """The latest release and those it came from, newest first; what was rolled back is not among them."""
        return self._back_from_latest(self.records())

    def _back_from_latest(self, records: Iterable[Record]) -> list[Record]:
        by_id = {record.identifier: record for record in records}
        latest = self.latest()
        line: list[Record] = []
        follow = latest.name if latest else None
        while follow in by_id and by_id[follow] not in line:
            line.append(by_id[follow])
            follow = by_id[follow].previous
        return line

    def latest(self) -> Path | None:
        """Folder of the latest release, None before the first."""
        with contextlib.suppress(OSError):
            target = self.releases / self._pointer.readlink().name
            if target.is_dir():
                return target
        return None

    def lost(self) -> str:
        """What is wrong with the pointer, and what to do, where releases stand and none is the latest; else empty."""
        standing = [] if self.latest() else self.standing()
        if not standing:
            return ""
        how = "leads to no release" if self._pointer.is_symlink() else "is missing"
        cure = "`uncac publish` goes on from it"
        if self._blocked():
            how, cure = "is a folder, and no link to a release", "Move it away, and run `uncac publish`"
        return f"{self._pointer} {how}. The newest that stands is {standing[0].identifier}. {cure}."

    def _blocked(self) -> bool:
        return self._pointer.is_dir() and not self._pointer.is_symlink()

    def go_back(self) -> Path | None:
        """Where somebody deleted the latest release by hand, make the newest that stands the latest; its folder.

        Raises:
            PointerError, OSError: the pointer can't be written.
        """
        standing = self.standing()
        if standing:
            self.point_to(standing[0].identifier)
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

    def add(self, release: Path) -> Record:
        """List a release that was made as the newest, and return its record."""
        made = listed_record(release).model_copy(update={"at": now()})
        self._list.save([made, *(record for record in self.records() if record.identifier != made.identifier)])
        self.tell_readers()
        return made

    def tell_readers(self) -> None:
        """Say beside the releases which is the latest and which stand, for pages of old ones."""
        latest = self.latest()
        standing = [
            {
                "release": record.identifier,
                "published": f"{record.published}",
                **{name: record.counts.get(name) for name in ("notes", "statements")},
            }
            for record in self.standing()
        ]
        readers = {"current": latest.name if latest else None, "releases": standing}
        write_file(self.folder / CURRENT, (json.dumps(readers, indent=1) + "\n").encode())

    def complete(self) -> None:
        """Mend the list where it is damaged, or lacks a release whose run was killed before it could list it."""
        if (records := self.records()) != self._list.load():
            self._list.save([record.model_copy(update={"at": record.at or now()}) for record in records])
            self.tell_readers()

    def delete(self, release_id: str) -> None:
        """Delete the folder of a release; it is gone at once, or not at all."""
        aside = self.releases / f".{release_id}.gone.tmp"
        (self.releases / release_id).rename(aside)
        shutil.rmtree(aside)

    def retire(self, keep: int) -> list[str]:
        """Delete all but the newest `keep` releases, the latest, and those that an operator keeps; 0 keeps all.

        Returns:
            The releases that were deleted; they stay listed.

        Raises:
            StateError: nobody knows what an operator keeps.
        """
        pins, latest = self.pins.load(), self.latest()
        kept = {*pins.kept, pins.held, latest.name if latest else None}
        old = [record.identifier for record in self.standing()[keep:]] if keep else []
        gone = [release_id for release_id in old if release_id not in kept]
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

    def _rebuilt(self) -> list[Record]:
        if not self.releases.is_dir():
            return []
        folders = sorted(self.releases.iterdir(), reverse=True)
        records = [listed_record(folder) for folder in folders if not folder.name.startswith(".")]
        line = self._back_from_latest(records)
        return [*line, *(record for record in records if record not in line)]


def dated_ahead(history: History, today: date) -> str:
    """What is wrong with the day of the latest release, and what to do, where it lies ahead of `today`; else empty."""
    line = history.line()
    if not line or line[0].published <= today:
        return ""
    right = next((record.identifier for record in line if record.published <= today), "")
    cure = f"Set the clock, go back with `uncac rollback {right}`, and go on with `uncac rollback --resume`"
    if not right:
        cure = "Set the clock and move the outputs away, for every release that stands is dated so"
    return (
        f"Release {line[0].identifier} is dated {line[0].published}, and today is {today}: a clock ran ahead, and each "
        f"release until then gets that day, too. {cure}."
    )
