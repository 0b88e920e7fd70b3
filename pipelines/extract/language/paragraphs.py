"""Sentences of a paragraph with the States they are about, carried on from one sentence to the next.

Here: plain sentences that go on about the same State, lists in sub-paragraphs. Not here: "it" and "that State"
(`carrying.py`), nor what one sentence says of one subject (`decision.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.attribution import Attribution
from pipelines.extract.language.carrying import carried
from pipelines.extract.language.decision import attribute
from pipelines.extract.language.predicates import direct
from pipelines.extract.language.reader import Reader
from pipelines.extract.language.subjects import Subject, Tie, lists_of_states, nearest_phrase, tied
from pipelines.extract.language.verbs import Effect
from pipelines.extract.sentences import sentence_spans
from pipelines.extract.states import Mention, Placed, within

if TYPE_CHECKING:
    from pipelines.extract.collective import CollectivePhrase
    from pipelines.extract.vocabulary import Vocabulary


class Sentence(NamedTuple):
    """One sentence: its span, the States it is about, what it says of them, and of a number of States."""

    span: tuple[int, int]
    owners: tuple[Mention, ...]
    said: Sequence[Attribution] = ()
    collective: Sequence[Attribution] = ()


_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"")
_NO_MORE_THAN_NAMES = re.compile(r"(?:\([a-z\d]{1,4}\)|\b(?:and|or|the)\b|[\s.,;:&•●▪–—-])*")


def read_sentences(
    matter: str,
    mentions: Sequence[Mention],
    phrases: Sequence[CollectivePhrase],
    vocabulary: Vocabulary,
    heading_state: str | None,
) -> list[Sentence]:
    """Every sentence of a paragraph (`matter` is `states.plain` of its text), in order."""
    if "“" in matter or '"' in matter:
        mentions = _outside_quotations(matter, mentions)
    spans = sentence_spans(matter, vocabulary.grammar.abbreviations)
    progress = _Progress(matter, vocabulary, heading_state)
    if len(spans) == 1:
        progress.read(spans[0], mentions, phrases)
        return progress.sentences
    for span, named, quantified in zip(spans, _by_span(mentions, spans), _by_span(phrases, spans), strict=True):
        progress.read(span, named, quantified)
    return progress.sentences


def _by_span(items: Sequence[Placed], spans: Sequence[tuple[int, int]]) -> Iterable[Sequence[Placed]]:
    """For each of the spans, which follow one another, those of `items` that begin in it."""
    if not items:
        return repeat((), len(spans))
    parts, position = [], 0
    for _, end in spans:
        first = position
        while position < len(items) and items[position].start < end:
            position += 1
        parts.append(items[first:position])
    return parts


def _outside_quotations(matter: str, mentions: Sequence[Mention]) -> list[Mention]:
    """A name inside a quotation or a title is a mere mention."""
    quoted = {mention for match in _QUOTED.finditer(matter) for mention in within(mentions, *match.span())}
    return [mention for mention in mentions if mention not in quoted]


class _Progress:
    """The reading of one paragraph as far as it has come.

    `current`: the States of whom a plain sentence goes on. `silent`: subjects of the sentence before of whom nothing is
    said; `named`: all that it named. `listing`: the number of a sentence that ends in a colon, and what it says of the
    States listed after it.
    """

    def __init__(self, matter: str, vocabulary: Vocabulary, heading_state: str | None) -> None:
        self.matter = matter
        self.vocabulary = vocabulary
        self.sentences: list[Sentence] = []
        self.heading: tuple[Mention, ...] = ()
        if heading_state:
            name = vocabulary.names.states[heading_state].name
            self.heading = (Mention(heading_state, 0, 0, name, "heading"),)
        self.current: tuple[Mention, ...] = self.heading
        self.silent: tuple[Mention, ...] = ()
        self.named: Sequence[Mention] = ()
        self.any_said = False
        self.listing: tuple[int, Attribution] | None = None

    def read(self, span: tuple[int, int], mentions: Sequence[Mention], phrases: Sequence[CollectivePhrase]) -> None:
        """Read the next sentence."""
        reader = Reader(self.matter, *span, mentions, self.vocabulary)
        said: list[Attribution] = []
        collective: list[Attribution] = []
        silent: list[Mention] = []
        if mentions or phrases:
            said, collective, silent = self._attributions(reader, phrases)
            if mentions and not said:
                said = self._listed(reader)
        owners: tuple[Mention, ...] = ()
        if not said and not collective and (self.current or self.silent or self.named):
            taken_up, goes_on = carried(reader, self.current or self.silent, self.named)
            if taken_up:
                said = [taken_up]
            elif goes_on:
                owners = self.current
                if owners and owners == self.heading and not self.any_said:
                    said = [Attribution("heading", None, *span, subject_of(owners))]
        if said:
            self.any_said = True
            self.current = _goes_on_about(said)
            owners = self.current if len(said) == 1 else _all_of(said)
        elif collective or not owners:
            self.current = self.heading
        self.sentences.append(Sentence(span, owners, said, collective))
        self.silent, self.named = tuple(silent), mentions
        if self.listing or self.matter[span[1] - 1] == ":":
            self._open_list(reader, phrases, collective)

    def _attributions(
        self, reader: Reader, phrases: Sequence[CollectivePhrase]
    ) -> tuple[list[Attribution], list[Attribution], list[Mention]]:
        """What is said of each subject of the sentence, of States and of numbers of States; and silent subjects."""
        words = self.vocabulary.collective
        subjects = [
            tied(self.matter, reader.first, listed, phrases, words) or listed
            for listed in lists_of_states(self.matter, reader.mentions)
        ]
        if phrases:
            named = {subject.phrase for subject in subjects if subject.tie is Tie.ALL}
            subjects += [Subject(p.start, p.end, p.end, (), p) for p in phrases if p not in named]
            subjects.sort(key=lambda subject: subject.start)
        said: list[Attribution] = []
        collective: list[Attribution] = []
        silent: list[Mention] = []
        for subject in subjects:
            found = attribute(subject, reader)
            if found is None:
                continue
            if not found.rule:
                silent += subject.mentions
            elif found.subject.mentions:
                said.append(found)
            else:
                collective.append(found)
        return without_weak(said) if len(said) > 1 else said, collective, silent

    def _listed(self, reader: Reader) -> list[Attribution]:
        """An item that is no more than names, or "These included …", after what was said of a number of States."""
        span, subject = (reader.first, reader.end), subject_of(tuple(reader.mentions))
        if self.listing and _NO_MORE_THAN_NAMES.fullmatch(_without_names(reader)):
            position, attribution = self.listing
            self.sentences[position] = self.sentences[position]._replace(collective=())
            kind = attribution.rule.rpartition("-")[2]
            return [Attribution(f"listed-{kind}", attribution.verb, *span, subject)]
        words, lead = self.vocabulary.collective, reader.before(reader.mentions[0].start)
        before = self.sentences[-1].collective if self.sentences else ()
        if before and words.these.fullmatch(lead):
            verb = before[-1].verb
            return [Attribution("listed-reports" if verb else "listed-acts", verb, *span, subject)]
        inverted = words.inverted.match(lead)
        found = direct(reader, reader.first + inverted.end(), plural=True) if inverted else None
        if found and found.effect is not Effect.SILENT:
            return [Attribution(f"listed-{found.effect.value}", found.lemma, *span, subject)]
        return []

    def _open_list(
        self, reader: Reader, phrases: Sequence[CollectivePhrase], collective: Sequence[Attribution]
    ) -> None:
        """Remember what a sentence ending in a colon says of the States to be listed; forget it after the list."""
        if self.matter[reader.end - 1] != ":":
            if not _NO_MORE_THAN_NAMES.fullmatch(_without_names(reader)):
                self.listing = None
            return
        position = len(self.sentences) - 1
        if collective:
            self.listing = position, collective[-1]
            return
        nearest = nearest_phrase(self.matter, reader.first, reader.end, phrases, self.vocabulary.collective)
        if nearest and not reader.mentions:
            found = attribute(Subject(nearest[0], nearest[1], nearest[1], (), nearest[2]), reader)
            self.listing = (position, found) if found and found.rule else None


def without_weak(said: list[Attribution]) -> list[Attribution]:
    """Without what is said of a place or an agent in the words of another State ("Chile reported … in Peru")."""
    strong = min((attribution.start for attribution in said if not attribution.weak), default=None)
    if strong is None:
        return said
    return [attribution for attribution in said if not attribution.weak or attribution.start < strong]


def _goes_on_about(said: Sequence[Attribution]) -> tuple[Mention, ...]:
    """The States of whom a plain sentence after this one goes on: the last, but not "as did Zambia"."""
    last = next((attribution for attribution in reversed(said) if attribution.rule != "same"), said[-1])
    return last.subject.mentions


def _all_of(said: Sequence[Attribution]) -> tuple[Mention, ...]:
    """The States of whom something is said, each once, in order."""
    first: dict[str, Mention] = {}
    for attribution in said:
        for mention in attribution.subject.mentions:
            first.setdefault(mention.iso3, mention)
    return tuple(first.values())


def subject_of(mentions: tuple[Mention, ...]) -> Subject:
    """A subject of these States."""
    return Subject(mentions[0].start, mentions[-1].end, mentions[-1].end, mentions)


def _without_names(reader: Reader) -> str:
    """The sentence without the names of States."""
    parts, position = [], reader.first
    for mention in reader.mentions:
        parts.append(reader.matter[position : mention.start])
        position = mention.end
    return " ".join([*parts, reader.matter[position : reader.end]])
