"""The longest run of a document's numbering signs: which number paragraphs, which label headings, which are neither.

Here: the search over the whole document. A run takes signs that follow one another: numbers rise by one, labels go on,
the items of a list count from one within their paragraph. Each sign that it takes counts what its place is worth
(`strength`), each break in the order (a number lost, printed twice, falling) costs a little less than a sign that
surely is one; the run that is worth most is the reading.
Not here: the signs and the features of their places (`numbering`), the text between them (`body`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.extract.outline.numbering import (
    AFTER_END,
    ANNEX,
    NUMBER,
    OWN_CHUNK,
    ROMAN,
    TAKEN,
    UNNUMBERED,
    NumberingSign,
)
from pipelines.extract.outline.runs import Step, best_run

BREAK = OWN_CHUNK - 1  # what a break costs: a sign that surely is one is worth more
WIDTH = 3  # runs followed at once
MAX_GAP = 40  # numbers lost in a row
# Roles of signs in a reading.
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


class _Role(NamedTuple):
    role: str
    level: int = 0
    broken: bool = False


def longest_run(signs: Sequence[NumberingSign]) -> list[NumberingSign]:
    """Return the numbering signs of the longest run in order, each with its role."""
    numbers = Counter(sign.strength for sign in signs if sign.kind is NUMBER)
    if numbers[AFTER_END] > numbers[OWN_CHUNK]:  # all on one line: the end of a sentence is all that shows
        own = {AFTER_END: OWN_CHUNK}
        signs = [m._replace(strength=own.get(m.strength, m.strength)) if m.kind is NUMBER else m for m in signs]
    run = best_run(signs, _State(), _steps, lambda sign: max(sign.strength, 0), width=WIDTH)
    return [sign._replace(**role._asdict()) for sign, role in run]


def _step(after: _State, name: str, level: int = 0, *, broken: bool = False) -> Step[_Role, _State]:
    return Step(_Role(name, level, broken), after, BREAK * broken)


def doubtful_numbers(signs: Sequence[NumberingSign], run: Sequence[NumberingSign]) -> Iterator[NumberingSign]:
    """Yield numbers that may well open a paragraph and do not in the reading.

    They are read as text, or begin a list that nothing announces or that has one item.
    """
    read = {sign.start: sign for sign in run}
    highest = MAX_GAP + max((sign.value for sign in run if sign.role is PARAGRAPH), default=0)
    following = [*run[1:], None]
    alone = {m.start for m, after in zip(run, following, strict=False) if after is None or after.role is not ITEM}
    for sign in signs:
        if sign.kind is not NUMBER or sign.strength < AFTER_END or sign.titled or sign.value > highest:
            continue
        taken = read.get(sign.start)
        if taken is None or (taken.role is ITEM and sign.value == 1 and (taken.broken or sign.start in alone)):
            yield sign


def _steps(state: _State, sign: NumberingSign) -> Iterator[Step[_Role, _State]]:
    """Yield the steps by which a run may take a sign."""
    if sign.kind is NUMBER:
        if sign.heads:
            yield _step(state._replace(item=0, below=_BELOW_LABEL), HEADING, UNNUMBERED)
        # One of no strength is a figure in a sentence, but where it is the next.
        elif sign.strength > TAKEN or (sign.strength == TAKEN and sign.value == state.number + 1):
            yield from _as_item(state, sign)
            yield from _as_numbered_heading(state, sign)
            yield from _as_paragraph(state, sign)
    elif sign.kind is ANNEX:
        yield _step(_State(number=state.number, below=_BELOW_ANNEX), PART, ROMAN)
    else:
        below = max(state.below, _BELOW_LABEL)
        for level, order in sign.orders:
            expected = 1 + (state.roman if level == ROMAN else state.capital)
            if order in {expected, 1} or sign.strength == OWN_CHUNK:
                roman, capital = (order, 0) if level == ROMAN else (state.roman, order)
                after = _State(state.number, roman=roman, capital=capital, below=below)
                yield _step(after, HEADING, level, broken=order != expected)


def _as_item(state: _State, sign: NumberingSign) -> Iterator[Step[_Role, _State]]:
    """Yield the step to an item of a list, which a colon announces."""
    if sign.value == 1 and sign.strength >= AFTER_END:
        yield _step(state._replace(item=1), ITEM, broken=not sign.colon)
    elif state.item and sign.value == state.item + 1:
        yield _step(state._replace(item=sign.value), ITEM)


def _as_numbered_heading(state: _State, sign: NumberingSign) -> Iterator[Step[_Role, _State]]:
    if sign.titled:
        after = state._replace(digit=sign.value, item=0, below=_BELOW_LABEL)
        yield _step(after, HEADING, UNNUMBERED, broken=sign.value not in {1, state.digit + 1})


def _as_paragraph(state: _State, sign: NumberingSign) -> Iterator[Step[_Role, _State]]:
    """Yield the steps to a paragraph: the next one, the first of a part, one after a gap, one out of its place."""
    value, strength = sign.value, sign.strength

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
    if strength == OWN_CHUNK and 1 < value <= max(state.number, state.stray) + MAX_GAP and not sign.titled:
        # Printed twice, or out of its place: what comes next goes on from here or from the highest.
        yield step(state.number, broken=value != state.stray + 1, stray=value)
