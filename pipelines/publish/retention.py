"""What becomes of old releases: the oldest are deleted, others thinned; and undoing that.

Downloads that repeat all tables in one file (`downloads/`) go: they take most of what a release adds to the disk, and
are made again of its own tables, byte for byte as `SHA256SUMS` says. Large texts that programs read are packed.
Not here: telling a file that was removed or packed from a damaged one (`integrity.py`).
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import duckdb

from pipelines.contract.tables import Contract
from pipelines.publish.changes import Changes
from pipelines.publish.draft import Edition, gather
from pipelines.publish.history import History
from pipelines.publish.integrity import (
    PACKABLE,
    PACKED,
    REMOVED,
    files_below,
    noted,
    opened,
    read_sums,
    removable,
    removed,
)
from pipelines.publish.publication import Publication
from pipelines.publish.record import RECORD, read_record
from pipelines.publish.renderers import Renderer, in_order, registered
from pipelines.publish.reuse import link_or_copy, rendering_code
from pipelines.workspace.atomic import write_file
from pipelines.workspace.engine import Engine
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.seal import sha256_file, stat_of

_WHY = (
    "Of the newest releases alone, files are kept that only repeat all tables in one file. The tables of this release "
    "stand in data/, as CSV and Parquet. Large data files that no newer release shares are packed by gzip, such as "
    "data/statements.csv.gz. SHA256SUMS says what the files were."
)
# What downloads are made of.
_FOLDERS = ("data", "texts")
_WORTH_IT, _CHUNK = 50_000, 1 << 20


def retire(history: History, keep: int, pinned: Collection[str]) -> list[str]:
    """Delete all but the newest `keep` releases, the latest and the pinned ones; 0 keeps all.

    Returns:
        The releases that were deleted; they stay listed.

    Raises:
        OSError: a release can't be deleted.
    """
    gone = _old(history, keep, pinned)
    for release in gone:
        history.delete(release.name)
    history.tell_readers()
    return [release.name for release in gone]


def thin(history: History, keep: int, pinned: Collection[str]) -> list[str]:
    """Thin all but the newest `keep` releases, the latest and the pinned ones; 0 keeps all as they are.

    Returns:
        The releases from which files were removed, or in which some were packed.

    Raises:
        OSError: a file can't be removed or packed; the next call goes on.
    """
    old, latest = _old(history, keep, pinned), history.latest()
    return [release.name for release in old if _thin(release, old, latest)]


def _old(history: History, keep: int, pinned: Collection[str]) -> list[Path]:
    kept = [*pinned, history.latest()]
    folders = [history.releases / entry.id for entry in history.published()[keep:]] if keep else []
    return [folder for folder in folders if folder.name not in kept and folder not in kept]


def _thin(release: Path, old: Collection[Path], latest: Path | None) -> bool:
    names = noted(release) or [path.name for path in release.iterdir() if removable(path.name)]
    standing = [release / name for name in names if (release / name).exists()]
    if not standing:
        return False
    # The list stands before the first file goes, so that none that is gone because of it is ever taken for damage.
    told = {"why": _WHY, "removed": sorted(names)}
    write_file(release / REMOVED, (json.dumps(told, indent=1) + "\n").encode(), durable=True)
    # Packed first: a call that is killed leaves a download, by which the next one goes on.
    for name, path in files_below(release).items():
        stat = stat_of(path)
        if path.endswith(PACKABLE) and stat.st_size > _WORTH_IT and not _is(f"{latest}/{name}", stat):
            places = [other / name for other in old if _is(other / name, stat)]
            # Where it has a name elsewhere, too, it stays on the disk whatever is packed here.
            if len(places) == stat.st_nlink:
                _pack(places)
    for download in standing:
        download.unlink()
    return True


def _is(place: Path | str, stat: os.stat_result) -> bool:
    with suppress(OSError):
        return os.path.samestat(stat_of(place), stat)
    return False


def _pack(places: Sequence[Path]) -> None:
    """Pack a file that has all these names."""
    packed = [place.with_name(f"{place.name}.gz") for place in places]
    # The fastest level: the best one takes ten times as long for a third less.
    with places[0].open("rb") as plain, _whole(packed[0]) as file, gzip.GzipFile("", "wb", 1, file, mtime=0) as target:
        shutil.copyfileobj(plain, target, _CHUNK)
    for path in packed[1:]:
        link_or_copy(packed[0], path)
    # The newest last: where this is killed, the next call goes on with that one.
    for place in reversed(places):
        place.unlink()


def _unpack(path: Path) -> None:
    try:
        with opened(path) as packed, _whole(path.with_suffix("")) as plain:
            shutil.copyfileobj(packed, plain, _CHUNK)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReportedError(f"{path} can't be unpacked", str(error)) from error
    path.unlink()


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its name when it is whole and on disk: what it stands for is removed then."""
    aside = target.with_name(f".{target.name}.tmp")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def make_again(
    history: History, release_id: str, *, contract: Contract, publication: Publication, engine: Engine
) -> list[str]:
    """Unpack files, and make again those that retention removed from a release; what is not as it was is not put in.

    Returns:
        What could not be made again, as sentences; empty where the release has all its files.

    Raises:
        ReportedError: a packed file is damaged.
    """
    release = history.releases / release_id
    for path in files_below(release).values():
        if path.endswith(PACKED):
            _unpack(Path(path))
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
    elif history.entry(release_id).code not in {"", rendering_code()}:
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
