"""What retention removed from an old release or packed in it, and how that is told: in `removed.json` of the release.

The list stands before the first of its files goes, so that a file that is gone because of it is never taken for damage.
A packed CSV is `data/statements.csv.gz`. `SHA256SUMS` goes on to say what they were. Not here: which releases are
thinned, making files again (`thinning.py`).
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pipelines.workspace.atomic import write_file

REMOVED = "removed.json"
# How the names end of what may go: the downloads, which follow from the tables. Nothing else is ever taken for removed.
REMOVABLE = (".duckdb", ".sqlite", ".xlsx", ".zip")
_WHY = (
    "Of the newest releases alone, files are kept that only repeat all tables in one file. The tables of this release "
    "stand in data/, as CSV and Parquet. A CSV file that no later release shares is packed by gzip, as .csv.gz. "
    "SHA256SUMS says what the files were."
)
_WORTH_IT, _CHUNK = 50_000, 1 << 20


def removable(name: str) -> bool:
    """Whether retention may remove a file of a release, by its path: a download, which stands beside `data/`."""
    return "/" not in name and name.endswith(REMOVABLE)


def noted(release: Path) -> list[str]:
    """Names of the files that retention removes from a release, sorted; some may stand yet."""
    try:
        names = json.loads((release / REMOVED).read_bytes())["removed"]
        return sorted(filter(removable, names))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def removed(release: Path) -> list[str]:
    """Names of the files that retention removed from a release, sorted; empty where it has all."""
    return [name for name in noted(release) if not (release / name).exists()]


def _tables(release: Path, suffix: str) -> list[Path]:
    return sorted([*release.glob(f"*{suffix}"), *(release / "data").rglob(f"*{suffix}")])


def packed(release: Path) -> list[Path]:
    """The files of a release that are packed."""
    return _tables(release, ".csv.gz")


def packable(release: Path) -> list[Path]:
    """The files of a release that take less room when packed: those of some size that no other release shares."""
    found = [(path, path.stat()) for path in _tables(release, ".csv")]
    return [path for path, stat in found if stat.st_nlink == 1 and stat.st_size > _WORTH_IT]


def pack(path: Path) -> None:
    """Pack a file.

    Raises:
        OSError: it can't be written; the file stands as it was.
    """
    # The fastest level: the best one takes ten times as long for a third less.
    with (
        path.open("rb") as plain,
        _whole(path.with_name(f"{path.name}.gz")) as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as target,
    ):
        shutil.copyfileobj(plain, target, _CHUNK)
    path.unlink()


def unpack(path: Path, target: Path) -> None:
    """Write what a packed file holds.

    Raises:
        OSError: it is damaged, or the target can't be written.
    """
    with gzip.open(path) as source, _whole(target) as plain:
        shutil.copyfileobj(source, plain, _CHUNK)


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


@contextmanager
def unpacked(release: Path) -> Iterator[Path]:
    """A release with no file packed: itself, or a folder for the while, with links to the others of its files."""
    found = set(packed(release))
    if not found:
        yield release
        return
    with TemporaryDirectory() as aside:
        for path in release.rglob("*"):
            target = Path(aside) / path.relative_to(release)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path in found:
                unpack(path, target.with_suffix(""))
            elif path.is_file() and path.with_name(f"{path.name}.gz") not in found:
                target.symlink_to(path)
        yield Path(aside)


def note_removed(release: Path, names: Sequence[str]) -> None:
    """Note that files are removed; to be called before they are.

    Raises:
        OSError: it can't be noted.
    """
    told = {"why": _WHY, "removed": sorted(names)}
    write_file(release / REMOVED, (json.dumps(told, indent=1) + "\n").encode(), durable=True)


def told_removed(release: str, names: Sequence[str]) -> str:
    """That files of a release are gone, why that is no damage, and how to make them again."""
    return (
        f"Retention removed {', '.join(names)} from release {release}, which is no damage: its tables stand in data/, "
        f"as CSV and Parquet. Whoever keeps the releases makes the files again with `uncac releases --pin {release}`."
    )
