"""Which paragraphs say a thing in other words, or in another language: `datapackage/language/thesaurus.csv`.

A concept has words and phrases in English, Spanish and French, told apart by semicolons: a word stands for all its
numbers and genders (`stem`), `recover*` for all words that begin so. Here: the concepts, and where they are in a text.
Not here: which of them a question means (`static/query.js`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.publish.site.words import parts_of, stem
from pipelines.workspace.paths import DATAPACKAGE

LANGUAGES = "en", "es", "fr"


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that say one thing.

    `use`: empty; general, of what stands in so many paragraphs that it tells little; narrower than its topic; the field
    itself, which is asked for only where nothing else is.
    """

    code: str
    use: str
    ways: Mapping[str, Sequence[str]]


@cache
def concepts() -> tuple[Concept, ...]:
    """The concepts, in the order of their codes."""
    with (DATAPACKAGE / "language" / "thesaurus.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Concept(row["concept"], row["use"], {code: row[code].split(";") for code in LANGUAGES if row[code]})
            for row in csv.DictReader(lines)
        )


# A word of a phrase: what it is or begins with, and whether more may follow.
_Part = tuple[str, bool]
_Phrase = tuple[tuple[_Part, ...], str]  # with its concept


def _parts(way: str) -> tuple[_Part, ...]:
    return tuple(
        (word, True) if begins else (stem(word), False)
        for raw in way.split()
        for begins in [raw.endswith("*")]
        for word in parts_of(raw)
    )


def _fits(word: str, part: _Part) -> bool:
    return word.startswith(part[0]) if part[1] else stem(word) == part[0]


@cache
def _phrases(language: str) -> Mapping[str, Sequence[_Phrase]]:
    """The phrases of a language by their first letter."""
    phrases: dict[str, list[_Phrase]] = defaultdict(list)
    for concept in concepts():
        for parts in map(_parts, concept.ways.get(language, ())):
            phrases[parts[0][0][0]].append((parts, concept.code))
    return phrases


@cache
def _opening(word: str, language: str) -> tuple[_Phrase, ...]:
    """The phrases of which the first word may be this one."""
    return tuple((parts, code) for parts, code in _phrases(language).get(word[0], ()) if _fits(word, parts[0]))


def concepts_in(words: Sequence[str], language: str) -> set[str]:
    """The concepts that words of a language say. `words`: as `parts_of` gives them."""
    return {
        code
        for at, word in enumerate(words)
        for parts, code in _opening(word, language)
        if len(words) - at >= len(parts) and all(map(_fits, words[at : at + len(parts)], parts))
    }


@cache
def meanings_of(word: str) -> tuple[str, ...]:
    """The concepts that a word says by itself, in any language."""
    told = [code for language in LANGUAGES for parts, code in _opening(word, language) if len(parts) == 1]
    return tuple(dict.fromkeys(told))
