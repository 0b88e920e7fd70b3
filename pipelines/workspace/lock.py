"""Whether the outputs can be worked on: the lock that keeps two runs apart, folders for writing, a full disk.

The operating system lets go of the lock when a process ends, however it ends. Not here: what is done meanwhile, writing
(`atomic.py`).
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.progress import waiting

_NAME = ".lock"
_ROOM = 2**20  # bytes, without which nothing can be done
_FULL = {errno.ENOSPC, errno.EDQUOT}


class OutputsError(ReportedError):
    """Nothing can be written where the outputs are to be."""


class BusyError(ReportedError):
    """Another run publishes to the same outputs and did not end in time."""


@contextmanager
def acquire(root: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of the outputs at `root` against other processes; a process may hold it several times.

    Raises:
        BusyError: another run did not end in time.
        OutputsError: the outputs can't be written.
    """
    # One lock object a process, whatever the time that who asks for it would wait: entering it again is no harm.
    lock = FileLock(root / _NAME, is_singleton=True)
    try:
        root.mkdir(parents=True, exist_ok=True)
        _take(lock, root, seconds)
    except Timeout as error:
        raise BusyError(
            f"Another run publishes to {root} and has not ended within {seconds:g} seconds. Nothing was done; try "
            "again later."
        ) from error
    except OSError as error:
        raise OutputsError(
            f"Outputs can't be written to {root} ({error.strerror or error}). Name another folder with --outputs, or "
            "allow writing there."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _take(lock: FileLock, root: Path, seconds: float) -> None:
    with suppress(Timeout):
        lock.acquire(timeout=0)
        return
    if not Path(lock.lock_file).exists():  # nobody holds it: no file can be made here, as in /proc, and this says why
        Path(lock.lock_file).touch()
    waiting(f"Another run publishes to {root}; waiting for its end, at most {seconds:g} seconds.")
    lock.acquire(timeout=seconds)


def busy(root: Path) -> bool:
    """True where another process holds the lock now."""
    try:
        with FileLock(root / _NAME, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


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
