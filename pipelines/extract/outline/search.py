"""The best consistent reading of a document's marks: which number paragraphs, which label headings, which are neither.

Here: the search over the whole document. A reading is a way through the marks; each step has a cost, which says how far
it is from what a document that is in order would print (numbers rise by one, labels follow one another, the items of a
list count from one within their paragraph). The cheapest way is the reading; what it costs is how sure it is. And the
form in which a document prints its numbers where no full stop follows them: "7)", "(7)", "§ 7", "7  Text".
Not here: the marks and the features of their places (`markers`), the text between them (`body`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.extract.outline.footnote_marks import SUPERSCRIPTS
from pipelines.extract.outline.markers import (
    AFTER_SENTENCE,
    ANNEX,
    NEVER,
    NUMBER,
    OWN_CHUNK,
    OWN_LINE,
    ROMAN,
    TAKEN,
    Marker,
)
from pipelines.extract.outline.page_furniture import FEET, RULE
from pipelines.extract.outline.running_text import RunningText

WIDTH, WORSE = 10, 4.0  # readings followed at once, and how much worse than the best one may be
LEADS = 2.0  # by so much a reading leads that the next one is left while all is in order
# Roles of marks in a reading.
PARAGRAPH, HEADING, PART, ITEM, NOTHING = "paragraph", "heading", "part", "item", "nothing"

# Costs by the strength of the place: never, taken, amid words, own line, after a sentence, own chunk.
_OPENS = {TAKEN: 1.2, 1: 0.4, OWN_LINE: 0.3, AFTER_SENTENCE: 0.1, OWN_CHUNK: 0.0}
_SKIPPED = {NEVER: 0.0, TAKEN: 0.0, 1: 0.05, OWN_LINE: 0.5, AFTER_SENTENCE: 1.2, OWN_CHUNK: 2.6}
_LABELS = {TAKEN: 2.0, 1: 0.2, OWN_LINE: 0.3, AFTER_SENTENCE: 0.2, OWN_CHUNK: 0.0}
_LABEL_SKIPPED = {NEVER: 0.0, TAKEN: 0.0, 1: 0.4, OWN_LINE: 0.8, AFTER_SENTENCE: 1.0, OWN_CHUNK: 2.1}
LOST, NEAR_GAP, MAX_GAP = 1.0, 5, 40  # numbers lost in a row
RESTART, BELOW_LABEL, STRAYS, STRAYS_ON = 3.0, 0.9, 2.0, 0.3
OPENS_LIST, ANNOUNCED, ITEM_OF_LIST = 0.8, 0.1, 0.1
AWAITED = 0.5  # more to pass over the number that comes next
TITLE_NUMBERED, HEADS = 1.2, 0.4
LABEL_LOST, LABEL_RESTARTS, LABEL_REPEATED, MAX_LABELS_LOST = 0.8, 1.5, 2.5, 4
_BELOW_NOTHING, _BELOW_LABEL, _BELOW_ANNEX = 0, 1, 2


class _State(NamedTuple):
    """What a reading expects: the highest number of a paragraph, the last one out of its place, the last of a list.

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
    """One mark in the best reading: its role and, for a heading, its level; what it cost to read it so."""

    marker: Marker
    role: str
    level: int
    cost: float


_Way = tuple["_Way | None", int, str, int, float]  # the way so far; index of the mark, role, level, cost of the step


def read_marks(markers: Sequence[Marker]) -> list[Mark]:
    """Return the marks of the best consistent reading in order, without those that are nothing."""
    numbers = Counter(marker.strength for marker in markers if marker.kind is NUMBER)
    if numbers[AFTER_SENTENCE] > numbers[OWN_CHUNK]:  # all on one line: the end of a sentence is all that shows
        own = {AFTER_SENTENCE: OWN_CHUNK}
        markers = [m._replace(strength=own.get(m.strength, m.strength)) if m.kind is NUMBER else m for m in markers]
    ways: list[tuple[float, _State, _Way | None]] = [(0.0, _State(), None)]  # the cheapest first
    for index, marker in enumerate(markers):
        # What is in order is not searched, where one reading leads.
        cost, state, way = ways[0]
        if (len(ways) == 1 or ways[1][0] - cost >= LEADS) and (plain := _in_order(state, marker)) is not None:
            ways = [(cost, plain[0], (way, index, plain[1], plain[2], 0.0))]
            continue
        if marker.kind is NUMBER and marker.strength <= TAKEN and marker.value != state.number + 1:
            continue  # a figure in a sentence
        following: dict[_State, tuple[float, _Way | None]] = {}
        for cost, state, way in ways:
            for step, role, level, after in _steps(state, marker):
                total = cost + step
                known = following.get(after)
                if known is None or total < known[0]:
                    following[after] = (total, way if role is NOTHING else (way, index, role, level, step))
        best = min(cost for cost, _ in following.values())
        kept = sorted((cost, state) for state, (cost, _) in following.items() if cost <= best + WORSE)
        ways = [(cost, state, following[state][1]) for cost, state in kept[:WIDTH]]
    way = ways[0][2]
    found = []
    while way is not None:
        way, index, role, level, cost = way
        found.append(Mark(markers[index], role, level, cost))
    return found[::-1]


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
        if marker.kind is not NUMBER or marker.strength < AFTER_SENTENCE or marker.titled or marker.value > highest:
            continue
        mark = read.get(marker.start)
        if mark is None or (
            mark.role is ITEM and marker.value == 1 and (mark.cost > ANNOUNCED or marker.start in alone)
        ):
            yield marker


def _in_order(state: _State, marker: Marker) -> tuple[_State, str, int] | None:
    """Return the one step for a mark that is the next in its order and can hardly be anything else."""
    if marker.strength < AFTER_SENTENCE or state.item:
        return None
    if marker.kind is NUMBER:
        if marker.value == state.number + 1 > 1 and not marker.titled:
            return _State(marker.value, 0, 0, state.roman, state.capital, state.digit), PARAGRAPH, 0
    elif len(marker.orders) == 1:
        level, order = marker.orders[0]
        if order == (state.roman if level == ROMAN else state.capital) + 1:
            return _labelled(state, level, order), HEADING, level
    return None


def _steps(state: _State, marker: Marker) -> Iterator[tuple[float, str, int, _State]]:
    """Yield the steps that a reading may take at a mark: cost, role, level, what it expects then."""
    if marker.kind is NUMBER:
        awaited = AWAITED if marker.value == state.number + 1 and marker.strength > TAKEN else 0.0
        yield _SKIPPED[marker.strength] + awaited - (1.4 if marker.titled else 0.0), NOTHING, 0, state
        if marker.strength > NEVER:
            yield from _numbered(state, marker)
    elif marker.kind is ANNEX:
        yield 1.5, NOTHING, 0, state
        yield 0.0, PART, ROMAN, _State(number=state.number, below=_BELOW_ANNEX)
    else:
        yield _LABEL_SKIPPED[marker.strength], NOTHING, 0, state
        for level, order in marker.orders:
            cost = _out_of_order(state, level, order, marker.strength)
            if cost is not None:
                yield cost + _LABELS[marker.strength], HEADING, level, _labelled(state, level, order)


def _numbered(state: _State, marker: Marker) -> Iterator[tuple[float, str, int, _State]]:
    value, strength = marker.value, marker.strength
    titled = marker.titled
    if strength >= OWN_LINE or value == state.item + 1:
        if value == 1:
            opens = ANNOUNCED if marker.colon else OPENS_LIST + 2 * (state.below == _BELOW_LABEL or not state.number)
            yield opens, ITEM, 0, state._replace(item=1)
        elif state.item and value == state.item + 1:
            yield ITEM_OF_LIST, ITEM, 0, state._replace(item=value)
    if titled and value in (state.digit + 1, 1):
        yield HEADS, HEADING, 3, state._replace(digit=value, item=0, below=_BELOW_LABEL)
    cost, number = _out_of_sequence(state, marker)
    if cost is not None:
        cost += (0.0 if state.below and strength > TAKEN else _OPENS[strength]) + (TITLE_NUMBERED if titled else 0.0)
        stray = value if number != value else 0
        yield cost, PARAGRAPH, 0, state._replace(number=number, stray=stray, item=0, below=_BELOW_NOTHING)


def _out_of_sequence(state: _State, marker: Marker) -> tuple[float | None, int]:
    """Return what it costs to number a paragraph so, None where it can't be; and the number to go on from."""
    value = marker.value
    lost = value - state.number - 1
    if lost == 0:
        return 0.0, value
    costs = []
    if value == 1 and marker.strength >= OWN_LINE:
        if state.below == _BELOW_ANNEX:
            return 0.0, 1
        costs.append((BELOW_LABEL if state.below == _BELOW_LABEL else RESTART + 3.0 * marker.colon, 1))
    below_label = state.below == _BELOW_LABEL and marker.strength > TAKEN
    if 0 < lost <= MAX_GAP and (marker.strength >= AFTER_SENTENCE or below_label):
        far = lost > NEAR_GAP
        costs.append((LOST + (2.5 + 0.05 * lost if far else 0.3 * lost) - 0.5 * (state.below == _BELOW_ANNEX), value))
    if marker.strength == OWN_CHUNK and 1 < value <= max(state.number, state.stray) + MAX_GAP and not marker.titled:
        # Printed twice, or out of its place: what comes next goes on from here or from the highest.
        costs.append((STRAYS_ON if value == state.stray + 1 else STRAYS, state.number))
    return min(costs) if costs else (None, 0)


def _out_of_order(state: _State, level: int, order: int, strength: int) -> float | None:
    last = state.roman if level == ROMAN else state.capital
    lost = order - last - 1
    if lost == 0:
        return 0.0
    if order == 1:
        return LABEL_RESTARTS
    if strength < OWN_CHUNK:
        return None
    if 0 < lost <= MAX_LABELS_LOST:
        return LABEL_LOST * lost
    return LABEL_REPEATED if lost < 0 and last else None


def _labelled(state: _State, level: int, order: int) -> _State:
    below = max(state.below, _BELOW_LABEL)
    if level == ROMAN:
        return _State(state.number, roman=order, below=below)
    return _State(state.number, roman=state.roman, capital=order, below=below)


MIN_NUMBERS, MIN_BARE = 3, 5  # that count up from 1; where nothing but a blank sets them apart
USUAL = 8  # a number with a full stop up to which others show that it is the form of the document

_NUMBER = re.compile(
    r"^[ \t]*(?P<mark>(?P<opens>\(|[§¶][ \t]?)?(?P<number>\d{1,3})(?P<closes>\)|\.(?:\d{1,3}\b)?)?)"
    r"(?=\s+(?P<first>\S))",
    re.MULTILINE,
)
_GLUED = re.compile(r"[^\W\d_][.,;:)”\"’]{0,2}(?:(\d{1,3})(?!\w)|([⁰¹²³⁴-⁹]{1,3}))|\[(\d{1,3})\]")


class PrintedNumber(NamedTuple):
    """A number with what sets it apart."""

    start: int
    end: int
    value: int


def other_numbers(running: RunningText, start: int) -> list[PrintedNumber]:
    """Return the numbers of a document's form; none where it is the usual one, with a full stop, or there are none.

    It is the form whose numbers at beginnings of lines count up furthest.
    """
    text = running.text
    if all(f"\n{number}. " in text for number in range(2, USUAL)):
        return []
    forms: dict[str, list[PrintedNumber]] = {}
    for match in _NUMBER.finditer(text, start):
        opens, closes = (match["opens"] or "").strip(), match["closes"] or ""
        if opens or closes or (match["first"].isupper() and not match["mark"].startswith("0")):
            number = PrintedNumber(match.start("mark"), match.end("mark"), int(match["number"]))
            forms.setdefault(opens or closes[:1], []).append(number)
    bare = forms.pop("", [])
    chains = {form: [*_counting_up(numbers)] for form, numbers in forms.items()}
    if len(bare) >= MIN_BARE and all(len(chain) < MIN_NUMBERS for chain in chains.values()):
        numbers = [*_counting_up(_above_rules(bare, running))]
        marks = {int("".join(filter(None, match.groups())).translate(SUPERSCRIPTS)) for match in _GLUED.finditer(text)}
        answering = sum(number.value in marks for number in numbers)  # as footnotes do
        return numbers if len(numbers) >= MIN_BARE and 2 * answering < len(numbers) else []
    best = max(chains, key=lambda form: (len(chains[form]), form == "."), default=".")
    return forms[best] if best != "." and len(chains[best]) >= MIN_NUMBERS else []


def _counting_up(numbers: list[PrintedNumber]) -> Iterator[PrintedNumber]:
    expected = 1
    for number in numbers:
        if number.value == expected:
            yield number
            expected += 1


def _above_rules(numbers: list[PrintedNumber], running: RunningText) -> list[PrintedNumber]:
    """Return numbers without those of footnotes, from a rule line down to the end of its page.

    What goes on with the numbering there, and is printed nowhere else, is no footnote.
    """
    cuts = [cut for cut in running.cuts if cut.reason == RULE or cut.reason in FEET]
    starts = [cut.start for cut in cuts]
    below = [bisect_left(starts, number.start) for number in numbers]
    above = [number for number, at in zip(numbers, below, strict=True) if not at or cuts[at - 1].reason != RULE]
    printed, kept, last = {number.value for number in above}, {number.start for number in above}, 0
    for number in numbers:
        if number.start in kept or (number.value == last + 1 and number.value not in printed):
            kept.add(number.start)
            last = number.value
    return [number for number in numbers if number.start in kept]
