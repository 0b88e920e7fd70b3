"""`make teach`: fits the weights once to all labels, and shows what that would change, sentence by sentence.

Compared is what the weights that are shipped decide of every labelled statement, stage and topic with what new ones
would: won is what becomes right, lost what becomes wrong. Nothing is written, and all of it has been learned from: how
right it is of new notes is what `make learn` measures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from benchmarks.accuracy import vocabulary
from benchmarks.learn import lessons
from benchmarks.samples import collect
from benchmarks.topics import labelled_quotes
from benchmarks.trainer import NEAR, NONE, REAL, Sample, Trainer
from pipelines.extract.reading.model import ANY
from pipelines.workspace.paths import DATAPACKAGE

_WIDTH = 300  # characters of a sentence that are shown


def decided(trainer: Trainer, answers: Mapping[str, Any], worth: Mapping[str, Any]) -> list[str]:
    """The answer to each sample that is published, `NONE` where none is."""
    least: Mapping[str, int] = worth["published"]
    return [answer if score >= least[answer] else NONE for answer, score in trainer.answers(answers)]


def changes(trainer: Trainer, old: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[tuple[Sample, str, str]]:
    """Each sample that counts and of which something else is decided, with the old answer and the new one."""
    before, after = (decided(trainer, of, old["papers"][ANY]) for of in (old["answers"], answers))
    for sample, one, other in zip(trainer.samples, before, after, strict=True):
        if sample.answer is not None and one != other:
            yield sample, one, other


def main() -> None:
    """Fit once, and print what is won and lost."""
    for file, lesson in lessons(collect(vocabulary()), labelled_quotes(vocabulary())).items():
        old = json.loads((DATAPACKAGE / "language" / file).read_text(encoding="utf-8"))
        answers = lesson.learned()
        for trainer in lesson.trainers:
            changed = list(changes(trainer, old, answers))
            for labels, real in (("invented", False), ("real", True)):
                own = [each for each in changed if (each[0].paper in (REAL, NEAR)) == real]
                won = [each for each in own if each[0].answer == each[2]]
                lost = [each for each in own if each[0].answer == each[1]]
                names = " ".join(filter(None, trainer.question.answers))
                print(f"\n{file}, {names}, {labels} labels: {len(won)} won, {len(lost)} lost")
                for outcome, found in (("won", won), ("lost", lost)):
                    for sample, before, after in found:
                        whom = ", ".join(key[2] for key in sample.keys)
                        answers_of = f"{before or 'none'} → {after or 'none'}"
                        print(f"  {outcome} {whom} {answers_of}: {shorten(sample.words, _WIDTH)}")


if __name__ == "__main__":
    main()
