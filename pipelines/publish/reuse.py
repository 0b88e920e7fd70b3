"""What of the release before is not made again: files whose rows and code are as they were get a second name.

Here: what is known of each unit of files (the pages of one note or State, one download), kept beside the releases, and
taking files over. Not here: which rows a unit shows (its renderer), writing files.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipelines.publish.integrity import Digests, read_sums
from pipelines.workspace.fingerprint import PUBLISHING
from pipelines.workspace.seal import digest_of
from pipelines.workspace.state import State

_LIBRARIES = ("babel", "duckdb", "jinja2", "markupsafe", "pagefind_bin", "pillow", "pyarrow", "xlsxwriter")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a release, by renderer and unit: a digest of its rows, then its paths.

    `code`: digest of code, libraries and publication. Whatever is not known is made again.
    """

    release: str = ""
    code: str = ""
    units: dict[str, dict[str, list[str]]] = field(default_factory=dict)


def rendered_at(publish: Path) -> State[Rendered]:
    """What is known of the latest release below a folder."""
    return State[Rendered](publish / "rendered.json", Rendered())


@cache
def rendering_code() -> str:
    """Digest of all that decides the bytes of a file, but for rows and publication."""
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return digest_of(PUBLISHING, *libraries, sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION)


class Reuse:
    """Takes files over from the release before, and remembers what the next one may take over.

    `code`: digest of code and publication. `before`: folder of the release before, where the same made it, and
    `known`: its units.
    """

    def __init__(
        self,
        code: str = "",
        before: Path | None = None,
        known: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    ) -> None:
        self.code, self._before, self._known = code, before, known or {}
        self.units: dict[str, dict[str, list[str]]] = {}

    @property
    def usable(self) -> bool:
        """Whether there is a release that files may be taken over from."""
        return self._before is not None

    def take_over(self, renderer: str, digests: Mapping[str, str], folder: Path) -> list[str]:
        """Give the files of units a second name in a folder where their rows are as they were.

        `digests`: of the rows of each unit, by its name.

        Returns:
            The units that must be made.
        """
        kept = self.units.setdefault(renderer, {})
        due = []
        for unit, digest in digests.items():
            was, *paths = self._known.get(renderer, {}).get(unit, [""])
            if was == digest and self._before is not None and _link_all(self._before, folder, paths):
                kept[unit] = [was, *paths]
            else:
                due.append(unit)
        return due

    def made(self, renderer: str, unit: str, digest: str, paths: Sequence[str]) -> None:
        """Remember the files of a unit."""
        self.units[renderer][unit] = [digest, *paths]


def _link_all(before: Path, folder: Path, paths: Sequence[str]) -> bool:
    """Give files a second name; False where one is gone. What stands already is left."""
    for parent in {path.rpartition("/")[0] for path in paths}:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    try:
        for path in paths:
            link_or_copy(f"{before}/{path}", f"{folder}/{path}")
    except FileNotFoundError:
        return False
    return True


def same_content(one: Path, other: Path | str) -> bool:
    """True where both are files with the same bytes; quick where they are one file with two names."""
    try:
        return one.samefile(other) or filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Give a file a second name, or copy it where the file system can't. A file that stands there is replaced.

    Raises:
        FileNotFoundError: there is no such file.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        Path(target).unlink()
        link_or_copy(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def share_equal(folder: Path, before: Path, sums: Mapping[str, str], digests: Digests) -> None:
    """Give each file of a folder that has the bytes it had in the release before the name of that one's file.

    `sums`: digests of the files, by path. `digests`: knows which of them are files of that release already.
    """
    said = read_sums(before)
    for name, digest in sums.items():
        path = f"{folder}/{name}"
        if said.get(name) == digest and not digests.shared(path) and same_content(before / name, path):
            aside = Path(f"{path}.tmp")
            link_or_copy(before / name, aside)
            aside.replace(path)
