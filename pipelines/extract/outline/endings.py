"""Where a sentence ends and whether words are a title: what tells headings from running text.

Here: sentence ends as far as the outline needs them, and the form of a title.
Not here: the sentences of a paragraph and what they say of States.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TITLE = 400  # characters of a heading without label or hint
MAX_HEADING = 1000  # characters of one with a label in sequence or a hint of the source format
CLOSERS = "”\"’')]»\x00"

_END = re.compile(r"[.!?。؟](?:[”\"’')\]»\x00]*(?=[\s\x1f]|$)|(?<=。))")
_DIGIT = re.compile(r"\d")
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


def is_title(words: str, limit: int = MAX_TITLE) -> bool:
    """Tell whether words could be a heading: they begin like one, do not end like a sentence, are no row of figures."""
    if not words or len(words) > limit or words[-1] in ".:;,…。：；" or words[0] in "(|[":
        return False
    first = words.lstrip("“\"'‘«")[:1]
    if not first.isalpha() or first.islower() or _BULLET.match(words):
        return False
    if _DIGIT.search(words) is None:
        return True
    tokens = words.split()
    return 3 * sum(token[0].isdigit() for token in tokens) <= len(tokens) + 3


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
