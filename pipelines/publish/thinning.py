"""Thins old releases, and undoes it.

Downloads that repeat all tables in one file (`downloads/`) go: they take most of what a release adds to the disk, and
are made again of its own tables, byte for byte as `SHA256SUMS` says. CSV files that no later release shares are packed.
Not here: how that is told (`removed.py`), deleting whole releases (`history.py`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.contract.tables import Contract
from pipelines.publish.changes import Changes
from pipelines.publish.draft import Edition, gather
from pipelines.publish.history import PUBLISHED, History
from pipelines.publish.publication import Publication
from pipelines.publish.record import RECORD, read_record
from pipelines.publish.removed import (
    REMOVED,
    note_removed,
    noted,
    pack,
    packable,
    packed,
    removable,
    removed,
    unpack,
)
from pipelines.publish.renderers import Renderer, in_order, registered
from pipelines.publish.reuse import link_or_copy, rendering_code
from pipelines.publish.sums import read_sums
from pipelines.workspace.engine import Engine
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.seal import sha256_file

# What downloads are made of.
_FOLDERS = ("data", "texts")


def thin(history: History, keep: int, pinned: Collection[str]) -> list[str]:
    """Thin all but the newest `keep` releases, the latest and the pinned ones; 0 keeps all as they are.

    Returns:
        The releases from which files were removed, or in which some were packed.

    Raises:
        OSError: a file can't be removed or packed; the next call goes on.
    """
    latest = history.latest()
    kept = {*pinned, latest.name if latest else ""}
    old = [e.id for e in history.published()[keep:] if e.id not in kept] if keep else []
    return [release_id for release_id in old if _thin(history.releases / release_id)]


def _thin(release: Path) -> bool:
    known = noted(release)
    names = known or [path.name for path in release.iterdir() if removable(path.name)]
    standing = [release / name for name in names if (release / name).exists()]
    if not standing:
        return False
    if not known:
        note_removed(release, names)
    for path in packable(release):  # first: a call that is killed leaves a download, by which the next one goes on
        pack(path)
    for path in standing:
        path.unlink()
    return True


def make_again(
    history: History, release_id: str, *, contract: Contract, publication: Publication, engine: Engine
) -> list[str]:
    """Unpack files, and make again those that retention removed from a release; what is not as it was is not put in.

    Returns:
        What could not be made again, as sentences; empty where the release has all its files.
    """
    release = history.releases / release_id
    for path in packed(release):
        unpack(path, path.with_suffix(""))
        path.unlink()
    names = removed(release)
    broken: list[str] = []
    if names:
        named = publication.model_copy(update={"name": names[0].partition(".")[0]})
        try:
            with TemporaryDirectory(prefix=f".{release_id}.", suffix=".tmp", dir=history.releases) as aside:
                _render(_edition(release, Path(aside), contract, named, engine), names)
                broken = _put_in(release, names, Path(aside))
        except (ReportedError, duckdb.Error, sqlite3.Error, OSError, KeyError) as error:
            broken = [f"{', '.join(names)} can't be made again: {str(error).splitlines()[0]}"]
    if not broken:
        (release / REMOVED).unlink(missing_ok=True)
    elif _made_by_other_code(history, release_id):
        broken.append("The code that writes files, or a library of it, is not that which made the release.")
    return broken


def _edition(release: Path, aside: Path, contract: Contract, publication: Publication, engine: Engine) -> Edition:
    """A release as those see it who write its downloads, in a folder with second names of what they are made of."""
    record = read_record(release)
    if record is None:
        raise ReportedError(f"{release.name} has no {RECORD}.")
    # What is looked at first is what stood before anybody rendered: tables and texts, and nothing of a renderer.
    for folder in _FOLDERS:
        paths = (release / folder).rglob("*")
        _link(release, aside, (p for p in paths if not _writers([p.relative_to(release).as_posix()])))
    draft = gather(aside, publication, contract, engine, escaped={}, days=record.tables)
    _link(release, aside, (path for path in release.iterdir() if not removable(path.name)))
    return draft.named(
        id=release.name,
        published=record.published,
        program=record.versions.program,
        changes=Changes(),
        past=(),
        before=None,
        refused=(),
        trial=False,
    )


def _link(release: Path, aside: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_file():
            target = aside / path.relative_to(release)
            target.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(path, target)


def _render(edition: Edition, names: Sequence[str]) -> None:
    with closing(edition.said.shared), closing(edition.shared):
        for writer in in_order(_writers(names)):
            writer.run(edition if writer.edition else edition.said)


def _writers(names: Sequence[str]) -> list[Renderer]:
    """Who writes any of some files."""
    return [r for r in registered() if any(fnmatchcase(name, given) for given in r.gives for name in names)]


def _put_in(release: Path, names: Sequence[str], aside: Path) -> list[str]:
    sums, broken = read_sums(release), []
    for name in names:
        if (aside / name).is_file() and sha256_file(aside / name) == sums[name]:
            (aside / name).replace(release / name)
        else:
            broken.append(f"{name} can't be made again as it was: its SHA-256 would not be the one in SHA256SUMS.")
    os.sync()
    return broken


def _made_by_other_code(history: History, release_id: str) -> bool:
    codes = {e.code for e in history.entries() if (e.id, e.result) == (release_id, PUBLISHED)}
    return bool(codes) and rendering_code() not in codes
