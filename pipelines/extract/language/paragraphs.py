"""Sentences of a paragraph with the States they are about, carried on from one sentence to the next.

Here: "it", "that State", plain sentences that go on about the same State, lists in sub-paragraphs. Not here: what one
sentence says of one subject (`attribution.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.attribution import Attribution, attribute
from pipelines.extract.language.predicates import Reader
from pipelines.extract.language.subjects import Subject, Tie, lists_of_states, nearest_phrase, tied
from pipelines.extract.language.verbs import Effect, any_of
from pipelines.extract.sentences import sentence_spans
from pipelines.extract.states import Mention

if TYPE_CHECKING:
    from pipelines.extract.collective import CollectivePhrase
    from pipelines.extract.vocabulary import Vocabulary


class Sentence(NamedTuple):
    """One sentence: its span, the States it is about, what it says of them, and of a number of States."""

    span: tuple[int, int]
    owners: tuple[Mention, ...]
    said: tuple[Attribution, ...] = ()
    collective: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Carriers:
    """Compiled `anaphora.yaml`; each pattern matches from the beginning of a sentence."""

    it: re.Pattern[str]
    that_state: re.Pattern[str]
    located: re.Pattern[str]
    latter: re.Pattern[str]
    former: re.Pattern[str]
    others: re.Pattern[str]


_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
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
    progress = _Progress(matter, vocabulary, heading_state)
    for span in sentence_spans(matter):
        inside = [mention for mention in mentions if span[0] <= mention.start < span[1]]
        quantified = [phrase for phrase in phrases if span[0] <= phrase.start < span[1]]
        progress.read(span, inside, quantified)
    return progress.sentences


def _outside_quotations(matter: str, mentions: Sequence[Mention]) -> list[Mention]:
    """A name inside a quotation or a title is a mere mention."""
    quoted = [match.span() for match in _QUOTED.finditer(matter)]
    return [m for m in mentions if not any(start < m.start < end for start, end in quoted)]


class _Progress:
    """The reading of one paragraph as far as it has come.

    `current`: the States of whom a plain sentence goes on. `named`: those that the sentence before only named.
    `listing`: what a sentence that ends in a colon says of the States listed after it, and its number.
    """

    def __init__(self, matter: str, vocabulary: Vocabulary, heading_state: str | None) -> None:
        self.matter = matter
        self.vocabulary = vocabulary
        self.sentences: list[Sentence] = []
        self.heading: tuple[Mention, ...] = ()
        if heading_state:
            name = vocabulary.names.states[heading_state].name
            self.heading = (Mention(heading_state, 0, 0, name, "heading"),)
        self.current = self.heading
        self.silent: tuple[Mention, ...] = ()
        self.named: tuple[Mention, ...] = ()
        self.listing: tuple[int, Attribution] | None = None

    def read(self, span: tuple[int, int], mentions: Sequence[Mention], phrases: Sequence[CollectivePhrase]) -> None:
        """Read the next sentence."""
        reader = Reader(self.matter, span[1], self.vocabulary.verbs, mentions)
        said, collective, silent = self._attributions(span[0], reader, phrases)
        if mentions and not said:
            said = self._listed(span, mentions)
        if not said and not collective:
            said = self._carried(span[0], reader)
        owners = _distinct(mention for attribution in said for mention in attribution.subject.mentions)
        if not owners and not collective:
            owners = self._continued(span)
            if owners and owners == self.heading and not self._has_heading_statement():
                said = [Attribution("heading", None, *span, _subject(owners))]
        self.sentences.append(Sentence(span, owners, tuple(said), tuple(collective)))
        if said:
            last = next((a for a in reversed(said) if a.rule not in {"inverted"}), said[-1])
            self.current = last.subject.mentions
        elif collective or not owners:
            self.current = self.heading
        self.silent, self.named = _distinct(silent), tuple(mentions)
        self._open_list(span, reader, phrases, collective)

    def _attributions(
        self, first: int, reader: Reader, phrases: Sequence[CollectivePhrase]
    ) -> tuple[list[Attribution], list[Attribution], list[Mention]]:
        """What is said of each subject of the sentence, of States and of numbers of States; and silent subjects."""
        words = self.vocabulary.collective
        names_end = frozenset(mention.end for mention in reader.mentions)
        subjects = []
        for listed in lists_of_states(self.matter, reader.mentions):
            subjects.append(tied(self.matter, first, listed, phrases, words) or listed)
        named = {subject.phrase for subject in subjects if subject.tie is Tie.ALL}
        subjects += [
            Subject(phrase.start, phrase.end, phrase.end, (), phrase) for phrase in phrases if phrase not in named
        ]
        said, collective, silent = [], [], []
        for subject in sorted(subjects, key=lambda subject: subject.start):
            found = attribute(subject, reader, first, names_end, self.vocabulary)
            if found is None:
                continue
            if not found.rule:
                silent += subject.mentions
            elif found.subject.mentions:
                said.append(found)
            else:
                collective.append(found)
        return _without_weak(said), collective, silent

    def _listed(self, span: tuple[int, int], mentions: Sequence[Mention]) -> list[Attribution]:
        """An item that is no more than names, or "These included …", after what was said of a number of States."""
        matter = self.matter
        subject = _subject(tuple(mentions))
        if self.listing:
            position, attribution = self.listing
            rest = _without(matter, span, mentions)
            if _NO_MORE_THAN_NAMES.fullmatch(rest):
                intro = self.sentences[position]
                self.sentences[position] = intro._replace(collective=())
                return [Attribution("listed-" + attribution.rule.rsplit("-", 1)[-1], attribution.verb, *span, subject)]
        before = self.sentences[-1] if self.sentences else None
        lead = matter[span[0] : mentions[0].start].rstrip()
        if before and before.collective and self.vocabulary.collective.these.fullmatch(lead):
            verb = before.collective[-1].verb
            return [Attribution("listed-reports" if verb else "listed-acts", verb, *span, subject)]
        return []

    def _open_list(
        self, span: tuple[int, int], reader: Reader, phrases: Sequence[CollectivePhrase], collective: list[Attribution]
    ) -> None:
        """Remember what a sentence ending in a colon says of the States to be listed."""
        if self.matter[span[1] - 1] != ":":
            if self.listing and not _NO_MORE_THAN_NAMES.fullmatch(_without(self.matter, span, reader.mentions)):
                self.listing = None
            return
        position = len(self.sentences) - 1
        if collective:
            self.listing = position, collective[-1]
            return
        nearest = nearest_phrase(self.matter, span[0], span[1], phrases, self.vocabulary.collective)
        if nearest and not reader.mentions:
            subject = Subject(nearest[0], nearest[1], nearest[1], (), nearest[2])
            found = attribute(subject, reader, span[0], frozenset(), self.vocabulary)
            self.listing = (position, found) if found and found.rule else None

    def _carried(self, first: int, reader: Reader) -> list[Attribution]:
        """What a sentence says of the State that it takes up by "it", "that State", "the latter"."""
        carriers, matter = self.vocabulary.carriers, self.matter
        spoken = self.current or self.silent
        strong = carriers.that_state.match(matter, first, reader.end)
        weak = carriers.it.match(matter, first, reader.end)
        located = carriers.located.match(matter, first, reader.end)
        match = located or strong or weak
        if match is None:
            return []
        who = spoken
        if not who and (strong or located) and len({mention.iso3 for mention in self.named}) == 1:
            who = self.named[:1]
        elif len(who) > 1 and carriers.latter.match(matter, first, reader.end):
            who = who[-1:]
        elif len(who) > 1 and carriers.former.match(matter, first, reader.end):
            who = who[:1]
        if not who:
            return []
        if located:
            return [Attribution("anaphor", None, match.start(1), match.end(), _subject(who))]
        predicate = reader.predicate(match.end(), plural=True)
        if predicate is None or predicate.effect is Effect.SILENT:
            return []
        rule = f"anaphor-{predicate.effect.value}"
        return [Attribution(rule, predicate.lemma, match.start(1), predicate.end, _subject(who))]

    def _continued(self, span: tuple[int, int]) -> tuple[Mention, ...]:
        """The States of whom a plain sentence goes on."""
        if self.vocabulary.carriers.others.match(self.matter, *span):
            return ()
        return self.current

    def _has_heading_statement(self) -> bool:
        return any(sentence.owners and sentence.owners[0].iso3 == self.heading[0].iso3 for sentence in self.sentences)


def _without_weak(said: list[Attribution]) -> list[Attribution]:
    """Without what is said of a place or an agent in the words of another State ("Chile reported … in Peru")."""
    strong = min((attribution.start for attribution in said if not attribution.weak), default=None)
    if strong is None:
        return said
    return [attribution for attribution in said if not attribution.weak or attribution.start < strong]


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple({mention.iso3: mention for mention in reversed(list(mentions))}.values())[::-1]


def _subject(mentions: tuple[Mention, ...]) -> Subject:
    return Subject(mentions[0].start, mentions[-1].end, mentions[-1].end, mentions)


def _without(matter: str, span: tuple[int, int], mentions: Sequence[Mention]) -> str:
    """The sentence without the names of States."""
    parts, position = [], span[0]
    for mention in mentions:
        parts.append(matter[position : mention.start])
        position = mention.end
    return " ".join([*parts, matter[position : span[1]]])


def compile_carriers(words: Mapping[str, Sequence[str]]) -> Carriers:
    """Compile the parsed `anaphora.yaml`. Raises `KeyError` where a part is missing."""

    def at_start(phrases: Iterable[str]) -> re.Pattern[str]:
        either = any_of([*phrases, *(phrase[0].upper() + phrase[1:] for phrase in phrases)])
        return re.compile(rf"(?:\([a-z\d]{{1,4}}\) )?(?:[^,;:]{{1,70}}, )?({either})\b")

    return Carriers(
        **{part: at_start(words[part]) for part in ("it", "that_state", "located", "latter", "former", "others")}
    )
