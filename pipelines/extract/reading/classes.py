"""Names of classes and patterns over them: a pattern is a regular expression whose letters are names of classes.

Every class has one character of its own, so that two can never be confused; who writes patterns sees names only. Not
here: which classes there are (the lexicon and the grammar of a language).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_CHARACTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#%&~@<>=:;,_`'\"/"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêë"
)
# A class behind a class at the beginning of a pattern.
_BEHIND = re.compile(r"\(\?<=(\[[^]]+\]|\\?[^[\\])\)(\[[^]]+\]|\\?[^(\[\\])(?![*+?{])")
_PIECE = re.compile(r"\(\?P<\w+>|\(\?(?:[:=!>]|<[=!])|[A-Za-z][\w-]*|\{[\d,]+\}|\s+|.")


class PatternError(ValueError):
    """A pattern uses a name that is no class, set or macro; the message says which, and where it stands."""


class Classes:
    """The classes of one level, each with its character; `sets`: names for several classes."""

    def __init__(self, names: Iterable[str], sets: Mapping[str, Iterable[str]] | None = None) -> None:
        ordered = list(dict.fromkeys(names))
        if len(ordered) > len(_CHARACTERS):
            raise PatternError(f"{len(ordered)} classes are more than the {len(_CHARACTERS)} that one level can hold.")
        self.of = dict(zip(ordered, _CHARACTERS, strict=False))
        self.name = {character: name for name, character in self.of.items()}
        self._sets = {name: "".join(self.of[part] for part in parts) for name, parts in (sets or {}).items()}
        if both := self.of.keys() & self._sets.keys():
            raise PatternError(f"{sorted(both)} name both a class and a set of classes; rename one.")

    def named(self, characters: str) -> list[str]:
        """The names of a string of classes, for people to read."""
        return [self.name[character] for character in characters]

    def written(self, pattern: str, where: str, macros: Mapping[str, str] = {}) -> str:
        """The regular expression over characters of a pattern over names; `macros`: written parts by name.

        Raises:
            PatternError: a name is unknown.
        """
        out, inside = [], False
        for piece in _PIECE.findall(pattern):
            if piece[0].isalpha():
                characters = self._sets.get(piece) or self.of.get(piece)
                if piece in macros and not inside:
                    out.append(f"(?:{macros[piece]})")
                elif characters is None:
                    raise PatternError(f"{where}: {piece!r} is no class, set or macro; known are {sorted(self.of)}.")
                else:
                    out.append(
                        re.escape(characters) if inside or len(characters) == 1 else f"[{re.escape(characters)}]"
                    )
            elif not piece.isspace():
                inside = piece == "[" or (inside and piece != "]")
                out.append(piece if piece != "^" or not inside else r"^\n")  # no class is what parts texts
        return "".join(out)

    def pattern(self, pattern: str, where: str, macros: Mapping[str, str] = {}) -> re.Pattern[str]:
        """The compiled pattern, written so that it begins with a class where it can: that is faster to search for.

        Raises:
            PatternError: it is none.
        """
        written = self.written(pattern, where, macros)
        if behind := _BEHIND.match(written):
            written = f"{behind[2]}(?<={behind[1]}.){written[behind.end() :]}"
        try:
            return re.compile(written, re.MULTILINE)
        except re.error as error:
            raise PatternError(f"{where}: {pattern!r} is no pattern: {error}") from error

    def alternatives(
        self, patterns: Sequence[tuple[str, str]], where: str, macros: Mapping[str, str]
    ) -> re.Pattern[str]:
        """One pattern of several with their names; the first that fits matches, and its name is the last group.

        Raises:
            PatternError: one of them is none.
        """
        parts = [
            (name.replace("-", "_"), self.written(pattern, f"{where}, {name}", macros)) for name, pattern in patterns
        ]
        try:  # a group of its own around each would cost more than an empty one behind it
            return re.compile("|".join(f"(?:{written})(?P<{name}>)" for name, written in parts))
        except re.error:
            for name, pattern in patterns:
                self.pattern(pattern, f"{where}, {name}", macros)
            raise
