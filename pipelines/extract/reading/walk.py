"""What a walk over the groups of a sentence finds and remembers: clauses, and the place of every noun in them.

Not here: where a noun stands (`nouns.py`), and what verbs and signs do (`clauses.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.grammar import Shapes
from pipelines.extract.reading.kinds import KINDS, NOMINAL


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
    """What the walk found: places by group, agents by verb, whom a participle tells of, kinds of groups as decided."""

    places: dict[int, Place]
    agents: dict[int, int]
    owners: dict[int, int]
    kinds: list[str]
    clauses: list[Clause]

    def kind_of_subject(self, clause: Clause) -> str:
        """The kind of a clause's subject: of a mere noun that of the actor in apposition ("a partner, the Hub, …")."""
        kind = self.kinds[clause.subject]
        beside = clause.subject + 2  # behind a comma
        if kind == "noun" and beside in self.places and self.places[beside].role == "apposition":
            return self.kinds[beside] if self.kinds[beside] in ACTORS else kind
        return kind


STATELIKE = frozenset(
    (
        "state",
        "organ-of",
        "collective",
        "weak",
        "pronoun",
        "latter",
        "that-state",
        "states",
        "organ",
        "measure-of",
        "voice-of",
    )
)
PERSONS = frozenset(("other", "event", "help", "person"))
_SAYERS = frozenset(("other", "person"))


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
        self.listed = -1  # the State that a list goes on from after "and, …,"
        self.outside: list[tuple[Clause, int, int]] = []
        self.open("main")

    def open(self, opener: str, matrix: Clause | None = None, subject: int = -1) -> None:
        """Begin a clause."""
        before = self.clause if self.clauses else None
        self.clause = Clause(opener, matrix, subject)
        if before is not None and opener == "and":
            self.clause.source = self._still_said_by(before)
        self.clauses.append(self.clause)
        self.last = self.predicate = self.owner = -1
        self.governs = ""
        self.comma = self.conjunction = False

    def _still_said_by(self, before: Clause) -> int:
        """Who is the source of the next clause: "in the eyes of …, A did and B did", "as … would have it, A did"."""
        source = before.source
        if before.opener == "as" and before.verb >= 0 and before.matrix is not None and before.matrix.verb < 0:
            source = before.subject
        return source if source >= 0 and self.kinds[source] in (_SAYERS if before.opener == "as" else PERSONS) else -1

    def place(self, at: int, role: str, tied: int = -1) -> None:
        """Give a noun its place in the clause that is being read."""
        front = self.clause.verb < 0 and self.clause.subject < 0 and self.predicate < 0
        front = front and not (role == "in" and at > 1 and self.kinds[at - 2] in NOMINAL)
        if front and role in ("in", "case") and self.kinds[at] == "state":
            self.clause.place = at
        self.places[at] = Place(role, self.clause, self.predicate, tied, front)
        self.last, self.governs, self.comma, self.conjunction = at, "", False, False

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

    def share(self, at: int, other: int) -> None:
        """Give a noun the place of another."""
        self.places[at] = self.places[other]
        self.last, self.governs, self.comma, self.conjunction = at, "", False, False
