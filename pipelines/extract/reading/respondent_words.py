"""The words by which a text tells who sent information, from `respondents.yaml`, and the class of each.

Not here: who sent it, which takes the order of the classes of a sentence (`respondents.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.extract.patterns import phrase_pattern
from pipelines.extract.reading.groups import COUNT_DIGITS

_YEAR = 4  # digits
_NEAR = 3  # words between "present" and the symbol of the note itself
# The class of a word, by the list of `respondents.yaml` that it stands in; the first of them counts.
OF_WORDS = {
    "not_sent": "negation",
    "ambiguous": "ambiguous",
    "matter": "matter",
    "replies": "reply",
    "came": "came",
    "thanks": "thanks",
    "grounds": "grounds",
    "parties": "party",
}


class RespondentWords:
    """The parsed `respondents.yaml`; what each list is for stands there.

    `classes`: the class of each word. `of_it`: words of what is sent, and of sending it. `sure`: what is sent, and no
    money. `clues`: one of them stands in every text that speaks of respondents.

    Raises:
        VocabularyError: a list is missing.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.classes: dict[str, str] = {}
        for name, own in OF_WORDS.items():
            for word in given[name]:
                self.classes.setdefault(word, own)
        self.came, self.asking = frozenset(given["came"]), frozenset(given["asking"])
        self.late = frozenset(given["late"])
        self.following, self.did_so = frozenset(given["following"]), frozenset(given["did_so"])
        ambiguous = frozenset(given["ambiguous"])
        self.sure = frozenset((*given["matter"], *given["replies"], *given["asking"])) - ambiguous
        self.of_it = self.sure | ambiguous
        self._not_yet, self._money = frozenset(given["not_yet"]), frozenset(given["money"])
        self._earlier, self._present = frozenset(given["earlier"]), frozenset(given["present"])
        self.elsewhere, self._documents = frozenset(given["elsewhere"]), frozenset(given["documents"])
        self._listed = re.compile(rf"\b{phrase_pattern(given['listed'])}\b")
        self._symbol = re.compile(given["symbol"])
        self.titles = re.compile(rf"{phrase_pattern(given['titles'])}(?!\w)")
        clues = {*self.of_it, *self.elsewhere, *(title.split()[0] for title in given["titles"])}
        self.clues = frozenset(form for word in clues for form in (word, word[0].upper() + word[1:], word.upper()))
        self.counts = {word: number for number, word in enumerate(given["numbers"], 1)}
        for tens, word in enumerate(given["tens"], 2):
            self.counts[word] = tens * 10
            self.counts |= {f"{word}-{unit}": tens * 10 + n for n, unit in enumerate(given["numbers"][:9], 1)}

    def are_of_others(self, written: Sequence[str], lower: Sequence[str]) -> bool:
        """Whether words tell what is still to come, of money, or what an earlier document was made of."""
        if not self._not_yet.isdisjoint(lower) or (self.sure.isdisjoint(lower) and not self._money.isdisjoint(lower)):
            return True
        matter = next((at for at, word in enumerate(lower) if word in self.of_it), len(lower))
        named = len(lower) if self.came.isdisjoint(lower) else matter
        for at, word in enumerate(lower):
            earlier = word in self._earlier and at < matter
            symbol = at < named and self._is_symbol(written, at)
            if (earlier or symbol or self._is_dated(lower, at)) and self._present.isdisjoint(
                lower[max(0, at - _NEAR) : at]
            ):
                return True
        return False

    def _is_dated(self, lower: Sequence[str], at: int) -> bool:
        """Whether a document is told by its year: "the note issued in 2022"."""
        years = any(word.isdecimal() and len(word) == _YEAR for word in lower[at + 1 : at + 1 + _NEAR])
        return years and lower[at] in self._documents and " ".join(lower[at : at + 2]) not in self.asking

    def _is_symbol(self, written: Sequence[str], at: int) -> bool:
        """Whether the symbol of a document begins there: "CAC/…/3, which contains contributions from"."""
        begins = written[at][0].isupper() and written[max(0, at - 1)] != "/"
        return begins and self._symbol.match("".join(written[at : at + 3])) is not None

    def refer_elsewhere(self, lower: Sequence[str]) -> bool:
        """Whether words say that the States are listed in another place."""
        return not self.elsewhere.isdisjoint(lower) and self._listed.search(" ".join(lower)) is not None

    def count(self, word: str) -> int | None:
        """The number of States that a word prints, None for any other word."""
        return int(word) if word.isdecimal() and len(word) <= COUNT_DIGITS else self.counts.get(word.lower())
