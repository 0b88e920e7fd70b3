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
# What a feature tells of a group; its value is put behind it.
_FEATURES = {
    "kind": "it is named as",
    "role": "its place",
    "verb": "the verb",
    "clause-verb": "the verb of the clause",
    "subject": "the subject",
    "agent": "done by",
    "opener": "the clause begins with",
    "speaker": "said by",
    "front": "before the subject",
    "before": "before it acts",
    "complement": "after the verb",
    "about": "the note is about",
    "respondent": "listed as having sent information",
    "told": "what it tells",
    "named": "named by",
    "states": "groups of States in the sentence",
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
    named = zip(family.split(" "), value.replace("-of", "-of-a-State").split(" "), strict=True)
    return " and ".join(f"{_FEATURES[name]}: {of.replace('-', ' ')}" for name, of in named)
