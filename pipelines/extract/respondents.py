"""Who sent information: the States that a paragraph, footnote or annex lists as respondents.

Here: recognising such a list in any wording, the number the note prints, and the States. Not here: what they said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.extract.collective import collective_phrases
from pipelines.extract.language.decision import attribute
from pipelines.extract.language.paragraphs import read_sentences
from pipelines.extract.language.patterns import any_of, trie_pattern
from pipelines.extract.language.reader import Reader
from pipelines.extract.language.subjects import lists_of_states, tied
from pipelines.extract.sentences import sentence_spans
from pipelines.extract.states import Mention, matter_and_mentions, within

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


class Announcement(NamedTuple):
    """What a paragraph says of respondents whom it does not name: their number, None where it prints none."""

    number: int | None


@dataclass(frozen=True, slots=True)
class RespondentWords:
    """Compiled `respondents.yaml`.

    `sent`: nouns for what is sent. `source`: all that stands before a list, up to "by", "from" or "of"; `not_sent`:
    what makes it another matter. `title`: what stands before a list without a source. `between`: words up to the first
    name and between two names. `number`: how many there are; `several`: the same, from its beginning; `several_after`:
    that after "by" or "from". `finite`: a source that a single State satisfies. `sends`: a past form of a verb of
    sending. `elsewhere`: "listed in the annex".
    """

    sent: frozenset[str]
    source: re.Pattern[str]
    not_sent: re.Pattern[str]
    title: re.Pattern[str]
    between: re.Pattern[str]
    number: re.Pattern[str]
    several: re.Pattern[str]
    several_after: re.Pattern[str]
    finite: re.Pattern[str]
    sends: re.Pattern[str]
    elsewhere: re.Pattern[str]
    counts: Mapping[str, int]


_BETWEEN_NAMES = re.compile(r"(?:[\s,;.•–-]|\b(?:and|the)\b)*")
_FEW = 5
_NEAR = 100  # characters from a State to the verb by which it sent something
_FAR = 170  # characters from what was sent to the first name


def read_respondents(text: str, vocabulary: Vocabulary) -> Respondents | None:
    """The States that `text` lists as having sent information, None where it is no such list."""
    matter, named = matter_and_mentions(text, vocabulary.names)
    if not named:
        return None
    mentions = [mention for mention in named if mention.kind != "demonym" and not mention.within]
    found = [*_after_sources(matter, mentions, vocabulary.respondents), *_senders(matter, mentions, vocabulary)]
    listed = {mention.start: mention for _, several in found for mention in several}
    if 0 < len(listed) <= _FEW:  # nobody speaks of more of them in such a way
        for start in _spoken_of(matter, mentions, vocabulary):
            listed.pop(start, None)
    if not listed:
        return None
    number = _number(matter, [place for place, _ in found], vocabulary)
    return Respondents(number, tuple(_respondent(mention) for _, mention in sorted(listed.items())))


def read_announcement(text: str, vocabulary: Vocabulary) -> Announcement | None:
    """What `text` says of respondents who are named elsewhere ("Submissions were received from 17 States parties.")."""
    words = vocabulary.respondents
    matter, mentions = matter_and_mentions(text, vocabulary.names)
    if "annex" in matter and words.elsewhere.search(matter):
        several = words.number.search(matter)
        return Announcement(_count(several, words) if several else None)
    for several in words.several_after.finditer(matter):
        start = several.start("several")
        if words.source.search(matter, max(0, start - _FAR), start - 1):
            named = any(words.between.fullmatch(matter, several.end(), mention.start) for mention in mentions)
            return None if named else Announcement(_count(several, words))
    if mentions or not words.sends.search(matter):
        return None
    for phrase in collective_phrases(matter, vocabulary.collective):
        several = words.several.match(matter, phrase.start)
        if several and words.sends.search(matter, phrase.end, phrase.end + _NEAR):
            return Announcement(_count(several, words))
    return None


def read_bare_list(text: str, vocabulary: Vocabulary) -> tuple[Respondent, ...]:
    """The States of a text that holds nothing but their names, in an annex or a footnote; empty for any other text."""
    matter, mentions = matter_and_mentions(text, vocabulary.names)
    position = 0
    for mention in mentions:
        if not _BETWEEN_NAMES.fullmatch(matter, position, mention.start):
            return ()
        position = mention.end
    return tuple(map(_respondent, mentions)) if _BETWEEN_NAMES.fullmatch(matter, position) else ()


def _respondent(mention: Mention) -> Respondent:
    return Respondent(mention.iso3, mention.as_written, mention.start, mention.end)


def _after_sources(
    matter: str, mentions: Sequence[Mention], words: RespondentWords
) -> Iterator[tuple[int, Sequence[Mention]]]:
    """Lists after "information was received from", "Respondents:"; the place is that of the words before."""
    first = 0
    while first < len(mentions):
        source = _source(matter, mentions[first].start, words)
        last = first
        if source:
            while last + 1 < len(mentions) and words.between.fullmatch(
                matter, mentions[last].end, mentions[last + 1].start
            ):
                last += 1
            lead = matter[source.start() : mentions[first].start]
            if last > first or words.finite.search(lead) or words.number.search(lead) or "following" in lead:
                yield source.start(), mentions[first : last + 1]
        first = last + 1


def _source(matter: str, start: int, words: RespondentWords) -> re.Match[str] | None:
    """What stands before a name and makes it that of a respondent."""
    first = max(0, start - _FAR)
    preposition = max(matter.rfind(" by", first, start), matter.rfind(" from", first, start))
    of = matter.rfind(" of", first, start)
    if of > preposition and matter[matter.rfind(" ", 0, of) + 1 : of] in words.sent:
        preposition = of  # "draws on the submissions of …"
    if preposition > 0:
        after = matter.find(" ", preposition + 1)
        if words.between.fullmatch(matter, after, start):
            source = words.source.search(matter, max(0, after - _FAR), after)
            if source and not words.not_sent.search(matter, max(0, source.start() - 25), after):
                return source
    return words.title.search(matter, first, start)


def _senders(matter: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> Iterator[tuple[int, list[Mention]]]:
    """Lists that are the subject of sending ("The following States submitted information: …", "Japan replied")."""
    words, sends = vocabulary.collective, vocabulary.respondents.sends
    if not any(_may_be_of(sent, mentions) for sent in sends.finditer(matter)):
        return
    quantified = collective_phrases(matter, words)
    for start, end in sentence_spans(matter, vocabulary.grammar.abbreviations):
        inside = within(mentions, start, end)
        if not inside or not sends.search(matter, start, end):
            continue
        phrases = within(quantified, start, end)
        reader = Reader(matter, start, end, inside, vocabulary)
        for plain_list in lists_of_states(matter, inside):
            subject = tied(matter, start, plain_list, phrases, words) or plain_list
            if not subject.is_tied and not sends.search(matter, subject.end, min(end, subject.end + _NEAR)):
                continue
            found = attribute(subject, reader)
            if found is None or found.rule:
                continue
            verb = matter[max(start, found.end - 40) : found.end].split()
            if verb[-1] in vocabulary.verbs.sending and not {"not", "never"} & set(verb[-4:]):
                yield subject.start, list(subject.mentions)


def _may_be_of(sent: re.Match[str], mentions: Sequence[Mention]) -> bool:
    """Whether a State stands near enough to a verb of sending, before it or in a list after it, to be its subject."""
    return bool(within(mentions, sent.start() - _NEAR, sent.end() + _FAR))


def _spoken_of(matter: str, mentions: Sequence[Mention], vocabulary: Vocabulary) -> set[int]:
    """Where names stand of which the paragraph reports what they said ("According to information provided by X")."""
    return {
        mention.start
        for sentence in read_sentences(matter, mentions, (), vocabulary, None)
        for attribution in sentence.said
        if attribution.rule in {"source", "submission-reports", "agent-reports"}
        for mention in attribution.subject.mentions
    }


def _number(matter: str, places: Sequence[int], vocabulary: Vocabulary) -> int | None:
    """The number printed nearest to the first list, in its sentence."""
    words, spans = vocabulary.respondents, sentence_spans(matter, vocabulary.grammar.abbreviations)
    for place in sorted(places)[:_FEW]:
        sentence = next(((s, e) for s, e in spans if s <= place < e), (0, len(matter)))
        match = words.number.search(matter, *sentence)
        if match:
            return _count(match, words)
    return None


def _count(match: re.Match[str], words: RespondentWords) -> int:
    count = match["count"].lower()
    return int(count) if count.isdigit() else words.counts[count]


def compile_respondents(words: Mapping[str, Any], numerals: Sequence[str], sends: Iterable[str]) -> RespondentWords:
    """Compile the parsed `respondents.yaml`; `numerals` in words from "two", `sends`: forms of verbs of sending.

    Raises:
        KeyError: a part is missing.
    """
    what, came, senders = any_of(words["matter"]), any_of(words["came"]), any_of(words["senders"])
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    counts = {"one": 1} | {word: n for n, word in enumerate(numerals[: numerals.index("twenty") + 1], 2)}
    counts |= {ten: 10 * n for n, ten in enumerate(tens, 2)}
    counts |= {f"{ten}-{unit}": counts[ten] + n for ten in tens for n, unit in enumerate(["one", *numerals[:8]], 1)}
    count = rf"(?P<count>\d{{1,3}}|(?i:{any_of(counts)}))"
    filler = rf"(?:{any_of(words['between'])}|{senders}|\d{{1,3}}|{any_of(counts)})\b"
    between = rf"(?>{filler}|\([a-z]{{1,4}}\)|[\s,;:()•–—-])*+"
    number = rf"{count} (?:of the \d+ )?(?:[a-z]+ )?(?:{any_of(words['counted'])}|{what})\b"
    several = rf"(?:the following |the |a total of )?{number}"
    return RespondentWords(
        sent=frozenset(words["matter"]),
        source=re.compile(
            rf"\b(?i:{what})\b(?:[^.;:()]{{0,100}}?\b{came}\b[^.;:()]{{0,60}}?|(?: to the [a-z ]{{0,40}}?)?)"
            r" (?:by|from):?$|"
            rf"\b{any_of(words['grounds'])} (?:the )?(?:[a-z]+ )?{what} of:?$"
        ),
        not_sent=re.compile(rf"\b{any_of(words['not_sent'])}\b"),
        title=re.compile(rf"{trie_pattern(words['titles'])}\b:?{between}$"),
        between=re.compile(between),
        number=re.compile(rf"\b{number}"),
        several=re.compile(several),
        several_after=re.compile(rf" (?:from|by) (?P<several>{several})"),
        finite=re.compile(r"\b(?:was|were|been|being|is|are|late|additional|Observers|[Rr]espondents)\b"),
        sends=re.compile(rf" {trie_pattern(form for form in sends if form.endswith(('ed', 'sent')))}(?!\w)"),
        elsewhere=re.compile(
            rf"\b{senders}\b[^.]{{0,120}}\b(?:listed|named|given|set out|contained) in (?:the |an )?annex\b"
        ),
        counts=counts,
    )
