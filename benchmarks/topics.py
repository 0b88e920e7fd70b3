"""`python -m benchmarks.topics`: learns when quotes are about topics that they name, and measures it.

The labels are those of `tests/golden/topics.csv`. What is said of a narrower topic is said of the broader one, too, as
the page of that shows it. Fixed order, fixed solver, one thread: the same labels give the same bytes. Writes
`datapackage/language/topics.json` and the rows on topics of `datapackage/accuracy.csv`. Not here: what is evidence
(`pipelines/extract/reading/topics.py`).
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.figures import calibrated, counted, lowest, put_figures
from benchmarks.labelled import FOLDER, author_of
from benchmarks.linear import by_family, matrix
from pipelines.extract.reading.decide import UNIT, weighed
from pipelines.extract.reading.topics import FILE, load_subjects
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml

LABELS = Path(__file__).parent.parent / "tests" / "golden" / "topics.csv"
KIND = "topics"
SEEN = 2  # samples in which a piece of evidence has to occur
STRENGTH = 1.0  # inverse of regularization
LEAST = 12  # thousandths of log-odds; a lesser weight is left out
PUBLISHED = 0.96  # share of right ones at and above the least score that is published: the terms know these labels


@dataclass
class Sample:
    """A topic that a labelled quote names: the quote's number, its evidence, and whether the quote is about it."""

    quote: int
    topic: str
    evidence: tuple[tuple[str, str], ...]
    right: bool


class Quote(NamedTuple):
    """A labelled quote: the author of its note, the topics that a reader saw in it and the broader ones of those."""

    author: str
    wanted: frozenset[str]


class Told(NamedTuple):
    """The score of a sample by weights that do not know its author."""

    sample: Sample
    score: int


def with_broader(topics: Iterable[str]) -> frozenset[str]:
    """Topics and the broader ones of them."""
    subjects = load_subjects()
    return frozenset(chosen for topic in topics for chosen in (topic, subjects[topic].broader) if chosen)


@cache
def labelled() -> tuple[tuple[Quote, ...], tuple[Sample, ...]]:
    """All labelled quotes in the order of the labels, and what they name."""
    readings, quotes, samples = load_vocabulary(DATAPACKAGE).readings, list[Quote](), list[Sample]()
    author = cache(lambda note: author_of(FOLDER / f"{note}.yaml", read_yaml(FOLDER / f"{note}.yaml")))
    with LABELS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            quote = Quote(author(row["note"]), with_broader(filter(None, row["topics"].split(";"))))
            for topic, _, evidence in readings[row["language"]].topics.evidence(
                row["quote"], row["articles"].split(";")
            ):
                pieces = tuple(sorted({(family, value) for family, values in evidence for value in values}))
                samples.append(Sample(len(quotes), topic, pieces, topic in quote.wanted))
            quotes.append(quote)
    return tuple(quotes), tuple(samples)


def learned(given: Sequence[Sample]) -> dict[str, Any]:
    """The weights and what is added to all that samples teach."""
    seen = Counter(piece for sample in given for piece in sample.evidence)
    names = sorted(piece for piece, n in seen.items() if n >= SEEN)
    rows = matrix((sample.evidence for sample in given), names)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, random_state=0, max_iter=2000, tol=1e-3)
    model.fit(rows, [sample.right for sample in given])
    weights = by_family(names, np.round(model.coef_[0] * UNIT), least=LEAST)
    return {"bias": int(np.round(model.intercept_[0] * UNIT)), "weights": weights}


@cache
def left_out() -> tuple[Told, ...]:
    """The score of each sample by weights that were learned without its author."""
    quotes, samples = labelled()
    told = list[Told]()
    for author in sorted({quote.author for quote in quotes}):
        data = learned([sample for sample in samples if quotes[sample.quote].author != author])
        for sample in samples:
            if quotes[sample.quote].author == author:
                evidence = [(family, (value,)) for family, value in sample.evidence]
                told.append(Told(sample, data["bias"] + weighed(data["weights"], evidence)))
    return tuple(told)


def scored() -> list[tuple[int, bool]]:
    """What the scores of authors left out are worth."""
    return [(each.score, each.sample.right) for each in left_out()]


def rows() -> Iterator[tuple[object, ...]]:
    """The rows of `accuracy.csv` on topics: all of them, and each."""
    quotes, _ = labelled()
    least, found = lowest(scored(), PUBLISHED), [set[str]() for _ in quotes]
    for each in left_out():
        if each.score >= least:
            found[each.sample.quote] |= with_broader([each.sample.topic])
    for topic in (KIND, *sorted(load_subjects())):
        pairs = [
            (one, quote.wanted) if topic == KIND else (one & {topic}, quote.wanted & {topic})
            for one, quote in zip(found, quotes, strict=True)
        ]
        right, wrong = sum(len(a & b) for a, b in pairs), sum(len(a - b) for a, b in pairs)
        missed, authors = sum(len(b - a) for a, b in pairs), {quote.author for quote in quotes}
        yield KIND, topic, *counted(right, wrong, missed), len(authors), 0


def main() -> None:
    """Learn and measure, and write what was learned and measured."""
    data = learned(labelled()[1]) | {"published": lowest(scored(), PUBLISHED), "confidence": calibrated(scored())}
    text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
    (DATAPACKAGE / "language" / FILE).write_text(f"{text}\n", encoding="utf-8")
    put_figures(DATAPACKAGE, rows())


if __name__ == "__main__":
    main()
