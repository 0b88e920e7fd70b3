"""Fields of a masthead that is a list of names and values ("Symbol | A/80/1", "Date: 1 May 2024").

Here: finding fields by their declared names, each with a value of its kind. They are believed wherever they stand.
Not here: what a masthead says without such names (`masthead`, `own_symbol`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.archive.symbols import LOOSE_SYMBOL
from pipelines.extract.outline.dates import whole_date
from pipelines.extract.outline.layout import MAX_MASTHEAD, MAX_TITLE
from pipelines.extract.outline.running_text import Cut
from pipelines.extract.outline.structure import LedgerKind
from pipelines.extract.outline.words import Words

SYMBOL_FIELD, DATE, DISTRIBUTION, ORIGINAL = "symbol", "date", "distribution", "original"
TITLE, AGENDA, OTHER_DATE = "title", "agenda", "other_date"
FIELDS = (SYMBOL_FIELD, DATE, DISTRIBUTION, ORIGINAL, TITLE, AGENDA, OTHER_DATE)  # the names of their groups
MIN_FIELDS = 2
_GOES_ON = re.compile(r"(?:\n(?![^\n]{0,40}[:：|\t])[ \t]*\S[^\n]*){0,5}")  # lines of a title that hold no field
FIELD = "field of a masthead"  # the reason of its cut


class Field(NamedTuple):
    """A field from `start` to `end`, with its value at `at`."""

    start: int
    end: int
    name: str
    at: int
    value: str


def find_fields(text: str, start: int, vocabulary: Words) -> list[Field]:
    """Return the fields of the masthead that begins at `start`.

    Where they are no list of a document's facts, only those that date something else.
    """
    found = [*_fields(text, start, vocabulary)]
    told = {field.name for field in found}
    is_list = len(told) >= MIN_FIELDS and (SYMBOL_FIELD in told or told >= {DISTRIBUTION, ORIGINAL})
    return [field for field in found if is_list or field.name == OTHER_DATE]


def cuts_of(fields: Iterable[Field]) -> Iterator[Cut]:
    """Yield the fields as parts of the masthead, wherever they stand."""
    for field in fields:
        yield Cut(field.start, field.end, LedgerKind.MASTHEAD, FIELD)


def _fields(text: str, start: int, vocabulary: Words) -> Iterator[Field]:
    for match in vocabulary.field.finditer(text, start, start + MAX_MASTHEAD):
        name = next(filter(match.group, FIELDS))
        at, end = match.start("value"), match.end()
        value = match["value"]
        if name == TITLE and match["gap"].count("\n") != 1:
            goes_on = _GOES_ON.match(text, end, end + MAX_TITLE)
            end = goes_on.end() if goes_on else end
            value = " ".join((value + text[match.end() : end]).split()).strip("\"'")
        field = Field(match.start(), end, name, at, value)
        # A title is of no kind that tells it from a sentence; "Item 2 of the provisional agenda" is a line of its own.
        is_set_off = name not in {TITLE, AGENDA} or match["gap"].strip(" ")
        if is_set_off and _is_of_kind(field, vocabulary):
            yield field


def _is_of_kind(field: Field, vocabulary: Words) -> bool:
    """Tell whether a value is what its name says."""
    if field.name == TITLE:
        return True
    if field.name == SYMBOL_FIELD:
        return LOOSE_SYMBOL.fullmatch(field.value) is not None
    if field.name in {DATE, OTHER_DATE}:
        return whole_date(field.value, vocabulary) is not None
    if field.name == AGENDA:
        return field.value[0].isdecimal() and vocabulary.agenda.fullmatch(f"Agenda item {field.value}") is not None
    known = vocabulary.languages if field.name == ORIGINAL else vocabulary.distributed
    return known.fullmatch(field.value) is not None
