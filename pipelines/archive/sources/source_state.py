"""What is kept of each source between two looks: its documents, how the last look went, and bytes that were fetched.

What is lost costs one full look and nothing else. Time stamps stay here, outside every release. Not here: looking
(`look.py`), fetching (`web.py`, `storage.py`), the archive, which has the bytes later (`pipelines/archive/store.py`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.archive.store import Archive, sha256
from pipelines.workspace.atomic import write_file
from pipelines.workspace.seal import sha256_file
from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class Known:
    """A document of a source as it was last received.

    `token`: by what a source tells that the document is still the same (ETag, size and times of a file).
    """

    sha256: str
    bytes: int
    url: str | None = None
    token: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LastLook:
    """How the last look at a source went. Times: `YYYY-MM-DDTHH:MM:SS+00:00`, empty where it never happened.

    `answered`: the last look at which everything was there. `failing_since`: the first look of those that failed in a
    row. `documents`: how many it gives. `every_minutes`: how long it is left in peace between two looks.
    """

    source: str
    looked: str = ""
    answered: str = ""
    failing_since: str = ""
    error: str | None = None
    documents: int = 0
    every_minutes: float = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is remembered of a series beside its documents; times as ISO 8601.

    `at`: when each symbol was last asked for in each language. `failed`: why those of them could not be had that could
    not. `not_before`: until when the system wants no request.
    """

    at: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    not_before: str = ""


class SourceState:
    """Files below one folder: `looks.json` with how the last look at each source went, and one for each source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last_looks = State[dict[str, LastLook]](folder / "looks.json", {})

    def documents(self, source: str) -> State[dict[str, Known] | None]:
        """The documents of a source by name; None where nothing is remembered."""
        return State[dict[str, Known] | None](self.folder / "documents" / f"{source}.json", None)

    def asked(self, source: str) -> State[Asked]:
        """When what was asked of a series."""
        return State[Asked](self.folder / "asked" / f"{source}.json", Asked())


_LOG = logging.getLogger(__name__)


class Fetched:
    """A folder of fetched bytes beside an archive."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.folder, self._archive = folder, archive

    def path(self, digest: str) -> Path | None:
        """File with those bytes, in the archive or here; None where they are in neither, or damaged here."""
        if archived := self._archive.original(digest):
            return archived
        fetched = self.folder / digest
        with suppress(OSError):
            if sha256_file(fetched) == digest:
                return fetched
            _LOG.warning("%s is damaged and is fetched again.", fetched)
        return None

    def keep(self, data: bytes) -> str:
        """Keep bytes, unless they are kept already.

        Returns:
            Their checksum.

        Raises:
            OSError: they can't be written.
        """
        digest = sha256(data)
        if self.path(digest) is None:
            write_file(self.folder / digest, data)
        return digest

    def prune(self, needed: Collection[str]) -> None:
        """Delete what the archive holds by now, and what no source gives any more."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            own = path.name.endswith(".tmp") and f".{os.getpid()}-" in path.name
            if not own and (path.name not in needed or self._archive.original(path.name)):
                path.unlink(missing_ok=True)
