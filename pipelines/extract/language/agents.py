"""States after "by": what was reported by, or adopted by, a State; not what was sent, paid or proposed by it.

Not here: States as subjects (`attribution.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.extract.language.attribution import Attribution, named
from pipelines.extract.language.predicates import predicate
from pipelines.extract.language.verbs import Effect, Verbs

if TYPE_CHECKING:
    from pipelines.extract.language.contexts import Context
    from pipelines.extract.language.reader import Reader
    from pipelines.extract.language.subjects import Subject

_FAR = 300  # characters of a clause before "by"
_PARTICLES = frozenset({"to", "out", "on", "upon", "up"})
_ADVERB = re.compile(r" \w+ly$")
_FINITE = re.compile(r"\b(?:was|were|been|being|is|are)(?: [\w-]+){1,5}$")
_LAST_CLAUSE = re.compile(r"[,;:] (?![^,;:]*\b(?:and|or) )")
_GROUNDS = re.compile(r"^(.*?)(?: (?!the\b|to\b|of\b)\w+)? (?:information|submissions?|responses?|data)$")
_FRONTED_INFORMATION = re.compile(
    r"(?:\w+ )?(?:the |additional |further )?(?:information|submissions?|responses?|report|data)$", re.IGNORECASE
)


def agent(subject: Subject, reader: Reader, context: Context) -> Attribution | None:
    """What the sentence says was done by the subject."""
    verbs, places = reader.vocabulary.verbs, reader.vocabulary.places
    before = _ADVERB.sub("", reader.before(context.start))  # "adopted recently by"
    words = before.split()
    if not words:
        return None
    word = words[-1].lstrip("(").lower()
    start = reader.first + len(before) - len(words[-1])
    if word in verbs.sending:
        return _sent(subject, reader, context, before, word)
    lemma = _lemma(words, verbs)
    sure = lemma is not None and (word in verbs.reporting or word in _PARTICLES)
    if not sure and places.refuses(_LAST_CLAUSE.split(before[-_FAR:])[-1]):
        return None
    finite = bool(_FINITE.search(before, max(0, len(before) - 70)))
    if lemma and (sure or finite or words[-2:-1] == ["as"]):
        return Attribution("agent-reports", lemma, start, subject.end, subject)
    if not places.passive.search(before):
        return None
    return Attribution("agent-acts", None, start, subject.end, subject, weak=not finite)


def _lemma(words: list[str], verbs: Verbs) -> str | None:
    """The lemma of a reporting participle ("noted", "referred to", "pointed out") at the end of `words`."""
    word = words[-1].lstrip("(").lower()
    particle = word if word in _PARTICLES and len(words) > 1 else ""
    rules = verbs.participle.get(words[-2].lower() if particle else word, ())
    for rule in rules:
        if rule.effect is Effect.REPORTS and rule.lemma:
            if not particle and " " not in rule.lemma:
                return rule.lemma
            if particle and (
                rule.lemma.endswith(f" {particle}") or (rule.condition and rule.condition.match(f" {particle} "))
            ):
                return rule.lemma
    return None


def _sent(subject: Subject, reader: Reader, context: Context, before: str, word: str) -> Attribution | None:
    """What a State sent: nothing, but as a source of what follows ("Information provided by X indicated …")."""
    places, grammar = reader.vocabulary.places, reader.vocabulary.grammar
    information = before[: len(before) - len(word)].rstrip()
    grounds = _GROUNDS.search(information)
    if grounds and grammar.grounds.search(grounds[1]):
        # "On the basis of information provided by X, the secretariat …" is about the secretariat
        told = reader.matter.startswith(",", subject.end) and not places.elsewhere.match(
            reader.matter, subject.end, reader.end
        )
        return named("source", subject, context) if told else None
    if places.sent_on.match(before):
        lemma = next((rule.lemma for rule in reader.vocabulary.verbs.participle.get(word, ()) if rule.lemma), None)
        return named("agent-reports", subject, context)._replace(verb=lemma)
    if _FRONTED_INFORMATION.fullmatch(information):
        found = predicate(reader, subject.verb_from, plural=True)
        if found and found.effect is Effect.REPORTS:
            return Attribution("submission-reports", found.lemma, reader.first, found.end, subject)
    return None
