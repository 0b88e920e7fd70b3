"""Files of a corpus: notes in `notes/`, their answers in `answers/`, both in folders of one batch each.

Here: writing one batch, so that a process of a pool can do it. Not here: the command line (`__main__.py`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.corpus.render import note_of, printed

if TYPE_CHECKING:
    from pathlib import Path

BATCH = 250  # notes a process writes at a time, and notes in one folder


def write_batch(
    start: int, *, count: int, seed: str, profile: str, kind: str, layout: str | None, size: int, out: Path
) -> int:
    """Write the notes `start` … `start + BATCH - 1` (below `count`) and their answers; how many."""
    folder = f"{start // BATCH:04d}"
    notes, answers = out / "notes" / folder, out / "answers" / folder
    notes.mkdir(parents=True, exist_ok=True)
    answers.mkdir(parents=True, exist_ok=True)
    stop = min(start + BATCH, count)
    for index in range(start, stop):
        note = note_of(seed, index, profile, kind, layout=layout, size=size)
        (notes / f"{note.name}.{kind}").write_bytes(printed(note))
        (answers / f"{note.name}.json").write_text(json.dumps(note.answers(), ensure_ascii=False), encoding="utf-8")
    return stop - start
