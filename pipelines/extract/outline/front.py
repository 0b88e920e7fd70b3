"""The front of a document: where it begins, where its contents table and summary stand, where its body begins.

Here: the zones before the body; a contents table from its title to where its first entry comes again, as a heading.
Not here: what the masthead says (`masthead`), comparing entries with headings (`signals`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.archive.formats.numerals import FIRST_HEADING, HEADING_LABEL
from pipelines.archive.symbols import LEADERS
from pipelines.extract.outline.layout import (
    BLANKS,
    MAX_FRONT,
    Reading,
    opens_line,
)
from pipelines.extract.outline.numbering import AFTER_END, NUMBER, NumberingSign
from pipelines.extract.outline.title import title_end

_MAX_COLUMNS, _MAX_ENTRY = 200, 1500
_KEY_WORDS = 4  # of an entry are enough to find its heading again

_LEADER = re.compile(rf"{LEADERS}|[ \t]\d{{1,3}}(?:[-–]\d{{1,3}})?(?:[ \t]+\d{{1,3}})?[ \t]*(?:\n|$)|\t\d+")
_WORD, _ENTRY_OF_ONE_WORD = re.compile(r"[^\W\d_]+"), re.compile(r"(?<=\n)[ \t]*([^\W\d_]+)(?=[ \t]*(?:[.…\d]|\n))")
_BETWEEN_WORDS = r"[\W\d_]{0,12}"
_ENTRY_GOES_ON = re.compile(r"[ \t\f\x00\x1f]*[-’',]?[ \t\f\x00\x1f]*")
MAX_OPENING = 60  # characters of a heading like "Introduction"


class Front(NamedTuple):
    """Zones as half-open spans; `body` is where headings and paragraphs begin. Zones that are missing are empty."""

    start: int
    contents: tuple[int, int]
    summary: tuple[int, int]
    body: int


def find_front(reading: Reading, contents: tuple[int, int], run: Sequence[NumberingSign], titled: int) -> Front:
    """Return the zones before the body. `titled`: where a title known by its type size ends, 0 if there is none."""
    start = reading.start
    body = _find_body(reading, contents[1] or start, run)
    summary = _find_summary(reading, start, contents, body)
    titled = max(title_end(reading, start, min(body, start + MAX_FRONT)), titled)
    if titled:
        # What stands between the title and the first heading or number is body too, though it has no number.
        above = max(titled, contents[1], summary[1])
        between = reading.layout.chunks(above, body) if above < body else []
        remark = reading.vocabulary.remark
        below = (c for c in between if not remark.fullmatch(reading.running.plain(c.start, c.end).strip("* ")))
        body = next((chunk.start for chunk in below), body)
    return Front(start, contents, summary, body)


def _find_body(reading: Reading, start: int, run: Sequence[NumberingSign]) -> int:
    """Return where the first heading or paragraph begins: the first sign, or "Introduction" on its own before it."""
    limit = next((sign.start for sign in run if sign.start >= start), len(reading.text))
    opening = reading.vocabulary.sets["opening"]
    above = reading.text[max(start, limit - MAX_OPENING) : limit].rstrip(BLANKS)
    word = "".join(above.rsplit(None, 1)[-1:])  # none where there are rare blanks alone
    if word.casefold() in opening and word[0].isupper():
        return max(start, limit - MAX_OPENING) + len(above) - len(word)  # glued to the title above it
    return limit


def _find_summary(reading: Reading, start: int, contents: tuple[int, int], body: int) -> tuple[int, int]:
    """Return the summary: from its title to the contents table or the body."""
    for found in reading.vocabulary.summary.finditer(reading.text, start, body):
        title, title_end = found.span()
        after = reading.text[title_end : title_end + 4].strip(BLANKS)
        if opens_line(reading.text, title) or after[:1].isupper():
            return title, contents[0] if contents[0] > title else body
    return 0, 0


def find_contents(reading: Reading, signs: Sequence[NumberingSign]) -> tuple[int, int]:
    """Return the span of the contents table in the front of a document; empty where there is none."""
    end = min(len(reading.text), reading.start + MAX_FRONT)
    for title in reading.vocabulary.contents.finditer(reading.text, reading.start, end):
        if _entries_follow(reading, title.end(), alone=opens_line(reading.text, title.start())):
            return title.start(), _end_of_contents(reading, title.end(), signs)
    return 0, 0


def _entries_follow(reading: Reading, end: int, *, alone: bool) -> bool:
    """Tell a contents table by what it prints above its entries ("Paragraphs", "Page"), or by its first entry.

    Where its title stands on a line of its own, leaders or a first label in what follows tell it from a heading, too.
    """
    words = [word.casefold() for word in reading.text[end : end + _MAX_COLUMNS].split()]
    sets = reading.vocabulary.sets
    first = next((word for word in words if word != "1."), "")
    if first in {"i.", *sets["opening"]} or not sets["contents_columns"].isdisjoint(words):
        return True
    following = reading.text[end : end + 3 * _MAX_COLUMNS]
    return alone and any(sign.search(following) is not None for sign in (_LEADER, FIRST_HEADING))


def _end_of_contents(reading: Reading, start: int, signs: Sequence[NumberingSign]) -> int:
    text = reading.text
    again = _heading_again(reading, start)
    if again is not None:
        return again
    ones = (sign for sign in signs if sign.start >= start and sign.kind is NUMBER and sign.value == 1)
    first = next((m for m in ones if m.strength >= AFTER_END), None)
    limit = len(text) if first is None else first.start
    last = start
    for match in _LEADER.finditer(text, start, limit):
        if match.start() - last > MAX_FRONT:
            break
        last = match.end()
    if first is None:  # a document cut off within its contents table
        return len(text) if last > start else last
    return next((chunk.start for chunk in reading.layout.chunks(last, limit) if chunk.start >= last), limit)


def _heading_again(reading: Reading, start: int) -> int | None:
    """Return where the first entry of a contents table comes again: one like "Introduction", or that labelled "I."."""
    text = reading.text
    limit = min(len(text), start + _MAX_ENTRY)
    roman = FIRST_HEADING.search(text, start, limit)
    above = _ENTRY_OF_ONE_WORD.findall(text, start, roman.start()) if roman else ()
    if any(word.casefold() in reading.vocabulary.sets["opening"] for word in above):
        roman = None
    first = roman.end() if roman else start
    words: list[str] = []
    end = first
    for match in _WORD.finditer(text, first, limit):
        word = match.group()
        if not words and word.casefold() in reading.vocabulary.sets["contents_columns"]:
            continue
        is_label = text[match.end() : match.end() + 1] == "." and re.fullmatch(HEADING_LABEL, word)
        if words and (is_label or not _ENTRY_GOES_ON.fullmatch(text, end, match.start())):
            break
        words.append(word)
        end = match.end()
        if len(words) == _KEY_WORDS:
            break
    # The same words, whatever their case and what little stands between them.
    label = r"I\.[\s\x00\x1f]*" if roman else ""
    again = re.compile(rf"(?<![^\s\x00\x1f]){label}{_BETWEEN_WORDS.join(words)}(?!\w)", re.IGNORECASE)
    found = again.search(text, end) if words else None
    return found.start() if found else None
