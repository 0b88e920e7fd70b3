"""Tells whether anything can be written where it should be, and of an error whether a full disk is behind it.

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
    """What is said of a full disk."""
    return f"The disk of {folder} is full. Make room; the next run goes on from here."


def no_room(error: BaseException | None) -> bool:
    """True where an error came of a full disk: libraries tell that in words, numbers and classes of their own."""
    while error is not None:
        if getattr(error, "errno", None) in _FULL or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        if any(os.strerror(number) in str(error) for number in _FULL):
            return True
        error = error.__cause__ or error.__context__
    return False


def why_not_writable(*folders: Path) -> str:
    """Why nothing can be written into one of some folders, and what to do; empty where all can be, or are not there.

    Of folders that belong to somebody else nothing is said of permissions: who owns them may write.
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
