"""Where a sentence ends: at a stop after which no small letter follows, unless an abbreviation or a label has it.

Here: the one rule for outlines, paragraphs that are read and quotes in other languages, over characters; whether
words end like a sentence. Not here: items of lists (`reading/tokens.py`), the abbreviations (`structure.yaml`).
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

    `amid`: the span stands amid another sentence, which may go on with a small letter.
    """
    for match in _STOP.finditer(text, start, end):
        goes_on = match[1] and match[1].islower() and not amid
        if not goes_on and (match[0][0] != "." or not _is_within(text, start, match.start(), abbreviations)):
            yield match.end()


def is_abbreviation(word: str, abbreviations: Collection[str]) -> bool:
    """Tell whether a word is one of the abbreviations; what is declared in small letters is one in capitals, too."""
    return word in abbreviations or word.lower() in abbreviations


def ends_sentence(words: str) -> bool:
    """Tell whether words end like a sentence."""
    return words.rstrip(CLOSERS)[-1:] in STOPS


def ends_clause(words: str) -> bool:
    """Tell whether words end like a sentence, a clause of a list, or the announcement of one."""
    return words.rstrip(CLOSERS)[-1:] in CLAUSE_ENDS


def _is_within(text: str, start: int, stop: int, abbreviations: Collection[str]) -> bool:
    """Tell whether a full stop is that of an abbreviation, of initials, or of a label that begins a sentence."""
    found = _LAST_WORD.search(text, max(start, stop - _LOOK_BACK), stop)
    if found is None:
        return False
    word = found.group()
    if (word.isdecimal() and len(word) <= MAX_FIGURES) or (len(word) > 1 and word in ROMANS):
        before = text[max(start, found.start() - _LOOK_BACK) : found.start()].rstrip(f"{CLOSERS} \t\n\f\xa0\x1f")
        return not before or before[-1] in CLAUSE_STOPS
    return _INITIALS.fullmatch(word) is not None or is_abbreviation(word, abbreviations)
