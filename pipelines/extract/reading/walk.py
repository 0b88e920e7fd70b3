"""What a walk over the groups of a sentence finds and remembers: clauses, and the place of every noun in them.

Here too: nouns behind a preposition. Not here: all others (`nouns.py`), and what verbs and signs do (`clauses.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.grammar import Shapes
from pipelines.extract.reading.kinds import KINDS, NOMINAL, OWNED
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
# … and what stands for them where a pronoun takes it up.
PASSED_ON = ACTORS | {"event", "help", "mention-of"}


class Parse(NamedTuple):
    """What the walk found: places by group, agents by verb, whom a participle tells of, kinds of groups as decided.

    `sources`: those according to whom something is. `letters`: the same kinds, as shapes and rows are matched with.
    `predicates`: what verbs say, once that was asked.
    """

    places: dict[int, Place]
    agents: dict[int, int]
    owners: dict[int, int]
    kinds: list[str]
    clauses: list[Clause]
    sources: list[int]
    letters: str
    predicates: dict[int, Predicate]

    def kind_of_subject(self, clause: Clause) -> str:
        """The kind of a clause's subject: of a mere noun that of the actor in apposition ("a partner, the Hub, …")."""
        kind = self.kinds[clause.subject]
        beside = clause.subject + 2  # behind a comma
        if kind == "noun" and beside in self.places and self.places[beside].role == "apposition":
            return self.kinds[beside] if self.kinds[beside] in ACTORS else kind
        return kind


STATELIKE = LISTED | {"collective", "weak", "pronoun", "latter", "that-state", "states", "organ", "voice-of"}
LENT = frozenset(("organ", "noun", "name", "voice", "person", "project"))
_UNNAMED = ("collective", "states")  # "in Peru, the Office of another State"
PERSONS = frozenset(("other", "event", "help", "person"))
_SHARED = frozenset(("state", "counted", "collective"))
_PARTING = frozenset(("comma", "and", "prep", "while"))
_SAYERS = frozenset(("other", "person"))
_SPEAKERS = PERSONS | {"noun", "company", "state", "organ-of", "voice-of", "paper-of"}


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
        self.list_before = -1  # the last State before a semicolon
        self.told_of: dict[str, int] = {}  # where States stand in what a semicolon ended, by role
        self.listed = -1  # the State that a list goes on from after "and, …,"
        self.outside: list[tuple[Clause, int, int]] = []
        self.open("main")

    def open(self, opener: str, matrix: Clause | None = None, subject: int = -1) -> None:
        """Begin a clause."""
        clause = Clause(opener, matrix, subject)
        if opener == "and":
            clause.source = self._still_said_by(self.clause)
        self.clause = clause
        self.clauses.append(clause)
        self.last = self.predicate = -1
        self.governs, self.comma, self.conjunction = "", False, False

    def _still_said_by(self, before: Clause) -> int:
        """Who is the source of the next clause: "in the eyes of …, A did and B did", "as … would have it, A did"."""
        source = before.source
        if before.opener == "as" and before.verb >= 0 and before.matrix is not None and before.matrix.verb < 0:
            source = before.subject
        return source if source >= 0 and self.kinds[source] in (_SAYERS if before.opener == "as" else PERSONS) else -1

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
        told = self.told_of.get(role, -1)
        if told >= 0 and self._shares_verb_before(at, told):
            self.share(at, told)
            return
        listed = self.comma or self.conjunction
        if role == "of":
            if 0 <= last == at - 2:
                self._lend(last, kinds[at])
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
            if kinds[at - 2] == "pronoun" and kinds[at - 3] in _PARTING and (alike := self._place_before()) >= 0:
                self.share(at, alike)  # "the accounts in A were frozen, and those in B spent"
                return
            if self.clause.verb >= 0 and listed and self._begins_clause(at):
                self.open("and", self.clause.matrix)
        elif role == "by":
            self._agent(at)
            return
        elif role == "source" and self.clause.verb < 0 and kinds[at] in _SPEAKERS:
            self.clause.source = at
        self.place(at, role)

    def _place_before(self) -> int:
        """The State last met as a place, -1 for none."""
        return next(
            (at for at in reversed(self.places) if self.places[at].role == "in" and self.kinds[at] == "state"), -1
        )

    def _shares_verb_before(self, at: int, told: int) -> bool:
        """Whether a State stands as another before the semicolon: "due from ministers in A; from judges, in B; …"."""
        alone = self.kinds[at] in _SHARED and self.clause.opener == "main" and self.clause.verb < 0
        verbless = alone and self.places[told].clause.verb >= 0
        return verbless and self.shapes.verbless.match(self.letters, at + 1) is not None

    def _begins_clause(self, at: int) -> bool:
        """Whether a place opens a clause: "the register was set up, and in Y a law was adopted"."""
        if self.shapes.fresh.match(self.letters, at + 1):
            return True
        return self.conjunction and self.shapes.joined.match(self.letters, at + 1) is not None

    def _lend(self, head: int, owner: str) -> None:
        """What is of others is theirs, in a place also what is of another State."""
        abroad = owner in _UNNAMED and self.clause.place >= 0
        if self.kinds[head] in LENT and (abroad or owner in ("other", "author", "latter")):
            self.kinds[head] = "other"

    def _agent(self, at: int) -> None:
        """Give a noun behind "by" its place: it belongs to a verb, or to the noun before."""
        outer = self._passive_before() if self.comma and self.clause.opener in ("while", "which") else None
        if outer is not None and self.conjunction == (outer.verb in self.agents):
            self.clause, self.predicate = outer, outer.verb  # "mentioned by A, where …, and by B"
        elif self.predicate > self.clause.verb and self._is_next_agent():
            self.predicate = self.clause.verb
        elif self.last >= 0 and self._is_noun_agent():
            head = self.last
            while self.places[head].role == "of" and head - 2 in self.places:
                head -= 2
            self.place(at, "made-by", head)
            return
        if self.predicate >= 0:
            self.agents.setdefault(self.predicate, at)
        self.place(at, "by")

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
