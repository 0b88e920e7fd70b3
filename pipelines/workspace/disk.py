"""Whether folders can be written to, and whether an error comes of a full disk.

Not here: writing (`atomic.py`).
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

_ROOM = 2**20  # bytes, without which nothing can be done
_FULL = {errno.ENOSPC, errno.EDQUOT}


def full(folder: Path) -> str:
    """The message about a full disk."""
    return f"The disk of {folder} is full. Make room; the next run goes on from here."


def no_room(error: BaseException | None) -> bool:
    """True where a full disk caused an error; libraries report it by words, numbers and classes of their own."""
    while error is not None:
        if getattr(error, "errno", None) in _FULL or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        if any(os.strerror(number) in str(error) for number in _FULL):
            return True
        error = error.__cause__ or error.__context__
    return False


def why_not_writable(*folders: Path) -> str:
    """Why a folder can't be written to, and what to do; empty where all can be, or do not exist.

    Permissions are checked of this user's own folders alone: those of others may be written to by their owners.
    """
    for folder in (folder for folder in folders if folder.is_dir()):
        system = os.statvfs(folder)
        if system.f_flag & os.ST_RDONLY:
            return f"{folder} can only be read: its file system is mounted so. Mount it for writing, and run again."
        if system.f_bavail * system.f_frsize < _ROOM:
            return full(folder)
        if folder.stat().st_uid == os.geteuid() and not os.access(folder, os.W_OK | os.X_OK):
            return f"Nothing can be written into {folder}. Allow that, and run again."
    return ""
