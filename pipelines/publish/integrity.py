"""Whether the latest release is still what was published.

Size and time of a file first, its checksum where it looks touched. Here: what is wrong, in sentences. Not here: whether
what the files say is right (`verify.py`), making them again (`mend.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.publish.history import PUBLISHED, History
from pipelines.publish.removed import removed
from pipelines.publish.sums import SUMS, files_below, read_sums
from pipelines.workspace.seal import Stamp, sha256_file, stamp
from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class Sealed:
    """The files of a release, by path, as they were when they were last looked at and found right."""

    release: str = ""
    files: dict[str, Stamp] = field(default_factory=dict)


def damage(history: History, *, deep: bool = False) -> dict[str, str]:
    """What is wrong with files of the latest release, as sentences by path, sorted; empty where there is none.

    `deep`: read every file, also those whose size and time are as they were.
    """
    latest = history.latest()
    if latest is None:
        return {}
    known = _sealed_at(history).load()
    stamps = known.files if known.release == latest.name else {}
    listed = next((e.sums for e in history.entries() if (e.id, e.result) == (latest.name, PUBLISHED)), "")
    try:
        if listed and sha256_file(latest / SUMS) != listed:
            return {SUMS: f"{SUMS} was altered: its SHA-256 is not the one in {history.list.name}."}
        expected = read_sums(latest)
    except (OSError, ValueError):
        return {SUMS: f"{SUMS} is missing or can't be read."}
    present, thinned = files_below(latest), removed(latest)
    broken = {name: f"{name} is not listed in {SUMS}." for name in present.keys() - expected.keys()}
    for name, digest in expected.items():
        if name not in present:
            broken[name] = f"{name} was removed by retention." if name in thinned else f"{name} is missing."
        elif not _is(present[name], digest, stamps.get(name), deep=deep):
            broken[name] = f"{name} was altered or can't be read: its SHA-256 is not the one in {SUMS}."
    return dict(sorted(broken.items()))


def told_damage(release: str, broken: Mapping[str, str]) -> str:
    """What is wrong with a release, in one line."""
    first = " ".join(list(broken.values())[:3])
    return f"Release {release} is damaged: {first}" + (f" And {len(broken) - 3} more." if len(broken) > 3 else "")


def seal_latest(history: History) -> None:
    """Keep size and time of the files of the latest release, which was found whole.

    Raises:
        OSError: they can't be kept.
    """
    latest = history.latest()
    if latest:
        stamps = {name: stamp(f"{latest}/{name}", digest) for name, digest in read_sums(latest).items()}
        _sealed_at(history).save(Sealed(latest.name, stamps))


def _is(path: Path | str, digest: str, stamped: Stamp | None, *, deep: bool) -> bool:
    if stamped and stamped.sha256 == digest:
        return (replace(stamped, changed=-1) if deep else stamped).now(path) is not None
    try:
        return sha256_file(path) == digest
    except OSError:
        return False


def _sealed_at(history: History) -> State[Sealed]:
    return State[Sealed](history.folder / "seal.json", Sealed())
