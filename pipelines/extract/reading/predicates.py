"""What a verb group says: its class, and the verb of reporting that is published.

Not here: who its subject is (`clauses.py`) and what follows from both (`features.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.tokens import Tokens

_NEAR = 9  # tokens after a verb in which its object stands
_NEXT = 5  # words within which a phrase goes on after its verb
_LONGEST = 5  # verbs in a chain ("continued to seek to host"); what is longer is no sentence
_TO_DO = 2  # tokens of an infinitive; one of a passive has more
_LED = frozenset(("hosting", "ceremonial", "outward", "sending", "giving"))
_FAR = 13  # tokens after a verb of sending in which it is said what was sent, of giving whether to its own


class Predicate(NamedTuple):
    """A verb: its class (`report`, `act`, a kind of `lexicon.yaml`, with `passive-` before it), the published lemma."""

    kind: str
    lemma: str | None = None


def predicate(
    tokens: Tokens, start: int, end: int, form: str, grammar: Grammar, *, agent: bool = False, led: int = _LONGEST
) -> Predicate:
    """What the verb group of these tokens says.

    `form`: the kind of group. `agent`: whether it is said by whom. `led`: how many verbs it may lead to.
    """
    if form in ("copula", "exists", "auxiliary", "wish"):
        return Predicate(form)
    tags = tokens.tags
    first_verb = grammar.verb.search(tags, start, end)
    at = first_verb.start() if first_verb else end - 1
    base, rest = grammar.lexicon.verb(tokens.lower[at]), tokens.lower[at + 1 : at + _FAR]
    followed_by = tags[end : end + 1] == grammar.of["by"] or tags[end : end + 2][1:] == grammar.of["by"]
    told = form == "participle" and (followed_by or agent)
    told = told or (form == "infinitive" and agent and end - start > _TO_DO)  # "continued to be regarded by"
    verb = _Verb(tokens, start, end, grammar, base, rest, grammar.lexicon.kinds.get(base, {}))
    placed = (
        form == "participle" and verb.says("suffered") and tags[end : end + 1] in grammar.of["by"] + grammar.of["in"]
    )
    if form == "passive" or told or placed:
        before = tokens.lower[max(0, start - _NEAR) : start] if form == "passive" or told else None
        return next(_passive(verb, before, followed_by=followed_by))
    lemma = _reported(base, rest, grammar, None)
    said = next(_nothing_said(verb, lemma), None)
    return said or next(_deeds(verb, lemma, led))


class _Verb(NamedTuple):
    """A verb group with its base form, the words behind it and the kinds of deeds that these may make it."""

    tokens: Tokens
    start: int
    end: int
    grammar: Grammar
    base: str
    rest: list[str]
    kinds: dict[str, list[tuple[str, ...]]]

    def says(self, kind: str) -> bool:
        """Whether it is of that kind."""
        return _listed(self.kinds, kind, self.rest)

    def denies(self) -> bool:
        """Whether a negation is in it."""
        return self.grammar.of["not"] in self.tokens.tags[self.start : self.end]

    def is_before(self, tag: str) -> bool:
        """Whether a word of that class follows."""
        return self.tokens.tags[self.end : self.end + 1] == tag


def _passive(verb: _Verb, before: list[str] | None, *, followed_by: bool) -> Iterator[Predicate]:
    """What a passive says, the first that fits; `before`: the words before it."""
    sends = verb.says("sending")
    if verb.says("asking") and not followed_by:
        yield Predicate("passive-asking")
    if verb.says("suffered"):
        yield Predicate("passive-suffered", verb.base if sends else None)
    if sends:
        yield Predicate("denied") if _is_none(before or (), verb.grammar) else Predicate("passive-sending", verb.base)
    if lemma := _reported(verb.base, verb.rest, verb.grammar, before):
        yield Predicate("passive-report", lemma)
    yield from (Predicate(f"passive-{kind}") for kind in ("given", "enacted") if verb.says(kind))
    yield Predicate("passive-act")


def _nothing_said(verb: _Verb, lemma: str | None) -> Iterator[Predicate]:
    """What a verb is that says nothing of whose it is; nothing for any other."""
    base, rest, kinds = verb.base, verb.rest, verb.kinds
    if lemma and (verb.denies() or not verb.grammar.nothing.isdisjoint(rest[:1])):
        yield Predicate("denied")
    if any(tail and _runs_through(tail, rest[:_NEXT]) for tail in kinds.get("ceremonial", ())) and not lemma:
        yield Predicate("ceremonial")  # "sent regrets"
    if base in verb.grammar.lexicon.words["sent_alone"] and verb.denies():
        yield Predicate("sending")  # "X has not replied"
    if verb.says("sending") and _says_nothing_of_content(base, rest, verb.grammar):
        yield Predicate("sending")
    if verb.says("ceremonial"):
        yield Predicate("ceremonial")


def _deeds(verb: _Verb, lemma: str | None, led: int) -> Iterator[Predicate]:
    """What a verb says of whose it is, the first that fits."""
    grammar, tokens, end = verb.grammar, verb.tokens, verb.end
    if verb.is_before(grammar.of["that"]) and verb.says("asking"):
        yield Predicate("asking")
    if verb.says("hosting") and not verb.is_before(grammar.of["own"]):
        yield Predicate("hosting")
    gives = verb.says("giving") and not grammar.find["for-its-own"].match(tokens.tags, end, end + _FAR)
    if verb.says("outward"):
        yield Predicate("giving" if gives else "outward", lemma)
    if lemma:
        yield Predicate("report", lemma)
    if verb.says("receiving"):
        yield Predicate("receiving")
    if led and verb.rest[:1] == [grammar.to_word] and grammar.verb.match(tokens.tags, end + 1):
        if "offering" in verb.kinds:
            yield Predicate("ceremonial")
        does = predicate(tokens, end, end + 2, "active", grammar, led=led - 1).kind  # "continued to host" hosts
        if does in _LED:
            yield Predicate(does)
    yield Predicate("existing" if verb.says("existing") else "giving" if gives else "act")


def _reported(base: str, rest: list[str], grammar: Grammar, before: list[str] | None) -> str | None:
    """The published form of a verb of reporting, where what has to follow it does; `before`: words before a passive."""
    for report in grammar.lexicon.report.get(base, ()):
        tail = len(report.tail)
        if tuple(rest[:tail]) != report.tail:
            continue
        needed = before is None or grammar.that_words.isdisjoint(report.after)
        if report.after and needed and report.after.isdisjoint(rest[tail : tail + 1]):
            continue
        if report.object:
            told = _within_phrase(rest, grammar) if before is None else before
            if report.object.isdisjoint(told):
                continue
        return report.lemma
    return None


def _within_phrase(rest: list[str], grammar: Grammar) -> list[str]:
    end = next((i for i, word in enumerate(rest) if word in (",", ";", ".", ":")), _NEAR)
    that = next((i for i, word in enumerate(rest) if word in grammar.that_words), _NEAR)
    return rest[: min(end, that + 1, _NEAR)]


def _listed(kinds: dict[str, list[tuple[str, ...]]], kind: str, rest: list[str]) -> bool:
    tails = kinds.get(kind)
    return tails is not None and any(not tail or _runs_through(tail, rest[:_NEXT]) for tail in tails)


def _runs_through(tail: tuple[str, ...], rest: list[str]) -> bool:
    return f" {' '.join(tail)} " in f" {' '.join(rest)} "


def _is_none(before: Sequence[str], grammar: Grammar) -> bool:
    """Whether it is said that nothing was sent: "no information was provided by"."""
    return any(word in grammar.none and what in grammar.sent for word, what in pairwise(before))


def _says_nothing_of_content(base: str, rest: list[str], grammar: Grammar) -> bool:
    """Whether something is sent and nothing is said of what it says."""
    words = grammar.lexicon.words
    if base in words["sent_alone"]:
        return grammar.that_words.isdisjoint(rest[:6]) and (
            base != words["sent_alone"][0]
            or (rest[:1] == [grammar.to_word] and not set(words["sent_to"]).isdisjoint(rest[:5]))
        )
    end = next((i for i, word in enumerate(rest) if word in (";", ".")), len(rest))
    what = next((i for i, word in enumerate(rest[:end]) if word in grammar.sent), None)
    if what is None or not grammar.sent_about.isdisjoint(rest[:what]):
        return False  # "details of its Law on Access to Information"
    stop = next((i for i in range(what, end) if rest[i] == ","), end)
    told = (i for i in range(what + 1, stop) if rest[i - 1] not in grammar.lexicon.words["sent_copies"])
    topics = [i for i in told if rest[i] in grammar.sent_about and not _is_empty(rest, i, grammar)]
    topics += [i for i in range(stop, end) if rest[i] in grammar.lexicon.words["sent_regarding"]]
    return not topics or rest[0] in grammar.none


def _is_empty(rest: list[str], at: int, grammar: Grammar) -> bool:
    following = rest[at + 1 : at + 2]
    return not following or following[0][0].isdigit() or following[0] in grammar.sent_empty
