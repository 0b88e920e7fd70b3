"""What is said of a subject: the finite verb that follows it, past adverbs and inserted clauses.

Here: reading to the right of a subject. Not here: whether it is a subject (`contexts.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.verbs import Effect, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.extract.language.verbs import Forms, Verbs
    from pipelines.extract.states import Mention

_WORD = re.compile(r" *([A-Za-z][\w'-]*)")
_FAR = 320  # an inserted clause longer than this is more likely something else
_HAVE = frozenset({"has", "have", "had", "having"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_DO = frozenset({"does", "do", "did"})
_DUTY = frozenset({"should", "shall", "must"})
_PREPOSITIONS = frozenset({"in", "on", "at", "since", "during", "as", "from", "under", "through", "with", "for", "by", "to",
                           "of", "around", "among", "across", "within", "outside", "after", "following", "surveyed"})  # fmt: skip
_ANOTHER = re.compile(
    r" ?[,(–—] ?(?:the|this|these|those|its|their|such|all|some|several|many|no|[A-Z][\w-]*) (?!(?:first|second|only|host|latter|former|sole|largest)\b)"
)
_RELATIVES = frozenset({"that", "which", "who", "whose", "where"})


class Predicate(NamedTuple):
    """The verb of a subject: what it makes of the subject, its lemma if it reports, and its span."""

    effect: Effect
    lemma: str | None
    start: int
    end: int
    passive: bool = False


class Reader(NamedTuple):
    """A sentence and all that reading it needs: the text, where the sentence ends, verbs, and the States named."""

    matter: str
    end: int
    verbs: Verbs
    mentions: Sequence[Mention]

    def predicate(
        self, start: int, *, plural: bool = False, loose: bool = False, near: bool = False
    ) -> Predicate | None:
        """The predicate of a subject that ends at `start`, None where no finite verb follows.

        `plural`: base forms count as finite ("Chile and Peru report"). `loose`: the subject may be followed by phrases
        that restrict it ("All States that answered under this heading reported"). `near`: no clause may be inserted.
        """
        matter, end = self.matter, self.end
        if matter[start : start + 2] == " (":
            closing = matter.find(")", start, end)
            start = closing + 1 if closing > 0 else start
        found = self.direct(start, plural=plural)
        if found:
            return found
        following = _WORD.match(matter, start, end)
        if following and following[1] == "and":
            found = self._further(following.end(), plural=True)
        elif following and (following[1] in _PREPOSITIONS or loose):
            found = self._further(following.end(), plural=plural, relative=loose and following[1] in _RELATIVES)
        return found or (None if near else self._past_insertion(start, plural=plural))

    def direct(self, start: int, *, plural: bool = False) -> Predicate | None:
        """The finite verb at `start`, with nothing but adverbs between."""
        position, verbs = start, self.verbs
        for _ in range(8):
            word_at = _WORD.match(self.matter, position, self.end)
            if not word_at:
                if position == start and self.matter[position : position + 1] == ",":
                    position += 1
                    continue
                return None
            word = word_at[1]
            if word in verbs.adverbs or word.endswith("ly"):
                position = word_at.end()
                if self.matter[position : position + 1] == ",":
                    position += 1
                continue
            phrase = verbs.phrases.match(self.matter, position, self.end)
            if phrase:
                position = phrase.end()
                if self.matter[position : position + 1] == ",":
                    position += 1
                continue
            return self.verb(word, word_at.start(1), word_at.end(), plural=plural)
        return None

    def verb(self, word: str, start: int, end: int, *, plural: bool) -> Predicate | None:
        """The predicate that begins with this word, None where it is no finite verb."""
        verbs = self.verbs
        lemma = verbs.reporting.get(word)
        if lemma:
            return Predicate(Effect.REPORTS, lemma, start, end)
        if word in verbs.auxiliaries:
            return self._after_auxiliary(word, start, end)
        found = self._by_rules(verbs.finite.get(word, ()), start, end)
        if found is None and plural:
            found = self._by_rules(verbs.base.get(word, ()), start, end)
        if found is None and word.endswith("ed") and word.islower() and word not in verbs.not_pasts:
            found = Predicate(Effect.ACTS, None, start, end)
        return found

    def gerund(self, start: int) -> Predicate | None:
        """The gerund at `start` ("with Kenya noting that")."""
        word_at = _WORD.match(self.matter, start, self.end)
        if not word_at or not word_at[1].endswith("ing"):
            return None
        found = self._by_rules(self.verbs.gerund.get(word_at[1], ()), word_at.start(1), word_at.end())
        return found or Predicate(Effect.ACTS, None, word_at.start(1), word_at.end())

    def _by_rules(self, rules: tuple[Rule, ...], start: int, end: int) -> Predicate | None:
        for rule in rules:
            if self._holds(rule, end):
                return Predicate(rule.effect, rule.lemma, start, end)
        return None

    def _holds(self, rule: Rule, end: int) -> bool:
        if rule.condition is None:
            return True
        if rule.condition.match(self.matter, end, self.end):
            return not rule.negated
        if rule.or_state and any(end < mention.start < self.end for mention in self.mentions):
            return True
        return rule.negated

    def _after_auxiliary(self, auxiliary: str, start: int, end: int) -> Predicate:
        words, position = [auxiliary], end
        while len(words) < 6:
            word_at = _WORD.match(self.matter, position, self.end)
            if not word_at:
                break
            position = word_at.end()
            if word_at[1] not in self.verbs.adverbs and not word_at[1].endswith("ly"):
                words.append(word_at[1])
                if word_at[1] not in _HAVE and word_at[1] not in _BE:
                    break
            elif word_at[1] == "not":
                words.append("not")
        main = words[-1]
        return self._judge(words, main, start, position if main not in {auxiliary, "not"} else end, end)

    def _judge(self, words: list[str], main: str, start: int, end: int, auxiliary_end: int) -> Predicate:
        """What an auxiliary with its main verb says: `words` as read, adverbs left out."""
        acts = Predicate(Effect.ACTS, None, start, auxiliary_end)
        silent = Predicate(Effect.SILENT, None, start, end)
        first = words[0]
        passive = len(words) > 1 and words[-2] in _BE and main.endswith(("ed", "en", "t", "n", "e"))
        if first in _DUTY or (first in {"may", "might", "could"} and main in {"wish", "want", "consider", "need"}):
            return silent
        if words[-2:-1] == ["be"] and first in {"may", "might"}:
            return acts
        if passive and main not in self.verbs.gerund:
            if main in self.verbs.passive:
                return silent
            return self._copula(acts, auxiliary_end)._replace(passive=True, end=end)
        forms = self._forms(words, main)
        found = self._by_rules(forms.get(main, ()), start, end)
        if "not" in words and (main in self.verbs.sending or (found and found.effect is Effect.REPORTS)):
            return silent
        if found:
            return found._replace(end=end)
        return self._copula(acts, auxiliary_end)

    def _forms(self, words: list[str], main: str) -> Forms:
        if main.endswith("ing"):
            return self.verbs.gerund
        if words[0] in _HAVE:
            return self.verbs.participle
        if words[0] in _BE:
            return {}
        return self.verbs.base

    def _copula(self, acts: Predicate, end: int) -> Predicate:
        if self.matter[acts.start : end] not in _HAVE and self.verbs.copula.match(self.matter, end, self.end):
            return acts._replace(effect=Effect.SILENT)
        return acts

    def _past_insertion(self, start: int, *, plural: bool) -> Predicate | None:
        """The verb after a clause between commas or brackets ("Kenya, which had ratified it in 2003, noted")."""
        position, limit = start, min(self.end, start + _FAR)
        if self.matter[position : position + 1] not in {",", "(", "–", "—"} and self.matter[
            position : position + 2
        ] not in {" –", " —"}:
            return None
        # "Kenya, the law of which …": what follows may be a subject of its own, to which the verb then belongs
        another = _ANOTHER.match(self.matter, position, limit)
        while True:
            position = _next_break(self.matter, position + 1, limit)
            if position < 0:
                return None
            found = self.direct(position + 1, plural=plural)
            if found and (found.effect is Effect.REPORTS or not another):
                return found

    def _further(self, start: int, *, plural: bool, relative: bool = False) -> Predicate | None:
        """The verb a few words on, without a comma between; of a relative clause, the one after its own."""
        position, owed = start, relative
        for _ in range(14):
            word_at = _WORD.match(self.matter, position, self.end)
            if not word_at:
                number = re.compile(r" *[\d/().]+").match(self.matter, position, self.end)
                if not number or self.matter[number.end() - 1] == ".":
                    return None
                position = number.end()
                continue
            position = word_at.end()
            word = word_at[1]
            found = self.verb(word, word_at.start(1), word_at.end(), plural=False) if word.islower() else None
            if found and not (word in self.verbs.auxiliaries or word.endswith("ed") or word in self.verbs.reporting):
                found = None  # a noun that looks like a verb
            if found and owed:
                owed, position = False, found.end
            elif found:
                return found
        return None


def _next_break(matter: str, start: int, limit: int) -> int:
    places = [place for sign in (",", ")", "–", "—") if (place := matter.find(sign, start, limit)) >= 0]
    return min(places, default=-1)
