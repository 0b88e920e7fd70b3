"""The path of a sentence through the levels, in words: its tokens, groups, clauses, and the evidence that decided.

For people who ask why a statement was made. Not here: deciding anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.reading.actors import Before
from pipelines.extract.reading.decide import NAMED, NUMBER, UNIT
from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.reader import Reader
from pipelines.extract.reading.tokens import Tokens, sentences_of

_SHOWN = 6  # pieces of evidence on each side
_FEATURES = {
    "kind": "it is named by: {}",
    "role": "its place: {}",
    "verb": "the verb: {}",
    "subject": "the subject: {}",
    "agent": "the agent: {}",
    "owner": "of whom the participle tells: {}",
    "form": "form of the verb: {}",
    "opener": "the clause begins with: {}",
    "speaker": "said by: {}",
    "toward": "done to: {}",
    "front": "before the subject: {}",
    "topic": "what was sent is on something: {}",
    "before": "who acts in the clause before: {}",
    "clause-verb": "the verb of the clause: {}",
    "abroad": "in another State: {}",
    "tied": "agent of: {}",
    "complement": "after the verb: {}",
    "context": "in the place before acted: {}",
    "about": "the note is about: {}",
    "told": "told by another State: {}",
    "tie": "named after others, by: {}",
    "states": "groups of States in the sentence: {}",
}
_WORD = re.compile(r"\w+:(?P<what>[-+]\d?|any|own|verb|clause-verb|subject|opens) (?P<words>.*)")
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


class _Alone(Before):
    def actor(self) -> str:
        return "nobody"


def trace(tokens: Tokens, language: Language, at: int) -> Iterator[str]:
    """Lines about the sentence of a paragraph in which the character `at` of its text stands."""
    grammar = language.grammar
    names = grammar.lexicon.classes.name
    for first, last in sentences_of(tokens, grammar):
        start, end = tokens.span(first, last)
        if not start <= at < end:
            continue
        told = zip(tokens.words[first:last], tokens.tags[first:last], strict=True)
        yield "tokens   " + " ".join(f"{word}·{names[tag]}" for word, tag in told)
        reader = Reader(tokens, first, last, grammar, _Alone())
        groups = reader.groups
        for number, kind in enumerate(reader.parse.kinds):
            words = " ".join(tokens.words[groups.starts[number] : groups.ends[number]])
            place = reader.parse.places.get(number)
            if kind in FINITE or kind in ("participle", "gerund"):
                said = reader.predicate(number)
                yield f"verb     «{words}» {said.kind}" + (f" ({said.lemma})" if said.lemma else "")
            elif place is not None:
                yield f"group    «{words}» {kind}, {place.role}"
            if number in groups.states or number in groups.scopes:
                yield from _evidence(reader, number, language)


def _evidence(reader: Reader, at: int, language: Language) -> Iterator[str]:
    """What decided of a group: its score, and the strongest evidence for and against."""
    weights, kind = language.weights, NUMBER if at in reader.groups.scopes else NAMED
    best = max(reader.weighed(at, language, ()), key=lambda weighed: weighed.score, default=None)
    if best is None:
        yield "decided  it stands nowhere in a clause"
        return
    published = "published" if weights.is_published(best.score, kind) else "not published"
    yield f"decided  {published}, score {best.score / UNIT:+.2f}, confidence .{weights.confidence(best.score):02}"
    strongest = weights.strongest(kind, best.evidence)
    for side, found in (
        ("for", [pair for pair in strongest if pair[1] > 0]),
        ("against", [pair for pair in strongest if pair[1] < 0]),
    ):
        for name, weight in found[:_SHOWN]:
            yield f"{side:8} {weight / UNIT:+.2f} {in_words(name)}"


def in_words(evidence: str) -> str:
    """The name of a piece of evidence as a person would say it: "en:-1 by" is "«by» 1 word before it"."""
    if match := _WORD.fullmatch(evidence):
        words, *others = re.split(r" (?=(?:role|about)=)", match["words"])
        what = match["what"]
        said = _WORDS[what.rstrip("0123456789")].format(words)
        if what[1:].isdecimal():
            said = said.replace("» ", f"» {what[1:]} words ")
        return ", ".join([said, *map(in_words, others)])
    if evidence.startswith("group"):
        side, kinds = evidence.partition(" ")[2].split("=", 1)
        return f"around it ({side}): {kinds.replace(' ', ', ')}"
    parts = (part.partition("=") for part in evidence.split(" "))
    return " and ".join(_FEATURES.get(name, name + ": {}").format(value) for name, _, value in parts)
