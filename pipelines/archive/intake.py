"""Takes files in: each is hashed, read once and archived, or refused with a reason.

Here: the inventory of what is in the inbox now. Not here: where files come from and how a format is read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from pipelines.archive.inbox import Incoming
from pipelines.archive.quarantine import Refusal
from pipelines.archive.readers import Limits, Reason, Unreadable, read
from pipelines.archive.store import Archive, Receipt, sha256
from pipelines.fingerprint import READERS
from pipelines.pool import run_each

# Below this many new files, worker processes cost more than they save.
FEW = 16


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the inventory. `reason` and `message` are set where it was refused; `sha256` is empty if unopened."""

    name: str
    path: str
    sha256: str
    bytes: int
    media_type: str
    url: str | None = None
    reason: str | None = None
    message: str | None = None

    def refusal(self) -> Refusal | None:
        """The refusal, where the file was refused."""
        return Refusal(self.name, self.sha256, self.reason, self.message or "") if self.reason else None


@dataclass(frozen=True, slots=True)
class Inventory:
    """All files that are there now, in the order in which they were listed."""

    items: tuple[Item, ...]

    @property
    def readable(self) -> tuple[Item, ...]:
        """The files that were read."""
        return tuple(item for item in self.items if item.reason is None)

    @property
    def refused(self) -> tuple[Item, ...]:
        """The files that could not be read."""
        return tuple(item for item in self.items if item.reason is not None)

    def save(self, path: Path) -> None:
        """Write the inventory as JSON, completely or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.tmp")
        rows = [asdict(item) for item in self.items]
        aside.write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        aside.replace(path)

    @classmethod
    def load(cls, path: Path) -> Inventory:
        """Read a saved inventory.

        Raises:
            FileNotFoundError: none was saved.
        """
        return cls(tuple(Item(**row) for row in json.loads(path.read_text(encoding="utf-8"))))


def take_in(files: Sequence[Incoming], archive: Archive, limits: Limits, *, today: str, workers: int) -> Inventory:
    """Archive every file that can be read.

    `today`: day of reception for new receipts, `YYYY-MM-DD`.

    Raises:
        OSError: the archive can't be written.
    """
    task = partial(_take, archive=archive, limits=limits, today=today)
    if workers < 2 or len(files) < FEW:
        return Inventory(tuple(task(file) for file in files))
    outcomes = run_each(task, files, workers=workers, seconds=limits.max_seconds)
    return Inventory(tuple(o.result or _failed(o.item, o.failure or "crash") for o in outcomes))


def _take(file: Incoming, *, archive: Archive, limits: Limits, today: str) -> Item:
    if file.refusal:
        return _refused(file, "", 0, "unsafe_file", f"{file.name} was not opened: {file.refusal}. Put a copy there.")
    try:
        size = file.path.stat().st_size
        if size > limits.max_bytes:
            data = b""
            message = (
                f"{file.name} has {size} bytes, more than the limit of {limits.max_bytes}. Raise the limit to read it."
            )
            return _refused(file, "", size, Reason.TOO_LARGE, message)
        data = file.path.read_bytes()
    except OSError as error:
        message = f"{file.name} could not be opened: {error.strerror}. Allow reading it."
        return _refused(file, "", 0, "no_access", message)
    digest = sha256(data)
    if archive.holds(digest, READERS):
        return Item(file.name, str(file.path), digest, len(data), archive.receipt(digest).media_type, file.url)
    try:
        document = read(data, limits)
    except Unreadable as refusal:
        return _refused(file, digest, len(data), refusal.reason, f"{file.name}: {refusal}")
    archive.put(data, document, Receipt(digest, len(data), document.media_type, today), READERS)
    return Item(file.name, str(file.path), digest, len(data), document.media_type, file.url)


def _refused(file: Incoming, digest: str, size: int, reason: str, message: str) -> Item:
    return Item(file.name, str(file.path), digest, size, "", file.url, str(reason), message)


def _failed(file: Incoming, failure: str) -> Item:
    if failure == "timeout":
        message = (
            f"{file.name}: reading it took longer than allowed. Raise limits.max_seconds, or send it in another form."
        )
        return _refused(file, "", 0, Reason.TIMEOUT, message)
    message = f"{file.name}: the reader broke down over it. Send it in another form (text or DOCX)."
    return _refused(file, "", 0, Reason.CRASHED, message)
