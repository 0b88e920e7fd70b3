"""Words by which a sentence takes up the States of the sentence before, or turns to somebody else.

Here: "it", "the country", "that State", "the latter". Not here: plain sentences (`paragraphs.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.extract.language.attribution import Attribution
from pipelines.extract.language.predicates import predicate
from pipelines.extract.language.subjects import Subject
from pipelines.extract.language.verbs import Effect, in_either_case

if TYPE_CHECKING:
    from pipelines.extract.language.reader import Reader
    from pipelines.extract.states import Mention


@dataclass(frozen=True, slots=True)
class Carriers:
    """Compiled `anaphora.yaml`.

    `taken_up`: matches from the beginning of a sentence, past one phrase before a comma; its last group tells what kind
    of word takes up a State. `strong`: kinds that take up a State which was only named. `others`: a new subject.
    """

    taken_up: re.Pattern[str]
    others: re.Pattern[str]


_KINDS = ("located", "latter", "former", "that_state", "it")
_NAMED_IS_ENOUGH = frozenset({"located", "latter", "that_state"})


def carried(reader: Reader, spoken_of: Sequence[Mention], named: Sequence[Mention]) -> Sequence[Attribution]:
    """What a sentence says of the States that it takes up.

    `spoken_of`: those that the sentence before was about. `named`: all that it named.
    """
    if not spoken_of and not named:
        return ()
    match = reader.vocabulary.carriers.taken_up.match(reader.matter, reader.first, reader.end)
    if match is None:
        return ()
    kind = match.lastgroup
    who = tuple(spoken_of)
    if not who and kind in _NAMED_IS_ENOUGH and len({mention.iso3 for mention in named}) == 1:
        who = (named[0],)
    if not who:
        return ()
    if kind == "latter":
        who = who[-1:]
    elif kind == "former":
        who = who[:1]
    subject = Subject(who[0].start, who[-1].end, who[-1].end, who)
    start, end = match.span(kind or 0)
    if kind == "located":
        return (Attribution("anaphor", None, start, end, subject),)
    found = predicate(reader, end, plural=True)
    if found is None or found.effect is Effect.SILENT:
        return ()
    return (Attribution(f"anaphor-{found.effect.value}", found.lemma, start, found.end, subject),)


def goes_on(reader: Reader) -> bool:
    """Whether a plain sentence has no new subject of its own."""
    return reader.vocabulary.carriers.others.match(reader.matter, reader.first, reader.end) is None


def compile_carriers(words: Mapping[str, Sequence[str]]) -> Carriers:
    """Compile the parsed `anaphora.yaml`. Raises `KeyError` where a part is missing."""
    kinds = "|".join(f"(?P<{kind}>{in_either_case(words[kind])})" for kind in _KINDS)
    lead = r"(?:\([a-z\d]{1,4}\) )?(?:[^,;:]{1,70}, )?"
    return Carriers(
        # "The representative of the World Bank" takes up nobody.
        taken_up=re.compile(rf"{lead}(?:{kinds})\b(?! (?:of|from|for)\b)"),
        others=re.compile(rf"{lead}{in_either_case(words['others'])}\b"),
    )
