"""What is kept of each source between two looks: the files that it gave, and how the last look went.

What is lost costs one full look and nothing else. Time stamps stay here, outside every release. Not here: looking
(`look.py`), and the bytes, which the archive has (`pipelines/archive/store.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from pipelines.archive.incoming import Incoming
from pipelines.workspace.day import age
from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class LastLook:
    """How the last look at a source went. Times: `YYYY-MM-DDTHH:MM:SS+00:00`, empty where it never happened.

    `answered`: the last look at which everything was there. `failing_since`: the first look of those that failed in a
    row. `documents`: how many it gives. `every_minutes`: how long it is left in peace between two looks.
    """

    source: str
    looked: str = ""
    answered: str = ""
    failing_since: str = ""
    error: str | None = None
    documents: int = 0
    every_minutes: float = 0


@dataclass(slots=True)
class Asked:
    """What is remembered of a series beside its files; times as ISO 8601.

    `at`: when each symbol was last asked for in each language. `failed`: why those of them could not be had that could
    not. `not_before`: until when the system wants no request.
    """

    at: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    not_before: str = ""


class SourceState:
    """Files below one folder: `looks.json` with how the last look at each source went, and one for each source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last_looks = State[dict[str, LastLook]](folder / "looks.json", {})

    def files(self, source: str) -> State[tuple[Incoming, ...] | None]:
        """The files that a source gave; None where nothing is remembered."""
        return State[tuple[Incoming, ...] | None](self.folder / "files" / f"{source}.json", None)

    def asked(self, source: str) -> State[Asked]:
        """When what was asked of a series."""
        return State[Asked](self.folder / "asked" / f"{source}.json", Asked())


def is_recent(at: str, within: timedelta) -> bool:
    """Whether a time is within so much of now; a time in the future is not: the clock was set back."""
    return bool(at) and timedelta(0) <= age(at) < within
