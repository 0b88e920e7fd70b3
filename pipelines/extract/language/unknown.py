"""Names that look like a State's, report something, and are not in the list of names: signals for a person.

Not here: names that are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.language.verbs import Verbs, any_of

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class Signal(NamedTuple):
    """Something a person should look at: its span and text, the rule that raised it, and what to do, in a sentence."""

    start: int
    end: int
    text: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """`reporter`: a capitalized phrase directly before a verb of reporting. `not_state_like`: words of other things."""

    reporter: re.Pattern[str]
    not_state_like: frozenset[str]


def unknown_names(
    matter: str, text: str, known: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> tuple[Signal, ...]:
    """A signal for every unknown State-like name that reports, outside the spans `known` to be about a State."""
    words = vocabulary.unknown
    signals = []
    for match in words.reporter.finditer(matter):
        start, end = match.span("name")
        parts = [part for part in re.split(r"[ '-]", matter[start:end].lower()) if part]
        if any(first <= start < last for first, last in known) or words.not_state_like.intersection(parts):
            continue
        if matter[:start].rstrip().rpartition(" ")[2] in vocabulary.names.titles:
            continue  # "Mr. Smith noted"
        if matter[start:end].isupper() or vocabulary.names.pattern.search(matter, start, end):
            continue
        # At the beginning of a sentence any plural noun has a capital ("Experts noted").
        if len(parts) == 1 and parts[0].endswith("s") and match["opening"] is not None and match["the"] is None:
            continue
        name = text[start:end]
        signals.append(Signal(start, end, name, "unknown_state_name", _message(name)))
    return tuple(signals)


def _message(name: str) -> str:
    return (
        f"{name!r} reports like a State but is not in codes/state-names.csv: add the form there if it is one, "
        "or answer the signal in corrections.yaml."
    )


def compile_unknown(words: Mapping[str, Any], verbs: Verbs) -> UnknownNames:
    """Compile the part of the parsed `names.yaml` about names that are not known."""
    past: Iterable[str] = (form for form in verbs.reporting if form.endswith("ed") or form == "said")
    name = r"[A-Z][\w'-]+(?: (?:(?:of|and|the) ){0,2}[A-Z][\w'-]+){0,4}"
    return UnknownNames(
        reporter=re.compile(
            rf"(?:(?P<opening>^|[.;:] )|, )(?P<the>[Tt]he )?(?P<name>{name})(?: (?:also|further|\w+ly))? {any_of(past)}\b"
        ),
        not_state_like=frozenset(words["not_state_like"]),
    )
