"""Who sent information: the States that a paragraph, footnote or annex lists as respondents, and the number it prints.

Here: what its sentences make of such a list. Not here: what one of them says (`sending.py`), what respondents said
(`rules.py`), and what follows for the note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.groups import groups_of
from pipelines.extract.reading.language import Language
from pipelines.extract.reading.roles import FEW, Named, Told
from pipelines.extract.reading.sending import Sending
from pipelines.extract.reading.tokens import Tokens, sentences_of


class RespondentList(NamedTuple):
    """A list of respondents: the number printed, None where there is none, and the States with the token of each name.

    `elsewhere`: the States are named in another place, an annex or a footnote. `doubtful`: it may be a list of others,
    of donors say. `weak`: what came is something that others than respondents send, too. `counts`: how many States
    stand in the sentence of that number, up to each of its lists. `groups`: the States that stand together.
    """

    number: int | None
    states: tuple[Named, ...]
    elsewhere: bool = False
    doubtful: bool = False
    weak: bool = False
    counts: frozenset[int] = frozenset()
    groups: tuple[frozenset[str], ...] = ()


def respondents_of(
    tokens: Tokens, language: Language, *, opening: bool = False, asked: bool = False, before: Tokens | None = None
) -> RespondentList | None:
    """The respondents that a text lists or announces, None where it speaks of none.

    `opening`: it stands in the introduction, which tells how the note came about. `asked`: there was spoken of what
    States sent or were asked for before. `before`: the paragraph before, a State of which has no token here, but -1.
    """
    grammar, words = language.grammar, language.respondents
    if not grammar.lists_respondents.search(tokens.tags) or (words.clues.isdisjoint(tokens.words) and not asked):
        return None
    found: dict[str, Named] = {}
    number, elsewhere, listing, doubtful, weak, spoken = None, False, False, False, True, asked
    asked = False
    above = longest_list(before, sentences_of(before, grammar), grammar) if opening and before else ()
    named_before, span = tuple((iso3, -1) for iso3, _ in above), (0, 0)
    sizes: frozenset[int] = frozenset()
    groups: list[frozenset[str]] = []
    for first, last in sentences_of(tokens, grammar):
        if opening and span[1]:
            named_before = longest_list(tokens, (span,), grammar)
        span = first, last
        written = tokens.words[first:last]
        lower = tokens.lower[first:last]
        speaks = words.speak_of_it(lower)
        if not (listing or asked or spoken or speaks) or words.are_of_others(written, lower):
            continue
        asked = asked or not words.asking.isdisjoint(lower)
        told = Told(opening, asked or spoken, spoken, listing, named_before)
        spoken = opening and (spoken or speaks)
        sentence = Sending(tokens, first, last, language, lower, told)
        named, printed, papers = sentence.sent()
        if named and printed is None and words.are_of_another_time(lower):
            continue
        sends = bool(named) or papers is not None or sentence.announces()
        if sends and number is None:
            number = printed if named or papers is None else papers
            sizes |= sentence.sizes(named)
        money = bool(named) and not (found or asked) and words.may_be_money(sentence.before(named))
        doubtful = doubtful or money
        groups += sentence.together(named)
        for name in named:
            found.setdefault(name[0], name)
        weak = weak and not (sends and not money and sentence.is_of_respondents(named))
        refers = words.refer_elsewhere(lower)
        if refers and number is None:
            number = sentence.number()
        elsewhere = elsewhere or (sends and not named) or refers
        goes_on = tokens.tags[last - 1] in grammar.going_on or not words.following.isdisjoint(lower)
        listing = (sends or listing) and (goes_on or bool(named))
    if counted := _counted(tokens, number, found, grammar):
        found, sizes, weak, groups = counted, sizes | {len(counted)}, False, []
    annexed = number is not None or not words.elsewhere.isdisjoint(tokens.lower)
    if not found and not (elsewhere and annexed):
        return None
    fewer = number is not None and len(found) < number
    states = tuple(sorted(found.values(), key=lambda name: name[1]))
    return RespondentList(number, states, elsewhere or not found or fewer, doubtful, weak, sizes, tuple(groups))


def speaks_of_it(tokens: Tokens, language: Language) -> bool:
    """Whether a text speaks of what States send, or by what they are asked for it."""
    return not language.respondents.of_it.isdisjoint(tokens.lower)


def entitles(tokens: Tokens, language: Language) -> bool:
    """Whether a heading says that what stands below it lists respondents."""
    lower = tokens.lower
    titled = language.respondents.titles.fullmatch(" ".join(lower)) is not None
    return titled or Sending(tokens, 0, len(lower), language, lower, Told(opening=True)).are_respondents(0)


def longest_list(tokens: Tokens, spans: Iterable[tuple[int, int]], grammar: Grammar) -> tuple[Named, ...]:
    """The States of the longest list in sentences of a text."""
    groups = (groups_of(tokens, first, last, grammar) for first, last in spans)
    named = [tuple(names) for group in groups for names in group.states.values()]
    return max(named, key=len, default=())


def _counted(tokens: Tokens, number: int | None, found: Mapping[str, Named], grammar: Grammar) -> dict[str, Named]:
    """The States of the sentence that names as many as were announced: "14 States replied. They were A, B, …"."""
    if number is not None and number > FEW and len(found) < number:
        for first, last in sentences_of(tokens, grammar):
            named = {name[0]: name for name in names_in(tokens, grammar, first, last)}
            if len(named) == number:
                return named
    return {}


def bare_list(tokens: Tokens, grammar: Grammar) -> tuple[Named, ...]:
    """The States of a text that holds nothing but their names; empty for any other text."""
    return names_in(tokens, grammar) if grammar.bare.fullmatch(tokens.tags) else ()


def names_in(tokens: Tokens, grammar: Grammar, first: int = 0, last: int | None = None) -> tuple[Named, ...]:
    """The States that a text, or its tokens from `first` up to `last`, name."""
    end = len(tokens.tags) if last is None else last
    names = (at for at in range(first, end) if tokens.tags[at] == grammar.state_tag)
    return tuple((grammar.lexicon.code[tokens.words[at]], at) for at in names)
