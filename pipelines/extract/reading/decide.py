"""The decision whether a clause speaks of a State's own deeds, laws or plans: weights of its evidence, summed.

The weights are data (`datapackage/language/weights.json`, made by `make learn` from labels): whole thousandths of
log-odds, so that the same sentence has the same score on any machine. Not here: what counts as evidence
(`evidence.py`), how the weights are learned (`benchmarks/learn.py`).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

UNIT = 1000  # of a score and a weight, in one unit of log-odds
NAMED, NUMBER = "named", "number"  # a State by its name; a number of States
FILE = "weights.json"
# The content of a file of weights by which nothing is decided.
NO_WEIGHTS: Mapping[str, Any] = {
    **{kind: {"bias": 0, "published": 0, "weights": {}} for kind in (NAMED, NUMBER)},
    "confidence": [],
    "doubtful": 0,
}


class Decision(NamedTuple):
    """What a clause says of somebody: how sure that is, by what it names him, the deciding verb, its published form.

    `score`: thousandths of log-odds. `verb`: group of the verb, -1 for none.
    """

    score: int
    attribution: str
    verb: int
    lemma: str | None


class Weights:
    """The weights of evidence, and what follows from a score.

    `published`: the least score of what is published; `doubtful`: that of what is signalled; `scale`: those with which
    each hundredth of confidence begins.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take the content of `weights.json`. Raises KeyError where a part is missing."""
        self._of: dict[str, dict[str, int]] = {kind: given[kind]["weights"] for kind in (NAMED, NUMBER)}
        self._bias = {kind: int(given[kind]["bias"]) for kind in (NAMED, NUMBER)}
        self.scale: list[int] = given["confidence"]
        self._least: dict[str, int] = {kind: given[kind]["published"] for kind in (NAMED, NUMBER)}
        self._doubtful: int = given["doubtful"]

    def score(self, kind: str, evidence: Sequence[str], _of: Sequence[str]) -> int:
        """The score of evidence about States, or a number of them (`_of`: their codes, or its scope)."""
        weights = self._of[kind]
        return self._bias[kind] + sum([weights[name] for name in evidence if name in weights])

    def is_published(self, score: int, kind: str = NAMED) -> bool:
        """Whether a statement of that score is published."""
        return score >= self._least[kind]

    def is_doubtful(self, score: int) -> bool:
        """Whether it is likely enough for a person to look at it."""
        return self._doubtful <= score

    def confidence(self, score: int) -> int:
        """Of a hundred statements of that score, how many are right."""
        return bisect_right(self.scale, score)

    def strongest(self, kind: str, evidence: Iterable[str]) -> list[tuple[str, int]]:
        """The evidence that has a weight, with it, the heaviest first."""
        weights = self._of[kind]
        found = [(name, weights[name]) for name in evidence if name in weights]
        return sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))


def load_weights(folder: Path) -> Weights:
    """The weights of `weights.json` in the folder of the languages.

    Raises:
        OSError, ValueError, KeyError: the file can't be used.
    """
    return Weights(json.loads((folder / FILE).read_text(encoding="utf-8")))
