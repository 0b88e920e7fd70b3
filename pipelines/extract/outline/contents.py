"""Contents tables: where they stand, so that their entries are not taken for headings of the body.

Here: from the word "Contents" to where its first entry comes again, as a heading.
Not here: comparing entries with headings; the other zones before a body (`front`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.extract.outline.markers import AFTER_SENTENCE, NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.extract.outline.layout import Reading
    from pipelines.extract.outline.markers import Marker

MAX_FRONT = 12000  # characters from the start in which a contents table begins
_MAX_COLUMNS, _MAX_ENTRY = 200, 1500
_KEY_WORDS = 4  # of an entry are enough to find its heading again

FIRST_ROMAN = re.compile(r"I\.(?<![^\s\x00\x1f]I\.)[\s\x00\x1f]*(?=[^\W\d_]|[“\"«])")
_LEADER = re.compile(r"(?:\.[ \t]?){4,}|…{2,}|[ \t]\d{1,3}(?:[-–]\d{1,3})?(?:[ \t]+\d{1,3})?[ \t]*(?:\n|$)|\t\d+")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_WORDS = re.compile(r"[\W\d_]{0,12}")
_LABEL_AGAIN = re.compile(r"\.(?<=[Ii]\.)(?<![^\s\x00\x1f]..)[\s\x00\x1f]*")
_ENTRY_GOES_ON = re.compile(r"[ \t\f\x00\x1f]*[-’',]?[ \t\f\x00\x1f]*")
_LABEL = re.compile(r"[IVXL]{1,8}|[A-Z]|\d{1,2}")


def find_contents(reading: Reading, start: int, markers: Sequence[Marker]) -> tuple[int, int]:
    """Return the span of the contents table that begins near `start`; empty where there is none."""
    end = min(len(reading.text), start + MAX_FRONT)
    for title, title_end in reading.layout.occurrences(reading.vocabulary.contents, start, end):
        follows = _entries_follow if reading.layout.opens_line(title) else _columns_follow
        if follows(reading, title_end):
            return title, _end_of_contents(reading, title_end, markers)
    return 0, 0


def _columns_follow(reading: Reading, end: int) -> bool:
    """Tell a contents table by what it prints above its entries ("Paragraphs", "Page"), or by its first entry."""
    words = [word.casefold() for word in reading.text[end : end + _MAX_COLUMNS].split()]
    sets = reading.vocabulary.sets
    return bool(words) and (
        words[0] == "i." or words[0] in sets["opening"] or not sets["contents_columns"].isdisjoint(words)
    )


def _entries_follow(reading: Reading, end: int) -> bool:
    """Tell a contents table from a heading "Contents" of the body: columns, leaders or a first label follow."""
    following = reading.text[end : end + 3 * _MAX_COLUMNS]
    signs = (_LEADER, FIRST_ROMAN)
    return _columns_follow(reading, end) or any(sign.search(following) is not None for sign in signs)


def _end_of_contents(reading: Reading, start: int, markers: Sequence[Marker]) -> int:
    text = reading.text
    again = _heading_again(reading, start)
    if again is not None:
        return again
    ones = (m for m in markers if m.start >= start and m.kind is NUMBER and m.value == 1)
    first = next((m for m in ones if m.strength >= AFTER_SENTENCE), None)
    limit = len(text) if first is None else first.start
    last = start
    for match in _LEADER.finditer(text, start, limit):
        if match.start() - last > MAX_FRONT:
            break
        last = match.end()
    if first is None:  # a document cut off within its contents table
        return len(text) if last > start else last
    chunks = [chunk for chunk in reading.layout.chunks(last, limit) if chunk.start >= last]
    return chunks[0].start if chunks else limit


def _heading_again(reading: Reading, start: int) -> int | None:
    """Return where the first entry of a contents table comes again."""
    text = reading.text
    limit = min(len(text), start + _MAX_ENTRY)
    roman = FIRST_ROMAN.search(text, start, limit)
    first = roman.end() if roman else start
    words: list[str] = []
    end = first
    for match in _WORD.finditer(text, first, limit):
        word = match.group()
        if not words and word.casefold() in reading.vocabulary.sets["contents_columns"]:
            continue
        is_label = text[match.end() : match.end() + 1] == "." and _LABEL.fullmatch(word)
        if words and (is_label or not _ENTRY_GOES_ON.fullmatch(text, end, match.start())):
            break
        words.append(word)
        end = match.end()
        if len(words) == _KEY_WORDS:
            break
    if not words:
        return None
    if roman:
        starts = ((match.start() - 1, match.end()) for match in _LABEL_AGAIN.finditer(text, end + 1))
    else:
        opening = re.compile(rf"(?<![^\s\x00\x1f]){words[0]}", re.IGNORECASE)
        starts = ((match.start(), match.start()) for match in opening.finditer(text, end))
    return next((again for again, position in starts if _repeats(text, position, words)), None)


def _repeats(text: str, position: int, words: Sequence[str]) -> bool:
    """Tell whether words stand at a position, whatever their case and what little stands between them."""
    end = position
    for word in words:
        end = position + len(word)
        if text[position:end].casefold() != word.casefold():
            return False
        gap = _BETWEEN_WORDS.match(text, end)
        position = gap.end() if gap else end
    return not (text[end : end + 1].isalnum() or text[end : end + 1] == "_")
