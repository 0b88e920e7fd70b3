"""What is said of a subject: the finite verb that follows it, past adverbs and inserted clauses.

Here: reading to the right of a subject. Not here: whether it is a subject (`contexts.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.verbs import Effect, Rule

if TYPE_CHECKING:
    from pipelines.extract.language.reader import Reader
    from pipelines.extract.language.verbs import Forms, Verbs

_WORD = re.compile(r" *([A-Za-z][\w'-]*)")
_FIGURE = re.compile(r" *[\d/().]+(?<!\.)")
_NEAR = 70  # characters of a phrase that belongs to a subject
_FAR = 320  # an inserted clause longer than this is more likely something else
_HAVE = frozenset({"has", "have", "had", "having"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_DUTY = frozenset({"should", "shall", "must"})
_CHANCE = frozenset({"may", "might", "could"})
_PROPOSED = re.compile(r"\b(?:propos|suggest|recommend)\w*\b")
_WISH = frozenset({"wish", "want", "consider", "need"})
# What follows a comma may be a subject of its own, to which the next verb belongs ("…, the remains … were recovered").
_ANOTHER = re.compile(
    r" ?[,(–—] ?(?:the|this|these|those|its|their|such|all|some|several|many|no|[A-Z][\w-]*) "
    r"(?!(?:first|second|only|host|latter|former|sole|largest)\b)"
)


class Predicate(NamedTuple):
    """The verb of a subject: what it makes of the subject, its lemma if it reports, and its span."""

    effect: Effect
    lemma: str | None
    start: int
    end: int
    passive: bool = False


def predicate(
    reader: Reader, start: int, *, plural: bool = False, loose: bool = False, near: bool = False
) -> Predicate | None:
    """The predicate of a subject that ends at `start`, None where no finite verb follows.

    `plural`: base forms count as finite ("Chile and Peru report"). `loose`: the subject may be followed by phrases that
    restrict it ("All States that answered under this heading reported"). `near`: no clause may be inserted.
    """
    if near and reader.matter.startswith(",", start):
        inserted = _past_insertion(reader, start, plural=plural)
        return inserted if inserted and inserted.effect is Effect.REPORTS else None
    found = direct(reader, start, plural=plural)
    if found:
        return found
    matter, end, grammar = reader.matter, reader.end, reader.vocabulary.grammar
    if matter.startswith(" (", start):
        closing = matter.find(")", start, end)
        return predicate(reader, closing + 1, plural=plural, loose=loose, near=near) if closing > 0 else None
    following = _WORD.match(matter, start, end)
    if following and following[1] == "and":
        found = _further(reader, following.end())
    elif following and (following[1] in grammar.prepositions or loose):
        found = _further(reader, following.end(), relative=loose and following[1] in grammar.relatives)
        # "Kenya in the project launched …": over a phrase, only "reported" and "had" are surely the subject's.
        if (
            found
            and not loose
            and found.effect is not Effect.REPORTS
            and matter[found.start : found.start + 3] != "had"
        ):
            found = None
    if found is None and not near:
        # "The draft law on lobbying, which had been tabled in 2019, provided …"
        comma = matter.find(",", start, min(end, start + _NEAR)) if loose else start
        found = _past_insertion(reader, comma, plural=plural) if comma >= 0 else None
    return found


def direct(reader: Reader, start: int, *, plural: bool = False) -> Predicate | None:
    """The finite verb at `start`, with nothing but adverbs between."""
    matter, end, verbs = reader.matter, reader.end, reader.vocabulary.verbs
    position = start
    for _ in range(8):
        word_at = _WORD.match(matter, position, end)
        if not word_at:
            if position == start and matter.startswith(",", position):
                position += 1
                continue
            return None
        word = word_at[1]
        lemma = verbs.reporting.get(word)
        if word.endswith("s") and word not in verbs.auxiliaries and _is_noun(reader, word_at.end()):
            return None
        if lemma:
            return Predicate(Effect.REPORTS, lemma, word_at.start(1), word_at.end())
        if word in verbs.adverbs or word.endswith("ly"):
            position = word_at.end()
        else:
            phrase = verbs.phrases.match(matter, position, end)
            if not phrase:
                return _verb(reader, word, word_at.start(1), word_at.end(), plural=plural)
            position = phrase.end()
        if matter.startswith(",", position):
            position += 1
    return None


def _is_noun(reader: Reader, end: int) -> bool:
    """Whether a word in -s is no verb but a noun, because its own verb follows ("European Union funds had been")."""
    following = _WORD.match(reader.matter, end, reader.end)
    return following is not None and following[1] in _HAVE | _BE


def gerund(reader: Reader, start: int) -> Predicate | None:
    """The gerund at `start` ("with Kenya noting that")."""
    word_at = _WORD.match(reader.matter, start, reader.end)
    if not word_at or not word_at[1].endswith("ing"):
        return None
    rules = reader.vocabulary.verbs.gerund.get(word_at[1], ())
    found = _by_rules(reader, rules, word_at.start(1), word_at.end())
    return found or Predicate(Effect.ACTS, None, word_at.start(1), word_at.end())


def _verb(reader: Reader, word: str, start: int, end: int, *, plural: bool) -> Predicate | None:
    """The predicate that begins with this word, None where it is no finite verb."""
    verbs = reader.vocabulary.verbs
    if word in verbs.auxiliaries:
        return _after_auxiliary(reader, word, start, end)
    found = _by_rules(reader, verbs.finite.get(word, ()), start, end)
    if found is None and plural:
        found = _by_rules(reader, verbs.base.get(word, ()), start, end)
    if found is None and word.endswith("ed") and word.islower() and word not in verbs.not_pasts:
        found = Predicate(Effect.ACTS, None, start, end)
    return found


def _by_rules(reader: Reader, rules: tuple[Rule, ...], start: int, end: int) -> Predicate | None:
    for rule in rules:
        if rule.condition is None:
            return Predicate(rule.effect, rule.lemma, start, end)
        holds = bool(rule.condition.match(reader.matter, end, reader.end)) != rule.negated
        if holds or (rule.or_state and any(mention.start > end for mention in reader.mentions)):
            return Predicate(rule.effect, rule.lemma, start, end)
    return None


def _after_auxiliary(reader: Reader, auxiliary: str, start: int, end: int) -> Predicate:
    """What an auxiliary says with the verb that follows it."""
    verbs = reader.vocabulary.verbs
    words, position, negative = [auxiliary], end, False
    for _ in range(6):  # "has not yet been fully adopted"
        word_at = _WORD.match(reader.matter, position, reader.end)
        if not word_at:
            break
        word, position = word_at[1], word_at.end()
        negative = negative or word == "not"
        if word in verbs.adverbs or word.endswith("ly"):
            continue
        words.append(word)
        if word not in _HAVE and word not in _BE:
            break
    return _judge(reader, words, Predicate(Effect.ACTS, None, start, end), position, negative=negative)


def _judge(reader: Reader, words: list[str], plain: Predicate, end: int, *, negative: bool) -> Predicate:
    """What `words`, an auxiliary with its main verb, say; `plain`: that the State acts."""
    verbs = reader.vocabulary.verbs
    first, main = words[0], words[-1]
    silent = Predicate(Effect.SILENT, None, plain.start, end)
    if first in _DUTY or (first in _CHANCE and (main in _WISH or _PROPOSED.search(reader.before(plain.start)))):
        return silent
    if len(words) > 1 and words[-2] in _BE and _is_participle(main, verbs):
        passive = plain._replace(end=end, passive=True)
        return silent if main in verbs.passive else _copula(reader, passive, plain.end)
    found = _by_rules(reader, _forms(words, main, verbs).get(main, ()), plain.start, end)
    if negative and (main in verbs.sending or (found and found.effect is Effect.REPORTS)):
        return silent
    return found or _copula(reader, plain, plain.end)


def _is_participle(word: str, verbs: Verbs) -> bool:
    return word.endswith(("ed", "wn", "en", "ht", "pt")) or word in verbs.participle


def _forms(words: list[str], main: str, verbs: Verbs) -> Forms:
    if main.endswith("ing"):
        return verbs.gerund
    if words[0] in _HAVE:
        return verbs.participle
    return {} if words[0] in _BE else verbs.base


def _copula(reader: Reader, acts: Predicate, end: int) -> Predicate:
    """Silent where the State is said to be the host, a donor, one of those present."""
    verb = reader.matter[acts.start : end]
    if verb not in _HAVE and reader.vocabulary.verbs.copula.match(reader.matter, end, reader.end):
        return acts._replace(effect=Effect.SILENT)
    return acts


def _past_insertion(reader: Reader, start: int, *, plural: bool) -> Predicate | None:
    """The verb after a clause between commas or dashes ("Kenya, which had ratified it in 2003, noted")."""
    matter, limit = reader.matter, min(reader.end, start + _FAR)
    if matter[start : start + 1] not in {",", "–", "—"} and matter[start : start + 2] not in {" –", " —"}:
        return None
    another = _ANOTHER.match(matter, start, limit)
    position = _next_break(matter, start + 2, limit)
    while position >= 0:
        found = direct(reader, position + 1, plural=plural)
        if found and (found.effect is Effect.REPORTS or not another):
            return found
        position = _next_break(matter, position + 1, limit)
    return None


def _next_break(matter: str, start: int, limit: int) -> int:
    places = [place for sign in (",", ")", "–", "—") if (place := matter.find(sign, start, limit)) >= 0]
    return min(places, default=-1)


def _further(reader: Reader, start: int, *, relative: bool = False) -> Predicate | None:
    """The verb a few words on, without a comma between; of a relative clause, the one after its own."""
    verbs, position, owed = reader.vocabulary.verbs, start, relative
    for _ in range(14):
        word_at = _WORD.match(reader.matter, position, reader.end)
        if not word_at:
            figure = _FIGURE.match(reader.matter, position, reader.end)
            if not figure:
                return None
            position = figure.end()
            continue
        word, position = word_at[1], word_at.end()
        lemma = verbs.reporting.get(word)
        if lemma:
            found: Predicate | None = Predicate(Effect.REPORTS, lemma, word_at.start(1), position)
        elif word in verbs.auxiliaries or (word.endswith("ed") and word.islower()):
            found = _verb(reader, word, word_at.start(1), position, plural=False)
        else:
            continue
        if found and not owed:
            return found
        if found:
            owed, position = False, found.end
    return None
