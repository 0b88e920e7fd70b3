"""What files, folders and releases hold, as plain values."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


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


def whole(release: Path) -> bool:
    """True where every file of a release is the one that its checksums name, and there is no other."""
    lines = [line.split("  ", 1) for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    found = bytes_of(release)
    del found["SHA256SUMS"]
    return {name: digest for digest, name in lines} == found
