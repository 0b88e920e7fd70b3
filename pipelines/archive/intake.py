"""Takes files in: each is hashed, read once and archived, or refused with a reason.

Here: the inventory of what is in the inbox now. Not here: where files come from, how a format is read, what makes a
document unfit that can be read (`pipelines/extract/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipelines.archive.formats import Reason, Unreadable
from pipelines.archive.formats.worker import read_apart
from pipelines.archive.incoming import Incoming, Skipped
from pipelines.archive.sources.look import Look
from pipelines.archive.store import Archive, sha256
from pipelines.archive.unreadable import keep_to, timed_out
from pipelines.workspace.limits import Limits
from pipelines.workspace.pool import Runner
from pipelines.workspace.progress import Stage

_GRACE_SECONDS = 10.0  # in which the process that a format's library runs in is ended first, by who started it
_TOGETHER = 64  # files that go to a process at once


@dataclass(frozen=True, slots=True)
class Inventory:
    """All files that are there now, in the order in which they were listed.

    `failed`: a message for each source that could not be had. `skipped`: files of sources that are passed over.
    """

    items: tuple[Incoming, ...] = ()
    failed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def listed(self) -> Iterator[tuple[str, str, str]]:
        """Source, name and checksum of each file that was opened, and of what was passed over with "" as checksum."""
        yield from ((item.source, item.name, item.sha256) for item in self.items if item.sha256)
        yield from ((entry.source, entry.name, "") for entry in self.skipped)

    @property
    def readable(self) -> tuple[Incoming, ...]:
        """The files that were read."""
        return tuple(item for item in self.items if not item.reason)

    @property
    def refused(self) -> tuple[Incoming, ...]:
        """The files that could not be read."""
        return tuple(item for item in self.items if item.reason)


def gathered(looks: Iterable[Look]) -> Inventory:
    """The files that the sources give, as an inventory, before any of them is taken in."""
    return Inventory(
        items=tuple(file for look in looks for file in look.files),
        failed=tuple(look.error for look in looks if look.error),
        skipped=tuple(entry for look in looks for entry in look.skipped),
    )


def take_in(inventory: Inventory, archive: Archive, limits: Limits, runner: Runner, *, today: str) -> Inventory:
    """Archive every file that can be read; the inventory with what became of each.

    `today`: day of reception for new receipts, `YYYY-MM-DD`.

    Raises:
        OSError: the archive can't be written.
    """
    items = [_without_opening(file, archive) for file in inventory.items]
    new = [n for n, item in enumerate(items) if not item.reason and not item.media_type]
    work = partial(_take_all, archive=archive, limits=limits, today=today)
    outcomes = runner(work, [items[n] for n in new], seconds=limits.max_seconds + _GRACE_SECONDS, most=_TOGETHER)
    with Stage("Reading documents", len(new)) as running:
        for n, outcome in zip(new, outcomes, strict=True):
            items[n] = outcome.result or outcome.item.refused(_ended(outcome.failure, limits))
            running.advance(items[n].name)
    return replace(inventory, items=tuple(items))


def _without_opening(file: Incoming, archive: Archive) -> Incoming:
    """The file with the media type that the archive has for it; without one it has to be opened."""
    media_type = archive.media_type(file.sha256) if file.sha256 and not file.reason else ""
    # A damaged original is taken again, where the source has it.
    again = media_type and file.path.is_file() and not archive.original(file.sha256)
    return replace(file, media_type="" if again else media_type)


def _take_all(files: Sequence[Incoming], *, archive: Archive, limits: Limits, today: str) -> list[Incoming]:
    return [_take(file, archive=archive, limits=limits, today=today) for file in files]


def _take(file: Incoming, *, archive: Archive, limits: Limits, today: str) -> Incoming:
    digest, size = "", 0
    try:
        size = file.path.stat().st_size
        keep_to(limits, max_bytes=size)
        data = file.path.read_bytes()
        digest = sha256(data)
        if (media_type := archive.media_type(digest)) and archive.original(digest):
            return replace(file, sha256=digest, bytes=size, media_type=media_type)
        document = read_apart(data, limits)
    except OSError as error:
        return file.refused(Unreadable(Reason.NO_ACCESS, "It could not be opened", str(error.strerror)))
    except Unreadable as refusal:
        return file.refused(refusal, digest, size)
    archive.put(digest, data, document, today=today)
    return replace(file, sha256=digest, bytes=size, media_type=document.media_type)


def _ended(failure: str | None, limits: Limits) -> Unreadable:
    """The refusal of a document over which the reading process ended."""
    if failure == "timeout":
        return timed_out(limits)
    return Unreadable(Reason.CRASHED, "The reader broke down over it", "")
