"""By what stages are learned: what the labels of notes and `tests/golden/stages.csv` say, and how right those told are.

Not here: reading the labelled notes (`samples.py`), learning (`trainer.py`), what is evidence
(`pipelines/extract/reading/stages.py`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import counted
from benchmarks.trainer import Question, Sample, Told
from pipelines.extract.reading.stages import NO_STAGE, STAGES

LABELS = Path(__file__).parent.parent / "tests" / "golden" / "stages.csv"
KIND = "stage"
QUESTION = Question((NO_STAGE, *STAGES), published=0.925, strength=0.3, seen=3, least=30, balanced=True)
Labelled = tuple[str, str]  # the letters of a sentence, its stage
Stages = Mapping[tuple[int, str], list[Labelled]]  # by paragraph and State the sentences that are labelled


def stages_in(labels: Mapping[str, Any]) -> Stages:
    """What the labels of a note say of single sentences."""
    return {
        (number, iso3): [(_letters(sentence), stage or NO_STAGE) for stage, sentence in told]
        for number, of in (labels.get("stages") or {}).items()
        for iso3, told in of.items()
    }


def labelled_stages() -> Mapping[str, Stages]:
    """By note what was labelled later."""
    found: dict[str, dict[tuple[int, str], list[Labelled]]] = defaultdict(lambda: defaultdict(list))
    with LABELS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = int(row["paragraph"]), row["state_iso3"]
            found[row["note"]][key].append((_letters(row["sentence"]), row["stage"]))
    return found


def stage_of(sentence: str, labels: Iterable[Labelled]) -> str | None:
    """The stage that a reader saw in a sentence, `NO_STAGE` for none; None where it is not labelled."""
    letters = _letters(sentence)
    own = (stage for label, stage in labels if label in letters or label.startswith(letters))
    return next(own, None)


def _letters(sentence: str) -> str:
    """A sentence as it is compared: without what editors and lines leave between its letters."""
    return "".join(filter(str.isalnum, sentence))


def rows(samples: Sequence[Sample], told: Sequence[Told], least: Mapping[str, int]) -> Iterator[tuple[object, ...]]:
    """The rows of `accuracy.csv` on stages: all of them, and each.

    `told`: of each sample without its author; `least`: with which lead a stage is published.
    """
    authors = len({sample.author for sample in samples})
    said = [
        (each.answer if each.score >= least[each.answer] else NO_STAGE, sample.answer)
        for sample, each in zip(samples, told, strict=True)
    ]
    for stage in (KIND, *STAGES):
        of_stage = STAGES if stage == KIND else (stage,)
        right = sum(one == other and one in of_stage for one, other in said)
        wrong = sum(one != other and one in of_stage for one, other in said)
        missed = sum(one != other and other in of_stage for one, other in said)
        yield KIND, stage, *counted(right, wrong, missed), authors, 0
