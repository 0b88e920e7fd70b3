"""Keeps the list of releases and the pointer to the latest one.

Here: `releases.json`, `latest`. Not here: what is in a release, or whether a new one is due (`release.py`).
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.publish.facts import PastRelease


@dataclass(frozen=True, slots=True)
class Entry:
    """One release as listed. `sums`: SHA-256 of its SHA256SUMS. `rows`: counts by table."""

    id: str
    date: str
    sums: str
    rows: dict[str, int] = field(default_factory=dict)


class History:
    """The releases below one folder, newest first."""

    def __init__(self, publish: Path) -> None:
        self.releases = publish / "releases"
        self._pointer = publish / "latest"
        self._list = publish / "releases.json"

    def entries(self) -> list[Entry]:
        """All published releases that stand on disk, newest first."""
        try:
            listed = [Entry(**row) for row in json.loads(self._list.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            listed = []
        known = [entry for entry in listed if (self.releases / entry.id).is_dir()]
        latest = self.latest()
        if latest and latest.name not in {entry.id for entry in known}:
            known.insert(0, Entry(latest.name, latest.name[:10] if latest.name[:1].isdigit() else "", ""))
        return known

    def past(self) -> tuple[PastRelease, ...]:
        """The releases as renderers see them."""
        return tuple(PastRelease(entry.id, entry.date) for entry in self.entries())

    def latest(self) -> Path | None:
        """Folder of the latest release, None before the first."""
        with contextlib.suppress(OSError):
            target = self.releases / self._pointer.readlink().name
            if target.is_dir():
                return target
        return None

    def point_to(self, release_id: str) -> None:
        """Make a release the latest, by one rename."""
        aside = self._pointer.with_name(f".latest.{os.getpid()}.tmp")
        aside.unlink(missing_ok=True)
        aside.symlink_to(Path("releases") / release_id)
        aside.replace(self._pointer)
        _sync(self._pointer.parent)

    def add(self, entry: Entry) -> None:
        """List a release as the newest."""
        rows = [asdict(e) for e in [entry, *(e for e in self.entries() if e.id != entry.id)]]
        aside = self._list.with_name(f".{self._list.name}.tmp")
        aside.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        aside.replace(self._list)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
