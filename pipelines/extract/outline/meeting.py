"""When, where and on what item a body meets, as the masthead says; dates in the six official languages.

Here: agenda item, place and days of the session, the body, each of which is taken out of the masthead's text; single
dates and ranges of days ("28 January-1 February 2008", "6 to 10 November 2017").
Not here: facts about the document itself, title and kind (`masthead`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipelines.archive.formats.numerals import in_format
from pipelines.extract.outline.words import Words, folded

_DIGIT = re.compile(r"\d")
_DAY = r"\d{1,2}(?:\s?(?:º|°|er|st|nd|rd|th)(?!\w))?"


class PrintedDate(NamedTuple):
    """A date or a range of days where it stands in a text; `first` and `last` are ISO 8601."""

    start: int
    end: int
    first: str
    last: str


@lru_cache(maxsize=4)
def _patterns(month: str, to: str, also: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    to = rf"\s*(?:[-–—−]|(?<=\s)(?:{to})(?=\s)|(?<=\s)و(?=\d)|至)\s*"
    of = r"(?:\s+(?:de|du|del)\s+|\s*)"
    single = rf"(?<![\d/-])(?P<d>{_DAY}){of}(?P<m>{month})(?:\s*,)?{of}(?P<y>\d{{4}})(?!\d)"
    chinese = r"(?P<zy>\d{4})\s?年\s?(?P<zm>\d{1,2})\s?月\s?(?P<zd>\d{1,2})\s?日"
    span = (
        rf"(?<![\d/-])(?:(?P<d0>{_DAY}){to}{_DAY}\s+(?:{also})\s+)?(?P<d1>{_DAY})(?:{of}(?P<m1>{month})(?:{of}(?P<y1>\d{{4}}))?)?{to}"
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
    for match in _matches(_patterns(vocabulary.month, vocabulary.to, vocabulary.also)[1], text):
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
    for match in _matches(_patterns(vocabulary.month, vocabulary.to, vocabulary.also)[0], text):
        month = vocabulary.months[folded(match["m"])] if match["m"] else int(match["zm"])
        found = _iso(match["y"] or match["zy"], month, match["d"] or match["zd"])
        if found:
            yield PrintedDate(match.start(), match.end(), found, found)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with a digit, tried at digits alone."""
    end = 0
    for digit in _DIGIT.finditer(text):
        if digit.start() >= end and (match := pattern.match(text, digit.start())):
            end = match.end()
            yield match


def _iso(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None


_LETTERS = dict(zip("أابجدهو", "aabcdef", strict=True))

_AUSPICES = re.compile(r"auspices of(?:\s+the)?\s+\Z", re.IGNORECASE)
_PLACE = re.compile(r"(?P<place>[^\W\d_][^\n\d]{1,60})\s{0,9}[,،，]\s{0,9}$")
_PLACE_AFTER = re.compile(r"(?:,[ ]|[,，][ ]?)(?P<place>[^\W\d_][^\n\d,]{1,40}(?:,[ ][^\n\d,]{2,30})?)(?=\n|$)")


@dataclass(slots=True)
class Meeting:
    """What a masthead says of a meeting. `session` has the first and last day."""

    agenda_item: str | None = None
    session: PrintedDate | None = None
    place: str | None = None
    body: str | None = None


def read_meeting(text: str, vocabulary: Words) -> tuple[Meeting, str]:
    """Return what a masthead says of the meeting, and what it says below: the title, with an agenda item's above it."""
    meeting = Meeting()
    head, tail = _take_agenda(text, meeting, vocabulary)
    head, tail = _take_session(head, tail, meeting, vocabulary)
    return meeting, _take_body(head, tail, meeting, vocabulary)


def _take_agenda(text: str, meeting: Meeting, vocabulary: Words) -> tuple[str, str]:
    """Part the text at the agenda item: what stands above and below it. Without one all is below."""
    match = vocabulary.agenda.search(text)
    if match is None:
        return "", text
    number = match["number"] or match["alone"]
    meeting.agenda_item = _item(number)
    return text[: match.start()].rstrip(), text[match.end() :].lstrip(" \t*∗[]")


def _item(printed: str) -> str:
    """Return the number of an agenda item as English documents print it: "2 (a) (i)" for "2 a) i)", "2 (أ) '1'"."""
    western = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in printed)
    numbered = re.sub(r"[‘'’]([1-9])[’'‘]", lambda m: f"({in_format(int(m[1]), 'lowerRoman')})", western)
    numbered = re.sub("[㈠-㈩]", lambda m: f"({in_format(ord(m[0]) - ord('㈠') + 1, 'lowerRoman')})", numbered)
    numbered = re.sub(r"(?<![(\w])(\w{1,4})\)", r"(\1)", numbered.replace("（", "(").replace("）", ")"))
    numbered = re.sub(r"\((\w)\)", lambda m: f"({_LETTERS.get(m[1], m[1])})", numbered)
    return re.sub(r"(?<=[\w)])\s*\(", " (", " ".join(numbered.split()))


def _take_session(head: str, tail: str, meeting: Meeting, vocabulary: Words) -> tuple[str, str]:
    """Take the line of place and days ("Vienna, 15-17 June 2022"); without an agenda item it parts head from tail."""
    text = head or tail
    days = [*find_ranges(text, vocabulary)]
    days += [d for d in find_dates(text, vocabulary) if not any(r.start <= d.start < r.end for r in days)]
    for found in sorted(days):
        above = _without_names(text[: found.start], vocabulary)
        if head and found.first != found.last and above.rstrip(" ")[-1:] in ("", "\n"):
            meeting.session = found  # days on a line of their own; the place may come after them
            after = _PLACE_AFTER.match(text, found.end)
            meeting.place = after["place"] if after else None
            return text[: found.start], tail
        place = _PLACE.search(above)
        if place is None:
            continue
        meeting.session, meeting.place = found, " ".join(place["place"].split())
        above = text[: found.start].rstrip(" ,")
        above = above[: above.rfind(meeting.place)] if meeting.place in above else above
        return above, (tail if head else text[found.end :])
    return head, tail


def _without_names(text: str, vocabulary: Words) -> str:
    """Return a text in which names of bodies and sessions are line ends, so that a place stands on its own."""
    return vocabulary.session.sub("\n", vocabulary.body.sub("\n", text))


def _take_body(head: str, tail: str, meeting: Meeting, vocabulary: Words) -> str:
    """Find the body that meets: the last one named above the agenda item, else before the title. Returns the rest."""
    if head:
        for named in vocabulary.body.finditer(head):
            if _AUSPICES.search(head, max(0, named.start() - 30), named.start()):
                continue
            meeting.body = vocabulary.body_names[folded(named.group())]
        if unlisted := _unlisted_body(head, vocabulary):
            meeting.body = unlisted
    rest = tail
    while True:
        rest = rest.lstrip(" \n,*")
        match = vocabulary.body.match(rest) or vocabulary.session.match(rest) or vocabulary.organization.match(rest)
        if match is None or vocabulary.report_title.match(rest):
            break
        if name := vocabulary.body_names.get(folded(match.group())):
            if head:
                break
            meeting.body = name
        rest = rest[match.end() :]
    return rest if not head or meeting.agenda_item is None else tail


def _unlisted_body(head: str, vocabulary: Words) -> str | None:
    """Return the last line that begins like the name of a body, unless a listed body is named below it."""
    lines = [" ".join(line.split()) for line in _without_names(head, vocabulary).split("\n")]
    found = None
    for index, line in enumerate(lines):
        if vocabulary.body_start.match(line):
            following = lines[index + 1 : index + 4]
            stop = next((i for i, words in enumerate(following) if not words or words.endswith(",")), len(following))
            found = " ".join([line, *following[:stop]])
    listed = [match.end() for match in vocabulary.body.finditer(head)]
    if found is None or (listed and head.rfind(found.split()[0]) < listed[-1]):
        return None
    return found.rstrip(" ,")


def take_session_from_title(title: str | None, meeting: Meeting, vocabulary: Words) -> None:
    """Reports name place and days in their title ("held in Vienna from 27 to 29 January 2010")."""
    if meeting.session is not None or not title:
        return
    for found in find_ranges(title, vocabulary):
        if match := vocabulary.held.search(title[: found.start]):
            meeting.session, meeting.place = found, match["place"]
            return
