"""The first levels of the cascade: a text, its tokens with their classes, and its sentences as runs of tokens.

Invisible characters are read through here, and every token knows where it stands in the text as it was received. Not
here: groups of tokens (`groups.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, NamedTuple

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.lexicon import PARTED
from pipelines.extract.sentences import sentence_ends

_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e"
_INVISIBLE = re.compile(f"[{_UNSEEN}\ufb00-\ufb06](?:(?<=[{_UNSEEN}])[{_UNSEEN}]*(?:\\s*\n\\s*)?)?")
_BROKEN = re.compile("[-\u2010\u2011](?<=\\w.)(\\s*\n\\s*)")
# A footnote mark that is glued to a word or to a full stop ("Kenya2 reported", "the public.89 The").
_MARK = re.compile(r"[0-9¹²³⁰-⁹](?:(?<=[a-zà-ÿ)].)[\d¹²³⁰-⁹]{0,2}(?=[\s,;:.]|$)|(?<=[a-z)][.].)[\d¹²³⁰-⁹]{0,2}(?=\s))")
_PARTED = re.compile(r"-(?<=[^\W\d_]-)(?=[a-zà-ÿ\ufb00-\ufb06\u00ad\u200b])")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[a-zà-ÿ\ufb00-\ufb06\u00ad\u200b]+)+")
_LONGEST_WORD = 40
_LONGEST = 600  # tokens; what is longer is no sentence, and hostile


# Kinds of short names: an acronym of an organ that its sentence ties to no State; those who are no State's.
NOBODYS = "nobody's"
OTHERS = frozenset(("other", NOBODYS))


class Body(NamedTuple):
    """A body that a note has tied to one State: the State's code, and the words of the note that tie it."""

    iso3: str
    words: str


class Tokens:
    """The tokens of a text: words, a string with one character of class for each, and their spans in the text.

    `introduced`: by short name that the note introduces ("Office", "OFINT"), its kind. `about`: what the note is about
    (`introduced.py`). `declared`: codes of the States that it lists as having sent information. `bodies`: by name,
    those whose names are tokens of the class `body`. `lower`: the words in small letters. `sentences`, `parsed`: the
    sentences, groups and clauses of runs of tokens, kept by the levels above for whoever asks again.
    """

    def __init__(
        self,
        words: list[str],
        tags: str,
        introduced: Mapping[str, str] = {},
        pieces: list[str] | None = None,
        places: list[int] | None = None,
    ) -> None:
        self.words, self.tags, self.introduced = words, tags, introduced
        self._pieces, self._places = pieces or words, places  # with the white space before them
        self.lower = list(map(str.lower, words))
        self.text, self.about = "", "states"
        self.declared: frozenset[str] = frozenset()
        self.bodies: Mapping[str, Body] = {}
        self.sentences: list[tuple[int, int]] = []
        self.parsed: dict[tuple[str, int, int], Any] = {}

    @cached_property
    def _ends(self) -> list[int]:
        """Where each token ends in the text as it is read."""
        return list(accumulate(map(len, self._pieces)))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens `first` up to, not including, `last` stand in the text."""
        start, end = self._ends[first] - len(self.words[first]), self._ends[last - 1]
        return (self._places[start], self._places[end - 1] + 1) if self._places else (start, end)

    def after_sentences(self, abbreviations: Collection[str]) -> Iterator[int]:
        """The numbers of the tokens before which a sentence ends; none ends within a token ("St. Kitts")."""
        read = "".join(self._pieces)
        following = {end: at for at, end in enumerate(self._ends, 1)}
        return (following[end] for end in sentence_ends(read, 0, len(read), abbreviations) if end in following)

    def written(self, first: int, last: int) -> str:
        """The text of these tokens as it was received."""
        return self.text[slice(*self.span(first, last))]

    def tagged(self, tags: str, words: list[str] | None = None) -> Tokens:
        """The same tokens with other classes, or read as other words."""
        return Tokens(words or self.words, tags, self.introduced, self._pieces, self._places).of_note(self)

    def of_note(self, other: Tokens) -> Tokens:
        """These tokens, with what the note of others tells of its paragraphs."""
        self.text, self.about, self.declared, self.bodies = other.text, other.about, other.declared, other.bodies
        return self

    def merged(self, runs: Iterable[tuple[int, int]], tag: str) -> Tokens:
        """The same tokens, but of each of the runs, which are in order and apart, one of that class."""
        words, pieces, tags, done = list[str](), list[str](), list[str](), 0
        for first, last in runs:
            name = "".join(self._pieces[first:last])
            words += *self.words[done:first], name.lstrip()
            pieces += *self._pieces[done:first], name
            tags += self.tags[done:first], tag
            done = last
        words, pieces, tags = words + self.words[done:], pieces + self._pieces[done:], [*tags, self.tags[done:]]
        return Tokens(words, "".join(tags), self.introduced, pieces, self._places).of_note(self)


def readable(text: str, joined: Callable[[str], bool] = lambda _: False) -> tuple[str, list[int] | None]:
    """The text as it is read, and where each of its characters stood, None where each kept its place.

    `joined`: whether a word with a hyphen is one that was parted at the end of a line.
    """
    places = None
    if not text.isascii():
        text = text.replace("\u2011", "-").replace("\u2010", "-")
        gone = [match.span() for match in _INVISIBLE.finditer(text)]
        gone += [match.span(1) for match in _BROKEN.finditer(text)]
    else:
        gone = [match.span(1) for match in _BROKEN.finditer(text)] if "-\n" in text else []
    if "-" in text:
        gone += [hyphen.span() for hyphen in _PARTED.finditer(text) if joined(_word_around(text, hyphen.start()))]
    if gone:
        parts: list[str] = []
        places, last = [], 0
        for start, end in sorted(gone):
            letters = unicodedata.normalize("NFKC", text[start:end]) if "\ufb00" <= text[start] <= "\ufb06" else ""
            parts += text[last:start], letters
            places += [*range(last, start), *[start] * len(letters)]
            last = end
        parts.append(text[last:])
        places += range(last, len(text) + 1)
        text = "".join(parts)
    return _MARK.sub(lambda mark: " " * len(mark.group()), text), places


def _word_around(text: str, hyphen: int) -> str:
    """The word with hyphens in which the hyphen stands."""
    start = max(0, hyphen - _LONGEST_WORD)
    start = max(start, *(text.rfind(sign, start, hyphen) + 1 for sign in (" ", "\n", "(", "“")))
    word = _LETTERS.search(text, start, hyphen + _LONGEST_WORD)
    return word.group() if word else ""


def tokens_of(text: str, grammar: Grammar, introduced: Mapping[str, str] = {}) -> Tokens:
    """The tokens of a text, with their classes told apart by their neighbours."""
    return all_tokens([text], grammar, introduced)[0]


def all_tokens(texts: Sequence[str], grammar: Grammar, introduced: Mapping[str, str]) -> list[Tokens]:
    """The tokens of each of the texts; together they cost less than one by one."""
    lexicon = grammar.lexicon
    scanned = [
        (*lexicon.scanner(seen.rstrip()), places)
        for seen, places in (readable(t, lexicon.joined.__getitem__) for t in texts)
    ]
    every: list[str] = []
    for words, _, _ in scanned:
        every += words
        every.append(PARTED)
    tags = "".join(map(lexicon.tags.__getitem__, every))
    for pattern, character, form in grammar.tidy:
        if form:
            tags = _formed(pattern, character, tags, every, grammar, inflected=form == "inflected")
        else:
            renamed = pattern.sub(character, tags)
            if len(renamed) != len(tags):  # what matches was not always one token
                renamed = pattern.sub(partial(_renamed, character), tags)
            tags = renamed
    made = []
    for text, (words, pieces, places), own in zip(texts, scanned, tags.split(PARTED), strict=False):
        made.append(Tokens(words, own, introduced, pieces, places))
        made[-1].text = text
    return made


def _renamed(character: str, match: re.Match[str]) -> str:
    """The classes that were matched, those of the pattern's group, or all where it has none, made the one class."""
    start, end = (at - match.start() for at in match.span(match.re.groups))
    return f"{match[0][:start]}{character * (end - start)}{match[0][end:]}"


def _formed(
    pattern: re.Pattern[str], character: str, tags: str, words: list[str], grammar: Grammar, *, inflected: bool
) -> str:
    """The classes with the last token of every match made another where its word can be a verb, or is inflected."""
    made: list[str] = []
    done = 0
    for match in pattern.finditer(tags):
        last = match.end() - 1
        word = words[last]
        begins = last == 0 or tags[last - 1] in (grammar.of["stop"], PARTED)
        base = grammar.lexicon.verbs.get(word.lower().rpartition("-")[2])
        fits = base not in (None, word) if inflected else base or grammar.third.search(word)
        if fits and (word.islower() or (begins and word.istitle())):
            made += tags[done:last], character
            done = last + 1
    return "".join((*made, tags[done:]))


def sentences_of(tokens: Tokens, grammar: Grammar) -> Sequence[tuple[int, int]]:
    """The first token of each sentence, sub-paragraph and bullet, and that behind its last; worked out once."""
    if not tokens.sentences:
        tokens.sentences = list(_sentences(tokens, grammar))
    return tokens.sentences


def _sentences(tokens: Tokens, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The sentences, in order; what goes on too long is cut."""
    words, tags = tokens.words, tokens.tags
    cuts = [match.start() for match in grammar.find["items"].finditer(tags) if _is_item(words, match)]
    cuts += tokens.after_sentences(grammar.abbreviations)
    cuts += (end for match in grammar.find["numbered"].finditer(tags) for end in match.span())
    start = 0
    for cut in (*sorted(cuts), len(words)):
        while cut - start > _LONGEST:
            yield start, start + _LONGEST
            start += _LONGEST
        if cut > start:
            yield start, cut
            start = cut


def _is_item(words: list[str], match: re.Match[str]) -> bool:
    return len(match.group()) == 1 or len(words[match.start() + 1]) <= 4
