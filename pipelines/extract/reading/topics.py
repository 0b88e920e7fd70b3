"""Topics: which subjects of `datapackage/codes/topics.csv` a quote is about, by the words of it that name them.

Terms of `language/<iso>/topics.yaml` are looked for; whether what they name is what the quote is about, or named in
passing, is weighed: how sure the term is, between which words it stands, under which article, beside which other
topics. Weights are learned (`language/topics.json`, from `tests/golden/topics.csv`). Not here: the terms, and what a
topic is.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pipelines.extract.reading.model import Family, Model
from pipelines.extract.reading.tokens import readable
from pipelines.workspace.paths import DATAPACKAGE

FILE, NAMES = "topics.json", "topic-names.yaml"
ABOUT = "about"  # the answer of the model that a quote is about a topic
_LEAST = 3  # letters of a part of a word with which a term may begin
_WORD = re.compile(r"\w+")
_END = re.compile(r"[.;!?]\s+(?=[^\W\d_a-zà-ÿ]|[«“\"(])")
# What stands in a term for something else: five words between, the rest of a word, what parts words, an apostrophe, or.
_SIGNS = {"…": r"[^\w.;:?!]++(?:\w++[^\w.;:?!]++){0,5}?", "*": r"\w*+", " ": r"[\s-]+", "'": "['’]", "|": "|"}
_HIDDEN = ""
_TIMES, _RIVALS = 3, 2  # up to which is counted


class Topic(NamedTuple):
    """A topic of a text: its code, where the words stand that name it, and of a hundred like it how many are right."""

    code: str
    start: int
    end: int
    confidence: int


class Subject(NamedTuple):
    """A row of the code list: the codes of the articles that are about a topic, and its broader topic, if any."""

    articles: frozenset[str]
    broader: str


class Match(NamedTuple):
    """Words that a term matches. `sure`: the term counts under any article."""

    code: str
    term: str
    sure: bool
    start: int
    end: int


Term = tuple[str, str, bool, str]  # topic, term, whether it is sure, its pattern


class TopicWords:
    """The parsed `topics.yaml` of a language, compiled, and the model that all languages share.

    `names`: terms of all languages by topic, the parsed `topic-names.yaml`. `subjects`: the code list.

    Raises:
        KeyError: a part is missing. ValueError: a topic is in no code list, or a term begins with too short a part of
        a word.
    """

    def __init__(
        self,
        language: str,
        words: Mapping[str, Any],
        names: Mapping[str, Sequence[str]],
        subjects: Mapping[str, Subject],
        model: Model,
    ) -> None:
        if unknown := {*words["terms"], *words["under_article"], *names} - subjects.keys():
            raise ValueError(f"{', '.join(sorted(unknown))} is no topic of codes/topics.csv.")
        self.codes, self.language, self._subjects = frozenset(words["terms"]), language, subjects
        self._model = model
        self._terms: dict[str, list[Term]] = defaultdict(list)
        for terms in (words["terms"], {_HIDDEN: words["not"]}, names, words["under_article"]):
            for key, of in _by_first_word(terms, sure=terms is not words["under_article"]).items():
                self._terms[key] += of
        self._begun_by = cache(self._terms_of)

    def find(self, text: str, articles: Collection[str]) -> list[Topic]:
        """The topics that a text under some articles is about, each once, with the first words that name it."""
        scored = ((code, span, self._model.score(ABOUT, of)) for code, span, of in self.evidence(text, articles))
        return [
            Topic(code, *span, self._model.confidence(score))
            for code, span, score in scored
            if self._model.is_published(ABOUT, score)
        ]

    def evidence(self, text: str, articles: Collection[str]) -> Iterator[tuple[str, tuple[int, int], list[Family]]]:
        """Of each topic that a text names, by code, the first sure words or else the first, and what speaks for it."""
        articles = sorted(filter(None, articles))
        text, moved = readable(text)
        places = moved or range(len(text))
        matches = self._matches(text, articles)
        kinds = {code: self._kind(code, of, articles) for code, of in matches.items()}
        ends = [end.start() for end in _END.finditer(text)]
        sentences = {code: {bisect_right(ends, match.start) for match in of} for code, of in matches.items()}
        for code in sorted(matches):
            others = [other for other in sorted(matches) if other != code]
            beside = [other for other in others if sentences[other] & sentences[code]]
            kind, first = kinds[code], next((match for match in matches[code] if match.sure), matches[code][0])
            rivals = Counter(kinds[other] for other in others)
            evidence: list[Family] = [
                ("topic", (code,)),
                ("kind", (kind, f"{kind} {code}")),
                ("article", [f"{code} {article}" for article in articles]),
                (f"{self.language}:term", {f"{code}: {match.term}" for match in matches[code]}),
                ("times", (f"{kind} {min(_TIMES, len({match.start for match in matches[code]}))}",)),
                ("beside", [f"{code} {other}" for other in beside]),
                ("rivals", [f"{kind} {other} {min(_RIVALS, rivals[other])}" for other in sorted({*kinds.values()})]),
                *self._around(text, first, ends),
            ]
            yield code, (places[first.start], places[first.end - 1] + 1), evidence

    def _around(self, text: str, match: Match, ends: Sequence[int]) -> Iterator[Family]:
        """The words around a term in its sentence."""
        number = bisect_right(ends, match.start)
        start, end = [0, *ends][number], [*ends, len(text)][number]
        before = _WORD.findall(text[start : match.start].lower())
        behind = _WORD.search(text[match.end : max(end, match.end)].lower())
        yield f"{self.language}:before", (" ".join(before[-1:]), " ".join(before[-2:]))
        yield f"{self.language}:behind", (behind[0] if behind else "",)

    def _kind(self, code: str, matches: Sequence[Match], articles: Collection[str]) -> str:
        """How a topic is named: by a sure term or another, under an article about it, another, or none."""
        about = self._subjects[code].articles
        under = "own" if not about.isdisjoint(articles) else "other" if about and articles else "no"
        return f"{'sure' if any(match.sure for match in matches) else 'weak'} {under}"

    def _matches(self, text: str, articles: Collection[str]) -> dict[str, list[Match]]:
        """By topic the words that name it, without those that lie in hidden words, or in words of a narrower topic."""
        every = [
            Match(code, term, sure, *words.span())
            for word in _WORD.finditer(text)
            for code, term, sure, pattern in self._begun_by(word[0])
            if (sure or not self._subjects[code].articles.isdisjoint(articles))
            and (words := pattern.match(text, word.start()))
        ]
        by_topic: dict[str, list[Match]] = defaultdict(list)
        for match in every:
            hiding = (
                other for other in every if other.code == _HIDDEN or self._subjects[other.code].broader == match.code
            )
            if match.code != _HIDDEN and not any(h.start <= match.start and match.end <= h.end for h in hiding):
                by_topic[match.code].append(match)
        return by_topic

    def _terms_of(self, word: str) -> list[tuple[str, str, bool, re.Pattern[str]]]:
        """The terms that begin with a word, or with a part of it that may go on, compiled."""
        small = word.lower()
        keys = small, *(f"{small[:end]}*" for end in range(_LEAST, len(small) + 1))
        terms = (term for key in keys for term in self._terms.get(key, ()))
        return [(code, term, sure, _compiled(pattern)) for code, term, sure, pattern in terms]


@cache
def load_subjects() -> dict[str, Subject]:
    """The code list of topics."""
    with (DATAPACKAGE / "codes" / "topics.csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["topic"]: Subject(frozenset(filter(None, row["articles"].split(";"))), row["broader"])
            for row in csv.DictReader(handle)
        }


def _by_first_word(terms: Mapping[str, Iterable[str]], *, sure: bool) -> dict[str, list[Term]]:
    """By their first word, or its first letters where it may go on, the terms of all topics."""
    by_word: dict[str, list[Term]] = defaultdict(list)
    for code, given in terms.items():
        for term in given:
            first, _, rest = term.partition(" ")
            keys: dict[str, list[str]] = defaultdict(list)
            for word in first.split("|"):
                keys[_key_of(word)].append(_pattern(f"{word} {rest}".strip()))
            for key, patterns in keys.items():
                pattern = f"(?:{'|'.join(patterns)})(?!\\w)"
                by_word[key].append((code, term, sure, f"(?i:{pattern})" if term == term.lower() else pattern))
    return by_word


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when a text has its first word: there are some thousand, of which a note needs few."""
    return re.compile(pattern)


def _key_of(word: str) -> str:
    letters = re.split(r"[*.'’-]", word, maxsplit=1)[0].lower()
    if not word[len(letters) :].startswith("*"):
        return letters
    if len(letters) < _LEAST:
        raise ValueError(f"'{word}' is too short a part of a word to begin a term; give at least {_LEAST} letters.")
    return f"{letters}*"


def _pattern(term: str) -> str:
    """A term as a regular expression; whatever is no sign of terms stands for itself."""
    words = ["".join(_SIGNS.get(sign) or re.escape(sign) for sign in word) for word in term.split(" ")]
    parted = _SIGNS[" "].join(f"(?:{word})" if "|" in word else word for word in words)
    return parted.replace(f"{_SIGNS[' ']}{_SIGNS['…']}{_SIGNS[' ']}", _SIGNS["…"])
