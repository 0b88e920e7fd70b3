"""What speaks for or against a State in a clause: the features of the clause, and the words and groups around.

Each piece is present or absent. It is of a family and has a value: "role" and "in", "en:-1" and "by". What is no word
is shared by all languages; a family of words begins with its language. Not here: what a feature is (`features.py`),
what evidence weighs (`model.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from pipelines.extract.reading.features import FEATURES, RESPONDENT, Features
from pipelines.extract.reading.model import Family
from pipelines.extract.reading.tokens import Tokens

FILE = "weights.json"
NAMED, NUMBER = "named", "number"  # whether something is said of a State by its name; of a number of States
STATE = "§"  # stands for the name of any State
_NUMBER = "0"  # … and this for any number
_FAR = 6  # words to either side whose distance counts
_PAIRED = 3  # … and pairs of words
_NEAR = 40  # … whose presence counts
_GROUPS = 3  # groups to either side
_MANY = 4  # groups of States
_CLAUSES = 20_000  # clauses of the same features come again and again: so many are remembered


class Around(NamedTuple):
    """The words and groups around a group, the same in all places in which it is read; `present`: the words."""

    families: Sequence[Family]
    present: frozenset[str]


class Evidence:
    """All evidence on a group in one of its places, by family.

    `question`: `NAMED` or `NUMBER`; `of`: the States that are meant, or the scope of their number.
    """

    __slots__ = ("_around", "_language", "features", "of", "question")

    def __init__(self, question: str, of: tuple[str, ...], features: Features, around: Around, language: str) -> None:
        self.question, self.of, self.features = question, of, features
        self._around, self._language = around, language

    def __iter__(self) -> Iterator[Family]:
        features, language = self.features, self._language
        yield from _of_clause(features.as_tuple())
        for what, word in (("verb", features.verb_word), ("subject", features.subject_word)):
            yield f"{language}:{what}", (word,)
            yield f"{language}:{what} role", (f"{word} {features['role']}",)
        yield f"{language}:clause-verb", (features.clause_verb_word,)
        yield f"{language}:any about={features['about']}", self._around.present
        yield from self._around.families


@lru_cache(_CLAUSES)
def _of_clause(features: tuple[str, ...]) -> tuple[Family, ...]:
    """Each feature of a clause, and each pair; `respondent` is paired with `about` alone."""
    alone = [*zip(FEATURES, features, strict=True)]
    together = [
        (f"{one} {other}", f"{value} {also}")
        for (one, value), (other, also) in combinations(alone, 2)
        if RESPONDENT not in (one, other) or "about" in (one, other)
    ]
    return tuple((name, (value,)) for name, value in (*alone, *together))


def sentence_words(tokens: Tokens, first: int, last: int, state: str) -> list[str]:
    """The words of a sentence in small letters, all States alike (`state`: their class), and all numbers."""
    return [
        STATE if tag == state else _NUMBER if word[:1].isdecimal() else word
        for word, tag in zip(tokens.lower[first:last], tokens.tags[first:last], strict=True)
    ]


def around(kinds: Sequence[str], at: int, words: Sequence[str], run: slice, language: str) -> Around:
    """What stands around the group `at`; `words`: those of its sentence, of which its own are `run`."""
    left, right = [*reversed(words[: run.start]), "^"], [*words[run.stop :], "$"]
    before, after = frozenset(left[:_NEAR]), frozenset(right[:_NEAR])
    families = [*_groups_around(kinds, at), (f"{language}:own", frozenset(words[run]))]
    for side, near, every in (("-", left, before), ("+", right, after)):
        alone, pairs = _sides(language, side)
        families += [(family, (word,)) for family, word in zip(alone, near, strict=False)]
        families += [(family, (" ".join(pair),)) for family, pair in zip(pairs, pairwise(near), strict=False)]
        families.append((f"{language}:{side}", every))
    families.append((f"{language}:opens", (words[0], " ".join(words[:2]))))
    return Around(families, before | after)


@cache
def _sides(language: str, side: str) -> tuple[list[str], list[str]]:
    """The families of words on a side of a group, by distance, and of pairs of them: "en:-1", "en:-1 -2"."""
    alone = [f"{language}:{side}{n}" for n in range(1, _FAR + 1)]
    return alone, [f"{alone[n]} {side}{n + 2}" for n in range(_PAIRED)]


def _groups_around(kinds: Sequence[str], at: int) -> Iterator[Family]:
    """The kinds of the groups around, and how many name States."""
    padded = ["end"] * _GROUPS + [*kinds] + ["end"] * _GROUPS
    middle = at + _GROUPS
    for distance in range(1, _GROUPS + 1):
        yield f"group -{distance}", (padded[middle - distance],)
        yield f"group +{distance}", (padded[middle + distance],)
    for family, one, two in (("groups -", -2, -1), ("groups +", 1, 2), ("groups ±", -1, 1)):
        yield family, (f"{padded[middle + one]} {padded[middle + two]}",)
    yield "states", (str(min(_MANY, kinds.count("state"))),)
