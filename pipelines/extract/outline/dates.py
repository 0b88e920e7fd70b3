"""Dates as mastheads print them, in the six official languages.

Here: single dates and the days of a session ("28 January-1 February 2008", "6 to 10 November 2017").
Not here: which date of a masthead is which (`masthead`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipelines.extract.outline.words import Words

_DIGIT = re.compile(r"\d")
_DAY = r"\d{1,2}(?:\s?(?:º|°|er|st|nd|rd|th)(?!\w))?"
_TO = r"\s*(?:[-–—−]|(?<=\s)(?:to|and|au|et|al|a|y|по|и|إلى|و)(?=\s)|(?<=\s)و(?=\d)|至)\s*"


class PrintedDate(NamedTuple):
    """A date or a range of days where it stands in a text; `first` and `last` are ISO 8601."""

    start: int
    end: int
    first: str
    last: str


@lru_cache(maxsize=4)
def _patterns(month: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    of = r"(?:\s+(?:de|du|del)\s+|\s*)"
    single = rf"(?<![\d/-])(?P<d>{_DAY}){of}(?P<m>{month})(?:\s*,)?{of}(?P<y>\d{{4}})(?!\d)"
    chinese = r"(?P<zy>\d{4})\s?年\s?(?P<zm>\d{1,2})\s?月\s?(?P<zd>\d{1,2})\s?日"
    span = (
        rf"(?<![\d/-])(?:(?P<d0>{_DAY}){_TO}{_DAY}\s+(?:and|et|y|и|و)\s+)?(?P<d1>{_DAY})(?:{of}(?P<m1>{month})(?:{of}(?P<y1>\d{{4}}))?)?{_TO}"
        rf"(?P<d2>{_DAY}){of}(?P<m2>{month})(?:\s*,)?{of}(?P<y2>\d{{4}})(?!\d)"
    )
    days = (
        r"(?P<y3>\d{4})\s?年\s?(?P<m3>\d{1,2})\s?月\s?(?P<d3>\d{1,2})\s?日?\s?(?:至|-|–|—)\s?"
        r"(?:(?P<y4>\d{4})\s?年\s?)?(?:(?P<m4>\d{1,2})\s?月\s?)?(?P<d4>\d{1,2})\s?日"
    )
    return re.compile(f"{single}|{chinese}", re.IGNORECASE), re.compile(f"{span}|{days}", re.IGNORECASE)


def find_ranges(text: str, vocabulary: Words) -> Iterator[PrintedDate]:
    """Yield the ranges of days in a text."""
    months = vocabulary.months
    for match in _matches(_patterns(vocabulary.month)[1], text):
        if match["y3"]:
            year, month = int(match["y3"]), int(match["m3"])
            first = _iso(year, month, int(match["d3"]))
            last = _iso(int(match["y4"] or year), int(match["m4"] or month), int(match["d4"]))
            if first and last and first <= last:
                yield PrintedDate(match.start(), match.end(), first, last)
            continue
        year = int(match["y2"])
        last = _iso(year, months[_key(match["m2"])], _day(match["d2"]))
        month = months[_key(match["m1"])] if match["m1"] else months[_key(match["m2"])]
        first = _iso(int(match["y1"] or year), month, _day(match["d0"] or match["d1"]))
        if first and last and first <= last:
            yield PrintedDate(match.start(), match.end(), first, last)


def find_dates(text: str, vocabulary: Words) -> Iterator[PrintedDate]:
    """Yield the single dates in a text; those that end a range too."""
    for match in _matches(_patterns(vocabulary.month)[0], text):
        if match["y"]:
            found = _iso(int(match["y"]), vocabulary.months[_key(match["m"])], _day(match["d"]))
        else:
            found = _iso(int(match["zy"]), int(match["zm"]), int(match["zd"]))
        if found:
            yield PrintedDate(match.start(), match.end(), found, found)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with a digit, tried at digits alone."""
    end = 0
    for digit in _DIGIT.finditer(text):
        if digit.start() >= end and (match := pattern.match(text, digit.start())):
            end = match.end()
            yield match


def _key(month: str) -> str:
    return " ".join(month.split()).casefold()


def _day(printed: str) -> int:
    digits = re.match(r"\d+", printed)
    return int(digits.group()) if digits else 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
