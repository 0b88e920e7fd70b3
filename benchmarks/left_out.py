"""How right the reading of labelled notes is by weights that were learned without their author: always a first sight.

Here: reading each note by the weights that do not know its author, counting, and the tables that a release publishes.
Not here: learning (`learn.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import counted, put_figures, write_csv
from benchmarks.labelled import System, labelled_files, score_systems
from benchmarks.samples import Note
from pipelines.extract.reading.decide import NAMED, NUMBER, UNIT, Weights
from pipelines.extract.vocabulary import Vocabulary

ALL, SYSTEM = "all", "system"
BANDS = (0, 50, 70, 90, 97, 100)  # hundredths of confidence


class Open(Weights):
    """Weights by which everything is said that is not quite unlikely, with its score in place of a confidence."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        least = {kind: {**data[kind], "published": -UNIT} for kind in (NAMED, NUMBER)}
        super().__init__({**least, "confidence": [], "doubtful": 0})

    def confidence(self, score: int) -> int:
        """The score itself."""
        return score


class Found(NamedTuple):
    """A statement or named system that was found: by what, in what kind of paper, its score or confidence, if right."""

    kind: str
    attribution: str
    paper: str
    score: int
    right: bool


@dataclass
class Measured:
    """What was found, and how many were missed, by kind of decision and of paper."""

    found: list[Found] = field(default_factory=list)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of `accuracy.csv`: all papers first, then each kind; in each all statements, then each attribution.

        Systems are counted where labels tell of them.
        """
        papers = sorted({found.paper for found in self.found})
        for paper in (ALL, *papers):
            here = [found for found in self.found if paper in (ALL, found.paper)]
            for kind in (NAMED, NUMBER, SYSTEM):
                missed = sum(n for (of, where), n in self.missed.items() if of == kind and paper in (ALL, where))
                of_kind = [found for found in here if found.kind == kind]
                if of_kind or missed or kind != SYSTEM:
                    yield paper, ALL if kind == NAMED else kind, *_counted(of_kind, missed)
                for attribution in sorted({f.attribution for f in of_kind} if kind == NAMED else ()):
                    yield paper, attribution, *_counted([f for f in of_kind if f.attribution == attribution], None)

    def curve(self) -> Iterator[tuple[object, ...]]:
        """The rows of `calibration.csv`: of each band of confidence, how many statements, how many of them right."""
        for low, high in pairwise(BANDS):
            here = [f for f in self.found if f.kind == NAMED and low <= f.score < high]
            mean = sum(f.score for f in here) / len(here) / 100 if here else 0
            yield f"{low / 100:.2f}", f"{high / 100:.2f}", len(here), sum(f.right for f in here), f"{mean:.2f}"

    def write(self, folder: Path) -> None:
        """Write `calibration.csv`, and `accuracy.csv` without stages and topics, which are measured apart."""
        put_figures(folder, self.rows(), all_anew=True)
        write_csv(
            folder / "calibration.csv",
            ("confidence_from", "confidence_to", "statement_count", "right_count", "predicted"),
            self.curve(),
        )

    def in_words(self) -> str:
        """The same for people to read."""
        lines = [
            " ".join(f"{'' if cell is None else cell!s:>12}" for cell in row) for row in (*self.rows(), *self.curve())
        ]
        return "\n".join(lines)


def measure(vocabulary: Vocabulary, weights: Mapping[str, Weights]) -> Measured:
    """Read every labelled note by the weights of its author."""
    measured = Measured()
    for file in labelled_files():
        note = Note(file)
        _measure(note, vocabulary, weights[note.text.author], measured)
    return measured


def _measure(note: Note, vocabulary: Vocabulary, weights: Weights, measured: Measured) -> None:
    reader, text = note.reader(vocabulary, weights), note.text
    wanted = Counter(dict.fromkeys(text.right, 1))
    paper, systems = text.kind, list[System]()
    for index, paragraph in enumerate(reader.builder.structure.paragraphs):
        reading = reader.read(index)
        for statement in reading.statements:
            key = paragraph.value, statement.iso3
            measured.found.append(Found(NAMED, statement.attribution, paper, statement.confidence, wanted[key] > 0))
            wanted[key] = 0
            systems += (System(*key, each.name, each.acronym, each.kind) for each in statement.systems)
        for collective in reading.collective:
            key = paragraph.value, collective.scope
            measured.found.append(Found(NUMBER, NUMBER, paper, collective.confidence, wanted[key] > 0))
            wanted[key] = 0
    for outcome, _ in score_systems(note.labels, systems):
        if outcome == "missed":
            measured.missed[SYSTEM, paper] += 1
        else:
            measured.found.append(Found(SYSTEM, SYSTEM, paper, 0, outcome == "right"))
    for (_, code), missed in wanted.items():
        measured.missed[NAMED if code.isupper() else NUMBER, paper] += missed


def _counted(found: Sequence[Found], missed: int | None) -> tuple[object, ...]:
    right = sum(each.right for each in found)
    return counted(right, len(found) - right, missed)
