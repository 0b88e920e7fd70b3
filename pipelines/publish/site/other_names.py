"""Which systems of a State are called the same, in another language or by their first letters.

Here: names are compared, as of things that may be one; the search says so. Not here: which mentions are of one system
for certain (`sql/model/system_mentions.sql`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pipelines.publish.site.thesaurus import meanings_of
from pipelines.publish.site.words import words_of

# Words of a meaning that a name may have or lack: "the Kim Young-ran Act", "the NACC Bill".
_LOOSE = {"law", "bill", "against"}
# Letters by which words of two languages are one ("transparency", "transparencia"), and of a word that tells nothing.
_BEGIN, _SHORT = 5, 3
_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
_HYPHEN = re.compile(r"[-‐]")

# Names of a system, by its identifier.
Called = Mapping[str, Sequence[str]]


def called_alike(called: Called, vocabulary: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By system the others of its State that are called the same. `vocabulary`: what `search.yaml` has, by language.

    Words of two languages are one by its `names`, else by the thesaurus.
    """
    told = list(vocabulary)
    meanings = _Meanings(_names(told))
    nothing = {word for words in told for way in words.get("nothing", ()) for word in words_of(way)}
    alike: dict[tuple[str, Collection[str]], set[str]] = defaultdict(set)
    letters: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, names in called.items():
        state = key.partition(".")[0]
        for name in names:
            words = [word for part in _HYPHEN.split(name) for word in words_of(part)]
            meant = [meaning for word in words if (meaning := _meaning(word, meanings, nothing))]
            alike[state, _telling(meant)].add(key)
            alike[state, " ".join(words)].add(key)
            letters[state, _first_letters(words, meanings)].add(key)
    for key, names in called.items():
        state = key.partition(".")[0]
        for name in names:
            acronym, *rest = _ACRONYM.findall(name) or [""]
            about = {meanings[word] for word in words_of(name.replace(acronym, "", 1))}
            written = letters.get((state, acronym.lower()), set())
            if acronym and not rest and about <= {"law", "bill"} and key not in written:
                for other in written:
                    alike[state, (key, other)] |= {key, other}
    others: dict[str, set[str]] = {key: set() for key in called}
    for (_, called_so), keys in alike.items():
        # One meaning alone ("the Commission") is no name.
        for key in keys if len(called_so) > 1 else ():
            others[key] |= keys - {key}
    return {key: sorted(keys) for key, keys in others.items()}


class _Meanings(dict[str, str]):
    """The meaning of each word; an empty one where none is known."""

    def __missing__(self, word: str) -> str:
        self[word] = next(iter(meanings_of(word)), "")
        return self[word]


def _names(vocabulary: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for words in vocabulary:
        for code, ways in words.get("names", {}).items():
            for word in (word for way in ways for word in words_of(way)):
                found.setdefault(word, code)
    return found


def _meaning(word: str, meanings: Mapping[str, str], nothing: set[str]) -> str:
    if word.isdecimal() or meanings[word]:
        return meanings[word] or word
    return "" if word in nothing or len(word) < _SHORT else word[:_BEGIN]


def _telling(meant: Iterable[str]) -> frozenset[str]:
    """The meanings that tell a name from others: without loose ones where two are left."""
    every = frozenset(meant)
    return every - _LOOSE if len(every - _LOOSE) > 1 else every


def _first_letters(words: Iterable[str], meanings: Mapping[str, str]) -> str:
    telling = (word for word in words if len(word) > _SHORT or meanings[word])
    return "".join(word[0] for word in telling if meanings[word] not in {"law", "bill"} and not word.isdecimal())
