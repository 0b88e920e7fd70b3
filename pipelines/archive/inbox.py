"""Lists the files of an inbox: a folder, looked through at every depth, or one file.

Here: which files are there, under which names, and which are passed over. Not here: other kinds of sources
(`sources/`), and what is in the files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a folder with all that is in it, that a source holds and that is not taken.

    `name`, `source`: as of a file that is. `why`: a sentence, with what to do where it should be taken after all.
    """

    name: str
    why: str
    source: str = ""


_HIDDEN = "Its name begins with a full stop, as those of hidden files do. Give it another name to have it read."
_HIDDEN_FOLDER = "A hidden folder (its name begins with a full stop): nothing in it was looked at."
_LEFT = (
    "Its name is that of a backup or lock file of an editor or office program. Give it another name to have it read."
)
_LEFT_BEHIND = re.compile(r"(^|/)(~\$[^/]*|#[^/]*#)$|(~|\.bak|\.swp)$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LINKED = "A link to a folder of the same inbox, whose files are listed under their own names."


def list_inbox(inbox: Path) -> tuple[list[Incoming], list[Skipped]]:
    """Every file of an inbox, and what is passed over, both sorted by name.

    Raises:
        InboxError: there is nothing at `inbox`, or it can't be listed.
    """
    try:
        if inbox.is_file():
            return [Incoming(shown_name(inbox.name), inbox)], []
        root = inbox.resolve(strict=True)
        found = sorted(_walk(root, root), key=lambda entry: entry.name)
    except PermissionError as error:
        raise InboxError(
            f"Inbox {inbox} can't be listed: no permission on {error.filename}. Allow reading it."
        ) from error
    except FileNotFoundError as error:
        raise InboxError(f"Inbox {inbox} doesn't exist. Create it, or name another.") from error
    except OSError as error:
        raise InboxError(f"Inbox {inbox} can't be listed: {error.strerror}: {error.filename}.") from error
    files = [entry for entry in found if isinstance(entry, Incoming)]
    return files, [entry for entry in found if isinstance(entry, Skipped)]


def told_skipped(skipped: Sequence[Skipped]) -> str:
    """Name what is passed over; where it is much, the first of it."""
    names = ", ".join(entry.name for entry in skipped[:10])
    return f"{names} and {len(skipped) - 10} more" if len(skipped) > 10 else names


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
                yield Incoming(name, path, refusal="it is a link that leaves the inbox, or leads nowhere")
            elif entry.is_file():
                yield Incoming(name, path)
            elif entry.is_dir():
                yield Skipped(name, _LINKED)
            else:
                yield Incoming(name, path, refusal="it is no regular file")


def why_passed_over(name: str) -> str:
    """Why a file of that name is no note: it, or a folder that it is in, is hidden, or a program left it behind."""
    if any(part.startswith(".") for part in name.split("/")):
        return _HIDDEN
    return _LEFT if _LEFT_BEHIND.search(name) else ""


def _is_within(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # it leads nowhere, or back to itself
        return False


def shown_name(name: str | Path) -> str:
    r"""A name as it is shown and published: bytes that are no UTF-8, and control characters, escaped as `\xff`.

    A control character would give orders to a terminal, or break a line in two.
    """
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", os.fsencode(name).decode("utf-8", "backslashreplace"))
