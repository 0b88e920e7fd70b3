"""`python -m benchmarks.stages`: learns by what a stage is told, and measures it on authors left out.

The labels are those of `tests/golden/stages.csv`. Fixed order, fixed solver, one thread: the same labels give the same
bytes. Writes `datapackage/language/stages.json` and the rows on stages of `datapackage/accuracy.csv`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.figures import calibrated, counted, lowest, put_figures
from benchmarks.labelled import FOLDER
from benchmarks.linear import by_family, matrix
from benchmarks.samples import Note, digest_of
from pipelines.extract.reading.decide import UNIT, load_weights
from pipelines.extract.reading.evidence import Family
from pipelines.extract.reading.stages import FILE, NO_STAGE, STAGES, Stage, Stages
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE

LABELS = Path(__file__).parent.parent / "tests" / "golden" / "stages.csv"
KIND = "stage"
DIGEST = "sha256 of the labels of tests/golden/stages.csv"
SEEN = 2  # samples in which a piece of evidence has to occur
STRENGTH = 0.3  # inverse of regularization
LEAST = 12  # thousandths of log-odds; a lesser weight is left out
PUBLISHED = 0.91  # share of right ones at and above the least lead with which a stage is published
_EVERY = (NO_STAGE, *STAGES)


@dataclass
class Sample:
    """A labelled sentence about a State: its author, evidence, and the stage that a reader saw, `NO_STAGE` for none."""

    author: str
    evidence: tuple[tuple[str, str], ...]
    right: str


class _Listening(Stages):
    """Stands for the weights while labelled notes are read: remembers the evidence of each sentence."""

    def __init__(self, stages: Stages) -> None:
        self.__dict__.update(stages.__dict__)
        self.heard: list[tuple[tuple[str, str], ...]] = []

    def tell(self, evidence: Sequence[Family]) -> Stage:
        """Remember the evidence; what it speaks for is asked later."""
        self.heard.append(tuple(sorted({(family, value) for family, values in evidence for value in values})))
        return Stage(str(len(self.heard) - 1))


def _letters(sentence: str) -> str:
    """A sentence as it is compared: without what editors and lines leave between its letters."""
    return "".join(filter(str.isalnum, sentence))


@cache
def samples() -> tuple[Sample, ...]:
    """All labelled sentences that are found about their States, in the order of the labels."""
    wanted: dict[str, dict[tuple[int, str], list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    with LABELS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = int(row["paragraph"]), row["state_iso3"]
            wanted[row["note"]][key].append((_letters(row["sentence"]), row["stage"]))
    vocabulary, weights, found = load_vocabulary(DATAPACKAGE), load_weights(DATAPACKAGE / "language"), list[Sample]()
    for name, of_note in wanted.items():
        note = Note(FOLDER / f"{name}.yaml")
        reader = note.reader(vocabulary, weights)
        listening = _Listening(reader.language.stages)
        reader.language = replace(reader.language, stages=listening)
        for index, paragraph in enumerate(reader.builder.structure.paragraphs):
            for statement in reader.read(index).statements:
                labels = of_note.get((paragraph.value, statement.iso3), [])
                for span, heard in statement.stages:
                    sentence = _letters(paragraph.text[slice(*span)])
                    own = (stage for label, stage in labels if label in sentence or label.startswith(sentence))
                    if (right := next(own, None)) is not None:
                        found.append(Sample(note.text.author, listening.heard[int(heard.name or 0)], right))
    return tuple(found)


class Told(NamedTuple):
    """What evidence speaks for most, by weights that do not know its author; by how much; and what is right."""

    stage: str
    lead: int
    right: str


def learned(given: Sequence[Sample]) -> dict[str, Any]:
    """By stage the weights and the bias that samples teach, each stage against all others."""
    seen = Counter(piece for sample in given for piece in sample.evidence)
    names = sorted(piece for piece, n in seen.items() if n >= SEEN)
    rows = matrix((sample.evidence for sample in given), names)
    stages = {}
    for stage in _EVERY:
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", dual=True, random_state=0, max_iter=500, tol=1e-3, class_weight="balanced"
        ).fit(rows, [sample.right == stage for sample in given])
        weights = by_family(names, np.round(model.coef_[0] * UNIT), least=LEAST)
        stages[stage] = {"bias": int(np.round(model.intercept_[0] * UNIT)), "weights": weights, "published": 0}
    return {"stages": stages, "confidence": []}


def _told(stages: Stages, sample: Sample) -> Told:
    return Told(*stages.heaviest([(family, (value,)) for family, value in sample.evidence]), sample.right)


@cache
def left_out() -> tuple[Told, ...]:
    """What is told of each sample by weights that were learned without its author."""
    told = list[Told]()
    for author in sorted({sample.author for sample in samples()}):
        stages = Stages("", {}, learned([sample for sample in samples() if sample.author != author]))
        told += [_told(stages, sample) for sample in samples() if sample.author == author]
    return tuple(told)


def scaled(data: dict[str, Any], told: Sequence[Told]) -> dict[str, Any]:
    """The same with the least lead of each stage, and with what a lead says, by what was told of authors left out."""
    some = [each for each in told if each.stage != NO_STAGE]
    for stage in STAGES:
        found = [(each.lead, each.stage == each.right) for each in some if each.stage == stage]
        data["stages"][stage]["published"] = lowest(found, PUBLISHED)
    data["confidence"] = calibrated([(each.lead, each.stage == each.right) for each in some])
    return data


def rows() -> Iterator[tuple[object, ...]]:
    """The rows of `accuracy.csv` on stages: each, and all of them."""
    least = {stage: of["published"] for stage, of in scaled(learned(samples()), left_out())["stages"].items()}
    said = [(each.stage if each.lead >= least[each.stage] else NO_STAGE, each.right) for each in left_out()]
    for stage in (KIND, *STAGES):
        of_stage = STAGES if stage == KIND else (stage,)
        right = sum(one == other and one in of_stage for one, other in said)
        wrong = sum(one != other and one in of_stage for one, other in said)
        missed = sum(one != other and other in of_stage for one, other in said)
        yield KIND, stage, *counted(right, wrong, missed), len({sample.author for sample in samples()}), 0


def main() -> None:
    """Learn and measure, and write what was learned and measured."""
    data = {"learned_from": {DIGEST: digest_of([LABELS])}, **scaled(learned(samples()), left_out())}
    text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
    (DATAPACKAGE / "language" / FILE).write_text(f"{text}\n", encoding="utf-8")
    put_figures(DATAPACKAGE, rows())


if __name__ == "__main__":
    main()
