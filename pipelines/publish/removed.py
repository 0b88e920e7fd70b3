"""What retention removed from an old release, and how that is told: in `removed.json` of the release.

The list stands before the first of its files goes, so that a file that is gone because of it is never taken for damage.
`SHA256SUMS` goes on to say what they were. Not here: removing files and making them again (`thinning.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipelines.workspace.atomic import write_file

REMOVED = "removed.json"
# How the names end of what may go: the downloads, which follow from the tables. Nothing else is ever taken for removed.
REMOVABLE = (".duckdb", ".sqlite", ".xlsx", ".zip")
_WHY = (
    "Of the newest releases alone, files are kept that only repeat all tables in one file. The tables of this release "
    "stand in data/, as CSV and Parquet. SHA256SUMS says what the files were."
)


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
