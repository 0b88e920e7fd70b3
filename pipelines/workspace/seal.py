"""Checksums of the files of a finished folder, by which damage is noticed before anything is made of the files.

Not here: what becomes of what is damaged, and the checksums of a release, which its readers need, too
(`pipelines/publish/integrity.py`).
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from pathlib import Path

from pipelines.workspace.state import State

_LOG = logging.getLogger(__name__)
_NAME = "seal.json"


def sha256_file(path: Path | str) -> str:
    """SHA-256 of a file's bytes as lower-case hexadecimal.

    Raises:
        OSError: it can't be read.
    """
    with open(path, "rb") as handle:  # noqa: PTH123 - a release may have a hundred thousand, and each `Path` costs more
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest_of(*parts: object) -> str:
    """A digest over values that are written the same each time."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]


def is_same(path: Path, sha256: str, *, since: int | None = None) -> bool:
    """Whether a file has a checksum. `since`: a time in nanoseconds; a file not touched after it counts as the same.

    Raises:
        OSError: it can't be read.
    """
    if since is not None and path.stat().st_mtime_ns <= since and os.access(path, os.R_OK):
        return True
    return sha256_file(path) == sha256


def is_whole(path: Path, sha256: str, *, since: int | None = None) -> bool:
    """Whether a file is there, can be read and has a checksum; `since` as for `is_same`."""
    with suppress(OSError):
        return is_same(path, sha256, since=since)
    return False


def seal(folder: Path) -> None:
    """Write the checksums of a finished folder's files into it, as `seal.json`.

    Raises:
        OSError: a file can't be read, or this one not written.
    """
    (folder / _NAME).unlink(missing_ok=True)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    _sums(folder).save({path.relative_to(folder).as_posix(): sha256_file(path) for path in files})


def damaged(*folders: Path) -> dict[Path, list[str]]:
    """The damaged files of sealed folders, by their paths below the folder; one line of the log says so.

    A folder that is not there is not damaged; one without a seal is, and its seal is what is named.
    """
    lost = {folder: names for folder in folders if folder.is_dir() and (names := _damaged(folder))}
    if lost:
        (folder, (name, *_)), more = next(iter(lost.items())), sum(map(len, lost.values())) - 1
        _LOG.warning("%s%s is damaged and is made again.", folder / name, f", with {more} other files," if more else "")
    return lost


def _damaged(folder: Path) -> list[str]:
    if not (sums := _sums(folder).load()):
        return [_NAME]
    since = (folder / _NAME).stat().st_mtime_ns
    return sorted(name for name, sha256 in sums.items() if not is_whole(folder / name, sha256, since=since))


def _sums(folder: Path) -> State[dict[str, str]]:
    return State[dict[str, str]](folder / _NAME, {})
