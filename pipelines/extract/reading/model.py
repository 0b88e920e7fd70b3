"""The one kind of model by which reading decides: evidence, weighed and summed; how sure that sum is.

Whether a clause makes a statement, at which stage its deed is, whether a quote is about a topic: each is a question
with a file of weights in `datapackage/language/`, made by `make learn` from labels. Weights are whole thousandths of
log-odds, so that the same sentence has the same score on any machine. Not here: what counts as evidence
(`evidence.py`, `stages.py`, `topics.py`), how weights are learned (`benchmarks/trainer.py`).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

Family = tuple[str, Collection[str]]  # of evidence: its name, the values that are present, each once

UNIT = 1000  # of a score and a weight, in one unit of log-odds
ANY = "all"  # what scores are worth in papers of which that is not said apart


class Model:
    """Weights of evidence for each answer to one question, and what a score is worth in a kind of paper."""

    def __init__(self, given: Mapping[str, Any], paper: str = ANY) -> None:
        """Take the content of a file of weights. Raises KeyError where a part is missing.

        `answers`: of each its `weights` by family and value, and the `bias` that is added to them. `papers`: by kind
        the scores with which each hundredth of `confidence` begins, and the least one of each answer that is
        `published`.
        """
        self._given, answers = given, given["answers"]
        self.answers: tuple[str, ...] = tuple(answers)
        self._weights: dict[str, Mapping[str, Mapping[str, int]]] = {a: of["weights"] for a, of in answers.items()}
        self._bias: dict[str, int] = {answer: of["bias"] for answer, of in answers.items()}
        worth = given["papers"].get(paper) or given["papers"][ANY]
        self._scale: Sequence[int] = worth["confidence"]
        self._least: Mapping[str, int] = worth["published"]

    def of_paper(self, paper: str) -> Model:
        """The same weights, with what scores are worth in a kind of paper."""
        return Model(self._given, paper)

    def score(self, answer: str, evidence: Iterable[Family]) -> int:
        """How much evidence speaks for an answer."""
        weights, score = self._weights[answer], self._bias[answer]
        for family, values in evidence:
            if of := weights.get(family):
                for value in values:
                    if value in of:
                        score += of[value]
        return score

    def best(self, evidence: Sequence[Family]) -> tuple[str, int]:
        """The answer for which evidence speaks most, and by how much it leads."""
        scores, together = [*self._bias.values()], self._together
        for family, values in evidence:
            if of := together.get(family):
                for value in of.keys() & values:
                    for at, weight in of[value]:
                        scores[at] += weight
        (second, _), (first, answer) = sorted(zip(scores, self.answers, strict=True))[-2:]
        return answer, first - second

    @cached_property
    def _together(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """By family and value of evidence, the weights of all answers that have one, with the number of the answer."""
        weights_by_value: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for at, weights in enumerate(self._weights.values()):
            for family, of in weights.items():
                for value, weight in of.items():
                    weights_by_value.setdefault(family, {}).setdefault(value, []).append((at, weight))
        return weights_by_value

    def is_published(self, answer: str, score: int) -> bool:
        """Whether an answer with that score, or lead, is sure enough to be published."""
        return score >= self._least[answer]

    def confidence(self, score: int) -> int:
        """Of a hundred answers with that score, how many are right."""
        return bisect_right(self._scale, score)

    def strongest(self, answer: str, evidence: Iterable[Family]) -> list[tuple[str, str, int]]:
        """The evidence that has a weight: family, value, weight, the heaviest first."""
        weights = self._weights[answer]
        named = ((family, value) for family, values in evidence if family in weights for value in values)
        weighed = [(family, value, weights[family][value]) for family, value in named if value in weights[family]]
        return sorted(weighed, key=lambda each: (-abs(each[2]), each))


def load_model(file: Path) -> Model:
    """The model of a file in the folder of the languages.

    Raises:
        OSError, ValueError, KeyError: the file can't be used.
    """
    return Model(json.loads(file.read_text(encoding="utf-8")))
