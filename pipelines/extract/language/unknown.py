"""Names that look like a State's, report something, and are not in the list of names: signals for a person.

Not here: names that are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.language.patterns import any_of
from pipelines.extract.language.verbs import Verbs

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class Signal(NamedTuple):
    """Something a person should look at: its span and text, the rule that raised it, and what to do, in a sentence."""

    start: int
    end: int
    text: str
    rule: str
    message: str


_LINKS = frozenset({"of", "and", "the"})
RULE = "unknown_state_name"


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """A capitalized phrase directly before a verb of reporting, at the beginning of a sentence (`opening`) or `later`.

    `not_state_like`: words of other things.
    """

    opening: re.Pattern[str]
    later: re.Pattern[str]
    not_state_like: frozenset[str]


def unknown_names(
    matter: str, text: str, span: tuple[int, int], vocabulary: Vocabulary, *, opening: bool = False
) -> tuple[Signal, ...]:
    """A signal for every unknown State-like name that reports in `span`, of which nothing is known to be said.

    `opening`: only one that opens the sentence; it goes on about a State that was named before.
    """
    words = vocabulary.unknown
    first = words.opening.match(matter, *span)
    found = [first] if first else []
    if not opening:
        found += words.later.finditer(matter, *span)
    if not found:
        return ()
    return tuple(
        Signal(*match.span("name"), text[match.start("name") : match.end("name")], RULE, _message(match["name"]))
        for match in found
        if _is_state_like(matter, match, vocabulary)
    )


def _is_state_like(matter: str, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    name, start = match["name"], match.start("name")
    parts = [part for part in re.split(r"[ '-]", name.lower()) if part]
    if not vocabulary.unknown.not_state_like.isdisjoint(parts):
        return False
    if all(part.isupper() or part in _LINKS for part in name.split()):
        return False  # acronyms
    if vocabulary.names.pattern.search(matter, start, match.end("name")):
        return False
    if matter[:start].rstrip().rpartition(" ")[2] in vocabulary.names.titles:
        return False  # "Mr. Smith noted"
    # At the beginning of a sentence any plural noun has a capital ("Experts noted").
    opens = start == 0 or matter[start - 2 : start] != ", "
    return len(parts) > 1 or match["the"] is not None or not opens or not parts[0].endswith("s")


def _message(name: str) -> str:
    return (
        f"{name!r} reports like a State but is not in codes/state-names.csv: add the form there if it is one, "
        "or answer the signal in corrections.yaml."
    )


def compile_unknown(words: Mapping[str, Any], verbs: Verbs, nouns: Iterable[str]) -> UnknownNames:
    """Compile the part of the parsed `names.yaml` about names that are not known; `nouns`: of organs, laws, systems."""
    past: Iterable[str] = (form for form in verbs.reporting if form.endswith("ed") or form == "said")
    name = r"[A-Z][\w'-]++(?: (?:(?:of|and|the) ){0,2}[A-Z][\w'-]++){0,4}"
    reporter = rf"(?P<the>[Tt]he )?(?P<name>{name})(?: (?:also|further|\w++(?<=\wly)))? {any_of(past)}\b"
    return UnknownNames(
        opening=re.compile(reporter),
        later=re.compile(rf"[,.;:] {reporter}"),
        not_state_like=frozenset([*words["not_state_like"], *nouns]),
    )
