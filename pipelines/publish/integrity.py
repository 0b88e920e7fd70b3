"""The files of a release, their checksums in `SHA256SUMS`, and whether they are still what was published.

Size and time of a file first, its checksum where it looks touched. Of an old release, files may be gone that
`removed.json` lists, and others packed: that is no damage. Not here: which files those are (`retention.py`), making
files again (`mend.py`), whether what they say is right (`verify.py`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BufferedIOBase
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.publish.history import History
from pipelines.workspace.seal import Stamp, sha256_file, stamp, stat_of
from pipelines.workspace.state import State

SUMS, REMOVED = "SHA256SUMS", "removed.json"
# How the names end of what may be gone: the downloads, which follow from the tables. Nothing else is taken for removed.
REMOVABLE = (".duckdb", ".sqlite", ".xlsx", ".zip")
# How the names end of what may be packed by gzip: text that programs read, and no page or part of one.
PACKABLE = (".atom", ".csv", ".json", ".jsonld", ".rdf", ".ttl", ".txt", ".xml")
PACKED = tuple(f"{suffix}.gz" for suffix in PACKABLE)


class Digests:
    """SHA-256 of files, each read once.

    `before`: a release whose files may have second names: what it says of them is taken as it is, so that damage to a
    file that several releases share shows in all of them instead of being written down as right.
    """

    def __init__(self, before: Path | None = None) -> None:
        self._known: dict[tuple[int, int, int, int], str] = {}
        self._shared: set[tuple[int, int, int, int]] = set()
        if before is not None and (before / SUMS).is_file():
            for name, digest in read_sums(before).items():
                try:
                    key = _key(f"{before}/{name}")
                except OSError:
                    continue
                self._known[key] = digest
                self._shared.add(key)

    def copy(self) -> Digests:
        """The same digests, to which others can be added."""
        found = Digests()
        found._known, found._shared = dict(self._known), self._shared
        return found

    def of(self, path: Path | str) -> str:
        """Digest of a file as lower-case hexadecimal.

        Raises:
            OSError: it can't be read.
        """
        key = _key(path)
        if key not in self._known:
            self._known[key] = sha256_file(path)
        return self._known[key]

    def all(self, files: Mapping[str, Path | str]) -> dict[str, str]:
        """Digests of files, by the same names.

        Raises:
            OSError: one can't be read.
        """
        keys = {name: _key(path) for name, path in files.items()}
        self._known |= {keys[name]: sha256_file(path) for name, path in files.items() if keys[name] not in self._known}
        return {name: self._known[key] for name, key in keys.items()}

    def shared(self, path: Path | str) -> bool:
        """True where the file is one of the release before."""
        return _key(path) in self._shared


def _key(path: Path | str) -> tuple[int, int, int, int]:
    stat = stat_of(path)
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def files_below(release: Path) -> dict[str, str]:
    """Where every file of a release is, but its checksums and the list of what was removed; by path below it, sorted.

    A packed file is listed as what it stands for. Where each is stands as a text: see `stat_of`.
    """
    found: dict[str, str] = {}
    top = len(str(release)) + 1
    for root, _, names in os.walk(release):
        start = f"{root[top:].replace(os.sep, '/')}/" if len(root) >= top else ""
        found |= {f"{start}{name}": f"{root}/{name}" for name in names}
    for name in [name for name in found if name.endswith(PACKED)]:
        path = found.pop(name)
        found.setdefault(name.removesuffix(".gz"), path)
    for beside in (SUMS, REMOVED):
        found.pop(beside, None)
    return dict(sorted(found.items()))


def opened(path: Path | str) -> BufferedIOBase:
    """A file of a release to read, as it was before it was packed.

    Raises:
        OSError: it can't be read.
    """
    return gzip.open(path) if str(path).endswith(PACKED) else Path(path).open("rb")


def read_sums(folder: Path) -> dict[str, str]:
    """Digests by path, as the release says.

    Raises:
        OSError: it has no checksums.
    """
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def write_sums(folder: Path, known: Digests | None = None) -> dict[str, str]:
    """Write `SHA256SUMS` over every other file, sorted by path; the digests by path."""
    digests = (known or Digests()).all(files_below(folder))
    text = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (folder / SUMS).write_text(text, encoding="utf-8")
    return digests


def noted(release: Path) -> list[str]:
    """Names of the files that retention removes from a release, sorted; some may stand yet."""
    try:
        names = json.loads((release / REMOVED).read_bytes())["removed"]
        return sorted(filter(removable, names))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def removable(name: str) -> bool:
    """Whether retention may remove a file of a release, by its path: a download, which stands beside `data/`."""
    return "/" not in name and name.endswith(REMOVABLE)


def removed(release: Path) -> list[str]:
    """Names of the files that retention removed from a release, sorted; empty where it has all."""
    return [name for name in noted(release) if not (release / name).exists()]


def told_removed(release: str, names: Sequence[str]) -> str:
    """That files of a release are gone, why that is no damage, and how to make them again."""
    return (
        f"Retention removed {', '.join(names)} from release {release}, which is no damage: its tables stand in data/, "
        f"as CSV and Parquet. Whoever keeps the releases makes the files again with `uncac releases --pin {release}`."
    )


@contextmanager
def unpacked(release: Path) -> Iterator[Path]:
    """A release with no file packed: itself, or a folder for the while, with links to the others of its files."""
    files = files_below(release)
    if not any(path.endswith(PACKED) for path in files.values()):
        yield release
        return
    with TemporaryDirectory() as aside:
        for name, path in {**files, SUMS: str(release / SUMS)}.items():
            target = Path(aside) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.endswith(PACKED):
                with opened(path) as packed, target.open("wb") as plain:
                    shutil.copyfileobj(packed, plain)
            else:
                target.symlink_to(path)
        yield Path(aside)


def bytes_of(releases: Iterable[Path]) -> dict[str, int]:
    """Bytes by name of the release; those of a file that several share stand at the first of them, in the order given.

    Raises:
        OSError: a file can't be looked at.
    """
    seen: set[tuple[int, int]] = set()
    found: dict[str, int] = {}
    for release in releases:
        stats = {(stat.st_dev, stat.st_ino): stat.st_size for stat in map(stat_of, files_below(release).values())}
        found[release.name] = sum(size for file, size in stats.items() if file not in seen)
        seen |= stats.keys()
    return found


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
    known, entry = _sealed_at(history).load(), history.entry(latest.name)
    try:
        if entry.sums and sha256_file(latest / SUMS) != entry.sums:
            return {SUMS: f"{SUMS} was altered: its SHA-256 is not the one in {history.list.name}."}
        stamps = known.files if known.release == latest.name else {}
        return broken_files(latest, {name: replace(s, changed=-1) for name, s in stamps.items()} if deep else stamps)
    except (OSError, ValueError):
        return {SUMS: f"{SUMS} is missing or can't be read."}


def broken_files(release: Path, stamps: Mapping[str, Stamp] | None = None) -> dict[str, str]:
    """What is wrong with files of a release by its checksums, as sentences by path, sorted.

    `stamps`: its files as they were when they were last found right.

    Raises:
        OSError, ValueError: the checksums can't be read.
    """
    expected, present, gone = read_sums(release), files_below(release), removed(release)
    broken = {name: f"{name} is not listed in {SUMS}." for name in present.keys() - expected.keys()}
    for name, digest in expected.items():
        if name not in present:
            broken[name] = f"{name} was removed by retention." if name in gone else f"{name} is missing."
        elif wrong := _wrong(present[name], digest, (stamps or {}).get(name)):
            broken[name] = f"{name} {wrong}."
    return dict(sorted(broken.items()))


def _wrong(path: str, digest: str, stamped: Stamp | None) -> str:
    if stamped and stamped.sha256 == digest and stamped.now(path):
        return ""
    try:
        with opened(path) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, zlib.error):
        return "can't be read"
    return "" if found == digest else f"was altered: its SHA-256 is not the one in {SUMS}"


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


def _sealed_at(history: History) -> State[Sealed]:
    return State[Sealed](history.folder / "seal.json", Sealed())
