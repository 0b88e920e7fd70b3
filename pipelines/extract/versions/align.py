"""Lays the outline of one language version over that of another: which paragraph and heading stands for which.

Here: paragraphs by their numbers, as long as the States and figures in them do not speak against it; headings by the
paragraph that they stand above; and what fits nowhere, for a person. Not here: what a version's paragraphs say
(`quotes.py`), how an outline is read (`outline/`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipelines.archive.formats.numerals import in_western_digits
from pipelines.extract.outline.structure import Paragraph, Section, Structure
from pipelines.extract.versions.names import find_states

_FIGURE = re.compile(r"\d{2,9}")
_AFTER = 2**32  # what a version has alone is said after what the note has, in the order of the version


class Alignment(NamedTuple):
    """What of a version stands for what of the note.

    `paragraphs`, `sections`: by index in the outline of the note, the index in that of the version. `departures`: in
    the order of the note, what fits nowhere, or differs in a detail, in words for a person.
    """

    paragraphs: Mapping[int, int]
    sections: Mapping[int, int]
    departures: tuple[str, ...]


def align(carrier: Structure, version: Structure) -> Alignment:
    """Lay the outline of a version over that of the note, which carries the structure.

    A paragraph stands for the one with its number. Where the States or the figures of both speak against that, and from
    there on to the next paragraph where they speak for it, nothing is taken: the numbering may have moved.
    """
    pairs = _pairs([_key(p) for p in carrier.paragraphs], [_key(p) for p in version.paragraphs])
    fitting = _fitting(pairs, carrier, version)
    sections = dict(_headings(carrier, version, fitting))
    departures = [
        *_departing_paragraphs(carrier, version, pairs, fitting),
        *_departing_headings(carrier.sections, version.sections, sections),
    ]
    return Alignment(fitting, sections, tuple(words for _, words in sorted(departures)))


def _key(paragraph: Paragraph) -> tuple[str, str]:
    return paragraph.part, _western(paragraph.number)


def _pairs(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> dict[int, int]:
    """Return by index what has the same key on both sides, as often on the one as on the other."""
    places: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((ours, theirs)):
        for index, key in enumerate(keys):
            places[key][side].append(index)
    return dict(sorted(p for a, b in places.values() if len(a) == len(b) for p in zip(a, b, strict=True)))


def _fitting(pairs: Mapping[int, int], carrier: Structure, version: Structure) -> dict[int, int]:
    """Return the pairs that fit, or that nothing speaks against, neither in them nor in the nearest that tell."""
    languages = carrier.masthead.language, version.masthead.language
    told = [
        _told(carrier.paragraphs[ours].text, version.paragraphs[theirs].text, *languages)
        for ours, theirs in pairs.items()
    ]
    nearest = zip(pairs.items(), accumulate(told, _nearer), [*accumulate(told[::-1], _nearer)][::-1], strict=True)
    return {ours: theirs for (ours, theirs), *near in nearest if False not in near}


def _nearer(last: bool | None, this: bool | None) -> bool | None:  # noqa: FBT001 - given one after the other
    return last if this is None else this


def _told(ours: str, theirs: str, language: str, other: str) -> bool | None:
    """Return whether two texts say the same, by their States, else by their figures; None if none tells."""
    states = [{named.iso3 for named in find_states(text, code)} for text, code in ((ours, language), (theirs, other))]
    figures = [set(_FIGURE.findall(_western(text))) for text in (ours, theirs)]
    return next((not one.isdisjoint(more) for one, more in (states, figures) if one and more), None)


def _headings(carrier: Structure, version: Structure, paragraphs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the headings of both that stand above paragraphs that stand for each other, as many on either side."""
    below = {len(carrier.paragraphs): len(version.paragraphs), **paragraphs}
    theirs = _above(version)
    for paragraph, headings in _above(carrier).items():
        others = theirs.get(below.get(paragraph, -1), [])
        if len(headings) == len(others):
            yield from zip(headings, others, strict=True)


def _above(structure: Structure) -> dict[int, list[int]]:
    """Return the indexes of the headings above each paragraph, by its index; at the end, by their number."""
    starts = [paragraph.source_start for paragraph in structure.paragraphs]
    found: dict[int, list[int]] = defaultdict(list)
    for index, section in enumerate(structure.sections):
        found[bisect_right(starts, section.start)].append(index)
    return found


def _departing_paragraphs(
    carrier: Structure, version: Structure, pairs: Mapping[int, int], fitting: Mapping[int, int]
) -> Iterator[tuple[int, str]]:
    for index, paragraph in enumerate(carrier.paragraphs):
        if index not in pairs:
            yield paragraph.source_start, f"{_name(paragraph)} is not there, or not as often"
        elif index not in fitting:
            yield (
                paragraph.source_start,
                f"{_name(paragraph)} names other States or figures, or stands beside one that does",
            )
        else:
            marks, others = _marks(paragraph), _marks(version.paragraphs[fitting[index]])
            if marks != others:
                yield paragraph.source_start, f"{_name(paragraph)} has the note marks {others}, not {marks}"
    known = {_key(paragraph) for paragraph in carrier.paragraphs}
    for paragraph in version.paragraphs:
        if _key(paragraph) not in known:
            characters = f"{paragraph.source_start}–{paragraph.source_end}"
            yield _AFTER + paragraph.source_start, f"{_name(paragraph)} is there (characters {characters})"


def _departing_headings(
    carrier: Sequence[Section], version: Sequence[Section], pairs: Mapping[int, int]
) -> Iterator[tuple[int, str]]:
    for index, section in enumerate(carrier):
        if index not in pairs:
            yield section.start, f"nothing stands for the heading “{section.heading[:60]}”"
        elif (other := version[pairs[index]]).level != section.level:
            yield section.start, f"the heading “{other.heading[:60]}” is of level {other.level}, not {section.level}"
    taken = set(pairs.values())
    for index, section in enumerate(version):
        if index not in taken:
            characters = f"{section.start}–{section.end}"
            yield _AFTER + section.start, f"the heading “{section.heading[:60]}” is there (characters {characters})"


def _name(paragraph: Paragraph) -> str:
    return f"paragraph {_western(paragraph.number)}" + ("" if paragraph.part == "body" else f" of {paragraph.part}")


def _marks(paragraph: Paragraph) -> str:
    return ", ".join(sorted(_western(mark) for mark in paragraph.marks)) or "none"


def _western(printed: str) -> str:
    """Give what is printed in the digits that English prints."""
    return in_western_digits(unicodedata.normalize("NFKC", printed)).strip("()[]")
