"""Function words, compiled: what may open a sentence, what a noun phrase may hold, what may lead to a verb.

Here: `grammar.yaml` as sets and patterns. Not here: what is done with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.extract.language.patterns import any_of, in_either_case


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled `grammar.yaml`; patterns that end in `$` look at what stands before a place.

    `opening`: matches all that stands before a subject which opens its sentence. `clause_ends`: after it a new clause
    may begin. `grounds`: "according to". `by_law`: "under", "in accordance with". `examples`: "A notable example was".
    """

    abbreviations: frozenset[str]
    months: frozenset[str]
    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    relatives: frozenset[str]
    inside: frozenset[str]
    determiners: frozenset[str]
    stops: frozenset[str]
    links: frozenset[str]
    partitives: frozenset[str]
    times: frozenset[str]
    subordinating: tuple[str, ...]
    opening: re.Pattern[str]
    clause_ends: re.Pattern[str]
    sameness: re.Pattern[str]
    examples: re.Pattern[str]
    asides: re.Pattern[str]
    changes: frozenset[str]
    cases: re.Pattern[str]
    grounds: re.Pattern[str]
    by_law: re.Pattern[str]


_SETS = ("abbreviations", "months", "conjunctions", "prepositions", "relatives", "inside", "determiners", "stops",
         "links", "partitives", "times")  # fmt: skip


def compile_grammar(words: Mapping[str, Any]) -> Grammar:
    """Compile the parsed `grammar.yaml`. Raises `KeyError` where a part is missing."""
    conjunctions = any_of(words["conjunctions"])
    return Grammar(
        **{part: frozenset(words[part]) for part in _SETS},
        subordinating=tuple(f"{word} " for word in words["subordinating"]),
        opening=re.compile(
            r"(?:\([a-z\d]{1,4}\) *|[•●▪◦–—-] *)?"
            rf"(?:(?:{in_either_case(words['connectors'])}|[A-Z][a-z]+ly)[, ]*)*(?:both *)?$"
        ),
        clause_ends=re.compile(rf"(?:[,;:]|\b{conjunctions})$"),
        sameness=re.compile(rf"\b{any_of(words['sameness'])}$"),
        examples=re.compile(
            rf"\b(?i:{any_of(words['examples'])})\b[^.;:]{{0,60}}? (?:was|is|were|are|included?|includes|came|comes)"
            r"(?: also)?(?: that| those| the case| the cases| provided| given| offered| found)?"
            r"(?: (?:of|by|in|from))?(?: the)?$|\b[Mm]ention (?:should|may|can|must) (?:also )?be made of(?: the)?$"
        ),
        asides=re.compile(rf",? {any_of(words['asides'])},?$"),
        changes=frozenset(words["changes"]),
        cases=re.compile(rf"\b[Ii]n (?:the |that )?{any_of(words['cases'])} of(?: the)?$"),
        grounds=re.compile(rf"\b{in_either_case(words['grounds'])}(?: the)?$"),
        by_law=re.compile(rf"(?:^|[ ,(]){in_either_case(words['by_law'])}(?: the| its)?$"),
    )
