"""By what topics are learned: the labels of `tests/golden/topics.csv`, and how right the topics are that are told.

What is said of a narrower topic is said of the broader one, too, as the page of that shows it. Not here: learning
(`trainer.py`), what is evidence (`pipelines/extract/reading/topics.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import counted
from benchmarks.labelled import FOLDER, author_of
from benchmarks.samples import pieces_of
from benchmarks.trainer import NONE, Question, Sample, Told
from pipelines.extract.reading.topics import ABOUT, load_subjects
from pipelines.extract.vocabulary import Vocabulary
from pipelines.workspace.yaml_file import read_yaml

LABELS = Path(__file__).parent.parent / "tests" / "golden" / "topics.csv"
KIND = "topics"
# The terms know these labels: of what is published less is right where they are new.
QUESTION = Question((ABOUT,), published=0.952, strength=0.3, seen=2, least=12, balanced=True)


class Quote(NamedTuple):
    """A labelled quote: the topics that a reader saw in it and the broader ones, and a sample of each that it names."""

    author: str
    wanted: frozenset[str]
    samples: Mapping[str, Sample]


def with_broader(topics: Iterable[str]) -> frozenset[str]:
    """Topics and the broader ones of them."""
    subjects = load_subjects()
    return frozenset(chosen for topic in topics for chosen in (topic, subjects[topic].broader) if chosen)


def labelled_quotes(vocabulary: Vocabulary) -> list[Quote]:
    """All labelled quotes, in the order of the labels."""
    labels = cache(lambda note: read_yaml(FOLDER / f"{note}.yaml"))
    quotes = list[Quote]()
    with LABELS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            of_note, samples = labels(row["note"]), dict[str, Sample]()
            author = author_of(FOLDER / f"{row['note']}.yaml", of_note)
            wanted = with_broader(filter(None, row["topics"].split(";")))
            topics = vocabulary.readings[row["language"]].topics
            for topic, _, evidence in topics.evidence(row["quote"], row["articles"].split(";")):
                answer, words = ABOUT if topic in wanted else NONE, f"{topic}: {row['quote']}"
                samples[topic] = Sample(author, of_note["kind"], words, pieces_of(evidence), answer)
            quotes.append(Quote(author, wanted, samples))
    return quotes


def rows(quotes: Sequence[Quote], told: Sequence[Told], least: int) -> Iterator[tuple[object, ...]]:
    """The rows of `accuracy.csv` on topics: all of them, and each. `told`: of the samples of all quotes, in order."""
    scores, found = iter(told), list[frozenset[str]]()
    for quote in quotes:
        found.append(with_broader([topic for topic in quote.samples if next(scores).score >= least]))
    authors = len({quote.author for quote in quotes})
    for topic in (KIND, *sorted(load_subjects())):
        pairs = [
            (one, quote.wanted) if topic == KIND else (one & {topic}, quote.wanted & {topic})
            for one, quote in zip(found, quotes, strict=True)
        ]
        right, wrong = sum(len(a & b) for a, b in pairs), sum(len(a - b) for a, b in pairs)
        missed = sum(len(b - a) for a, b in pairs)
        yield KIND, topic, *counted(right, wrong, missed), authors, 0
