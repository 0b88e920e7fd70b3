"""Who sent information: the States that a paragraph, footnote or annex lists as respondents.

Here: recognising such a list in any wording, the number the note prints, and the States. Not here: what respondents said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.collective import collective_phrases
from pipelines.extract.language.decision import attribute
from pipelines.extract.language.paragraphs import read_sentences
from pipelines.extract.language.reader import Reader
from pipelines.extract.language.subjects import lists_of_states, tied
from pipelines.extract.language.verbs import any_of
from pipelines.extract.sentences import sentence_spans
from pipelines.extract.states import Mention, mentions_in, plain

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class Respondent(NamedTuple):
    """One State in a list of respondents: code, name as written, span of the name in the text."""

    iso3: str
    as_written: str
    start: int
    end: int


class Respondents(NamedTuple):
    """A list of respondents: the number the note prints, None where it prints none, and the States as listed."""

    declared_number: int | None
    states: tuple[Respondent, ...]


@dataclass(frozen=True, slots=True)
class RespondentWords:
    """Compiled `respondents.yaml`.

    `hint`: no list without it. `trigger`: what comes before the names. `lead`: words up to the first name. `gap`: words
    between two names. `number`: how many there are. `finite`: a trigger that a single State satisfies.
    """

    hint: re.Pattern[str]
    trigger: re.Pattern[str]
    lead: re.Pattern[str]
    gap: re.Pattern[str]
    number: re.Pattern[str]
    finite: re.Pattern[str]
    counts: Mapping[str, int]


def read_respondents(text: str, vocabulary: Vocabulary) -> Respondents | None:
    """The States that `text` lists as having sent information, None where it is no such list."""
    words = vocabulary.respondents
    matter = plain(text)
    if not words.hint.search(matter):
        return None
    mentions = [m for m in mentions_in(matter, text, vocabulary.names) if m.kind != "demonym" and not m.within]
    if not mentions:
        return None
    listed: dict[int, Mention] = {}
    places: list[int] = []
    for position, found in (*_after_triggers(matter, mentions, words), *_senders(matter, mentions, vocabulary)):
        places.append(position)
        listed.update((mention.start, mention) for mention in found)
    if not listed or _spoken_of(matter, mentions, list(listed.values()), vocabulary):
        return None
    number = _number(matter, places, vocabulary)
    states = tuple(Respondent(m.iso3, m.as_written, m.start, m.end) for _, m in sorted(listed.items()))
    return Respondents(number, states)


def _after_triggers(
    matter: str, mentions: Sequence[Mention], words: RespondentWords
) -> Iterator[tuple[int, list[Mention]]]:
    """Lists after "information was received from", "Respondents:"."""
    for match in words.trigger.finditer(matter):
        first = next((i for i, mention in enumerate(mentions) if mention.start >= match.end()), None)
        if first is None or not words.lead.fullmatch(matter, match.end(), mentions[first].start):
            continue
        last = first
        while last + 1 < len(mentions) and words.gap.fullmatch(matter, mentions[last].end, mentions[last + 1].start):
            last += 1
        lead = matter[match.end() : mentions[first].start]
        if last > first or words.finite.search(match[0]) or words.number.search(lead) or "following" in lead:
            yield match.start(), list(mentions[first : last + 1])


def _senders(matter: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> Iterator[tuple[int, list[Mention]]]:
    """Lists that are the subject of sending ("The following States submitted information: …", "Japan replied")."""
    words = vocabulary.collective
    for start, end in sentence_spans(matter, vocabulary.grammar.abbreviations):
        inside = [mention for mention in mentions if start <= mention.start < end]
        phrases = [phrase for phrase in collective_phrases(matter, words) if start <= phrase.start < end]
        reader = Reader(matter, start, end, inside, vocabulary)
        for plain_list in lists_of_states(matter, inside):
            subject = tied(matter, start, plain_list, phrases, words) or plain_list
            found = attribute(subject, reader)
            if found is None or found.rule:
                continue
            verb = matter[max(start, found.end - 40) : found.end].split()
            if verb[-1] in vocabulary.verbs.sending and not {"not", "never"} & set(verb[-4:]):
                yield subject.start, list(subject.mentions)


def _spoken_of(matter: str, mentions: Sequence[Mention], listed: Sequence[Mention], vocabulary: Vocabulary) -> bool:
    """Whether the paragraph reports what the only listed State said ("According to information provided by Malawi")."""
    codes = {mention.iso3 for mention in listed}
    if len(codes) > 1:
        return False
    return any(
        attribution.rule in {"source", "submission-reports", "agent-reports"}
        for sentence in read_sentences(matter, mentions, (), vocabulary, None)
        for attribution in sentence.said
        if codes & {mention.iso3 for mention in attribution.subject.mentions}
    )


def _number(matter: str, places: Sequence[int], vocabulary: Vocabulary) -> int | None:
    """The number printed nearest to the first list, in its sentence."""
    words, spans = vocabulary.respondents, sentence_spans(matter, vocabulary.grammar.abbreviations)
    for place in places:
        sentence = next(((s, e) for s, e in spans if s <= place < e), (0, len(matter)))
        match = words.number.search(matter, *sentence)
        if match:
            count = match["count"].lower()
            return int(count) if count.isdigit() else words.counts[count]
    return None


def compile_respondents(words: Mapping[str, Any], numerals: Sequence[str]) -> RespondentWords:
    """Compile the parsed `respondents.yaml`; `numerals` in words from "two". Raises `KeyError` where a part is missing."""
    what, came, senders = any_of(words["matter"]), any_of(words["came"]), any_of(words["senders"])
    titles = any_of(words["titles"])
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    counts = {"one": 1} | {word: n for n, word in enumerate(numerals[: numerals.index("twenty") + 1], 2)}
    counts |= {ten: 10 * n for n, ten in enumerate(tens, 2)}
    counts |= {f"{ten}-{unit}": counts[ten] + n for ten in tens for n, unit in enumerate(["one", *numerals[:8]], 1)}
    count = rf"(?P<count>\d{{1,3}}|(?i:{any_of(counts)}))"
    between = rf"(?:(?:{any_of(words['between'])}|{senders}|\d{{1,3}}|{any_of(counts)})\b|[\s,;:()–—-]|\([a-z]{{1,4}}\)|parties)*"
    return RespondentWords(
        hint=re.compile(rf"\b(?:{what}|{came}|{titles})\b", re.IGNORECASE),
        trigger=re.compile(
            rf"\b(?i:{what})\b(?:[^.;:()]{{0,100}}?\b{came}\b)?[^.;:()]{{0,60}}?\b(?:by|from)\b|\b(?:{titles})\b:?"
        ),
        lead=re.compile(between),
        gap=re.compile(between),
        number=re.compile(rf"\b{count} (?:of the \d+ )?(?:[a-z]+ )?(?:{senders}|{what})\b"),
        finite=re.compile(r"\b(?:was|were|been|being|is|are|late|additional|Observers|[Rr]espondents)\b"),
        counts=counts,
    )
