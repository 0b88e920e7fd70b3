"""What one numbered paragraph says of States: named statements and collective ones, each with its sentences.

Here: how sentences make up a paragraph's statements. Not here: what one sentence says of one subject
(`language/attribution.py`), nor which languages are read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.collective import collective_phrases
from pipelines.extract.language.paragraphs import Sentence, read_sentences
from pipelines.extract.language.unknown import Signal, unknown_names
from pipelines.extract.states import matter_and_mentions
from pipelines.extract.systems import System, systems_in

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary

Span = tuple[int, int]


class Statement(NamedTuple):
    """What the paragraph says that one State itself has done, has, does or plans.

    `name_as_written`: the first mention that counts, without a leading "the". `verb`: lemma of the first verb by which
    the note attributes, None where there is none ("In Peru, …"). `quote_start`, `quote_end`: from the first to the last
    sentence about that State, the whole paragraph where it is about one State alone. `sentences`: their spans. `rule`:
    short name of the rule that attributed the first; `trigger`: the words that made it do so. `systems`: named ones.
    """

    iso3: str
    name_as_written: str
    verb: str | None
    quote_start: int
    quote_end: int
    sentences: tuple[Span, ...]
    rule: str
    trigger: Span
    systems: tuple[System, ...]


class Collective(NamedTuple):
    """What the paragraph says of a number of States without naming them.

    `scope`: `all`, `most`, `some` or `one`. `subject_as_written`: the phrase. The quote is the sentences about them.
    """

    scope: str
    subject_as_written: str
    verb: str | None
    quote_start: int
    quote_end: int


class ParagraphReading(NamedTuple):
    """All that a paragraph says of States; statements in the order of their first sentence."""

    statements: tuple[Statement, ...] = ()
    collective: tuple[Collective, ...] = ()
    signals: tuple[Signal, ...] = ()


NOTHING = ParagraphReading()


def read_paragraph(text: str, vocabulary: Vocabulary, heading_state: str | None = None) -> ParagraphReading:
    """The statements of one numbered paragraph in English.

    `heading_state`: the State whose name is the heading above; plain sentences are then about that State.
    """
    matter, mentions = matter_and_mentions(text, vocabulary.names)
    phrases = collective_phrases(matter, vocabulary.collective)
    if not mentions and not phrases and heading_state is None:
        signals = unknown_names(matter, text, (0, len(text)), vocabulary)
        return ParagraphReading(signals=signals) if signals else NOTHING
    reading = read_sentences(matter, mentions, phrases, vocabulary, heading_state)
    collective: list[Collective] = []
    unknown: list[Signal] = []
    for sentence in reading:
        for said in sentence.collective:
            phrase = said.subject.phrase
            if phrase:
                subject = text[phrase.start : phrase.end]
                collective.append(Collective(phrase.scope, subject, said.verb, *sentence.span))
        if not sentence.said:
            unknown += unknown_names(matter, text, sentence.span, vocabulary, opening=bool(sentence.owners))
    return ParagraphReading(_statements(text, matter, reading, vocabulary), tuple(collective), tuple(unknown))


def _statements(text: str, matter: str, reading: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[Statement, ...]:
    owned: dict[str, list[Sentence]] = {}
    alone = True
    for sentence in reading:
        if not sentence.owners or sentence.collective:
            alone = False
        for owner in sentence.owners:
            sentences = owned.setdefault(owner.iso3, [])
            if not sentences or sentences[-1] is not sentence:
                sentences.append(sentence)
    if not owned:
        return ()
    systems = systems_in(matter, text, vocabulary)
    whole = (0, len(text)) if alone and len(owned) == 1 else None
    return tuple([_statement(iso3, sentences, systems, whole) for iso3, sentences in owned.items()])


def _statement(iso3: str, sentences: Sequence[Sentence], systems: Sequence[System], whole: Span | None) -> Statement:
    """The statement of one State; `whole`: the span of the paragraph where it is about that State alone."""
    first, name, verb = None, "", None
    for sentence in sentences:
        for said in sentence.said:
            for mention in said.subject.mentions:
                if mention.iso3 == iso3:
                    if first is None:
                        first, name = said, mention.as_written
                    verb = verb or said.verb
    assert first is not None  # noqa: S101 - a State owns no sentence before one says something of it
    start, end = whole or (sentences[0].span[0], sentences[-1].span[1])
    return Statement(
        iso3,
        name,
        verb,
        start,
        end,
        tuple([sentence.span for sentence in sentences]),
        first.rule,
        (first.start, first.end),
        _own(iso3, systems, sentences) if systems else (),
    )


def _own(iso3: str, systems: Sequence[System], sentences: Sequence[Sentence]) -> tuple[System, ...]:
    """The named systems of one State, each once, by its full name where one is given."""
    found: dict[str, System] = {}
    short: set[str | None] = set()
    starts = [sentence.span[0] for sentence in sentences]
    for system in systems:
        sentence = sentences[bisect_right(starts, system.start) - 1]
        inside = sentence.span[0] <= system.start < sentence.span[1]
        if inside and system.name not in short and system.name not in found and _is_of(iso3, system, sentence):
            found[system.name] = system
            short.add(system.acronym)
    return tuple(found.values())


def _is_of(iso3: str, system: System, sentence: Sentence) -> bool:
    """Whether a system is that of this State, in a sentence about several: of the one last named before it."""
    if len(sentence.said) < 2:
        return True
    before = [said for said in sentence.said if said.start <= system.start] or list(sentence.said[:1])
    return any(mention.iso3 == iso3 for mention in before[-1].subject.mentions)
