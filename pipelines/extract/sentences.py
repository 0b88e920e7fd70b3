"""Where sentences end: at a stop that no small letter follows and that belongs to no abbreviation or label.

"See art. 9. It is new." has two sentences. Here: the one rule for outlines, paragraphs that are read and quotes in
other languages. Not here: items of lists (`reading/tokens.py`), the abbreviations (`structure.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipelines.archive.formats.numerals import ROMANS

CLOSERS = "”\"’')]»\x00"
STOPS = frozenset(".!?؟。！？")
CLAUSE_STOPS = STOPS | frozenset(":;：；")
CLAUSE_ENDS = CLAUSE_STOPS | frozenset(",…،，")

_CLOSERS = rf"(?:[{re.escape(CLOSERS)}]|[ \xa0\u202f]»)*+"
# With what follows, if anything. Chinese parts no sentences by blanks.
_STOP = re.compile(rf"[.!?؟]{_CLOSERS}(?=\s+(\S?)|\Z)|[。！？]{_CLOSERS}")
_LAST_WORD = re.compile(r"[^\s\x00(\[“\"«‘’'/]+\Z")
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿа-я]\.)*[^\W\d_]")  # "J", "U.S"
MAX_FIGURES = 3  # of a label; a year has more
_LOOK_BACK = 30  # characters; no abbreviation is longer


def sentence_ends(
    text: str, start: int, end: int, abbreviations: Collection[str], *, amid: bool = False
) -> Iterator[int]:
    """Yield the offset after each stop (with closing quotes and brackets) that ends a sentence in a span.

    `amid`: the span is part of another sentence, which may continue with a small letter.
    """
    for match in _STOP.finditer(text, start, end):
        goes_on = match[1] and match[1].islower() and not amid
        if not goes_on and (match[0][0] != "." or not _is_within(text, start, match.start(), abbreviations)):
            yield match.end()


def is_abbreviation(word: str, abbreviations: Collection[str]) -> bool:
    """Whether a word is one of the abbreviations, as declared or with capitals."""
    return word in abbreviations or word.lower() in abbreviations


def ends_sentence(words: str) -> bool:
    """Whether words end with a stop."""
    return words.rstrip(CLOSERS)[-1:] in STOPS


def ends_clause(words: str) -> bool:
    """Whether words end with a stop, a comma, a semicolon or a colon."""
    return words.rstrip(CLOSERS)[-1:] in CLAUSE_ENDS


def _is_within(text: str, start: int, stop: int, abbreviations: Collection[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, to initials, or to a label that begins a sentence ("1.")."""
    last = _LAST_WORD.search(text, max(start, stop - _LOOK_BACK), stop)
    if last is None:
        return False
    word = last.group()
    if (word.isdecimal() and len(word) <= MAX_FIGURES) or (len(word) > 1 and word in ROMANS):
        before = text[max(start, last.start() - _LOOK_BACK) : last.start()].rstrip(f"{CLOSERS} \t\n\f\xa0\x1f")
        return not before or before[-1] in CLAUSE_STOPS
    return _INITIALS.fullmatch(word) is not None or is_abbreviation(word, abbreviations)
