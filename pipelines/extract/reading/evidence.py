"""What speaks for or against a State in a clause: the features of the clause, their combinations, the words around.

Each piece is present or absent. It is of a family and has a value: "role" and "in", "verb subject" and "act organ",
"en:-1" and "by". What is no word is shared by all languages; a family of words begins with its language. Not here:
what a feature is (`features.py`), what evidence weighs (`decide.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.extract.reading.features import FEATURES, Features
from pipelines.extract.reading.tokens import Tokens

Family = tuple[str, Collection[str]]  # its name, the values that are present, each once

STATE = "§"  # stands for the name of any State
_NUMBER = "0"  # … and this for any number
_FAR = 6  # words to either side whose distance counts
_PAIRED = 3  # … and pairs of words
_NEAR = 40  # … whose presence counts
_GROUPS = 3  # groups to either side
_MANY = 4  # groups of States
COMBINED = tuple(
    tuple(names.split())
    for names in (
        *("role verb", "role subject", "role agent", "role front", "role opener", "role clause-verb", "role before"),
        *("role complement", "role speaker", "kind role", "kind verb", "kind subject", "kind speaker"),
        *("verb subject", "verb agent", "verb opener", "verb complement", "verb speaker", "verb before"),
        *("subject agent", "about respondent", "role told", "verb told", "role verb told", "named role", "named verb"),
        *("about kind", "about role", "about verb", "about subject", "about agent", "about speaker"),
        *("role verb subject", "role verb agent", "role verb opener", "role verb complement", "role verb speaker"),
        *("role front subject", "role front verb", "kind role verb"),
        *("about role verb", "about role subject", "about verb agent", "about verb subject"),
    )
)
_COMBINED = tuple((" ".join(names), [FEATURES.index(name) for name in names]) for names in COMBINED)


class Around(NamedTuple):
    """The words and groups around a group, the same in all places in which it is read; `present`: the words."""

    families: Sequence[Family]
    present: frozenset[str]


class Evidence(NamedTuple):
    """All evidence on a group in one of its places.

    `kind`: of decision; `of`: the States that are meant, or the scope of their number.
    """

    kind: str
    of: tuple[str, ...]
    features: Features
    around: Around
    language: str

    def families(self) -> Iterator[Family]:
        """All evidence by family."""
        yield from of_clause(self.features.as_tuple())
        yield from self.of_words()

    def of_words(self) -> Iterator[Family]:
        """The words that go with the clause, and what stands around the group."""
        features, language = self.features, self.language
        for what, word in (("verb", features.verb_word), ("subject", features.subject_word)):
            yield f"{language}:{what}", (word,)
            yield f"{language}:{what} role", (f"{word} {features['role']}",)
        yield f"{language}:clause-verb", (features.clause_verb_word,)
        yield f"{language}:any about={features['about']}", self.around.present
        yield from self.around.families


def of_clause(features: Sequence[str]) -> Iterator[Family]:
    """The features of a clause, in the order of `FEATURES`, alone and combined."""
    for name, value in zip(FEATURES, features, strict=True):
        yield name, (value,)
    for family, places in _COMBINED:
        yield family, (" ".join([features[place] for place in places]),)


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
    found = [*_groups_around(kinds, at), (f"{language}:own", frozenset(words[run]))]
    for side, near, every in (("-", left, before), ("+", right, after)):
        found += [(f"{language}:{side}{n}", (word,)) for n, word in enumerate(near[:_FAR], 1)]
        pairs = enumerate(pairwise(near[: _PAIRED + 1]), 1)
        found += [(f"{language}:{side}{n} {side}{n + 1}", (f"{one} {two}",)) for n, (one, two) in pairs]
        found.append((f"{language}:{side}", every))
    found += [(f"{language}:opens", (words[0], " ".join(words[:2])))]
    return Around(found, before | after)


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
