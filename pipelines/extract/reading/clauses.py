"""The fourth level: who is the subject of which verb, by whom, where, according to whom.

One walk over the groups of a sentence. Every group that names somebody gets a role, every verb a clause. Here: verbs
and signs. Not here: nouns (`walk.py`), and what follows from all that (`features.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.extract.reading.grammar import Grammar, Shapes
from pipelines.extract.reading.groups import Groups, groups_of
from pipelines.extract.reading.kinds import FINITE, KINDS, NOMINAL, PREPOSITIONS
from pipelines.extract.reading.tokens import Tokens
from pipelines.extract.reading.walk import STATELIKE, Parse, Walk

_ENDS = (["comma"], ["stop"], ["semicolon"])
_AFTER_OBJECT = frozenset(("that", *NOMINAL))


def clauses_of(tokens: Tokens, first: int, last: int, grammar: Grammar) -> Parse:
    """The clauses of the sentence of tokens `first` up to `last`, worked out once for all who ask."""
    known: Parse | None = tokens.known.get(("clauses", first, last))
    if known is None:
        known = _parse(groups_of(tokens, first, last, grammar), grammar.shapes)
        tokens.known["clauses", first, last] = known
    return known


def _parse(groups: Groups, shapes: Shapes) -> Parse:
    """Walk over the groups of one sentence."""
    walk = _Clauses(list(groups.kinds), shapes)
    for at, kind in enumerate(groups.kinds):
        if kind in _MEET:
            _MEET[kind](walk, at)
    letters = "".join([KINDS.of[kind] for kind in walk.kinds])
    return Parse(walk.places, walk.agents, walk.owners, walk.kinds, walk.clauses, letters, {})


class _Clauses(Walk):
    """The part of a walk that meets verbs and signs."""

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
        stands_first = subject in STATELIKE and subject != "organ" and self.last == clause.subject and not self.comma
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
        clause = self.clause
        if clause.opener == "if" and clause.subject < 0 and clause.matrix is not None and self.last < 0:
            self.clause = clause = clause.matrix  # "if less resolutely,"
            self.last, self.predicate = clause.subject, clause.verb
        self.comma, self.governs = True, ""
        if self.predicate >= 0 and self.kinds[self.predicate] in ("participle", "gerund") and clause.verb >= 0:
            self.predicate = clause.verb

    def on_and(self, _at: int) -> None:
        self.conjunction = True

    def on_semicolon(self, at: int) -> None:
        signs = (kind for kind in reversed(self.kinds[:at]) if kind in ("open", "close"))
        if self.outside and next(signs, "") == "open":
            self.open("bracket", self.outside[-1][0])  # "(A, in 2030; B and C, in 2031)"
        else:
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
            if last < 0 and before.verb < 0 and self.after(at) == "copula":
                before.subject = at  # "where that was the case"
                return
            before = (self.conjunction and before.told()) or before
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
_MEET: dict[str, Callable[[_Clauses, int], None]] = {
    **dict.fromkeys(NOMINAL, _Clauses.nominal),
    **dict.fromkeys(PREPOSITIONS, _Clauses.preposition),
    **dict.fromkeys((*FINITE, "exists"), _Clauses.finite),
    **dict.fromkeys(("gerund", "infinitive"), _Clauses.loose_verb),
    **dict.fromkeys(("that", "which"), _Clauses.on_that),
    **dict.fromkeys(("semicolon", "bullet"), _Clauses.on_semicolon),
    "participle": _Clauses.participle,
    "comma": _Clauses.on_comma,
    "and": _Clauses.on_and,
    "colon": _Clauses.on_colon,
    "while": _Clauses.on_while,
    "if": _Clauses.on_if,
    "as": _Clauses.on_as,
    "open": _Clauses.on_open,
    "close": _Clauses.on_close,
    "dash": _Clauses.on_dash,
    "including": _Clauses.on_including,
}
