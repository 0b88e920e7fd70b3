"""Copies releases to another place: a bucket, a share, anything that fsspec has a file system for.

Object stores have no renames. So every file of a release is written first, its checksums last, and then one object that
names the latest release, `latest.json`: whoever reads that first never sees half a release. Not here: making releases.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import fsspec

from pipelines.publish.history import History
from pipelines.publish.integrity import SUMS
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.words import named_error

POINTER = "latest.json"


class MirrorError(ReportedError):
    """The release stands here and could not be copied; the message says what was met."""


def mirror_releases(history: History, target: str) -> bool:
    """Copy the latest release, the list of releases and the pointer, so far as they are not there.

    `target`: fsspec address of a folder.

    Returns:
        True where anything was written.

    Raises:
        MirrorError: the target can't be reached or written. What was copied is completed by the next call.
    """
    latest = history.latest()
    if latest is None:
        return False
    try:
        files, root = fsspec.core.url_to_fs(target)
        files.invalidate_cache()
        return _mirror(history, latest, files, root.rstrip("/"))
    except ImportError as error:
        raise MirrorError(
            f"Release {latest.name} stands, and the mirror {target} needs a package that is not installed: {error}"
        ) from error
    except Exception as error:  # every file system raises errors of its own
        raise MirrorError(
            f"Release {latest.name} stands here and could not be copied to the mirror {target} ({named_error(error)}). "
            "The mirror still gives the release that it gave before. The next run goes on with it."
        ) from error


def _mirror(history: History, latest: Path, files: Any, root: str) -> bool:
    sums = (latest / SUMS).read_bytes()
    pointer = {"release": latest.name, "path": f"releases/{latest.name}/", "sums": hashlib.sha256(sums).hexdigest()}
    folder = f"{root}/releases/{latest.name}"
    written = False
    if _read(files, f"{folder}/{SUMS}") != sums:
        for path in sorted(p for p in latest.rglob("*") if p.is_file() and p.name != SUMS):
            name = f"{folder}/{path.relative_to(latest).as_posix()}"
            files.makedirs(name.rpartition("/")[0], exist_ok=True)
            files.put_file(str(path), name)
        _write(files, f"{folder}/{SUMS}", sums)
        written = True
    named = (json.dumps(pointer, indent=1) + "\n").encode()
    listed = history.list.read_bytes() if history.list.is_file() else b"[]\n"
    for address, data in ((f"{root}/{POINTER}", named), (f"{root}/{history.list.name}", listed)):
        if _read(files, address) != data:
            _write(files, address, data)
            written = True
    return written


def _read(files: Any, path: str) -> bytes | None:
    try:
        return bytes(files.cat_file(path))
    except FileNotFoundError:
        return None


def _write(files: Any, path: str, data: bytes) -> None:
    files.makedirs(path.rpartition("/")[0], exist_ok=True)
    files.pipe_file(path, data)
