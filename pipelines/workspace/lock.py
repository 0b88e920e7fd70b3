"""Keeps two runs over the same outputs apart.

The operating system lets go of the lock when a process ends, however it ends. Not here: what is done meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.progress import waiting

_NAME = ".lock"


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
