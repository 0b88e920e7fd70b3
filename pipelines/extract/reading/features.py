"""The features of a group in its clause: its role, its verb, who is subject and agent, in whose words it stands.

Not here: who somebody is (`actors.py`), what follows from features (`evidence.py`, `decide.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipelines.extract.reading.actors import COUNTED, LOOK, MAIN, STATES, Actors
from pipelines.extract.reading.kinds import OWNED, PREPOSITIONS
from pipelines.extract.reading.walk import ACTORS, Clause, Place

FEATURES = (
    *("kind", "role", "verb", "subject", "agent", "owner", "form", "opener", "speaker", "toward", "front", "topic"),
    *("before", "clause-verb", "abroad", "tied", "complement", "context", "about", "told", "tie"),
)
_ACTING = frozenset(("organ", "measure", *OWNED))
_BODIES = frozenset(("state", "organ", "organ-of"))
_OTHER_SUBJECT = [[kind] for kind in sorted(ACTORS)]
_MAKERS = ACTORS | {"company"}
_ATTRIBUTED = frozenset(("object", "by"))
_ABSOLUTE = frozenset(("with", "aside", "object"))  # "with X having …", "…, X having …"
_STATES = frozenset(("state", "that-state"))
_TELLING = frozenset(("report", "act", "outward", "auxiliary"))
_OF_CLAUSE = frozenset(("subject", "case"))
_FRONTED = frozenset(("in", "for", "law"))
_PARTS = frozenset(("semicolon", "colon", "while"))
_BREAKS = frozenset(
    ("comma", "semicolon", "colon", "active", "passive", "copula", "wish", "that", "which", "while", "infinitive")
)


class Features(dict[str, str]):
    """The features of a group by name, each worked out when it is asked for; and the words that go with them."""

    def __init__(self, reader: Actors, at: int, place: Place, kind: str, tie: str = "none") -> None:
        """The features of the group `at` in a place; `kind`: what it is read as, `tie`: how it is tied to it."""
        super().__init__(tie=tie)
        self.reader, self.at, self.place, self.kind = reader, at, place, kind
        clause = place.clause
        self.verb_at = place.predicate
        if place.predicate < 0 or place.role in _OF_CLAUSE or (place.front and place.role in _FRONTED):
            self.verb_at = clause.verb
        if place.role == "inserted" or (reader.parse.owners.get(at + 1, -1) == at and place.role in _ABSOLUTE):
            self.verb_at = at + 1

    def __missing__(self, name: str) -> str:
        found = self[name] = _WAYS[name](self)
        return found

    @property
    def verb_word(self) -> str:
        """The base form of the deciding verb, "" where there is none."""
        return self._base(self.verb_at)

    @property
    def clause_verb_word(self) -> str:
        """The base form of the verb of the clause."""
        return self._base(self.place.clause.verb)

    @property
    def subject_word(self) -> str:
        """The last word of the subject."""
        subject = self.place.clause.subject
        return self.reader.tokens.lower[self.reader.groups.ends[subject] - 1] if subject >= 0 else ""

    def _base(self, verb: int) -> str:
        reader = self.reader
        return reader.grammar.lexicon.verb(reader.tokens.lower[reader.groups.ends[verb] - 1]) if verb >= 0 else ""

    def _kind(self) -> str:
        return self.kind

    def _role(self) -> str:
        return self.place.role

    def _front(self) -> str:
        return "yes" if self.place.front else "no"

    def _verb(self) -> str:
        return self.reader.predicate(self.verb_at).kind

    def _clause_verb(self) -> str:
        return self.reader.predicate(self.place.clause.verb).kind

    def _subject(self) -> str:
        """The kind of the subject; "a clinic run by an organization" is somebody else's."""
        subject, parse = self.place.clause.subject, self.reader.parse
        made_by = [parse.agents.get(verb, -1) for verb in self._participles_of(subject)]
        if subject >= 0 and parse.kinds[subject + 1 : subject + 2] == ["by"]:
            made_by.append(subject + 2)  # "an assessment by the Bank"
        makers = {self.reader.kind(agent): agent for agent in made_by if agent >= 0}
        if makers.keys() & _MAKERS:
            return "other"
        maker = parse.agents.get(subject + 1, -1)
        if self.place.role == "in" and not self.place.front and self._is_made_abroad(subject, maker):
            return "other"  # "actions brought by X were pending in Y"
        told = self["role"] != "by" and subject >= 0 and parse.kinds[subject] not in _ACTING
        relative = told and parse.kinds[subject + 1 : subject + 2]
        if relative in (["that"], ["which"]) and any(
            subject < c.subject < self.place.clause.verb and parse.kinds[c.subject] in ACTORS for c in parse.clauses
        ):
            return "other"  # "the advice that the project had given led to no result"
        from_state = subject >= 0 and parse.kinds[subject + 1 : subject + 3] == ["from", "state"]
        if from_state and self._is_abroad(subject + 2):
            return "other"  # "in X, a prosecutor from Y"
        owned = subject >= 0 and self.place.role == "in" and parse.kinds[subject] == "measure-of"
        if owned and self._is_abroad(subject):
            return "other"  # "in X, the initiative of Y"
        kind = self.reader.kind(subject)
        return "pronoun" if kind == "nobody" and self.kind in COUNTED else kind

    def _participles_of(self, subject: int) -> Iterator[int]:
        """The participles that tell by whom a subject is made; a body that others assist still acts itself."""
        parse = self.reader.parse
        acts = subject >= 0 and parse.kinds[subject] in _BODIES
        for verb, owner in parse.owners.items():
            if owner == subject >= 0 and not (acts and self.reader.predicate(verb).kind == "passive-suffered"):
                yield verb

    def _is_made_abroad(self, subject: int, maker: int) -> bool:
        kinds = self.reader.parse.kinds
        return maker >= 0 and kinds[subject + 1] == "participle" and kinds[maker] in _STATES and self._is_abroad(maker)

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
        if agent >= 0 and kinds[agent + 1 : agent + 2] == ["which"] and kinds[agent + 2 : agent + 3] in _OTHER_SUBJECT:
            return "other"
        return self.reader.kind(agent)

    def _form(self) -> str:
        parse = self.reader.parse
        if self.verb_at < 0 or parse.kinds[self.verb_at] != "participle":
            return "finite"
        owner = parse.places.get(parse.owners.get(self.verb_at, -1))
        if owner is None or (owner.role == "object" and parse.kinds[owner.clause.verb] == "passive"):
            return "participle"  # "accounts were opened and stocks audited"
        return "attribute" if owner.role in _ATTRIBUTED else "participle"

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
                if verb in ("passive-report", "passive-promised"):
                    return self.reader.kind(self.reader.parse.agents.get(clause.matrix.verb, -1))
                wish = verb == "wish" and self.reader.kind(clause.matrix.subject) not in STATES
                if wish or verb in ("asking", "passive-asking"):
                    return "asked"  # also "the Conference may wish to recommend that"
                teller = self.reader.teller(clause.matrix.subject) if verb in _TELLING else ""
                if teller and not (nested and teller in STATES):
                    return teller
                nested = True  # "JS3 said that A had been hurt, that B had fled", but "A noted that …, and B reported"
            clause = clause.matrix
        return "none"

    def _source(self, clause: Clause) -> str:
        """The kind of the State, or "source" for who else it is, according to whom something is; "none" for itself."""
        parse = self.reader.parse
        if clause.source >= 0:
            kind = parse.kinds[clause.source] if parse.kinds[clause.source] in STATES else "source"
            return "none" if clause.source == self.at and kind != "source" else kind
        papers = (at for at in parse.sources if parse.places[at].clause is clause)
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

    def _told(self) -> str:
        """Whether a State before it reports in the same clause: "X said that the law of Y …"."""
        reader, kinds = self.reader, self.reader.parse.kinds
        for at in range(self.at - 1, -1, -1):
            if kinds[at] in _PARTS:
                break
            place = reader.parse.places.get(at)
            told = place is not None and place.role == "subject" and kinds[at] in STATES
            if told and place is not None and reader.predicate(place.clause.verb).kind == "report":
                return "yes"
        return "no"

    def _context(self) -> str:
        """Whether it was last said of a place what others do there."""
        return self.reader.past.context

    def _about(self) -> str:
        """What the note is about, or the sentence before: those who act there give assistance."""
        return "assistance" if self.reader.past.actor() in ACTORS else self.reader.tokens.about

    def _tied(self) -> str:
        """Kind of the noun whose agent a group is."""
        return self.reader.kind(self.place.tied)

    def _complement(self) -> str:
        """What stands right after the verb; `norm` where it is said what one must or may."""
        tokens, end = self.reader.tokens, self.reader.groups.ends[self.verb_at]
        if self.verb_at >= 0 and tokens.words[end : end + 1] and tokens.words[end] in self.reader.grammar.norms:
            return "norm"
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
        inserted = self.reader.grammar.shapes.phrases.match(self.reader.parse.letters, begin)
        if inserted and kinds[begin] == "comma" and kinds[inserted.end() - 1] == "comma":
            begin = inserted.end()  # "hosted, in Lima, a meeting"
        for at in range(begin, min(len(kinds), self.verb_at + LOOK)):
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
        """Who acts in the clause before: the kind of its subject, or of another actor by whom it is done."""
        clauses = self.reader.parse.clauses
        at = next(i for i, clause in enumerate(clauses) if clause is self.place.clause)
        before = [c for c in reversed(clauses[:at]) if c.opener in MAIN]
        told = next((c for c in before if c.verb >= 0), next((c for c in before if c.subject >= 0), None))
        if told is None:
            return self.reader.past.introduction
        return self.reader.done_by(told) or self.reader.kind(told.subject)


_WAYS: dict[str, Callable[[Features], str]] = {
    name: getattr(Features, "_" + name.replace("-", "_")) for name in FEATURES if name != "tie"
}
