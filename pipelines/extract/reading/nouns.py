"""Where the nouns of a sentence stand: as subject, object, place or agent, in a list, or after a verb that is left out.

Not here: what a preposition governs (`walk.py`), verbs and signs (`clauses.py`).
"""

from __future__ import annotations

from pipelines.extract.reading.kinds import NOMINAL, OWNED, PREPOSITIONS
from pipelines.extract.reading.walk import ACTORS, LENT, LISTED, PERSONS, Clause, Place, Walk

# What a State can not be coordinated with: it shares the verb of the clause, "for two years, and Iran for three".
_UNLIKE = frozenset(("noun", "measure", "period", "name", "counted", "paper", "text"))
_VERBS = ("active", "passive", "copula")
_HOW = (["while"], ["if"])
_REPORTING = LISTED | {"collective", "counted"}
_PLACED = frozenset(("name", "mention-of", "noun", "land"))


class Nouns(Walk):
    """The part of a walk that meets nouns."""

    def nominal(self, at: int) -> None:  # noqa: C901, PLR0912, PLR0915 - one case after the other
        """Meet a noun: it gets its place."""
        listed, self.listed = self.listed, -1
        if (self.comma or self.conjunction) and self._goes_back(at):
            return
        if listed >= 0 and self._goes_on(at, listed):
            self.share(at, listed)  # "in Chile, Peru and, if parliament agreed, Togo"
            self.clause = self.places[at].clause
            return
        clause, last, kind = self.clause, self.last, self.kinds[at]
        if kind not in LISTED:
            self.listed = listed
        if kind == "state" and last == at - 1 >= 0 and self.kinds[last] == "mention-of":
            self.share(at, last)  # "Peru's neighbour Ecuador"
        elif self.comma and self._is_next_in_list(at):
            self.share(at, last)  # "in Canada, Chile and, as of June, Peru"
        elif self.governs == "prep" and self._opens_clause(at):
            self.open("while", clause)
            self._subject(at)
        elif self.governs:
            self.governed(at)
        elif self.predicate == at - 1 and at and self.kinds[at - 1] in ("gerund", "infinitive"):
            self.place(at, "object")
        elif clause.opener == "colon" and clause.subject < 0 and self._is_in_list(at):
            self.place(at, "including")
        elif clause.opener == "bracket" and clause.verb < 0 and clause.subject < 0 and not self._has_verb(at):
            anchor = self.outside[-1][1]
            if kind == "other" and anchor >= 0 and self.kinds[anchor] in LENT:
                self.kinds[anchor] = "other"  # "the agency (GIZ)"
            self.place(at, "bracket", anchor)
        elif self.conjunction and (before := self._listed_before(at)) is not None:
            self.places[at] = before
        elif self.conjunction and self._is_gapped(at):
            self.place(at, "gapped")
        elif self.conjunction and last >= 0 and self._is_coordinate(at):
            self.share(at, last)
        elif self.comma and kind == "state" and last == at - 2 >= 0 and self._completes_town(at):
            pass
        elif clause.verb < 0:
            if clause.subject < 0:
                self._subject(at)
            else:
                self._second(at)
        elif self.own_verb(at) and not self._is_object_of_relative():
            self._next_clause(at)
        elif self._is_gapped(at):
            self.place(at, "gapped")
        elif clause.opener == "as" and self.kinds[clause.verb] == "auxiliary":
            self.place(at, "object")
        elif self.comma and last >= 0 and kind == "state" and self.kinds[last] != "state":
            self.place(at, "aside", last)
        else:
            if clause.object < 0 and self.predicate == clause.verb:
                clause.object = at
            self.place(at, "object", last if self.comma else -1)

    def _goes_back(self, at: int) -> bool:
        """Whether the noun shares the verb of a clause around this one, to which the walk then goes back."""
        if self.conjunction and (outer := self._outer_verb(at)) is not None:
            self.clause = outer
            if self._inserted(at) > at:
                self.place(at, "gapped")
                return True
        if (reported := self._reported_in(at)) is None:
            return False
        self.clause = reported
        self.place(at, "gapped")
        return True

    def _is_next_in_list(self, at: int) -> bool:
        kinds, last = self.kinds, self.last
        return last == at - 2 >= 0 and kinds[last] == kinds[at] and kinds[at] in LISTED and self.after(at) == "and"

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
            or self._waits_behind(self.last)
            or (self.kinds[self.last : at + 1] == ["name", "and", "state"] and before in PREPOSITIONS)
        )

    def _waits_behind(self, last: int) -> bool:
        """Whether the verb ahead is that of a subject before: "the courses led by UNODC and X had ended"."""
        waits = self.clause.verb < 0 <= self.clause.subject < last and not self.comma
        return waits and self.kinds[last] in ACTORS and self.places[last].role == "by"

    def _opens_clause(self, at: int) -> bool:
        """Whether the preposition is a conjunction: "X, after its staff had been trained, …"."""
        waits = self.clause.verb < 0 and (self.clause.subject < 0 or self.comma) and self.clause.opener == "main"
        acts = self.after(at) == "active" or (self.after(at) == "participle" and self.after(at + 1) in NOMINAL)
        told = self.kinds[at] == "state" and acts  # "was updated after X had informed", "until X merged them"
        return self.kinds[at - 1] == "prep" and (told or (waits and self.after(at) in _VERBS))

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

    def _completes_town(self, at: int) -> bool:
        """Whether a State only completes the name of a place ("in Kingston, Jamaica, …"); it then gets its place."""
        last, following = self.last, self.after(at)
        town = last
        while self.places[town].role == "of" and town - 2 in self.places:
            town -= 2  # "in the state of Victoria, Australia"
        if (
            self.kinds[last] in _PLACED
            and following in ("", "comma", "stop", "close", "semicolon", "and")
            and (town < last or self.kinds[town] == "land")
            and self.places[town].role in ("in", "by", "prep", "from", "with")
        ):
            self.share(at, town)
            return True
        if (
            self.kinds[last] in ("name", "company")
            and following in ("comma", "stop", "close")
            and self.places[last].role in ("in", "prep", "from", "of", "with")
        ):
            self.place(at, "aside", last)
            return True
        return False

    def _outer_verb(self, at: int) -> Clause | None:
        """The clause before a relative one whose verb a State shares: "A pointed to R, which …, and B to S"."""
        outer = self.clause.matrix if self.clause.opener in ("which", "that") and self.clause.verb >= 0 else None
        if outer is None or outer.verb < 0 or self.kinds[at] != "state":
            return None
        following = self.after(self._inserted(at))
        shares = following in NOMINAL and not self.own_verb(at)  # "A described a law, which …, and B a system"
        shares = shares or (
            following in ("to", "for", "of") and following in self.kinds[outer.verb + 1 : outer.verb + 4]
        )
        return outer if shares else None

    def _inserted(self, at: int) -> int:
        """The last group of what is inserted in commas behind a noun, or the noun itself."""
        inserted = self.shapes.inserted.match(self.letters, at + 1)
        return inserted.end() - 1 if inserted else at

    def _reported_in(self, at: int) -> Clause | None:
        """The clause whose verb a State shares that only a "that" follows: "A added that …, and B that …"."""
        if self.kinds[at] not in _REPORTING or self.governs not in ("", "by"):
            return None
        after = self._inserted(at) + 1
        if self.conjunction and self.kinds[at + 1 : at + 3] == ["comma", "that"]:
            after = at + 2  # « et le Togo, que … »
        if self.conjunction and self.kinds[after : after + 1] in _HOW and not self.own_verb(at):
            before = (c for c in reversed(self.clauses) if c.verb >= 0 and c.opener in ("main", "and"))
            outer = next(before, None)  # "A described how …, and B how …"
            same = outer is not None and self.kinds[outer.verb + 1 : outer.verb + 2] == self.kinds[after : after + 1]
            return outer if same and outer and self.kinds[outer.subject] in _REPORTING else None
        if self.kinds[after : after + 1] != ["that"]:
            return None
        outer = self.clause.matrix if self.clause.opener == "which" else None
        if outer is not None and outer.verb >= 0 and self.kinds[outer.subject] in _REPORTING and self.conjunction:
            return outer  # "A announced a law that would …, and B that …"
        return self.clause.told()

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
        following = self.after(at)
        if following in NOMINAL or (following in PREPOSITIONS and following in self.kinds[verb + 1 : verb + 4]):
            return True
        if following in ("stop", "semicolon") and self.conjunction:
            return any(p.role == "gapped" and p.clause is self.clause for p in self.places.values())
        unlike = self.last < 0 or self.last == subject or self.kinds[self.last] in _UNLIKE
        return unlike and (following in PREPOSITIONS or following == "comma")

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
        opened = next(
            (self.kinds[i] for i in range(self.list_before, -1, -1) if self.kinds[i] in ("colon", "stop")), ""
        )
        return opened == "colon" and not self.own_verb(at)

    def _second(self, at: int) -> None:
        """A second noun before the verb: in apposition, or the subject itself."""
        first = self.clause.subject
        acts = self.after(at) in ("active", "participle")
        if self.comma and acts and self.after(at + 1) == "comma":
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
            or (self.kinds[first] == "noun" and self.kinds[at] in ACTORS and acts)
            or (not self.comma and self.own_verb(at))
        ):
            self._subject(at)
        else:
            self.place(at, "apposition", first)

    def _is_absolute(self, clause: Clause) -> bool:
        """Whether a gerund is all that its subject has: "a study by the Office having shown that …, the fee was …"."""
        verbs = (at for at, kind in enumerate(self.kinds) if kind == "gerund" and at in self.owners)
        return self.kinds[clause.subject] != "state" and any(clause.subject < at < clause.subject + 5 for at in verbs)

    def _next_clause(self, at: int) -> None:
        """The noun is the subject of a clause that begins with it."""
        clause = self.clause
        waiting = clause.matrix if self.comma and clause.opener in ("which", "while", "that") else None
        if waiting is not None and waiting.verb < 0 and (waiting.subject < 0 or self._is_absolute(waiting)):
            self.clause = waiting
            self._subject(at)
            return
        nested = clause.opener == "that" and self.kinds[at] != "state"
        directly = not self.comma and not self.conjunction
        matrix = clause if directly else clause.matrix
        self.open("that" if nested or directly else "and", matrix)
        self._subject(at)
