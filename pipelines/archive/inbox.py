"""Lists the files of an inbox: a folder, looked through at every depth, or one file.

Here: which files are there, under which names. Not here: other kinds of sources (`sources/`), and what is in the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.workspace.errors import ReportedError


class InboxError(ReportedError):
    """An inbox that doesn't exist or can't be listed; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as it arrived.

    `name`: its name below its source, with `/`. `path`: where its bytes are now. `url`: where it was fetched, if so.
    `refusal`: why it must not be opened (a link that leaves the inbox, a pipe), None where it may. `source`: name of
    the source that gave it. `sha256`, `bytes`: where they are known already, so that it need not be read.
    `supersedes`: checksum of what the same source gave before under this name. `any_family`: as its source says.
    """

    name: str
    path: Path
    url: str | None = None
    refusal: str | None = None
    source: str = ""
    sha256: str | None = None
    bytes: int = 0
    supersedes: str | None = None
    any_family: bool = False


def list_inbox(inbox: Path) -> list[Incoming]:
    """Every file of an inbox, sorted by name; names that start with a full stop are passed over.

    Raises:
        InboxError: there is nothing at `inbox`, or it can't be listed.
    """
    try:
        if inbox.is_file():
            return [Incoming(_shown(inbox.name), inbox)]
        root = inbox.resolve(strict=True)
        return sorted(_walk(root, root), key=lambda entry: entry.name)
    except PermissionError as error:
        raise InboxError(
            f"Inbox {inbox} can't be listed: no permission on {error.filename}. Allow reading it."
        ) from error
    except FileNotFoundError as error:
        raise InboxError(f"Inbox {inbox} doesn't exist. Create it, or name another with --inbox.") from error
    except OSError as error:
        raise InboxError(f"Inbox {inbox} can't be listed: {error.strerror}: {error.filename}.") from error


def _walk(root: Path, folder: Path) -> Iterator[Incoming]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = Path(entry.path)
            if entry.is_symlink() and not path.resolve().is_relative_to(root):
                yield _refused(root, path, "it is a link that leaves the inbox")
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(root, path)
            elif entry.is_file():
                yield Incoming(_name(root, path), path)
            elif not entry.is_dir():
                # A link to a folder inside the inbox leads to files that are listed anyway.
                yield _refused(root, path, "it is no regular file")


def _refused(root: Path, path: Path, why: str) -> Incoming:
    return Incoming(_name(root, path), path, refusal=why)


def _name(root: Path, path: Path) -> str:
    return _shown(path.relative_to(root))


def _shown(name: str | Path) -> str:
    # Names may hold bytes that are no UTF-8; those are shown escaped, since names are published.
    return os.fsencode(name).decode("utf-8", "backslashreplace")
