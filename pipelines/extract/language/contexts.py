"""What stands before a subject: whether it opens a clause, follows "by", "in" or "according to", or is only mentioned.

Here: reading to the left of a State's name or a collective subject. Not here: its verb (`predicates.py`).
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.phrases import Head, Phrase, phrase_before

if TYPE_CHECKING:
    from pipelines.extract.language.reader import Reader


class Place(Enum):
    """Where a subject stands in its sentence."""

    CLAUSE = "clause"  # where the subject of a verb stands
    AGENT = "agent"  # after "by"
    LOCATED = "located"  # after "in"
    SOURCE = "source"  # after "according to", "in the case of"
    SAME = "same"  # "as did Kenya", "the same was true of Kenya"
    ABSOLUTE = "absolute"  # "with Kenya noting that"
    LAW = "law"  # "under the legislation of Kenya"
    EXAMPLE = "example"  # "A notable example was Kenya, where …"
    MENTION = "mention"  # anywhere else


class Context(NamedTuple):
    """The place of a subject, where the words that make it begin, and the head of its noun phrase if it has one.

    `strict`: only a verb of reporting directly after it makes it a subject (it may be the place "City, State"). `near`:
    no clause may be inserted before its verb. `opens`: nothing but connecting words stands before it.
    """

    place: Place
    start: int
    head: Head | None = None
    strict: bool = False
    opens: bool = False
    near: bool = False


_AUXILIARIES = frozenset({"did", "do", "does", "has", "have", "had", "is", "was", "were", "are", "will", "would"})
_PREPOSITIONS = (" in", " by", " from", " of", "In", "By")
_SKIPPED = frozenset({"the", "both", "either", "neither", "only", "not", "even"})
_SPEAKING = frozenset({"of", "from", "for", "to", "by", "in"})
_CITY = re.compile(
    r"\b(?:in|at|near|outside|city of|capital of) (?:(?:St\. )?[A-Z][\w'-]+ (?:el |al |de |es |da |do |la |of )?){0,2}"
    r"((?:St\. )?[A-Z][\w'-]+),$"
)
_FAR = 300  # characters of a subject before "and"
_ITEM = re.compile(r"(?:^|[;:.,] *(?:and |or )?)\([a-z\d]{1,4}\)$|^[•●▪◦–—-]$")
_PARTICIPANT = re.compile(r"\b(?:(?:between|among|amongst) [^,;:]*|including [^;:]*)$")
_PARTNER = re.compile(r"\bwith [^,;:]*$")
_COORDINATE = re.compile(
    r"(?:^|[,;:] |\b(?:that|while|whereas|when|where|both) )(?:both )?(?:[Tt]he )?"
    r"(?>[A-Z][\w'-]*|\([A-Z]+\)|\d+|of|the|for|on|and|\s)++$"
)
_FINITE = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|can|could|[a-z]+ed)\b")
_RELATIVE_FOLLOWS = re.compile(r"[^.;]{0,90}?, (?:where|which|whose)\b")
_TIME = re.compile(r"(?:For|In|Over|During|Since|Within|By|At|On|Until|Every|Last|This) (?:[\w-]+ ?){0,5}")
_INVERTED = re.compile(r"(?:^|[ ,])(?:as|so|As|So)$")


def read_context(reader: Reader, start: int) -> Context:
    """The context of a subject that begins at `start`."""
    matter, first = reader.matter, reader.first
    head: Head | None = None
    for _ in range(12):
        before = start
        while before > first and matter[before - 1] == " ":
            before -= 1
        if before == first:
            return Context(Place.CLAUSE, start, head, opens=True)
        last = matter[before - 1]
        aside = (
            reader.vocabulary.grammar.asides.search(matter, max(first, before - 30), before) if last == "," else None
        )
        if aside and matter.endswith(_PREPOSITIONS, first, aside.start()):
            start = aside.start()  # "by, among others, Kenya"
            continue
        if not (last.isalnum() or last == "'"):
            return _after_sign(reader, start, before, head)
        word_start = max(matter.rfind(" ", first, before), matter.rfind("(", first, before), first - 1) + 1
        word = matter[word_start:before].lower()
        if word in _SKIPPED or (word == "following" and matter.endswith(("The ", "the "), first, word_start)):
            start = word_start
            continue
        phrase = phrase_before(reader, word_start) if word in _SPEAKING else None
        if phrase and _speaks(phrase, word, head, reader):
            if head is None or phrase.head is not None:
                head = phrase.head
            start = phrase.start
            continue
        if word in _SPEAKING and word not in {"by", "in"}:
            return _after_other(reader, start, word_start, head)
        return _after_word(reader, start, word_start, head)
    return Context(Place.MENTION, start, head)


def _speaks(phrase: Phrase, link: str, head: Head | None, reader: Reader) -> bool:
    """Whether "<phrase> of X" stands for X; "from", "for" and "by" only after people and what they sent."""
    changes, speakers = reader.vocabulary.grammar.changes, reader.vocabulary.speakers
    if link == "of":
        # an inner part of a longer name ("the Comptroller General" in "the Office of the Comptroller General of X")
        return phrase.head is not None or (head is not None and phrase.words[-1][:1].isupper())
    if link == "from":
        return phrase.head in {Head.VOICE, Head.SUBMISSION}
    if link == "for":
        return phrase.head is Head.VOICE
    if link == "in":
        return phrase.words[-1].lower() in speakers.local
    if link == "to":
        return head is Head.MEASURE and phrase.words[-1].lower() in changes
    return phrase.head is Head.SUBMISSION and phrase.words[0].lower() in {"the", "a", "an", "its"}


def _after_sign(reader: Reader, start: int, before: int, head: Head | None) -> Context:
    matter, first = reader.matter, reader.first
    sign = matter[before - 1]
    opens = bool(reader.vocabulary.grammar.opening.fullmatch(matter, first, before))
    if sign == ",":
        city = _CITY.search(matter, max(first, before - 70), before)
        strict = (
            city is not None
            and city[1] not in reader.vocabulary.grammar.months
            and not any(mention.end == before - 1 for mention in reader.mentions)
        )
        return Context(Place.CLAUSE, start, head, strict=strict, opens=opens)
    if sign in ";:—–(":
        return Context(Place.CLAUSE, start, head, opens=opens or sign in ";:")
    if sign in ")•●▪◦-":
        item = bool(_ITEM.search(matter[first:before]))
        return Context(Place.CLAUSE, start, head, opens=item, strict=not item)
    return Context(Place.MENTION, start, head)


def _after_other(reader: Reader, start: int, word_start: int, head: Head | None) -> Context:
    """After "of", "from", "for" or "to" that make no speaker of the State."""
    grammar = reader.vocabulary.grammar
    lead = reader.before(start)
    grounds = grammar.grounds.search(lead)
    if grounds:
        return Context(Place.SOURCE, reader.first + grounds.start(), head, opens=True)
    if lead.endswith((" of", " for")) and grammar.sameness.search(reader.before(word_start)):
        return Context(Place.SAME, word_start, head)
    case = grammar.cases.search(lead)
    if case and grammar.opening.fullmatch(lead, 0, case.start()):
        return Context(Place.SOURCE, reader.first + case.start(), head, opens=True)
    if lead.lower().endswith("for") and grammar.opening.fullmatch(reader.matter, reader.first, word_start):
        return Context(Place.SOURCE, word_start, head, opens=True)
    if grammar.examples.search(lead):
        return Context(Place.EXAMPLE, start, head)
    return Context(Place.MENTION, start, head)


def _after_word(reader: Reader, start: int, word_start: int, head: Head | None) -> Context:
    grammar = reader.vocabulary.grammar
    word = reader.matter[word_start:start].split()[0].lower()
    opens = bool(grammar.opening.fullmatch(reader.matter, reader.first, word_start))
    if head in {Head.MEASURE, Head.SUBMISSION}:
        law = grammar.by_law.search(reader.before(start))
        if law:
            return Context(Place.LAW, reader.first + law.start(), head, opens=opens)
    if word in {"and", "or"}:
        return _after_conjunction(reader, start, word_start, head)
    place = _place_after(reader, start, word_start, word)
    whole = place in {Place.CLAUSE, Place.MENTION, Place.EXAMPLE}
    return Context(place, start if whole else word_start, head, opens=opens)


def _place_after(reader: Reader, start: int, word_start: int, word: str) -> Place:
    """The place of a subject that follows `word`."""
    grammar, lead = reader.vocabulary.grammar, reader.before(word_start)
    if grammar.examples.search(reader.before(start)) and _RELATIVE_FOLLOWS.match(reader.matter, start, reader.end):
        place = Place.EXAMPLE
    elif word == "by":
        place = Place.AGENT
    elif word in grammar.inside:
        like = lead.endswith((" as", "As")) and not lead.endswith("such as")
        place = Place.MENTION if like else Place.LOCATED
    elif word == "with":
        place = Place.SAME if grammar.sameness.search(lead) else Place.ABSOLUTE
    elif word in _AUXILIARIES and _INVERTED.search(lead):
        place = Place.SAME
    elif (word == "as" and lead.endswith(("such", "well", "Such"))) or (word == "which" and lead.endswith(" of")):
        place = Place.MENTION
    elif _begins_clause(reader, start, word):
        place = Place.CLAUSE
    else:
        opens = grammar.opening.fullmatch(reader.matter, reader.first, start)
        place = Place.CLAUSE if opens else Place.MENTION
    return place


def _begins_clause(reader: Reader, start: int, word: str) -> bool:
    """Whether a clause begins after `word`: a conjunction, an adverb, a time ("In 2019 Kenya", "For years Kenya")."""
    grammar = reader.vocabulary.grammar
    dated = word[0].isdigit() or word.capitalize() in grammar.months
    timed = word in grammar.times and _TIME.fullmatch(reader.before(start)) is not None
    return word in grammar.conjunctions or word.endswith("ly") or dated or timed


def _after_conjunction(reader: Reader, start: int, word_start: int, head: Head | None) -> Context:
    """After "and": a new clause, or the second of two subjects, but not the second of two objects."""
    lead = reader.before(word_start)
    if not lead:
        return Context(Place.CLAUSE, start, head, opens=True)
    if _PARTICIPANT.search(lead):
        return Context(Place.MENTION, start, head)
    if reader.vocabulary.grammar.examples.search(_up_to_first(lead)):
        return Context(Place.EXAMPLE, start, head)
    if lead[-1] == ";" or _COORDINATE.search(lead[-_FAR:]):
        return Context(Place.CLAUSE, start, head)
    if lead[-1] == "," or _FINITE.search(lead):
        return Context(Place.CLAUSE, start, head, near=True, strict=bool(_PARTNER.search(lead)))
    return Context(Place.MENTION, start, head)


def _up_to_first(lead: str) -> str:
    """The beginning of a sentence up to its verb: "Examples included" of "Examples included Kenya, where …, and"."""
    match = re.match(r"[^,;:]*?\b(?:were|are|included?|includes)\b", lead)
    return match[0] if match else ""
