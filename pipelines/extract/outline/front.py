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
from pipelines.extract.outline.layout import BLANKS, MAX_FRONT, Reading
from pipelines.extract.outline.numbering import AFTER_END, NUMBER, NumberingSign
from pipelines.extract.outline.search import PARAGRAPH
from pipelines.extract.outline.title import title_by_type, title_end

_MAX_COLUMNS, _MAX_ENTRY = 200, 1500

_LEADER = re.compile(rf"{LEADERS}|[ \t]\d{{1,3}}(?:[-–]\d{{1,3}})?(?:[ \t]+\d{{1,3}})?[ \t]*(?:\n|$)|\t\d+")
_WORD = re.compile(r"[^\W\d_]+")
_ENTRY_OF_ONE_WORD = re.compile(r"(?<=\n)[ \t]*([^\W\d_]+)(?=[ \t]*(?:[.…\d]|\n))")
_BETWEEN_WORDS = r"[\W\d_]{0,12}"
_ENTRY_GOES_ON = re.compile(r"[ \t\f\x00\x1f]*[-’',]?[ \t\f\x00\x1f]*")
MAX_OPENING = 60  # characters of a heading like "Introduction"


class Front(NamedTuple):
    """Zones as half-open spans; `body` is where headings and paragraphs begin. Zones that are missing are empty.

    `title`: that of the document, where its type tells it.
    """

    start: int
    contents: tuple[int, int]
    summary: tuple[int, int]
    body: int
    title: str = ""


def find_front(reading: Reading, contents: tuple[int, int], run: Sequence[NumberingSign]) -> Front:
    """Return the zones before the body; a contents table that comes after the first paragraph is none of them."""
    start = reading.start
    first = next((sign.start for sign in run if sign.role is PARAGRAPH), len(reading.text))
    contents = contents if contents[0] < first else (0, 0)
    title, titled = title_by_type(reading, min(first, start + MAX_FRONT))
    body = _find_body(reading, contents[1] or start, run)
    summary = _find_summary(reading, start, contents, body)
    titled = max(title_end(reading, start, min(body, start + MAX_FRONT)), titled)
    if titled:
        # What stands between the title and the first heading or number is body too, though it has no number.
        above = max(titled, contents[1], summary[1])
        remark = reading.vocabulary.remark
        between = reading.layout.chunks(above, body)
        below = (c for c in between if not remark.fullmatch(reading.running.plain(c.start, c.end).strip("* ")))
        body = next((chunk.start for chunk in below), body)
    return Front(start, contents, summary, body, title)


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
    title = reading.vocabulary.summary.search(reading.text, start, body)
    if title is None:
        return 0, 0
    return title.start(), contents[0] if contents[0] > title.start() else body


def find_contents(reading: Reading, signs: Sequence[NumberingSign]) -> tuple[int, int]:
    """Return the span of the contents table in the front of a document; empty where there is none."""
    end = min(len(reading.text), reading.start + MAX_FRONT)
    for title in reading.vocabulary.contents.finditer(reading.text, reading.start, end):
        if _entries_follow(reading, title.end()):
            return title.start(), _end_of_contents(reading, title.end(), signs)
    return 0, 0


def _entries_follow(reading: Reading, end: int) -> bool:
    """Tell a contents table by what stands below its title.

    What is printed above its entries ("Paragraphs", "Page"), an entry like "Introduction", leaders, a first label.
    """
    words = {word.casefold() for word in reading.text[end : end + _MAX_COLUMNS].split()}
    sets = reading.vocabulary.sets
    following = reading.text[end : end + 3 * _MAX_COLUMNS]
    signs = (_LEADER, FIRST_HEADING)
    return not words.isdisjoint(sets["contents_columns"] | sets["opening"]) or any(s.search(following) for s in signs)


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
        last = match.end()
    if first is None:  # a document cut off within its contents table
        return len(text) if last > start else last
    return next((chunk.start for chunk in reading.layout.chunks(last, limit) if chunk.start >= last), limit)


def _heading_again(reading: Reading, start: int) -> int | None:
    """Return where the first entry of a contents table comes again, as a heading with the same words.

    Of "Page I. Introduction … 3 II. Findings … 5" that is "I. Introduction", of "Introduction … 3 I. Findings … 5" the
    "Introduction".
    """
    text, sets = reading.text, reading.vocabulary.sets
    limit = min(len(text), start + _MAX_ENTRY)
    roman = FIRST_HEADING.search(text, start, limit)
    above = _ENTRY_OF_ONE_WORD.findall(text, start, roman.start()) if roman else ()
    if not sets["opening"].isdisjoint(map(str.casefold, above)):
        roman = None
    end = roman.end() if roman else start
    words: list[str] = []
    for match in _WORD.finditer(text, end, limit):
        word = match.group()
        if not words and word.casefold() in sets["contents_columns"]:
            continue
        is_label = text[match.end() : match.end() + 1] == "." and re.fullmatch(HEADING_LABEL, word)
        if words and (is_label or not _ENTRY_GOES_ON.fullmatch(text, end, match.start())):
            break
        words.append(word)
        end = match.end()
    # The same words, whatever their case and what little stands between them.
    label = r"I\.[\s\x00\x1f]*" if roman else ""
    again = re.compile(rf"(?<![^\s\x00\x1f]){label}{_BETWEEN_WORDS.join(words)}(?!\w)", re.IGNORECASE)
    heading = again.search(text, end) if words else None
    return heading.start() if heading else None
