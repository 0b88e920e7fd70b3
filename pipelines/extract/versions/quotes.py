"""The quote of a statement in a paragraph of another language: the sentences about the State, by its name there.

Not here: whether the paragraph makes a statement of the State, which the carrier of the structure decides
(`statements.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipelines.extract.sentences import sentence_ends
from pipelines.extract.versions.names import Named, find_states

_CLAUSES = re.compile("[；，]")

Span = tuple[int, int]


class Quote(NamedTuple):
    """The State's name as written, and the half-open span of the quote in the paragraph's text."""

    name: str
    start: int
    end: int


def find_quote(
    text: str, language: str, iso3: str, others: Collection[str], abbreviations: frozenset[str], *, alone: bool
) -> Quote | None:
    """The quote about a State in a paragraph; None where the paragraph does not name it.

    Of "La France a cité sa loi. Elle est récente. Le Japon a cité la sienne." that of `FRA` is two sentences long.

    `others`: the other States with a statement in it. `alone`: the paragraph is about this State alone, and is quoted
    whole. `abbreviations`: words whose full stop ends no sentence.
    """
    named = find_states(text, language)
    own = [name for name in named if name.iso3 == iso3]
    if not own:
        return None
    name = text[own[0].start : own[0].end]
    if alone:
        return Quote(name, 0, len(text))
    spans = _about(_sentences(text, language, abbreviations), named, iso3, set(others))
    return Quote(name, spans[0][0], spans[-1][1])


def _sentences(text: str, language: str, abbreviations: frozenset[str]) -> list[Span]:
    """Half-open spans of the sentences of a text, without the white space between them; of clauses in Chinese."""
    ends = set(sentence_ends(text, 0, len(text), abbreviations))
    if language == "zh":
        ends |= {match.end() for match in _CLAUSES.finditer(text)}
    spans = []
    start = 0
    for end in (*sorted(ends), len(text)):
        sentence = text[start:end]
        if sentence.strip():
            spans.append((start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())))
        start = end
    return spans


def _about(spans: Sequence[Span], named: Sequence[Named], iso3: str, others: AbstractSet[str]) -> list[Span]:
    """The first sentences that name the State, and those after them until one names another."""
    about: list[Span] = []
    for start, end in spans:
        here = {name.iso3 for name in named if start <= name.start < end}
        if iso3 in here or (about and not here & others):
            about.append((start, end))
        elif about:
            break
    return about
