"""The path of a sentence through the levels, in words: its tokens, groups, clauses, and the evidence that decided.

For people who ask why a statement was made. Not here: deciding anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.reading.decide import UNIT, Decision, Weights
from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.paragraphs import read_sentences
from pipelines.extract.reading.reader import Reader
from pipelines.extract.reading.respondents import respondents_of
from pipelines.extract.reading.tokens import Tokens

_SHOWN = 6  # pieces of evidence on each side
_GROUPS = {
    "none": "nobody",
    "state": "a State",
    "organ": "a public body",
    "organ-of": "a body of a State",
    "measure": "a law, a plan or a system",
    "measure-of": "a law, a plan or a system of a State",
    "voice": "a delegation",
    "voice-of": "a delegation of a State",
    "paper": "what was sent",
    "paper-of": "what a State sent",
    "mention-of": "something that bears the name of a State",
    "land-of": "a part of a State",
    "other": "an organization or another actor",
    "author": "the Secretariat",
    "project": "a project",
    "event": "a meeting",
    "help": "support",
    "person": "persons or goods",
    "company": "a company",
    "text": "a document",
    "noun": "a thing",
    "name": "a name",
    "pronoun": "a pronoun",
    "collective": "a number of States",
    "counted": "a number of them",
    "states": "States",
    "weak": "speakers",
    "that-state": "“that State”",
    "source": "somebody else",
    "asked": "who wishes it",
}
_VERBS = {
    "none": "is missing",
    "report": "says something",
    "act": "tells of a deed",
    "outward": "tells of a deed towards others",
    "giving": "gives something to others",
    "receiving": "receives something",
    "existing": "says what there is",
    "hosting": "hosts somebody",
    "sending": "sends papers",
    "ceremonial": "is one of meetings",
    "asking": "asks for something",
    "wish": "says what should be",
    "denied": "says that nothing came",
    "copula": "is «to be»",
    "exists": "is «there is»",
    "auxiliary": "is left out",
    "passive-act": "says what was done",
    "passive-enacted": "says what was adopted or set up",
    "passive-given": "says what was given",
    "passive-suffered": "says what was done to it",
    "passive-report": "says what was reported",
}
_ROLES = {
    "subject": "it is the subject",
    "in": "it is a place, after «in»",
    "by": "it stands after «by»",
    "object": "something is done to it",
    "source": "it is in its words",
    "bracket": "it stands in brackets",
    "including": "it is an example",
    "apposition": "it explains the noun before it",
}
_YES, _ABOUT = {"yes": "", "no": "not "}, {"states": "what States do", "assistance": "assistance"}
_LISTED = {"yes": "listed", "no": "not listed, as others are,", "unlisted": "in no list, for there is none,"}
# What is said of a feature, and in which words its values.
_FEATURES: dict[str, tuple[str, dict[str, str]]] = {
    "kind": ("it is named as {}", _GROUPS),
    "role": ("{}", _ROLES),
    "verb": ("the verb {}", _VERBS),
    "clause-verb": ("the verb of the clause {}", _VERBS),
    "subject": ("the subject is {}", _GROUPS),
    "agent": ("it was done by {}", _GROUPS),
    "opener": ("the clause begins with «{}»", {"main": "the sentence"}),
    "speaker": ("it is said by {}", _GROUPS | {"none": "the note itself"}),
    "front": ("it stands {}before the subject", _YES),
    "before": ("before it acts {}", _GROUPS | {f"before-{kind}": words for kind, words in _GROUPS.items()}),
    "complement": ("after the verb stands {}", _GROUPS | {"none": "nothing"}),
    "about": ("the note is about {}", _ABOUT),
    "respondent": ("the State is {} among those that sent information", _LISTED),
    "states": ("so many groups of States stand in the sentence: {}", {}),
}
_OF_WORDS = re.compile(r"\w+:(?P<what>.*)")
_WORDS = {
    "-": "«{}» before it",
    "+": "«{}» after it",
    "any": "«{}» in the sentence",
    "own": "«{}» in its name",
    "verb": "the verb is «{}»",
    "clause-verb": "the verb of the clause is «{}»",
    "subject": "the subject is «{}»",
    "opens": "the sentence begins with «{}»",
}


def trace(tokens: Tokens, language: Language, at: int, heading: str | None = None) -> Iterator[str]:
    """Lines about the sentence in which the character `at` of a paragraph stands; `heading`: the State above."""
    grammar = language.grammar
    names = grammar.lexicon.classes.name
    listed = respondents_of(tokens, language)
    withheld = frozenset(at for _, at in listed.states) if listed else frozenset[int]()
    for sentence in read_sentences(tokens, language, heading, withheld):
        first, last = sentence.first, sentence.last
        start, end = tokens.span(first, last)
        if not start <= at < end:
            continue
        told = zip(tokens.words[first:last], tokens.tags[first:last], strict=True)
        yield "tokens   " + " ".join(f"{word}·{names[tag]}" for word, tag in told)
        reader = Reader(tokens, first, last, grammar)
        groups = reader.groups
        for number, kind in enumerate(reader.parse.kinds):
            words = " ".join(tokens.words[groups.starts[number] : groups.ends[number]])
            place = reader.parse.places.get(number)
            if kind in FINITE or kind in ("participle", "gerund"):
                said = reader.predicate(number)
                yield f"verb     «{words}» {said.kind}" + (f" ({said.lemma})" if said.lemma else "")
            elif place is not None:
                yield f"group    «{words}» {kind}, {place.role}"
        for decision in sentence.decisions:
            yield from _evidence(decision, language.weights)


def _evidence(decision: Decision, weights: Weights) -> Iterator[str]:
    """What was decided of a group: its score, and the strongest evidence for and against."""
    score, evidence = decision.score, decision.evidence
    published = "published" if weights.is_published(score, evidence.kind) else "not published"
    sure = f"score {score / UNIT:+.2f}, confidence .{weights.confidence(score):02}"
    yield f"decided  {', '.join(evidence.of)}: {published}, {sure}"
    strongest = weights.strongest(evidence)
    for side, found in (
        ("for", [piece for piece in strongest if piece[2] > 0]),
        ("against", [piece for piece in strongest if piece[2] < 0]),
    ):
        for family, value, weight in found[:_SHOWN]:
            yield f"{side:8} {weight / UNIT:+.2f} {in_words(family, value)}"


def in_words(family: str, value: str) -> str:
    """A piece of evidence as a person would say it: "en:-1" and "by" is "«by» 1 word before it"."""
    if match := _OF_WORDS.fullmatch(family):
        of, *others = match["what"].split(" ")
        words, also = value, []
        if others[:1] == ["role"]:
            words, _, role = value.rpartition(" ")
            also = [in_words("role", role)]
        elif others and others[0].startswith("about="):
            also = [in_words("about", others[0].removeprefix("about="))]
        said = _WORDS[of.rstrip("0123456789")].format(words or "–")
        if of[1:].isdecimal():
            said = said.replace("» ", f"» {of[1:]} words ")
        return ", ".join([said, *also])
    if family.startswith("group"):
        return f"around it ({family.partition(' ')[2]}): {value.replace(' ', ', ')}"
    return " and ".join(map(_feature, family.split(" "), value.split(" ")))


def _feature(name: str, value: str) -> str:
    said, words = _FEATURES[name]
    return said.format(words.get(value, f"it stands after «{value}»" if name == "role" else value))
