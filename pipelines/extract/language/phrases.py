"""The noun phrase that a State's name completes: "the Ministry of Justice of X", "the representative from X".

Here: reading such a phrase from right to left and saying what its head is. Not here: the phrase's place in the sentence
(`contexts.py`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.extract.vocabulary import Speakers


class Head(Enum):
    """What the noun before a State's name is; see `speakers.yaml`."""

    ORGAN = "organ"
    VOICE = "voice"
    MEASURE = "measure"
    SUBMISSION = "submission"


class Phrase(NamedTuple):
    """A noun phrase: where it begins, what its head is (None: nothing that speaks for a State), and its words."""

    start: int
    head: Head | None
    words: tuple[str, ...]


_LINKS = frozenset({"of", "for", "on", "against"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "its", "both", "their", "each", "some", "several", "many", "all", "most", "other", "any", "no"}
)
# Words that no noun phrase holds: it begins after them.
_STOPS = frozenset(
    ["by", "with", "from", "in", "at", "between", "through", "under", "as", "than", "into", "within", "via", "upon", "among", "towards", "including", "because", "that", "which", "who", "when", "while", "where", "whereas", "if", "or", "but", "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "not", "also", "and", "said", "during", "after", "before", "since", "without", "about", "over", "toward", "across", "per", "concerning", "regarding", "following", "until", "although", "though", "whereby", "assisted", "supported", "helped", "trained", "informed", "invited", "requested", "asked"]
)
_PARTITIVES = frozenset({"member", "members", "head", "heads", "part", "number", "majority", "staff", "most", "some",
                         "all", "one", "chairperson", "chair", "director", "deputy", "deputies", "spokesperson"})  # fmt: skip


def phrase_before(matter: str, first: int, end: int, speakers: Speakers) -> Phrase | None:
    """The noun phrase that ends at `end` and begins no earlier than `first`; None where there is none."""
    words: list[str] = []
    start = position = end
    while position > first:
        space = matter.rfind(" ", first, position)
        word = matter[space + 1 if space >= first else first : position]
        bare = word.lower()
        if not word or not word[-1].isalnum() or (word[0] in '("“' and not words):
            break
        if bare in _STOPS and not _joins(word, words, matter, first, space):
            break
        if bare in _LINKS and not words:
            break
        if bare in _LINKS and not _is_name_link(matter, first, space, bare):
            break
        words.append(word)
        start = position - len(word)
        if word[0] in '("“' or (bare in _DETERMINERS and not _goes_on(matter, first, space)):
            break
        position = max(space, first)
        while position > first and matter[position - 1] == " ":
            position -= 1
        if len(words) > 14:
            break
    if not words:
        return None
    words.reverse()
    return Phrase(start, _head(words, speakers), tuple(words))


def _goes_on(matter: str, first: int, space: int) -> bool:
    """Whether a name goes on before an article ("Commission for the Fight …", "Office of the Comptroller …")."""
    if space < first:
        return False
    link_start = matter.rfind(" ", first, space)
    link = matter[link_start + 1 : space]
    return link in _LINKS and link_start > first and _is_name_link(matter, first, link_start, link)


def _joins(word: str, words: list[str], matter: str, first: int, space: int) -> bool:
    """Whether "and" stands inside a name ("the Ministry of Justice and Human Rights")."""
    if word != "and" or not words or space < first:
        return False
    before = matter[matter.rfind(" ", first, space) + 1 : space]
    return words[-1][:1].isupper() and before[:1].isupper() and not before.isupper()


def _is_name_link(matter: str, first: int, space: int, link: str) -> bool:
    """Whether "of", "for", "against" stand inside a name or before one ("Commission for the Fight against …")."""
    if space < first:
        return False
    before = matter[max(matter.rfind(" ", first, space) + 1, first) : space]
    if link == "of":
        return before[:1].isalpha() and before[-1:].isalpha()
    return before[:1].isupper() or before in {"fight", "prosecutor", "minister", "ministry"}


def head_of(words: Iterable[str], speakers: Speakers) -> Head | None:
    """What a phrase is whose noun comes last ("Anti-Corruption Commission", "legislation")."""
    last = ""
    for word in words:
        last = word.lower()
        if last in speakers.not_speakers:
            return None
    return _kind(last, speakers)


def _kind(noun: str, speakers: Speakers) -> Head | None:
    if noun in speakers.organs:
        return Head.ORGAN
    if noun in speakers.voices:
        return Head.VOICE
    if noun in speakers.measures:
        return Head.MEASURE
    if noun in speakers.submissions:
        return Head.SUBMISSION
    return None


def _head(words: list[str], speakers: Speakers) -> Head | None:
    lower = [word.lower().strip('("“') for word in words]
    if any(word in speakers.not_speakers for word in lower):
        return None
    parts: list[list[str]] = [[]]
    for word in lower:
        if word in _LINKS or word == "and":
            parts.append([])
        else:
            parts[-1].append(word)
    for part in parts:
        noun = part[-1] if part else ""
        if noun in {"bank", "banks"}:
            return Head.ORGAN if len(part) > 1 and part[-2] in speakers.banks else None
        kind = _kind(noun, speakers)
        if kind or noun not in _PARTITIVES:
            # "the Prosecutor General", "the Auditor General", "the President-elect": the noun stands first
            return kind or (_kind(part[-2], speakers) if len(part) > 1 and noun in {"general", "party"} else None)
    return Head.VOICE if lower[0] in _PARTITIVES or (len(lower) > 1 and lower[1] in _PARTITIVES) else None
