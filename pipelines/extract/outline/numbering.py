"""How a document prints the numbers of its paragraphs where no full stop follows them: "7)", "(7)", "§ 7", "7  Text".

Here: which of these forms a document uses, if any, and where numbers stand in it. A document has one form.
Not here: numbers with a full stop (`markers`), which numbers open paragraphs (`search`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipelines.extract.outline.footnote_marks import SUPERSCRIPTS
from pipelines.extract.outline.page_furniture import HEADER, JOB, PAGE, RULE
from pipelines.extract.outline.running_text import RunningText

MIN_NUMBERS, MIN_BARE = 3, 5  # that count up from 1; where nothing but a blank sets them apart
_FEET = frozenset({PAGE, JOB, HEADER})

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
    """Return numbers without those of footnotes, from a rule line down to the end of its page."""
    below: list[tuple[int, int]] = []
    rule = None
    for cut in running.cuts:
        if cut.reason == RULE:
            rule = cut.end
        elif rule is not None and cut.reason in _FEET:
            below.append((rule, cut.start))
            rule = None
    if rule is not None:
        below.append((rule, len(running.text)))
    return [number for number in numbers if not any(a <= number.start < b for a, b in below)]
