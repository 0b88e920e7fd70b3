"""The form of words: where a sentence ends, whether words are a title, an item of a list, or go on.

Here: sentence ends as far as the outline needs them, and what tells a heading from running text by its words alone.
Not here: the sentences of a paragraph and what they say of States; where words stand (`layout`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.outline.words import Words

MAX_TITLE = 400  # characters of a heading without label or hint
MAX_HEADING = 1000  # characters of one with a label in sequence or a hint of the source format
CLOSERS = "”\"’')]»\x00"
BLANKS = " \t\n\r\f\v\x00\x1f\xa0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
STOPS, CLAUSE_STOPS, CLAUSE_ENDS = frozenset(".!?。؟"), frozenset(".!?:;。؟"), frozenset(".!?:;,…。：；؟،")

_END = re.compile(r"[.!?。؟](?:[”\"’')\]»\x00]*(?=[\s\x1f]|$)|(?<=。))")
_BLANKS = re.compile(f"[{BLANKS}]*")
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"[IVXL]{1,8}|\d{1,3}")
_LAST_WORD = re.compile(r"[^\s(“\"]+$")
_BULLET = re.compile(r"[•·▪‣●○■□–—\-*✓➢][\s\x1f]|\(?[a-zа-я]{1,2}\)|\(?[ivx]{1,5}\)|\([A-Z]\)|\(\d{1,3}\)|[㈠-㈩]")
_NEW_TITLE = re.compile(
    r"(?P<before>(?<![^\W\d_])[^\W\d_]++(?:[-’'][^\W\d_]++)*+|\)|”|(?<![\d/])\d{1,3}(?:/\d{1,3})?)(?P<gap>[\s\x1f\x00]+)"
    r"(?=(?P<first>[A-ZÀ-ÞА-Я](?:-?[^\W\d_])+)(?!\w))"
)
ANY_GAP, LINE_BREAK = re.compile(r"[\s\x1f\x00]+"), re.compile(r"[ \t]*\n[ \t]*")


def after_blanks(text: str, start: int, end: int) -> int:
    """Return where the first character stands that is no blank; `end` where there is none."""
    blanks = _BLANKS.match(text, start, end)
    return blanks.end() if blanks else end


def sentence_ends(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[int]:
    """Yield the offset after each full stop (with closing quotes and brackets) that ends a sentence in a span."""
    for match in _END.finditer(text, start, end):
        if text[match.start()] != "." or not _abbreviates(
            text, max(start, match.start() - 30), match.start(), abbreviations
        ):
            yield match.end()


def ends_sentence(words: str) -> bool:
    """Tell whether words end like a sentence."""
    return words.rstrip(CLOSERS)[-1:] in STOPS


def ends_clause(words: str) -> bool:
    """Tell whether words end like a sentence, a clause of a list, or the announcement of one."""
    return words.rstrip(CLOSERS)[-1:] in CLAUSE_ENDS


def is_title(words: str, limit: int = MAX_TITLE) -> bool:
    """Tell whether words could be a heading: they begin like one, do not end like a sentence, are no row of figures."""
    if not words or len(words) > limit or words[-1] in ".:;,…。：；" or words[0] in "(|[" or "..." in words:
        return False
    first = words.lstrip("“\"'‘«《")[:1]
    if not first.isalpha() or first.islower() or _BULLET.match(words):
        return False
    if _DIGIT.search(words) is None:
        return True
    tokens = words.split()
    return 3 * sum(token[0].isdigit() for token in tokens) <= len(tokens) + 3


def opens_line(text: str, position: int) -> bool:
    """Tell whether what stands at a position begins a line."""
    while position and text[position - 1] in " \t\x1f\x00":
        position -= 1
    return position == 0 or text[position - 1] in "\n\f"


def is_item(words: str) -> bool:
    """Tell whether words begin as a sub-paragraph or bullet: they belong to the paragraph above."""
    return _BULLET.match(words) is not None


def is_cut_off(words: str) -> bool:
    """Tell whether words end within a bracket that they open."""
    return words.count("(") > words.count(")")


def is_unfinished(words: str, vocabulary: Words) -> bool:
    """Tell whether a title must go on: it ends within a bracket, at a comma, or with a word that none ends with."""
    if not words or words[-1] in ",-–—:、" or is_cut_off(words):
        return bool(words)
    return words.rsplit(None, 1)[-1].casefold() in vocabulary.sets["never_last"]


def next_title(text: str, start: int, end: int, vocabulary: Words, at: re.Pattern[str] = ANY_GAP) -> int | None:
    """Return where a title begins within words that run together: at the first capital where no name goes on.

    Only capitals after a gap that `at` matches are looked at.

    "… in the prevention of corruption Integrity in sport": the word before is no small word that a name would follow,
    and the capital is not that of an institution.
    """
    institutions = vocabulary.sets["institutions"]
    for match in _NEW_TITLE.finditer(text, start, end):
        before, first = match["before"], match["first"].casefold()
        ends_name = not before[0].isupper() or before.casefold() in institutions
        goes_on = before.casefold() in vocabulary.sets["never_last"] or first in institutions
        if ends_name and not goes_on and at.fullmatch(match["gap"]):
            return match.end()
    return None


def _abbreviates(text: str, start: int, dot: int, abbreviations: frozenset[str]) -> bool:
    """Tell whether the full stop at `dot` belongs to an abbreviation, an initial or a label ("II.", "3.")."""
    match = _LAST_WORD.search(text, start, dot)
    if match is None:
        return False
    word = match.group().lstrip("(")
    if _LABEL.fullmatch(word):
        return True
    return word.casefold() in abbreviations or (len(word) == 1 and word.isalpha())
