"""The files of a release, their checksums in `SHA256SUMS`, and whether they are still what was published.

Not here: whether what they say is right (`verify.py`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.publish.history import History
from pipelines.publish.record import Record
from pipelines.workspace.seal import is_same, is_whole, sha256_file

SUMS = "SHA256SUMS"


def files_below(release: Path) -> dict[str, Path]:
    """Where every file of a release is, but its checksums; by path below it, sorted."""
    files = {}
    for root, _, names in os.walk(release):
        for name in names:
            path = Path(root, name)
            files[path.relative_to(release).as_posix()] = path
    files.pop(SUMS, None)
    return dict(sorted(files.items()))


def read_sums(folder: Path) -> dict[str, str]:
    """Digests by path, as the release says.

    Raises:
        OSError: it has no checksums.
    """
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    """Write `SHA256SUMS`, sorted by path; the last file of a release that is written."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (folder / SUMS).write_text(text, encoding="utf-8")


def share_equal(folder: Path, before: Path, sums: Mapping[str, str]) -> None:
    """Give each file of a folder that has the bytes it had in the release before the name of that one's file.

    `sums`: digests of the files, by path.
    """
    old_sums = read_sums(before)
    for name in (name for name, digest in sums.items() if old_sums.get(name) == digest):
        path, old = folder / name, before / name
        if not (old.is_file() and path.samefile(old)) and is_whole(old, sums[name]):
            aside = path.with_name(f"{path.name}.tmp")
            link_or_copy(old, aside)
            aside.replace(path)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system can't.

    Raises:
        FileNotFoundError: there is no such file.
        FileExistsError: the target is there.
    """
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        shutil.copyfile(source, target)


def bytes_of(releases: Iterable[Path]) -> dict[str, int]:
    """Bytes by name of the release; those of a file that several share stand at the first of these."""
    seen: set[tuple[int, int]] = set()
    own_bytes: dict[str, int] = {}
    for release in releases:
        stats = {(stat.st_dev, stat.st_ino): stat.st_size for stat in map(Path.stat, files_below(release).values())}
        own_bytes[release.name] = sum(size for file, size in stats.items() if file not in seen)
        seen |= stats.keys()
    return own_bytes


def damage(history: History) -> dict[str, str]:
    """What is wrong with files of the latest release, as sentences by path, sorted; empty where there is none.

    Files that nobody touched since their checksums were written are not read: `uncac verify` reads all.
    """
    latest = history.latest()
    return _damage(history, history.record(latest)) if latest else {}


def _damage(history: History, record: Record) -> dict[str, str]:
    folder = history.releases / record.identifier
    try:
        if record.sums and sha256_file(folder / SUMS) != record.sums:
            return {SUMS: f"{SUMS} was altered: its SHA-256 is not the one in {history.list.name}."}
        return broken_files(folder, since=(folder / SUMS).stat().st_mtime_ns)
    except (OSError, ValueError):
        return {SUMS: f"{SUMS} is missing or can't be read."}


def damage_by_release(history: History) -> dict[str, dict[str, str]]:
    """What is wrong with each release that stands and is damaged, by its name, newest first; as `damage` says."""
    broken_by_release = {record.identifier: _damage(history, record) for record in history.standing()}
    return {name: broken for name, broken in broken_by_release.items() if broken}


def broken_files(release: Path, *, since: int | None = None) -> dict[str, str]:
    """What is wrong with files of a release by its checksums, as sentences by path, sorted.

    `since`: only files that were changed later are read; in nanoseconds, as the file system has it.

    Raises:
        OSError, ValueError: the checksums can't be read.
    """
    expected, present = read_sums(release), files_below(release)
    broken = {name: f"{name} is not listed in {SUMS}." for name in present.keys() - expected.keys()}
    for name, digest in expected.items():
        if name not in present:
            broken[name] = f"{name} is missing."
        elif wrong := _wrong(present[name], digest, since):
            broken[name] = f"{name} {wrong}."
    return dict(sorted(broken.items()))


def _wrong(path: Path, digest: str, since: int | None) -> str:
    try:
        return "" if is_same(path, digest, since=since) else f"was altered: its SHA-256 is not the one in {SUMS}"
    except OSError:
        return "can't be read"


def damage_in_words(release: str, broken: Mapping[str, str]) -> str:
    """What is wrong with a release, in one line."""
    first = " ".join(list(broken.values())[:3])
    return f"Release {release} is damaged: {first}" + (f" And {len(broken) - 3} more." if len(broken) > 3 else "")
