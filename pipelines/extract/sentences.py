"""Sentences of a paragraph, and the sub-paragraphs and bullets in it, as spans.

Not here: numbered paragraphs (the outline's business) and what a sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

# A footnote mark may be glued to the full stop ("the public.89 The").
_AFTER_SIGN = r"[\"'”’)\]]*(?:(?<=[a-z)][.])\d{1,3})? +(?=[\"“'‘(\[]*[A-Z0-9À-Þ])"
_END = re.compile(rf"[.!?]{_AFTER_SIGN}")
_STOP = re.compile(rf"\.{_AFTER_SIGN}")  # found faster, because it begins with one character
# A sub-paragraph "(a)", "(ii)", "(1)" is a unit of its own after a colon, semicolon, comma or full stop.
_ITEM = re.compile(r"\((?:[a-z]|[ivx]{1,5}|\d{1,2})\) ")
_ITEM_FOLLOWS = re.compile(r"[;:.,](?: and| or)? *$")
_BULLET = re.compile(r"[•●▪◦](?= )")
_DASH = re.compile(r"[;:] +(?=[–—] )")
_LONGEST = 4000  # characters; what is longer is no sentence, and hostile
_LEAD = 8  # characters; "; and " before an item


def sentence_spans(text: str, abbreviations: AbstractSet[str]) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, in order, without the white space between them.

    A sub-paragraph or a bullet is a unit of its own; a text without ends of sentences is cut. `text` is as
    `states.plain` gives it; `abbreviations`: words whose full stop ends no sentence.
    """
    starts = _after_stops(text, abbreviations)
    items = _items(text)
    if items:
        starts = sorted({*starts, *items})
    if len(text) > _LONGEST:
        starts = _cut(text, starts)
    if not starts:
        return [(0, len(text))] if text else []
    spans = []
    start = 0
    for following in (*starts, len(text)):
        end = following
        while end > start and text[end - 1] == " ":
            end -= 1
        if end > start:
            spans.append((start, end))
        start = following
    return spans


def _cut(text: str, starts: list[int]) -> list[int]:
    """The beginnings with more of them, at spaces, so that no part is much longer than any sentence is."""
    cut: list[int] = []
    last = 0
    for following in (*starts, len(text)):
        while following - last > _LONGEST:
            space = text.rfind(" ", last + _LONGEST // 2, last + _LONGEST)
            last = space + 1 if space >= 0 else last + _LONGEST
            cut.append(last)
        if following < len(text):
            cut.append(following)
        last = following
    return cut


def _after_stops(text: str, abbreviations: AbstractSet[str]) -> list[int]:
    """Where sentences begin after a full stop, a question mark or an exclamation mark."""
    ends = _END if "?" in text or "!" in text else _STOP
    return [match.end() for match in ends.finditer(text) if not _is_abbreviation(text, match.start(), abbreviations)]


def _items(text: str) -> list[int]:
    """Where sub-paragraphs and bullets begin."""
    items = []
    if "(" in text:
        items = [
            match.start()
            for match in _ITEM.finditer(text)
            if _ITEM_FOLLOWS.search(text, max(0, match.start() - _LEAD), match.start())
        ]
    if not text.isascii():  # a dash or a bullet is not
        items += [match.start() for match in _BULLET.finditer(text)]
        items += [match.end() for match in _DASH.finditer(text)]
    return items


def _is_abbreviation(text: str, stop: int, abbreviations: AbstractSet[str]) -> bool:
    if text[stop] != ".":
        return False
    word = text[max(text.rfind(" ", 0, stop), text.rfind("(", 0, stop)) + 1 : stop]
    return word in abbreviations or (len(word) == 1 and word.isupper())
