"""The last level within a sentence: ordered rows, the first that fits a group decides what the sentence says of it.

A row asks for features of the group (its role, its verb, who the subject and the agent are). Not here: how rows are
read (`rules.py`), nor how sentences go on about a State (`paragraphs.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.groups import Groups
from pipelines.extract.reading.kinds import KINDS, NOMINAL, OWNED, PREPOSITIONS
from pipelines.extract.reading.predicates import Predicate, predicate
from pipelines.extract.reading.rules import FEATURES, Finding, Row, Rules
from pipelines.extract.reading.tokens import Tokens
from pipelines.extract.reading.walk import ACTORS, PASSED_ON, Clause, Parse, Place

TIES = ("bracket", "including", "aside", "apposition")


class Reader:
    """One sentence with all that is known of it, for rows to ask about. `actor`: kind of whom a pronoun takes up."""

    def __init__(  # noqa: PLR0917 - the levels below, in their order
        self,
        tokens: Tokens,
        groups: Groups,
        parse: Parse,
        grammar: Grammar,
        actor: Callable[[], str],
        introduction: str = "none",
    ) -> None:
        self.tokens, self.groups, self.parse, self.grammar, self.actor = tokens, groups, parse, grammar, actor
        self.introduction, self.context = introduction, "none"
        self.letters = "".join([KINDS.of[kind] for kind in parse.kinds])
        self._predicates: dict[int, Predicate] = {}

    def predicate(self, at: int) -> Predicate:
        """The predicate of a group of a verb; none of its number is -1."""
        if at < 0:
            return _NONE
        found = self._predicates.get(at)
        if found is None:
            form = self.parse.kinds[at]
            found = predicate(
                self.tokens,
                self.groups.starts[at],
                self.groups.ends[at],
                form,
                self.grammar,
                agent=at in self.parse.agents,
            )
            self._predicates[at] = found
        return found

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
        return self._taken_up(at) if at >= 0 and self.parse.kinds[at] == "pronoun" else self.kind(at)

    def paper_of_others(self, at: int) -> bool:
        """Whether a paper is told to be somebody's who is no State ("a study published by the Bank")."""
        kinds = self.parse.kinds
        by = at + 1 + (kinds[at + 1 : at + 2] == ["participle"])
        return kinds[at] in _PAPERS and kinds[by : by + 1] in _BY and kinds[by + 1 : by + 2] in _OF_OTHERS

    def _taken_up(self, at: int) -> str:
        """The kind of another actor that a pronoun stands for, "pronoun" for anybody else, "nobody" if unknown."""
        if self.parse.kinds[at] == "latter":
            told = (kind for kind in self.parse.kinds[at - 1 : max(-1, at - 1 - _LOOK) : -1] if kind in NOMINAL)
            return next((kind for kind in told if kind in PASSED_ON or kind in ("organ", "noun")), self.actor())
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
                if kind not in _STATES and (by := self._done_by(clause)):
                    return by  # "courts were advised by the project, whereas in X it …"
                return (
                    kind
                    if kind in PASSED_ON or kind == "name"
                    else "state"
                    if kind in ("state", "organ-of") and at not in self.own(clause.subject)
                    else "pronoun"
                )
        return self.actor()

    def _done_by(self, clause: Clause) -> str:
        """The kind of the other actor by whom a passive is done ("assisted by" follows a copula), "" for none."""
        roles = ("by", "with") if clause.verb >= 0 and self.parse.kinds[clause.verb] == "copula" else ("by",)
        told = (self.parse.kinds[at] for at, p in self.parse.places.items() if p.clause is clause and p.role in roles)
        return next((kind for kind in told if kind in ACTORS), "")

    def _actor_before(self, at: int) -> str:
        """Whom "by it" takes up: the nearest before that is no subject, where it is another actor."""
        place = self.parse.places.get(at)
        if place is None or place.role != "by":
            return ""
        for i in range(at - 1, max(-1, at - _LOOK), -1):
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
        before = [c for c in self.parse.clauses if 0 <= c.subject < at and c.opener in _MAIN]
        kind = self.parse.kinds[before[-1].subject] if before else ""
        return kind if kind in PASSED_ON and kind not in ("event", "help") else ""

    def own(self, subject: int) -> set[int]:
        """The pronouns that may take up this subject and still speak of the State of the place before them."""
        codes = {iso3 for iso3, _ in self.groups.states.get(subject, ())}
        return {at + 2 for at, named in self.groups.states.items() if codes & {iso3 for iso3, _ in named}}

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
            if self.parse.kinds[place.tied] not in PASSED_ON:  # "the Office, Malta's central authority, had …"
                return self.find(at, rows, self.parse.kinds[at], self.parse.places[place.tied])
        elif place.role in TIES and self.anchor(at, place) >= 0:
            return self._tied(at, place, rows)
        kind = as_kind or self.parse.kinds[at]
        features = _Features(self, at, place, kind)
        of_kind = rows[kind]
        for row in of_kind.get(place.role) or of_kind.get("", ()):
            for name, values in row.wanted:
                if features[name] not in values:
                    break
            else:
                if self._around(at, row):
                    verb = place.clause.verb if row.says == "clause-reports" else features.verb_at
                    lemma = self.predicate(verb).lemma if row.says.endswith("reports") else None
                    again = self._next_verb(at, place) if row.says == "nothing" else None
                    return (again and self.find(at, rows, as_kind, again)) or Finding(row, lemma, verb)
        return None

    def _next_verb(self, at: int, place: Place) -> Place | None:
        """The place of a subject in the next clause that shares it: "X attended a course and wrote a manual"."""
        if place.role != "subject":
            return None
        shared = (
            c for c in self.parse.clauses if c.subject == at and c.verb > place.clause.verb >= 0 and c.opener == "and"
        )
        clause = next(shared, None)
        return None if clause is None else place._replace(clause=clause, predicate=clause.verb)

    def _around(self, at: int, row: Row) -> bool:
        return (row.left is None or row.left.search(self.letters, max(0, at - _LOOK), at) is not None) and (
            row.right is None or row.right.match(self.letters, at + 1) is not None
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
                    for i in range(at - 1, max(-1, at - _LOOK), -1)
                    if self.parse.kinds[i] in _COUNTED and i in self.parse.places
                ),
                -1,
            )
        return anchor


def features_of(reader: Reader, at: int, place: Place) -> Mapping[str, str]:
    """What rows may ask of a group, for people to read; every feature is worked out when it is asked for."""
    return _Features(reader, at, place, reader.parse.kinds[at])


class _Features(dict[str, str]):
    """The features of a group, each worked out when a row asks for it."""

    def __init__(self, reader: Reader, at: int, place: Place, kind: str) -> None:
        super().__init__(kind=kind, role=place.role, front="yes" if place.front else "no")
        self.reader, self.at, self.place = reader, at, place
        clause = place.clause
        self.verb_at = place.predicate
        if place.predicate < 0 or place.role in _OF_CLAUSE or (place.front and place.role in _FRONTED):
            self.verb_at = clause.verb
        if place.role == "inserted" or (reader.parse.owners.get(at + 1, -1) == at and place.role == "with"):
            self.verb_at = at + 1

    def __missing__(self, name: str) -> str:
        found = self[name] = _WAYS[name](self)
        return found

    def _verb(self) -> str:
        return self.reader.predicate(self.verb_at).kind

    def _clause_verb(self) -> str:
        return self.reader.predicate(self.place.clause.verb).kind

    def _subject(self) -> str:
        """The kind of the subject; "a clinic run by an organization" is somebody else's."""
        subject, parse = self.place.clause.subject, self.reader.parse
        made_by = (parse.agents.get(verb, -1) for verb, owner in parse.owners.items() if owner == subject >= 0)
        if any(agent >= 0 and self.reader.kind(agent) in ACTORS for agent in made_by):
            return "other"
        relative = subject >= 0 and parse.kinds[subject] not in _ACTING and parse.kinds[subject + 1 : subject + 2]
        if relative in (["that"], ["which"]) and any(
            subject < c.subject < self.place.clause.verb and parse.kinds[c.subject] in ACTORS for c in parse.clauses
        ):
            return "other"  # "the advice that the project had given led to no result"
        from_state = subject >= 0 and parse.kinds[subject + 1 : subject + 3] == ["from", "state"]
        if from_state and self._is_abroad(subject + 2):
            return "other"  # "in X, a prosecutor from Y"
        owned = subject >= 0 and self["role"] == "in" and parse.kinds[subject] == "measure-of"
        if owned and self._is_abroad(subject):
            return "other"  # "in X, the initiative of Y"
        kind = self.reader.kind(subject)
        return "pronoun" if kind == "nobody" and self["kind"] in _COUNTED else kind

    def _owner(self) -> str:
        parse = self.reader.parse
        if self.verb_at in parse.owners:
            return self.reader.kind(parse.owners[self.verb_at])
        return self._subject()

    def _agent(self) -> str:
        """The kind of the agent; "by two judges whom the Office had recruited" is by others."""
        agent, kinds = self.reader.parse.agents.get(self.verb_at, -1), self.reader.parse.kinds
        groups = self.reader.groups
        if (
            agent >= 0
            and kinds[self.verb_at] == "active"
            and groups.ends[self.verb_at] - groups.starts[self.verb_at] > 1
        ):
            return "none"  # "the court granted a request by Y"
        if agent >= 0 and kinds[agent] == "organ-of" and self["role"] == "in" and not self._is_abroad(agent):
            return "organ"
        if agent >= 0 and kinds[agent + 1 : agent + 2] == ["which"] and kinds[agent + 2 : agent + 3] in _OTHER_SUBJECT:
            return "other"
        return self.reader.kind(agent)

    def _form(self) -> str:
        return "participle" if self.reader.parse.kinds[self.verb_at] == "participle" else "finite"

    def _opener(self) -> str:
        return self.place.clause.opener

    def _speaker(self) -> str:
        """Kind of the subject of the clause in whose "that" this one stands; `asked` for what somebody should do."""
        clause: Clause | None = self.place.clause
        if clause is not None and (source := self._source(clause)):
            return source
        nested = False
        while clause is not None and clause.matrix is not None:
            if clause.opener == "that":
                verb = self.reader.predicate(clause.matrix.verb).kind
                if verb == "passive-report":
                    return self.reader.kind(self.reader.parse.agents.get(clause.matrix.verb, -1))
                wish = verb == "wish" and self.reader.kind(clause.matrix.subject) not in _STATES
                if wish or verb in ("asking", "passive-asking"):
                    return "asked"  # also "the Conference may wish to recommend that"
                teller = self.reader.teller(clause.matrix.subject) if verb in _TELLING else ""
                if teller and not (nested and teller in _STATES):
                    return teller
                nested = True  # "JS3 said that A had been hurt, that B had fled", but "A noted that …, and B reported"
            clause = clause.matrix
        return "none"

    def _source(self, clause: Clause) -> str:
        """The kind of the State, or "source" for who else it is, according to whom something is; "none" for itself."""
        parse = self.reader.parse
        if clause.source >= 0:
            kind = parse.kinds[clause.source] if parse.kinds[clause.source] in _STATES else "source"
            return "none" if clause.source == self.at and kind != "source" else kind
        papers = (at for at, place in parse.places.items() if place.role == "source" and place.clause is clause)
        return "source" if any(map(self.reader.paper_of_others, papers)) else ""

    def _abroad(self) -> str:
        """Whether it is in another State that the clause tells of."""
        states, where = self.reader.groups.states, self.place.clause.place
        there = {iso3 for iso3, _ in states.get(where, ())}
        return (
            "yes" if where != self.at and there and not there & {iso3 for iso3, _ in states.get(self.at, ())} else "no"
        )

    def _is_abroad(self, at: int) -> bool:
        """Whether a State is none of those of the group."""
        states = self.reader.groups.states
        return {iso3 for iso3, _ in states.get(at, ())}.isdisjoint(iso3 for iso3, _ in states.get(self.at, ()))

    def _context(self) -> str:
        """Whether it was last said of a place what others do there."""
        return self.reader.context

    def _tied(self) -> str:
        """Kind of the noun whose agent a group is."""
        return self.reader.kind(self.place.tied)

    def _complement(self) -> str:
        """What stands right after the verb."""
        following = [
            kind for kind in self.reader.parse.kinds[self.verb_at + 1 : self.verb_at + 3] if kind not in PREPOSITIONS
        ]
        return following[0] if following else "none"

    def _topic(self) -> str:
        subject = self.place.clause.subject
        following = self.reader.parse.kinds[subject + 1 : subject + 2]
        return "yes" if following and following[0] in ("for", "of", "that") else "no"

    def _toward(self) -> str:
        """The first meeting, other actor or State to which a deed is done."""
        kinds, places = self.reader.parse.kinds, self.reader.parse.places
        begin = self.verb_at + 1
        inserted = self.reader.grammar.shapes.phrases.match(self.reader.letters, begin)
        if inserted and kinds[begin] == "comma" and kinds[inserted.end() - 1] == "comma":
            begin = inserted.end()  # "hosted, in Lima, a meeting"
        for at in range(begin, min(len(kinds), self.verb_at + _LOOK)):
            kind = kinds[at]
            if kind in _BREAKS:
                return "none"
            if kind == "text" and at > self.verb_at + 1:
                continue
            if kinds[at - 1] == "of" and kinds[at - 2] in ("measure", "organ"):
                continue  # "joined its register to the system of the European Commission"
            if kind in ("event", "help", "text", "other", "author", "mention-of", "collective", "states"):
                return kind
            if kind in ("state", "organ-of") and places[at].role != "prep":
                return kind
        return "none"

    def _before(self) -> str:
        """Kind of the subject of the clause before."""
        clauses = self.reader.parse.clauses
        at = next(i for i, clause in enumerate(clauses) if clause is self.place.clause)
        before = [c for c in reversed(clauses[:at]) if c.opener in _MAIN]
        told = next((c for c in before if c.verb >= 0), next((c for c in before if c.subject >= 0), None))
        return self.reader.introduction if told is None else self.reader.kind(told.subject)


_GIVEN = ("kind", "role", "front")
_WAYS: dict[str, Callable[[_Features], str]] = {
    name: getattr(_Features, "_" + name.replace("-", "_")) for name in FEATURES if name not in _GIVEN
}
_NONE = Predicate("none")
# "two, Djibouti and Guyana, were considering one"
_NAMED_AFTER = frozenset(("noun", "counted", "states", "collective", "example"))
_ACTING = frozenset(("organ", "measure", *OWNED))
_PAPERS, _BY = frozenset(("paper", "text")), [["of"], ["by"], ["from"]]
_OF_OTHERS = [["other"], ["person"], ["company"], ["project"]]  # but not the authors of the note
_OTHER_SUBJECT = [[kind] for kind in sorted(ACTORS)]
_STATES = frozenset(("state", "organ-of", "voice-of", "paper-of"))
_TELLING = frozenset(("report", "act", "outward", "auxiliary"))
_OF_CLAUSE = frozenset(("subject", "case"))
_FRONTED = frozenset(("in", "for", "law"))
_LOOK = 40  # groups to either side of one that a row looks at
_MAIN = frozenset(("main", "and", "colon", "while"))
_COUNTED = frozenset(("collective", "weak", "states", "counted"))
_ANCHORS = _COUNTED | {"state", "latter"}
_BREAKS = frozenset(
    ("comma", "semicolon", "colon", "active", "passive", "copula", "wish", "that", "which", "while", "infinitive")
)
