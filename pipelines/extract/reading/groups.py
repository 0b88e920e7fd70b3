"""The third level: tokens of one sentence become groups, each of a kind, nouns by the head of their phrase.

Not here: which groups belong together (`clauses.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.reading.bodies import state_at
from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.kinds import VERBAL
from pipelines.extract.reading.scanner import plain
from pipelines.extract.reading.tokens import OTHERS, Tokens

_VERBS = {"passive": "passive", "progressive": "active", "perfect": "active", "copula": "copula", "wish": "wish"}
_VERBS |= {"modal": "active", "auxiliary": "auxiliary", "finite": "active"}
_VERBS |= {verb: verb for verb in VERBAL}
_OF = {
    "voice": "voice-of",
    "speaker": "voice-of",
    "paper": "paper-of",
    "organ": "organ-of",
    "government": "organ-of",
    "author": "organ-of",
    "body": "organ-of",
}
_OF |= dict.fromkeys(("other", "event", "person", "country", "company", "help", "text", "partitive"), "mention-of")
_MAY_BE_OTHERS = frozenset(("noun", "name", "measure", "organ", "project", "event", "help", "text"))
_GIVEN = frozenset(("help", "event", "person", "text", "other", "mention-of"))
_PLAIN = {"country": "states", "government": "states", "speaker": "voice", "body": "organ"}
_PLAIN |= dict.fromkeys(("thing", "demonym", "number", "title", "partitive"), "noun")
_NATIONAL = frozenset(("organ", "voice", "speaker", "government", "measure"))  # a State's where an adjective says so
_ALONE = frozenset(("sign", "token", "pronoun"))  # parts of one token, whose class is their kind
COUNT_DIGITS = 3  # of a number of States; four make a year
_ACRONYM = 2  # tokens: an acronym alone or with an article is somebody, and nobody's organ unless the note says so


class Groups(NamedTuple):
    """The groups of a sentence: a kind and a run of tokens each; States of a group by its number; scope of a phrase."""

    kinds: list[str]
    starts: list[int]
    ends: list[int]
    states: dict[int, list[tuple[str, int]]]
    scopes: dict[int, str]


def groups_of(tokens: Tokens, first: int, last: int, grammar: Grammar) -> Groups:
    """The groups of the sentence of tokens `first` up to `last`, worked out once for all who ask."""
    groups: Groups | None = tokens.parsed.get(("groups", first, last))
    if groups is None:
        groups = tokens.parsed["groups", first, last] = _parse(tokens, first, last, grammar)
    return groups


def _parse(tokens: Tokens, first: int, last: int, grammar: Grammar) -> Groups:
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    states: dict[int, list[tuple[str, int]]] = {}
    scopes: dict[int, str] = {}
    tags, words, alone = tokens.tags, tokens.words, grammar.alone
    for match in grammar.groups.finditer(tags, first, last):
        part = match.lastgroup
        start, end = match.span()
        if part in _ALONE:
            kind = alone[tags[start]]
            if kind == "rest":
                continue
        elif part == "nominal" and not match["of_state"] and grammar.of["body"] not in match[0]:
            kind = _free(tokens, start, end, grammar)
        elif part in _VERBS:
            kind = _VERBS[part]
        elif part == "aside":
            continue
        elif part == "collective":
            kind, start, scope = _quantified(tokens, start, end, grammar)
            if scope:
                scopes[len(kinds)] = scope
        elif part == "counted":
            kind = "noun" if _is_date(words[end - 1], opens=start == first) else "counted"
            if kind == "counted":
                scopes[len(kinds)] = _scope_of(words[start:end], grammar)
        else:
            states[len(kinds)] = _states(tokens, start, end, grammar, demonyms=part == "national")
            kind = "state" if part == "list" else _owned(part, tokens, start, end, grammar)
            taken_up = part == "that_of" or tags[start] == grammar.of["that"]
            if taken_up and not _GIVEN.isdisjoint(kinds[: 1 + (kinds[:1] == ["of"])]):
                kind = "mention-of"  # "of the contributions, those of Norway"
        kinds.append(kind)
        starts.append(start)
        ends.append(end)
    return Groups(kinds, starts, ends, states, scopes)


def _is_date(number: str, *, opens: bool) -> bool:
    """Whether what would count States is a year, or a month: only where it begins a sentence a number has a capital."""
    return len(number) > COUNT_DIGITS if number.isdecimal() else number.istitle() and not opens


def _states(tokens: Tokens, start: int, end: int, grammar: Grammar, *, demonyms: bool = False) -> list[tuple[str, int]]:
    named, body = grammar.state_tags if demonyms else grammar.of["state"], grammar.of["body"]
    places = [at for at in range(start, end) if tokens.tags[at] in named]
    places = places or [at for at in range(start, end) if tokens.tags[at] == body]
    return [(state_at(tokens, at, grammar), at) for at in places]


def _free(tokens: Tokens, start: int, end: int, grammar: Grammar) -> str:
    """The kind of a noun phrase in which no State stands."""
    tags = tokens.tags
    kind = _head(tokens, start, end, grammar)
    if kind == "partitive" and tags[end : end + 1] == grammar.of["of"] and (whole := grammar.base.match(tags, end + 1)):
        kind = _head(tokens, end + 1, whole.end(), grammar)  # "members of the legislature"
    owner = (
        grammar.find["possessor-free"].match(tags, start, end)
        if tags.find(grammar.of["possessive"], start, end) > 0
        else None
    )
    if owner and grammar.lexicon.classes.name[tags[owner.end() - 2]] == "project":
        return "other"  # "the project's experts"
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _MAY_BE_OTHERS:
        word = tokens.words[owner.end() - 2 if owner else end - 1]
        length = (owner.end() - 1 if owner else end) - start
        if word in tokens.introduced and (
            grammar.generic.isdisjoint((word, word.capitalize()))
            or (length <= _ACRONYM and tags[end : end + 1] != grammar.of["of"])
        ):
            return "other" if tokens.introduced[word] in OTHERS else tokens.introduced[word]
        if end - start == _ACRONYM and word.isdigit():
            word = tokens.words[start]  # "JP2"
        if end - start <= _ACRONYM and word.isupper() and len(word) > 1:
            return "other"
    return kind


def _head(tokens: Tokens, start: int, end: int, grammar: Grammar) -> str:
    """Class of the head of a noun phrase; another actor in it decides, "the Caribbean Community" is one."""
    piece, words = tokens.tags[start:end], tokens.words
    kind, organ_before, foreign = grammar.head_of(piece)
    if kind == "author":  # "the Secretariat", but "the Transparency Secretariat"
        titled = len(piece) > _ACRONYM and piece.endswith(grammar.of["author"]) and words[end - 1] in grammar.generic
        return "author" if not titled else "other" if foreign else "organ"
    if kind == "company" and words[end - 1][0].isupper() and grammar.find["public"].fullmatch(piece):
        return "organ"  # "the National Judicial Institute"
    if foreign:
        titled = any(words[start + at][0].isupper() for at in foreign)
        if kind == "organ" or words[end - 1] in grammar.generic or (titled and kind in ("measure", "project")):
            return "other"  # also "the Caribbean platform"
    return "organ" if kind == "name" and organ_before else kind


def _owned(part: str | None, tokens: Tokens, start: int, end: int, grammar: Grammar) -> str:
    """The kind of a noun phrase that is a State's: by its head, what stands before "of" and the like."""
    tags = tokens.tags
    if part == "inside_name":
        return "organ-of" if grammar.find["institution"].search(tags, start, end) else "mention-of"
    if part == "attributive":
        return "mention-of"
    if part == "that_of":
        return "measure-of"
    if part == "land":
        return "land-of"
    if part == "possessed":
        start = max(match.end() for match in grammar.find["possessor"].finditer(tags, start, end))
    base = grammar.base.match(tags, start, end)
    while (
        base
        and grammar.find["partitive"].search(tags, start, base.end())
        and (more := grammar.base.match(tags, base.end() + 1, end))
    ):
        start, base = base.end() + 1, more
    head = _head(tokens, start, base.end() if base else end, grammar)
    if part == "national" and head not in _NATIONAL:
        return "mention-of"
    return _OF.get(head, "measure-of")


def _scope_of(words: list[str], grammar: Grammar) -> str:
    """The scope of "one of them", "several", "four" without a noun."""
    scopes = [scope for word in words if (scope := grammar.lexicon.scopes.get(plain(word).lower()))]
    return scopes[0] if scopes else "some"


def _quantified(tokens: Tokens, start: int, end: int, grammar: Grammar) -> tuple[str, int, str]:
    """The kind of a phrase for a number of States, where it begins, and its scope."""
    lexicon, words = grammar.lexicon, tokens.words
    noun = " ".join(words[end - 1].split())
    plural = lexicon.plural.get(noun, lexicon.plural.get(noun.lower()))
    if plural is None and noun.lower() not in lexicon.unnamed:
        return _free(tokens, start, end, grammar), start, ""
    weak = noun in lexicon.weak
    named = plural is not None
    plural = plural is not False
    scope = ""
    for at in range(start, end - 1):
        phrase = plain(words[at]).lower()
        its_scope = lexicon.scopes.get(phrase)
        if its_scope == "one":
            scope = "one" if plural == phrase.endswith(grammar.of_word) else ""
        elif its_scope or tokens.tags[at] in grammar.counting:
            scope = (its_scope or "some") if plural or phrase in lexicon.distributive else ""
            if scope == "all" and grammar.find["but-some"].match(tokens.tags, end):
                scope = "most"
        if scope:
            return "weak" if weak else "collective" if named else "counted", start, scope
    if weak:
        return "voice", start, ""
    return "states", start, ""
