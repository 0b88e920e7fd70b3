"""The fourth level: who is the subject of which verb, by whom, where, according to whom.

One walk over the groups of a sentence. Every group that names somebody gets a place, every verb a clause. Not here:
what follows from all that (`features.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipelines.extract.reading.grammar import Grammar, Shapes
from pipelines.extract.reading.groups import Groups, groups_of
from pipelines.extract.reading.kinds import FINITE, KINDS, NOMINAL, OWNED, PREPOSITIONS
from pipelines.extract.reading.predicates import Predicate
from pipelines.extract.reading.tokens import Tokens

_ENDS = (["comma"], ["stop"], ["semicolon"])
_AFTER_OBJECT = frozenset(("that", *NOMINAL))


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

    def telling_clause(self) -> Clause | None:
        """The clause in whose "that" this one stands: of "Peru paid" in "Kenya said that Peru paid", "Kenya said"."""
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


_LISTED = frozenset(("state", "organ-of", "measure-of"))
# Who acts for himself, and for no State.
ACTORS = frozenset(("other", "author", "project"))


class Parse(NamedTuple):
    """The clauses of a sentence.

    `places`: by group. `agents`: by verb, the group behind "by". `owners`: by participle, the noun that it tells of.
    `kinds`: of all groups, once it is clear which participles are verbs; `letters`: the same, as shapes are matched
    with. `predicates`: by verb, filled in when first asked for.
    """

    places: dict[int, Place]
    agents: dict[int, int]
    owners: dict[int, int]
    kinds: list[str]
    clauses: list[Clause]
    letters: str
    predicates: dict[int, Predicate]


_STATELIKE = _LISTED | {"collective", "weak", "pronoun", "latter", "that-state", "states", "organ", "voice-of"}
_SAYERS = frozenset(
    ("other", "event", "help", "person", "noun", "company", "state", "organ-of", "voice-of", "paper-of")
)


class _Walk:
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
        role, kinds = self.governs, self.kinds
        if role == "in":
            if kinds[at] == "land-of":
                kinds[at] = "state"
            if self.clause.verb >= 0 and (self.comma or self.conjunction) and self._begins_clause(at):
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
        if self.governs:
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
        shape = shapes.own_verb if opens or self.kinds[at] in _STATELIKE else shapes.next_verb
        return shape.match(self.letters, at + 1) is not None

    def after(self, at: int) -> str:
        """The kind of the group that follows, "" where none does."""
        return self.kinds[at + 1] if at + 1 < len(self.kinds) else ""

    # ------------------------------------------------------------------------------------------ verbs
    def finite(self, at: int) -> None:
        clause = self.clause
        if clause.verb >= 0:
            waiting = clause.waiting()
            if waiting is not None and waiting.subject >= 0 and not self.conjunction:
                clause = self.clause = waiting
            elif self.conjunction or self.last < 0:
                self._coordinate_verb()
                clause = self.clause
            else:
                self.open("and", clause.matrix, self.last if not self.comma else clause.subject)
                clause = self.clause
        elif (
            clause.subject < 0
            and clause.matrix is not None
            and (
                clause.opener not in ("that", "while", "as", "which")
                or (clause.opener in ("as", "while") and self.comma and max(self.last, self.predicate) >= 0)
            )
            and clause.matrix.verb < 0
        ):
            clause = self.clause = clause.matrix
        self._verb(at)

    def _coordinate_verb(self) -> None:
        clause = self.clause
        self.open("and" if clause.opener == "main" else clause.opener, clause.matrix, clause.subject)

    def _verb(self, at: int) -> None:
        self.clause.verb = self.predicate = at
        self.governs, self.comma, self.conjunction = "", False, False

    def participle(self, at: int) -> None:
        clause = self.clause
        if self._is_finite(at):
            self.kinds[at] = "active"
            self.finite(at)
        else:
            chained = clause.verb >= 0 and self.kinds[clause.verb] == "passive" and self.kinds[self.last] == "state"
            waits = clause.verb < 0 <= clause.subject  # "rules on gifts, drafted by …, were"
            self.owners[at] = clause.subject if self.comma and (chained or waits) else self.last
            self.predicate = at
            self.governs, self.comma, self.conjunction = "", False, False

    def _is_finite(self, at: int) -> bool:
        """Whether a form that may be a participle is the verb of a clause: "rules drafted" or "Kenya drafted"."""
        clause, following = self.clause, self.after(at)
        if clause.opener == "which" and clause.verb < 0:
            return following != "by" and self._is_verb_of_relative(at, following)
        if clause.verb >= 0:
            return following != "by" and self._is_another_verb(following)
        if clause.subject < 0:
            outer = clause.matrix if clause.opener in ("while", "as") and self.comma else None
            return outer is not None and outer.verb < 0 <= outer.subject and following != "by"
        subject = self.kinds[clause.subject]
        stands_first = subject in _STATELIKE and subject != "organ" and self.last == clause.subject and not self.comma
        if stands_first or following in _AFTER_OBJECT:
            return True
        return following != "by" and not self.shapes.verb_ahead.match(self.letters, at + 1)

    def _is_verb_of_relative(self, at: int, following: str) -> bool:
        """Behind "which": but not "through which assets located in X were spent"."""
        placed = self.last >= 0 and following in PREPOSITIONS
        ahead = self.shapes.verb_ahead.match(self.letters, at + 1) if placed else None
        # but "X, whose court sat in Lima, reported": that verb is X's
        parted = ahead is not None and "comma" in self.kinds[ahead.end() - 3 : ahead.end()]
        outer = self.clause.waiting() if parted else None
        return ahead is None or (outer is not None and outer.subject >= 0)

    def _is_another_verb(self, following: str) -> bool:
        """Behind a verb of the same clause: that of a clause that waits for one, or joined by "and"."""
        clause, waiting = self.clause, self.clause.waiting()
        if waiting is not None and waiting.subject >= 0:
            if self.comma or following in _AFTER_OBJECT:
                return True
            if clause.opener == "which" and self.predicate == clause.verb:
                return not self.conjunction
        return self.conjunction and (self.predicate == clause.verb or following in _AFTER_OBJECT)

    def loose_verb(self, at: int) -> None:
        """A gerund or an infinitive: those around it belong to it, its subject is that of the clause."""
        if self.kinds[at] == "gerund" and self.last == at - 1 and self.last >= 0:
            self.owners[at] = self.last
        else:
            self.owners[at] = self.clause.subject
        self.predicate = at
        self.governs, self.conjunction = "", False

    # ------------------------------------------------------------------------------------------ signs and small words
    def on_comma(self, _at: int) -> None:
        self.comma, self.governs = True, ""
        if self.predicate >= 0 and self.kinds[self.predicate] in ("participle", "gerund") and self.clause.verb >= 0:
            self.predicate = self.clause.verb

    def on_and(self, _at: int) -> None:
        self.conjunction = True

    def on_semicolon(self, _at: int) -> None:
        self.open("main")

    def on_colon(self, _at: int) -> None:
        if self.governs not in ("in", "by"):  # but "accessible in: Latvia, …"
            self.open("colon")

    def on_while(self, _at: int) -> None:
        clause = self.clause
        while clause.matrix is not None and clause.opener != "bracket":
            clause = clause.matrix
        self.open("while", clause if clause.verb < 0 else None)

    def on_if(self, _at: int) -> None:
        self.open("if", self.clause)

    def on_that(self, at: int) -> None:
        kind, last = self.kinds[at], self.last
        before = self.clause
        if kind == "that":
            before = (self.conjunction and before.telling_clause()) or before
            if self.comma and before.opener == "which" and before.matrix is not None:
                before = before.matrix  # "alleged by a study, which …, that"
        verb_follows = self.shapes.told.match(self.letters, at + 1) is not None
        self.open("which" if verb_follows and last >= 0 else kind, before)
        if verb_follows:
            self.clause.subject = last

    def on_as(self, at: int) -> None:
        if self.kinds[at + 1 : at + 2] in _ENDS:
            return  # "regarded as indispensable,"
        agent = self.after(at + 1) == "by"  # "named as a challenge by"
        if self.after(at) in NOMINAL and (agent or not self.own_verb(at + 1)):
            self.governs = "prep"
        elif self.after(at) in PREPOSITIONS:
            self.governs = "as"  # "as in Iraq" compares
        else:
            self.open("as", self.clause)

    def on_open(self, _at: int) -> None:
        self.outside.append((self.clause, self.last, self.predicate))
        self.open("bracket", self.clause)

    def on_close(self, _at: int) -> None:
        if self.outside:
            self.clause, self.last, self.predicate = self.outside.pop()
            self.governs = ""

    def on_dash(self, at: int) -> None:
        if at and self.clause.opener != "bracket":  # at 0 it marks an item
            self.on_open(at)
        else:
            self.on_close(at)

    def on_including(self, _at: int) -> None:
        self.governs = "including"


# What the walk does where it meets a group, by the kind of the group; it passes over all others.
_MEET: dict[str, Callable[[_Walk, int], None]] = {
    **dict.fromkeys(NOMINAL, _Walk.nominal),
    **dict.fromkeys(PREPOSITIONS, _Walk.preposition),
    **dict.fromkeys((*FINITE, "exists"), _Walk.finite),
    **dict.fromkeys(("gerund", "infinitive"), _Walk.loose_verb),
    **dict.fromkeys(("that", "which"), _Walk.on_that),
    **dict.fromkeys(("semicolon", "bullet"), _Walk.on_semicolon),
    "participle": _Walk.participle,
    "comma": _Walk.on_comma,
    "and": _Walk.on_and,
    "colon": _Walk.on_colon,
    "while": _Walk.on_while,
    "if": _Walk.on_if,
    "as": _Walk.on_as,
    "open": _Walk.on_open,
    "close": _Walk.on_close,
    "dash": _Walk.on_dash,
    "including": _Walk.on_including,
}


def clauses_of(tokens: Tokens, first: int, last: int, grammar: Grammar) -> Parse:
    """The clauses of the sentence of tokens `first` up to `last`, worked out once for all who ask."""
    parse: Parse | None = tokens.parsed.get(("clauses", first, last))
    if parse is None:
        parse = tokens.parsed["clauses", first, last] = _parse(groups_of(tokens, first, last, grammar), grammar.shapes)
    return parse


def _parse(groups: Groups, shapes: Shapes) -> Parse:
    """Walk over the groups of one sentence."""
    walk = _Walk(list(groups.kinds), shapes)
    for at, kind in enumerate(groups.kinds):
        if kind in _MEET:
            _MEET[kind](walk, at)
    letters = "".join([KINDS.of[kind] for kind in walk.kinds])
    return Parse(walk.places, walk.agents, walk.owners, walk.kinds, walk.clauses, letters, {})
