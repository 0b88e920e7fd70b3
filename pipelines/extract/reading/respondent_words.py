"""The words by which a text tells who sent information, from `respondents.yaml`, and the class of each.

Not here: who sent it, which takes the order of the classes of a sentence (`respondents.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pipelines.extract.reading.classes import Classes
from pipelines.extract.reading.groups import COUNT_DIGITS

# The class of a word is the list of `respondents.yaml` that it stands in; the first of them counts.
LISTS = ("not", "money", "matter", "ambiguous", "replies", "came", "grounds", "thanks", "parties")

SENT = "matter", "ambiguous", "replies"
# The class of a word that stands in no list of `respondents.yaml`, by the one that the lexicon gives it. Words of
# `nothing` are passed over; all others are a `word`.
_OF_LEXICON = {
    "state": ("state",),
    "parties": ("country", "government", "pronoun"),
    "from": ("from",),
    "by": ("by",),
    "of": ("of",),
    "to": ("in", "to", "for", "prep"),
    "not": ("not",),
    "that": ("that", "which", "while"),
    "others": ("other", "person", "event", "company", "project", "help"),
    "organ": ("organ",),
    "open": ("open",),
    "close": ("close",),
    "colon": ("colon",),
    "comma": ("comma", "and", "dash", "bullet", "quote"),
    "semicolon": ("semicolon",),
    "including": ("including",),
    "verb": ("be", "ed", "past", "have", "do", "should", "will"),
    "nothing": ("determiner", "adjective", "adverb", "as", "speaker", "demonym", "been", "same", "own"),
}
_CLASS_OF = {tag: name for name, tags in _OF_LEXICON.items() for tag in tags}
CLASSES = Classes([*_OF_LEXICON, *LISTS, "number", "word"], {"sent": SENT, "bar": ["others", "money", "not"]})
_NEAR = 3  # words


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) > COUNT_DIGITS


class RespondentWords:
    """The parsed `respondents.yaml`; what each list is for stands there.

    `classes`: the class of each word. `late`: beside these one or two States are respondents in any part of a note.

    Raises:
        VocabularyError: a list is missing.
    """

    def __init__(self, given: Mapping[str, Any], of_lexicon: Classes) -> None:
        self.classes: dict[str, str] = {}
        for name in LISTS:
            for word in given[name]:
                self.classes.setdefault(word, name)
        self._of_lexicon, self.class_of = of_lexicon.name, cache(self._class)
        self.telling = frozenset(word for word, name in self.classes.items() if name in (*SENT, "thanks"))
        self.late = frozenset(given["late"])
        self.earlier, self.present = frozenset(given["earlier"]), frozenset(given["present"])
        self.documents = frozenset(given["documents"])
        self._counts = {word: number for number, word in enumerate(given["numbers"], 1)}
        for tens, word in enumerate(given["tens"], 2):
            self._counts[word] = tens * 10
            self._counts |= {f"{word}-{unit}": tens * 10 + n for n, unit in enumerate(given["numbers"][:9], 1)}

    def _class(self, tag: str, word: str) -> str:
        """The class of a word in small letters, "" where it is passed over; `tag`: its class in the lexicon."""
        of_lexicon = self._of_lexicon[tag]
        name = "state" if of_lexicon == "state" else self.classes.get(word)
        if name is None:
            name = "number" if self.count(word) is not None else _CLASS_OF.get(of_lexicon, "word")
        return CLASSES.of[name] if name != "nothing" else ""

    def are_earlier(self, lower: Sequence[str]) -> bool:
        """Whether words tell what another document was made of: "the previous note drew on", "a paper of 2022"."""
        sent = next((at for at, word in enumerate(lower) if self.classes.get(word) in SENT), len(lower))
        for at, word in enumerate(lower):
            dated = word in self.documents and any(map(_is_year, lower[at + 1 : at + 1 + _NEAR]))
            if dated or (word in self.earlier and at < sent):
                return self.present.isdisjoint(lower[max(0, at - _NEAR) : at])
        return False

    def count(self, word: str) -> int | None:
        """The number of States that a word prints, None for any other word."""
        return int(word) if word.isdecimal() and len(word) <= COUNT_DIGITS else self._counts.get(word.lower())
