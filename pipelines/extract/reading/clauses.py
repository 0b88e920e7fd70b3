"""The fourth level: who is the subject of which verb, by whom, where, according to whom.

One walk over the groups of a sentence. Every group that names somebody gets a role, every verb a clause. Not
here: what follows from that (`rules.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.groups import Groups
from pipelines.extract.reading.kinds import FINITE, KINDS, NOMINAL, OWNED, PREPOSITIONS
from pipelines.extract.reading.shapes import Shapes


class Clause:
    """A verb with those around it, as numbers of groups, -1 where there is none.

    `opener`: what begins it (`main`, `and`, `while`, `that`, `which`, `as`, `bracket`). `matrix`: the clause it is in.
    """

    __slots__ = ("matrix", "object", "opener", "place", "source", "subject", "verb")

    def __init__(self, opener: str, matrix: Clause | None = None, subject: int = -1, verb: int = -1) -> None:
        self.opener, self.matrix, self.subject, self.verb = opener, matrix, subject, verb
        self.object = self.source = self.place = -1


class Place(NamedTuple):
    """Where a group stands: its role, its clause, the verb or participle it belongs to, and the group it is tied to."""

    role: str
    clause: Clause
    predicate: int
    tied: int
    front: bool


class Parse(NamedTuple):
    """What the walk found: places by group, agents by verb, whom a participle tells of, kinds of groups as decided."""

    places: dict[int, Place]
    agents: dict[int, int]
    owners: dict[int, int]
    kinds: list[str]
    clauses: list[Clause]


_FAR = 20  # groups back to the State before a semicolon
_STATELIKE = frozenset(
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
_LENT = frozenset(("organ", "noun", "name", "voice", "person", "project"))
_PERSONS = frozenset(("other", "event", "help", "person"))
_SAYERS = frozenset(("other", "person"))
# What a State can not be coordinated with: it shares the verb of the clause, "for two years, and Iran for three".
_UNLIKE = frozenset(("noun", "measure", "period", "name", "counted", "paper", "text"))
_LISTED = frozenset(("state", "organ-of", "measure-of"))
_PLACED = frozenset(("name", "mention-of", "noun", "land"))
_SPECIFIC = frozenset(("state", "organ-of", "measure-of", "mention-of", "paper-of"))
_SPEAKERS = _PERSONS | {"noun", "company"}
_PARTED = {"auxiliary": "active", "copula": "passive"}
_AFTER_OBJECT = frozenset(("that", *NOMINAL))


def parse(groups: Groups, shapes: Shapes) -> Parse:
    """Walk over the groups of one sentence."""
    kinds, walk = groups.kinds, _Walk(list(groups.kinds), shapes)
    for at, kind in enumerate(kinds):
        if kind in NOMINAL:
            walk.nominal(at)
        elif kind in PREPOSITIONS:
            walk.preposition(kind)
        elif kind in FINITE:
            walk.finite(at)
        elif kind == "participle":
            walk.participle(at)
        elif kind in ("gerund", "infinitive"):
            walk.loose_verb(at)
        else:
            walk.sign(at, kind)
    return Parse(walk.places, walk.agents, walk.owners, walk.kinds, walk.clauses)


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
        self.list_before = -1  # the last State before a semicolon
        self.listed = -1  # the State that a list goes on from after "and, …,"
        self.outside: list[tuple[Clause, int, int]] = []
        self.open("main")

    def open(self, opener: str, matrix: Clause | None = None, subject: int = -1) -> None:
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
        return source if source >= 0 and self.kinds[source] in (_SAYERS if before.opener == "as" else _PERSONS) else -1

    def place(self, at: int, role: str, tied: int = -1) -> None:
        front = self.clause.verb < 0 and self.clause.subject < 0 and self.predicate < 0
        front = front and not (role == "in" and at > 1 and self.kinds[at - 2] in NOMINAL)
        if front and role in ("in", "case") and self.kinds[at] == "state":
            self.clause.place = at
        self.places[at] = Place(role, self.clause, self.predicate, tied, front)
        self.last, self.governs, self.comma, self.conjunction = at, "", False, False

    # ------------------------------------------------------------------------------------------ nouns
    def preposition(self, kind: str) -> None:
        self.governs = "unlike" if self.governs == "as" else kind
        if kind == "unlike":
            self.comma = False

    def nominal(self, at: int) -> None:  # noqa: C901, PLR0912, PLR0915 - one case after the other
        if self._shares_outer_verb(at):
            self.clause = self.clause.matrix or self.clause
        clause, last = self.clause, self.last
        listed, self.listed = self.listed, -1
        if listed >= 0 and self._goes_on(at, listed):
            self.places[at] = self.places[listed]  # "in Chile, Peru and, if parliament agreed, Togo"
            self.clause = self.places[at].clause
            self.last, self.governs, self.comma, self.conjunction = at, "", False, False
            return
        if self.kinds[at] not in _LISTED:
            self.listed = listed
        if last == at - 1 >= 0 and self.kinds[last] == "mention-of" and self.kinds[at] == "state":
            self.places[at] = self.places[last]  # "Peru's neighbour Ecuador"
            self.last = at
        elif (
            self.comma
            and last == at - 2 >= 0
            and self.kinds[last] == self.kinds[at] == "state"
            and self.kinds[at + 1 : at + 2] == ["and"]
            and not self.own_verb(at)
        ):
            self._coordinated(at)  # "in Canada, Chile and, as of June, Peru"
        elif self.governs:
            self._governed(at)
        elif self.conjunction and last >= 0 and self.places[last].role == "unlike":
            self._coordinated(at)
        elif self.predicate == at - 1 and at and self.kinds[at - 1] in ("gerund", "infinitive"):
            self.place(at, "object")
        elif (
            clause.opener == "colon"
            and clause.subject < 0
            and self.kinds[at] == "state"
            and not self.own_verb(at)
            and self.kinds[at + 1 : at + 2] != ["colon"]
        ):
            self.place(at, "including")
        elif (
            clause.opener == "bracket"
            and clause.verb < 0
            and clause.subject < 0
            and not self.shapes.linked.match(self.letters, at + 1)
        ):
            anchor = self.outside[-1][1]
            if self.kinds[at] == "other" and anchor >= 0 and self.kinds[anchor] in _LENT:
                self.kinds[anchor] = "other"  # "the agency (GIZ)"
            self.place(at, "bracket", anchor)
        elif self.conjunction and (before := self._listed_before(at)) is not None:
            self.places[at] = before
        elif self.conjunction and self._is_gapped(at):
            self.place(at, "gapped")
        elif (
            self.conjunction
            and last >= 0
            and (
                self.places[last].role == "between"
                or not self.own_verb(at)
                or (clause.verb < 0 and self.places[last].role == "subject")
            )
        ):
            self._coordinated(at)
        elif (town := self._town(at)) >= 0:
            self.places[at] = self.places[town]
            self.last, self.comma = at, False
        elif self._is_town(at):
            self.place(at, "aside", last)
        elif clause.subject < 0 and clause.verb < 0:
            self._subject(at)
        elif clause.verb < 0:
            self._second(at)
        elif self.own_verb(at) and not self._is_object_of_relative():
            self._next_clause(at)
        elif self._is_gapped(at):
            self.place(at, "gapped")
        elif clause.opener == "as" and self.kinds[clause.verb] == "auxiliary":
            self.place(at, "object")
        elif self.comma and last >= 0 and self.kinds[at] == "state" and self.kinds[last] != "state":
            self.place(at, "aside", last)
        else:
            if clause.object < 0 and self.predicate == clause.verb:
                clause.object = at
            self.place(at, "object", last if self.comma else -1)

    def _is_object_of_relative(self) -> bool:
        """Whether the noun after a relative verb is its object: "all that had sent information had …"."""
        outer = self.clause.matrix
        return (
            self.clause.opener == "which"
            and outer is not None
            and outer.verb < 0 <= outer.subject
            and not (self.comma or self.conjunction)
        )

    def _goes_on(self, at: int, listed: int) -> bool:
        """Whether the group goes on with a list after "and, …,"; a subject listed may have the verb itself."""
        place = self.places[listed]
        subject = place.role == "subject" and place.clause.verb < 0
        return (
            self.kinds[at] in _LISTED
            and (self.kinds[at] == "state") == (self.kinds[listed] == "state")
            and self.kinds[at - 1] in ("comma", "dash")
            and (subject or not self.own_verb(at))
        )

    def _listed_before(self, at: int) -> Place | None:
        """Where the State stands with which this one is listed, after a clause on that: "A, where …, and B"."""
        if self.clause.opener not in ("while", "which") or self.kinds[at] != "state":
            return None
        own = self.own_verb(at)
        for i in range(at - 1, max(-1, at - 40), -1):
            place = self.places.get(i)
            if place is not None and self.kinds[i] == "state" and place.clause is not self.clause:
                waits = place.role == "subject" and place.clause.verb < 0  # "A, whose …, and B, whose …, attached …"
                return place if waits or (place.role in ("object", "including", "in") and not own) else None
        return None

    def _is_town(self, at: int) -> bool:
        """Whether a State only tells where a town or a university is: "in Kingston, Jamaica, …"."""
        return (
            self.comma
            and self.last == at - 2
            and self.kinds[at] == "state"
            and self.kinds[self.last] in ("name", "company")
            and self.places[self.last].role in ("in", "prep", "from", "of", "with")
            and self.kinds[at + 1 : at + 2] in (["comma"], ["stop"], ["close"])
        )

    def _town(self, at: int) -> int:
        """The group of a place that the State only completes ("in Kingston, Jamaica, …"), -1 where there is none."""
        if not self.comma or self.last != at - 2 or self.kinds[at] != "state" or self.kinds[self.last] not in _PLACED:
            return -1
        if self.kinds[at + 1 : at + 2] and self.kinds[at + 1] not in ("comma", "stop", "close", "semicolon", "and"):
            return -1
        town = self.last
        while self.places[town].role == "of" and town - 2 in self.places:
            town -= 2  # "in the state of Victoria, Australia"
        in_region = town < self.last or self.kinds[town] == "land"
        return town if in_region and self.places[town].role in ("in", "by", "prep", "from", "with") else -1

    def _shares_outer_verb(self, at: int) -> bool:
        """Whether a State shares the verb before a relative clause: "A pointed to R, which …, and B to S"."""
        outer = self.clause.matrix if self.clause.opener == "which" and self.clause.verb >= 0 else None
        if outer is None or outer.verb < 0 or not self.conjunction or self.kinds[at] != "state":
            return False
        following = self.kinds[at + 1 : at + 2]
        return (
            following[:1] in (["to"], ["for"], ["of"]) and following[0] in self.kinds[outer.verb + 1 : outer.verb + 4]
        )

    def _is_gapped(self, at: int) -> bool:
        """Whether a State shares the verb that stands before: "and Albania one of 9 per cent"."""
        verb, subject = self.clause.verb, self.clause.subject
        if (
            self.kinds[at] not in ("state", "measure-of", "organ-of")
            or verb < 0
            or subject < 0
            or not (self.comma or self.conjunction)
            or self.kinds[subject] not in ("state", "organ-of", "measure-of")
            or (self.kinds[at] == "measure-of") != (self.kinds[subject] == "measure-of")
        ):
            return False
        following = self.kinds[at + 1] if at + 1 < len(self.kinds) else "stop"
        if following in NOMINAL or (following in PREPOSITIONS and following in self.kinds[verb + 1 : verb + 4]):
            return True
        unlike = self.last < 0 or self.last == subject or self.kinds[self.last] in _UNLIKE
        return unlike and (following in PREPOSITIONS or following == "comma")

    def own_verb(self, at: int) -> bool:
        """Whether a verb follows whose subject this noun is."""
        waiting = self.clause.matrix if self.comma and self.clause.opener == "while" else None
        opens = waiting is not None and waiting.verb < 0 and waiting.subject < 0
        shapes = self.shapes
        shape = shapes.own_verb if opens or self.kinds[at] in _STATELIKE else shapes.next_verb
        return shape.match(self.letters, at + 1) is not None

    def _governed(self, at: int) -> None:
        role = self.governs
        if role == "in" and self.kinds[at] == "land-of":
            self.kinds[at] = "state"
        if (
            role == "of"
            and self.kinds[at] in ("other", "author", "latter")
            and self.last == at - 2
            and self.kinds[at - 2] in _LENT
        ):
            self.kinds[at - 2] = "other"
        if (
            role in ("source", "case")
            and self.clause.verb < 0
            and self.kinds[at] in (_SPEAKERS if role == "source" else _PERSONS)
        ):
            self.clause.source = at
        antecedent = self.clause.subject
        if (
            role == "of"
            and (self.comma or self.conjunction)
            and self.kinds[at] == "state"
            and self.last >= 0
            and self.kinds[self.last] in OWNED
        ):
            self.kinds[at] = self.kinds[self.last]  # "in the law of Belgium, of Iceland and of Malta"
            self._coordinated(at)
            self.governs = ""
            return
        if (
            role == "in"
            and self.conjunction
            and self.clause.opener == "which"
            and antecedent >= 0
            and self.places[antecedent].role == role
        ):
            self.last = antecedent
            self._coordinated(at)
            self.governs = ""
            return
        if (
            role == "in"
            and self.clause.verb >= 0
            and (self.comma or self.conjunction)
            and self.shapes.fresh.match(self.letters, at + 1)
        ):
            self.open("and", self.clause.matrix)
        if role == "by" and self.last >= 0 and self._is_noun_agent():
            head = self.last
            while self.places[head].role == "of" and head - 2 in self.places:
                head -= 2
            self.place(at, "made-by", head)
            return
        if role == "by" and self.predicate >= 0:
            self.agents.setdefault(self.predicate, at)
        self.place(at, role)

    def _is_noun_agent(self) -> bool:
        """Whether "by" belongs to the noun before ("the enactment by X of a law"), not to a verb."""
        if self.predicate < 0:
            return self.clause.verb < 0 and self.clause.opener != "bracket" and not self.comma
        return self.predicate in self.agents and not (self.comma or self.conjunction)

    def _coordinated(self, at: int) -> None:
        before = self.places[self.last]
        self.places[at] = before
        self.last, self.comma, self.conjunction = at, False, False

    def _subject(self, at: int) -> None:
        before = self.places.get(self.list_before)
        if (
            before is not None
            and self.kinds[at] == "state"
            and self.clause.opener == "main"
            and before.role in ("in", "by", "including")
            and self._is_listed(at)
        ):
            self.places[at] = before  # "online in: Latvia, for ministers; Finland, for all; …"
            self.last, self.comma = at, False
            return
        self.place(at, "subject")
        self.clause.subject = at

    def _is_listed(self, at: int) -> bool:
        """Whether the State stands in a list that a colon opened, parted by semicolons, without a verb of its own."""
        opened = next((i for i in range(self.list_before, -1, -1) if self.kinds[i] in ("colon", "stop")), -1)
        return opened >= 0 and self.kinds[opened] == "colon" and not self.own_verb(at)

    def _second(self, at: int) -> None:
        """A second noun before the verb: in apposition, or the subject itself."""
        first = self.clause.subject
        following = self.kinds[at + 1 : at + 3]
        if self.comma and following[1:] == ["comma"] and self.kinds[at + 1] in ("active", "participle"):
            self.place(at, "inserted")
            if self.kinds[at] in _PERSONS:
                self.clause.source = at  # "X, the Coalition submitted, had closed …"
            self.clause = self.clauses[-1]
            return
        absolute = (
            self.predicate >= 0 and self.kinds[self.predicate] == "gerund" and self.owners.get(self.predicate) == first
        )
        if self.conjunction or (self.comma and self.kinds[at] in OWNED and self.kinds[first] in (*OWNED, "state")):
            self.place(at, "subject")
        elif (
            (absolute and self.comma and self.own_verb(at))
            or self.kinds[first] in ("period", "name")
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
            self._subject(at)
            return
        nested = clause.opener == "that" and self.kinds[at] != "state"
        directly = not self.comma and not self.conjunction
        matrix = clause if directly else clause.matrix
        self.open("that" if nested or directly else "and", matrix)
        self._subject(at)

    # ------------------------------------------------------------------------------------------ verbs
    def finite(self, at: int) -> None:
        clause = self.clause
        if clause.verb >= 0:
            waiting = clause.matrix
            while waiting is not None and waiting.verb >= 0:
                waiting = waiting.matrix
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
                or (clause.opener in ("as", "while") and self.comma and self.last >= 0)
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
        self.owner = self.clause.subject
        self.governs, self.comma, self.conjunction = "", False, False

    def participle(self, at: int) -> None:
        clause = self.clause
        parted = _PARTED.get(self.kinds[clause.verb]) if clause.verb >= 0 and clause.object < 0 else None
        if parted and clause.subject >= 0 and (self.predicate == clause.verb) and self._only_phrases(clause.verb, at):
            self.kinds[at] = parted  # "had in 2036 confirmed", "was, on the initiative of the parties, adopted"
            self._verb(at)
            return
        if self._is_finite(at):
            self.kinds[at] = "active"
            self.finite(at)
        else:
            chained = self.comma and clause.verb >= 0 and self.kinds[clause.verb] == "passive"
            self.owners[at] = clause.subject if chained and self.kinds[self.last] == "state" else self.last
            self.predicate = at
            self.governs, self.comma, self.conjunction = "", False, False

    def _only_phrases(self, verb: int, at: int) -> bool:
        """Whether nothing but phrases in commas or with a preposition part an auxiliary from its participle."""
        inserted = self.kinds[verb] == "auxiliary" or self.kinds[verb + 1] == "comma"
        return at > verb + 1 and inserted and self.shapes.phrases.fullmatch(self.letters, verb + 1, at) is not None

    def _is_finite(self, at: int) -> bool:  # noqa: PLR0911 - one reason after the other
        clause = self.clause
        following = self.kinds[at + 1] if at + 1 < len(self.kinds) else "stop"
        if clause.opener == "which" and clause.verb < 0:
            return following != "by"
        if clause.verb >= 0:
            if following == "by":
                return False
            waiting = clause.matrix
            while waiting is not None and waiting.verb >= 0:
                waiting = waiting.matrix
            if waiting is not None and waiting.subject >= 0 and (self.comma or following in _AFTER_OBJECT):
                return True
            if (
                waiting is not None
                and waiting.subject >= 0
                and clause.opener == "which"
                and self.predicate == clause.verb
            ):
                return not self.conjunction
            return (self.conjunction and self.predicate == clause.verb) or (
                self.conjunction and following in _AFTER_OBJECT
            )
        if clause.subject < 0:
            outer = clause.matrix if clause.opener == "while" and self.comma else None
            return outer is not None and outer.verb < 0 <= outer.subject and following != "by"
        if self.kinds[clause.subject] in _STATELIKE and self.last == clause.subject and not self.comma:
            return True
        if following in _AFTER_OBJECT:
            return True
        if following == "by":
            return False
        return not self.shapes.verb_ahead.match(self.letters, at + 1)

    def loose_verb(self, at: int) -> None:
        """A gerund or an infinitive: those around it belong to it, its subject is that of the clause."""
        if self.kinds[at] == "gerund" and self.last == at - 1 and self.last >= 0:
            self.owners[at] = self.last
        else:
            self.owners[at] = self.clause.subject
        self.predicate = at
        self.governs, self.conjunction = "", False

    # ------------------------------------------------------------------------------------------ signs and small words
    def sign(self, at: int, kind: str) -> None:  # noqa: C901, PLR0912 - one case for each kind
        if kind == "comma":
            if (
                self.clause.opener == "if"
                and self.clause.subject < 0
                and self.clause.matrix is not None
                and self.last < 0
            ):
                self.clause = self.clause.matrix  # "if less resolutely,"
                self.last, self.predicate = self.clause.subject, self.clause.verb
            self.comma, self.governs = True, ""
            if self.predicate >= 0 and self.kinds[self.predicate] in ("participle", "gerund") and self.clause.verb >= 0:
                self.predicate = self.clause.verb
        elif kind == "and":
            self.conjunction = True
            if self.kinds[at + 1 : at + 2] in (["comma"], ["dash"]):
                states = (
                    i for i in range(at - 1, max(-1, at - 6), -1) if self.kinds[i] in _LISTED and i in self.places
                )
                self.listed = next(states, -1)
        elif kind in ("semicolon", "bullet"):
            self.listed = -1
            states = (i for i in range(at - 1, max(-1, at - _FAR), -1) if self.kinds[i] == "state" and i in self.places)
            self.list_before = next(states, -1)
            self.open("main")
        elif kind == "colon":
            if self.governs not in ("in", "by"):  # but "accessible in: Latvia, …"
                self.open("colon")
        elif kind in ("while", "if"):
            self.open(kind, self._root() if kind == "while" else self.clause)
        elif kind in ("that", "which"):
            if kind == "that" and self.last < 0 and self.clause.verb < 0 and self.kinds[at + 1 : at + 2] == ["copula"]:
                self.clause.subject = at  # "where that was the case"
                return
            last, before = self.last, self._said_in() if kind == "that" and self.conjunction else self.clause
            if kind == "that" and self.comma and before.opener == "which" and before.matrix is not None:
                before = before.matrix  # "alleged by a study, which …, that"
            verb_follows = self.kinds[at + 1 : at + 2] and self.kinds[at + 1] in (*FINITE, "participle")
            self.open("which" if verb_follows and last >= 0 else kind, before)
            if verb_follows:
                self.clause.subject = last
        elif kind == "as":
            if at + 1 < len(self.kinds) and self.kinds[at + 1] in NOMINAL and not self.own_verb(at + 1):
                self.governs = "prep"
            elif self.kinds[at + 1 : at + 2] and self.kinds[at + 1] in PREPOSITIONS:
                self.governs = "as"  # "as in Iraq" compares
            else:
                self.open("as", self.clause)
        elif kind in ("open", "dash") and not (kind == "dash" and self.clause.opener == "bracket"):
            self.outside.append((self.clause, self.last, self.predicate))
            self.open("bracket", self.clause)
        elif kind in ("close", "dash") and self.outside:
            self.clause, self.last, self.predicate = self.outside.pop()
            self.governs = ""
        elif kind == "including":
            self.governs = "including"
        elif kind == "exists":
            self.finite(at)

    def _said_in(self) -> Clause:
        """The clause of which another "that" goes on."""
        clause: Clause | None = self.clause
        while clause is not None and clause.opener != "that":
            clause = clause.matrix
        return clause.matrix if clause is not None and clause.matrix is not None else self.clause

    def _root(self) -> Clause | None:
        clause = self.clause
        while clause.matrix is not None and clause.opener != "bracket":
            clause = clause.matrix
        return clause if clause.verb < 0 else None
