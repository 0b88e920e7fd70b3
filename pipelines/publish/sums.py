"""The checksums of a release: `SHA256SUMS`, and digests of files that are known already.

Here: hashing each file once. Not here: what else makes a release whole (`verify.py`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from pipelines.publish.removed import REMOVED, removed
from pipelines.workspace.seal import sha256_file, stat_of

SUMS = "SHA256SUMS"


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


def files_below(folder: Path) -> dict[str, Path | str]:
    """Every file of a release but its checksums and the list of what was removed, by path below it with `/`, sorted.

    Where each is stands as a text: see `stat_of`.
    """
    found: dict[str, Path | str] = {}
    top = len(str(folder)) + 1
    for root, _, names in os.walk(folder):
        start = f"{root[top:].replace(os.sep, '/')}/" if len(root) >= top else ""
        found |= {f"{start}{name}": f"{root}/{name}" for name in names}
    for beside in (SUMS, REMOVED):
        found.pop(beside, None)
    return dict(sorted(found.items()))


def read_sums(folder: Path) -> dict[str, str]:
    """Digests by path, as the release says.

    Raises:
        OSError: it has no checksums.
    """
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def write_sums(folder: Path, known: Digests | None = None) -> str:
    """Write `SHA256SUMS` over every other file, sorted by path.

    Returns:
        The SHA-256 of the list itself.
    """
    digests = (known or Digests()).all(files_below(folder))
    text = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (folder / SUMS).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def broken_sums(folder: Path) -> list[str]:
    """Which files are missing, not listed or altered, as sentences. What retention removed is not missing."""
    expected, found = read_sums(folder), Digests().all(files_below(folder))
    broken = [f"{name} is missing." for name in sorted(expected.keys() - found.keys() - set(removed(folder)))]
    broken += [f"{name} is not listed in {SUMS}." for name in sorted(found.keys() - expected.keys())]
    return broken + [
        f"{name} was altered: its SHA-256 is not the one in {SUMS}."
        for name in sorted(found.keys() & expected.keys())
        if found[name] != expected[name]
    ]
