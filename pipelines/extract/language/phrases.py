"""The noun phrase that a State's name completes: "the Ministry of Justice of X", "the representative from X".

Here: reading such a phrase from right to left and saying what its head is. Not here: the phrase's place in the sentence
(`contexts.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipelines.extract.language.grammar import Grammar
    from pipelines.extract.language.reader import Reader


class Head(Enum):
    """What the noun before a State's name is; see `speakers.yaml`."""

    ORGAN = "organ"
    VOICE = "voice"
    MEASURE = "measure"
    SUBMISSION = "submission"


class Phrase(NamedTuple):
    """A noun phrase: where it begins, what its head is (None: nothing that speaks for a State), and its words."""

    start: int
    head: Head | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Nouns between a State and what is said of it, in lower case; see `speakers.yaml`."""

    organs: frozenset[str]
    local: frozenset[str]
    voices: frozenset[str]
    measures: frozenset[str]
    submissions: frozenset[str]
    not_speakers: frozenset[str]
    banks: frozenset[str]

    def kind(self, noun: str) -> Head | None:
        """What a noun in lower case is."""
        if noun in self.organs:
            return Head.ORGAN
        if noun in self.voices:
            return Head.VOICE
        if noun in self.measures:
            return Head.MEASURE
        return Head.SUBMISSION if noun in self.submissions else None

    def all(self) -> frozenset[str]:
        """Every noun that may stand between a State and what is said of it."""
        return self.organs | self.voices | self.measures | self.submissions

    def refuses(self, words: Sequence[str]) -> bool:
        """Whether a word, or two words together, make the phrase somebody or something else; case counts."""
        pairs = (f"{first} {second}" for first, second in pairwise(words))
        return not self.not_speakers.isdisjoint(words) or not self.not_speakers.isdisjoint(pairs)


_NAMES = frozenset({Head.ORGAN, Head.MEASURE})
_LONGEST = 16  # words; no name of an organ is longer


def phrase_before(reader: Reader, end: int) -> Phrase | None:
    """The noun phrase that ends at `end`, None where there is none."""
    matter, first, grammar = reader.matter, reader.first, reader.vocabulary.grammar
    while end > first and matter[end - 1] == " ":
        end -= 1
    words: list[str] = []
    start = position = end
    while position > first and len(words) < _LONGEST:
        word, left = _word_before(matter, first, position)
        closed = word.startswith("(") and word.endswith(")")  # "the Political Parties (Financing) Act"
        bare = word.lower().strip("()") if closed else word.lower()
        if not bare or not bare[-1].isalnum():
            break
        if bare in grammar.links:
            if not words or not _is_inside_name(reader, left, bare):
                break
        elif bare in grammar.stops and not (bare in {"and", "to"} and _joins(reader, words, left)):
            break
        words.append(word)
        start = position - len(word)
        if (word[0] in '("“' and not closed) or (bare in grammar.determiners and not _goes_on(reader, left)):
            break
        position = left
    if not words:
        return None
    words.reverse()
    return Phrase(start, _head(words, reader.vocabulary.speakers, grammar), tuple(words))


def _word_before(matter: str, first: int, end: int) -> tuple[str, int]:
    """The word that ends at `end`, and where the one before it ends."""
    space = matter.rfind(" ", first, end)
    left = max(space, first)
    while left > first and matter[left - 1] == " ":
        left -= 1
    return matter[space + 1 if space >= first else first : end], left


def _goes_on(reader: Reader, left: int) -> bool:
    """Whether a name goes on before an article ("Commission for the Fight …", "Office of the Comptroller …")."""
    link, before = _word_before(reader.matter, reader.first, left)
    return link in reader.vocabulary.grammar.links and before > reader.first and _is_inside_name(reader, before, link)


def _joins(reader: Reader, words: Sequence[str], left: int) -> bool:
    """Whether "and" or "to" stands inside a name ("the Ministry of Justice and Human Rights")."""
    before, _ = _word_before(reader.matter, reader.first, left)
    return bool(words) and words[-1][:1].isupper() and before[:1].isupper() and not before.isupper()


def _is_inside_name(reader: Reader, left: int, link: str) -> bool:
    """Whether "of", "for", "against" link two parts of a name ("Commission for the Fight against …")."""
    before, _ = _word_before(reader.matter, reader.first, left)
    if link == "of":
        return before[:1].isalpha() and before[-1:].isalpha()
    return before[:1].isupper() or before == "fight" or reader.vocabulary.speakers.kind(before) in _NAMES


def head_of(words: Sequence[str], speakers: Speakers) -> Head | None:
    """What a phrase is whose noun comes last ("Anti-Corruption Commission", "legislation")."""
    if speakers.refuses(words):
        return None
    noun = words[-1].lower()
    if noun == "bank":
        return Head.ORGAN if len(words) > 1 and words[-2].lower() in speakers.banks else None
    return speakers.kind(noun)


def _head(words: Sequence[str], speakers: Speakers, grammar: Grammar) -> Head | None:
    if speakers.refuses([word.strip('("“') for word in words]):
        return None
    lower = [word.lower().strip('("“') for word in words]
    parts: list[list[str]] = [[]]
    for word in lower:
        if word in grammar.links or word == "and":
            parts.append([])
        elif word not in grammar.determiners:
            parts[-1].append(word)
    for part in parts:
        noun = part[-1] if part else ""
        if noun in {"bank", "banks"}:
            return Head.ORGAN if len(part) > 1 and part[-2] in speakers.banks else None
        kind = speakers.kind(noun)
        if kind is None and len(part) > 1 and noun in {"general", "party", "elect"}:
            kind = speakers.kind(part[-2])  # "the Prosecutor General", "the State party"
        if kind is not None:
            return kind
        if noun not in grammar.partitives:
            # "the Freedom of Information Act of 2012": the noun of a proper name may stand in a later part
            later = (speakers.kind(other[-1]) for other in reversed(parts) if other)
            return next((kind for kind in later if kind), None) if not words[-1][:1].islower() else None
    return Head.VOICE
