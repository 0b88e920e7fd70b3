"""Remembers from what the latest release was made, so that a run that finds nothing else can stop early.

Not here: whether anything is new at the sources (`pipelines/archive/sources/`), making a release (`release.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """From what the latest release was made.

    `rows`: digest over all that its rows and files follow from. `contents`: digest over the documents that the sources
    gave and all declarations, which is known before anything is read. `files`: digest over their names besides.
    `extraction`: version of the rules of extraction.
    """

    release: str = ""
    rows: str = ""
    contents: str = ""
    files: str = ""
    extraction: str = ""


def digest(parts: Iterable[str]) -> str:
    """A digest over texts in their order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() + b"\0")
    return total.hexdigest()[:32]


def made_from_at(publish: Path) -> State[MadeFrom]:
    """From what the latest release below a folder was made; where that is not known, one full run finds out."""
    return State[MadeFrom](publish / "made-from.json", MadeFrom())
