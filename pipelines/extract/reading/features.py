"""A sentence with its groups and clauses, and the features of a group in it: role, verb, subject, agent, speaker.

Not here: what follows from features (`evidence.py`, `model.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from pipelines.extract.reading.clauses import ACTORS, Clause, Parse, Place, clauses_of
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.groups import groups_of
from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.predicates import Predicate, predicate
from pipelines.extract.reading.tokens import Tokens

RESPONDENT = "respondent"
FEATURES = ("role", "verb", "subject", "agent", "opener", "about", RESPONDENT, "kind", "speaker", "holder")
_MAKERS = ACTORS | {"company"}
_ABSOLUTE = frozenset(("with", "aside", "object"))  # "with X having …", "…, X having …"
_TELLING = frozenset(("report", "act", "outward", "auxiliary"))
_OF_CLAUSE = frozenset(("subject", "case"))
_STATES = frozenset(("state", "organ-of", "voice-of", "paper-of"))
_ITSELF = frozenset(("state", "pronoun", "that-state", "latter", "none"))
_NEXT_VERB = frozenset(("infinitive", *FINITE, "semicolon", "stop"))
_HOLDING = frozenset(("in", "from", "of", "with", "to", "for", "prep"))
_TOPICS = frozenset(("for", "of", "that", "and"))
_NONE = Predicate("none")


class Parsed:
    """One sentence: its tokens, from `first` up to `last`, its groups and clauses."""

    def __init__(self, tokens: Tokens, first: int, last: int, grammar: Grammar) -> None:
        self.tokens, self.first, self.last, self.grammar = tokens, first, last, grammar
        self.groups = groups_of(tokens, first, last, grammar)

    @cached_property
    def parse(self) -> Parse:
        """The clauses; many a sentence is known to say nothing by its groups alone."""
        return clauses_of(self.tokens, self.first, self.last, self.grammar)

    def predicate(self, at: int) -> Predicate:
        """The predicate of a group of a verb; none of its number is -1."""
        if at < 0:
            return _NONE
        predicates, groups = self.parse.predicates, self.groups
        if at not in predicates:
            has_agent, run = at in self.parse.agents, (groups.starts[at], groups.ends[at])
            predicates[at] = predicate(self.tokens, *run, self.parse.kinds[at], self.grammar, agent=has_agent)
        return predicates[at]

    def kind(self, at: int) -> str:
        """The kind of a group; none of its number is -1."""
        return self.parse.kinds[at] if at >= 0 else "none"


class Features(dict[str, str]):
    """The features of a group by name, each worked out when it is asked for; and the words that go with them."""

    def __init__(self, sentence: Parsed, at: int, place: Place, kind: str, of: Sequence[str]) -> None:
        """The features of the group `at` in a place; `kind`: what it is read as; `of`: the States that it means."""
        super().__init__()
        self.sentence, self.at, self.place, self.kind, self.of = sentence, at, place, kind, of
        clause = place.clause
        self.verb_at = clause.verb if place.predicate < 0 or place.role in _OF_CLAUSE else place.predicate
        if place.role == "inserted" or (sentence.parse.owners.get(at + 1, -1) == at and place.role in _ABSOLUTE):
            self.verb_at = at + 1

    def __missing__(self, name: str) -> str:
        value = self[name] = _WAYS[name](self)
        return value

    def as_tuple(self) -> tuple[str, ...]:
        """All features, in their order."""
        return tuple([self[name] for name in FEATURES])

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
        return self.sentence.tokens.lower[self.sentence.groups.ends[subject] - 1] if subject >= 0 else ""

    def _base(self, verb: int) -> str:
        sentence = self.sentence
        if verb < 0:
            return ""
        return sentence.grammar.lexicon.verb(sentence.tokens.lower[sentence.groups.ends[verb] - 1])


def _subject(features: Features) -> str:
    """The kind of the subject; "a clinic run by an organization" is somebody else's."""
    subject, parse, kind = features.place.clause.subject, features.sentence.parse, features.sentence.kind
    made_by = [parse.agents.get(verb, -1) for verb, owner in parse.owners.items() if owner == subject >= 0]
    if subject >= 0 and parse.kinds[subject + 1 : subject + 2] == ["by"] and subject + 2 < len(parse.kinds):
        made_by.append(subject + 2)  # "an assessment by the Bank"
    return "other" if any(kind(maker) in _MAKERS for maker in made_by) else kind(subject)


def _holder(features: Features) -> str:
    """The role of the noun that a phrase with a State hangs on, "none" without one.

    Of "France" in "memoranda with its counterparts in France" that of "counterparts".
    """
    at, parse = features.at, features.sentence.parse
    noun = parse.places.get(at - 2)
    if noun is None or features.place.front or parse.kinds[at - 1] not in _HOLDING or features["role"] == "subject":
        return "none"
    return noun.role


def _respondent(features: Features) -> str:
    """Whether the State is one of those that the note lists as having sent information, where it lists any."""
    declared = features.sentence.tokens.declared
    of = features.of
    return "unlisted" if not declared or not of else "yes" if declared.issuperset(of) else "no"


def _speaker(features: Features) -> str:
    """Kind of the subject of the clause in whose "that" this one stands; `asked` for what somebody should do."""
    clause: Clause | None = features.place.clause
    parsed = features.sentence
    if clause is not None and clause.source >= 0:
        kind = parsed.parse.kinds[clause.source]
        return "source" if kind not in _STATES else "none" if clause.source == features.at else kind
    nested = False
    while clause is not None and clause.matrix is not None:
        if clause.opener == "that":
            verb = parsed.predicate(clause.matrix.verb).kind
            if verb == "passive-report":
                return parsed.kind(parsed.parse.agents.get(clause.matrix.verb, -1))
            wish = verb == "wish" and parsed.kind(clause.matrix.subject) not in _STATES
            if wish or verb in ("asking", "passive-asking"):
                return "asked"  # also "the Conference may wish to recommend that"
            teller = parsed.kind(clause.matrix.subject) if verb in _TELLING else ""
            if teller and not (nested and teller in _STATES):
                return teller
            nested = True  # "JS3 said that A had been hurt, that B had fled", but "A noted that …, and B reported"
        clause = clause.matrix
    return "none"


def _tells(features: Features) -> int:
    """The verb of what the clause tells, in its "that" or by an infinitive; -1 where it tells nothing."""
    clause, verb, parse = features.place.clause, features.verb_at, features.sentence.parse
    if verb < 0:
        return -1
    inner = next((c.verb for c in parse.clauses if c.opener == "that" and c.matrix is clause and c.verb >= 0), -1)
    if inner >= 0 and features.sentence.predicate(verb).kind in _TELLING:
        return inner
    following = next((at for at in range(verb + 1, len(parse.kinds)) if parse.kinds[at] in _NEXT_VERB), -1)
    return following if features.sentence.kind(following) == "infinitive" else -1


def _verb(features: Features) -> str:
    """What the verb says; `replying` where it tells that an answer came, will come, or is not there, and no more.

    "X said that its reply would follow", "promised to send it", but not "that replies to complaints would be sent".
    """
    parsed, verb = features.sentence, _tells(features)
    parse, kind = parsed.parse, parsed.predicate(verb).kind
    inner = next((clause for clause in parse.clauses if clause.verb == verb >= 0), None)
    places = parse.places.items()
    nouns = [] if inner is None else [inner.subject]
    if inner is None or parsed.kind(inner.subject) in _ITSELF:
        nouns += [at for at, place in places if place.predicate == verb >= 0 and place.role == "object"]
    replies = kind == "sending" and not _is_of_others(parsed, verb)
    replies = replies or any(_is_answer(parsed, at) for at in nouns if at >= 0)
    return "replying" if replies else parsed.predicate(features.verb_at).kind


def _is_answer(parsed: Parsed, at: int) -> bool:
    """Whether a noun is what States answer with, and nothing is said of what it is on, or to whom else it goes."""
    last = parsed.tokens.lower[parsed.groups.ends[at] - 1]
    topic = not _TOPICS.isdisjoint(parsed.parse.kinds[at + 1 : at + 2])
    return last in parsed.grammar.answers and not topic and not _is_of_others(parsed, at)


def _is_of_others(parsed: Parsed, at: int) -> bool:
    """Whether "to" follows, and somebody or something else than the Secretariat and its questions."""
    kinds, grammar = parsed.parse.kinds, parsed.grammar
    if kinds[at + 1 : at + 2] != ["to"] or kinds[at + 2 : at + 3] == ["author"]:
        return False
    last = parsed.tokens.lower[parsed.groups.ends[at + 2] - 1] if at + 2 < len(kinds) else ""
    return last not in grammar.sent


_WAYS: dict[str, Callable[[Features], str]] = {
    "role": lambda f: f.place.role,
    "verb": _verb,
    "subject": _subject,
    "agent": lambda f: f.sentence.kind(f.sentence.parse.agents.get(f.verb_at, -1)),
    "opener": lambda f: f.place.clause.opener,
    "about": lambda f: f.sentence.tokens.about,
    RESPONDENT: _respondent,
    "kind": lambda f: f.kind,
    "speaker": _speaker,
    "holder": _holder,
}
