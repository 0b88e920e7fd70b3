"""Words by which a sentence takes up the States of the sentence before, or turns to somebody else.

Here: "it", "the country", "that State", "the latter". Not here: plain sentences (`paragraphs.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.extract.language.attribution import Attribution
from pipelines.extract.language.patterns import in_either_case
from pipelines.extract.language.predicates import predicate
from pipelines.extract.language.subjects import Subject
from pipelines.extract.language.verbs import Effect

if TYPE_CHECKING:
    from pipelines.extract.language.reader import Reader
    from pipelines.extract.states import Mention


@dataclass(frozen=True, slots=True)
class Carriers:
    """Compiled `anaphora.yaml`.

    `subject`: matches from the beginning of a sentence, past one phrase before a comma; its last group tells what kind
    of word takes up a State, or that the sentence has another subject (`others`).
    """

    subject: re.Pattern[str]


_KINDS = ("others", "located", "latter", "former", "that_state", "it")
_NAMED_IS_ENOUGH = frozenset({"located", "latter", "that_state"})


def carried(
    reader: Reader, spoken_of: tuple[Mention, ...], named: Sequence[Mention]
) -> tuple[Attribution | None, bool]:
    """What a sentence says of the States that it takes up, and whether a plain sentence goes on about them.

    `spoken_of`: those that the sentence before was about. `named`: all that it named.
    """
    match = reader.vocabulary.carriers.subject.match(reader.matter, reader.first, reader.end)
    if match is None:
        return None, True
    kind = match.lastgroup
    if kind == "others":
        return None, False
    who = spoken_of
    if not who and kind in _NAMED_IS_ENOUGH and len({mention.iso3 for mention in named}) == 1:
        who = (named[0],)
    if not who:
        return None, True
    if kind == "latter":
        who = who[-1:]
    elif kind == "former":
        who = who[:1]
    subject = Subject(who[0].start, who[-1].end, who[-1].end, who)
    start, end = match.span(kind or 0)
    if kind == "located":
        return Attribution("anaphor", None, start, end, subject), True
    found = predicate(reader, end, plural=True)
    if found is None or found.effect is Effect.SILENT:
        return None, True
    return Attribution(f"anaphor-{found.effect.value}", found.lemma, start, found.end, subject), True


def compile_carriers(words: Mapping[str, Sequence[str]]) -> Carriers:
    """Compile the parsed `anaphora.yaml`. Raises `KeyError` where a part is missing."""
    # "The representative of the World Bank" takes up nobody.
    kinds = "|".join(
        f"(?P<{kind}>{in_either_case(words[kind])})" + ("" if kind == "others" else r"\b(?! (?:of|from|for)\b)")
        for kind in _KINDS
    )
    return Carriers(re.compile(rf"(?:\([a-z\d]{{1,4}}\) )?(?:[^,;:]{{1,70}}+, )?(?:{kinds})\b"))
