"""What files, folders and releases hold, as plain values."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.publish.consent import RemovalsNeedConsentError
from pipelines.publish.release import Inputs, Release, publish_release


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def rows(release: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a release, with the types that its Parquet file gives them."""
    found: list[dict[str, Any]] = pq.read_table(release / "data" / f"{table}.parquet").to_pylist()
    return found


def withdrawn(register: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of a register that are published no more."""
    return [row for row in register if row["last_release"]]


def bytes_of(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def publish_accepting(inputs: Inputs, publish: Path, *, reason: str, again: bool = False) -> Release:
    """Publish a release, and where that is refused over removals, again with the digest of what was shown.

    `reason`: why rows may disappear, empty where they may not.
    """
    try:
        return publish_release(inputs, publish, again=again)
    except RemovalsNeedConsentError as refused:
        if not reason:
            raise
        return publish_release(inputs, publish, accepted=shown_digest(str(refused)), reason=reason, again=again)


def shown_digest(refusal: str) -> str:
    """The digest of the rows that a refusal shows."""
    return refusal.partition("--accept-removals ")[2].split()[0]
