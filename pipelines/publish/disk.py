"""What releases take on disk: a file that several share is counted once.

Not here: which files are shared (`reuse.py`), deleting releases (`history.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipelines.publish.sums import files_below
from pipelines.workspace.seal import stat_of


def bytes_of(releases: Iterable[Path]) -> dict[str, int]:
    """Bytes by name of the release; those of a file that several share stand at the first of them, in the order given.

    Raises:
        OSError: a file can't be looked at.
    """
    seen: set[tuple[int, int]] = set()
    found: dict[str, int] = {}
    for release in releases:
        found[release.name] = 0
        for path in files_below(release).values():
            stat = stat_of(path)
            if (stat.st_dev, stat.st_ino) not in seen:
                seen.add((stat.st_dev, stat.st_ino))
                found[release.name] += stat.st_size
    return found
