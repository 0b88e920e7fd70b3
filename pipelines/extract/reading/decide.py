"""The decision whether a clause speaks of a State's own deeds, laws or plans: weights of its evidence, summed.

The weights are data (`datapackage/language/weights.json`, made by `make learn` from labels): whole thousandths of
log-odds, so that the same sentence has the same score on any machine. Not here: what counts as evidence
(`evidence.py`), how the weights are learned (`benchmarks/learn.py`).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.extract.reading.evidence import Evidence, Family, of_clause

UNIT = 1000  # of a score and a weight, in one unit of log-odds
NAMED, NUMBER = "named", "number"  # a State by its name; a number of States
FILE = "weights.json"
_CLAUSES = 20_000  # clauses of the same features come again and again: the sums of so many are remembered
# The content of a file of weights by which nothing is decided.
NO_WEIGHTS: Mapping[str, Any] = {
    **{kind: {"bias": 0, "published": 0, "weights": {}} for kind in (NAMED, NUMBER)},
    "confidence": [],
    "doubtful": 0,
}


class Decision(NamedTuple):
    """What a clause says of somebody: how sure that is, by what it names him, the deciding verb, its published form.

    `score`: thousandths of log-odds, of `evidence`. `verb`: group of the verb, -1 for none.
    """

    score: int
    attribution: str
    verb: int
    lemma: str | None
    evidence: Evidence


def weighed(weights: Mapping[str, Mapping[str, int]], families: Iterable[Family]) -> int:
    """The sum of the weights of evidence. `weights`: by family, of each value."""
    score = 0
    for family, values in families:
        if of := weights.get(family):
            for value in values:
                if value in of:
                    score += of[value]
    return score


class Weights:
    """The weights of evidence, and what follows from a score.

    `published`: the least score of what is published; `doubtful`: that of what is signalled; `scale`: those with which
    each hundredth of confidence begins.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take the content of `weights.json`. Raises KeyError where a part is missing."""
        self._of: dict[str, dict[str, dict[str, int]]] = {kind: given[kind]["weights"] for kind in (NAMED, NUMBER)}
        self._bias = {kind: int(given[kind]["bias"]) for kind in (NAMED, NUMBER)}
        self.scale: list[int] = given["confidence"]
        self._least: dict[str, int] = {kind: given[kind]["published"] for kind in (NAMED, NUMBER)}
        self._doubtful: int = given["doubtful"]
        self._of_clause = lru_cache(_CLAUSES)(lambda kind, features: weighed(self._of[kind], of_clause(features)))

    def score(self, evidence: Evidence) -> int:
        """The score of evidence."""
        clause = self._of_clause(evidence.kind, evidence.features.as_tuple())
        return self._bias[evidence.kind] + clause + weighed(self._of[evidence.kind], evidence.of_words())

    def is_published(self, score: int, kind: str = NAMED) -> bool:
        """Whether a statement of that score is published."""
        return score >= self._least[kind]

    def is_doubtful(self, score: int) -> bool:
        """Whether it is likely enough for a person to look at it."""
        return self._doubtful <= score

    def confidence(self, score: int) -> int:
        """Of a hundred statements of that score, how many are right."""
        return bisect_right(self.scale, score)

    def strongest(self, evidence: Evidence) -> list[tuple[str, str, int]]:
        """The evidence that has a weight: family, value, weight, the heaviest first."""
        of = self._of[evidence.kind]
        named = ((family, value) for family, values in evidence.families() if family in of for value in values)
        found = [(family, value, of[family][value]) for family, value in named if value in of[family]]
        return sorted(found, key=lambda each: (-abs(each[2]), each))


def load_weights(folder: Path) -> Weights:
    """The weights of `weights.json` in the folder of the languages.

    Raises:
        OSError, ValueError, KeyError: the file can't be used.
    """
    return Weights(read_learned(folder / FILE))


def read_learned(file: Path) -> Mapping[str, Any]:
    """What a file in the folder of the languages keeps of what labels taught.

    Raises:
        OSError, ValueError: the file can't be read.
    """
    given: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return given
