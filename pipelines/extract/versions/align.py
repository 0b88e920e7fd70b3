"""Lays the outline of one language version over that of another: the same paragraphs, headings and note marks in order.

Here: whether two outlines agree, and where they first do not. Not here: what a version's paragraphs say (`quotes.py`),
how an outline is read (`outline/`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from pipelines.extract.outline.structure import Paragraph, Section, Structure


class Departure(NamedTuple):
    """Where a version departs: what the one that carries the structure has there, what the version has, and the span.

    `start`, `end`: half-open span in the archived text of the version.
    """

    carried: str
    found: str
    start: int
    end: int


class _Part(NamedTuple):
    """A heading or a paragraph; those that are alike stand for each other. `words`: the part, for a person."""

    alike: tuple[object, ...]
    words: str
    start: int
    end: int


def departure(carrier: Structure, version: Structure) -> Departure | None:
    """Where the version first departs from the outline of the note; None where it does not.

    Paragraph numbers, levels of headings and the note marks of each paragraph must agree. An outline without
    paragraphs and headings agrees with none.
    """
    end = max((p.source_end for p in version.paragraphs), default=0)
    nothing = _Part((), "nothing more", end, end)
    pairs = list(zip_longest(_parts(carrier), _parts(version), fillvalue=nothing))
    for ours, theirs in pairs:
        if ours.alike != theirs.alike:
            return Departure(ours.words, theirs.words, theirs.start, theirs.end)
    return None if pairs else Departure(nothing.words, nothing.words, 0, 0)


def _parts(structure: Structure) -> Iterator[_Part]:
    headings = [(s.start, _heading(s)) for s in structure.sections]
    paragraphs = [(p.source_start, _paragraph(p)) for p in structure.paragraphs]
    for _, part in sorted([*headings, *paragraphs], key=lambda placed: placed[0]):
        yield part


def _heading(section: Section) -> _Part:
    words = f"the heading “{section.heading[:60]}” of level {section.level}"
    return _Part(("heading", section.level, section.part), words, section.start, section.end)


def _paragraph(paragraph: Paragraph) -> _Part:
    marks = tuple(sorted(_western(mark.marker) for mark in paragraph.marks))
    number = _western(paragraph.number)
    where = "" if paragraph.part == "body" else f" of {paragraph.part}"
    with_marks = f" with note {', '.join(marks)}" if marks else ""
    words = f"paragraph {number}{where}{with_marks}"
    return _Part(("paragraph", paragraph.part, number, marks), words, paragraph.source_start, paragraph.source_end)


def _western(printed: str) -> str:
    """A number or mark in the digits that English prints."""
    plain = unicodedata.normalize("NFKC", printed)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain).strip("()[]")
