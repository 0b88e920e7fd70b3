"""Dates as mastheads print them, in the six official languages: single ones, and ranges of days.

Not here: what they are the dates of (`masthead`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipelines.extract.outline.words import Words, folded


class PrintedDate(NamedTuple):
    """A date or a range of days where it stands in a text; `first` and `last` are ISO 8601."""

    start: int
    end: int
    first: str
    last: str


def find_ranges(text: str, vocabulary: Words) -> Iterator[PrintedDate]:
    """Yield the ranges of days in a text."""
    months = vocabulary.months
    for match in vocabulary.days.finditer(text):
        if match["y3"]:
            first = _iso(match["y3"], int(match["m3"]), match["d3"])
            last = _iso(match["y4"] or match["y3"], int(match["m4"] or match["m3"]), match["d4"])
        else:
            month = months[folded(match["m2"])]
            last = _iso(match["y2"], month, match["d2"])
            month = months[folded(match["m1"])] if match["m1"] else month
            first = _iso(match["y1"] or match["y2"], month, match["d0"] or match["d1"])
        if first and last and first <= last:
            yield PrintedDate(match.start(), match.end(), first, last)


def find_dates(text: str, vocabulary: Words) -> Iterator[PrintedDate]:
    """Yield the single dates in a text; those that end a range too."""
    for match in vocabulary.date.finditer(text):
        month = vocabulary.months[folded(match["m"])] if match["m"] else int(match["zm"])
        day = _iso(match["y"] or match["zy"], month, match["d"] or match["zd"])
        if day:
            yield PrintedDate(match.start(), match.end(), day, day)


def _iso(year: str, month: int | str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None
