"""What the files of a folder were when it was finished, so that a damaged one is known before anything is made of it.

Size and time of a file first, its checksum where it looks touched. Not here: what becomes of what is damaged, and the
checksums of a release, which its readers need, too (`pipelines/publish/integrity.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.workspace.state import State

_LOG = logging.getLogger(__name__)
_NAME = "seal.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A finished file. `changed`: its time of change, in nanoseconds."""

    sha256: str
    bytes: int
    changed: int

    def now(self, path: Path | str) -> Stamp | None:
        """The same file as it is now; None where it is not the same any more, or can't be read."""
        try:
            stat = stat_of(path)
            if stat.st_size != self.bytes or not os.access(path, os.R_OK):
                return None
            if stat.st_mtime_ns == self.changed:
                return self
            return Stamp(self.sha256, self.bytes, stat.st_mtime_ns) if sha256_file(path) == self.sha256 else None
        except OSError:
            return None


def stat_of(path: Path | str) -> os.stat_result:
    """What the file system says of a file. A release may have a hundred thousand, and each `Path` costs more than that.

    Raises:
        OSError: there is none.
    """
    return os.stat(path)  # noqa: PTH116


def sha256_file(path: Path | str) -> str:
    """SHA-256 of a file's bytes as lower-case hexadecimal.

    Raises:
        OSError: it can't be read.
    """
    with open(path, "rb") as handle:  # noqa: PTH123 - see `stat_of`
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest_of(*parts: object) -> str:
    """A digest over values that are written the same each time."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]


def stamp(path: Path | str, sha256: str = "") -> Stamp:
    """A file as it is now. `sha256`: its checksum, where that is known.

    Raises:
        OSError: it can't be read.
    """
    stat = stat_of(path)
    return Stamp(sha256 or sha256_file(path), stat.st_size, stat.st_mtime_ns)


def seal(folder: Path) -> None:
    """Keep in a folder what its files are, now that they are finished.

    Raises:
        OSError: a file can't be read, or this one not written.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _NAME)
    _stamps(folder).save({path.relative_to(folder).as_posix(): stamp(path) for path in files})


def damaged(*folders: Path) -> dict[Path, list[str]]:
    """The files of sealed folders that are not what they were, by path below the folder; that is said in one line.

    A folder that is not there is not damaged; one without a seal is, and its seal is what is named.
    """
    lost = {folder: names for folder in folders if folder.is_dir() and (names := _damaged(folder))}
    if lost:
        (folder, (name, *_)), more = next(iter(lost.items())), sum(map(len, lost.values())) - 1
        _LOG.warning("%s%s is damaged and is made again.", folder / name, f", with {more} other files," if more else "")
    return lost


def _damaged(folder: Path) -> list[str]:
    known = _stamps(folder).load()
    found = {name: stamp.now(folder / name) for name, stamp in known.items()}
    whole = {name: stamp for name, stamp in found.items() if stamp}
    if len(whole) == len(known) and whole != known:
        # They were touched or copied, and are what they were: that need not be found out again.
        with contextlib.suppress(OSError):
            _stamps(folder).save(whole)
    return sorted(found.keys() - whole.keys()) if known else [_NAME]


def _stamps(folder: Path) -> State[dict[str, Stamp]]:
    return State[dict[str, Stamp]](folder / _NAME, {})
