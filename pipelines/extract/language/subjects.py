"""Subjects: lists of States named together, with what ties them to a phrase for a number of States.

Here: "Austria, Chile and Viet Nam", "Several States (Austria, Chile)", "States such as Austria". Not here: the place of
a subject in its sentence and its verb (`contexts.py`, `predicates.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipelines.extract.collective import CollectivePhrase, CollectiveWords
    from pipelines.extract.states import Mention


class Tie(Enum):
    """How names are tied to a phrase for a number of States."""

    NONE = "none"
    ALL = "all"  # "Several States (Austria, Chile and Togo)": the phrase names nobody else
    SOME = "some"  # "Several States, including Austria": the phrase speaks of others too


class Subject(NamedTuple):
    """States named together, or a collective phrase, or both tied.

    `start`, `end`: the span of the whole; `verb_from`: where to look for its verb. `mentions`: the States named.
    `phrase`: the phrase for a number of States; `phrase_end`: where it, or the bare noun, ends that names are tied to.
    `bare_list`: named one after the other without "and". `loose`: its noun may be followed by a phrase of its own.
    """

    start: int
    end: int
    verb_from: int
    mentions: tuple[Mention, ...] = ()
    phrase: CollectivePhrase | None = None
    tie: Tie = Tie.NONE
    bare_list: bool = False
    phrase_end: int = 0
    loose: bool = False

    @property
    def is_tied(self) -> bool:
        """Whether names are tied to a phrase for a number of States."""
        return self.tie is not Tie.NONE

    @property
    def plural(self) -> bool:
        """Whether its verb stands in the plural."""
        return len(self.mentions) > 1 or (self.phrase is not None and self.phrase.plural)


_COMMA = frozenset({", ", ", the ", "; ", "; the "})
_AND = frozenset({" and ", " and the ", ", and ", ", and the "})
_NEAR = 90  # characters from a phrase to its bracket
LONGEST = 60  # characters of a separator, and of words that tie names to a phrase
_LATER = "also|lately|more recently|subsequently|previously|in particular|to a lesser extent"
_SEPARATOR = re.compile(
    r"(?: ?\([^()]{0,40}\)|, for (?:its|their) part)?"
    r"(?:(?P<comma>[,;])|(?P<and>[,;]? (?:and|or|and/or|&|nor|but also))|"
    rf"(?P<also>,? as well as|,? along with|,? plus|, then|,? and,? (?:{_LATER}))),?"
    r"(?: (?:in|by|of|both|also|from))?(?: the)?(?: \([a-z]\))? +"
)


def lists_of_states(matter: str, mentions: Sequence[Mention]) -> list[Subject]:
    """The States of one sentence as the lists in which they are named."""
    if len(mentions) == 1:
        return [_listed(matter, mentions, bare=False)]
    subjects = []
    group: list[Mention] = []
    ended = bare = False  # the list had its "and"; it had none
    for mention in mentions:
        gap = matter[group[-1].end : mention.start] if group else ""
        joint = _joint(gap) if group else ""
        if group and (not joint or (ended and joint == "comma" and ";" not in gap)):
            subjects.append(_listed(matter, group, bare=bare and not ended))
            group, ended, bare = [], False, False
        if group:
            ended = ended or joint == "and"
            bare = bare or joint == "comma"
        group.append(mention)
    if group:
        subjects.append(_listed(matter, group, bare=bare and not ended))
    return subjects


def _joint(gap: str) -> str:
    gap = gap.lstrip("0123456789¹²³⁴⁵⁶⁷⁸⁹⁰") if gap[:1].isdigit() else gap
    if gap in _COMMA:
        return "comma"
    if gap in _AND:
        return "and"
    if len(gap) > LONGEST:
        return ""
    match = _SEPARATOR.fullmatch(gap)
    if not match:
        return ""
    return "comma" if match["comma"] else "also" if match["also"] else "and"


def _listed(matter: str, group: Sequence[Mention], *, bare: bool) -> Subject:
    end = verb_from = group[-1].end
    while matter[verb_from : verb_from + 1].isdigit():  # a footnote mark
        verb_from += 1
    return Subject(group[0].start, end, verb_from, tuple(group), bare_list=bare)


def tied(
    matter: str, first: int, subject: Subject, phrases: Sequence[CollectivePhrase], words: CollectiveWords
) -> Subject | None:
    """The list with the phrase for States that it is tied to, None where it is tied to none.

    `first`: where the sentence begins. `phrases`: the quantified ones of the sentence.
    """
    if subject.start == first:
        return None
    lead = matter[first : subject.start].rstrip()
    if not lead or (lead[-1] not in "(:," and lead.rpartition(" ")[2].strip("(,").lower() not in words.tying):
        return None
    lead = lead.removesuffix(" the").rstrip()
    bracket = lead.rfind("(")
    inside = bracket >= 0 and ")" not in lead[bracket:]
    tail = max(0, len(lead) - LONGEST)
    if words.including.search(lead, tail):
        tie = Tie.SOME
    elif lead.endswith(("(", ":")) or words.naming.search(lead, tail):
        tie = Tie.ALL
    else:
        return None
    nearest = nearest_phrase(matter, first, subject.start, phrases, words)
    if nearest is None or (inside and tie is Tie.ALL and first + bracket - nearest[1] > _NEAR):
        return None  # a bracket is about what stands before it
    closing = matter.find(")", subject.end, subject.end + _NEAR) if inside else -1
    end = closing + 1 if closing >= 0 else subject.end
    verb_from = nearest[1] if lead.endswith(":") else end
    return subject._replace(
        start=nearest[0], end=end, verb_from=verb_from, phrase=nearest[2], tie=tie, phrase_end=nearest[1]
    )


def nearest_phrase(
    matter: str, first: int, end: int, phrases: Sequence[CollectivePhrase], words: CollectiveWords
) -> tuple[int, int, CollectivePhrase | None] | None:
    """Start and end of the last phrase for States between `first` and `end`, and the phrase if it has a number."""
    before = [phrase for phrase in phrases if first <= phrase.start and phrase.end <= end]
    nearest = max(before, key=lambda phrase: phrase.end, default=None)
    # The pattern looks past `end` ("others (Peru)").
    bare = [m for m in words.bare.finditer(matter, nearest.end if nearest else first, end + _NEAR) if m.end() <= end]
    if bare:
        return bare[-1].start(), bare[-1].end(), None
    return (nearest.start, nearest.end, nearest) if nearest else None
