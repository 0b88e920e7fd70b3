"""`make learn`: learns the weights of statements, stages and topics, and measures them on authors left out.

Writes the files of weights in `datapackage/language/`, `accuracy.csv`, `calibration.csv`, and what the README says of
them. The same labels give the same bytes. Not here: what is learned from (`samples.py`, `stages.py`, `topics.py`), how
(`trainer.py`).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import stages, topics
from benchmarks.accuracy import vocabulary
from benchmarks.figures import put_figures
from benchmarks.left_out import measure
from benchmarks.samples import Labels, Text, collect, digest_of, files_of_labels, real_texts
from benchmarks.trainer import NEAR, NOBODYS, REAL, Lesson, Question, Trainer
from pipelines.extract.reading import evidence
from pipelines.extract.reading import stages as read_stages
from pipelines.extract.reading import topics as read_topics
from pipelines.extract.reading.evidence import NAMED, NUMBER
from pipelines.extract.reading.introduced import FOREIGN
from pipelines.extract.reading.model import ANY, Model
from pipelines.extract.reading.topics import ABOUT
from pipelines.publish.accuracy import accuracy_in_words
from pipelines.workspace.paths import DATAPACKAGE

_WEIGHT = {"sentences": 2.0, "decisions": 3.0, NEAR: 2.0}
# Shares of right ones of what is decided, by which .97 of the published statements by a name are right, and .96 of
# those of a number of States.
STATEMENTS = (
    Question((NAMED,), published=0.971, strength=0.1, seen=3, kept=4000, weight=_WEIGHT),
    Question((NUMBER,), published=0.965, strength=0.05, seen=3, kept=600, weight=_WEIGHT),
)
# Kinds of paper of which is said apart what a score is worth, by the kinds that labels know. What is published of other
# papers is measured on those that tell what States say of themselves: others are refused, or let in in vain.
PAPERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    paper: ((paper,), (paper,)) for paper in ("ordinary", "assistance", "es", "fr")
}
PAPERS |= {FOREIGN: ((NEAR,), (REAL, NEAR))}
FOLDS = 8  # of real documents, each of which is left out with others of its fold


def lessons(labels: Labels, quotes: Iterable[topics.Quote]) -> dict[str, Lesson]:
    """By file of weights what is learned for it."""
    about = [sample for quote in quotes for sample in quote.samples.values()]
    named = (Trainer(question, labels.judge.samples[question.answers[0]]) for question in STATEMENTS)
    return {
        evidence.FILE: Lesson(*named, papers=PAPERS),
        read_stages.FILE: Lesson(Trainer(stages.QUESTION, labels.stages)),
        read_topics.FILE: Lesson(Trainer(topics.QUESTION, about)),
    }


def folds(texts: Sequence[Text]) -> Iterator[tuple[str, ...]]:
    """Who is left out together: each author of notes alone, real documents in few groups, as there are many."""
    yield from ((author,) for author in sorted({text.author for text in texts if text.is_note}))
    real = sorted({text.author for text in texts if text.kind in (REAL, NEAR)})
    yield from (tuple(real[first::FOLDS]) for first in range(FOLDS) if real[first:])


def learned_from(labels: Labels) -> dict[str, Any]:
    """What is said of the labels: how many there are of each kind, and a digest of those that come with the project."""
    kinds = Counter("notes" if text.is_note else text.kind for text in labels.texts)
    samples = list(chain.from_iterable(labels.judge.samples.values()))
    return {
        "texts": dict(sorted(kinds.items())),
        "authors": len({text.author for text in labels.texts}),
        "decisions asked for": len(samples),
        "of real text": {paper: sum(sample.paper == paper for sample in samples) for paper in NOBODYS},
        "sha256 of the labels of tests/golden": digest_of(files_of_labels()),
    }


def main() -> None:
    """Learn, measure, and write what was learned and measured."""
    parser = argparse.ArgumentParser("benchmarks.learn", description=__doc__)
    parser.add_argument("--to", type=Path, default=DATAPACKAGE, help="the folder datapackage/ to write to")
    given = parser.parse_args()
    labels, quotes = collect(vocabulary()), topics.labelled_quotes(vocabulary())
    said = learned_from(labels)
    for file, lesson in lessons(labels, quotes).items():
        without = lesson.left_out(folds(labels.texts))
        worth = lesson.worth(without)
        data = {"learned_from": said, "answers": lesson.learned(), "papers": worth}
        text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
        (given.to / "language" / file).write_text(f"{text}\n", encoding="utf-8")
        trainer, least = lesson.trainers[0], worth[ANY]["published"]
        if file == evidence.FILE:
            models = {fold: Model({"answers": learned, "papers": worth}) for fold, learned in without.items()}
            measured = measure({author: models[fold] for fold in models for author in fold}, real_texts())
            measured.write(given.to)
            print(measured.in_words())
        elif file == read_stages.FILE:
            put_figures(given.to, stages.rows(trainer.samples, trainer.told(without), least))
        else:
            put_figures(given.to, topics.rows(quotes, trainer.told(without), least[ABOUT]))
    if given.to == DATAPACKAGE:
        readme = DATAPACKAGE.parent / "README.md"
        words = re.sub(
            "^Tested on invented notes .*$", accuracy_in_words(), readme.read_text("utf-8"), flags=re.MULTILINE
        )
        readme.write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
