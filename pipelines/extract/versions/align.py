"""Pairs the paragraphs and headings of a note with those of a version in another language.

Here: paragraphs by their numbers, unless States or figures in them differ; headings by the paragraph below them; and
the departures of the version, for a person. Not here: quotes (`quotes.py`), how an outline is read (`outline/`).
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
_AFTER = 2**32  # departures that the version has alone follow those of the note


class Alignment(NamedTuple):
    """The pairs of a note and a version.

    `paragraphs`, `sections`: from the index in the outline of the note to that in the version. `departures`: for a
    person, in the order of the note: "paragraph 13 is not there, or not as often".
    """

    paragraphs: Mapping[int, int]
    sections: Mapping[int, int]
    departures: tuple[str, ...]


def align(carrier: Structure, version: Structure) -> Alignment:
    """Pair the outline of a version with that of the note, the carrier of the structure.

    Paragraphs with the same number are a pair. Where the States or the figures of the two differ, the numbering may
    have moved: then that pair is none, nor are those around it, up to the next two whose States or figures agree.
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
    """The indexes of equal keys, paired where both sides have a key equally often: `1 2 2` and `1 2` give `{0: 0}`."""
    indexes: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((ours, theirs)):
        for index, key in enumerate(keys):
            indexes[key][side].append(index)
    return dict(sorted(p for a, b in indexes.values() if len(a) == len(b) for p in zip(a, b, strict=True)))


def _fitting(pairs: Mapping[int, int], carrier: Structure, version: Structure) -> dict[int, int]:
    """The pairs that agree, and those without States and figures between two that agree."""
    languages = carrier.masthead.language, version.masthead.language
    agreement = [
        _agree(carrier.paragraphs[ours].text, version.paragraphs[theirs].text, *languages)
        for ours, theirs in pairs.items()
    ]
    before = accumulate(agreement, _nearer)
    after = [*accumulate(agreement[::-1], _nearer)][::-1]
    return {
        ours: theirs for (ours, theirs), *near in zip(pairs.items(), before, after, strict=True) if False not in near
    }


def _nearer(last: bool | None, this: bool | None) -> bool | None:  # noqa: FBT001 - given one after the other
    return last if this is None else this


def _agree(ours: str, theirs: str, language: str, other: str) -> bool | None:
    """Whether two texts name a State in common, else a figure; None where one of them has neither."""
    states = [{named.iso3 for named in find_states(text, code)} for text, code in ((ours, language), (theirs, other))]
    figures = [set(_FIGURE.findall(_western(text))) for text in (ours, theirs)]
    return next((not one.isdisjoint(more) for one, more in (states, figures) if one and more), None)


def _headings(carrier: Structure, version: Structure, paragraphs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of headings: those above a pair of paragraphs, where both have equally many there."""
    below = {len(carrier.paragraphs): len(version.paragraphs), **paragraphs}
    theirs = _above(version)
    for paragraph, headings in _above(carrier).items():
        others = theirs.get(below.get(paragraph, -1), [])
        if len(headings) == len(others):
            yield from zip(headings, others, strict=True)


def _above(structure: Structure) -> dict[int, list[int]]:
    """By index of a paragraph, the indexes of the headings right above it; those at the end by the next free index."""
    starts = [paragraph.source_start for paragraph in structure.paragraphs]
    above: dict[int, list[int]] = defaultdict(list)
    for index, section in enumerate(structure.sections):
        above[bisect_right(starts, section.start)].append(index)
    return above


def _departing_paragraphs(
    carrier: Structure, version: Structure, pairs: Mapping[int, int], fitting: Mapping[int, int]
) -> Iterator[tuple[int, str]]:
    for index, paragraph in enumerate(carrier.paragraphs):
        if index not in pairs:
            yield paragraph.source_start, f"{_name(paragraph)} is not there, or not as often"
        elif index not in fitting:
            what = "names other States or figures, or stands beside one that does"
            yield paragraph.source_start, f"{_name(paragraph)} {what}"
    keys = {_key(paragraph) for paragraph in carrier.paragraphs}
    for paragraph in version.paragraphs:
        if _key(paragraph) not in keys:
            characters = f"{paragraph.source_start}–{paragraph.source_end}"
            yield _AFTER + paragraph.source_start, f"{_name(paragraph)} is there (characters {characters})"


def _departing_headings(
    carrier: Sequence[Section], version: Sequence[Section], pairs: Mapping[int, int]
) -> Iterator[tuple[int, str]]:
    for index, section in enumerate(carrier):
        if index not in pairs:
            yield section.start, f"nothing stands for the heading “{section.heading[:60]}”"
    taken = set(pairs.values())
    for index, section in enumerate(version):
        if index not in taken:
            characters = f"{section.start}–{section.end}"
            yield _AFTER + section.start, f"the heading “{section.heading[:60]}” is there (characters {characters})"


def _name(paragraph: Paragraph) -> str:
    return f"paragraph {_western(paragraph.number)}" + ("" if paragraph.part == "body" else f" of {paragraph.part}")


def _western(printed: str) -> str:
    """Printed text in plain letters and the digits 0 to 9, without brackets around it: `٣)` is `3`."""
    return in_western_digits(unicodedata.normalize("NFKC", printed)).strip("()[]")
