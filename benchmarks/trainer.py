"""Learns the answers to one question from labelled samples, and what a score is worth by authors left out.

Fixed order, fixed solver, one thread: the same samples give the same weights. Here: what statements, stages and topics
share. Not here: their samples (`samples.py`, `stages.py`, `topics.py`), writing what was learned (`learn.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.figures import Scored, calibrated, lowest
from pipelines.extract.reading.model import ANY, UNIT

Piece = tuple[str, str]  # of evidence: family and value
Key = tuple[str, int, str]  # a text, the number of a paragraph in it, code of a State or scope
REAL, NEAR = "real", "near"  # papers of real text; those that tell, as the family does, what States say of themselves
NOBODYS = (REAL, NEAR, "sentences", "decisions")  # papers that are no whole invented note
ELSEWHERE = 0.95  # share of right ones of what is published of papers of another family
NONE = ""  # the right answer where it is none of those that are learned


@dataclass(slots=True)
class Sample:
    """A question that was asked of a labelled text.

    `author`: of the text, who is left out with all his texts. `paper`: its kind, as its labels say; or one of
    `NOBODYS`. `words`: of which it was asked, for people. `answer`: the right one, None where careful readers may
    differ. `keys`: of whom it would tell what, where one sample of several suffices; `right`: those that are so.
    """

    author: str
    paper: str
    words: str
    evidence: tuple[Piece, ...]
    answer: str | None
    keys: tuple[Key, ...] = ()
    right: frozenset[Key] = frozenset()


class Question(NamedTuple):
    """How the answers to a question are learned.

    `seen`: samples in which a piece of evidence has to occur; a word of real text alone in `seen_real`. `strength`:
    inverse of regularization. `kept`: weights, all where that is None; a lesser one than `least` is left out.
    `weight`: of a sample by its paper, 1 for others. `balanced`: rare answers count as much as others. `published`:
    share of right ones at and above the least score that is published.
    """

    answers: tuple[str, ...]
    published: float
    strength: float
    seen: int
    seen_real: int = 10
    kept: int | None = None
    least: int = 1
    weight: Mapping[str, float] = {}
    balanced: bool = False


class Told(NamedTuple):
    """The answer to a sample, or on a key, by weights that do not know its author; its score, or its lead."""

    answer: str
    score: int
    right: bool
    paper: str


class Trainer:
    """The samples of a question as rows of evidence."""

    def __init__(self, question: Question, samples: Sequence[Sample]) -> None:
        self.question, self.samples = question, samples
        seen = Counter(piece for sample in samples for piece in sample.evidence)
        known = {piece for sample in samples if sample.paper not in (REAL, NEAR) for piece in sample.evidence}
        rare = {piece for piece in seen if ":" in piece[0]} - known
        self._names = sorted(p for p, n in seen.items() if n >= (question.seen_real if p in rare else question.seen))
        self._rows = _matrix((sample.evidence for sample in samples), self._names)
        self._author = np.array([sample.author for sample in samples])
        self._counts = np.array([sample.answer is not None for sample in samples])
        self._weight = np.array([question.weight.get(sample.paper, 1.0) for sample in samples])
        self._bags: dict[Key, list[int]] = {}
        for at, sample in enumerate(samples):
            for key in sample.keys:
                self._bags.setdefault(key, []).append(at)

    def learned(self, without: Collection[str] = ()) -> dict[str, dict[str, Any]]:
        """The answers of a file of weights, learned without the samples of some authors."""
        train = self._counts & ~np.isin(self._author, sorted(without))
        return {answer: self._learned(answer, train) for answer in self.question.answers}

    def _learned(self, answer: str, train: np.ndarray) -> dict[str, Any]:
        """The bias and the weights of one answer.

        They are fitted to all evidence first. Then, of what one paragraph says right of one State, only what scores
        well is taken for right, as one sentence suffices; the evidence that weighs most is kept, and fitted to again.
        """
        right = np.array([sample.answer == answer for sample in self.samples])
        weights, bias = self._fitted(right, train, np.arange(len(self._names)))
        if self.question.kept is not None:
            score, taken = self._rows @ weights + bias, train.copy()
            for members in self._bags.values():
                if right[members[0]]:
                    best = max(members, key=lambda at: (score[at], -at))
                    for at in members:
                        taken[at] &= at == best or score[at] >= 0
            often = np.sqrt(np.asarray(self._rows[taken].sum(axis=0)).ravel())
            heaviest = np.argsort(-np.abs(weights) * often, kind="stable")[: self.question.kept]
            weights, bias = self._fitted(right, taken, np.sort(heaviest))
        of: dict[str, dict[str, int]] = {}
        for (family, value), weight in zip(self._names, weights, strict=True):
            if abs(weight) >= self.question.least:
                of.setdefault(family, {})[value] = int(weight)
        return {"bias": int(bias), "weights": of}

    def _fitted(self, right: np.ndarray, taken: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, float]:
        model = LogisticRegression(
            C=self.question.strength,
            solver="liblinear",
            dual=True,
            random_state=0,
            max_iter=2000,
            tol=1e-3,
            class_weight="balanced" if self.question.balanced else None,
        )
        model.fit(self._rows[taken][:, columns], right[taken], sample_weight=self._weight[taken])
        weights = np.zeros(len(self._names))
        weights[columns] = np.round(model.coef_[0] * UNIT)
        return weights, float(np.round(model.intercept_[0] * UNIT))

    def answers(self, learned: Mapping[str, Any]) -> list[tuple[str, int]]:
        """What these answers give for every sample: one of them with its lead, or the only one with its score."""
        scores, own = [], {answer: learned[answer] for answer in self.question.answers}
        for of in own.values():
            weights = [of["weights"].get(family, {}).get(value, 0) for family, value in self._names]
            scores.append((self._rows @ np.array(weights, dtype=float) + of["bias"]).astype(int))
        found = []
        for row in zip(*scores, strict=True):
            ranked = sorted(zip(row, own, strict=True))
            found.append((ranked[-1][1], int(ranked[-1][0] - (ranked[-2][0] if len(ranked) > 1 else 0))))
        return found

    def told(self, without: Mapping[tuple[str, ...], Mapping[str, Any]]) -> list[Told]:
        """What is told of texts without their authors: of each sample in order, or of each key.

        `without`: what was learned, by those who were left out.
        """
        found, of_keys = dict[int, Told](), dict[Key, Told]()
        for fold, learned in without.items():
            given = self.answers(learned)
            for at in map(int, np.flatnonzero(np.isin(self._author, fold) & self._counts)):
                found[at] = Told(*given[at], self.samples[at].answer == given[at][0], self.samples[at].paper)
        for at, each in sorted(found.items()):
            for key in self.samples[at].keys:
                if key not in of_keys or of_keys[key].score < each.score:
                    of_keys[key] = each._replace(right=key in self.samples[at].right)
        return [*of_keys.values()] or [each for _, each in sorted(found.items())]


class Lesson:
    """What is learned for one file of weights.

    `trainers`: one of each question that it answers. `papers`: by kind of which is said apart what a score is worth,
    the papers of samples on which is measured what is published of them, and how sure it is.
    """

    def __init__(self, *trainers: Trainer, papers: Mapping[str, tuple[Collection[str], Collection[str]]] = {}) -> None:
        self.trainers, self._papers = trainers, papers

    def learned(self, without: Collection[str] = ()) -> dict[str, dict[str, Any]]:
        """All answers, learned without the samples of some authors."""
        return {answer: of for trainer in self.trainers for answer, of in trainer.learned(without).items()}

    def left_out(self, folds: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], dict[str, dict[str, Any]]]:
        """By fold what is learned without those of it; of those alone whom samples are of."""
        authors = {sample.author for trainer in self.trainers for sample in trainer.samples}
        return {fold: self.learned(fold) for fold in folds if not authors.isdisjoint(fold)}

    def worth(self, without: Mapping[tuple[str, ...], Mapping[str, Any]]) -> dict[str, Any]:
        """By kind of paper what scores are worth, by authors who are left out; of any, by those of invented notes."""
        told = [(trainer.question, trainer.told(without)) for trainer in self.trainers]
        known = {each.paper for _, of in told for each in of}
        invented = known - {*NOBODYS}
        there = {paper: of for paper, of in self._papers.items() if known.intersection(of[0])}
        return {paper: _worth(told, *of) for paper, of in {ANY: (invented, invented), **there}.items()}


def _worth(
    told: Iterable[tuple[Question, Sequence[Told]]], papers: Collection[str], sure: Collection[str]
) -> dict[str, Any]:
    """The least score of each answer that is published, and those with which each hundredth of confidence begins."""
    published, every = dict[str, int](), list[Told]()
    for question, of in told:
        own = [each for each in of if each.paper in papers] or list(of)
        every += (each for each in of if each.answer and each.paper in sure)
        share = ELSEWHERE if NEAR in papers else question.published
        published |= {answer: lowest(_scored(own, answer), share) for answer in question.answers}
    return {"published": published, "confidence": calibrated(_scored(every, *published))}


def _scored(told: Iterable[Told], *answers: str) -> Scored:
    return [(each.score, each.right) for each in told if each.answer in answers]


def _matrix(samples: Iterable[Collection[Piece]], names: Sequence[Piece]) -> csr_matrix:
    """One row a sample, one column a name: 1 where the evidence of the sample has that piece."""
    number, starts, found = {piece: at for at, piece in enumerate(names)}, [0], list[int]()
    for evidence in samples:
        found += sorted(number[piece] for piece in evidence if piece in number)
        starts.append(len(found))
    return csr_matrix((np.ones(len(found)), found, starts), shape=(len(starts) - 1, len(names)))
