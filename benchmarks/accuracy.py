"""`python -m benchmarks.accuracy`: how right the extraction is on labelled notes.

Here: running the project's pure extraction over them, printing precision, recall and mistakes. These notes have
taught; what is published is measured on authors left out (`left_out.py`). Not here: how a note is scored
(`labelled.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from benchmarks.figures import counted
from benchmarks.labelled import Rows, Tally, compare, labelled_files
from pipelines.archive.formats import read
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.extract.claims import NoteInput, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.reading.model import Model
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml


@cache
def vocabulary() -> Vocabulary:
    """The project's own vocabulary, loaded once a process."""
    return load_vocabulary(DATAPACKAGE)


def rows_of(data: bytes, model: Model | None = None) -> Rows:
    """What the project extracts from the text of a note, by another model of statements where one is given."""
    document = read(data)
    file = SourceFile("note.txt", hashlib.sha256(data).hexdigest(), len(data), document.media_type)
    own = vocabulary()
    if model:
        own = replace(own, readings={name: replace(of, statements=model) for name, of in own.readings.items()})
    return extract_note(document, NoteInput((file,), DocumentFacts(any_family=True)), own)


def score_labelled() -> Tally:
    """The tally of all labelled notes."""
    total = Tally()
    for file in labelled_files():
        total.merge(compare(file.stem, read_yaml(file), rows_of(file.with_suffix(".txt").read_bytes())))
    return total


def report(tally: Tally) -> Iterator[str]:
    """The figures of each measure, of statements by attribution, too; then what went wrong, line by line."""
    yield f"{'':44} {'right':>8} {'wrong':>8} {'missed':>8} {'prec.':>8} {'recall':>8}"
    for measure, group in sorted({(measure, group) for measure, group, _ in tally.counts}):
        if group == "all" or measure == "statements by attribution":
            right, wrong, missed = (tally.counts[measure, group, outcome] for outcome in ("right", "wrong", "missed"))
            *counts, _, precision, recall = counted(right, wrong, missed)
            cells = ("–" if cell is None else cell for cell in (*counts, precision, recall))
            yield f"{measure + ', ' + group:44}" + "".join(f"{cell:>9}" for cell in cells)
    for measure, mistakes in sorted(tally.mistakes.items()):
        yield f"\n{measure}"
        yield from (f"    {mistake}" for mistake in mistakes)


if __name__ == "__main__":
    print(*report(score_labelled()), sep="\n")
