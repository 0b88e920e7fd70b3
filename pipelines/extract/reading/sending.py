"""A sentence that may say who sent information: the States that it lists so, and the numbers that it prints of them.

Not here: whether one group of States sent it (`roles.py`), what sentences make of a list (`respondents.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.roles import COUNTED, FEW, Named, Roles

_TEN = 10


class Sending(Roles):
    """A sentence that may say who sent information."""

    def sent(self) -> tuple[list[Named], int | None, int | None]:
        """The States that sent information, the number printed of them, and the number of papers that came."""
        named, printed, papers = list(self._listed()), self.number(), self._papers()
        if not named and (named := self._exactly()):
            printed = len(named)
        named = named or self._all_addressed()
        return named, papers if printed is None and papers == len(dict(named)) else printed, papers

    def number(self) -> int | None:
        """The number of States that the sentence prints: the first before a noun for States."""
        return next((count for at, count in self._numbers() if not self._is_aside(at)), None)

    def _is_aside(self, at: int) -> bool:
        """Whether a number is of those of whom another clause tells: "although 41 were interested, only A replied"."""
        place = self.parse.places.get(at)
        if place is None or place.role != "subject" or place.clause.opener != "while":
            return False
        return place.clause.verb >= 0 and not self.replies(place.clause)

    def _numbers(self) -> Iterator[tuple[int, int]]:
        """The groups that print a number of States, each with it."""
        groups = self.groups
        for at, kind in enumerate(groups.kinds):
            if kind in COUNTED:
                counted = range(groups.starts[at], groups.ends[at])
                if (count := next(filter(None, map(self._count, counted)), None)) is not None:
                    yield at, count

    def _count(self, token: int) -> int | None:
        """The number that a token prints, with the tens before it: « trente et un »."""
        words, count = self.tokens.words, self.about.count(self.tokens.words[token])
        joined = self.tokens.tags[token - 1 : token] == self.grammar.lexicon.classes.of["and"]
        tens = self.about.count(words[token - 2]) if joined else None
        return count + tens if count and tens and count < _TEN <= tens else count

    def _papers(self) -> int | None:
        """The number of papers that are said to have come ("14 replies were to hand"), None where none is said."""
        words = self.about
        for match in self.grammar.papers.finditer(self.tokens.tags, self.first, self.last):
            count, sent = words.count(self.tokens.words[match.start()]), match.end() - self.first
            came = words.to_others.isdisjoint(self.lower) and not words.arriving.isdisjoint(self.lower[sent:])
            if count is not None and came and self.lower[sent - 1] in words.matter:
                return count
        return None

    def _exactly(self) -> list[Named]:
        """The States where it prints a number of States and names just as many after it, and speaks of replies.

        Where a sentence before tells of the note verbale, it need not: "The following 3 States did so: …".
        """
        words = self.about
        if words.to_others.isdisjoint(self.lower) and (self.told.asked or not words.of_it.isdisjoint(self.lower)):
            for counted, number in self._numbers():
                groups = ((at, names) for at, names in self.groups.states.items() if at > counted)
                named = [name for at, names in groups if not self.is_of_others(at) for name in names]
                if number > FEW and len(dict(named)) == len(named) == number:
                    return named
        return []

    def _all_addressed(self) -> list[Named]:
        """The States that the sentence before names, where it is said that all of them replied, "except X"."""
        scopes, states = self.grammar.lexicon.scopes, self.groups.states
        for clause in self.parse.clauses if self.told.before else ():
            if clause.subject >= 0 and scopes.get(self.words(clause.subject)[0]) == "all" and self.replies(clause):
                unlike = (states.get(at, ()) for at, place in self.parse.places.items() if place.role == "unlike")
                without = {iso3 for names in unlike for iso3, _ in names}
                return [name for name in self.told.before if name[0] not in without]
        return []

    def together(self, named: Sequence[Named]) -> list[frozenset[str]]:
        """Those of the States that stand in one group each."""
        listed = {at for _, at in named}
        groups = (frozenset(iso3 for iso3, at in names if at in listed) for names in self.groups.states.values())
        return [group for group in groups if group]

    def sizes(self, named: Sequence[Named]) -> frozenset[int]:
        """How many States the sentence has listed at the end of each of its groups."""
        return frozenset(accumulate(map(len, self.together(named)), initial=0))

    def before(self, named: Sequence[Named]) -> list[str]:
        """The words up to the first of the States, in small letters."""
        return self.lower[: min(at for _, at in named) - self.first]

    def is_of_respondents(self, named: Sequence[Named]) -> bool:
        """Whether what the States sent is what none but respondents send, or they are called States parties.

        The group that names them may say what they sent ("the reports of"), else all words of the sentence do.
        """
        kinds = self.groups.kinds
        at = next((at for at, names in self.groups.states.items() if named[:1] == names[:1]), -1)
        counted = at >= 0 and not COUNTED.isdisjoint(kinds[max(0, at - FEW - 1) : at])
        told = self.words(at) if at >= 0 and self.parse.kinds[at] == "paper-of" else self.lower
        return counted or self.about.are_of_respondents(told)

    def announces(self) -> bool:
        """Whether the sentence says of a number of States that they sent information, without their names."""
        kinds = self.groups.kinds
        ends = kinds[-1:] == ["colon"]  # "Submissions were received from: (a) …"
        if not ends and COUNTED.isdisjoint(kinds):
            return False
        if ends and self.told.opening:  # "They were received in the following languages:"
            clauses = [clause for clause in self.parse.clauses if clause.verb >= 0]
            if any(self.things_came(c) or self.are_respondents(c.subject) for c in clauses):
                return True
        for at in [*(at for at, kind in enumerate(kinds) if kind in COUNTED), *[len(kinds)] * ends]:
            place = self.parse.places.get(at)
            if place is not None and place.role == "subject" and self.predicate(place.clause.verb).kind == "sending":
                return True
            if at < len(kinds) and self.of_source(at):
                return True
            lead = self.grammar.shapes.sent_by.search(self.parse.letters, 0, at)
            if lead is not None and self.since_matter(lead.start()) is not None:
                return True
        return False

    def _listed(self) -> Iterator[Named]:
        """The States that sent information."""
        groups, kinds, before = self.groups, self.parse.kinds if self.groups.states else [], -1
        begun = self.told.listing and FINITE.isdisjoint(kinds)
        for at, named in groups.states.items():
            if self.is_of_others(at):
                continue
            if (begun and kinds[at] == "state") or self.is_sender(at) or (before >= 0 and self.goes_on(before, at)):
                before = at
                yield from named
