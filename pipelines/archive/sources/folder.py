"""The kind of source `folder`: a folder of this machine, looked through at every depth, or one file.

Not here: which names no note has (`pipelines/archive/incoming.py`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipelines.archive.incoming import Incoming, Skipped, names_of_skipped, shown_name, why_passed_over
from pipelines.archive.sources.look import INBOX, Look, Source, Watch, kind
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.seal import sha256_file

_HIDDEN_FOLDER = "A hidden folder (its name begins with a full stop): nothing in it was looked at."
_LINKED = "A link to a folder of the same inbox, whose files are listed under their own names."


@kind("folder")
class Folder(Source):
    """A folder, looked through at every depth, or one file; a relative path starts where the source is declared."""

    folder: str

    def below(self, folder: Path) -> Folder:
        """The same source, whose path starts at a folder where it is relative."""
        return self.model_copy(update={"folder": str(folder / self.folder)})

    def look(self, watch: Watch, before: Mapping[str, Incoming]) -> Look:
        """The files that are there, with checksums of those that may be read.

        Raises:
            ReportedError: the folder is not there or empty.
        """
        folder = Path(self.folder)
        listed, skipped = list_inbox(folder)
        if not listed and self.at_least:
            empty = f"holds nothing that is read ({names_of_skipped(skipped)})" if skipped else "is empty"
            raise ReportedError(
                f"Inbox {folder} {empty}. Put notes (PDF, DOCX, HTML or text) into it, or name another."
            )
        most = watch.settings.limits.max_bytes
        return Look(self, [_hashed(file, before.get(file.name), most) for file in listed], skipped)


def _hashed(file: Incoming, before: Incoming | None, max_bytes: int) -> Incoming:
    """A file with its checksum; without one where it is too large or can't be read, which taking it in reports."""
    with suppress(OSError):
        if not file.reason and (stat := file.path.stat()).st_size <= max_bytes:
            token = {"stat": f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"}
            # A file that is being written while it is looked at has other times at the next look.
            sha256 = before.sha256 if before and before.token == token else sha256_file(file.path)
            return replace(file, sha256=sha256, bytes=stat.st_size, token=token)
    return file


def folder_source(path: Path, *, any_family: bool = False) -> Folder:
    """The source that an inbox named on the command line is; its name follows from its path."""
    name = f"{INBOX}{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    return Folder(name=name, folder=str(path), any_family=any_family)


def list_inbox(inbox: Path) -> tuple[list[Incoming], list[Skipped]]:
    """Every file of an inbox, and what is passed over, both sorted by name.

    Raises:
        ReportedError: there is nothing at `inbox`, or it can't be listed.
    """
    try:
        if inbox.is_file():
            return [Incoming(shown_name(inbox.name), inbox)], []
        root = inbox.resolve(strict=True)
        entries = sorted(_walk(root, root), key=lambda entry: entry.name)
    except FileNotFoundError as error:
        raise ReportedError(f"Inbox {inbox} doesn't exist. Create it, or name another.") from error
    except OSError as error:
        message = f"Inbox {inbox} can't be listed: {error.strerror}: {error.filename}"
        raise ReportedError(f"{message}. Allow reading it, or name another.") from error
    files = [entry for entry in entries if isinstance(entry, Incoming)]
    return files, [entry for entry in entries if isinstance(entry, Skipped)]


def _walk(root: Path, folder: Path) -> Iterator[Incoming | Skipped]:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            name = shown_name(path.relative_to(root))
            if entry.is_dir(follow_symlinks=False):
                yield from [Skipped(name, _HIDDEN_FOLDER)] if entry.name.startswith(".") else _walk(root, path)
            elif why := why_passed_over(name):
                yield Skipped(name, why)
            elif entry.is_symlink() and not _is_within(path, root):
                yield Incoming(name, path).unsafe("it is a link that leaves the inbox, or leads nowhere")
            elif entry.is_file():
                yield Incoming(name, path)
            elif entry.is_dir():
                yield Skipped(name, _LINKED)
            else:
                yield Incoming(name, path).unsafe("it is no regular file")


def _is_within(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # it leads nowhere, or back to itself
        return False
