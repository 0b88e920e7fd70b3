"""The last good version of a note that was published and is refused now: its rows, as the latest release has them.

Here: which notes keep their published rows, and the signal on them. Not here: why a document is refused (`batch.py`);
which other notes are published (`identity.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.archive.quarantine import Refusal
from pipelines.contract.parts import is_there, parquet_of
from pipelines.contract.rows import Row, Rows
from pipelines.contract.tables import load_contract
from pipelines.extract.batch import tables_of, write_batch
from pipelines.extract.claims import Register, Work
from pipelines.extract.extraction import Extraction
from pipelines.extract.unfit import Unfit, UnfitReason

RULE = "last_good_version"


def kept_notes(register: Register, works: Sequence[Work], refused: Collection[Refusal]) -> dict[str, Refusal]:
    """The published notes that lose a version because a file is refused, each with that refusal.

    `works`: the notes that pass. A file takes the place of a published one that has its name or its bytes; a published
    one that an operator has since declared to be of another family is no loss.
    """
    passing = {(w.note_id, v.claims.language, v.claims.revision) for w in works for v in w.versions}
    kept: dict[str, Refusal] = {}
    for version, files in sorted(register.standing.items()):
        for file in sorted(refused) if version not in passing else ():
            if file.sha256 in files.values():
                lost = file.reason != UnfitReason.NOT_OF_THIS_FAMILY
            else:
                lost = file.name in files
            if lost:
                kept.setdefault(version[0], file)
    return kept


def keep(release: Path, notes: Mapping[str, Refusal], folder: Path) -> Iterator[Extraction]:
    """Write the published rows of some notes as batches, each with a signal that names the refused file.

    `notes`: by identifier, the refusal. A note whose published rows do not fit the tables of today is left out.

    Raises:
        OSError: the folder can't be written.
    """
    notes_rows: dict[str, Rows] = {note_id: {} for note_id in notes}
    for table in load_contract().of_stage("extract"):
        names = [column.name for column in table.as_extracted.columns]
        published = _rows(release, table.name, notes)
        for note_id, rows in notes_rows.items():
            own = (row for row in published if row["note_id"] == note_id)
            rows[table.name] = [{name: row.get(name) for name in names} for row in own]
    for note_id, rows in sorted(notes_rows.items()):
        rows["signals"] = [row for row in rows["signals"] if row["rule"] != RULE] + [_signal(note_id, notes[note_id])]
        try:
            tables = tables_of(rows)
        except Unfit:
            continue
        key = hashlib.sha256(repr(rows).encode()).hexdigest()[:32]
        write_batch(folder / key[:16], {key: tables})
        yield Extraction(rows["notes"][0]["source_sha256"], key, key[:16], note_id, kept=True)


def _signal(note_id: str, refusal: Refusal) -> Row:
    what = (
        "What was decided about single rows of this note no longer fits it."
        if refusal.reason == UnfitReason.CORRECTION_UNMET
        else f"{refusal.name}, which was received for this note, could not be published."
    )
    message = f"{what} The note stands as it was published before; nothing newer of it is shown."
    row = dict.fromkeys(column.name for column in load_contract()["signals"].as_extracted.columns)
    row |= {"signal_id": f"{note_id}.{RULE}.1", "rule": RULE, "message": message, "signal_status": "open"}
    return row | {"note_id": note_id, "source_start": 0, "source_end": 0}


def _rows(release: Path, table: str, notes: Collection[str]) -> list[Row]:
    """The rows of some notes in a table."""
    data = release / "data"
    if not is_there(data, table):
        return []
    of_notes = [("note_id", "in", sorted(notes))]
    rows: list[Row] = pq.read_table(parquet_of(data, table), partitioning=None, filters=of_notes).to_pylist()
    return rows
