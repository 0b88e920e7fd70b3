"""The path of a sentence through the levels, in words: its tokens, groups, clauses, and the evidence that decided.

For people who ask why a statement was made. Not here: deciding anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.reading.kinds import FINITE
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.model import UNIT, Model
from pipelines.extract.reading.paragraphs import read_sentences
from pipelines.extract.reading.reader import Decision, Reader
from pipelines.extract.reading.respondents import respondents_of
from pipelines.extract.reading.tokens import Tokens

_SHOWN = 4  # reasons on each side
# What a feature tells of a group; its value is put behind it.
_FEATURES = {
    "kind": "it is named as",
    "role": "its place",
    "speaker": "said by",
    "verb": "the verb",
    "subject": "the subject",
    "agent": "done by",
    "opener": "the clause begins with",
    "about": "the note is about",
    "holder": "the noun that it belongs to, its place",
    "respondent": "listed as having sent information",
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
    withheld = frozenset(name.at for name in respondents_of([tokens], language).senders)
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
            yield from _evidence(decision, language.statements)


def _evidence(decision: Decision, model: Model) -> Iterator[str]:
    """What was decided of a group: its score, and the strongest reasons for and against.

    The words on one side of it are one reason, with the heaviest of those that speak for what they do together.
    """
    score, evidence = decision.score, decision.evidence
    published = "published" if model.is_published(evidence.question, score) else "not published"
    sure = f"score {score / UNIT:+.2f}, confidence .{model.confidence(score):02}"
    yield f"decided  {', '.join(evidence.of)}: {published}, {sure}"
    reasons: dict[str, list[tuple[str, str, int]]] = {}
    for piece in model.strongest(evidence.question, evidence):
        of_words = _OF_WORDS.fullmatch(piece[0])
        reasons.setdefault(of_words["what"][:2] if of_words else piece[0], []).append(piece)
    weights = {name: sum(weight for *_, weight in pieces) for name, pieces in reasons.items()}
    for side, sign in (("for", 1), ("against", -1)):
        strongest = sorted((-sign * weight, name) for name, weight in weights.items() if sign * weight > 0)
        for weight, name in strongest[:_SHOWN]:
            told = (in_words(family, value) for family, value, own in reasons[name] if sign * own > 0)
            yield f"{side:8} {-sign * weight / UNIT:+.2f} {next(told)}"


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
