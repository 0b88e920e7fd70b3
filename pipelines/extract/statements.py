"""What one numbered paragraph says of States: named statements and collective ones, each with its sentences.

Here: how sentences make up a paragraph's statements. Not here: what one sentence says of one subject
(`language/attribution.py`), nor which languages are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.collective import collective_phrases
from pipelines.extract.language.paragraphs import Sentence, read_sentences
from pipelines.extract.language.unknown import Signal, unknown_names
from pipelines.extract.states import mentions_in, plain
from pipelines.extract.systems import System, stems_in, systems_in

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
    matter = plain(text)
    mentions = mentions_in(matter, text, vocabulary.names)
    phrases = collective_phrases(matter, vocabulary.collective)
    if not mentions and not phrases and heading_state is None:
        return ParagraphReading(signals=unknown_names(matter, text, (0, len(text)), vocabulary))
    reading = read_sentences(matter, mentions, phrases, vocabulary, heading_state)
    return ParagraphReading(
        _statements(text, matter, reading, vocabulary),
        tuple(
            Collective(
                said.subject.phrase.scope,
                text[said.subject.phrase.start : said.subject.phrase.end],
                said.verb,
                *sentence.span,
            )
            for sentence in reading
            for said in sentence.collective
            if said.subject.phrase
        ),
        tuple(
            signal
            for sentence in reading
            if not sentence.owners
            for signal in unknown_names(matter, text, sentence.span, vocabulary)
        ),
    )


def _statements(text: str, matter: str, reading: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[Statement, ...]:
    owned: dict[str, list[Sentence]] = {}
    for sentence in reading:
        for owner in sentence.owners:
            owned.setdefault(owner.iso3, []).append(sentence)
    alone = len(owned) == 1 and all(sentence.owners and not sentence.collective for sentence in reading)
    return tuple(
        _statement(text, matter, iso3, sentences, vocabulary, whole=alone) for iso3, sentences in owned.items()
    )


def _statement(
    text: str, matter: str, iso3: str, sentences: Sequence[Sentence], vocabulary: Vocabulary, *, whole: bool
) -> Statement:
    said = [a for sentence in sentences for a in sentence.said if any(m.iso3 == iso3 for m in a.subject.mentions)]
    first = said[0]
    return Statement(
        iso3,
        next(mention.as_written for mention in first.subject.mentions if mention.iso3 == iso3),
        next((a.verb for a in said if a.verb), None),
        0 if whole else sentences[0].span[0],
        len(text) if whole else sentences[-1].span[1],
        tuple(sentence.span for sentence in sentences),
        first.rule,
        (first.start, first.end),
        _systems(matter, text, iso3, sentences, vocabulary),
    )


def _systems(
    matter: str, text: str, iso3: str, sentences: Sequence[Sentence], vocabulary: Vocabulary
) -> tuple[System, ...]:
    """The named systems of the sentences of one State, each once, by full name where one is given."""
    found: dict[str, System] = {}
    short: set[str] = set()
    stems = stems_in(matter, vocabulary.systems)
    for sentence in sentences:
        for system in systems_in(matter, text, sentence.span, stems, vocabulary):
            if system.name in short or system.name in found or not _is_of(iso3, system, sentence):
                continue
            found[system.name] = system
            if system.acronym:
                short.add(system.acronym)
    return tuple(found.values())


def _is_of(iso3: str, system: System, sentence: Sentence) -> bool:
    """Whether a system is that of this State, in a sentence about several: of the one last named before it."""
    before = [said for said in sentence.said if said.start <= system.start] or list(sentence.said[:1])
    if not before:
        return True
    return any(mention.iso3 == iso3 for mention in before[-1].subject.mentions)
