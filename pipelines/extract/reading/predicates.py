"""What a verb group says: its class, and the verb of reporting that is published.

Not here: who its subject is (`clauses.py`) and what follows from both (`rules.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
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


def predicate(  # noqa: C901, PLR0911, PLR0912
    tokens: Tokens, start: int, end: int, form: str, grammar: Grammar, *, agent: bool = False, led: int = _LONGEST
) -> Predicate:
    """What the verb group of these tokens says.

    `form`: the kind of group. `agent`: whether it is said by whom. `led`: how many verbs it may lead to.
    """
    if form in ("copula", "exists", "auxiliary"):
        return Predicate(form)
    tags, lexicon = tokens.tags, grammar.lexicon
    verb = grammar.verb.search(tags, start, end)
    at = verb.start() if verb else end - 1
    base = lexicon.verb(tokens.lower[at])
    rest = tokens.lower[at + 1 : at + _FAR]
    followed_by = tags[end : end + 1] == grammar.by or tags[end : end + 2][1:] == grammar.by
    passive = form == "passive" or (form == "participle" and (followed_by or agent))
    passive = passive or (form == "infinitive" and agent and end - start > _TO_DO)  # "continued to be regarded by"
    kinds = lexicon.kinds.get(base, {})
    sends = _listed(kinds, "sending", rest)
    before = tokens.lower[max(0, start - _NEAR) : start] if passive else None
    lemma = _reported(base, rest, grammar, before)
    if form == "wish":
        return Predicate("wish", None)
    if passive or (
        form == "participle"
        and any(_listed(kinds, kind, rest) for kind in ("suffered", "judged", "held"))
        and tags[end : end + 1] in grammar.by + grammar.inside
    ):
        if _listed(kinds, "asking", rest) and not followed_by:
            return Predicate("passive-asking")
        if _listed(kinds, "held", rest):
            return Predicate("passive-held")
        if _listed(kinds, "judged", rest):
            return Predicate("passive-judged")
        if _listed(kinds, "suffered", rest):
            return Predicate("passive-suffered", base if sends else None)
        if sends:
            return Predicate("denied") if _is_none(before or (), grammar) else Predicate("passive-sending", base)
        if lemma:
            return Predicate("passive-promised" if _listed(kinds, "promised", rest) else "passive-report", lemma)
        done = (kind for kind in ("given", "enacted") if _listed(kinds, kind, rest))
        return Predicate(f"passive-{next(done, 'act')}")
    if lemma and (grammar.negative in tags[start:end] or not grammar.nothing.isdisjoint(rest[:1])):
        return Predicate("denied")
    if any(tail and _runs_through(tail, rest[:_NEXT]) for tail in kinds.get("ceremonial", ())) and not lemma:
        return Predicate("ceremonial")  # "sent regrets"
    if base in lexicon.words["sent_alone"] and grammar.negative in tags[start:end]:
        return Predicate("sending")  # "X has not replied"
    if sends and _says_nothing_of_content(base, rest, grammar):
        return Predicate("sending")
    if _listed(kinds, "ceremonial", rest) and not (lemma and () in kinds["ceremonial"]):
        return Predicate("ceremonial")
    if tags[end : end + 1] == grammar.that and _listed(kinds, "asking", rest):
        return Predicate("asking")
    if _listed(kinds, "hosting", rest) and tags[end : end + 1] != grammar.own:
        return Predicate("hosting")
    gives = _listed(kinds, "giving", rest) and not grammar.for_its_own.match(tags, end, end + _FAR)
    if _listed(kinds, "outward", rest) and not (lemma and tags[end : end + 1] == grammar.that):
        return Predicate("giving" if gives else "outward", lemma)
    if lemma:
        return Predicate("report", lemma)
    if _listed(kinds, "receiving", rest):
        return Predicate("receiving")
    if led and rest[:1] == [grammar.to_word] and end + 1 < len(tokens.words) and tags[end + 1] in grammar.verb_tags:
        if "offering" in kinds:
            return Predicate("ceremonial")
        does = predicate(tokens, end, end + 2, "active", grammar, led=led - 1).kind  # "continued to host" hosts
        if does in _LED:
            return Predicate(does)
    return Predicate("existing" if _listed(kinds, "existing", rest) else "giving" if gives else "act")


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
