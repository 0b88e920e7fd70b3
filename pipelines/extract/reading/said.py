"""What a sentence says, of whom; and which of its names are no names of States.

Not here: how it is found (`reader.py`) and how sentences go on (`paragraphs.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.reader import Decision, Named, Reader
from pipelines.extract.reading.tokens import Tokens


class Said(NamedTuple):
    """What a sentence says of States (`names`) or of a number of them (`scope`): by what, how sure, in which tokens."""

    names: tuple[Named, ...]
    attribution: str
    score: int
    lemma: str | None
    first: int
    last: int
    scope: str = ""


@dataclass(slots=True)
class Sentence:
    """A sentence: its tokens, what it says, whom it is about, and whom it names.

    `decisions`: on all groups that were asked for. `named`: all of whom it says nothing. `unsure`: those of whom it
    does not surely say something, with the score. `unknown`: tokens of names that report like a State and are no known
    name of one.
    """

    first: int
    last: int
    said: list[Said] = field(default_factory=list)
    collective: list[Said] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    owners: tuple[Named, ...] = ()
    named: list[Named] = field(default_factory=list)
    unsure: dict[str, int] = field(default_factory=dict)
    unknown: list[tuple[int, int]] = field(default_factory=list)


def unknown_names(reader: Reader) -> Iterator[tuple[int, int]]:
    """Tokens of names that report like a State and are in no list of names."""
    groups, tokens, kinds = reader.groups, reader.tokens, reader.parse.kinds
    for at, kind in enumerate(kinds):
        place = reader.parse.places.get(at)
        if (
            kind in ("name", "noun")
            and tokens.words[groups.ends[at] - 1][0].isupper()
            and place
            and place.role == "subject"
            and reader.predicate(place.clause.verb).kind == "report"
        ):
            grammar = reader.grammar
            first, last = groups.starts[at], groups.ends[at]
            titled = first > 0 and tokens.tags[first - 1] in grammar.of["title"]
            if kinds[at + 1 : at + 3] == ["of", "name"]:
                last = groups.ends[at + 2]
            while tokens.tags[first] in grammar.of["determiner"]:
                first += 1
            if (
                not titled
                and not all(word.isupper() for word in tokens.words[first:last])
                and not _is_plural_noun(tokens, first, last, groups.starts[at], grammar)
            ):
                yield first, last


def _is_plural_noun(tokens: Tokens, first: int, last: int, start: int, grammar: Grammar) -> bool:
    """At the beginning of a sentence any noun has a capital ("Experts noted")."""
    opens = first == start and (first == 0 or tokens.words[first - 1] in ".;:")
    return opens and last - first == 1 and grammar.plural_noun.search(tokens.words[first]) is not None


def without_quotations(tokens: Tokens, first: int, last: int, grammar: Grammar) -> Tokens:
    """The tokens with the names inside quotation marks of a sentence made plain: they are mere mentions."""
    tags = tokens.tags
    pieces = tags[first:last].split(grammar.of["quote"])
    if len(pieces) == 1:
        return tokens
    for inside in range(1, len(pieces) - 1, 2):
        pieces[inside] = grammar.find["interesting"].sub(grammar.of["name"], pieces[inside])
    return tokens.tagged(tags[:first] + grammar.of["quote"].join(pieces) + tags[last:])


def distinct(names: Iterable[Named]) -> tuple[Named, ...]:
    """Each State once, where it is named first."""
    first_named: dict[str, Named] = {}
    for name in names:
        first_named.setdefault(name[0], name)
    return tuple(first_named.values())
