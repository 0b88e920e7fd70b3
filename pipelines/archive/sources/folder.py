"""The kind of source `folder`: a folder of this machine, or one file.

Not here: which files of a folder are looked at (`pipelines/archive/inbox.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipelines.archive.inbox import InboxError, Incoming, list_inbox, told_skipped
from pipelines.archive.sources.look import INBOX, Look, Source, Watch, kind
from pipelines.archive.sources.source_state import Known
from pipelines.workspace.seal import sha256_file


@kind("folder")
class Folder(Source):
    """A folder, looked through at every depth, or one file; a relative path starts where the source is declared."""

    folder: str

    def below(self, folder: Path) -> Folder:
        """The same source, whose path starts at a folder where it is relative."""
        return self.model_copy(update={"folder": str(folder / self.folder)})

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """The files that are there, with checksums of those that may be read.

        Raises:
            InboxError: the folder is not there or empty.
        """
        files, documents = [], {}
        folder = Path(self.folder)
        listed, skipped = list_inbox(folder)
        if not listed and self.at_least:
            empty = f"holds nothing that is read ({told_skipped(skipped)})" if skipped else "is empty"
            raise InboxError(f"Inbox {folder} {empty}. Put notes (PDF, DOCX, HTML or text) into it, or name another.")
        for entry in listed:
            file, document = _local(watch, entry, known.get(entry.name))
            files.append(file)
            if document:
                documents[file.name] = document
        return Look(self, tuple(files), documents, skipped=tuple(skipped))


def _local(watch: Watch, file: Incoming, known: Known | None) -> tuple[Incoming, Known | None]:
    if file.refusal:
        return file, None
    try:
        stat = file.path.stat()
        token = {"stat": f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"}
        if stat.st_size > watch.settings.reader_limits.max_bytes:
            return file, None
        if known is None or known.token != token:
            # A file that is being written while it is looked at has other times at the next look.
            known = Known(sha256_file(file.path), stat.st_size, None, token)
    except OSError:
        return file, None
    return replace(file, sha256=known.sha256, bytes=known.bytes), known


def folder_source(path: Path, *, any_family: bool = False) -> Folder:
    """The source that an inbox named on the command line is; its name follows from its path."""
    name = f"{INBOX}{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    return Folder(name=name, folder=str(path), any_family=any_family)
