"""What a walk over the groups of a sentence finds and remembers: clauses, and the place of every noun in them.

Here: nouns. Not here: what verbs and signs do (`clauses.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.grammar import Shapes
from pipelines.extract.reading.kinds import KINDS, NOMINAL, OWNED, PREPOSITIONS
from pipelines.extract.reading.predicates import Predicate


class Clause:
    """A verb with those around it, as numbers of groups, -1 where there is none.

    `opener`: what begins it (`main`, `and`, `while`, `that`, `which`, `as`, `bracket`). `matrix`: the clause it is in.
    """

    __slots__ = ("matrix", "object", "opener", "place", "source", "subject", "verb")

    def __init__(self, opener: str, matrix: Clause | None = None, subject: int = -1, verb: int = -1) -> None:
        self.opener, self.matrix, self.subject, self.verb = opener, matrix, subject, verb
        self.object = self.source = self.place = -1

    def waiting(self) -> Clause | None:
        """The nearest clause around this one that has no verb yet."""
        clause = self.matrix
        while clause is not None and clause.verb >= 0:
            clause = clause.matrix
        return clause

    def told(self) -> Clause | None:
        """The clause in whose "that" this one stands."""
        clause: Clause | None = self
        while clause is not None and clause.opener != "that":
            clause = clause.matrix
        return None if clause is None else clause.matrix


class Place(NamedTuple):
    """Where a group stands: its role, its clause, the verb or participle it belongs to, and the group it is tied to."""

    role: str
    clause: Clause
    predicate: int
    tied: int
    front: bool


LISTED = frozenset(("state", "organ-of", "measure-of"))
# Who acts for himself, and for no State.
ACTORS = frozenset(("other", "author", "project"))


class Parse(NamedTuple):
    """What the walk found: places by group, agents by verb, whom a participle tells of, kinds of groups as decided.

    `letters`: the same kinds, as shapes are matched with. `predicates`: what verbs say, once that was asked.
    """

    places: dict[int, Place]
    agents: dict[int, int]
    owners: dict[int, int]
    kinds: list[str]
    clauses: list[Clause]
    letters: str
    predicates: dict[int, Predicate]


STATELIKE = LISTED | {"collective", "weak", "pronoun", "latter", "that-state", "states", "organ", "voice-of"}
_SAYERS = frozenset(
    ("other", "event", "help", "person", "noun", "company", "state", "organ-of", "voice-of", "paper-of")
)


class Walk:
    """The walk: the clause that is being read, and what was last met in it."""

    clause: Clause

    def __init__(self, kinds: list[str], shapes: Shapes) -> None:
        self.kinds, self.shapes = kinds, shapes
        self.letters = "".join([KINDS.of[kind] for kind in kinds])
        self.places: dict[int, Place] = {}
        self.agents: dict[int, int] = {}
        self.owners: dict[int, int] = {}
        self.clauses: list[Clause] = []
        self.outside: list[tuple[Clause, int, int]] = []
        self.open("main")

    def open(self, opener: str, matrix: Clause | None = None, subject: int = -1) -> None:
        """Begin a clause."""
        self.clause = Clause(opener, matrix, subject)
        self.clauses.append(self.clause)
        self.last = self.predicate = -1
        self.governs, self.comma, self.conjunction = "", False, False

    def met(self, at: int) -> None:
        """Remember a noun as the last one; what stood before it is done with."""
        self.last, self.governs, self.comma, self.conjunction = at, "", False, False

    def place(self, at: int, role: str, tied: int = -1) -> None:
        """Give a noun its place in the clause that is being read."""
        clause = self.clause
        front = clause.verb < 0 and clause.subject < 0 and self.predicate < 0
        if front and role in ("in", "case"):
            front = not (role == "in" and at > 1 and self.kinds[at - 2] in NOMINAL)
            if front and self.kinds[at] == "state":
                clause.place = at
        self.places[at] = Place(role, clause, self.predicate, tied, front)
        self.met(at)

    def share(self, at: int, other: int) -> None:
        """Give a noun the place of another."""
        self.places[at] = self.places[other]
        self.met(at)

    # ------------------------------------------------------------------------------------------ behind a preposition
    def preposition(self, at: int) -> None:
        """Meet a preposition: the next noun is governed by it."""
        kind = self.kinds[at]
        agent = kind == "by" and self.predicate >= 0 and self.kinds[self.predicate] != "gerund"
        self.governs = "unlike" if self.governs == "as" and not agent else kind  # "regarded as useful by"
        if kind == "unlike":
            self.comma = False

    def governed(self, at: int) -> None:
        """Give a noun behind a preposition its place."""
        role, kinds, last = self.governs, self.kinds, self.last
        listed = self.comma or self.conjunction
        if role == "of":
            if listed and last >= 0 and kinds[at] in LISTED and kinds[last] in OWNED:
                kinds[at] = kinds[last]  # "in the law of Belgium, of Iceland and of Malta"
                self.share(at, last)
                return
        elif role == "in":
            if kinds[at] == "land-of":
                kinds[at] = "state"
            antecedent = self.clause.subject if self.conjunction and self.clause.opener == "which" else -1
            if antecedent >= 0 and self.places[antecedent].role == role:
                self.share(at, antecedent)
                return
            if self.clause.verb >= 0 and listed and self._begins_clause(at):
                self.open("and", self.clause.matrix)
        elif role == "by":
            self._agent(at)
            return
        elif role == "source" and self.clause.verb < 0 and kinds[at] in _SAYERS:
            self.clause.source = at
        self.place(at, role)

    def _begins_clause(self, at: int) -> bool:
        """Whether a place opens a clause: "the register was set up, and in Y a law was adopted"."""
        if self.shapes.fresh.match(self.letters, at + 1):
            return True
        return self.conjunction and self.shapes.joined.match(self.letters, at + 1) is not None

    def _agent(self, at: int) -> None:
        """Give a noun behind "by" its place: it belongs to a verb."""
        if self.predicate >= 0:
            self.agents.setdefault(self.predicate, at)
        self.place(at, "by")

    # ------------------------------------------------------------------------------------------ any noun
    def nominal(self, at: int) -> None:
        """Meet a noun: it gets its place."""
        clause, last, kinds = self.clause, self.last, self.kinds
        if kinds[at] == "state" and last == at - 1 >= 0 and kinds[last] == "mention-of":
            self.share(at, last)  # "Peru's neighbour Ecuador"
        elif self.governs:
            self.governed(at)
        elif self.predicate == at - 1 and at and kinds[at - 1] in ("gerund", "infinitive"):
            self.place(at, "object")
        elif clause.opener == "colon" and clause.subject < 0 and self._is_in_list(at):
            self.place(at, "including")
        elif clause.opener == "bracket" and clause.verb < 0 and clause.subject < 0 and not self._has_verb(at):
            self.place(at, "bracket", self.outside[-1][1])
        elif self.conjunction and last >= 0 and self._is_coordinate(at):
            self.share(at, last)
        elif clause.verb >= 0:
            self._behind_verb(at)
        elif clause.subject < 0:
            self._subject(at)
        else:
            self._second(at)

    def _behind_verb(self, at: int) -> None:
        clause, last = self.clause, self.last
        if self.own_verb(at) and not self._is_object_of_relative():
            self._next_clause(at)
        elif self.comma and last >= 0 and self.kinds[at] == "state" and self.kinds[last] != "state":
            self.place(at, "aside", last)
        else:
            if clause.object < 0 and self.predicate == clause.verb:
                clause.object = at
            self.place(at, "object", last if self.comma else -1)

    def _is_object_of_relative(self) -> bool:
        """Whether the noun after a relative verb is its object: "all that had sent information had …"."""
        outer = self.clause.matrix if self.clause.opener == "which" else None
        return outer is not None and outer.verb < 0 <= outer.subject and not (self.comma or self.conjunction)

    def _is_in_list(self, at: int) -> bool:
        """Whether the noun is a State of a list behind a colon."""
        return self.kinds[at] == "state" and not self.own_verb(at) and self.after(at) != "colon"

    def _has_verb(self, at: int) -> bool:
        """Whether the noun in brackets has a verb of its own."""
        return self.shapes.linked.match(self.letters, at + 1) is not None

    def _is_coordinate(self, at: int) -> bool:
        """Whether the noun behind "and" stands where the last one does."""
        before = self.places[self.last].role
        return (
            before == "between"
            or not self.own_verb(at)
            or (self.clause.verb < 0 and before == "subject")
            or (self.kinds[self.last : at + 1] == ["name", "and", "state"] and before in PREPOSITIONS)
        )

    def _subject(self, at: int) -> None:
        self.place(at, "subject")
        self.clause.subject = at

    def _second(self, at: int) -> None:
        """A second noun before the verb: in apposition, or the subject itself."""
        first, kinds = self.clause.subject, self.kinds
        acts = self.after(at) in ("active", "participle")
        if self.comma and acts and self.after(at + 1) == "comma":
            self.place(at, "inserted")
            self.clause = self.clauses[-1]
        elif self.conjunction or (self.comma and kinds[at] in OWNED and kinds[first] in (*OWNED, "state")):
            self.place(at, "subject")
        elif (
            kinds[first] in ("period", "name")
            or (kinds[first] == "noun" and kinds[at] in ACTORS and acts)
            or (not self.comma and self.own_verb(at))
        ):
            self._subject(at)
        else:
            self.place(at, "apposition", first)

    def _next_clause(self, at: int) -> None:
        """The noun is the subject of a clause that begins with it."""
        clause = self.clause
        waiting = clause.matrix if self.comma and clause.opener in ("which", "while", "that") else None
        if waiting is not None and waiting.verb < 0 and waiting.subject < 0:
            self.clause = waiting
        else:
            nested = clause.opener == "that" and self.kinds[at] != "state"
            directly = not self.comma and not self.conjunction
            self.open("that" if nested or directly else "and", clause if directly else clause.matrix)
        self._subject(at)

    # ------------------------------------------------------------------------------------------ what follows
    def own_verb(self, at: int) -> bool:
        """Whether a verb follows whose subject this noun is."""
        waiting = self.clause.matrix if self.comma and self.clause.opener == "while" else None
        opens = waiting is not None and waiting.verb < 0 and waiting.subject < 0
        shapes = self.shapes
        shape = shapes.own_verb if opens or self.kinds[at] in STATELIKE else shapes.next_verb
        return shape.match(self.letters, at + 1) is not None

    def after(self, at: int) -> str:
        """The kind of the group that follows, "" where none does."""
        return self.kinds[at + 1] if at + 1 < len(self.kinds) else ""
