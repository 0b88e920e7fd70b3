"""Topics: which subjects of `datapackage/codes/topics.csv` the words of a quote name.

Here: how terms of `language/<iso>/topics.yaml` are matched. Not here: the terms, and what a topic is.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from pipelines.workspace.paths import DATAPACKAGE

# Letters by which a word is looked up among the first words of all terms.
_KEY = 3
_WORD = re.compile(r"\w+")
# What stands in a term for something else: five words between, the rest of a word, what parts words, an apostrophe.
_SIGNS = {"…": r"[^\w.;:?!]++(?:\w++[^\w.;:?!]++){0,5}?", "*": r"\w*+", " ": r"[\s-]+", "'": "['’]"}
_HIDDEN = ""


class Topic(NamedTuple):
    """A topic that a text names: its code, and where the words stand that name it."""

    code: str
    start: int
    end: int


class TopicWords:
    """The parsed `topics.yaml` of a language, compiled.

    `articles_of`: by topic, the codes of the articles that are about it.

    Raises:
        KeyError: a part is missing. ValueError: a topic is in no code list, or a term begins with too short a part of
        a word.
    """

    def __init__(self, words: Mapping[str, Any], articles_of: Mapping[str, frozenset[str]]) -> None:
        if unknown := {*words["terms"], *words["under_article"]} - articles_of.keys():
            raise ValueError(f"{', '.join(sorted(unknown))} is no topic of codes/topics.csv.")
        self.codes, self._articles_of = frozenset(words["terms"]), articles_of
        self._always = _by_first_word({**words["terms"], _HIDDEN: words["not"]})
        self._under_article = _by_first_word(words["under_article"])
        self._narrower: Mapping[str, Collection[str]] = words["narrower"]

    def find(self, text: str, articles: Collection[str]) -> list[Topic]:
        """The topics that a text under some articles names, each once, with the first words that name it."""
        found = [topic for word in _WORD.finditer(text) for topic in self._at(text, word, articles)]
        hidden = [topic for topic in found if topic.code == _HIDDEN]
        first: dict[str, Topic] = {}
        for topic in found:
            hiding = [*hidden, *(other for other in found if topic.code in self._narrower.get(other.code, ()))]
            if topic.code != _HIDDEN and not any(h.start <= topic.start and topic.end <= h.end for h in hiding):
                first.setdefault(topic.code, topic)
        return [first[code] for code in sorted(first)]

    def _at(self, text: str, word: re.Match[str], articles: Collection[str]) -> Iterable[Topic]:
        """What the terms name that begin with a word."""
        key = word[0][:_KEY].lower()
        own = (of for of in self._under_article.get(key, ()) if not self._articles_of[of[0]].isdisjoint(articles))
        for code, pattern in chain(self._always.get(key, ()), own):
            if match := pattern.match(text, word.start()):
                yield Topic(code, *match.span())


@cache
def load_articles_of() -> dict[str, frozenset[str]]:
    """By topic of the code list, the codes of the articles that are about it."""
    with (DATAPACKAGE / "codes" / "topics.csv").open(encoding="utf-8", newline="") as handle:
        return {row["topic"]: frozenset(filter(None, row["articles"].split(";"))) for row in csv.DictReader(handle)}


def _by_first_word(terms: Mapping[str, Iterable[str]]) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By the first letters of their first word, the terms of each topic as one pattern."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code, given in terms.items():
        for term in given:
            first, _, rest = term.partition(" ")
            for word in first.split("|"):
                found[_key_of(word)][code].append(_pattern(f"{word} {rest}".strip()))
    return {
        first: [(code, re.compile(f"(?:{'|'.join(of)})(?!\\w)", re.IGNORECASE)) for code, of in patterns.items()]
        for first, patterns in found.items()
    }


def _key_of(word: str) -> str:
    letters = re.split(r"[*'’-]", word, maxsplit=1)[0].lower()
    if len(letters) < _KEY and word[len(letters) :].startswith("*"):
        raise ValueError(f"'{word}' is too short a part of a word to begin a term; give at least {_KEY} letters.")
    return letters[:_KEY]


def _pattern(term: str) -> str:
    """A term as a regular expression."""
    grouped = re.sub(r"[^ ]+\|[^ ]+", lambda words: f"(?:{words[0]})", term)
    return "".join(_SIGNS.get(sign) or sign for sign in grouped.replace(" … ", "…"))
