"""Where a sentence ends and whether words are a title: what tells headings from running text.

Here: sentence ends as far as the outline needs them, and the form of a title.
Not here: the sentences of a paragraph and what they say of States.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TITLE = 400  # characters; the longest heading met has 230
CLOSERS = "”\"’')]»\x00"

_END = re.compile(r"[.!?。؟][”\"’')\]»\x00]*(?=[\s\x1f]|$)|[。]")
_LABEL = re.compile(r"[IVXL]{1,8}|\d{1,3}")
_LAST_WORD = re.compile(r"[^\s(“\"]+$")
_BULLET = re.compile(r"[•·▪‣●○■□–—\-*✓➢][\s\x1f]|\(?[a-z]{1,2}\)|\(?[ivx]{1,5}\)|\([A-Z]\)|\(\d{1,3}\)")


def sentence_ends(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[int]:
    """Yield the offset after each full stop (with closing quotes and brackets) that ends a sentence in a span."""
    for match in _END.finditer(text, start, end):
        if text[match.start()] != "." or not _abbreviates(
            text, max(start, match.start() - 30), match.start(), abbreviations
        ):
            yield match.end()


def ends_sentence(words: str) -> bool:
    """Tell whether words end like a sentence."""
    return words.rstrip(CLOSERS)[-1:] in tuple(".!?。؟")


def ends_clause(words: str) -> bool:
    """Tell whether words end like a sentence, a clause of a list, or the announcement of one."""
    return words.rstrip(CLOSERS)[-1:] in tuple(".!?:;,…。：；؟،")


def is_title(words: str) -> bool:
    """Tell whether words could be a heading: they begin like one and do not end like a sentence."""
    if not words or len(words) > MAX_TITLE or words[-1] in ".:;,…。：；" or words[0] in "(|[":
        return False
    first = words.lstrip("“\"'‘«")[:1]
    return (first.isalpha() and not first.islower()) and not _BULLET.match(words)


def is_item(words: str) -> bool:
    """Tell whether words begin as a sub-paragraph or bullet: they belong to the paragraph above."""
    return _BULLET.match(words) is not None


def _abbreviates(text: str, start: int, dot: int, abbreviations: frozenset[str]) -> bool:
    """Tell whether the full stop at `dot` belongs to an abbreviation, an initial or a label ("II.", "3.")."""
    match = _LAST_WORD.search(text, start, dot)
    if match is None:
        return False
    word = match.group().lstrip("(")
    if _LABEL.fullmatch(word):
        return True
    return word.casefold() in abbreviations or (len(word) == 1 and word.isalpha())
