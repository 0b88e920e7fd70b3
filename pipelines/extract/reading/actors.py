"""Who the groups of a sentence are: whom a pronoun takes up, whose a paper or a staff is.

Not here: what a row asks of a group (`features.py`), which row decides (`reader.py`).
"""

from __future__ import annotations

from functools import cached_property

from pipelines.extract.reading.clauses import clauses_of
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.groups import groups_of
from pipelines.extract.reading.predicates import Predicate, predicate
from pipelines.extract.reading.tokens import Tokens
from pipelines.extract.reading.walk import ACTORS, PASSED_ON, Clause, Parse

_STANDING_FOR = ("pronoun", "counted")  # "another asserted that", of organizations
_NONE = Predicate("none")
_PAPERS, _BY = frozenset(("paper", "text")), [["of"], ["by"], ["from"]]
_OF_OTHERS = [["other"], ["person"], ["company"], ["project"]]  # but not the authors of the note
STATES = frozenset(("state", "organ-of", "voice-of", "paper-of"))
LOOK = 40  # groups to either side of one that a row looks at
MAIN = frozenset(("main", "and", "colon", "while"))
COUNTED = frozenset(("collective", "weak", "states", "counted"))


class Before:
    """What sentences leave for the next one; of one that is read alone, nothing.

    `introduction`: kind of the subject before a colon. `context`: "theirs" where it was last said of a place what
    others do there.
    """

    introduction = context = "none"

    def actor(self) -> str:
        """The kind of whom a pronoun takes up that finds nobody in its own sentence."""
        return ""


class Actors:
    """One sentence with all that is known of it, and of those before it."""

    def __init__(self, tokens: Tokens, first: int, last: int, grammar: Grammar, past: Before | None = None) -> None:
        self.tokens, self.first, self.last, self.grammar = tokens, first, last, grammar
        self.past = past or Before()
        self.groups = groups_of(tokens, first, last, grammar)

    @cached_property
    def parse(self) -> Parse:
        """The clauses; many a sentence is known to say nothing by its groups alone."""
        return clauses_of(self.tokens, self.first, self.last, self.grammar)

    def predicate(self, at: int) -> Predicate:
        """The predicate of a group of a verb; none of its number is -1."""
        if at < 0:
            return _NONE
        known, groups = self.parse.predicates, self.groups
        if at not in known:
            told, run = at in self.parse.agents, (groups.starts[at], groups.ends[at])
            known[at] = predicate(self.tokens, *run, self.parse.kinds[at], self.grammar, agent=told)
        return known[at]

    def kind(self, at: int) -> str:
        """The kind of a group, of a pronoun that of whom it takes up."""
        if at < 0:
            return "none"
        kind = self.parse.kinds[at]
        if kind == "pronoun" and (done_by := self._actor_before(at)):
            return done_by
        if kind == "noun" and self.tokens.tags[self.groups.starts[at]] == self.grammar.own:
            return self._owner_of(at) or kind
        again = self.tokens.tags[self.groups.starts[at]] == self.grammar.same
        if again and (done_by := self._taken_up(at)) in PASSED_ON:
            return done_by
        taken_up = self._taken_up(at) if kind in ("pronoun", "latter") else kind
        return "pronoun" if taken_up == "name" != kind else taken_up

    def teller(self, at: int) -> str:
        """The kind of who tells something: of a pronoun that of whom it takes up, a mere name too."""
        if at >= 0 and self.paper_of_others(at):
            return "other"
        return self._taken_up(at) if at >= 0 and self.parse.kinds[at] in _STANDING_FOR else self.kind(at)

    def paper_of_others(self, at: int) -> bool:
        """Whether a paper is told to be somebody's who is no State ("a study published by the Bank")."""
        kinds = self.parse.kinds
        by = at + 1 + (kinds[at + 1 : at + 2] == ["participle"])
        return kinds[at] in _PAPERS and kinds[by : by + 1] in _BY and kinds[by + 1 : by + 2] in _OF_OTHERS

    def _taken_up(self, at: int) -> str:
        """The kind of another actor that a pronoun stands for, "pronoun" for anybody else, "nobody" if unknown."""
        if self.parse.kinds[at] == "latter":
            return self.past.actor()
        place = self.parse.places.get(at)
        own = place.clause if place is not None and place.role == "by" else None  # "by it" is not its own subject
        for clause in reversed(self.parse.clauses):
            if (
                clause is not own
                and clause.opener in ("main", "and")
                and 0 <= clause.subject < at
                and (kind := self.parse.kinds[clause.subject]) not in ("pronoun", "latter")
                and self.tokens.tags[self.groups.starts[clause.subject]] != self.grammar.same
            ):
                if by := self.done_by(clause):
                    return by  # "courts were advised by the project, whereas in X it …"
                if kind in PASSED_ON or kind == "name":
                    return kind
                of_state = kind in ("state", "organ-of") and at not in self.own(clause.subject)
                return "state" if of_state else "pronoun"
        return self.past.actor()

    def done_by(self, clause: Clause) -> str:
        """The kind of the other actor by whom a passive is done ("assisted by" follows a copula), "" for none.

        A State still acts itself.
        """
        if self.parse.kinds[clause.subject] in STATES:
            return ""
        roles = ("by", "with") if clause.verb >= 0 and self.parse.kinds[clause.verb] == "copula" else ("by",)
        own = (
            p
            for p in self.parse.places.items()
            if p[1].clause is clause or (clause.verb < 0 and p[1].clause.matrix is clause)
        )
        told = (self.parse.kinds[at] for at, place in own if place.role in roles)
        return next((kind for kind in told if kind in ACTORS), "")

    def _actor_before(self, at: int) -> str:
        """Whom "by it" takes up: the nearest before that is no subject, where it is another actor."""
        place = self.parse.places.get(at)
        if place is None or place.role != "by":
            return ""
        for i in range(at - 1, max(-1, at - LOOK), -1):
            kind = self.parse.kinds[i]
            if kind in PASSED_ON and kind not in ("event", "help"):
                return kind
            if kind in ("organ", "organ-of") or (kind == "state" and self.parse.places[i].role != "in"):
                return ""
        return ""

    def _owner_of(self, at: int) -> str:
        """Whose "its staff" are, under the name of a place: those of another actor who is the subject before."""
        place = self.parse.places.get(at)
        if place is not None and place.role == "by":
            return self._actor_before(at)
        if place is None or place.role != "subject" or place.clause.place < 0:
            return ""
        before = [c for c in self.parse.clauses if 0 <= c.subject < at and c.opener in MAIN]
        kind = self.parse.kinds[before[-1].subject] if before else ""
        return kind if kind in PASSED_ON and kind not in ("event", "help") else ""

    def own(self, subject: int) -> set[int]:
        """The pronouns that may take up this subject and still speak of the State of the place before them."""
        codes = {iso3 for iso3, _ in self.groups.states.get(subject, ())}
        return {at + 2 for at, named in self.groups.states.items() if codes & {iso3 for iso3, _ in named}}
