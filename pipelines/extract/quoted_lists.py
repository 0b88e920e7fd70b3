"""Which lists of States are told to be of respondents, or not to be, by whom the note quotes: most respondents are.

It holds whatever the words are. Here: a list that nobody quoted stands in is set aside, and one of which most are
quoted is taken, with doubt. Not here: what the wording of a list says (`respondent_lists.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pipelines.extract.reading.respondents import RespondentList
from pipelines.extract.reading.roles import FEW, Named, Roles, Told
from pipelines.extract.reading.tokens import Tokens, sentences_of
from pipelines.extract.respondent_lists import RespondentFinder, Respondents, agreed_numbers, as_list

# Groups that are a list of States by themselves: not those that own something else, or in which something is.
_LISTED = frozenset(("state", "paper-of"))
# Those who are asked, and places.
_BEHIND = frozenset(("to", "in"))


def told_by_quotes(finder: RespondentFinder, respondents: list[Respondents]) -> list[Respondents]:
    """The lists of respondents of a note, after its statements were found.

    A list whose number is that of its States is left as it is. Where nobody of more than two is quoted, it is one of
    others: it is set aside, with a signal. Where no list is so certain, a sentence that speaks of what was sent lists
    respondents if at least half of those that it names are quoted, and these are two thirds of all who are quoted; it
    is doubtful, so that nobody is called silent.
    """
    quoted = frozenset(row["state_iso3"] for row in finder.builder.rows["statements"])
    if len(quoted) <= FEW:
        return respondents
    agreed = agreed_numbers(respondents)
    kept = []
    for listed in respondents:
        named = dict(listed.states).keys()
        if listed.declared_number in agreed or len(named) <= FEW or not named.isdisjoint(quoted):
            kept.append(listed)
        else:
            message = "This reads like a list of those that sent information, but nobody in it is quoted: is it one?"
            finder.builder.signal("respondents_doubtful", listed.span, listed.text[:200], message)
    if agreed:
        return kept
    known = {iso3 for listed in kept for iso3, _ in listed.states}
    taken: list[Respondents] = []
    for where, tokens in finder.texts():
        nobody: tuple[Named, ...] = ()
        found = finder.builder.whatever(partial(_likely, finder, tokens, quoted), nobody, None)
        if found and not known.issuperset(dict(found)):
            taken.append(as_list(where, tokens, RespondentList(None, found, doubtful=True)))
            finder.doubts(taken[-1])
    return kept + taken


def _likely(finder: RespondentFinder, tokens: Tokens, quoted: frozenset[str]) -> tuple[Named, ...]:
    """The States of the sentence of a text that by whom is quoted lists respondents; none where there is none."""
    for named in _lists(finder, tokens):
        listed = dict(named).keys()
        among = len(listed & quoted)
        if len(listed) > FEW and 2 * among >= len(listed) and 3 * among >= 2 * len(quoted):
            return tuple(named)
    return ()


def _lists(finder: RespondentFinder, tokens: Tokens) -> Iterator[Sequence[Named]]:
    """The States that each sentence names that speaks of what was sent for this note."""
    words, language = finder.language.respondents, finder.language
    for first, last in sentences_of(tokens, language.grammar):
        lower = tokens.lower[first:last]
        if words.of_it.isdisjoint(lower) or words.are_of_others(tokens.words[first:last], lower):
            continue
        sentence = Roles(tokens, first, last, language, lower, Told(opening=True))
        groups = sentence.groups.states.items() if sentence.groups.states else ()
        yield [
            name
            for at, named in groups
            if sentence.parse.kinds[at] in _LISTED
            and sentence.parse.places[at].role not in _BEHIND
            and not sentence.is_of_others(at)
            for name in named
        ]
