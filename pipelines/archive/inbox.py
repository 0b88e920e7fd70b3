"""Lists the files of an inbox: a folder, looked through at every depth, or one file.

Here: which files are there, under which names. Not here: other kinds of sources (`sources/`), and what is in the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


class InboxError(Exception):
    """An inbox that doesn't exist, can't be listed or holds no file; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as it arrived.

    `name`: its name below its source, with `/`. `path`: where its bytes are now. `url`: where it was fetched, if so.
    `refusal`: why it must not be opened (a link that leaves the inbox, a pipe), None where it may.
    """

    name: str
    path: Path
    url: str | None = None
    refusal: str | None = None


def list_inbox(inbox: Path) -> list[Incoming]:
    """Every file of an inbox, sorted by name; names that start with a full stop are passed over.

    Raises:
        InboxError: there is nothing at `inbox`, or it can't be listed, or it holds no file.
    """
    if not inbox.exists():
        raise InboxError(f"Inbox {inbox} doesn't exist. Create it, or name another with --inbox.")
    if inbox.is_file():
        return [Incoming(inbox.name, inbox)]
    root = inbox.resolve()
    try:
        found = sorted(_walk(root), key=lambda entry: entry.name)
    except PermissionError as error:
        raise InboxError(
            f"Inbox {inbox} can't be listed: no permission on {error.filename}. Allow reading it."
        ) from error
    if not found:
        raise InboxError(f"Inbox {inbox} is empty. Put notes (PDF, DOCX, HTML or text) into it, or name another.")
    return found


def _walk(root: Path) -> Iterator[Incoming]:
    for folder, folders, files in os.walk(root, onerror=_raise):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in files:
            if not file.startswith("."):
                yield _incoming(root, Path(folder) / file)
        for linked in folders:
            path = Path(folder) / linked
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield _refused(root, path, "it is a link that leaves the inbox")


def _incoming(root: Path, path: Path) -> Incoming:
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return _refused(root, path, "it is a link that leaves the inbox")
    if not path.is_file():
        return _refused(root, path, "it is no regular file")
    return Incoming(_name(root, path), path)


def _refused(root: Path, path: Path, why: str) -> Incoming:
    return Incoming(_name(root, path), path, refusal=why)


def _name(root: Path, path: Path) -> str:
    # Names may hold bytes that are no UTF-8; those are shown escaped, since names are published.
    return os.fsencode(path.relative_to(root)).decode("utf-8", "backslashreplace")


def _raise(error: OSError) -> None:
    raise error


def list_inboxes(inboxes: Iterable[Path]) -> list[Incoming]:
    """Every file of several inboxes, in the order of the inboxes.

    Raises:
        InboxError: as `list_inbox`.
    """
    return [entry for inbox in inboxes for entry in list_inbox(inbox)]
