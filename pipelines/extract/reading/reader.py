"""The last level within a sentence: ordered rows, the first that fits a group decides what the sentence says of it.

Not here: what a row asks for (`features.py`), how rows are read (`rules.py`), how sentences go on (`paragraphs.py`).
"""

from __future__ import annotations

from pipelines.extract.reading.actors import COUNTED, LOOK, MAIN, Actors
from pipelines.extract.reading.features import Features
from pipelines.extract.reading.kinds import OWNED
from pipelines.extract.reading.rules import Finding, Row, Rules
from pipelines.extract.reading.walk import PASSED_ON, PERSONS, Clause, Place

TIES = ("bracket", "including", "aside", "apposition")
# "two, Djibouti and Guyana, were considering one"
_NAMED_AFTER = frozenset(("noun", "counted", "states", "collective", "example"))
_TOLD = frozenset(("by", "in", "to", "for", "with", "unlike", "case", "from", "object", "of"))
_ACTING = ("act", "report", "existing", "receiving")
_BEING = ("copula", "existing", "passive-act", "passive-enacted", "passive-suffered")
_ANCHORS = COUNTED | {"state", "latter"}


class Reader(Actors):
    """A sentence for whose groups rows are tried."""

    def find(self, at: int, rows: Rules, as_kind: str = "", place: Place | None = None) -> Finding | None:
        """What the first row that fits says of a group; None where no row fits."""
        place = place or self.parse.places.get(at)
        if place is None:
            return None
        if (
            place.role == "apposition"
            and place.tied >= 0
            and (self.parse.kinds[at] in OWNED or self.parse.kinds[place.tied] in _NAMED_AFTER)
        ):
            if self.parse.kinds[at] == "measure-of" or self.parse.kinds[place.tied] not in PASSED_ON:
                # "the Office, Malta's central authority, had …", "KONEPS, the system of …, had …"
                return self.find(at, rows, self.parse.kinds[at], self.parse.places[place.tied])
        elif place.role in TIES and self.anchor(at, place) >= 0:
            return self._tied(at, place, rows)
        kind = as_kind or self.parse.kinds[at]
        features = Features(self, at, place, kind)
        for row in rows[kind, place.role, place.front]:
            for name, values in row.wanted:
                if features[name] not in values:
                    break
            else:
                if self._around(at, row):
                    verb = place.clause.verb if row.says == "clause-reports" else features.verb_at
                    lemma = self.predicate(verb).lemma if row.reports else None
                    again = self._next_verb(at, place) if row.says == "nothing" else None
                    return (again and self.find(at, rows, as_kind, again)) or Finding(row, lemma, verb)
        if again := self._where(at, place) or self._after_passive(at, place):
            return self.find(at, rows, as_kind, again)
        return self._as_listed(at, place, rows)

    def _as_listed(self, at: int, place: Place, rows: Rules) -> Finding | None:
        """What is said of the State before whose place this one shares: "among these were A, which …, and B"."""
        kinds, places = self.parse.kinds, self.parse.places
        first = next((i for i in range(max(0, at - LOOK), at) if places.get(i) is place and kinds[i] == kinds[at]), at)
        found = None if first == at else self.find(first, rows)
        return found if found is not None and found.row.right is None else None

    def _next_verb(self, at: int, place: Place) -> Place | None:
        """The place in the next clause that shares it: "X attended and wrote", "in X, … and the court ruled"."""
        if (where := self._where(at, place)) is not None:
            return where
        if place.clause.opener == "if":
            return None  # «Si Chile aprueba la ley, concluirá la asistencia»
        after = [
            c
            for c in self.parse.clauses
            # "hosted visits or did both" says nothing new
            if c.verb > place.clause.verb >= 0
            and c.opener in ("and", "colon")
            and self.parse.kinds[c.verb] != "auxiliary"
        ]
        if place.role == "subject":
            clause = next((c for c in after if c.subject == at), None)
        elif place.role == "in" and place.front:
            clause = next((c for c in after if c.place < 0 and self._is_own(c)), None)
        else:
            return None
        return None if clause is None else place._replace(clause=clause, predicate=clause.verb)

    def _is_own(self, clause: Clause) -> bool:
        """Whether a clause is about a body, or is done by one that has a name."""
        agent = self.parse.agents.get(clause.verb, -1)
        about = clause.subject >= 0 and self.parse.kinds[clause.subject] == "organ"
        return about or (clause.subject >= 0 and agent >= 0 and self.is_titled(agent))

    def _after_passive(self, at: int, place: Place) -> Place | None:
        """The place of a State in what it did after something was done to it: "X was asked to do so and amended …"."""
        if place.role != "subject" or place.clause.opener not in MAIN:
            return None
        again = self._next_verb(at, place) if self.predicate(place.clause.verb).kind.startswith("passive") else None
        return again if again is not None and self.predicate(again.predicate).kind in ("act", "report") else None

    def _where(self, at: int, place: Place) -> Place | None:
        """The place of a State in the clause on what its own body does there: "in X, where the court …, the Office"."""
        # "advice was given to X, which reported that", but "experts from X, who discussed a draft"
        persons = self.parse.kinds[max(0, at - 2)] in (*PERSONS, "participle")
        if self.parse.kinds[at + 1 : at + 3] == ["comma", "which"] and place.role in _TOLD and not persons:
            says = _ACTING if self.parse.kinds[at] == "organ-of" else ("report",)
            told = (c for c in self.parse.clauses if c.subject == at and self.predicate(c.verb).kind in says)
            relative = next(told, None)
            return None if relative is None else Place("subject", relative, relative.verb, tied=-1, front=False)
        groups, words, kinds, subject = self.groups, self.tokens.words, self.parse.kinds, at + 3
        if kinds[at:subject] != ["state", "comma", "while"] or place.clause.subject == subject:
            return None
        if words[groups.starts[at + 2]] not in self.grammar.where or subject == len(kinds):
            return None
        being = _BEING if kinds[subject] == "measure" else _ACTING if kinds[subject] == "organ" else ()
        there = (c for c in self.parse.clauses if c.subject == subject and self.predicate(c.verb).kind in being)
        clause = next(there, None)
        if clause is None or (kinds[subject] == "organ" and not any(map(self.is_titled, range(subject, clause.verb)))):
            return None  # "where the magistrate spent three months"
        return Place("in", clause, clause.verb, tied=-1, front=True)

    def is_titled(self, at: int) -> bool:
        """Whether a body has a name: "the Court of Accounts", "a unit within the Ministry"."""
        words = self.tokens.words[self.groups.starts[at] : self.groups.ends[at]]
        return self.parse.kinds[at] == "organ" and any(word[0].isupper() for word in words)

    def _around(self, at: int, row: Row) -> bool:
        return (row.left is None or row.left.search(self.parse.letters, max(0, at - LOOK), at) is not None) and (
            row.right is None or row.right.match(self.parse.letters, at + 1) is not None
        )

    def _tied(self, at: int, place: Place, rows: Rules) -> Finding | None:
        """A State that is named after those it belongs to shares what is said of them."""
        anchor = self.anchor(at, place)
        where = self.parse.places.get(anchor)
        return None if where is None else self.find(anchor, rows, "state", where)

    def anchor(self, at: int, place: Place) -> int:
        """The group that a tied one belongs to, -1 where there is none."""
        anchor = place.tied
        if place.role == "including" or anchor < 0 or self.parse.kinds[anchor] not in _ANCHORS:
            anchor = next(
                (
                    i
                    for i in range(at - 1, max(-1, at - LOOK), -1)
                    if self.parse.kinds[i] in COUNTED and i in self.parse.places
                ),
                -1,
            )
        return anchor
