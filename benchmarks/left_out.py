"""How right the reading of labelled texts is by models that were learned without their author: always a first sight.

Here: reading each invented note and each real text by the models that do not know its author, counting, and the tables
that a release publishes. Not here: learning (`learn.py`), how a note is scored (`labelled.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.accuracy import rows_of, vocabulary
from benchmarks.figures import counted, put_figures, write_csv
from benchmarks.labelled import Tally, compare, compare_statements, labelled_files
from benchmarks.samples import Note, RealText, tokens_of_part
from pipelines.extract.reading.introduced import FOREIGN
from pipelines.extract.reading.model import Model
from pipelines.extract.statements import read_tokens

ALL, REAL = "all", "real"
# The measures of a tally, by what `accuracy.csv` calls them.
MEASURES = {
    ALL: "statements",
    "number": "collective",
    "system": "systems",
    "respondent": "respondents",
    "silent": "silent",
}
BANDS = (0, 50, 70, 90, 97, 100)  # hundredths of confidence


@dataclass
class Paper:
    """What was right, wrong and missed in one kind of paper.

    `measured_on`: by measure, the authors of invented notes, or the paragraphs of real papers, by source and number.
    """

    tally: Tally = field(default_factory=Tally)
    measured_on: dict[str, set[tuple[str, int]]] = field(default_factory=dict)

    def add(self, tally: Tally, measures: Iterable[str], measured_on: Iterable[tuple[str, int]]) -> None:
        """Add what some measures say of a text."""
        self.tally.merge(tally)
        for measure in measures:
            self.measured_on.setdefault(measure, set()).update(measured_on)


class Measured:
    """All kinds of paper: each by its name, and all invented notes together."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {ALL: Paper()}

    def add_note(self, note: Note, tally: Tally) -> None:
        """Add what was found in an invented note. Systems count where labels tell of them."""
        measures = [measure for measure in MEASURES.values() if measure != "systems" or measure in note.labels]
        for paper in (ALL, note.text.kind):
            self.papers.setdefault(paper, Paper()).add(tally, measures, [(note.text.author, 0)])

    def add_real(self, text: RealText, tally: Tally) -> None:
        """Add what was found in a real text, in which statements alone are labelled."""
        paragraphs = [(text.source, number) for number in text.counting]
        self.papers.setdefault(REAL, Paper()).add(tally, [MEASURES[ALL]], paragraphs)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of `accuracy.csv`: all invented notes, then each kind; in each all statements, each attribution."""
        for name, paper in sorted(self.papers.items()):
            for measured, measure in MEASURES.items():
                if measure not in paper.measured_on:
                    continue
                of = _measured_on(name, paper.measured_on[measure])
                counts = paper.tally.counts
                right, wrong, missed = (counts[measure, ALL, outcome] for outcome in ("right", "wrong", "missed"))
                denied = counts[measure, ALL, "denied"] if measured == "silent" else None
                yield name, measured, *counted(right, wrong, missed, denied), *of
                by = f"{measure} by attribution"
                for group in sorted({group for of, group, _ in counts if of == by} - {ALL, "missed"}):
                    yield name, group, *counted(counts[by, group, "right"], counts[by, group, "wrong"], None), *of

    def curve(self) -> Iterator[tuple[object, ...]]:
        """The rows of `calibration.csv`: of each band of confidence, how many statements, how many of them right."""
        measure = MEASURES[ALL]
        for name, paper in sorted(self.papers.items()):
            of = _measured_on(name, paper.measured_on[measure])
            for low, high in pairwise(BANDS):
                here = [each for each in paper.tally.scored.get(measure, ()) if low <= each[0] < high]
                mean = f"{sum(confidence for confidence, _ in here) / len(here) / 100:.2f}" if here else None
                right = sum(right for _, right in here)
                yield name, f"{low / 100:.2f}", f"{high / 100:.2f}", len(here), right, mean, *of

    def write(self, folder: Path) -> None:
        """Write `calibration.csv`, and `accuracy.csv` without stages and topics, which are measured apart."""
        put_figures(folder, self.rows(), all_anew=True)
        header = "paper confidence_from confidence_to statement_count right_count predicted invented_count real_count"
        write_csv(folder / "calibration.csv", header.split(), self.curve())

    def in_words(self) -> str:
        """The same for people to read."""
        lines = [
            " ".join(f"{'' if cell is None else cell!s:>12}" for cell in row) for row in (*self.rows(), *self.curve())
        ]
        return "\n".join(lines)


def _measured_on(paper: str, found: set[tuple[str, int]]) -> tuple[int, int]:
    """How many authors of invented notes, and how many paragraphs of real papers."""
    return (0, len(found)) if paper == REAL else (len(found), 0)


def measure(models: Mapping[str, Model], real: Iterable[RealText] = ()) -> Measured:
    """Read every labelled note, and real texts, by the models of their authors."""
    measured = Measured()
    for file in labelled_files():
        note = Note(file)
        rows = rows_of(file.with_suffix(".txt").read_bytes(), models[note.text.author])
        measured.add_note(note, compare(note.text.name, note.labels, rows))
    for each in real:
        measured.add_real(each, compare_real(each, models[each.text.author]))
    return measured


def compare_real(real: RealText, model: Model) -> Tally:
    """Score the statements of a real text as this model reads it, without those on which readers may differ."""
    language, tally = replace(vocabulary().readings[real.language], statements=model).of_paper(FOREIGN), Tally()
    found = {
        (number, statement.iso3): (statement.attribution, statement.confidence / 100)
        for number, tokens in tokens_of_part(real.paragraphs, language, FOREIGN)
        for statement in read_tokens(tokens, language, None, frozenset()).statements
        if (number, statement.iso3) not in real.text.either
    }
    compare_statements(tally, real.text.name, real.text.right, found)
    return tally
