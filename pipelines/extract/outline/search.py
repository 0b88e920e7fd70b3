"""The longest run of a document's marks: which number paragraphs, which label headings, which are neither.

Here: the search over the whole document. A run takes marks that follow one another: numbers rise by one, labels go on,
the items of a list count from one within their paragraph. Each mark that it takes counts what its place is worth
(`Marker.strength`), each break in the order (a number lost, printed twice, falling) costs a little less than a mark
that surely is one; the run that is worth most is the reading. And the
form in which a document prints its numbers where no full stop follows them: "7)", "(7)", "[7]", "§ 7", "7  Text".
Not here: the marks and the features of their places (`markers`), the text between them (`body`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.extract.outline.footnotes import numbers_of_marks
from pipelines.extract.outline.markers import (
    AFTER_END,
    ANNEX,
    NUMBER,
    OWN_CHUNK,
    ROMAN,
    TAKEN,
    UNNUMBERED,
    Marker,
)
from pipelines.extract.outline.runs import Step, best_run

BREAK = OWN_CHUNK - 1  # what a break costs: a mark that surely is one is worth more
WIDTH = 3  # runs followed at once
MAX_GAP = 40  # numbers lost in a row
# Roles of marks in a reading.
PARAGRAPH, HEADING, PART, ITEM = "paragraph", "heading", "part", "item"

# What stands above the next number, which may begin again there.
_BELOW_NOTHING, _BELOW_LABEL, _BELOW_ANNEX = 0, 1, 2


class _State(NamedTuple):
    """What a run expects: the highest number of a paragraph, the last one out of its place, the last of a list.

    Then the last labels, and what stands above the next number.
    """

    number: int = 0
    stray: int = 0
    item: int = 0
    roman: int = 0
    capital: int = 0
    digit: int = 0
    below: int = _BELOW_NOTHING


class Mark(NamedTuple):
    """One mark in the reading: its role and, for a heading, its level; whether the order is broken there."""

    marker: Marker
    role: str
    level: int
    broken: bool


class _Role(NamedTuple):
    name: str
    level: int = 0
    broken: bool = False


def read_marks(markers: Sequence[Marker]) -> list[Mark]:
    """Return the marks of the longest run in order, without those that are nothing."""
    numbers = Counter(marker.strength for marker in markers if marker.kind is NUMBER)
    if numbers[AFTER_END] > numbers[OWN_CHUNK]:  # all on one line: the end of a sentence is all that shows
        own = {AFTER_END: OWN_CHUNK}
        markers = [m._replace(strength=own.get(m.strength, m.strength)) if m.kind is NUMBER else m for m in markers]
    run = best_run(markers, _State(), _steps, lambda marker: max(marker.strength, 0), width=WIDTH)
    return [Mark(marker, role.name, role.level, role.broken) for marker, role in run]


def _step(after: _State, name: str, level: int = 0, *, broken: bool = False) -> Step[_Role, _State]:
    return Step(_Role(name, level, broken), after, BREAK * broken)


def doubtful_numbers(markers: Sequence[Marker], marks: Sequence[Mark]) -> Iterator[Marker]:
    """Yield numbers that may well open a paragraph and do not in the reading.

    They are read as text, or begin a list that nothing announces or that has one item.
    """
    read = {mark.marker.start: mark for mark in marks}
    highest = MAX_GAP + max((mark.marker.value for mark in marks if mark.role is PARAGRAPH), default=0)
    following = [*marks[1:], None]
    alone = {
        m.marker.start for m, after in zip(marks, following, strict=False) if after is None or after.role is not ITEM
    }
    for marker in markers:
        if marker.kind is not NUMBER or marker.strength < AFTER_END or marker.titled or marker.value > highest:
            continue
        mark = read.get(marker.start)
        if mark is None or (mark.role is ITEM and marker.value == 1 and (mark.broken or marker.start in alone)):
            yield marker


def _steps(state: _State, marker: Marker) -> Iterator[Step[_Role, _State]]:
    """Yield the steps by which a run may take a mark."""
    if marker.kind is NUMBER:
        if marker.inserted:
            yield from _as_inserted(state, marker)
        elif marker.heads:
            yield _step(state._replace(item=0, below=_BELOW_LABEL), HEADING, UNNUMBERED)
        # One of no strength is a figure in a sentence, but where it is the next.
        elif marker.strength > TAKEN or (marker.strength == TAKEN and marker.value == state.number + 1):
            yield from _as_item(state, marker)
            yield from _as_numbered_heading(state, marker)
            yield from _as_paragraph(state, marker)
    elif marker.kind is ANNEX:
        yield _step(_State(number=state.number, below=_BELOW_ANNEX), PART, ROMAN)
    else:
        below = max(state.below, _BELOW_LABEL)
        for level, order in marker.orders:
            expected = 1 + (state.roman if level == ROMAN else state.capital)
            if order in {expected, 1} or marker.strength == OWN_CHUNK:
                roman, capital = (order, 0) if level == ROMAN else (state.roman, order)
                after = _State(state.number, roman=roman, capital=capital, below=below)
                yield _step(after, HEADING, level, broken=order != expected)


def _as_item(state: _State, marker: Marker) -> Iterator[Step[_Role, _State]]:
    """Yield the step to an item of a list, which a colon announces."""
    if marker.value == 1 and marker.strength >= AFTER_END:
        yield _step(state._replace(item=1), ITEM, broken=not marker.colon)
    elif state.item and marker.value == state.item + 1:
        yield _step(state._replace(item=marker.value), ITEM)


def _as_numbered_heading(state: _State, marker: Marker) -> Iterator[Step[_Role, _State]]:
    if marker.titled:
        after = state._replace(digit=marker.value, item=0, below=_BELOW_LABEL)
        yield _step(after, HEADING, UNNUMBERED, broken=marker.value not in {1, state.digit + 1})


def _as_inserted(state: _State, marker: Marker) -> Iterator[Step[_Role, _State]]:
    """Yield the step to a paragraph that goes in after the one of its number."""
    if marker.strength >= AFTER_END and state.number <= marker.value <= state.number + MAX_GAP:
        after = state._replace(number=marker.value, item=0, below=_BELOW_NOTHING)
        yield _step(after, PARAGRAPH, broken=marker.value != state.number)


def _as_paragraph(state: _State, marker: Marker) -> Iterator[Step[_Role, _State]]:
    """Yield the steps to a paragraph: the next one, the first of a part, one after a gap, one out of its place."""
    value, strength = marker.value, marker.strength

    def step(number: int, *, broken: bool, stray: int = 0) -> Step[_Role, _State]:
        after = state._replace(number=number, stray=stray, item=0, below=_BELOW_NOTHING)
        return _step(after, PARAGRAPH, broken=broken)

    if value == state.number + 1:
        yield step(value, broken=False)
        return
    if value == 1 and strength >= AFTER_END:
        yield step(1, broken=not state.below)
    least = TAKEN + 1 if state.below == _BELOW_LABEL else AFTER_END
    if state.number < value <= state.number + MAX_GAP + 1 and strength >= least:
        yield step(value, broken=True)
    if strength == OWN_CHUNK and 1 < value <= max(state.number, state.stray) + MAX_GAP and not marker.titled:
        # Printed twice, or out of its place: what comes next goes on from here or from the highest.
        yield step(state.number, broken=value != state.stray + 1, stray=value)


MIN_NUMBERS = 4  # that count up from 1

_NUMBER = re.compile(
    r"^[ \t]*(?P<mark>(?P<opens>[(\[]|[§¶][ \t]?)?(?P<number>\d{1,3})(?P<closes>[)\]]|\.(?:\d{1,3}\b)?)?"
    r"(?:(?<=[)\d])[ \t]?[—–:](?=[ \t]))?)(?=(?P<gap>\s+)(?P<first>\S))",
    re.MULTILINE,
)
_LIKE_NOTES = ("", "\t", "[")  # forms in which footnotes are numbered, too: no sign, a tab after it, brackets


class PrintedNumber(NamedTuple):
    """A number with what sets it apart."""

    start: int
    end: int
    value: int


def other_numbers(text: str, start: int) -> list[PrintedNumber]:
    """Return the numbers of a document's form; none where it is the usual one, with a full stop, or there are none.

    It is the form whose numbers at beginnings of lines count up furthest.
    """
    forms: dict[str, list[PrintedNumber]] = {}
    for match in _NUMBER.finditer(text, start):
        opens, closes = (match["opens"] or "").strip(), match["closes"] or ""
        if opens or closes or (match["first"].isupper() and not match["mark"].startswith("0")):
            number = PrintedNumber(match.start("mark"), match.end("mark"), int(match["number"]))
            forms.setdefault(opens or closes[:1] or ("\t" if "\t" in match["gap"] else ""), []).append(number)
    chains = {form: [*_counting_up(numbers)] for form, numbers in forms.items()}
    if like_notes := [form for form in _LIKE_NOTES if len(chains.get(form, ())) >= MIN_NUMBERS]:
        marks = numbers_of_marks(text)
        for form in like_notes:
            if 2 * sum(number.value in marks for number in chains[form]) >= len(chains[form]):
                chains[form] = []  # they answer marks, as footnotes do
    # What has no sign may be anything.
    signed = {form: chain for form, chain in chains.items() if form and len(chain) >= MIN_NUMBERS}
    best = max(signed, key=lambda form: (len(signed[form]), form == "."), default="")
    if best == "." or len(chains.get(best, ())) < MIN_NUMBERS:
        return []
    return chains[best] if best in _LIKE_NOTES else forms[best]


def _counting_up(numbers: list[PrintedNumber]) -> Iterator[PrintedNumber]:
    expected = 1
    for number in numbers:
        if number.value == expected:
            yield number
            expected += 1
