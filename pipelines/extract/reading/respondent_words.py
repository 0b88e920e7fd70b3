"""The words by which a text tells who sent information, compiled from `respondents.yaml`, and what they alone tell.

Not here: who sent it, which takes the groups and clauses of a sentence (`respondents.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.extract.patterns import phrase_pattern
from pipelines.extract.reading.groups import COUNT_DIGITS

_YEAR = 4
_NEAR = 3  # words between "present" and the symbol of the note itself


class RespondentWords:
    """The parsed `respondents.yaml`, compiled; what each list is for stands there.

    `to_others`: words by which nothing is sent to the note. `arriving`: words of what came. `sure`: names of what none
    but respondents send; `of_them`: the same with what they do; `of_it`: what anybody sends or does. `clues`: one of
    them stands in every text that speaks of respondents.

    Raises:
        KeyError: a list is missing.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        def words(*lists: str) -> frozenset[str]:
            return frozenset(word for listed in lists for word in given[listed])

        self.matter, self.came, self.grounds, self.elsewhere = map(words, ("matter", "came", "grounds", "elsewhere"))
        self.not_sent, self.not_yet, self.toward, self.within = map(words, ("not_sent", "not_yet", "toward", "within"))
        self.ambiguous, self.qualifiers, self.money = map(words, ("ambiguous", "qualifiers", "money"))
        self.earlier, self.present, self.following = map(words, ("earlier", "present", "following"))
        self.asking, self.addressees = map(words, ("asking", "addressees"))
        self.did_so, self.those, self.whose = map(words, ("did_so", "those", "whose"))
        self.documents = words("documents")
        self.thanks, self.thanked_for = words("thanks"), words("thanked_for")
        self.replying = words("replying", "replies")
        self.answered = self.replying | words("heeded")
        self.to_others = self.not_sent - self.toward
        self.arriving = words("came", "arrived")
        self.of_it = self.matter | self.replying
        self.of_them = self.of_it - words("weak") - self.ambiguous
        self.sure = self.matter & self.of_them
        titles = sorted(given["titles"], key=len, reverse=True)
        clues = {*self.of_it, *self.elsewhere, *(title.split()[0] for title in titles)}
        self.clues = frozenset(form for word in clues for form in (word, word[0].upper() + word[1:], word.upper()))
        self.titles = re.compile(rf"(?:{'|'.join(map(re.escape, titles))})(?!\w)")
        self.symbol = re.compile(given["symbol"])
        self.listed = re.compile(rf"\b{phrase_pattern(given['listed'])}\b")
        self.counts = {word: number for number, word in enumerate(given["numbers"], 1)}
        for tens, word in enumerate(given["tens"], 2):
            self.counts[word] = tens * 10
            self.counts |= {f"{word}-{unit}": tens * 10 + n for n, unit in enumerate(given["numbers"][:9], 1)}

    def speak_of_it(self, lower: Sequence[str]) -> bool:
        """Whether the words of a sentence of this note may speak of what was sent for it."""
        return not (self.of_it.isdisjoint(lower) and self.came.isdisjoint(lower)) or self._are_titled(lower)

    def _are_titled(self, lower: Sequence[str]) -> bool:
        return self.titles.match(" ".join(lower)) is not None

    def are_of_others(self, written: Sequence[str], lower: Sequence[str]) -> bool:
        """Whether they tell what is still to come, of money, or what an earlier document was made of."""
        if not self.not_yet.isdisjoint(lower) or (self.may_be_money(lower) and not self.money.isdisjoint(lower)):
            return True
        matter = next((at for at, word in enumerate(lower) if word in self.of_it), len(lower))
        # where nothing came, a document may be named behind: "on the strength of replies from A and B (see CAC/…/3)"
        named = len(lower) if self.came.isdisjoint(lower) else matter
        earlier = (
            at for at in range(named) if (at < matter and lower[at] in self.earlier) or self._is_symbol(written, at)
        )
        dated = (at for at in range(len(lower)) if lower[at] in self.documents and self._is_dated(lower, at))
        return any(self.present.isdisjoint(lower[max(0, at - _NEAR) : at]) for at in (*earlier, *dated))

    def _is_dated(self, lower: Sequence[str], at: int) -> bool:
        """Whether a document is told by its year: "the note issued in 2022"."""
        behind = lower[at + 1 : at + 1 + _NEAR]
        years = any(word.isdecimal() and len(word) == _YEAR for word in behind)
        return years and " ".join(lower[at : at + 2]) not in self.asking

    def _is_symbol(self, written: Sequence[str], at: int) -> bool:
        """Whether the symbol of a document begins there: "CAC/…/3, which contains contributions from"."""
        begins = written[at][0].isupper() and written[max(0, at - 1)] != "/"
        return begins and self.symbol.match("".join(written[at : at + 3])) is not None

    def may_be_money(self, lower: Sequence[str]) -> bool:
        """Whether what came may be money, "contributions" without a word that tells."""
        last = next((at for at in range(len(lower) - 1, -1, -1) if lower[at] in self.matter), None)
        if last is None:
            return False
        near = lower[max(0, last - _NEAR) : last + 1 + _NEAR]
        return self.ambiguous.issuperset(self.matter.intersection(near)) and self.qualifiers.isdisjoint(near)

    def are_of_another_time(self, lower: Sequence[str]) -> bool:
        """Whether what the sentence lists was sent in a year that it names, for another note than this one."""
        return any(
            word in self.came and following in self.within and year.isdecimal() and len(year) == _YEAR
            for word, following, year in zip(lower, lower[1:], lower[2:], strict=False)
        )

    def are_of_respondents(self, lower: Sequence[str]) -> bool:
        """Whether they speak of what none but respondents send, or say who they are."""
        return not self.of_them.isdisjoint(lower) or self._are_titled(lower)

    def refer_elsewhere(self, lower: Sequence[str]) -> bool:
        """Whether they say that the States are listed in another place."""
        return not self.elsewhere.isdisjoint(lower) and self.listed.search(" ".join(lower)) is not None

    def without_addressee(self, lower: Sequence[str]) -> list[str]:
        """The words without the "to" of "to the note verbale", which is sent no money, and of "2015 to 2018"."""
        return [
            word
            for at, word in enumerate(lower)
            if word not in self.toward
            or (
                self.addressees.isdisjoint(lower[at + 1 : at + 1 + _NEAR])
                and not "".join(lower[at + 1 : at + 2]).isdecimal()
            )
        ]

    def count(self, word: str) -> int | None:
        """The number of States that a word prints, None for any other word."""
        return int(word) if word.isdecimal() and len(word) <= COUNT_DIGITS else self.counts.get(word.lower())
