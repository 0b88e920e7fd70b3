"""`make learn`: learns the weights of evidence from all labels, and measures them on authors left out.

Fixed order, fixed solver, one thread: the same labels give the same bytes. Here: fitting, calibrating, and writing
`datapackage/language/weights.json`, `datapackage/accuracy.csv` and `calibration.csv`, and what the README says of that.
Not here: what is learned from (`samples.py`).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy import vocabulary
from benchmarks.figures import calibrated, lowest
from benchmarks.labelled import Tally
from benchmarks.left_out import ALL, Open, measure
from benchmarks.linear import by_family, matrix
from benchmarks.samples import REAL, Key, Labels, Sample, Text, collect, digest_of, files_of_labels, real_texts
from pipelines.extract.reading.decide import FILE, NAMED, NUMBER, UNIT, Weights
from pipelines.publish.accuracy import accuracy_in_words
from pipelines.workspace.paths import DATAPACKAGE

SEEN = 3  # samples in which a piece of evidence has to occur
SEEN_REAL = 10  # … where it is a word of real text alone
KEPT = {NAMED: 4000, NUMBER: 600}  # weights
STRENGTH = {NAMED: 0.05, NUMBER: 0.05}  # inverse of regularization
WEIGHTS = {"sentences": 2.0, "decisions": 3.0}  # of a sample, by the kind of its text; 1 for others
PUBLISHED = {NAMED: 0.97, NUMBER: 0.95}  # share of right ones at and above the least score that is published
FOLDS = 8  # of real documents, each of which is left out with others of its fold
DOUBTFUL = 30  # hundredths of confidence from which what isn't published is a signal


@dataclass
class Fit:
    """Weights of one kind of decision: by the number of the evidence, and what is added to all."""

    weights: np.ndarray
    bias: float


class Matrix:
    """The samples of one kind of decision as rows of evidence."""

    def __init__(self, samples: Sequence[Sample], kind: str) -> None:
        self.samples = [sample for sample in samples if sample.kind == kind]
        self.kind = kind
        seen = Counter(name for sample in self.samples for name in sample.evidence)
        invented = {name for sample in self.samples if sample.text.kind != "real" for name in sample.evidence}
        self.names = sorted(
            name for name, n in seen.items() if n >= (SEEN if name in invented or ":" not in name[0] else SEEN_REAL)
        )
        self.rows = matrix((sample.evidence for sample in self.samples), self.names)
        self.right = np.array([-1 if sample.right is None else int(sample.right) for sample in self.samples])
        self.weight = np.array([WEIGHTS.get(sample.text.kind, 1.0) for sample in self.samples])
        self.author = np.array([sample.text.author for sample in self.samples])
        self.bags: dict[Key, list[int]] = {}
        for at, sample in enumerate(self.samples):
            for key in sample.keys:
                self.bags.setdefault(key, []).append(at)

    def fit(self, train: np.ndarray, kept: int | None = None, strength: float | None = None) -> Fit:
        """The weights that samples teach. `train`: which of them.

        Fitted to all evidence first. Then, of what one paragraph says right of one State, only what scores well is
        taken for right, as one sentence suffices; the evidence that weighs most is kept, and fitted to again.
        """
        strength = strength or STRENGTH[self.kind]
        taken = train & (self.right >= 0)
        first = self._fitted(taken, np.arange(len(self.names)), strength)
        score = self.score(first)
        for members in self.bags.values():
            if self.right[members[0]] == 1:
                best = max(members, key=lambda at: (score[at], -at))
                for at in members:
                    taken[at] &= at == best or score[at] >= 0
        often = np.sqrt(np.asarray(self.rows[taken].sum(axis=0)).ravel())
        heaviest = np.argsort(-np.abs(first.weights) * often, kind="stable")[: kept or KEPT[self.kind]]
        return self._fitted(taken, np.sort(heaviest), strength)

    def _fitted(self, taken: np.ndarray, columns: np.ndarray, strength: float) -> Fit:
        model = LogisticRegression(C=strength, solver="liblinear", dual=True, random_state=0, max_iter=500, tol=1e-3)
        model.fit(self.rows[taken][:, columns], self.right[taken], sample_weight=self.weight[taken])
        weights = np.zeros(len(self.names))
        weights[columns] = np.round(model.coef_[0] * UNIT)
        return Fit(weights, float(np.round(model.intercept_[0] * UNIT)))

    def score(self, fit: Fit) -> np.ndarray:
        """The score of every sample."""
        return np.asarray(self.rows @ fit.weights + fit.bias)

    def as_data(self, fit: Fit) -> dict[str, Any]:
        """The weights as `weights.json` has them."""
        return {"bias": int(fit.bias), "weights": by_family(self.names, fit.weights)}


def data_of(matrices: Mapping[str, Matrix], without: Collection[str] = ()) -> dict[str, Any]:
    """The weights of `weights.json`, learned without the texts of some authors."""
    left_out = sorted(without)
    return {kind: matrix.as_data(matrix.fit(~np.isin(matrix.author, left_out))) for kind, matrix in matrices.items()}


def folds(texts: Sequence[Text]) -> Iterator[tuple[str, ...]]:
    """Who is left out together: each author of notes alone, real documents in few groups, as there are many."""
    yield from ((author,) for author in sorted({text.author for text in texts if text.is_note}))
    real = sorted({text.author for text in texts if text.kind == "real"})
    yield from (tuple(real[first::FOLDS]) for first in range(FOLDS) if real[first:])


def scaled(data: Mapping[str, Any], found: Tally) -> dict[str, Any]:
    """The same with all that follows from a score, by what was found on authors left out."""
    scored = {NAMED: found.scored["statements"], NUMBER: found.scored["collective"]}
    confidence = calibrated(scored[NAMED])
    least = {kind: lowest(scored[kind], PUBLISHED[kind]) for kind in KEPT}
    return {
        **{kind: {**data[kind], "published": least[kind]} for kind in KEPT},
        "confidence": confidence,
        "doubtful": confidence[DOUBTFUL - 1],
    }


def learned_from(labels: Labels) -> dict[str, Any]:
    """What is said of the labels: how many there are of each kind, and a digest of those that come with the project."""
    kinds = Counter("notes" if text.is_note else text.kind for text in labels.texts)
    counted = {kind: sum(s.text.kind == kind for s in labels.judge.samples) for kind in ("real", "decisions")}
    return {
        "texts": dict(sorted(kinds.items())),
        "authors": len({text.author for text in labels.texts}),
        "decisions asked for": len(labels.judge.samples),
        "of real text": counted["real"],
        "sha256 of the labels of tests/golden": digest_of(files_of_labels()),
    }


def main() -> None:
    """Learn, measure, and write what was learned and measured."""
    parser = argparse.ArgumentParser("benchmarks.learn", description=__doc__)
    parser.add_argument("--real", type=Path, default=REAL, help="folder of labelled real text")
    parser.add_argument("--decisions", type=Path, help="corrections in place of those shipped and the operator's")
    parser.add_argument("--to", type=Path, default=DATAPACKAGE, help="the folder datapackage/ to write to")
    given = parser.parse_args()
    labels = collect(vocabulary(), given.decisions, given.real)
    matrices = {kind: Matrix(labels.judge.samples, kind) for kind in KEPT}
    without = {fold: data_of(matrices, fold) for fold in folds(labels.texts)}

    def by_author(made: Callable[[Mapping[str, Any]], Weights]) -> dict[str, Weights]:
        return {author: weights for fold in without for weights in [made(without[fold])] for author in fold}

    found = measure(by_author(Open)).papers[ALL].tally
    measured = measure(by_author(lambda data: Weights(scaled(data, found))), real_texts(given.real))
    measured.write(given.to)
    weights = {"learned_from": learned_from(labels), **scaled(data_of(matrices), found)}
    text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
    (given.to / "language" / FILE).write_text(f"{text}\n", encoding="utf-8")
    if given.to == DATAPACKAGE:
        readme = DATAPACKAGE.parent / "README.md"
        words = re.sub(
            "^Tested on invented notes .*$", accuracy_in_words(), readme.read_text("utf-8"), flags=re.MULTILINE
        )
        readme.write_text(words, encoding="utf-8")
    print(measured.in_words())


if __name__ == "__main__":
    main()
