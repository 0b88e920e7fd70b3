"""Bytes that were fetched, by checksum, until the archive holds them.

Not here: the archive itself (`pipelines/archive/store.py`), fetching (`web.py`, `storage.py`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from pipelines.archive.store import Archive, sha256
from pipelines.workspace.atomic import write_file
from pipelines.workspace.seal import sha256_file

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
