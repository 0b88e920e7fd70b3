"""`python -m benchmarks.accuracy`: how right the extraction is on labelled notes.

Here: running the project's pure extraction over them, printing precision, recall and the worst cases. These notes have
taught; what is published is measured on authors left out (`left_out.py`). Not here: how a note is scored
(`labelled.py`).
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from functools import cache

from benchmarks.labelled import Rows, Tally, compare, labelled_files, labelled_notes
from pipelines.archive.formats import read
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.extract.claims import NoteInput, SourceFile
from pipelines.extract.note import extract_note
from pipelines.extract.reading.model import Model
from pipelines.extract.vocabulary import Vocabulary, load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE

# Measures whose groups are printed too.
BROKEN_DOWN = (
    "statements",
    "statements by attribution",
    "collective",
    "respondents",
)


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
    for folder in sorted({file.parent for file in labelled_files()}):
        for name, text, labels in labelled_notes(folder):
            total.merge(compare(name, labels, rows_of(text)))
    return total


def line(name: str, tally: Tally, measure: str, group: str) -> str:
    """One line of the table: precision, recall, F1 and counts of a measure in a group."""
    right, missed, wrong = (tally.counts[measure, group, outcome] for outcome in ("right", "missed", "wrong"))
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{name:44} {precision:7.4f} {recall:7.4f} {f1:7.4f} {right:8} {missed:7} {wrong:7}"


def report(tally: Tally, worst: int) -> str:
    """The whole report as text."""
    out = [f"{'':44} {'prec.':>7} {'recall':>7} {'F1':>7} {'right':>8} {'missed':>7} {'wrong':>7}"]
    for measure in dict.fromkeys(measure for measure, _, _ in sorted(tally.counts)):
        out.append(line(measure, tally, measure, "all"))
        if measure in BROKEN_DOWN:
            groups = sorted({group for name, group, _ in tally.counts if name == measure and group != "all"})
            out += [line(f"    {group}", tally, measure, group) for group in groups]
    out += ["", "Worst cases", "==========="]
    for (measure, template), number in sorted(tally.errors.items(), key=lambda item: (-item[1], item[0]))[:worst]:
        out.append(f"{number} × {measure}: {template}")
        out += [f"    {text}" for text in tally.cases[measure, template]]
    return "\n".join(out)


def main() -> None:
    """Score the labelled notes and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--worst", type=int, default=40, help="how many groups to show cases of")
    given = parser.parse_args()
    print(report(score_labelled(), given.worst))


if __name__ == "__main__":
    main()
