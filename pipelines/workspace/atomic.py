"""Writes a file or a folder completely or not at all: aside, then one rename.

Not here: what is written, and what is kept from run to run (`state.py`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import get_ident


def write_file(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file completely or not at all. `durable`: it is on disk when this returns, and outlives a power cut.

    Raises:
        OSError: the file system refused; the file is as it was before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.tmp")
    try:
        with aside.open("wb") as handle:
            handle.write(data)
            if durable:
                handle.flush()
                os.fsync(handle.fileno())
        aside.replace(path)
        if durable:
            sync(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def write_folder(target: Path, files: Mapping[str, bytes], finish: Callable[[Path], None] | None = None) -> None:
    """Write a folder of files completely or not at all; nothing happens where the folder already exists.

    `finish`: called with the folder before it gets its name.

    Raises:
        OSError: the file system refused; no half-written `target` is left.
    """
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir()
        for name, data in files.items():
            (aside / name).write_bytes(data)
        if finish:
            finish(aside)
        # Another process may have put the same content there meanwhile: then ours is not needed.
        with contextlib.suppress(FileExistsError):
            aside.rename(target)
    except OSError as error:
        if not target.exists():
            raise error from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def sync(folder: Path) -> None:
    """Make sure that the names in a folder are on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
