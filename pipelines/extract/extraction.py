"""The outcome of extraction for each document, kept from run to run.

Here: its record, and the index of all. Not here: how a document is extracted (`batch.py`), which documents are one note
(`works.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract.claims import DocumentClaims, NoteInput
from pipelines.extract.unfit import Unfit, UnfitReason
from pipelines.workspace.seal import damaged
from pipelines.workspace.state import State

# Refusals that may not recur on another day, on another machine, or from another copy.
_TRIED_AGAIN = {UnfitReason.TIMEOUT, UnfitReason.CRASHED, UnfitReason.DAMAGED}


@dataclass(frozen=True, slots=True)
class Extraction:
    """The outcome for one document: its rows are in a batch, or it is refused.

    `key`: digest of everything that decides its rows. `batch`: name of the folder with its rows, None where it is
    refused. `claims`: what the document says of itself alone. `reason`, `refusal`: why it is not published, as a code
    (`UnfitReason`) and in words; empty and None where it is. `broken`: which corrections do not fit its rows, in words;
    empty where all do. `corrections`: those whose row is there. `kept`: the rows are those of the latest release.
    """

    sha256: str
    key: str
    batch: str | None = None
    note_id: str = ""
    claims: DocumentClaims | None = None
    reason: str = ""
    refusal: str | None = None
    broken: str = ""
    corrections: tuple[str, ...] = ()
    kept: bool = False


class Index:
    """The extractions of this run and of earlier ones, by key; a damaged batch is removed, and its notes with it.

    `note_ids`: of all notes in it, those of damaged batches, too. `used`: keys of the extractions of this run.

    Saved as `index.json` and `current.json` below the folder of the extract stage.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for batch in damaged(*sorted(folder.glob("[!.]*/"))):
            shutil.rmtree(batch)
        # Where it is lost, that costs one full extraction and nothing else.
        self._file = State[list[Extraction]](folder / "index.json", [])
        earlier = self._file.load()
        self.note_ids = {e.note_id for e in earlier}
        self.entries = {e.key: e for e in earlier if e.batch is None or (folder / e.batch).is_dir()}
        self.used: set[str] = set()

    def forget(self, batches: Collection[str]) -> None:
        """Remove the rows of these batches: their notes are extracted again.

        Raises:
            OSError: a batch can't be removed.
        """
        self.entries = {key: entry for key, entry in self.entries.items() if entry.batch not in batches}
        for batch in batches:
            shutil.rmtree(self.folder / batch)

    def add(self, made: Extraction) -> Extraction:
        """Add an extraction that this run uses, and return it."""
        self.entries[made.key] = made
        self.used.add(made.key)
        return made

    def save(self, current: Sequence[Extraction]) -> None:
        """Save the extractions that this run used, and all others that share a batch with them; remove other batches.

        A note that comes back to its source would otherwise be extracted again, and lie in two batches. `current`: what
        `current_extractions` gives until the next run.
        """
        kept = {e.batch for k, e in self.entries.items() if k in self.used and e.batch}
        entries = [
            e
            for k, e in sorted(self.entries.items())
            if (k in self.used or e.batch in kept) and e.reason not in _TRIED_AGAIN
        ]
        self._file.save(entries)
        _current(self.folder).save(list(current))
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder)


def current_extractions(folder: Path) -> list[Extraction]:
    """The extractions that the last run of the extract stage saved as current, refused documents included.

    Raises:
        StateError: the list is damaged.
    """
    return _current(folder).load()


def _current(folder: Path) -> State[list[Extraction]]:
    return State[list[Extraction]](
        folder / "current.json", [], cure="Run `uncac publish`, or the extract stage: it makes the list again"
    )


def refused(source: NoteInput, unfit: Unfit) -> Extraction:
    """The outcome for a document that is not published."""
    return Extraction(source.sha256, source.key, reason=str(unfit.reason), refusal=str(unfit))
