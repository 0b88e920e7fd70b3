"""Where a noun stands that a preposition governs: as place, agent, source, owner, or in a list of these.

Not here: nouns without one (`nouns.py`), and what verbs and signs do (`clauses.py`).
"""

from __future__ import annotations

from pipelines.extract.reading.kinds import OWNED
from pipelines.extract.reading.walk import LISTED, PERSONS, Clause, Walk

LENT = frozenset(("organ", "noun", "name", "voice", "person", "project"))
_UNNAMED = ("collective", "states")  # "in Peru, the Office of another State"
_SPEAKERS = PERSONS | {"noun", "company", "state", "organ-of", "voice-of", "paper-of"}


class Governed(Walk):
    """The part of a walk that meets prepositions and the nouns behind them."""

    def preposition(self, kind: str) -> None:
        """Meet a preposition: the next noun is governed by it."""
        agent = kind == "by" and self.predicate >= 0 and self.kinds[self.predicate] != "gerund"
        self.governs = "unlike" if self.governs == "as" and not agent else kind  # "regarded as useful by"
        if kind == "unlike":
            self.comma = False

    def governed(self, at: int) -> None:
        """Give a noun behind a preposition its place."""
        role = self.governs
        if role == "in" and self.kinds[at] == "land-of":
            self.kinds[at] = "state"
        if role == "of" and 0 <= self.last == at - 2:
            self._lend(at - 2, self.kinds[at])
        if role == "source" and self.clause.verb < 0 and self.kinds[at] in _SPEAKERS:
            self.clause.source = at
        antecedent = self.clause.subject
        if (
            role == "of"
            and (self.comma or self.conjunction)
            and self.kinds[at] in LISTED
            and self.last >= 0
            and self.kinds[self.last] in OWNED
        ):
            self.kinds[at] = self.kinds[self.last]  # "in the law of Belgium, of Iceland and of Malta"
            self.share(at, self.last)
            return
        if (
            role == "in"
            and self.conjunction
            and self.clause.opener == "which"
            and antecedent >= 0
            and self.places[antecedent].role == role
        ):
            self.share(at, antecedent)
            return
        if (
            role == "in"
            and self.clause.verb >= 0
            and (self.comma or self.conjunction)
            and (
                self.shapes.fresh.match(self.letters, at + 1)
                or (self.conjunction and self.shapes.joined.match(self.letters, at + 1))
            )
        ):
            self.open("and", self.clause.matrix)
        outer = self._passive_before() if self.clause.opener in ("while", "which") else None
        if role == "by" and self.comma and outer is not None and self.conjunction == (outer.verb in self.agents):
            self.clause, self.predicate = outer, outer.verb  # "mentioned by A, where …, and by B"
        elif role == "by" and self.predicate > self.clause.verb and self._is_next_agent():
            self.predicate = self.clause.verb
        elif role == "by" and self.last >= 0 and self._is_noun_agent():
            head = self.last
            while self.places[head].role == "of" and head - 2 in self.places:
                head -= 2
            self.place(at, "made-by", head)
            return
        if role == "by" and self.predicate >= 0:
            self.agents.setdefault(self.predicate, at)
        self.place(at, role)

    def _lend(self, head: int, owner: str) -> None:
        """What is of others is theirs, in a place also what is of another State."""
        abroad = owner in _UNNAMED and self.clause.place >= 0
        if self.kinds[head] in LENT and (abroad or owner in ("other", "author", "latter")):
            self.kinds[head] = "other"

    def _passive_before(self) -> Clause | None:
        """The main passive before, to which an agent may be added."""
        before = (c for c in reversed(self.clauses) if c is not self.clause and c.opener in ("main", "and", "that"))
        outer = next(before, None)
        return outer if outer is not None and outer.verb >= 0 and self.kinds[outer.verb] == "passive" else None

    def _is_next_agent(self) -> bool:
        """Whether "by" belongs to the verb of the clause again: "enlisted by A to observe …, by B …"."""
        between = self.kinds[self.predicate] in ("infinitive", "gerund") and self.kinds[self.predicate + 1] != "by"
        return between and self.comma and self.clause.verb in self.agents

    def _is_noun_agent(self) -> bool:
        """Whether "by" belongs to the noun before ("the enactment by X of a law"), not to a verb."""
        if self.last > self.predicate == self.clause.verb >= 0 and self.kinds[self.predicate] == "copula":
            return True  # "of significance was the adoption by X of …"
        if self.predicate < 0:
            return self.clause.verb < 0 and self.clause.opener != "bracket" and not self.comma
        return self.predicate in self.agents and not (self.comma or self.conjunction)
