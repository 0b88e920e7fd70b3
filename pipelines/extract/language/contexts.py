"""What stands before a subject: whether it opens a clause, follows "by" or "in" or "according to", or is only mentioned.

Here: reading to the left of a State's name or a collective subject. Not here: its verb (`predicates.py`).
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.language.phrases import Head, Phrase, phrase_before

if TYPE_CHECKING:
    from pipelines.extract.vocabulary import Vocabulary


class Place(Enum):
    """Where a subject stands in its sentence."""

    CLAUSE = "clause"  # where the subject of a verb stands
    AGENT = "agent"  # after "by"
    LOCATED = "located"  # after "in"
    SOURCE = "source"  # after "according to", "in the case of"
    INVERTED = "inverted"  # "as did Kenya"
    ABSOLUTE = "absolute"  # "with Kenya noting that"
    LAW = "law"  # "under the legislation of Kenya"
    MENTION = "mention"  # anywhere else


class Context(NamedTuple):
    """The place of a subject, where the words that make it begin, and the head of its noun phrase if it has one.

    `strict`: only a verb of reporting directly after it makes it a subject (it may be the place "City, State").
    `near`: no clause may be inserted between it and its verb. `opens`: nothing but connecting words stands before it in the sentence.
    """

    place: Place
    start: int
    head: Head | None = None
    strict: bool = False
    opens: bool = False
    near: bool = False


_CONJUNCTIONS = frozenset(
    ["and", "or", "but", "while", "whereas", "whilst", "although", "though", "because", "since", "if", "when", "where", "that", "which", "whom", "as", "until", "before", "after", "whether", "so", "yet", "nor", "how", "why", "once", "unless", "whereby", "hence", "thus"]
)
_INSIDE = frozenset({"in", "within", "across", "throughout", "inside"})
_AUXILIARIES = frozenset({"did", "do", "does", "has", "have", "had", "is", "was", "were", "are", "will", "would"})
_CITY = re.compile(r"\b(?:in|at|near|from|of|to|for|between|outside) (?:[A-Z][\w'-]+ ){0,2}([A-Z][\w'-]+),$")
_MONTHS = frozenset("January February March April May June July August September October November December".split())  # noqa: SIM905
_ITEM = re.compile(r"(?:^|[;:.,] *(?:and |or )?)\([a-z\d]{1,4}\)$|^[•●▪◦–—-]$")
_OPENING = re.compile(
    r"(?:\([a-z\d]{1,4}\) *|[•●▪◦–—-] *)?(?:(?:[A-Z][a-z]+ly|However|Also|Moreover|Furthermore|For (?:example|instance)|In (?:addition|"
    r"turn|contrast|particular)|Likewise|Meanwhile|By contrast|On the other hand|Thus|First|Second|Third|Finally|Again|"
    r"In the same vein|Another example|Conversely|Similarly|And|But|While|Whereas|As an example|To that end|Further|At "
    r"the same time|Elsewhere|Instead|Nevertheless|Nonetheless)[, ]*)*(?:both )?$"
)
_PARTICIPANT = re.compile(r"\b(?:(?:between|among|amongst|with) [^,;:]*|including [^;:]*)$")
_COORDINATE = re.compile(
    r"(?:^|[,;:] |\b(?:that|while|whereas|when|where|both) )(?:both )?(?:[Tt]he )?(?:[A-Z][\w'-]*|\([A-Z]+\)|of|the|for|on|and|\s)+$"
)
_FINITE = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|can|could|[a-z]+ed)\b")
_OF_CASE = re.compile(r"\b(?:case|view|opinion|words|experience|assessment|understanding|context)$")
_BY_LAW = frozenset({"in", "under", "within", "to", "with", "through", "on", "by"})


def read_context(matter: str, first: int, start: int, vocabulary: Vocabulary, names_end: frozenset[int]) -> Context:
    """The context of a subject that begins at `start`, in a sentence that begins at `first`.

    `names_end`: where names of States end, so that "Chile, Peru" is not taken for a city and its State.
    """
    head: Head | None = None
    for _ in range(12):
        before = start
        while before > first and matter[before - 1] == " ":
            before -= 1
        if before == first:
            return Context(Place.CLAUSE, start, head, opens=True)
        last = matter[before - 1]
        if not (last.isalnum() or last == "'"):
            return _after_sign(matter, first, start, before, head, names_end)
        word_start = max(matter.rfind(" ", first, before), matter.rfind("(", first, before), first - 1) + 1
        word = matter[word_start:before].lower()
        if word in {"the", "both", "either"}:
            start = word_start
            continue
        if word in {"of", "from", "for", "to"}:
            phrase = phrase_before(matter, first, word_start - 1, vocabulary.speakers) if word_start > first else None
            if phrase is None or not _speaks(phrase, word, head):
                return _after_other(matter, first, word_start, start, word, phrase, head)
            if head is None or phrase.head is not None:
                head = phrase.head
            start = phrase.start
            continue
        return _after_word(matter, first, start, word_start, word, head)
    return Context(Place.MENTION, start, head)


def _speaks(phrase: Phrase, link: str, head: Head | None) -> bool:
    """Whether "<phrase> of X" stands for X; "from" and "for" only after people and what they sent."""
    if link == "to":
        return False
    if link == "for":
        return phrase.head is Head.VOICE
    if link == "from":
        return phrase.head in {Head.VOICE, Head.SUBMISSION}
    # an inner part of a longer name ("the Comptroller General" in "the Office of the Comptroller General of X")
    return phrase.head is not None or (head is not None and phrase.words[-1][:1].isupper())


def _after_sign(
    matter: str, first: int, start: int, before: int, head: Head | None, names_end: frozenset[int]
) -> Context:
    sign = matter[before - 1]
    if sign == ",":
        city = _CITY.search(matter, max(first, before - 60), before)
        strict = bool(city and city[1] not in _MONTHS and before - 1 not in names_end)
        return Context(Place.CLAUSE, start, head, strict=strict, opens=_opens(matter, first, before))
    if sign in ";:—–(":
        return Context(Place.CLAUSE, start, head, opens=sign in ";:")
    if sign == ")" or sign in "•●▪◦-":
        if _ITEM.search(matter[first:before]):
            return Context(Place.CLAUSE, start, head, opens=True)
        return Context(Place.CLAUSE, start, head, strict=True)
    return Context(Place.MENTION, start, head)


def _after_other(
    matter: str, first: int, word_start: int, start: int, word: str, phrase: Phrase | None, head: Head | None
) -> Context:
    """After "of", "from", "for" or "to" that make no speaker of the State."""
    lead = matter[first:word_start].rstrip()
    if word == "to" and lead.endswith(("ccording", "ccording also")):
        return Context(Place.SOURCE, word_start - 10, head, opens=True)
    if word == "for" and (not lead or _OPENING.fullmatch(matter, first, word_start)):
        return Context(Place.SOURCE, word_start, head, opens=True)
    if word == "for" and lead.endswith(("was the case", "is the case", "were the case", "true", "the same was true")):
        return Context(Place.INVERTED, word_start, head)
    if word == "of" and phrase is not None and _OF_CASE.search(lead):
        outer = matter[first : phrase.start].rstrip().lower()
        if outer.endswith("in") and (outer == "in" or _OPENING.fullmatch(matter, first, first + len(outer) - 2)):
            return Context(Place.SOURCE, first + len(outer) - 2, head, opens=True)
    if word == "of" and lead.endswith("true"):
        return Context(Place.INVERTED, word_start, head)
    return Context(Place.MENTION, start, head)


def _after_word(matter: str, first: int, start: int, word_start: int, word: str, head: Head | None) -> Context:
    opens = _opens(matter, first, word_start)
    lead = matter[max(first, word_start - 40) : word_start].rstrip()
    if (
        head in {Head.MEASURE, Head.SUBMISSION}
        and word in _BY_LAW
        and (opens or lead.endswith(("ursuant", "n accordance", "n line")))
    ):
        return Context(Place.LAW, word_start, head, opens=opens)
    if word == "by":
        return Context(Place.AGENT, word_start, head)
    if word in _INSIDE:
        if lead.endswith("as") and opens is False and lead[-4:-3] != "h":
            return Context(Place.MENTION, start, head)
        return Context(Place.LOCATED, word_start, head, opens=opens)
    if word == "with":
        return Context(Place.INVERTED if lead.endswith("the case") else Place.ABSOLUTE, word_start, head)
    if word in _AUXILIARIES:
        inverted = lead.endswith((" as", "so", "So", "As", ", as"))
        return Context(Place.INVERTED if inverted else Place.MENTION, word_start, head)
    if word in {"and", "or"}:
        return _after_conjunction(matter, first, start, word_start, head)
    if word == "as" and lead.endswith(("such", "well", "Such")):
        return Context(Place.MENTION, start, head)
    if word in _CONJUNCTIONS or word.endswith("ly") or word[0].isdigit() or word.capitalize() in _MONTHS:
        return Context(Place.CLAUSE, start, head, opens=opens)
    return Context(Place.CLAUSE if opens and word in _ADVERBS else Place.MENTION, start, head, opens=opens)


_ADVERBS = frozenset(
    ["also", "however", "moreover", "furthermore", "likewise", "meanwhile", "again", "then", "thus", "finally", "lastly", "instead", "yet"]
)


def _after_conjunction(matter: str, first: int, start: int, word_start: int, head: Head | None) -> Context:
    """After "and": a new clause, or the second of two subjects, but not the second of two objects."""
    end = word_start
    while end > first and matter[end - 1] == " ":
        end -= 1
    if end == first:
        return Context(Place.CLAUSE, start, head, opens=True)
    if _PARTICIPANT.search(matter, first, end):
        return Context(Place.MENTION, start, head)
    if matter[end - 1] == ";" or _COORDINATE.search(matter[first:end]):
        return Context(Place.CLAUSE, start, head)
    if matter[end - 1] == "," or _FINITE.search(matter, first, end):
        return Context(Place.CLAUSE, start, head, near=True)
    return Context(Place.MENTION, start, head)


def _opens(matter: str, first: int, end: int) -> bool:
    return end <= first or bool(_OPENING.fullmatch(matter, first, end))
