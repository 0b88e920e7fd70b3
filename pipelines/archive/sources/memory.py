"""What is remembered of each source between two looks: its documents, and how the last look went.

Every file is written completely or not at all, and a damaged one costs one full look and nothing else. Time stamps
stay here, outside every release. Not here: looking (`look.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.workspace.atomic import write_json


@dataclass(frozen=True, slots=True)
class Known:
    """A document of a source as it was last received.

    `token`: by what a source tells that the document is still the same (ETag, size and times of a file).
    """

    sha256: str
    bytes: int
    url: str | None = None
    token: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last look at a source went. Times: `YYYY-MM-DDTHH:MM:SS+00:00`, empty where it never happened.

    `answered`: the last look at which everything was there. `failing_since`: the first look of those that failed in a
    row. `documents`: how many it gives.
    """

    source: str
    looked: str = ""
    answered: str = ""
    failing_since: str = ""
    error: str | None = None
    documents: int = 0


class Memory:
    """Files below one folder: `<source>.json` with documents, `outcomes.json` with how the last looks went."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def documents(self, source: str) -> dict[str, Known] | None:
        """The documents of a source by name; None where nothing usable is remembered."""
        try:
            rows = json.loads((self.folder / f"{source}.json").read_bytes())
            return {name: Known(**row) for name, row in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def damaged(self, source: str) -> bool:
        """True where something is remembered of a source and can't be read."""
        return (self.folder / f"{source}.json").exists() and self.documents(source) is None

    def save_documents(self, source: str, documents: Mapping[str, Known]) -> None:
        """Remember the documents of a source.

        Raises:
            OSError: the folder can't be written.
        """
        if self.documents(source) != documents:
            write_json(self.folder / f"{source}.json", {name: asdict(documents[name]) for name in sorted(documents)})

    def outcomes(self) -> dict[str, Outcome]:
        """How the last look at each source went, by name of the source."""
        try:
            rows = json.loads((self.folder / "outcomes.json").read_bytes())
            return {row["source"]: Outcome(**row) for row in rows}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    def save_outcomes(self, outcomes: Iterable[Outcome]) -> None:
        """Remember how the last looks went; sources that are not named are forgotten.

        Raises:
            OSError: the folder can't be written.
        """
        write_json(self.folder / "outcomes.json", [asdict(outcome) for outcome in outcomes])
