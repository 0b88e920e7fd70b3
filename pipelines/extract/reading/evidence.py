"""What speaks for or against a State in a clause: the features of the clause, their combinations, the words around.

Each piece is present or absent and has a name, which is a key of the weights: "role=in", "verb=act subject=organ",
"en:-1 by". What is no word is shared by all languages; the name of a word begins with its language. Not here: what a
feature is (`features.py`), what evidence weighs (`decide.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.extract.reading.features import FEATURES, Features
from pipelines.extract.reading.tokens import Tokens

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
        *("role verb", "role subject", "role agent", "role front", "role opener", "role clause-verb", "role owner"),
        *("role complement", "role speaker", "role abroad", "role tied", "role before", "kind role", "kind verb"),
        *("kind subject", "kind speaker", "verb subject", "verb agent", "verb opener", "verb owner", "verb toward"),
        *("verb complement", "verb speaker", "verb context", "verb form", "verb before", "subject agent"),
        *("about kind", "about role", "about verb", "about subject", "about agent", "about speaker", "about toward"),
        *("role verb subject", "role verb agent", "role verb opener", "role verb toward", "role verb owner"),
        *("role verb complement", "role verb speaker", "role front subject", "role front verb", "kind role verb"),
        *("about role verb", "about role subject", "about verb agent", "about verb subject"),
    )
)


def sentence_words(tokens: Tokens, first: int, last: int, state: str) -> list[str]:
    """The words of a sentence in small letters, all States alike (`state`: their class), and all numbers."""
    return [
        STATE if tag == state else _NUMBER if word[:1].isdecimal() else word
        for word, tag in zip(tokens.lower[first:last], tokens.tags[first:last], strict=True)
    ]


def evidence_of(features: Features, at: int, words: Sequence[str], language: str) -> Iterator[str]:
    """The names of all evidence on the group `at`; `words`: those of its sentence."""
    for name in FEATURES:
        yield f"{name}={features[name]}"
    for names in COMBINED:
        yield " ".join([f"{name}={features[name]}" for name in names])
    reader, groups = features.reader, features.reader.groups
    yield from _around(reader.parse.kinds, at)
    start, end = groups.starts[at] - reader.first, groups.ends[at] - reader.first
    about, role = features["about"], features["role"]
    left, right = [*reversed(words[:start]), "^"], [*words[end:], "$"]
    own, before, after = set(words[start:end]), set(left[:_NEAR]), set(right[:_NEAR])
    found = [f"verb {features.verb_word}", f"verb {features.verb_word} role={role}"]
    found += [f"subject {features.subject_word}", f"subject {features.subject_word} role={role}"]
    found.append(f"clause-verb {features.clause_verb_word}")
    found += [f"own {word}" for word in own]
    for side, near, every in (("-", left, before), ("+", right, after)):
        found += [f"{side}{n} {word}" for n, word in enumerate(near[:_FAR], 1)]
        found += [f"{side}{n} {one} {two}" for n, (one, two) in enumerate(pairwise(near[: _PAIRED + 1]), 1)]
        found += [f"{side} {word}" for word in every]
    found += [f"any {word} about={about}" for word in before | after]
    found += [f"opens {words[0]}", f"opens {' '.join(words[:2])}"]
    for name in found:
        yield f"{language}:{name}"


def _around(kinds: list[str], at: int) -> Iterator[str]:
    """The kinds of the groups around, and how many name States."""
    padded = ["end"] * _GROUPS + kinds + ["end"] * _GROUPS
    middle = at + _GROUPS
    for distance in range(1, _GROUPS + 1):
        yield f"group -{distance}={padded[middle - distance]}"
        yield f"group +{distance}={padded[middle + distance]}"
    yield f"groups -={padded[middle - 2]} {padded[middle - 1]}"
    yield f"groups +={padded[middle + 1]} {padded[middle + 2]}"
    yield f"groups ±={padded[middle - 1]} {padded[middle + 1]}"
    yield f"states={min(_MANY, kinds.count('state'))}"
