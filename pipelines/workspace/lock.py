"""Keeps two runs over the same outputs apart.

The operating system lets go of the lock when a process ends, however it ends. Not here: what is done meanwhile.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.progress import waiting

_NAME = ".lock"


class OutputsError(ReportedError):
    """Nothing can be written where the outputs are to be."""


class BusyError(ReportedError):
    """Another run publishes to the same outputs and did not end in time."""


def acquire(root: Path, seconds: float) -> FileLock:
    """Hold the lock of the outputs at `root` against other processes; `release()` it, or use it as a context.

    A process may hold it several times over.

    Raises:
        BusyError: another run did not end in time.
        OutputsError: the outputs can't be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock_file = root / _NAME
        # One lock object a process, whatever the time that who asks for it would wait: entering it again is no harm.
        lock = FileLock(lock_file, is_singleton=True)
        with suppress(Timeout):
            lock.acquire(timeout=0)
            return lock
        if not lock_file.exists():  # nobody holds it: no file can be made here, as in /proc, and this says why
            lock_file.touch()
        waiting(f"Another run publishes to {root}; waiting for its end, at most {seconds:g} seconds.")
        lock.acquire(timeout=seconds)
    except OSError as error:
        if isinstance(error, Timeout):
            raise BusyError(
                f"Another run publishes to {root} and has not ended within {seconds:g} seconds. Nothing was done; try "
                "again later."
            ) from error
        raise OutputsError(
            f"Outputs can't be written to {root} ({error.strerror or error}). Name another folder with --outputs, or "
            "allow writing there."
        ) from error
    return lock


def busy(root: Path) -> bool:
    """True where another process holds the lock now."""
    try:
        with FileLock(root / _NAME, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False
