"""The words, signs and phrases of a text: what one language takes for one token.

Words are found by one pattern, phrases by their first two words. Not here: classes of tokens (`lexicon.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import compress, count, pairwise

_APOSTROPHES = ("'", "’")
_Way = tuple[list[str], frozenset[str] | None]


def plain(form: str) -> str:
    """A form with plain apostrophes and single spaces."""
    return " ".join(form.replace("’", "'").split())


class Scanner:
    """Finds the tokens of a text.

    `word`: pattern of a word or sign. `phrases`: those that are one token. `alone`: those that are one only where none
    of the words given with them follows, nor a word with a capital.
    """

    def __init__(self, word: str, phrases: Iterable[str], alone: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._word = re.compile(rf"\s*(?:{word})")
        # by the first two words: the others, and what makes it no phrase; the longest first
        self._begun: dict[tuple[str, str], list[_Way]] = {}
        for phrase in phrases:
            self._add(phrase, None)
        for forms, following in alone:
            for phrase in forms:
                self._add(phrase, frozenset(following))
        for begun in self._begun.values():
            begun.sort(key=lambda way: (way[1] is not None, -len(way[0])))

    def _add(self, phrase: str, unless: frozenset[str] | None) -> None:
        for sign in _APOSTROPHES if "'" in phrase else ("'",):
            written = phrase.replace("'", sign)
            elided = written[-1] == sign  # "d'" is parted from the word that follows
            pieces = self._word.findall(f"{written}x"[: None if elided else -1])
            parts = [piece.lstrip() for piece in pieces][: -1 if elided else None]
            if len(parts) > 1:
                self._begun.setdefault((parts[0], parts[1]), []).append((parts[2:], unless))

    def __call__(self, text: str) -> tuple[list[str], list[str]]:
        """The tokens, and the same with the white space before them."""
        pieces = self._word.findall(text)
        words = list(map(str.lstrip, pieces))
        begun, done = self._begun, 0
        merged: list[str] = []
        stripped: list[str] = []
        pairs = list(pairwise(words))
        for at in compress(count(), map(begun.__contains__, pairs)):
            if at >= done and (end := self._end(words, pieces, at, begun[pairs[at]])):
                merged += pieces[done:at]
                stripped += words[done:at]
                merged.append("".join(pieces[at:end]))
                stripped.append(merged[-1].lstrip())
                done = end
        return (stripped + words[done:], merged + pieces[done:]) if done else (words, pieces)

    @staticmethod
    def _end(words: list[str], pieces: list[str], at: int, begun: list[_Way]) -> int:
        """Where the phrase ends that begins with the token `at`; 0 where none does."""
        for rest, unless in begun:
            end = at + 2 + len(rest)
            if rest and words[at + 2 : end] != rest:
                continue
            if unless is None or end == len(words) or len(pieces[end]) == len(words[end]):
                return end
            if plain(words[end]) not in unless and not "A" <= words[end][0] <= "Z":
                return end
        return 0
