"""Where the nouns of a sentence stand: as subject, object, place or agent, in a list, or after a verb that is left out.

Not here: verbs and signs (`clauses.py`).
"""

from __future__ import annotations

from pipelines.extract.reading.kinds import NOMINAL, OWNED, PREPOSITIONS
from pipelines.extract.reading.walk import PERSONS, Clause, Place, Walk

_LENT = frozenset(("organ", "noun", "name", "voice", "person", "project"))
# What a State can not be coordinated with: it shares the verb of the clause, "for two years, and Iran for three".
_UNLIKE = frozenset(("noun", "measure", "period", "name", "counted", "paper", "text"))
LISTED = frozenset(("state", "organ-of", "measure-of"))
_UNNAMED = ("collective", "states")  # "in Peru, the Office of another State"
_ACTORS = frozenset(("other", "author", "project"))
_VERBS = [[kind] for kind in ("active", "passive", "copula")]
_REPORTING = LISTED | {"collective", "counted"}
_PLACED = frozenset(("name", "mention-of", "noun", "land"))
_SPEAKERS = PERSONS | {"noun", "company", "state", "organ-of", "voice-of", "paper-of"}


class Nouns(Walk):
    """The part of a walk that meets nouns and the prepositions before them."""

    def preposition(self, kind: str) -> None:
        """Meet a preposition: the next noun is governed by it."""
        agent = kind == "by" and self.predicate >= 0 and self.kinds[self.predicate] != "gerund"
        self.governs = "unlike" if self.governs == "as" and not agent else kind  # "regarded as useful by"
        if kind == "unlike":
            self.comma = False

    def nominal(self, at: int) -> None:  # noqa: C901, PLR0912, PLR0915 - one case after the other
        """Meet a noun: it gets its place."""
        if self._shares_outer_verb(at):
            self.clause = self.clause.matrix or self.clause
        if (reported := self._reported_in(at)) is not None:
            self.clause = reported
            self.place(at, "gapped")
            return
        clause, last = self.clause, self.last
        listed, self.listed = self.listed, -1
        if listed >= 0 and self._goes_on(at, listed):
            self.places[at] = self.places[listed]  # "in Chile, Peru and, if parliament agreed, Togo"
            self.clause = self.places[at].clause
            self.last, self.governs, self.comma, self.conjunction = at, "", False, False
            return
        if self.kinds[at] not in LISTED:
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
        elif self.governs == "prep" and self._opens_clause(at):
            self.open("while", self.clause)
            self._subject(at)
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

    def _opens_clause(self, at: int) -> bool:
        """Whether the preposition is a conjunction: "X, after its staff had been trained, …"."""
        waits = self.clause.verb < 0 and (self.clause.subject < 0 or self.comma) and self.clause.opener == "main"
        return waits and self.kinds[at - 1] == "prep" and self.kinds[at + 1 : at + 2] in _VERBS

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
            self.kinds[at] in LISTED
            and (self.kinds[at] == "state") == (self.kinds[listed] == "state")
            and (
                self.kinds[at - 1] in ("comma", "dash")
                or (self.kinds[at - 2 : at] == ["comma", "in"] == ["comma", place.role])
            )
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
            and 0 <= self.last == at - 2
            and self.kinds[at] == "state"
            and self.kinds[self.last] in ("name", "company")
            and self.places[self.last].role in ("in", "prep", "from", "of", "with")
            and self.kinds[at + 1 : at + 2] in (["comma"], ["stop"], ["close"])
        )

    def _town(self, at: int) -> int:
        """The group of a place that the State only completes ("in Kingston, Jamaica, …"), -1 where there is none."""
        if not (self.comma and 0 <= self.last == at - 2 and self.kinds[at] == "state"):
            return -1
        if self.kinds[self.last] not in _PLACED:
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

    def _reported_in(self, at: int) -> Clause | None:
        """The clause whose verb a State shares that only a "that" follows: "A added that …, and B that …"."""
        if self.kinds[at] not in _REPORTING or self.governs not in ("", "by") or not (self.comma or self.conjunction):
            return None
        inserted = self.shapes.inserted.match(self.letters, at + 1)
        after = inserted.end() if inserted else at + 1
        if self.kinds[after : after + 1] != ["that"]:
            return None
        clause: Clause | None = self.clause
        while clause is not None and clause.opener != "that":
            clause = clause.matrix
        return clause.matrix if clause is not None else None

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

    def _governed(self, at: int) -> None:
        role = self.governs
        if role == "in" and self.kinds[at] == "land-of":
            self.kinds[at] = "state"
        if role == "of" and 0 <= self.last == at - 2:
            self._lend(at - 2, self.kinds[at])
        if (
            role in ("source", "case")
            and self.clause.verb < 0
            and self.kinds[at] in (_SPEAKERS if role == "source" else PERSONS)
        ):
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
        if self.kinds[head] in _LENT and (abroad or owner in ("other", "author", "latter")):
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
        if self.predicate < 0:
            return self.clause.verb < 0 and self.clause.opener != "bracket" and not self.comma
        return self.predicate in self.agents and not (self.comma or self.conjunction)

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
            if self.kinds[at] in PERSONS:
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
            or (
                self.kinds[first] == "noun"
                and self.kinds[at] in _ACTORS
                and following[:1] in (["active"], ["participle"])
            )
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
